"""What a file gave, between the page that shows it and the drafts that it becomes."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from evalprog import clock
from evalprog.public_id import new_public_id


class ImportDraft(models.Model):
    """What one person was shown of one file. Kept for a day: sending its page twice finds it, and writes once.

    ``content``: compressed JSON, see ``programmes.imports.drafts``. ``institution``: the only one that it may be of.
    """

    public_id = models.CharField(max_length=12, unique=True, default=new_public_id, editable=False)
    owner = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    institution = models.ForeignKey("programmes.Institution", models.CASCADE, null=True, blank=True, related_name="+")
    name = models.CharField(_("nom du fichier"), max_length=200)
    content = models.BinaryField(_("contenu"))
    created_at = models.DateTimeField(_("lu le"), default=clock.now)

    class Meta:
        verbose_name = _("fichier lu")
        verbose_name_plural = _("fichiers lus")
        ordering = ("created_at", "pk")

    def __str__(self) -> str:
        return self.name
