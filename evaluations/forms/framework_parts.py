"""The form of one part of a framework: what is peculiar to frameworks in the form made from the part's fields."""

import re
from collections.abc import Iterator, Mapping
from itertools import count
from typing import Any

from django.conf import settings
from django.conf.locale import LANG_INFO
from django.utils.translation import gettext_lazy as _

from evalprog.documents import Mark, part_forms
from evalprog.documents.fields import rule_of
from evalprog.text import folded
from evaluations.definition import FrameworkDefinition, ScaleValue
from evaluations.definition.editing import walk
from evaluations.forms.framework_words import HEAD_KEYS, PARTS, WORDS
from evaluations.models import Framework

_PROPOSED_LENGTH = 60


class PartForm(part_forms.PartForm):
    """Of a part of a framework: its code is proposed, its scale is one of the draft's."""

    words = WORDS
    fixed = frozenset({(FrameworkDefinition, "code"), (FrameworkDefinition, "version")})
    first = ("label", "title")
    last = ("also", "esg", "code")
    may_lack = ("code", "key")

    def choices(self, name: str, needed: bool) -> Mapping[str, Any]:
        if name == "scale":
            return {"": "—"} | {s["code"]: s.get("label", s["code"]) for s in self.document.get("scales", ())}
        if name == "key":
            return {"": _("Propre à ce référentiel, saisi pour chaque évaluation")} | HEAD_KEYS
        if name == "section":
            sections = self.document.get("dossier", {}).get("sections", ())
            return {"": "—"} | {s["code"]: s.get("label", s["code"]) for s in sections if "code" in s}
        return _languages() if name == "language" else super().choices(name, needed)

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
