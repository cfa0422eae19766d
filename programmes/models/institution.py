"""Institutions: who deposits dossiers and answers for programmes."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from evalprog.public_id import new_public_id
from evalprog.text import folded


class InstitutionQuerySet(models.QuerySet):
    def named(self, name: str, *, uai: str = "") -> "Institution | None":
        """The institution with that UAI, else the one whose name or « name – acronym » reads the same."""
        if uai and (found := self.filter(uai=uai).first()):
            return found
        wanted = folded(name)
        return next((i for i in self.order_by("pk") if wanted in (folded(i.name), folded(i.full_name))), None)


class Institution(models.Model):
    """A university or school: who deposits dossiers and answers for programmes."""

    public_id = models.CharField(max_length=12, unique=True, default=new_public_id, editable=False)
    name = models.CharField(_("nom"), max_length=300)
    acronym = models.CharField(_("sigle"), max_length=40, blank=True)
    uai = models.CharField(_("code UAI"), max_length=8, blank=True)
    ror = models.CharField(_("identifiant ROR"), max_length=9, blank=True)  # « 03yrm5c26 »
    siret = models.CharField(_("numéro SIRET"), max_length=14, blank=True)
    eter = models.CharField(_("identifiant ETER"), max_length=12, blank=True)
    deqar = models.CharField(_("identifiant DEQAR"), max_length=20, blank=True)
    timezone = models.CharField(_("fuseau horaire"), max_length=60, default="Europe/Paris")

    objects = InstitutionQuerySet.as_manager()

    class Meta:
        verbose_name = _("établissement")
        verbose_name_plural = _("établissements")
        ordering = ("name", "pk")
        constraints = (
            models.UniqueConstraint(
                fields=("uai",),
                condition=~models.Q(uai=""),
                name="institution_one_per_uai",
                violation_error_message=_("Un établissement porte déjà ce code UAI."),
            ),
        )

    def __str__(self) -> str:
        return self.name

    @property
    def full_name(self) -> str:
        """As printed on covers: « Université de … - SIGLE »."""
        return f"{self.name} - {self.acronym}" if self.acronym else self.name
