"""What the agency's reading proposes, and what the presidency decides of it."""

from typing import Any

from crispy_forms.helper import FormHelper
from crispy_forms.layout import Field, Layout, Submit
from crispy_forms.utils import flatatt
from django import forms
from django.utils.functional import Promise
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _

from evaluations.enums import Ruling
from evaluations.forms.gestures import TYPED, Words

TAKEN_BACK = "TAKEN_BACK"


class ProposalForm(forms.Form):
    """A copy of the text, to be changed. ``base_revision``: the one that the officer reads."""

    base_revision = forms.IntegerField(min_value=0, widget=forms.HiddenInput())
    text = forms.CharField(
        label=_("Copie du texte"),
        required=False,
        strip=False,
        widget=forms.Textarea({"rows": 18, "data-richtext": True}),
    )
    note = Words(
        label=_("Raison (facultative)"),
        rows=2,
        required=False,
        help_text=_("Elle accompagne chaque passage changé ; vous pourrez la préciser pour chacun."),
    )

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.helper = FormHelper()
        self.helper.attrs = {"data-form": "suggestion-create", **TYPED}
        self.helper.layout = Layout("base_revision", "text", "note", Submit("send", _("Proposer ces modifications")))


class _BesideForm(forms.Form):
    """A small form in the pane: there may be many of them, each with its own ids."""

    name = ""
    stays = True  # beside the text, which it does not change

    def __init__(self, *args: Any, action: str = "", key: str = "", **options: Any) -> None:
        super().__init__(*args, auto_id=f"{key}-%s", **options)
        self.helper = FormHelper()
        self.helper.form_action, self.helper.form_class = action, "beside-form"
        self.helper.attrs = {"data-form": self.name, **TYPED, **({"data-pane": True} if self.stays else {})}
        self.helper.layout = Layout(*(Field(field) for field in self.fields), *self.buttons())

    def buttons(self) -> list["Button"]:
        raise NotImplementedError


class Button:
    """A button of a crispy layout that says what it sends."""

    def __init__(self, label: str | Promise, css: str, **attributes: str) -> None:
        self.label, self.attributes = label, {"type": "submit", "class": f"btn btn-sm {css}", **attributes}

    def render(self, form: forms.Form, context: Any, **kwargs: Any) -> str:
        return format_html("<button{}>{}</button> ", flatatt(self.attributes), self.label)


class RulingForm(_BesideForm):
    name = "suggestion-rule"
    stays = False
    reason = Words(label=_("Motif (facultatif)"), rows=2, required=False)

    def buttons(self) -> list[Button]:
        return [
            Button(_("Accepter"), "btn-primary", name="ruling", value=Ruling.ACCEPTED.value),
            Button(_("Refuser"), "btn-outline-primary", name="ruling", value=Ruling.REFUSED.value),
        ]


class TakeBackForm(_BesideForm):
    name = "suggestion-rule"
    stays = False

    def buttons(self) -> list[Button]:
        return [Button(_("Revenir sur cette décision"), "btn-outline-primary", name="ruling", value=TAKEN_BACK)]


class NoteForm(_BesideForm):
    name = "suggestion-note"
    note = Words(label=_("Raison (facultative)"), rows=2, required=False)

    def buttons(self) -> list[Button]:
        return [Button(_("Enregistrer la raison"), "btn-outline-primary")]


class WithdrawForm(_BesideForm):
    name = "suggestion-withdraw"

    def buttons(self) -> list[Button]:
        return [Button(_("Retirer cette suggestion"), "btn-link")]


class AnnounceForm(_BesideForm):
    name = "suggestions-send"

    def buttons(self) -> list[Button]:
        return [Button(_("Envoyer mes suggestions à la présidence"), "btn-primary")]
