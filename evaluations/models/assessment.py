"""What the committee writes: a text per criterion, and findings."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from evalprog import clock
from evalprog.public_id import new_public_id
from evaluations.enums import FindingKind


class Assessment(models.Model):
    """The committee's text on one criterion (or other text of the framework), and its answer on a scale if any.

    ``revision`` counts the changes of either; who sends a text says which one they had read.
    """

    evaluation = models.ForeignKey("evaluations.Evaluation", models.CASCADE, related_name="assessments")
    # A code of the framework's document: criteria are addressed by code, the framework version being frozen.
    code = models.SlugField(_("critère"), max_length=80)
    text = models.TextField(_("texte"), blank=True)
    value = models.CharField(_("réponse"), max_length=80, blank=True)
    revision = models.PositiveIntegerField(_("révision"), default=0)
    # The chair or the rapporteur holds this text for finished; a change of the text undoes it.
    validated_at = models.DateTimeField(_("validé le"), null=True, blank=True)
    validated_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("validé par")
    )

    class Meta:
        verbose_name = _("analyse du critère")
        verbose_name_plural = _("analyses des critères")
        constraints = (models.UniqueConstraint(fields=("evaluation", "code"), name="assessment_one_per_criterion"),)

    def __str__(self) -> str:
        return f"{self.code} ({self.evaluation})"


class Contribution(models.Model):
    """What one expert notes on one criterion. Nobody else knows of it before it is shared (INV-C3).

    What the committee reads is ``shared_text``, the text as it was when it was shared: the author goes on writing
    unseen, and shares again.
    """

    evaluation = models.ForeignKey("evaluations.Evaluation", models.CASCADE, related_name="contributions")
    code = models.SlugField(_("critère"), max_length=80)
    author = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="contributions")
    text = models.TextField(_("texte"), blank=True)
    revision = models.PositiveIntegerField(_("révision"), default=0)
    shared_text = models.TextField(_("texte partagé"), blank=True)
    shared_at = models.DateTimeField(_("partagée le"), null=True, blank=True)

    class Meta:
        verbose_name = _("contribution individuelle")
        verbose_name_plural = _("contributions individuelles")
        ordering = ("code", "pk")
        constraints = (
            models.UniqueConstraint(fields=("evaluation", "code", "author"), name="contribution_one_per_author"),
        )

    def __str__(self) -> str:
        return f"{self.code} : {self.author}"

    @property
    def is_shared(self) -> bool:
        return self.shared_at is not None

    @property
    def is_ahead(self) -> bool:
        """Whether the author has written more since they shared it."""
        return self.is_shared and self.text != self.shared_text


class Assignment(models.Model):
    """Who works on a criterion. It says whose turn it is, and forbids nothing to the others."""

    evaluation = models.ForeignKey("evaluations.Evaluation", models.CASCADE, related_name="assignments")
    code = models.SlugField(_("critère"), max_length=80)
    member = models.ForeignKey("evaluations.CommitteeMember", models.CASCADE, related_name="assignments")

    class Meta:
        verbose_name = _("répartition")
        constraints = (
            models.UniqueConstraint(fields=("evaluation", "code", "member"), name="assignment_once_per_member"),
        )

    def __str__(self) -> str:
        return f"{self.code} : {self.member}"


class Presence(models.Model):
    """Where in an evaluation somebody was last seen: one row a person, rewritten as they go."""

    evaluation = models.ForeignKey("evaluations.Evaluation", models.CASCADE, related_name="presences")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    code = models.SlugField(_("critère"), max_length=80, blank=True)
    seen_at = models.DateTimeField(_("vu à"), default=clock.now)

    class Meta:
        verbose_name = _("présence")
        constraints = (models.UniqueConstraint(fields=("evaluation", "user"), name="presence_one_per_person"),)

    def __str__(self) -> str:
        return f"{self.user} ({self.code})"


class FindingQuerySet(models.QuerySet):
    def kept(self) -> "FindingQuerySet":
        """Those that stand in the report; a finding taken away can be brought back."""
        return self.filter(removed_at=None)


class Finding(models.Model):
    """A strength, a weakness or a recommendation: one sentence, numbered within its kind."""

    public_id = models.CharField(max_length=12, unique=True, default=new_public_id, editable=False)
    evaluation = models.ForeignKey("evaluations.Evaluation", models.CASCADE, related_name="findings")
    kind = models.CharField(_("nature"), max_length=20, choices=FindingKind)
    number = models.PositiveSmallIntegerField(_("numéro"))
    text = models.TextField(_("constat"))
    revision = models.PositiveIntegerField(_("révision"), default=0)
    criteria = models.JSONField(_("critères"), default=list, blank=True)  # codes of the framework's criteria
    addresses = models.ManyToManyField(
        "self", symmetrical=False, related_name="addressed_by", verbose_name=_("répond à")
    )
    removed_at = models.DateTimeField(_("retiré le"), null=True, blank=True)

    objects = FindingQuerySet.as_manager()

    class Meta:
        verbose_name = _("constat")
        verbose_name_plural = _("constats")
        ordering = ("kind", "number")
        constraints = (
            models.UniqueConstraint(
                fields=("evaluation", "kind", "number"),
                condition=models.Q(removed_at=None),
                name="finding_one_per_number",
            ),
            models.CheckConstraint(condition=models.Q(number__gte=1), name="finding_numbers_start_at_one"),
        )

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.number}"
