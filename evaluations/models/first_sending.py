"""What reached us first and could not be done at once: it counts as of then, once it is sent again (INV-T2)."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _


class FirstSending(models.Model):
    """That somebody of the institution sent just this, and when. Kept for a day at most, and not once it is done.

    ``sha256``: the hash of what they had been shown, as their page said it; nothing where it said none.
    """

    evaluation = models.ForeignKey("evaluations.Evaluation", models.CASCADE, related_name="first_sendings")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    verb = models.CharField(_("acte"), max_length=40)
    sha256 = models.CharField(_("empreinte"), max_length=64, blank=True)
    at = models.DateTimeField(_("reçu le"))

    class Meta:
        verbose_name = _("premier envoi")
        verbose_name_plural = _("premiers envois")
        ordering = ("at", "pk")
        constraints = (
            models.UniqueConstraint(
                fields=("evaluation", "verb", "user", "sha256"), name="first_sending_one_of_each_content"
            ),
        )

    def __str__(self) -> str:
        return f"{self.user} ({self.verb})"
