"""Files that the institution joins: proofs of an error of fact, annexes of its observations."""

import datetime as dt

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from evalprog import clock
from evalprog.public_id import new_public_id
from evaluations.enums import FileKind


class AttachmentQuerySet(models.QuerySet):
    def joined(self) -> "AttachmentQuerySet":
        """Those that stand; one taken away can be brought back until it is sent."""
        return self.filter(removed_at=None)


class Attachment(models.Model):
    """One file, kept under its own hash and byte for byte as it was sent.

    ``notices``: sentences that told its sender which names and places the file itself holds. ``size`` in bytes.
    """

    public_id = models.CharField(max_length=12, unique=True, default=new_public_id, editable=False)
    evaluation = models.ForeignKey("evaluations.Evaluation", models.PROTECT, related_name="attachments")
    correction = models.ForeignKey(
        "evaluations.CorrectionRequest", models.PROTECT, null=True, blank=True, related_name="attachments"
    )
    observation = models.ForeignKey(
        "evaluations.Observation", models.PROTECT, null=True, blank=True, related_name="attachments"
    )
    position = models.PositiveSmallIntegerField(_("rang"))
    title = models.CharField(_("intitulé"), max_length=300, blank=True)
    kind = models.CharField(_("nature"), max_length=10, choices=FileKind)
    file_name = models.CharField(_("nom du fichier"), max_length=200)
    sha256 = models.CharField(_("empreinte"), max_length=64)
    size = models.PositiveIntegerField(_("taille"))
    pages = models.PositiveIntegerField(_("pages"), null=True, blank=True)
    notices = models.JSONField(_("ce que le fichier dit de personnes"), default=list, blank=True)
    added_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    added_at = models.DateTimeField(_("jointe le"), default=clock.now)
    removed_at = models.DateTimeField(_("retirée le"), null=True, blank=True)
    # When the request of the last of these reached us, its file still on the way: what is in time is told by it.
    received_at = models.DateTimeField(_("reçue le"), null=True, blank=True)

    objects = AttachmentQuerySet.as_manager()

    class Meta:
        verbose_name = _("pièce jointe")
        verbose_name_plural = _("pièces jointes")
        ordering = ("position", "pk")
        constraints = (
            models.CheckConstraint(
                condition=Q(correction=None, observation__isnull=False) | Q(correction__isnull=False, observation=None),
                name="attachment_of_a_correction_or_of_observations",
            ),
        )

    def __str__(self) -> str:
        return self.title or self.file_name

    @property
    def changed_at(self) -> dt.datetime:
        """When it was last joined or taken away, as it counts."""
        return self.received_at or self.removed_at or self.added_at

    def received(self, received_at: dt.datetime | None) -> dt.datetime | None:
        """As of when a gesture counts whose request came then: never before what it changes."""
        return max(received_at, self.changed_at) if received_at else None

    def said(self) -> dict[str, object]:
        """What the hash of what it is joined to is taken of."""
        return {name: getattr(self, name) for name in ("position", "title", "file_name", "sha256", "size")}
