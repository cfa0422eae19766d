"""The form of one part of a framework, made from the fields of its dataclass: whatever a part is, this edits it."""

import re
from collections.abc import Iterator
from dataclasses import MISSING, Field
from itertools import count
from typing import Any, get_args

from crispy_forms.bootstrap import StrictButton
from crispy_forms.helper import FormHelper
from crispy_forms.layout import Div, Layout, Submit
from django import forms
from django.conf import settings
from django.conf.locale import LANG_INFO
from django.utils.translation import gettext_lazy as _

from evalprog.documents import Mark, Prose, keys_of
from evalprog.text import folded
from evaluations.definition import FrameworkDefinition, ScaleValue
from evaluations.definition.editing import Document, Spot, address, enum_of, is_list, nested_part, walk
from evaluations.forms.fields import LinesField, TextField, rule_of
from evaluations.forms.framework_words import HEAD_KEYS, PARTS, choices_of, shown, words_of
from evaluations.models import Framework

# Given when the framework is begun, and never after.
_FIXED = {(FrameworkDefinition, "code"), (FrameworkDefinition, "version")}
# What a person thinks of first, and what they seldom change.
_FIRST = ("label", "title")
_LAST = ("also", "esg", "code")
_PROPOSED_LENGTH = 60


class PartForm(forms.Form):
    """The simple fields of one part; those in it that are parts themselves have pages of their own.

    ``record()`` is the part as it should now be kept. ``revision`` and ``address`` say what the person had before
    their eyes: the revision of the draft, and which part it was (for a new part, in which it was to be put).
    """

    revision = forms.IntegerField(widget=forms.HiddenInput)
    address = forms.CharField(widget=forms.HiddenInput, required=False)

    def __init__(self, data: Any = None, *, spot: Spot, document: Document, revision: int, is_new: bool = False):
        where = address(document, spot.holder if is_new else spot.path)
        super().__init__(data, initial={"revision": revision, "address": where, **_initial(spot)})
        self.spot, self.document = spot, document
        for name, key_field, hint in _simple_keys(spot.part):
            if _is_shown(name, key_field, spot.record, data):
                self.fields[name] = self._field(name, key_field, hint)
        self.order_fields([*_FIRST, *(name for name in self.fields if name not in _LAST), *_LAST])
        self.helper = self._layout(is_new)

    def _layout(self, is_new: bool) -> FormHelper:
        helper = FormHelper()
        helper.form_tag = False
        buttons = [Submit("save", _("Enregistrer"))]
        if is_new:
            words = {"name": "another", "value": "1", "type": "submit", "css_class": "btn-outline-primary"}
            buttons.append(StrictButton(_("Enregistrer et en ajouter un autre"), **words))
        helper.layout = Layout(*self.fields, Div(*buttons, css_class="d-flex flex-wrap gap-2 mt-4"))
        return helper

    # -- fields

    def _field(self, name: str, key_field: Field[Any], hint: Any) -> forms.Field:
        label, help_text = words_of(self.spot.part, name)
        words = {"label": label, "help_text": help_text}
        needed = key_field.default is MISSING and name not in ("code", "key")
        if hint is bool:
            return forms.BooleanField(required=False, **words)
        if hint is int:
            return forms.IntegerField(min_value=1, max_value=100_000, required=needed, **words)
        if is_list(hint):
            return self._list_field(name, hint, words)
        if choices := self._choices(name, key_field, needed):
            return forms.ChoiceField(choices=choices, required=needed, **words)
        return TextField(rule_of(hint), needed, prose=hint == Prose, **words)

    def _list_field(self, name: str, hint: Any, words: dict[str, Any]) -> forms.Field:
        if enum_of(self.spot.part, name):
            choices = list(choices_of(self.spot.part, name).items())
            widget = forms.CheckboxSelectMultiple
            return forms.MultipleChoiceField(choices=choices, widget=widget, required=False, **words)
        return LinesField(rule_of(get_args(hint)[0]), **words)

    def _choices(self, name: str, key_field: Field[Any], needed: bool) -> list[tuple[str, Any]]:
        """What a select offers; empty for a field where one writes. A value kept that is not offered any more stays."""
        if name == "scale":
            choices = {"": "—"} | {s["code"]: s.get("label", s["code"]) for s in self.document.get("scales", ())}
        elif name == "key":
            choices = {"": _("Propre à ce référentiel, saisi pour chaque évaluation")} | HEAD_KEYS
        elif name == "section":
            sections = self.document.get("dossier", {}).get("sections", ())
            choices = {"": "—"} | {s["code"]: s.get("label", s["code"]) for s in sections if "code" in s}
        elif name == "language":
            choices = _languages()
        else:
            words = choices_of(self.spot.part, name)
            choices = words if needed or not words else {"": "—"} | words
        kept = self.spot.record.get(name)
        if choices and kept and kept not in choices:
            choices = choices | {kept: kept}
        return list(choices.items())

    # -- cleaning

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if "key" in self.fields and not cleaned.get("key"):
            cleaned["key"] = self._proposed("key", cleaned.get("label", ""), "_")
        if "code" in self.fields and not cleaned.get("code") and "code" not in self.errors:
            cleaned["code"] = self._proposed("code", cleaned.get("label", ""), "-")
        return cleaned

    def _proposed(self, name: str, label: str, between: str) -> str:
        """A code made from the label that no other part of the document has."""
        if self.spot.part is ScaleValue and rule_of(Mark).allows(label):
            return label
        forbidden = "[^a-z]+" if name == "key" else "[^a-z0-9]+"
        words = re.sub(forbidden, between, folded(label))[:_PROPOSED_LENGTH].strip(between)
        wanted = words or re.sub(forbidden, between, folded(str(PARTS[self.spot.part])))
        taken = {spot.record.get(name) for spot in walk(self.document) if spot.path != self.spot.path}
        taken |= set(HEAD_KEYS) if name == "key" else set()
        return next(code for code in _like(wanted, between, numbered=name != "key") if code not in taken)

    def record(self) -> Document:
        """Keys in the order of the file, those that say nothing left out, and without those of another kind."""
        kind = self.cleaned_data.get("kind")
        kept: Document = {}
        for name, key_field, hint in keys_of(self.spot.part):
            value = self.cleaned_data[name] if name in self.fields else self.spot.record.get(name)
            if value is None or (not value and key_field.default is not MISSING):
                continue
            kinds = key_field.metadata.get("kinds")
            if kinds and kind not in kinds and nested_part(hint) is None:
                continue
            kept[name] = value
        return kept

    def differing(self) -> list[tuple[Any, str]]:
        """The fields whose value in the draft is not the one typed: their label, and the value in the draft."""
        typed = self.record()
        return [
            (words_of(self.spot.part, name)[0], shown(self.spot.part, name, self.spot.record.get(name)))
            for name, _field, _hint in _simple_keys(self.spot.part)
            if (typed.get(name) or None) != (self.spot.record.get(name) or None)
        ]


def _simple_keys(part: type) -> list[tuple[str, Field[Any], Any]]:
    return [
        (name, key_field, hint)
        for name, key_field, hint in keys_of(part)
        if nested_part(hint) is None and (part, name) not in _FIXED
    ]


def _is_shown(name: str, key_field: Field[Any], record: Document, data: Any) -> bool:
    """Keys of the present kind, those that have a value all the same, and those that were typed."""
    kinds = key_field.metadata.get("kinds")
    return kinds is None or record.get("kind") in kinds or name in record or (data is not None and name in data)


def _initial(spot: Spot) -> dict[str, Any]:
    return {name: spot.record[name] for name, _field, _hint in _simple_keys(spot.part) if name in spot.record}


def _like(wanted: str, between: str, *, numbered: bool) -> Iterator[str]:
    """The code wanted, then others like it; where no figure may stand they end in « bis », « bis_bis »…"""
    yield wanted
    for number in count(2):
        yield f"{wanted}{between}{number}" if numbered else between.join([wanted, *["bis"] * (number - 1)])


def _languages() -> dict[str, str]:
    """By their own names: those of the product, then those in which a framework is written already."""
    own = [code for code, _name in settings.LANGUAGES]
    used = Framework.objects.order_by().values_list("document__language", flat=True).distinct()
    names = {code: LANG_INFO[code]["name_local"].capitalize() for code in {*own, *used} if code in LANG_INFO}
    return {code: names[code] for code in (*own, *sorted(names.keys() - set(own), key=names.__getitem__))}
