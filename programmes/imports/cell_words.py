"""What people write in a cell, in their own words, as the document takes it: « Master », « français », « 2026/2027 ».

meant(table, "kind", "Master")        -> "MASTER"
meant(table, "languages", "français") -> ["fr"]
truth("oui")                          -> True
allowed(table, "kind")                -> ["Licence", …]
"""

import re
from collections.abc import Callable, Iterator, Mapping
from functools import cache
from typing import Any

from django.conf import settings
from django.conf.locale import LANG_INFO
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, override

from evalprog.documents import quoted
from evalprog.text import folded
from programmes.description.columns import Table
from programmes.description.languages import LANGUAGES
from programmes.forms.description_words import WORDS

_YEAR = re.compile(r"\s*((?:19|20)\d\d)\s*[-–—/]\s*((?:19|20)?\d\d)\s*")
_Meaning = Callable[[Any], Any]
YES, NO = gettext_lazy("oui"), gettext_lazy("non")  # as our model offers them
_TRUTHS = {"vrai": True, "true": True, "1": True, "faux": False, "false": False, "0": False}


def meant(table: Table, name: str, cell: Any) -> Any:
    """What is not understood stays as it is, for the rules of the document to refuse."""
    meaning = _meanings(table).get(name)
    return meaning(cell) if meaning is not None and isinstance(cell, str) else cell


def allowed(table: Table, name: str) -> list[str]:
    """The words among which a column chooses, as pages show them; none where it does not choose."""
    is_own = any(column.keys == (name,) for column in table.columns)
    return [str(label) for label in WORDS.choices_of(table.part, name).values()] if is_own else []


def refused(table: Table, name: str, value: str) -> str:
    """The sentence for words that are none of those allowed, or that stand where a number or « oui » should; none for
    a column of texts."""
    words, kind = allowed(table, name), next((each.kind for each in table.columns if each.name == name), str)
    sentence = ""
    if words:
        sentence = _("« %(value)s » n’est pas prévu ; choisissez parmi %(words)s.")
    elif kind is bool:
        sentence = _("« %(value)s » ne dit ni oui ni non ; écrivez l’un des deux.")
    elif kind is not str:
        sentence = _("« %(value)s » n’est pas un nombre ; écrivez-le en chiffres seuls.")
    return sentence % {"value": quoted(value), "words": ", ".join(words)} if sentence else ""


def truth(cell: str) -> bool | None:
    """Of « oui », « yes », « vrai »…; None for what says neither."""
    return _truths().get(cell.strip().lower())


@cache
def _truths() -> dict[str, bool]:
    """In each language in which the model may have been taken."""
    words = dict(_TRUTHS)
    for language, _name in settings.LANGUAGES:
        with override(language):
            words |= {str(YES).lower(): True, str(NO).lower(): False}
    return words


@cache
def _meanings(table: Table) -> dict[str, _Meaning]:
    found: dict[str, _Meaning] = {}
    for column in table.columns:
        words = _words(table, column.name)
        if words:
            found[column.name] = _several(words) if column.is_list else _one(words)
        elif column.name == "year":
            found[column.name] = _year
    return found


def _words(table: Table, name: str) -> dict[str, str]:
    """Folded → as the document says it, in each language of the site; the document's own words first."""
    if name in ("language", "languages"):
        return _languages()
    if "." in name:
        return {}
    words: dict[str, str] = {}
    for language, _name in settings.LANGUAGES:
        with override(language):
            choices = WORDS.choices_of(table.part, name)
            words = {folded(value): value for value in choices} | words
            for value, label in choices.items():
                words.setdefault(folded(str(label)), value)
    return words


@cache
def _languages() -> dict[str, str]:
    words = {code: code for code in LANGUAGES}
    for code in sorted(LANGUAGES & LANG_INFO.keys()):
        words.setdefault(folded(LANG_INFO[code]["name_local"]), code)
        for language, _name in settings.LANGUAGES:
            with override(language):
                words.setdefault(folded(_(LANG_INFO[code]["name"])), code)
    return words


def _one(words: Mapping[str, str]) -> _Meaning:
    return lambda cell: words.get(folded(cell), cell)


def _several(words: Mapping[str, str]) -> _Meaning:
    most = 1 + max(word.count(" ") for word in words)

    def items(cell: str) -> list[str]:
        return [item for line in re.split(r"[\n;]", cell) if line.strip() for item in _items(line, words, most)]

    return items


def _items(line: str, words: Mapping[str, str], most: int) -> Iterator[str]:
    """Words between commas; one of them may hold a comma itself, « horaire décalé, en soirée ».

    ``most``: the pieces that one of them may be in.
    """
    pieces = line.split(",")
    plain = [folded(piece) for piece in pieces]
    at = 0
    while at < len(pieces):
        known, count = _longest(plain[at : at + most], words)
        if known is not None:
            yield known
        else:
            yield from _blanks_between(pieces[at], words)
        at += count


def _longest(plain: list[str], words: Mapping[str, str]) -> tuple[str | None, int]:
    """The word that the most of these pieces make together, and how many they are."""
    for count in range(len(plain), 0, -1):
        word = words.get(" ".join(filter(None, plain[:count])))
        if word is not None:
            return word, count
    return None, 1


def _blanks_between(piece: str, words: Mapping[str, str]) -> Iterator[str]:
    """« fr en », else the piece whole."""
    items = piece.split()
    if items and all(folded(item) in words for item in items):
        yield from (words[folded(item)] for item in items)
    elif items:
        yield piece.strip()


def _year(cell: str) -> str:
    """« 2026/2027 », « 2026-27 »."""
    found = _YEAR.fullmatch(cell)
    if found is None:
        return cell
    begins, ends = found.groups()
    return f"{begins}-{ends if len(ends) == 4 else begins[:2] + ends}"
