"""A file of programmes, or the text of a prospectus, to be looked at before anything is written."""

from typing import Any

from crispy_forms.helper import FormHelper
from crispy_forms.layout import Layout, Submit
from django import forms
from django.utils.translation import gettext_lazy as _

from evalprog.documents.fields import TextField, rule_of
from programmes.description.rules import Title
from programmes.forms.years import YearField
from programmes.models import Institution

LARGEST_FILE = 10_000_000  # bytes; the command takes longer ones


class ImportForm(forms.Form):
    """``cleaned_data["name"]`` and ``["data"]``: the file, whichever way it came."""

    file = forms.FileField(
        label=_("Fichier"),
        required=False,
        allow_empty_file=True,  # the reader says so, in its one sentence
        help_text=_("YAML, CSV, XLSX, CDM-fr (XML) ou texte d’un prospectus (.txt, .md) ; 10 Mo au plus."),
        widget=forms.ClearableFileInput({"accept": ".yaml,.yml,.csv,.xlsx,.xml,.txt,.md"}),
    )
    text = forms.CharField(
        label=_("ou prospectus à coller"),
        required=False,
        strip=False,
        widget=forms.Textarea({"rows": 8, "spellcheck": "false", "class": "lines"}),
        help_text=_("Le texte de la page de votre catalogue : ce qui n’y trouve pas de place est listé."),
    )
    title = TextField(rule_of(Title), False, label=_("Intitulé"), help_text=_("D’un prospectus qui ne le dit pas."))
    year = YearField(
        False,
        label=_("Année universitaire"),
        help_text=_("D’un prospectus qui ne la dit pas, par exemple 2026-2027."),
    )
    institution = forms.ModelChoiceField(
        Institution.objects.none(), label=_("Établissement"), required=False, empty_label=_("Celui que dit le fichier")
    )

    def __init__(self, *args: Any, institutions: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["institution"].queryset = institutions
        if len(list(institutions[:2])) == 1:
            self.fields["institution"].initial = institutions[0]
            self.fields["institution"].widget = forms.HiddenInput()
        self.helper = FormHelper()
        self.helper.attrs = {"data-form": "programmes-read"}
        self.helper.layout = Layout(*self.fields, Submit("read", _("Voir ce qui serait écrit")))

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        text, file = given.get("text", "").strip("\r\n"), given.get("file")
        if bool(text.strip()) == bool(file):
            raise forms.ValidationError(_("Choisissez un fichier, ou collez un prospectus : l’un des deux."))
        if file and file.size > LARGEST_FILE:
            raise forms.ValidationError(_("Le fichier dépasse 10 Mo : faites-en plusieurs."))
        given["name"] = file.name if file else "prospectus.txt"
        given["data"] = file.read() if file else text.encode("utf-8", "surrogatepass")
        return given
