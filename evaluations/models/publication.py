"""The publication of all that is ready in a campaign, asked for by one person and done beside the pages."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from evalprog import clock
from evalprog.public_id import new_public_id
from evaluations.enums import PublicationOutcome


class PublicationRunQuerySet(models.QuerySet):
    def under_way(self) -> "PublicationRunQuerySet":
        return self.filter(ended_at=None)


class PublicationRun(models.Model):
    """One run, and its lines: the reports that were ready when it was asked for.

    It may be stopped: what is not begun is then left as it was. One at a time in a campaign.
    """

    public_id = models.CharField(max_length=12, unique=True, default=new_public_id, editable=False)
    campaign = models.ForeignKey("evaluations.Campaign", models.CASCADE, related_name="publication_runs")
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    asked_at = models.DateTimeField(_("demandée le"), default=clock.now)
    stopped_at = models.DateTimeField(_("arrêtée le"), null=True, blank=True)
    ended_at = models.DateTimeField(_("terminée le"), null=True, blank=True)

    objects = PublicationRunQuerySet.as_manager()

    class Meta:
        verbose_name = _("publication groupée")
        verbose_name_plural = _("publications groupées")
        ordering = ("-asked_at", "-pk")
        constraints = (
            models.UniqueConstraint(
                fields=("campaign",), condition=models.Q(ended_at=None), name="publication_run_one_under_way"
            ),
        )

    def __str__(self) -> str:
        return f"{self.campaign} ({self.asked_at:%Y-%m-%d})"


class PublicationLine(models.Model):
    """What became of one evaluation in a run; ``reason`` is the sentence that says why it is not published."""

    run = models.ForeignKey(PublicationRun, models.CASCADE, related_name="lines")
    evaluation = models.ForeignKey("evaluations.Evaluation", models.CASCADE, related_name="+")
    outcome = models.CharField(
        _("issue"), max_length=10, choices=PublicationOutcome, default=PublicationOutcome.WAITING
    )
    reason = models.TextField(_("motif"), blank=True)
    ended_at = models.DateTimeField(_("terminée le"), null=True, blank=True)

    class Meta:
        verbose_name = _("ligne d’une publication groupée")
        verbose_name_plural = _("lignes d’une publication groupée")
        ordering = ("pk",)
        constraints = (
            models.UniqueConstraint(fields=("run", "evaluation"), name="publication_line_one_per_evaluation"),
        )

    def __str__(self) -> str:
        return f"{self.evaluation} ({self.get_outcome_display()})"
