"""The parts of a dossier: a text, a table, a document."""

from typing import Any

from crispy_forms.bootstrap import StrictButton
from crispy_forms.layout import Div, Hidden, Layout
from django import forms
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from evalprog.documents.fields import RichField
from evaluations.definition import DossierPiece
from evaluations.enums import DossierKind
from evaluations.forms.gestures import GestureForm, Line, Words
from evaluations.models import DossierPart, Evaluation
from evaluations.workspace.dossier import writing_of
from evaluations.workspace.refusal import Refused
from evaluations.workspace.uploads import MAX_BYTES, Document, checked


class DocumentField(forms.FileField):
    """A PDF document, checked."""

    def __init__(self, **options: Any) -> None:
        super().__init__(
            label=_("Document PDF"),
            widget=forms.FileInput({"accept": "application/pdf,.pdf"}),
            help_text=_("20 Mo et 500 pages au plus."),
            error_messages={
                "required": _("Choisissez un document."),
                "empty": _("Ce fichier est vide : vérifiez qu’il s’ouvre sur votre poste, puis envoyez-le de nouveau."),
            },
            **options,
        )

    def clean(self, data: Any, initial: Any = None) -> Document:
        sent = super().clean(data, initial)
        try:
            return checked(sent.name, sent.read(MAX_BYTES + 1))
        except Refused as refusal:
            raise forms.ValidationError(str(refusal)) from refusal


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
    file = DocumentField()


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


class PieceForm(GestureForm):
    """An expected piece, or its next version. ``read``: the version that the person has before their eyes."""

    name = "dossier-piece-join"
    button = _("Joindre ce document")

    file = DocumentField()
    read = forms.IntegerField(widget=forms.HiddenInput, min_value=0, max_value=100_000)

    def __init__(self, *args: Any, evaluation: Evaluation, expected: DossierPiece, **options: Any) -> None:
        super().__init__(*args, auto_id=f"attendue-{expected.code}-%s", **options)
        self.helper.form_action = reverse("evaluations:dossier-piece-join", args=[evaluation.public_id, expected.code])


class PlacesForm(GestureForm):
    """The pages of what must be pointed at in a piece. ``places``: by code; ``None``: not given."""

    name = "dossier-piece-point"
    button = _("Enregistrer les pages")

    read = forms.IntegerField(widget=forms.HiddenInput, min_value=0, max_value=100_000)

    def __init__(
        self, *args: Any, evaluation: Evaluation, expected: DossierPiece, part: DossierPart, **options: Any
    ) -> None:
        pages = {f"place-{code}": page for code, page in part.places.items()}
        super().__init__(
            *args, auto_id=f"situer-{expected.code}-%s", initial={"read": part.version, **pages}, **options
        )
        self.expected = expected
        beyond = ngettext(
            "Ce document a %(pages)d page : donnez 1.",
            "Ce document a %(pages)d pages : donnez un nombre de 1 à %(pages)d.",
            part.pages or 1,
        ) % {"pages": part.pages or 1}
        for place in expected.parts:
            self.fields[f"place-{place.code}"] = forms.IntegerField(
                label=_("%(place)s : page") % {"place": place.label},
                help_text=place.help,
                required=False,
                min_value=1,
                max_value=part.pages or 1,
                error_messages=dict.fromkeys(("min_value", "max_value", "invalid"), beyond),
            )
        self.helper.form_action = reverse("evaluations:dossier-piece-point", args=[evaluation.public_id, expected.code])

    @property
    def places(self) -> dict[str, int | None]:
        return {place.code: self.cleaned_data[f"place-{place.code}"] for place in self.expected.parts}


class ChangesForm(GestureForm):
    """What the institution says of the changes that it sends. The hash of what the page shows comes back with them."""

    name = "dossier-changes-send"
    button = _("Envoyer ces modifications à l’agence")

    message = Words(label=_("Explication"), required=False, help_text=_("L’agence la lira ; le comité, non."))

    def __init__(self, *args: Any, evaluation: Evaluation, **options: Any) -> None:
        super().__init__(*args, **options)
        self.helper.form_action = reverse("evaluations:dossier-changes-send", args=[evaluation.public_id])

    def beside(self, sha256: str) -> "ChangesForm":
        """The form as it stands beside the changes of that hash, whichever it was sent with before."""
        self.helper.layout = Layout("message", Hidden("seen", sha256))
        return self


class DecisionForm(GestureForm):
    """The agency accepts what was sent or, with a reason, declines it."""

    name = "dossier-changes-decide"
    button = _("Accepter")

    reason = Words(label=_("Motif d’un refus"), required=False, help_text=_("L’établissement le lira."))

    def __init__(self, *args: Any, evaluation: Evaluation, proposal: str, **options: Any) -> None:
        super().__init__(*args, **options)
        self.helper.inputs = []
        accept = StrictButton(_("Accepter"), name="decision", value="accept", type="submit", css_class="btn-primary")
        decline = StrictButton(
            _("Refuser"), name="decision", value="decline", type="submit", css_class="btn-outline-primary"
        )
        self.helper.layout = Layout("reason", Div(accept, decline, css_class="d-flex flex-wrap gap-2"))
        self.helper.form_action = reverse("evaluations:dossier-changes-decide", args=[evaluation.public_id, proposal])
