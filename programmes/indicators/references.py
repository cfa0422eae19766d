"""Values of tables in texts, by reference: ``{{effectifs.inscrits.2015-2016}}``.

The code of the table, that of the row, and the year. Spaces around and capitals do not matter; a year may be written
as any column writes it (« 2015/16 »). A reference stands within one run of text: half of it in bold is none. That
is told, and so is one that lacks a brace.
"""

import html
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from difflib import get_close_matches

from django.utils.translation import gettext as _

from evalprog import numbers
from evalprog.documents import quoted
from programmes.indicators.parts import CellRef, IndicatorRow, IndicatorTable
from programmes.indicators.rules import year_key

_TAG = re.compile(r"(<[^>]*>)")
_REFERENCE = re.compile(r"\{\{([^{}]{0,300})\}\}")
# Of what is left, what was to be a reference: two braces on one side, or one on each side of three names.
_BROKEN = re.compile(r"\{{2,}[^{}]*\}*|\}{2,}|\{\s*[\w-]{1,80}\.[\w-]{1,80}\.[^{}.\n]{1,60}\}+")
_MARK = re.compile(r"</?(?:a|b|code|em|i|s|span|strong|sub|sup|u)\b[^>]*>", re.IGNORECASE)
_BEFORE = 40  # characters that are quoted before braces that nothing opens
MOST_PROBLEMS = 50  # sentences of each kind about one text


@dataclass(frozen=True, slots=True)
class Resolved:
    """``html``: the text with values in the place of references; those that mean nothing stand as they were written.

    ``unknown``: a sentence for each of those, ``unavailable``: for each value that is not available. However many there
    are of one kind, the other is told. ``used``: the cells, in the order of the text, each once.
    """

    html: str
    unknown: tuple[str, ...]
    unavailable: tuple[str, ...]
    used: tuple[CellRef, ...]

    @property
    def problems(self) -> tuple[str, ...]:
        return self.unknown + self.unavailable


@dataclass(frozen=True, slots=True)
class Insertable:
    """What the editor's menu offers. ``value``: as it will be read in the text."""

    reference: str
    table: str
    row: str
    year: str
    value: str


def reference(table: IndicatorTable, row: IndicatorRow, year: str) -> str:
    """What is copied from a cell and written in a text."""
    return f"{{{{{table.code}.{row.code}.{year_key(year)}}}}}"


def known(tables: Sequence[IndicatorTable]) -> list[Insertable]:
    """Every cell that has something in it, in the order of the tables."""
    return [
        Insertable(reference(table, row, year), table.title, row.label, year, said(value, table.unit))
        for table in tables
        for row in table.rows
        for year, value in zip(table.years, row.values, strict=True)
        if value
    ]


def said(value: str, unit: str = "") -> str:
    """A value as a sentence says it: « 1 250 », « 95,6 % », « non disponible »; a text, as it is."""
    found = numbers.read_cell(value)
    if found is None or not value.strip():
        return _("non disponible")
    number = numbers.number(value)
    if number is None:
        return value
    in_percents = value.rstrip().endswith("%") or unit.strip() == "%"
    return numbers.written(number) + ("\u00a0%" if in_percents else "")


def resolve(fragment_html: str, tables: Sequence[IndicatorTable]) -> Resolved:
    """A rich text with the values of the tables: canonical in, canonical out."""
    reading = _Reading(tables)
    pieces = _TAG.split(fragment_html)
    resolved = (piece if piece.startswith("<") else _REFERENCE.sub(reading.replaced, piece) for piece in pieces)
    written = "".join(resolved)
    for broken in dict.fromkeys(_broken(pieces)):
        reading.tell_broken(broken)
    return Resolved(written, tuple(reading.unknown), tuple(reading.unavailable), tuple(dict.fromkeys(reading.used)))


def _broken(pieces: Iterable[str]) -> Iterator[str]:
    """What was to be a reference and is none, as a reader sees it: marks within it (bold, a link) are not seen."""
    left = "".join(piece if piece.startswith("<") else _REFERENCE.sub("…", piece) for piece in pieces)
    for line in _TAG.sub("\n", _MARK.sub("", left)).split("\n"):
        after = 0
        for found in _BROKEN.finditer(line):
            start = found.start()
            if line[start] == "}":
                start = max(line.rfind("{", after, start), start - _BEFORE, after)
            yield html.unescape(line[start : found.end()][:500]).strip()
            after = found.end()


class _Reading:
    def __init__(self, tables: Sequence[IndicatorTable]) -> None:
        self.tables = {table.code: table for table in tables}
        self.unknown: list[str] = []
        self.unavailable: list[str] = []
        self.used: list[CellRef] = []

    def replaced(self, found: re.Match[str]) -> str:
        written = html.unescape(found[1])
        names = [name.strip().casefold() for name in written.split(".", 2)]
        if len(names) < 3 or not all(names):
            sentence = _("« {{%(written)s}} » n’est pas une référence : écrivez {{tableau.ligne.année}}.")
            return self._left(found, sentence % {"written": quoted(written)})
        table = self.tables.get(names[0])
        if table is None:
            return self._unknown(found, written, _("aucun tableau ne porte le code"), names[0], self.tables)
        row = table.row(names[1])
        if row is None:
            what = _("le tableau « %s » n’a pas de ligne") % table.title
            return self._unknown(found, written, what, names[1], [row.code for row in table.rows])
        years = {year_key(year): column for column, year in enumerate(table.years)}
        column = years.get(year_key(names[2]))
        if column is None:
            what = _("le tableau « %s » n’a pas de colonne") % table.title
            return self._unknown(found, written, what, names[2], years)
        return self._value(table, row, column)

    def _value(self, table: IndicatorTable, row: IndicatorRow, column: int) -> str:
        year, value = table.years[column], row.values[column]
        self.used.append(CellRef(table.code, row.code, year))
        if not value or row.is_not_available(column):
            sentence = _("« %(table)s », « %(row)s », %(year)s : cette valeur n’est pas disponible.")
            _tell(self.unavailable, sentence % {"table": table.title, "row": row.label, "year": year})
        return html.escape(said(value, table.unit), quote=False)

    def _unknown(self, found: re.Match[str], written: str, what: str, name: str, names: Iterable[str]) -> str:
        if len(self.unknown) >= MOST_PROBLEMS:  # the nearest names take a while to find
            return found[0]
        told = {"written": quoted(written), "what": what, "name": quoted(name)}
        sentence = _("« {{%(written)s}} » : %(what)s « %(name)s ».") % told
        return self._left(found, f"{sentence} {_nearest(name[:100], list(names))}".rstrip())

    def tell_broken(self, written: str) -> None:
        if _REFERENCE.fullmatch(written):
            sentence = _(
                "« %(written)s » change de mise en forme en son milieu (gras, italique, lien) : écrivez cette "
                "référence d’un seul tenant."
            )
        else:
            sentence = _(
                "« %(written)s » n’est pas une référence entière : écrivez {{tableau.ligne.année}}, deux accolades de "
                "chaque côté."
            )
        _tell(self.unknown, sentence % {"written": quoted(written)})

    def _left(self, found: re.Match[str], sentence: str) -> str:
        _tell(self.unknown, sentence)
        return found[0]


def _tell(sentences: list[str], sentence: str) -> None:
    if len(sentences) < MOST_PROBLEMS and sentence not in sentences:
        sentences.append(sentence)


def _nearest(name: str, names: list[str]) -> str:
    """« Les plus proches : … »; the last years, in their order."""
    near = names[-3:] if name[:2] in ("19", "20") else get_close_matches(name, names, n=3, cutoff=0.6) or names[:3]
    return _("Les plus proches : %s.") % ", ".join(near) if near else ""
