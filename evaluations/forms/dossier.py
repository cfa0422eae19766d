"""The parts of a dossier: a text, a table, a document."""

from typing import Any

from django import forms
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from evalprog.documents.fields import RichField
from evaluations.enums import DossierKind
from evaluations.forms.gestures import GestureForm, Line
from evaluations.models import DossierPart, Evaluation
from evaluations.workspace.dossier import writing_of
from evaluations.workspace.refusal import Refused
from evaluations.workspace.uploads import MAX_BYTES, Document, checked


class PartForm(GestureForm):
    """What every part has. ``kind``: which of the three is added."""

    title = Line(label=_("Intitulé"))
    kind = forms.ChoiceField(choices=DossierKind, widget=forms.HiddenInput)

    def __init__(self, *args: Any, evaluation: Evaluation, kind: DossierKind, **options: Any) -> None:
        options["initial"] = {"kind": kind.value, **options.get("initial", {})}
        super().__init__(*args, auto_id=f"piece-{kind.lower()}-%s", **options)
        self.helper.form_action = reverse("evaluations:dossier-add", args=[evaluation.public_id])


class TextPartForm(PartForm):
    name = "dossier-text-add"
    button = _("Ajouter ce texte")

    text = RichField(label=_("Texte"), rows=10)


class TablePartForm(PartForm):
    name = "dossier-table-add"
    button = _("Ajouter ce tableau")

    text = RichField(
        label=_("Tableau"),
        rows=8,
        plain=True,
        help_text=_(
            "Collez-le depuis un tableur ou un document. Vous pouvez aussi l’écrire : une ligne par ligne, les "
            "cellules séparées par des points-virgules, la première ligne pour les titres des colonnes."
        ),
    )


class DocumentPartForm(PartForm):
    """``cleaned_data["file"]``: the checked document."""

    name = "dossier-document-add"
    button = _("Ajouter ce document")

    title = Line(label=_("Intitulé"), required=False, help_text=_("Laissez vide pour prendre le nom du fichier."))
    file = forms.FileField(
        label=_("Document PDF"),
        widget=forms.FileInput({"accept": "application/pdf,.pdf"}),
        help_text=_("20 Mo et 500 pages au plus."),
    )

    def clean_file(self) -> Document:
        sent = self.cleaned_data["file"]
        try:
            return checked(sent.name, sent.read(MAX_BYTES + 1))
        except Refused as refusal:
            raise forms.ValidationError(str(refusal)) from refusal


ADDING: dict[DossierKind, type[PartForm]] = {
    DossierKind.TEXT: TextPartForm,
    DossierKind.TABLE: TablePartForm,
    DossierKind.DOCUMENT: DocumentPartForm,
}


class RewriteForm(GestureForm):
    """``read``: which writing of the part the person has before their eyes."""

    name = "dossier-part-edit"
    button = _("Enregistrer")

    title = Line(label=_("Intitulé"))
    text = RichField(label=_("Texte"), rows=16, required=False)
    read = forms.CharField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, part: DossierPart, **options: Any) -> None:
        words = {"title": part.title, "text": part.text, "read": writing_of(part)}
        super().__init__(*args, initial=words | options.pop("initial", {}), **options)
        if part.kind == DossierKind.DOCUMENT:
            del self.fields["text"]
