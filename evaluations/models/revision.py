"""What was sent, when and by whom: every save of a text is a row that never changes.

A text and its number live in its own row; the rows here are its past. A save that came too late for the text it was
based on is kept too, set aside: no text that somebody sent is ever lost (INV-W2).
"""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from evalprog import clock
from evaluations.enums import SaveOutcome


class RevisionQuerySet(models.QuerySet):
    def accepted(self) -> "RevisionQuerySet":
        """The successive states of the text."""
        return self.filter(outcome=SaveOutcome.ACCEPTED)

    def told(self) -> "RevisionQuerySet":
        """What a history shows: the states of the text, and what was set aside."""
        return self.exclude(outcome=SaveOutcome.UNCHANGED)


class Revision(models.Model):
    """One save of one text. ``number``: the revision that it made, or, when it made none, the one it met."""

    number = models.PositiveIntegerField(_("révision"))
    based_on = models.PositiveIntegerField(_("à partir de"))
    outcome = models.CharField(_("suite"), max_length=10, choices=SaveOutcome, default=SaveOutcome.ACCEPTED)
    # None: a report read from a file, a scenario.
    author = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    save_id = models.UUIDField(_("envoi"), null=True, blank=True)  # chosen by the author's browser
    text = models.TextField(_("texte"), blank=True)
    value = models.CharField(_("réponse"), max_length=80, blank=True)
    saved_at = models.DateTimeField(_("enregistré le"), default=clock.now)
    restores = models.PositiveIntegerField(_("reprend la révision"), null=True, blank=True)

    objects = RevisionQuerySet.as_manager()

    class Meta:
        abstract = True
        ordering = ("pk",)

    def __str__(self) -> str:
        return f"{self.get_outcome_display()} {self.number}"

    @property
    def is_set_aside(self) -> bool:
        return self.outcome == SaveOutcome.SET_ASIDE


def _constraints(owner: str) -> tuple[models.BaseConstraint, ...]:
    return (
        models.UniqueConstraint(
            fields=(owner, "number"),
            condition=models.Q(outcome=SaveOutcome.ACCEPTED),
            name=f"{owner}_revision_one_per_number",
        ),
        models.UniqueConstraint(fields=(owner, "author", "save_id"), name=f"{owner}_revision_one_per_save"),
    )


class AssessmentRevision(Revision):
    assessment = models.ForeignKey("evaluations.Assessment", models.CASCADE, related_name="revisions")

    class Meta(Revision.Meta):
        verbose_name = _("révision du texte")
        constraints = _constraints("assessment")


class ContributionRevision(Revision):
    contribution = models.ForeignKey("evaluations.Contribution", models.CASCADE, related_name="revisions")

    class Meta(Revision.Meta):
        verbose_name = _("révision de la contribution")
        constraints = _constraints("contribution")


class FindingRevision(Revision):
    finding = models.ForeignKey("evaluations.Finding", models.CASCADE, related_name="revisions")

    class Meta(Revision.Meta):
        verbose_name = _("révision du constat")
        constraints = _constraints("finding")


class ReceivedRevision(Revision):
    """Of what the institution writes within a delay."""

    # When the request reached us that saved it: what is in time is told by it, however long its body took to come.
    received_at = models.DateTimeField(_("reçu le"), null=True, blank=True)

    class Meta(Revision.Meta):
        abstract = True


class ObservationRevision(ReceivedRevision):
    observation = models.ForeignKey("evaluations.Observation", models.CASCADE, related_name="revisions")

    class Meta(Revision.Meta):
        verbose_name = _("révision de la lettre")
        constraints = _constraints("observation")


class ItemRevision(ReceivedRevision):
    item = models.ForeignKey("evaluations.ObservationItem", models.CASCADE, related_name="revisions")

    class Meta(Revision.Meta):
        verbose_name = _("révision de la réponse")
        constraints = _constraints("item")


class DossierTextRevision(Revision):
    section = models.ForeignKey("evaluations.DossierText", models.CASCADE, related_name="revisions")

    class Meta(Revision.Meta):
        verbose_name = _("révision d’une rubrique du dossier")
        constraints = _constraints("section")
