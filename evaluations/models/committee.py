"""Who evaluates: the committee of experts, as named in the report."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _


class CommitteeRole(models.TextChoices):
    CHAIR = "CHAIR", _("présidence")
    EXPERT = "EXPERT", _("expert")
    OFFICER = "OFFICER", _("représentant de l’agence")


class CommitteeMember(models.Model):
    """A person on a committee. Reports made elsewhere give a name only: then there is no account."""

    evaluation = models.ForeignKey("evaluations.Evaluation", models.CASCADE, related_name="members")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="mandates")
    role = models.CharField(_("fonction"), max_length=10, choices=CommitteeRole, default=CommitteeRole.EXPERT)
    name = models.CharField(_("nom"), max_length=200)
    affiliation = models.CharField(_("rattachement"), max_length=300, blank=True)
    position = models.PositiveSmallIntegerField(_("rang"))

    class Meta:
        verbose_name = _("expert")
        verbose_name_plural = _("experts")
        ordering = ("position",)
        constraints = (
            models.UniqueConstraint(fields=("evaluation", "position"), name="committee_one_per_rank"),
            models.UniqueConstraint(
                fields=("evaluation", "user"),
                name="committee_person_once",
                violation_error_message=_("Cette personne est déjà dans le comité."),
            ),
        )

    def __str__(self) -> str:
        return self.name
