"""The signs by which a catalogue says how a course is followed, and what each of them means."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from django.utils.translation import gettext as _

from programmes.description import Course
from programmes.enums import ExchangeAccess, Organisation, Requirement


@dataclass(frozen=True, slots=True)
class Sign:
    """``text``: as printed; a sign that is drawn, the globe of exchanges, has ``drawing``, a name, and no text."""

    code: str
    text: str
    meaning: str
    drawing: str = ""


# Code of the sign, as it is printed. A course that is given this year has no sign: that goes without saying.
_TEXTS = {
    "obligatory": "○",
    "optional": "⌘",
    "exceptionally-not": "△",
    "next-year": "⊖",
    "this-year-only": "⊕",
    "neither-year": "△⊕",
    "prerequisites": "■",
}
_REQUIREMENTS = {Requirement.OBLIGATORY: "obligatory", Requirement.OPTIONAL: "optional"}
_ORGANISATIONS = {
    Organisation.EXCEPTIONALLY_NOT: "exceptionally-not",
    Organisation.NEXT_YEAR: "next-year",
    Organisation.THIS_YEAR_ONLY: "this-year-only",
    Organisation.NEITHER_YEAR: "neither-year",
}
_EXCHANGES = {
    ExchangeAccess.OPEN: ("exchange-open", "globe"),
    ExchangeAccess.CLOSED: ("exchange-closed", "struck-globe"),
    ExchangeAccess.UNCLEAR: ("exchange-unclear", "unclear-globe"),
}
_ORDER = (*_TEXTS, *(code for code, _drawing in _EXCHANGES.values()))


def of_requirement(requirement: Requirement | None) -> Iterator[Sign]:
    if requirement is not None:
        code = _REQUIREMENTS[requirement]
        yield Sign(code, _TEXTS[code], str(requirement.label))


def of_course(course: Course) -> Iterator[Sign]:
    """In the order in which a catalogue prints them."""
    yield from of_requirement(course.requirement)
    if code := _ORGANISATIONS.get(course.organisation) if course.organisation else None:
        yield Sign(code, _TEXTS[code], str(course.organisation.label))
    if course.with_prerequisites or course.prerequisites:
        yield Sign("prerequisites", _TEXTS["prerequisites"], _("cours avec prérequis"))
    if course.exchange is not None:
        code, drawing = _EXCHANGES[course.exchange]
        yield Sign(code, "", str(course.exchange.label), drawing)


def legend(used: Iterable[Sign]) -> tuple[Sign, ...]:
    """Each sign once, in the order of the list above."""
    by_code = {sign.code: sign for sign in used}
    return tuple(by_code[code] for code in _ORDER if code in by_code)
