"""Institutions and the programmes they run: the identity that an evaluation's cover needs."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from evalprog import clock
from evalprog.public_id import new_public_id
from evalprog.text import folded
from programmes.enums import ProgrammeKind


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


class Programme(models.Model):
    """A programme of study, in the words by which its institution and the State know it."""

    public_id = models.CharField(max_length=12, unique=True, default=new_public_id, editable=False)
    kind = models.CharField(_("nature"), max_length=20, choices=ProgrammeKind)
    title = models.CharField(_("intitulé"), max_length=500, help_text=_("Tel qu’imprimé sur la couverture."))
    institution = models.ForeignKey(
        Institution, models.PROTECT, related_name="programmes", verbose_name=_("établissement déposant")
    )
    partners = models.ManyToManyField(
        Institution,
        through="Partnership",
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


class Partnership(models.Model):
    """A partner institution of a programme, in the order in which reports name them."""

    programme = models.ForeignKey(Programme, models.CASCADE, related_name="partnerships")
    institution = models.ForeignKey(Institution, models.PROTECT, related_name="partnerships")
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


class MembershipQuerySet(models.QuerySet):
    def current(self) -> "MembershipQuerySet":
        """The attachments that hold at this moment: [starts_at, ends_at)."""
        now = clock.now()
        return self.filter(starts_at__lte=now).filter(models.Q(ends_at=None) | models.Q(ends_at__gt=now))


class Membership(models.Model):
    """A person works for an institution, from a moment to another; a signatory commits it."""

    public_id = models.CharField(max_length=12, unique=True, default=new_public_id, editable=False)
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="memberships", verbose_name=_("personne")
    )
    institution = models.ForeignKey(
        Institution, models.PROTECT, related_name="memberships", verbose_name=_("établissement")
    )
    can_sign = models.BooleanField(_("peut signer"), default=False)
    starts_at = models.DateTimeField(_("depuis"), default=clock.now)
    ends_at = models.DateTimeField(_("jusqu’à"), null=True, blank=True)

    objects = MembershipQuerySet.as_manager()

    class Meta:
        verbose_name = _("rattachement")
        constraints = (
            models.UniqueConstraint(
                fields=("user", "institution"),
                condition=models.Q(ends_at=None),
                name="membership_one_open_per_person_and_institution",
            ),
            models.CheckConstraint(
                condition=models.Q(ends_at=None) | models.Q(ends_at__gte=models.F("starts_at")),
                name="membership_ends_after_it_starts",
            ),
        )

    def __str__(self) -> str:
        return f"{self.user} ({self.institution})"
