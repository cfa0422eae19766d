"""The form of one part of a document, made from the fields of its dataclass: whatever a part is, this edits it."""

from collections.abc import Collection, Mapping
from dataclasses import MISSING, Field
from decimal import Decimal
from typing import Any, ClassVar, get_args

from crispy_forms.bootstrap import StrictButton
from crispy_forms.helper import FormHelper
from crispy_forms.layout import Div, Layout, Submit
from django import forms
from django.utils.translation import gettext_lazy as _

from evalprog.documents.editing import Document, Spot, enum_of, is_list, nested_part
from evalprog.documents.errors import ErrorLine, errors_of
from evalprog.documents.fields import LinesField, NumberField, NumbersField, RichField, TextField, rule_of
from evalprog.documents.merging import Merged, merge, said, says_nothing
from evalprog.documents.reading import keys_of
from evalprog.documents.rules import Prose
from evalprog.documents.words import Words


class PartForm(forms.Form):
    """The simple fields of one part; those in it that are parts themselves have pages of their own.

    ``record()`` is the part as it should now be kept. ``revision`` and ``where`` say what the person had before
    their eyes: the revision of the document, and which part it was (for a new part, in which it was to be put).
    """

    words: ClassVar[Words]
    fixed: ClassVar[frozenset[tuple[type, str]]] = frozenset()  # given when the document is begun, and never after
    first: ClassVar[tuple[str, ...]] = ()  # what a person thinks of first
    last: ClassVar[tuple[str, ...]] = ()  # and what they seldom change
    prose: ClassVar[tuple[Any, ...]] = (Prose,)  # types of texts of several lines
    may_lack: ClassVar[tuple[str, ...]] = ()  # what the form finds by itself when it is left empty

    revision = forms.IntegerField(widget=forms.HiddenInput)
    where = forms.CharField(widget=forms.HiddenInput, required=False)

    def __init__(self, data: Any = None, *, spot: Spot, document: Document, revision: int, is_new: bool = False):
        where = self.words.shape.address(document, spot.holder if is_new else spot.path)
        super().__init__(data, initial={"revision": revision, "where": where})
        self.spot, self.document = spot, document
        self.initial |= {name: spot.record[name] for name, _field, _hint in self.keys() if name in spot.record}
        for name, key_field, hint in self.keys():
            if _is_shown(name, key_field, spot.record, data):
                self.fields[name] = self.field_of(name, key_field, hint)
        self.order_fields([*self.first, *(name for name in self.fields if name not in self.last), *self.last])
        self.helper = self._layout(is_new)

    def keys(self) -> list[tuple[str, Field[Any], Any]]:
        """Those with a simple value, that may be changed."""
        return [
            (name, key_field, hint)
            for name, key_field, hint in keys_of(self.spot.part)
            if nested_part(hint) is None and (self.spot.part, name) not in self.fixed
        ]

    def _layout(self, is_new: bool) -> FormHelper:
        helper = FormHelper()
        helper.form_tag = False
        helper.template = "documents/part_form.html"  # what is wrong is told above the form: see ``summary``
        buttons = [Submit("save", _("Enregistrer"))]
        if is_new:
            words = {"name": "another", "value": "1", "type": "submit", "css_class": "btn-outline-primary"}
            buttons.append(StrictButton(_("Enregistrer et en ajouter un autre"), **words))
        helper.layout = Layout(*self.fields, Div(*buttons, css_class="d-flex flex-wrap gap-2 mt-4"))
        return helper

    # -- fields

    def field_of(self, name: str, key_field: Field[Any], hint: Any) -> forms.Field:
        label, help_text = self.words.words_of(self.spot.part, name)
        words = {"label": label, "help_text": help_text}
        needed = key_field.default is MISSING and name not in self.may_lack
        if hint is bool:
            return forms.BooleanField(required=False, **words)
        if is_list(hint):
            return self._list_field(name, hint, words)
        if hint in (int, Decimal):
            return NumberField(is_whole=hint is int, required=needed, **words)
        if choices := self._offered(name, needed):
            return forms.ChoiceField(choices=choices, required=needed, **words)
        if key_field.metadata.get("rich"):
            return RichField(rows=10, required=needed, **words)
        return TextField(rule_of(hint), needed, prose=hint in self.prose, **words)

    def _list_field(self, name: str, hint: Any, words: dict[str, Any]) -> forms.Field:
        if enum_of(self.spot.part, name):
            choices = list(self.words.choices_of(self.spot.part, name).items())
            widget = forms.CheckboxSelectMultiple
            return forms.MultipleChoiceField(choices=choices, widget=widget, required=False, **words)
        item = get_args(hint)[0]
        return NumbersField(**words) if item is int else LinesField(rule_of(item), **words)

    def _offered(self, name: str, needed: bool) -> list[tuple[str, Any]]:
        """What a select offers. A value kept that is not offered any more stays."""
        choices = dict(self.choices(name, needed))
        kept = self.spot.record.get(name)
        if choices and kept and kept not in choices:
            choices[kept] = kept
        return list(choices.items())

    def choices(self, name: str, needed: bool) -> Mapping[str, Any]:
        """Value → label; empty for a field where one writes."""
        words = self.words.choices_of(self.spot.part, name)
        return words if needed or not words else {"": "—"} | words

    # -- what was typed

    def record(self) -> Document:
        """Keys in the order of the file, those that say nothing left out, and without those of another kind."""
        kind = self.cleaned_data.get("kind")
        kept: Document = {}
        for name, key_field, hint in keys_of(self.spot.part):
            value = self.cleaned_data[name] if name in self.fields else self.spot.record.get(name)
            if value is None or (says_nothing(value) and key_field.default is not MISSING):
                continue
            kinds = key_field.metadata.get("kinds")
            if kinds and kind not in kinds and nested_part(hint) is None:
                continue
            kept[name] = value
        return kept

    def differing(self) -> list[tuple[Any, str]]:
        """The fields whose value in the document is not the one typed: their label, and the value there."""
        typed, part = self.record(), self.spot.part
        return [
            (self.words.words_of(part, name)[0], self.words.shown(part, name, self.spot.record.get(name)))
            for name, _field, _hint in self.keys()
            if said(typed, name) != said(self.spot.record, name)
        ]

    def merged(self, base: Document | None) -> Merged:
        """What was typed over ``base``, with what somebody else has kept since: the part that this form is of."""
        return merge(self.spot.part, base=base, typed=self.record(), standing=self.spot.record)

    def data_with(self, taken: Collection[str]) -> Any:
        """What was sent, on the part as it stands, with its own values in the fields ``taken``."""
        data = self.data.copy()
        data["revision"], data["where"] = str(self.initial["revision"]), self.initial["where"]
        for name in taken:
            value = self.fields[name].prepare_value(self.spot.record.get(name))
            if isinstance(self.fields[name], forms.BooleanField):
                data.setlist(name, ["on"] if value else [])
            else:
                data.setlist(name, value if isinstance(value, list) else ["" if value is None else str(value)])
        return data

    @property
    def summary(self) -> list[ErrorLine]:
        """What is wrong, to be told above the form."""
        return errors_of(self) if self.is_bound else []


def _is_shown(name: str, key_field: Field[Any], record: Document, data: Any) -> bool:
    """Keys of the present kind, those that have a value all the same, and those that were typed."""
    kinds = key_field.metadata.get("kinds")
    return kinds is None or record.get("kind") in kinds or name in record or (data is not None and name in data)
