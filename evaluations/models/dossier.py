"""The institution's self-evaluation dossier, and the places in it that the committee cites."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from evalprog import clock
from evalprog.public_id import new_public_id
from evaluations.enums import DossierKind


class DossierPart(models.Model):
    """One piece of the dossier: a text, a table, or a document in PDF. Nothing of it changes once deposited.

    ``text``: canonical rich text; of a table, exactly one table. ``sha256`` and ``size`` (bytes), ``pages``: of the
    document's file, kept under its own hash.
    """

    public_id = models.CharField(max_length=12, unique=True, default=new_public_id, editable=False)
    evaluation = models.ForeignKey("evaluations.Evaluation", models.PROTECT, related_name="dossier")
    kind = models.CharField(_("nature"), max_length=10, choices=DossierKind)
    position = models.PositiveSmallIntegerField(_("rang"))
    title = models.CharField(_("intitulé"), max_length=300)
    text = models.TextField(_("texte"), blank=True)
    file_name = models.CharField(_("nom du fichier"), max_length=200, blank=True)
    sha256 = models.CharField(_("empreinte"), max_length=64, blank=True)
    size = models.PositiveIntegerField(_("taille"), null=True, blank=True)
    pages = models.PositiveIntegerField(_("pages"), null=True, blank=True)
    added_at = models.DateTimeField(_("ajouté le"), default=clock.now)

    class Meta:
        verbose_name = _("pièce du dossier")
        verbose_name_plural = _("pièces du dossier")
        ordering = ("position", "pk")
        constraints = (
            models.UniqueConstraint(fields=("evaluation", "position"), name="dossier_one_per_rank"),
            models.CheckConstraint(
                name="dossier_document_has_its_file",
                condition=(models.Q(kind=DossierKind.DOCUMENT) & ~models.Q(sha256=""))
                | (~models.Q(kind=DossierKind.DOCUMENT) & models.Q(sha256="")),
            ),
        )

    def __str__(self) -> str:
        return self.title


class Citation(models.Model):
    """Where in the dossier a finding or a criterion's text finds its evidence: a page, or a cell of a table.

    ``row`` and ``column`` count from 1 in the table as it is shown, header rows included.
    """

    public_id = models.CharField(max_length=12, unique=True, default=new_public_id, editable=False)
    evaluation = models.ForeignKey("evaluations.Evaluation", models.CASCADE, related_name="citations")
    code = models.SlugField(_("critère"), max_length=80, blank=True)
    finding = models.ForeignKey("evaluations.Finding", models.CASCADE, null=True, blank=True, related_name="citations")
    part = models.ForeignKey(DossierPart, models.PROTECT, related_name="citations")
    page = models.PositiveIntegerField(_("page"), null=True, blank=True)
    row = models.PositiveSmallIntegerField(_("ligne"), null=True, blank=True)
    column = models.PositiveSmallIntegerField(_("colonne"), null=True, blank=True)
    quote = models.TextField(_("passage cité"), blank=True)
    author = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    created_at = models.DateTimeField(_("citée le"), default=clock.now)

    class Meta:
        verbose_name = _("référence au dossier")
        ordering = ("pk",)
        constraints = (
            models.CheckConstraint(
                name="citation_of_a_finding_or_a_criterion",
                condition=(models.Q(finding=None) & ~models.Q(code="")) | models.Q(finding__isnull=False, code=""),
            ),
        )

    def __str__(self) -> str:
        return f"{self.part}, p. {self.page}" if self.page else str(self.part)
