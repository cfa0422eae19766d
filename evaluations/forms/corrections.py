"""An error of fact as the institution says it, and what the presidency of the committee decides of it."""

from typing import Any

from crispy_forms.layout import Field, Layout
from django import forms
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from evaluations.enums import CorrectionRuling, FileKind
from evaluations.forms.gestures import GestureForm, Words
from evaluations.models import CorrectionRequest, Evaluation
from evaluations.workspace.attachments import AT_MOST
from evaluations.workspace.correction_passages import Passage
from evaluations.workspace.corrections import Said, place_of, writing_of
from evaluations.workspace.refusal import Refused
from evaluations.workspace.uploads import MAX_BYTES, Document, checked

ACCEPTED_FILES = ".pdf,.docx,.xlsx,.png,.jpg,.jpeg"


class FilesInput(forms.ClearableFileInput):
    allow_multiple_selected = True


class FilesField(forms.FileField):
    """Some files, each checked; ``clean`` gives the documents.

    :raises ValidationError: with the name of each file that is not taken in, and why.
    """

    def __init__(self, **options: Any) -> None:
        super().__init__(widget=FilesInput({"accept": ACCEPTED_FILES}), **options)

    def clean(self, data: Any, initial: Any = None) -> list[Document]:
        documents, problems = [], []
        if data and len(data) > AT_MOST:  # each takes its time
            sentence = _("%(count)d pièces au plus à la fois : réunissez-en plusieurs dans un fichier.")
            raise forms.ValidationError(sentence % {"count": AT_MOST})
        for sent in data or ():
            try:
                documents.append(checked(sent.name, sent.read(MAX_BYTES + 1), kinds=tuple(FileKind)))
            except Refused as refusal:
                problems.append(f"{sent.name}\u00a0: {refusal}")
        if problems:
            raise forms.ValidationError(problems)
        return documents


class Places(forms.Select):
    """The texts and findings of the draft; each option says where on the page its text stands."""

    def __init__(self) -> None:
        super().__init__()
        self.places: dict[str, str] = {}

    def create_option(self, name: str, value: Any, *args: Any, **options: Any) -> dict[str, Any]:
        option = super().create_option(name, value, *args, **options)
        if place := self.places.get(str(value)):
            option["attrs"]["data-place"] = place
        return option


class CorrectionForm(GestureForm):
    """What somebody of the institution says of the draft. ``found``: the passages of the draft."""

    name = "correction-add"
    button = _("Ajouter cette erreur")

    place = forms.ChoiceField(label=_("Texte ou constat"), required=False, widget=Places())
    quote = Words(
        label=_("Passage du projet"),
        rows=3,
        required=False,
        help_text=_("Copié du projet. Laissez vide pour signaler un oubli."),
    )
    wrong = Words(label=_("Ce qui est inexact, ou ce qui manque"), rows=3)
    right = Words(label=_("Ce qui est exact"), rows=3, required=False)
    files = FilesField(
        label=_("Pièces qui le prouvent"),
        required=False,
        help_text=_("PDF, Word, Excel ou image ; 20 Mo au plus chacune."),
    )
    read = forms.CharField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, evaluation: Evaluation, found: list[Passage], **options: Any) -> None:
        super().__init__(*args, auto_id="erreur-%s", **options)
        field = self.fields["place"]
        field.choices = [("", _("Le rapport dans son ensemble")), *((p.name, _shown(p)) for p in found)]
        field.widget.places = {p.name: p.place for p in found}
        self.helper.layout = Layout(*(Field(name) for name in ("place", "quote", "wrong", "right", "files")), "read")
        # Refused, the page opens at the form: the draft stands before it, and is long.
        self.helper.form_action = reverse("evaluations:correction-add", args=[evaluation.public_id]) + "#nouvelle"

    @property
    def said(self) -> Said:
        given = self.cleaned_data
        return Said(given["place"], given["quote"], given["wrong"], given["right"])


class RewriteCorrectionForm(CorrectionForm):
    """``read``: which writing of the error the person has before their eyes."""

    name = "correction-edit"
    button = _("Enregistrer")

    def __init__(self, *args: Any, correction: CorrectionRequest, found: list[Passage], **options: Any) -> None:
        words = {name: getattr(correction, name) for name in ("quote", "wrong", "right")}
        words |= {"place": place_of(correction), "read": writing_of(correction)}
        initial = words | options.pop("initial", {})
        super().__init__(*args, evaluation=correction.evaluation, found=found, initial=initial, **options)
        self.helper.form_action = ""
        self.fields["files"].label = _("Ajouter des pièces")
        known = {value for value, _label in self.fields["place"].choices}
        if initial["place"] not in known:  # of an earlier draft
            self.fields["place"].choices += [(initial["place"], _("Texte du projet précédent"))]


class RulingForm(GestureForm):
    """Accepted, partly or refused, with the reason."""

    name = "correction-rule"
    button = _("Enregistrer la décision")

    ruling = forms.ChoiceField(label=_("Décision"), choices=CorrectionRuling, widget=forms.RadioSelect)
    reason = Words(
        label=_("Motif"),
        rows=3,
        required=False,
        help_text=_("Nécessaire pour refuser, ou accepter en partie. L’établissement le lira, sans votre nom."),
    )

    def __init__(self, *args: Any, correction: CorrectionRequest, **options: Any) -> None:
        initial = {"ruling": correction.ruling, "reason": correction.reason}
        super().__init__(*args, auto_id=f"decision-{correction.public_id}-%s", initial=initial, **options)
        place = [correction.evaluation.public_id, correction.public_id]
        self.helper.form_action = reverse("evaluations:correction-rule", args=place) + f"#erreur-{correction.public_id}"


def _shown(passage: Passage) -> str:
    """A finding is told by its number and its first words."""
    if not passage.kind:
        return passage.label
    words = passage.text if len(passage.text) <= 60 else f"{passage.text[:60].rsplit(' ', 1)[0]}…"
    return f"{passage.label}\u00a0: {words}"
