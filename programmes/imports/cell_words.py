"""What people write in a cell, in their own words, as the document takes it: « Master », « français », « 2026/2027 ».

meant(table, "kind", "Master")        -> "MASTER"
meant(table, "languages", "français") -> ["fr"]
truth("oui")                          -> True
allowed(table, "kind")                -> ["Licence", …]
"""

from collections.abc import Callable
from functools import cache, partial
from typing import Any

from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, override

from evalprog.documents import quoted
from evalprog.text import folded
from programmes.description import languages, years
from programmes.description.columns import BY_TITLE, Table
from programmes.description.known_words import one, several
from programmes.forms.description_words import WORDS

_Meaning = Callable[[Any], Any]
YES, NO = gettext_lazy("oui"), gettext_lazy("non")  # as our model offers them
_TRUTHS = {"vrai": True, "true": True, "1": True, "faux": False, "false": False, "0": False}


def meant(table: Table, name: str, cell: Any) -> Any:
    """What is not understood stays as it is, for the rules of the document to refuse."""
    meaning = _meanings(table.title).get(name)
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
    if name in languages.FIELDS and not languages.has_form_of_code(value):
        return languages.unknown(value)
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
def _meanings(title: str) -> dict[str, _Meaning]:
    """By column of that table, asked for each of its cells: a table itself is slow to tell from another."""
    table = BY_TITLE[title]
    found: dict[str, _Meaning] = {}
    for column in table.columns:
        if column.name in languages.FIELDS:
            found[column.name] = languages.all_meant if column.is_list else languages.meant
        elif words := _words(table, column.name):
            found[column.name] = partial(several if column.is_list else one, words)
        elif column.name == "year":
            found[column.name] = years.meant
    return found


def _words(table: Table, name: str) -> dict[str, str]:
    """Folded → as the document says it, in each language of the site; the document's own words first."""
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
