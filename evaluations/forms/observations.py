"""What the institution types beside its texts: a passage that it quotes, a file, who signs what is filed."""

import datetime as dt
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from evalprog import clock
from evaluations.enums import FileKind, Stance
from evaluations.forms.gestures import GestureForm, Line, Words
from evaluations.workspace.refusal import Refused
from evaluations.workspace.uploads import MAX_BYTES, Document, checked

EVERY_KIND = tuple(FileKind)
_ACCEPTED = ",".join((*(suffix for kind in EVERY_KIND for suffix in kind.suffixes),))
STANCES = (("", _("Aucune position")), *((stance.value, stance.label.capitalize()) for stance in Stance))


class PassageForm(GestureForm):
    """``labels``: of the texts of the report, by code."""

    name = "observation-passage-add"
    button = _("Répondre à ce passage")

    quote = Words(label=_("Passage"), rows=3, help_text=_("Recopiez-le du rapport, tel qu’il est écrit."))
    about = forms.ChoiceField(label=_("Il se trouve dans"), required=False)

    def __init__(self, *args: Any, labels: dict[str, str], **options: Any) -> None:
        super().__init__(*args, auto_id="passage-%s", **options)
        self.fields["about"].choices = [("", _("Trouver d’après le passage")), *labels.items()]


class FileForm(GestureForm):
    """``cleaned_data["file"]``: the checked document."""

    name = "attachment-add"
    button = _("Joindre ce fichier")

    title = Line(label=_("Intitulé"), required=False, help_text=_("Laissez vide pour le nom du fichier."))
    file = forms.FileField(
        label=_("Fichier"),
        widget=forms.FileInput({"accept": _ACCEPTED}),
        help_text=_("PDF, Word, Excel, PNG ou JPEG, 20 Mo au plus. Il est gardé tel quel, octet pour octet."),
    )

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, auto_id="piece-%s", **options)

    def clean_file(self) -> Document:
        sent = self.cleaned_data["file"]
        try:
            return checked(sent.name, sent.read(MAX_BYTES + 1), kinds=EVERY_KIND)
        except Refused as refusal:
            raise forms.ValidationError(str(refusal)) from refusal


class SignatoryForm(forms.Form):
    """Who has seen what is filed: printed under it. The button is the page's."""

    name = Line(label=_("Nom de la personne qui signe"), max_length=200)
    office = Line(label=_("Qualité"), help_text=_("Par exemple : présidente de l’université."))
    seen_on = forms.DateField(label=_("Vu le"), widget=forms.DateInput({"type": "date"}, format="%Y-%m-%d"))

    def clean_seen_on(self) -> dt.date:
        day = self.cleaned_data["seen_on"]
        if day > clock.today():
            raise forms.ValidationError(_("Ce jour n’est pas encore venu."))
        return day


class VerifyForm(forms.Form):
    file = forms.FileField(
        label=_("Fichier à vérifier"), required=False, widget=forms.FileInput({"class": "form-control"})
    )
