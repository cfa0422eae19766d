"""The programmes that institutions run: the identity that an evaluation's cover needs."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from evalprog.public_id import new_public_id
from programmes.enums import ProgrammeKind


class Programme(models.Model):
    """A programme of study, in the words by which its institution and the State know it."""

    public_id = models.CharField(max_length=12, unique=True, default=new_public_id, editable=False)
    kind = models.CharField(_("nature"), max_length=20, choices=ProgrammeKind)
    title = models.CharField(_("intitulé"), max_length=500, help_text=_("Tel qu’imprimé sur la couverture."))
    institution = models.ForeignKey(
        "programmes.Institution", models.PROTECT, related_name="programmes", verbose_name=_("établissement déposant")
    )
    partners = models.ManyToManyField(
        "programmes.Institution",
        through="programmes.Partnership",
        related_name="partner_programmes",
        verbose_name=_("établissements cohabilités"),
    )
    field = models.CharField(_("champ de formations"), max_length=300, blank=True)
    national_title = models.CharField(_("dénomination nationale"), max_length=300, blank=True)
    domain = models.CharField(_("domaine"), max_length=300, blank=True)
    mention = models.CharField(_("mention"), max_length=300, blank=True)
    speciality = models.CharField(_("spécialité"), max_length=300, blank=True)
    track = models.CharField(_("parcours"), max_length=300, blank=True)
    option = models.CharField(_("option"), max_length=300, blank=True)

    class Meta:
        verbose_name = _("formation")
        verbose_name_plural = _("formations")
        ordering = ("title", "pk")

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        """Its public page, which is shown by the floor above."""
        return f"/formations/{self.public_id}/"


class Partnership(models.Model):
    """A partner institution of a programme, in the order in which reports name them."""

    programme = models.ForeignKey("programmes.Programme", models.CASCADE, related_name="partnerships")
    institution = models.ForeignKey("programmes.Institution", models.PROTECT, related_name="partnerships")
    position = models.PositiveSmallIntegerField(_("rang"))

    class Meta:
        verbose_name = _("cohabilitation")
        ordering = ("position",)
        constraints = (
            models.UniqueConstraint(fields=("programme", "institution"), name="partnership_once"),
            models.UniqueConstraint(fields=("programme", "position"), name="partnership_one_per_rank"),
        )

    def __str__(self) -> str:
        return f"{self.institution} ({self.programme})"
