"""What texts say of courses: other credits, another title, a course that the programme has not; and in braces."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, fields, is_dataclass
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from evalprog.text import folded
from programmes.description.coherence import placed_courses
from programmes.description.parts import Course, ProgrammeDescription
from programmes.description.remarks.remark import Remark, about, named, number

_CODE = re.compile(r"(?<![\w-])[A-Z]{2,8}\d{3,5}[A-Z]{0,2}(?![\w-])")
# « Science politique (6 crédits) », after a code: no further than a title goes.
_TOLD = re.compile(
    r"[\s:,–—-]{0,5}(?P<title>[^()\n]{0,150}?)\s?\((?P<credits>\d{1,3}(?:[.,]\d{1,2})?)\s(?:crédits?|ECTS)\b"
)
_TAG = re.compile(r"<[^<>]*>")
# Scripts of which no typeface of the paper has a letter: from Syriac to Ethiopic, of India, of Asia, of antiquity.
_NOT_DRAWN = re.compile(
    r"[\u0700-\u074f\u0780-\u07bf\u0800-\u085f\u0900-\u0e3e\u0e40-\u0e7f\u0f00-\u109f\u1100-\u13ff\u16a0-\u18af\u1900-\u1c7f"
    r"\u2c00-\u2c5f\u2c80-\u2cff\u2e80-\u2fff\u3001-\u302f\u3031-\u303c\u303e-\u3296\u3298\u329a-\ua4cf\ua500-\ua63f\ua6a0-\ua6ff\ua800-\uab2f"
    r"\uab70-\ud7ff\uf900-\ufaff\uff00-\uffef\U00010000-\U000102ff\U00010330-\U0001cfff\U00020000-\U0003ffff]+"
)
_MOST_SIGNS = 10  # words quoted of those that are not drawn
_IDENTIFYING = {"code", "codes", "prerequisites", "outcomes", "url", "website"}


@dataclass(frozen=True, slots=True)
class _Mention:
    path: str
    code: str
    title: str = ""
    credits: Decimal | None = None


def remarks(description: ProgrammeDescription) -> Iterator[Remark]:
    courses: dict[str, tuple[str, Course]] = {}
    for path, course in placed_courses(description.groups):
        courses.setdefault(course.code, (path, course))
    mentions = list(_mentions(description, set(courses)))
    yield from _other_credits(mentions, courses)
    yield from _other_titles(mentions, courses)
    yield from _strangers(mentions, courses)
    yield from _references(description)
    yield from _not_drawn(description)


def _references(description: ProgrammeDescription) -> Iterator[Remark]:
    """To a value of a table, which only the texts of a dossier may hold: readers would see braces."""
    if places := [path for path, text in _texts(description, "") if "{{" in text]:
        sentence = _("Un renvoi à un tableau, {{…}}, ne vaut que dans un dossier : écrivez ici la valeur elle-même.")
        yield about("reference", places, sentence)


def _not_drawn(description: ProgrammeDescription) -> Iterator[Remark]:
    """Pages show them by the typefaces of the reader; on paper they are boxes."""
    met = [(path, found[0]) for path, text in _texts(description, "") for found in _NOT_DRAWN.finditer(text)]
    if met:
        signs = list(dict.fromkeys(signs[:20] for _path, signs in met))
        sentence = ngettext(
            "%(signs)s ne peut pas être imprimé : ajoutez ce mot en lettres latines.",
            "%(signs)s ne peuvent pas être imprimés : ajoutez ces mots en lettres latines.",
            len(signs),
        )
        told = ", ".join(f"« {each} »" for each in signs[:_MOST_SIGNS]) + ("…" if signs[_MOST_SIGNS:] else "")
        yield about("not-printable", (path for path, _signs in met), sentence % {"signs": told})


def _mentions(description: ProgrammeDescription, codes: set[str]) -> Iterator[_Mention]:
    """Of courses of the programme, and of what is written like the code of one of them."""
    shapes = {_shape(code) for code in codes}
    for path, text in _texts(description, ""):
        plain = _TAG.sub(" ", text)
        for found in _CODE.finditer(plain):
            if found[0] in codes or _shape(found[0]) in shapes:
                yield _mention(path, found, plain)


def _mention(path: str, found: re.Match[str], text: str) -> _Mention:
    told = _TOLD.match(text, found.end())
    if told is None or _CODE.search(told["title"]):
        return _Mention(path, found[0])
    return _Mention(path, found[0], told["title"].strip(' «»“”"'), Decimal(told["credits"].replace(",", ".")))


def _shape(code: str) -> str:
    return re.sub(r"[A-Z]", "A", re.sub(r"\d", "9", code))


def _texts(part: Any, path: str) -> Iterator[tuple[str, str]]:
    """Every text with its path, but codes and addresses."""
    for key in fields(part):
        value, here = getattr(part, key.name), f"{path}.{key.name}" if path else key.name
        if key.name in _IDENTIFYING and not _holds_parts(value):
            continue
        for item, where in ((value, here),) if not isinstance(value, tuple) else _placed(value, here):
            if is_dataclass(item) and not isinstance(item, type):
                yield from _texts(item, where)
            elif type(item) is str and item:
                yield where, item


def _placed(values: tuple[Any, ...], path: str) -> list[tuple[Any, str]]:
    return [(item, f"{path}[{index}]") for index, item in enumerate(values)]


def _holds_parts(value: Any) -> bool:
    return isinstance(value, tuple) and any(is_dataclass(item) for item in value)


def _other_credits(mentions: list[_Mention], courses: dict[str, tuple[str, Course]]) -> Iterator[Remark]:
    """One remark per course and number that is told, with every text that tells it, then the course."""
    told: dict[tuple[str, Decimal], list[str]] = {}
    for mention in mentions:
        if mention.credits is not None and mention.code in courses:
            told.setdefault((mention.code, mention.credits), []).append(mention.path)
    for (code, credits), paths in told.items():
        path, course = courses[code]
        if course.credits is not None and course.credits != credits:
            sentence = _("%(course)s : %(declared)s crédits dans le programme, %(told)s dans un texte.")
            words = {"course": code, "declared": number(course.credits), "told": number(credits)}
            yield about("credits-told", [*paths, path], sentence % words)


def _other_titles(mentions: list[_Mention], courses: dict[str, tuple[str, Course]]) -> Iterator[Remark]:
    told: dict[tuple[str, str], list[str]] = {}
    for mention in mentions:
        if mention.title and mention.code in courses:
            told.setdefault((mention.code, mention.title), []).append(mention.path)
    for (code, title), paths in told.items():
        path, course = courses[code]
        if folded(title) != folded(course.title):
            sentence = _("%(course)s : « %(declared)s » dans le programme, « %(told)s » dans un texte.")
            words = {"course": code, "declared": course.title, "told": title}
            yield about("title-told", [*paths, path], sentence % words)


def _strangers(mentions: list[_Mention], courses: dict[str, tuple[str, Course]]) -> Iterator[Remark]:
    strange = [mention for mention in mentions if mention.code not in courses]
    if strange:
        sentence = _("Des textes citent des cours qui ne figurent pas dans le programme : %(codes)s.")
        words = {"codes": named(mention.code for mention in strange)}
        yield about("course-unknown", (mention.path for mention in strange), sentence % words)
