"""Frozen reports, and those who sign them."""

from django.conf import settings
from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from evalprog import clock
from evalprog.public_id import new_public_id
from evaluations.content import ReportReading
from evaluations.enums import ReportKind, SignatureCapacity, SignatureRole


class ReportQuerySet(models.QuerySet):
    def published(self) -> "ReportQuerySet":
        """Final reports with their date of publication and their file: what the public may read."""
        return self.filter(kind=ReportKind.FINAL, published_on__isnull=False).exclude(pdf_sha256="")

    def observed(self) -> "ReportQuerySet":
        """What observations are about: the provisional report signed last, or, of one that was published elsewhere, the
        final report."""
        provisional_first = models.Case(models.When(kind=ReportKind.PROVISIONAL, then=0), default=1)
        return self.exclude(kind=ReportKind.DRAFT).order_by(provisional_first, "-version")


class Report(models.Model):
    """A reading, frozen: the JSON is the report. The PDF is kept under the hash of its own bytes.

    Title, institution, campaign and findings repeat what the reading says, so that the figures of a campaign are two
    queries. What the register searches is in ``models.register``.
    """

    public_id = models.CharField(max_length=12, unique=True, default=new_public_id, editable=False)
    evaluation = models.ForeignKey("evaluations.Evaluation", models.PROTECT, related_name="reports")
    kind = models.CharField(_("nature"), max_length=20, choices=ReportKind)
    version = models.PositiveSmallIntegerField(_("version"), default=1)
    content = models.TextField(_("lecture figée"))  # canonical JSON; a text, because the hash is of these characters
    sha256 = models.CharField(_("empreinte de la lecture"), max_length=64)
    title = models.CharField(_("intitulé"), max_length=500)
    institution = models.CharField(_("établissement"), max_length=400)
    campaign = models.CharField(_("campagne"), max_length=300)
    findings = models.JSONField(_("constats"), default=dict, blank=True)  # their numbers, by kind
    frozen_at = models.DateTimeField(_("figé le"))
    published_on = models.DateField(_("publié le"), null=True, blank=True)
    pdf_sha256 = models.CharField(_("empreinte du PDF"), max_length=64, blank=True)
    pdf_size = models.PositiveIntegerField(_("taille du PDF"), null=True, blank=True)  # bytes

    objects = ReportQuerySet.as_manager()

    class Meta:
        verbose_name = _("rapport")
        verbose_name_plural = _("rapports")
        ordering = ("-published_on", "title", "pk")
        constraints = (
            models.UniqueConstraint(fields=("evaluation", "kind", "version"), name="report_one_per_kind_and_version"),
            models.CheckConstraint(
                condition=models.Q(published_on__isnull=True) | ~models.Q(pdf_sha256=""),
                name="report_published_with_its_file",
            ),
        )

    def __str__(self) -> str:
        return f"{self.get_kind_display()} : {self.title}"

    def get_absolute_url(self) -> str:
        return reverse("evaluations:report-detail", args=[self.public_id])

    def get_pdf_url(self) -> str:
        return reverse("evaluations:report-pdf", args=[self.public_id])

    @property
    def reading(self) -> ReportReading:
        return ReportReading.from_json(self.content)


class SignatureQuerySet(models.QuerySet):
    def current(self, evaluation) -> "SignatureQuerySet":
        """The signatures of the version under way: an erratum is signed anew."""
        return self.filter(version=evaluation.version)


class Signature(models.Model):
    """Somebody's name under a report, in a role of the framework's signature page, and the text that they signed."""

    evaluation = models.ForeignKey("evaluations.Evaluation", models.PROTECT, related_name="signatures")
    version = models.PositiveSmallIntegerField(_("version"), default=1)
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="signatures")
    role = models.CharField(_("au titre de"), max_length=10, choices=SignatureRole)
    position = models.PositiveSmallIntegerField(_("rang"))
    name = models.CharField(_("nom"), max_length=200)
    office = models.CharField(_("qualité"), max_length=300, blank=True)
    capacity = models.CharField(
        _("signe en tant que"), max_length=10, choices=SignatureCapacity, default=SignatureCapacity.HOLDER
    )
    basis = models.CharField(_("décision"), max_length=300, blank=True)  # of a delegation or an interim
    reading_sha256 = models.CharField(_("empreinte signée"), max_length=64, blank=True)
    signed_at = models.DateTimeField(_("signé le"), default=clock.now)

    objects = SignatureQuerySet.as_manager()

    class Meta:
        verbose_name = _("signature")
        ordering = ("role", "position")
        constraints = (
            models.UniqueConstraint(
                fields=("evaluation", "version", "role", "position"), name="signature_one_per_rank"
            ),
        )

    def __str__(self) -> str:
        return f"{self.name} ({self.get_role_display()})"
