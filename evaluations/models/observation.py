"""What the institution answers, beside the report and never inside it."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from evaluations.enums import ItemTarget


class Observation(models.Model):
    """The institution's observations on one report: a letter, answers point by point, and who signs them."""

    evaluation = models.OneToOneField("evaluations.Evaluation", models.CASCADE, related_name="observation")
    waived = models.BooleanField(_("sans observation"), default=False)
    heading = models.TextField(_("en-tête"), blank=True)
    general = models.TextField(_("lettre"), blank=True)
    signatory = models.CharField(_("signataire"), max_length=200, blank=True)
    office = models.CharField(_("qualité"), max_length=300, blank=True)
    signed_on = models.DateField(_("vu le"), null=True, blank=True)
    # None while the institution prepares them: nobody else reads them, and no report prints them.
    filed_at = models.DateTimeField(_("déposées le"), null=True, blank=True)

    class Meta:
        verbose_name = _("observations de l’établissement")
        verbose_name_plural = _("observations des établissements")

    def __str__(self) -> str:
        return f"{self._meta.verbose_name} : {self.evaluation}"


class ObservationItem(models.Model):
    """One answer: to a finding, to a passage of the report that it quotes, or to nothing that the report says."""

    observation = models.ForeignKey(Observation, models.CASCADE, related_name="items")
    position = models.PositiveSmallIntegerField(_("rang"))
    heading = models.CharField(_("intertitre"), max_length=500, blank=True)
    target = models.CharField(_("porte sur"), max_length=20, choices=ItemTarget)
    finding = models.ForeignKey(
        "evaluations.Finding", models.PROTECT, null=True, blank=True, related_name="answers", verbose_name=_("constat")
    )
    about = models.SlugField(_("texte cité"), max_length=80, blank=True)
    quote = models.TextField(_("citation"), blank=True)
    text = models.TextField(_("réponse"))

    class Meta:
        verbose_name = _("réponse à un constat")
        verbose_name_plural = _("réponses aux constats")
        ordering = ("position",)
        constraints = (
            models.UniqueConstraint(fields=("observation", "position"), name="observation_item_one_per_rank"),
            models.CheckConstraint(
                name="observation_item_answers_a_finding_or_says_what",
                condition=models.Q(
                    target__in=(ItemTarget.STRENGTH, ItemTarget.WEAKNESS, ItemTarget.RECOMMENDATION),
                    finding__isnull=False,
                )
                | models.Q(target__in=(ItemTarget.REPORT, ItemTarget.FREE), finding__isnull=True),
                violation_error_message=_("Une réponse à un constat nomme ce constat ; les autres n’en nomment pas."),
            ),
        )

    def __str__(self) -> str:
        return f"{self.position}. {self.quote[:60]}"
