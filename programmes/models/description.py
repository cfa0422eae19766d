"""What an institution says of a programme, one row per academic year, and every writing of it."""

from functools import cached_property
from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Exists, F, OuterRef, Q
from django.utils.translation import gettext_lazy as _

from evalprog import clock
from evalprog.public_id import new_public_id
from programmes.description import ProgrammeDescription, parse
from programmes.enums import DescriptionVerb


class DescriptionQuerySet(models.QuerySet):
    """Whoever lists, counts, freezes or gives out descriptions asks for those that are ``standing`` or ``published``
    (which stand). All of them, those that were put away too: whoever has one by its address, or wants its place taken.
    """

    def standing(self) -> "DescriptionQuerySet":
        """Those that were not put away."""
        return self.filter(put_away_at=None)

    def put_away(self) -> "DescriptionQuerySet":
        return self.filter(put_away_at__isnull=False)

    def published(self) -> "DescriptionQuerySet":
        return self.filter(published_revision__isnull=False)

    def latest_published(self) -> "DescriptionQuerySet":
        """Of each programme, the last of its years that is published."""
        later = Description.objects.published().filter(programme=OuterRef("programme"), year__gt=OuterRef("year"))
        return self.published().filter(~Exists(later))

    def of_programme(self, public_id: str) -> "DescriptionQuerySet":
        return self.filter(programme__public_id=public_id)

    def of_institutions(self, institutions: Any) -> "DescriptionQuerySet":
        return self.filter(programme__institution__in=institutions)

    def newest_first(self) -> "DescriptionQuerySet":
        return self.order_by("-year")


class Description(models.Model):
    """A programme in one academic year. What everybody reads is ``published_revision``; drafts come after it.

    ``revision`` counts the writings: whoever saves says which one they had read. ``title``, ``kind`` and ``words``
    repeat what stands in the published document, so that lists and searches read no document; they are empty until
    something is published. What was begun by mistake is put away (``programmes.putting_away``): nobody but its
    institution knew of it, and nothing of it is lost.
    """

    public_id = models.CharField(max_length=12, unique=True, default=new_public_id, editable=False)
    programme = models.ForeignKey("programmes.Programme", models.PROTECT, related_name="descriptions")
    year = models.CharField(_("année universitaire"), max_length=9)
    revision = models.PositiveIntegerField(_("révision"), default=0, editable=False)
    published_revision = models.PositiveIntegerField(_("révision publiée"), null=True, blank=True, editable=False)
    published_at = models.DateTimeField(_("publiée le"), null=True, blank=True, editable=False)
    published_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("publiée par")
    )
    put_away_at = models.DateTimeField(_("mise de côté le"), null=True, blank=True, editable=False)
    put_away_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("mise de côté par"),
    )
    title = models.CharField(_("intitulé"), max_length=500, blank=True)
    title_key = models.CharField(_("clé de tri"), max_length=500, blank=True)  # both databases sort it alike
    kind = models.CharField(_("nature"), max_length=20, blank=True)
    credits = models.DecimalField(_("crédits"), max_digits=9, decimal_places=2, null=True, blank=True)
    course_count = models.PositiveIntegerField(_("cours"), default=0)
    words = models.TextField(_("mots"), blank=True)  # folded, each after a space: codes, titles, courses, teachers

    objects = DescriptionQuerySet.as_manager()

    class Meta:
        verbose_name = _("description de formation")
        verbose_name_plural = _("descriptions de formations")
        ordering = ("programme", "-year")
        constraints = (
            models.UniqueConstraint(
                fields=("programme", "year"),
                name="description_one_per_year",
                violation_error_message=_("Cette formation est déjà décrite pour cette année."),
            ),
            models.CheckConstraint(
                name="description_published_revision_exists",
                condition=Q(published_revision=None) | Q(published_revision__lte=F("revision")),
            ),
            models.CheckConstraint(
                name="description_published_at_a_moment",
                condition=Q(published_revision=None, published_at=None)
                | Q(published_revision__isnull=False, published_at__isnull=False),
            ),
            models.CheckConstraint(
                name="description_put_away_is_not_published", condition=Q(put_away_at=None) | Q(published_revision=None)
            ),
            models.CheckConstraint(
                name="description_put_away_by_at_a_moment",
                condition=Q(put_away_by=None) | Q(put_away_at__isnull=False),
            ),
        )
        indexes = (models.Index(fields=("title_key",), name="description_by_title"),)

    def __str__(self) -> str:
        return f"{self.programme}, {self.year}"

    def get_absolute_url(self) -> str:
        return self.programme.get_absolute_url()

    @property
    def is_published(self) -> bool:
        return self.published_revision is not None

    @property
    def is_put_away(self) -> bool:
        return self.put_away_at is not None

    @property
    def has_draft(self) -> bool:
        """Something was written that is not published."""
        return self.published_revision != self.revision


class DescriptionCode(models.Model):
    """A code by which a catalogue of one year knows a programme: those of the last writing."""

    description = models.ForeignKey(Description, models.CASCADE, related_name="codes")
    code = models.CharField(_("code"), max_length=40, db_index=True)

    class Meta:
        verbose_name = _("code de formation")
        verbose_name_plural = _("codes de formation")
        ordering = ("pk",)
        constraints = (models.UniqueConstraint(fields=("description", "code"), name="description_code_once"),)

    def __str__(self) -> str:
        return self.code


class DescriptionEvent(models.Model):
    """A description was put away, or taken back: by whom, when. Rows are added, never changed.

    ``revision``: the last writing at that moment, beside which the history tells it.
    """

    description = models.ForeignKey(Description, models.PROTECT, related_name="events")
    verb = models.CharField(_("geste"), max_length=20, choices=DescriptionVerb)
    revision = models.PositiveIntegerField(_("révision"))
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("par")
    )
    at = models.DateTimeField(_("le"), default=clock.now)

    class Meta:
        verbose_name = _("geste sur une description")
        verbose_name_plural = _("gestes sur des descriptions")
        ordering = ("description", "pk")

    def __str__(self) -> str:
        return f"{self.description}, {self.get_verb_display()}"


class DescriptionRevision(models.Model):
    """One writing of a description: the whole document, who wrote it and by what. Rows are added, never changed.

    ``document``: canonical plain data (see ``programmes.description``). ``sha256``: of its canonical JSON.
    """

    description = models.ForeignKey(Description, models.PROTECT, related_name="revisions")
    revision = models.PositiveIntegerField(_("révision"))
    document = models.JSONField(_("document"))
    sha256 = models.CharField(_("empreinte"), max_length=64)
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("auteur")
    )
    origin = models.CharField(_("origine"), max_length=300, blank=True)  # « import : catalogue.xml », « page »
    saved_at = models.DateTimeField(_("enregistrée le"), default=clock.now)

    class Meta:
        verbose_name = _("version d’une description")
        verbose_name_plural = _("versions d’une description")
        ordering = ("description", "-revision")
        constraints = (models.UniqueConstraint(fields=("description", "revision"), name="description_revision_once"),)

    def __str__(self) -> str:
        return f"{self.description}, {self.revision}"

    @property
    def whence(self) -> str:
        """Where it comes from, if not from a page where one writes: nobody needs to be told that."""
        return "" if self.origin == "page" else self.origin

    @cached_property
    def content(self) -> ProgrammeDescription:
        """:raises DocumentInvalid: for a document that was kept under other rules."""
        return parse(self.document)
