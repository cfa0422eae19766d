"""A passage of the report that is not published, and why (code de la recherche, R114-23)."""

import secrets

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from evalprog import clock
from evalprog.public_id import new_public_id
from evaluations.enums import RedactionReason


def new_salt() -> str:
    return secrets.token_hex(16)


class RedactionQuerySet(models.QuerySet):
    def kept(self) -> "RedactionQuerySet":
        return self.filter(removed_at=None)


class Redaction(models.Model):
    """Its words never change: a mark is removed, another one made. ``salt``: so that a hash in which the passage enters
    tells nothing to whoever guesses it."""

    public_id = models.CharField(max_length=12, unique=True, default=new_public_id, editable=False)
    evaluation = models.ForeignKey("evaluations.Evaluation", models.PROTECT, related_name="redactions")
    place = models.CharField(_("texte"), max_length=200)  # « criterion CODE »: see ``reports.redaction``
    quote = models.TextField(_("passage"))  # on one line, as the report has it
    reason = models.CharField(_("raison"), max_length=20, choices=RedactionReason)
    precision = models.TextField(_("précision"), blank=True)  # for those who decide: it is not published
    salt = models.CharField(max_length=32, default=new_salt, editable=False)
    author = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    made_at = models.DateTimeField(_("proposée le"), default=clock.now)
    removed_at = models.DateTimeField(_("retirée le"), null=True, blank=True)

    objects = RedactionQuerySet.as_manager()

    class Meta:
        verbose_name = _("occultation")
        ordering = ("made_at", "pk")

    def __str__(self) -> str:
        return f"{self.place} : {self.get_reason_display()}"
