"""The places in the deposited dossier that the committee cites."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from evalprog import clock
from evalprog.public_id import new_public_id
from evaluations.models.dossier import DossierSnapshot


class CitationQuerySet(models.QuerySet):
    def with_last_deposit(self) -> "CitationQuerySet":
        """``last_deposit``: the version of the dossier that everybody reads now, or null."""
        snapshots = DossierSnapshot.objects.filter(evaluation=models.OuterRef("evaluation")).order_by("-number")
        return self.annotate(last_deposit=models.Subquery(snapshots.values("number")[:1]))


class Citation(models.Model):
    """Where in the dossier a finding or a criterion's text finds its evidence: in a piece, a page or a cell of a table;
    a text of the framework's form; a table of figures.

    ``row`` and ``column`` count from 1 in the table as it is shown, header rows included. ``section``, ``table``: the
    code of the text or of the table of figures in the frozen dossier, ``title``: what it was called. ``version``: of
    the deposited dossier that was before its author; what it cites stays what it was, whatever version comes after.
    """

    public_id = models.CharField(max_length=12, unique=True, default=new_public_id, editable=False)
    evaluation = models.ForeignKey("evaluations.Evaluation", models.CASCADE, related_name="citations")
    code = models.SlugField(_("critère"), max_length=80, blank=True)
    finding = models.ForeignKey("evaluations.Finding", models.CASCADE, null=True, blank=True, related_name="citations")
    part = models.ForeignKey("evaluations.DossierPart", models.PROTECT, null=True, blank=True, related_name="citations")
    section = models.SlugField(_("rubrique"), max_length=80, blank=True)
    table = models.SlugField(_("tableau de chiffres"), max_length=80, blank=True)
    title = models.CharField(_("intitulé"), max_length=300, blank=True)
    page = models.PositiveIntegerField(_("page"), null=True, blank=True)
    row = models.PositiveSmallIntegerField(_("ligne"), null=True, blank=True)
    column = models.PositiveSmallIntegerField(_("colonne"), null=True, blank=True)
    quote = models.TextField(_("passage cité"), blank=True)
    version = models.PositiveSmallIntegerField(_("version du dossier"), null=True, blank=True)
    author = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    created_at = models.DateTimeField(_("citée le"), default=clock.now)

    objects = CitationQuerySet.as_manager()

    class Meta:
        verbose_name = _("référence au dossier")
        ordering = ("pk",)
        constraints = (
            models.CheckConstraint(
                name="citation_of_a_finding_or_a_criterion",
                condition=(models.Q(finding=None) & ~models.Q(code="")) | models.Q(finding__isnull=False, code=""),
            ),
            models.CheckConstraint(
                name="citation_of_one_place",
                condition=models.Q(part__isnull=False, section="", table="")
                | models.Q(models.Q(part=None, version__isnull=False), ~models.Q(section=""), table="")
                | models.Q(models.Q(part=None, version__isnull=False), ~models.Q(table=""), section=""),
            ),
        )

    def __str__(self) -> str:
        if self.part is None:
            return self.title
        return f"{self.part}, p. {self.page}" if self.page else str(self.part)
