"""The tables of indicators that an institution keeps of a programme, and every writing of them."""

from functools import cached_property

from django.conf import settings
from django.db import models
from django.db.models import OuterRef, Q, Subquery
from django.utils.translation import gettext_lazy as _

from evalprog import clock
from evalprog.public_id import new_public_id
from programmes.indicators import IndicatorTable, parse


class IndicatorQuerySet(models.QuerySet):
    def standing(self) -> "IndicatorQuerySet":
        """Those that were not taken out."""
        return self.filter(removed_at=None)

    def removed(self) -> "IndicatorQuerySet":
        return self.filter(removed_at__isnull=False)

    def with_documents(self) -> "IndicatorQuerySet":
        """Each with the document of its last writing, in the same query (``Indicator.table``)."""
        last = IndicatorRevision.objects.filter(indicator=OuterRef("pk"), revision=OuterRef("revision"))
        return self.annotate(last_document=Subquery(last.values("document")[:1]))

    def tables(self) -> tuple[IndicatorTable, ...]:
        """What stands now, in its order: what a dossier freezes, what texts refer to."""
        return tuple(indicator.table for indicator in self.standing().with_documents().order_by("position", "pk"))

    def tables_by_programme(self) -> dict[int, tuple[IndicatorTable, ...]]:
        """``tables`` of each programme, by its primary key, in one query."""
        found: dict[int, list[IndicatorTable]] = {}
        for indicator in self.standing().with_documents().order_by("programme", "position", "pk"):
            found.setdefault(indicator.programme_id, []).append(indicator.table)
        return {programme: tuple(tables) for programme, tables in found.items()}


class Indicator(models.Model):
    """A table of indicators of a programme. It is its institution's own until a deposited dossier freezes a copy.

    ``revision`` counts the writings: whoever saves says which one they had read. ``code`` names it in references and
    never changes; a table that was taken out keeps its history, and leaves its code to another.
    """

    public_id = models.CharField(max_length=12, unique=True, default=new_public_id, editable=False)
    programme = models.ForeignKey("programmes.Programme", models.PROTECT, related_name="indicators")
    code = models.CharField(_("code"), max_length=80)
    title = models.CharField(_("intitulé"), max_length=200)
    position = models.PositiveIntegerField(_("rang"), default=0)
    revision = models.PositiveIntegerField(_("révision"), default=0, editable=False)
    removed_at = models.DateTimeField(_("retiré le"), null=True, blank=True, editable=False)
    removed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("retiré par")
    )

    objects = IndicatorQuerySet.as_manager()

    class Meta:
        verbose_name = _("indicateur")
        verbose_name_plural = _("indicateurs")
        ordering = ("programme", "position", "pk")
        constraints = (
            models.UniqueConstraint(
                fields=("programme", "code"),
                condition=Q(removed_at=None),
                name="indicator_one_per_code",
                violation_error_message=_("Un autre tableau de cette formation porte déjà ce code."),
            ),
            models.CheckConstraint(
                name="indicator_removed_by_at_a_moment",
                condition=Q(removed_by=None) | Q(removed_at__isnull=False),
            ),
        )

    def __str__(self) -> str:
        return f"{self.title} ({self.code}, {self.programme})"

    @cached_property
    def table(self) -> IndicatorTable:
        """Of rows read ``with_documents``; of another, in a query.

        :raises DocumentInvalid: for a document that was kept under other rules.
        """
        document = getattr(self, "last_document", None)
        return parse(document if document is not None else self.revisions.get(revision=self.revision).document)


class IndicatorRevision(models.Model):
    """One writing of a table: the whole document and who wrote it. Rows are added, never changed.

    ``document``: canonical plain data (see ``programmes.indicators``). ``sha256``: of its canonical JSON.
    """

    indicator = models.ForeignKey(Indicator, models.PROTECT, related_name="revisions")
    revision = models.PositiveIntegerField(_("révision"))
    document = models.JSONField(_("document"))
    sha256 = models.CharField(_("empreinte"), max_length=64)
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("auteur")
    )
    origin = models.CharField(_("origine"), max_length=300, blank=True)
    saved_at = models.DateTimeField(_("enregistrée le"), default=clock.now)

    class Meta:
        verbose_name = _("version d’un indicateur")
        verbose_name_plural = _("versions d’un indicateur")
        ordering = ("indicator", "-revision")
        constraints = (models.UniqueConstraint(fields=("indicator", "revision"), name="indicator_revision_once"),)

    def __str__(self) -> str:
        return f"{self.indicator}, {self.revision}"

    @cached_property
    def content(self) -> IndicatorTable:
        """:raises DocumentInvalid: for a document that was kept under other rules."""
        return parse(self.document)
