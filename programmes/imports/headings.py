"""Headings of columns and names of sheets as people write them: the keys of the format, or the words of the pages.

Case, accents and spaces do not count, and both may stand in one file. The words are those by which the pages call the
fields (``programmes.forms.description_words``), in each language that the site speaks; a few that people say otherwise
are here.

label_of(table, name)         « Intitulé », « Établissement – Code UAI »
column_in_words(column)       « Formations.year (Année universitaire) »
named(table, headings)        -> the columns that headings mean, and what is wrong with them
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from functools import cache, lru_cache

from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, override

from evalprog.documents import quoted
from evalprog.documents.editing import nested_part
from evalprog.documents.reading import keys_of
from evalprog.text import folded
from programmes.description.columns import PLACE, PROGRAMME, TABLES, WITHIN, Column, Table
from programmes.forms.description_words import WORDS

_IDS = {PROGRAMME: gettext_lazy("Formation"), PLACE: gettext_lazy("Place"), WITHIN: gettext_lazy("Dans")}
# Said in catalogues and secretariats for what the pages call otherwise. Wherever the column is in a sheet.
_ALSO = {
    "year": (gettext_lazy("Année"),),
    "codes": (gettext_lazy("Code"),),
    "languages": (gettext_lazy("Langue"), gettext_lazy("Langues")),
    "kind": (gettext_lazy("Type"),),
    "credits": (gettext_lazy("ECTS"), gettext_lazy("Crédits ECTS"), gettext_lazy("Crédits")),
    "years": (gettext_lazy("Durée en années"),),
    "sites": (gettext_lazy("Lieu"),),
    "term": (gettext_lazy("Semestre"),),
    "institution.name": (gettext_lazy("Nom de l’établissement"),),
}
_IN_SHEET = re.compile(r"([^.!]+)[.!](.+)", re.DOTALL)
_MOST_WRONG = 100  # headings told of one sheet
_LONGEST = 100  # characters of a heading that are compared with ours
_NOT_ALONE = ("name", "acronym")  # « Nom » without the holder may be that of anything


@dataclass(frozen=True, slots=True)
class Named:
    """``names``: of the columns, in the order of the headings; what is not known stays as it was written.

    ``wrong``: headings, each once with its sentence. ``none_is_known``: nor even resembles one that is.
    """

    names: list[str]
    wrong: list[tuple[str, str]]
    none_is_known: bool


def named(table: Table, headings: Sequence[str]) -> Named:
    """An empty heading means no column."""
    known, columns = _known(table.title), _columns(table.title)
    first: dict[str, str] = {}
    names = [known.get(folded(heading), heading) for heading in headings]
    wrong: list[tuple[str, str]] = []
    told: set[str] = set()
    for name, heading in zip(names, headings, strict=True):
        if not heading or heading in told or len(wrong) >= _MOST_WRONG:
            continue
        if name not in columns:
            wrong.append((heading, _unknown(table, heading)))
        elif name in first:
            wrong.append((heading, _twice(first[name], heading)))
        else:
            first[name] = heading
            continue
        told.add(heading)
    said = [name for name in dict.fromkeys(names) if name][:_MOST_WRONG]
    return Named(names, wrong, not any(name in columns or _close(table, name) for name in said))


def is_known(table: Table, heading: str) -> bool:
    return folded(heading) in _known(table.title)


def table_named(title: str) -> Table | None:
    """The table of a sheet."""
    return _by_title().get(folded(title))


def label_of(table: Table, name: str) -> str:
    """What the pages call a column; those that say where a row belongs are called here."""
    if name in _IDS:
        return str(_IDS[name])
    return _label(table, _columns(table.title)[name])  # type: ignore[arg-type]


def column_in_words(column: str) -> str:
    """The column of a bad cell, for people: followed by its heading where its reader has named it by a key of the
    format, alone or in its sheet (« Formations.year », « Formations!year »); else as it is."""
    sheet = _IN_SHEET.fullmatch(column)
    table = table_named(sheet[1]) if sheet else None
    if sheet and table is not None:
        return f"{column} ({label_of(table, sheet[2])})" if sheet[2] in _columns(table.title) else column
    if column in _columns(TABLES[0].title):
        return f"{column} ({label_of(TABLES[0], column)})"
    if any(column == key for key, _field, _hint in keys_of(TABLES[0].part)):
        return f"{column} ({WORDS.label_of(TABLES[0].part, column)})"
    return column


def help_of(table: Table, name: str) -> str:
    """What the pages say of it."""
    column = _columns(table.title)[name]
    return str(WORDS.words_of(*_owner(table, column))[1]) if column is not None else ""


def _label(table: Table, column: Column) -> str:
    if len(column.keys) == 1:
        return WORDS.label_of(table.part, column.keys[0])
    holder = WORDS.label_of(table.part, column.keys[0])
    if column.keys[-1] == "name":
        return holder
    return f"{holder} – {_own_label(table, column)}"


def _own_label(table: Table, column: Column) -> str:
    """Without what holds it."""
    return WORDS.label_of(*_owner(table, column))


def _owner(table: Table, column: Column) -> tuple[type, str]:
    """The part that has the value, and its key there."""
    part = table.part
    for key in column.keys[:-1]:
        part = next(nested_part(hint) for name, _field, hint in keys_of(part) if name == key)  # type: ignore[assignment]
    return part, column.keys[-1]


@cache
def _columns(title: str) -> dict[str, Column | None]:
    table = _by_title()[folded(title)]
    return {PROGRAMME: None} | dict.fromkeys(table.header) | {column.name: column for column in table.columns}


@cache
def _by_title() -> dict[str, Table]:
    return {folded(table.title): table for table in TABLES}


@cache
def _known(title: str) -> dict[str, str]:
    """Folded heading → column. A word that would mean two columns means none, but where one of them is called so."""
    table = _by_title()[folded(title)]
    known = {folded(name): name for name in _columns(title)}
    for language, _name in settings.LANGUAGES:
        with override(language):
            said = list(_said(table))
        for words in (said, _others(table, language)):
            for word, name in words:
                known.setdefault(folded(word), name)
    return known


def _said(table: Table) -> Iterator[tuple[str, str]]:
    for name in _columns(table.title):
        yield label_of(table, name), name


def _others(table: Table, language: str) -> list[tuple[str, str]]:
    found: list[tuple[str, str]] = []
    with override(language):
        for name in _columns(table.title):
            found += [(str(word), name) for word in _ALSO.get(name, ())]
        for column in table.columns:
            if len(column.keys) > 1 and column.keys[-1] not in _NOT_ALONE:
                found.append((_own_label(table, column), column.name))
    return found


def _unknown(table: Table, heading: str) -> str:
    facts = {"heading": quoted(heading), "sheet": table.title}
    close = _close(table, heading)
    if close:
        sentence = _("« %(heading)s » n’est pas une colonne de « %(sheet)s » ; vouliez-vous dire « %(close)s » ?")
        return sentence % {**facts, "close": label_of(table, _known(table.title)[close])}
    sentence = _(
        "« %(heading)s » n’est pas une colonne de « %(sheet)s » ; retirez-la, ou choisissez son titre dans le modèle."
    )
    return sentence % facts


def _close(table: Table, heading: str) -> str:
    """The folded word that is nearest, if one is near."""
    return _nearest(table.title, folded(heading[:_LONGEST])[:_LONGEST])


@lru_cache(maxsize=1_000)  # twice the headings that one file may be refused for: a file may repeat its own
def _nearest(title: str, plain: str) -> str:
    return next(iter(get_close_matches(plain, _known(title), n=1, cutoff=0.7)), "")


def _twice(first: str, heading: str) -> str:
    if folded(first) == folded(heading):
        return _("La colonne « %(heading)s » figure deux fois ; gardez l’une des deux.") % {"heading": quoted(heading)}
    sentence = _("« %(first)s » et « %(heading)s » sont la même colonne ; gardez l’une des deux.")
    return sentence % {"first": quoted(first), "heading": quoted(heading)}
