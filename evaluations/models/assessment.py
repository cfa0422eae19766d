"""What the committee writes: a text per criterion, and findings."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from evaluations.enums import FindingKind


class Assessment(models.Model):
    """The committee's text on one criterion (or other text of the framework), and its answer on a scale if any."""

    evaluation = models.ForeignKey("evaluations.Evaluation", models.CASCADE, related_name="assessments")
    # A code of the framework's document: criteria are addressed by code, the framework version being frozen.
    code = models.SlugField(_("critère"), max_length=80)
    text = models.TextField(_("texte"), blank=True)
    value = models.CharField(_("réponse"), max_length=80, blank=True)

    class Meta:
        verbose_name = _("analyse du critère")
        verbose_name_plural = _("analyses des critères")
        constraints = (models.UniqueConstraint(fields=("evaluation", "code"), name="assessment_one_per_criterion"),)

    def __str__(self) -> str:
        return f"{self.code} ({self.evaluation})"


class Finding(models.Model):
    """A strength, a weakness or a recommendation: one sentence, numbered within its kind."""

    evaluation = models.ForeignKey("evaluations.Evaluation", models.CASCADE, related_name="findings")
    kind = models.CharField(_("nature"), max_length=20, choices=FindingKind)
    number = models.PositiveSmallIntegerField(_("numéro"))
    text = models.TextField(_("constat"))
    criteria = models.JSONField(_("critères"), default=list, blank=True)  # codes of the framework's criteria
    addresses = models.ManyToManyField(
        "self", symmetrical=False, related_name="addressed_by", verbose_name=_("répond à")
    )

    class Meta:
        verbose_name = _("constat")
        verbose_name_plural = _("constats")
        ordering = ("kind", "number")
        constraints = (
            models.UniqueConstraint(fields=("evaluation", "kind", "number"), name="finding_one_per_number"),
            models.CheckConstraint(condition=models.Q(number__gte=1), name="finding_numbers_start_at_one"),
        )

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.number}"
