"""Answers beside a text: a mark on a scale, yes or no, a number, a choice, an opinion."""

import re
from collections.abc import Sequence

from evaluations.definition import Choice, Criterion, FrameworkDefinition
from evaluations.enums import CriterionKind
from evaluations.imports.labels import key

# « Appréciation (A+, A, B ou C) : B », « Notation du critère : A »
_RATING = re.compile(
    r"(?:appréciation|notation|note|cotation|évaluation du critère)\b[^:]{0,80}:\s*(?P<value>[^:]{1,60})", re.IGNORECASE
)
_YES_NO = {
    "yes": ("oui", "yes"),
    "no": ("non", "no"),
    "not-applicable": ("sansobjet", "nonapplicable", "notapplicable", "so"),
}
_NUMBER = re.compile(r"(?P<number>[+-]?\d[\d \u00a0\u202f]{0,15}(?:[.,]\d{1,10})?)[ \u00a0\u202f]?(?P<unit>\D{0,20})")
_LENGTH = 200  # of a line that is an answer


def answer_of(criterion: Criterion, text: str, definition: FrameworkDefinition) -> str:
    """The code of the answer that a line gives to that criterion, or nothing."""
    if len(text) > _LENGTH:
        return ""
    rating = _RATING.fullmatch(text)
    said = (rating["value"] if rating else text).strip(" .")
    if criterion.kind == CriterionKind.SCALE:
        values = definition.scale(criterion.scale).values
        return next((v.code for v in values if said.casefold() in (v.label.casefold(), v.code.casefold())), "")
    if criterion.kind == CriterionKind.YES_NO:
        return next((code for code, words in _YES_NO.items() if key(said) in words), "")
    if criterion.kind == CriterionKind.CHOICE:
        return chosen(criterion.choices, said)
    return _number(said, criterion.unit) if criterion.kind == CriterionKind.NUMBER else ""


def chosen(choices: Sequence[Choice], text: str) -> str:
    """The code of the choice whose label the text is, or nothing."""
    return next((choice.code for choice in choices if key(choice.label) == key(text)), "")


def _number(text: str, unit: str) -> str:
    """The digits of « 1 250,5 h » where the unit is h or is not printed."""
    found = _NUMBER.fullmatch(text)
    if found is None or found["unit"].strip() not in ("", unit):
        return ""
    return re.sub(r"[^\d.+-]", "", found["number"].replace(",", "."))
