"""The journal: who did what, when."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from evaluations.enums import State


class Event(models.Model):
    """One act on an evaluation. Rows are appended, never changed."""

    evaluation = models.ForeignKey("evaluations.Evaluation", models.PROTECT, related_name="events")
    verb = models.CharField(_("acte"), max_length=60)  # the name of the transition
    # None: the system itself, at a deadline or reading a file.
    actor = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="acts")
    at = models.DateTimeField(_("quand"))
    before = models.PositiveSmallIntegerField(_("étape avant"), choices=State)
    after = models.PositiveSmallIntegerField(_("étape après"), choices=State)
    details = models.JSONField(_("précisions"), default=dict)

    class Meta:
        verbose_name = _("acte")
        verbose_name_plural = _("journal")
        ordering = ("pk",)

    def __str__(self) -> str:
        return f"{self.verb} ({self.evaluation})"
