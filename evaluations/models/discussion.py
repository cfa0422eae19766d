"""What is said about a text beside the text: comments, the agency's suggestions, advice that was dismissed."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from evalprog import clock
from evalprog.public_id import new_public_id
from evaluations.enums import Ruling


class Comment(models.Model):
    """A remark of the committee or of the agency on a criterion, on a passage of its text, or in answer to another.

    The institution and the public never learn that there are any.
    """

    public_id = models.CharField(max_length=12, unique=True, default=new_public_id, editable=False)
    evaluation = models.ForeignKey("evaluations.Evaluation", models.CASCADE, related_name="comments")
    code = models.SlugField(_("critère"), max_length=80)
    parent = models.ForeignKey("self", models.CASCADE, null=True, blank=True, related_name="answers")
    author = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    quote = models.TextField(_("passage"), blank=True)  # plain words of the text, as they stood
    text = models.TextField(_("commentaire"))
    mentions = models.ManyToManyField(settings.AUTH_USER_MODEL, related_name="+", blank=True)
    # Of those mentioned, who has had the thread before them since.
    seen_by = models.ManyToManyField(settings.AUTH_USER_MODEL, related_name="+", blank=True)
    created_at = models.DateTimeField(_("écrit le"), default=clock.now)
    resolved_at = models.DateTimeField(_("résolu le"), null=True, blank=True)
    resolved_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        verbose_name = _("commentaire")
        ordering = ("created_at", "pk")

    def __str__(self) -> str:
        return f"{self.author} ({self.code})"


class Suggestion(models.Model):
    """A change that the agency's reading proposes: some blocks of a text, and what would stand in their place.

    ``before`` and ``after`` are canonical fragments; ``follows`` is the block before them, for an insertion. The
    chair accepts or refuses each.
    """

    public_id = models.CharField(max_length=12, unique=True, default=new_public_id, editable=False)
    evaluation = models.ForeignKey("evaluations.Evaluation", models.CASCADE, related_name="suggestions")
    code = models.SlugField(_("critère"), max_length=80)
    author = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    follows = models.TextField(_("après"), blank=True)
    before = models.TextField(_("texte actuel"), blank=True)
    after = models.TextField(_("texte proposé"), blank=True)
    note = models.TextField(_("raison"), blank=True)
    created_at = models.DateTimeField(_("proposée le"), default=clock.now)
    ruling = models.CharField(_("décision"), max_length=10, choices=Ruling, blank=True)
    reason = models.TextField(_("motif"), blank=True)
    ruled_at = models.DateTimeField(_("décidée le"), null=True, blank=True)
    ruled_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    revision = models.PositiveIntegerField(_("révision faite"), null=True, blank=True)

    class Meta:
        verbose_name = _("suggestion de l’agence")
        ordering = ("code", "pk")

    def __str__(self) -> str:
        return f"{self._meta.verbose_name} ({self.code})"


class DismissedAdvice(models.Model):
    """A remark of the quality reading that somebody set aside, with a reason. ``key`` tells the remark."""

    evaluation = models.ForeignKey("evaluations.Evaluation", models.CASCADE, related_name="dismissed_advice")
    key = models.CharField(_("remarque"), max_length=64)
    reason = models.TextField(_("motif"))
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    dismissed_at = models.DateTimeField(_("écartée le"), default=clock.now)

    class Meta:
        verbose_name = _("remarque écartée")
        constraints = (models.UniqueConstraint(fields=("evaluation", "key"), name="advice_dismissed_once"),)

    def __str__(self) -> str:
        return self.key
