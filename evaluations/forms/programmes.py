"""Choosing programmes for a campaign: those that exist, or a list."""

from typing import Any

from crispy_forms.helper import FormHelper
from crispy_forms.layout import Layout, Submit
from django import forms
from django.utils.translation import gettext_lazy as _

LARGEST_FILE = 2_000_000  # bytes


class ProgrammeListForm(forms.Form):
    """Pasted lines, or a file of them. ``cleaned_data["lines"]``: the text, whichever way it came."""

    text = forms.CharField(
        label=_("Lignes à coller"),
        required=False,
        strip=False,
        widget=forms.Textarea({"rows": 8, "spellcheck": "false", "class": "lines"}),
        help_text=_("Une formation par ligne : UAI ; type ; intitulé ; champ. Le champ peut manquer."),
    )
    file = forms.FileField(
        label=_("ou fichier CSV"), required=False, help_text=_("Mêmes colonnes, séparées par des points-virgules.")
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.helper = FormHelper()
        self.helper.attrs = {"data-form": "programmes-paste"}
        self.helper.layout = Layout("text", "file", Submit("paste", _("Inscrire ces formations")))

    def clean(self) -> dict[str, Any]:
        given = super().clean()
        text, file = given.get("text", "").strip("\r\n"), given.get("file")
        if bool(text.strip()) == bool(file):
            raise forms.ValidationError(_("Collez des lignes, ou choisissez un fichier : l’un des deux."))
        given["lines"] = self._decoded(file) if file else text
        return given

    def _decoded(self, file: Any) -> str:
        if file.size > LARGEST_FILE:
            raise forms.ValidationError(_("Le fichier dépasse 2 Mo : faites-en plusieurs."))
        content = file.read()
        try:
            return content.decode("utf-8-sig")
        except UnicodeDecodeError:
            # What spreadsheets of western Europe write when not told otherwise.
            return content.decode("cp1252", errors="replace")
