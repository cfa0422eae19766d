"""The sheets of the national directory of certifications, as France compétences publishes them every day."""

import datetime as dt

from django.db import models
from django.utils.translation import gettext_lazy as _


class RncpEntry(models.Model):
    """A sheet of the directory. ``active_until``: the last day on which somebody may be registered for it."""

    number = models.CharField(_("numéro"), max_length=12, unique=True)  # « RNCP36315 »
    title = models.TextField(_("intitulé"))
    level = models.PositiveSmallIntegerField(_("niveau"), null=True, blank=True)  # of the European framework
    is_active = models.BooleanField(_("active"))
    active_from = models.DateField(_("effet"), null=True, blank=True)
    active_until = models.DateField(_("fin d’enregistrement"), null=True, blank=True)

    class Meta:
        verbose_name = _("fiche du RNCP")
        verbose_name_plural = _("fiches du RNCP")
        ordering = ("number",)

    def __str__(self) -> str:
        return f"{self.number} {self.title}"

    def is_active_on(self, day: dt.date) -> bool:
        """By its dates; without an end, by what the directory says of it now."""
        if self.active_from is not None and day < self.active_from:
            return False
        return day <= self.active_until if self.active_until is not None else self.is_active
