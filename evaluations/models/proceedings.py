"""What runs beside the states of an evaluation: windows of time, requests for documents, visits."""

import datetime as dt

from django.conf import settings
from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext_lazy as _

from evalprog import clock
from evaluations.enums import State, WindowKind

# In which of its windows the institution is awaited, at each state where it is.
AWAITED = {State.DRAFT_TRANSMITTED: WindowKind.CORRECTIONS, State.OBSERVATIONS_OPEN: WindowKind.OBSERVATIONS}


class WindowQuerySet(models.QuerySet):
    def last_rounds(self) -> "WindowQuerySet":
        """Of each kind, the window that counts: a draft sent again opens another. The clock may have gone back in
        between, so that the round says which is the last, and not its opening."""
        same = Window.objects.filter(evaluation=OuterRef("evaluation"), kind=OuterRef("kind"))
        return self.filter(~Exists(same.filter(round__gt=OuterRef("round"))))

    def last_of(self, kind: WindowKind) -> "Window | None":
        """Of one evaluation: ``evaluation.windows.last_of(kind)``."""
        return self.filter(kind=kind).order_by("-round").first()

    def awaited(self) -> "WindowQuerySet":
        """Those in which an institution is awaited now."""
        now = Q()
        for state, kind in AWAITED.items():
            now |= Q(evaluation__state=state, kind=kind)
        return self.last_rounds().filter(now)

    def over(self) -> "WindowQuerySet":
        """Those whose end has come, as ``Window.is_over`` says of one."""
        return self.filter(closes_at__lte=clock.now())


class Window(models.Model):
    """A period in which the institution may act. It can be extended, with a reason, never shortened (INV-T4)."""

    evaluation = models.ForeignKey("evaluations.Evaluation", models.PROTECT, related_name="windows")
    kind = models.CharField(_("objet"), max_length=12, choices=WindowKind)
    round = models.PositiveSmallIntegerField(_("tour"), default=1)  # a draft may be sent again
    opens_at = models.DateTimeField(_("ouverte le"))
    closes_at = models.DateTimeField(_("fermée le"))

    objects = WindowQuerySet.as_manager()

    class Meta:
        verbose_name = _("délai")
        verbose_name_plural = _("délais")
        ordering = ("opens_at", "pk")
        constraints = (
            models.UniqueConstraint(fields=("evaluation", "kind", "round"), name="window_one_per_round"),
            models.CheckConstraint(
                condition=models.Q(closes_at__gt=models.F("opens_at")), name="window_closes_after_it_opens"
            ),
        )

    def __str__(self) -> str:
        return f"{self.get_kind_display()} ({self.evaluation})"

    @property
    def is_over(self) -> bool:
        return self.is_over_at(clock.now())

    def is_over_at(self, instant: dt.datetime) -> bool:
        """A window is half-open, [opens_at, closes_at): at the instant ``closes_at`` it is too late (INV-T1)."""
        return self.closes_at <= instant

    def counted_at(self, received_at: dt.datetime, changed_at: dt.datetime | None) -> dt.datetime:
        """When something sent counts as received: when its request reached us (INV-T2), unless it was written in after
        the end, and then not before. Otherwise whoever sent something in time could go on writing it for an hour."""
        if changed_at is None or not (self.is_over and self.is_over_at(changed_at)):
            return received_at
        return max(received_at, changed_at)


class DocumentRequest(models.Model):
    """A document that the committee asks of the institution (R114-14), and the answer."""

    evaluation = models.ForeignKey("evaluations.Evaluation", models.PROTECT, related_name="document_requests")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    text = models.TextField(_("document demandé"))
    due_on = models.DateField(_("attendu le"))
    asked_at = models.DateTimeField(_("demandé le"), default=clock.now)
    answer = models.TextField(_("réponse"), blank=True)
    answered_at = models.DateTimeField(_("répondu le"), null=True, blank=True)

    class Meta:
        verbose_name = _("demande de document")
        verbose_name_plural = _("demandes de documents")
        ordering = ("asked_at", "pk")

    def __str__(self) -> str:
        return f"{self._meta.verbose_name} : {self.evaluation}"


class Visit(models.Model):
    """The committee's visit: planned, its programme agreed, held."""

    evaluation = models.OneToOneField("evaluations.Evaluation", models.PROTECT, related_name="visit")
    planned_on = models.DateField(_("prévue le"))
    agreed_at = models.DateTimeField(_("programme convenu le"), null=True, blank=True)
    held_on = models.DateField(_("tenue le"), null=True, blank=True)
    minutes = models.TextField(_("compte rendu"), blank=True)

    class Meta:
        verbose_name = _("visite")

    def __str__(self) -> str:
        return f"{self._meta.verbose_name} : {self.evaluation}"
