"""Where an imported report comes from, and what of it found no place."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class ImportedSource(models.Model):
    """The document that a report was read from."""

    evaluation = models.OneToOneField("evaluations.Evaluation", models.CASCADE, related_name="source")
    name = models.CharField(_("fichier"), max_length=300)
    sha256 = models.CharField(_("empreinte du fichier"), max_length=64, unique=True)
    coverage = models.DecimalField(_("part lue"), max_digits=6, decimal_places=5)  # of the non-blank characters
    unplaced = models.JSONField(_("passages sans place"), default=list)  # [{"line": int, "text": str}]
    # A dissent, whose author the paper does not name, is kept there too: {"part": "dissent", "text": rich}.
    # What the archive that delivered it says of it: {"title", "citation", "submitted_on", "hal_id"}; may be empty.
    notice = models.JSONField(_("notice de l’archive"), default=dict)
    imported_at = models.DateTimeField(_("importé le"), auto_now_add=True)

    class Meta:
        verbose_name = _("document d’origine")
        verbose_name_plural = _("documents d’origine")

    def __str__(self) -> str:
        return self.name
