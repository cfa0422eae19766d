"""Rows of sheets put together into descriptions, every problem told by its line and its column."""

import datetime as dt
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from typing import Any

from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, override

from evalprog.documents import DocumentInvalid, Problem, quoted
from programmes.description import parse, tidied
from programmes.description.columns import BY_TITLE, PLACE, PROGRAMME, TABLES, WITHIN, Column, Table
from programmes.imports import cell_words
from programmes.imports.headings import label_of, named
from programmes.imports.limits import MOST_BAD_CELLS, MOST_PROGRAMMES
from programmes.imports.parsed import BadCell, BadFile, Keys, ReadFile, ReadProgramme, bad_file

_NUMBER = re.compile(r"-?\d{1,15}([.,]\d{1,15})?")
_INDEX = re.compile(r"([^.\[\]]+)|\[(\d+)\]")
_MAIN = TABLES[0]
EXAMPLE = gettext_lazy("Exemple à remplacer")  # begins the title of the example that our model has
ColumnNamer = Callable[[str, str], str]


@dataclass(slots=True)
class _Programme:
    """A document that grows; ``records`` by sheet and place, ``lines`` by identity of the record."""

    line: int
    document: dict[str, Any]
    records: dict[tuple[str, str], dict[str, Any]] = field(default_factory=dict)
    lines: dict[int, tuple[str, int]] = field(default_factory=dict)


class Gathered:
    """``column``: how the reader of the file names a column, given its sheet and its heading."""

    def __init__(self, column: ColumnNamer) -> None:
        self._column = column
        self._headed: dict[
            str, tuple[int, frozenset[str]]
        ] = {}  # of a sheet, where its headings are and what they name
        self._programmes: dict[str, _Programme] = {}
        self.bad: list[BadCell] = []
        self._told_columns: set[tuple[str, str]] = set()
        self._lacks_sheets = False
        self._told: set[tuple[int | None, str]] = set()  # one sentence for a cell: what follows from it is not said

    def lack(self, sentences: Sequence[str]) -> None:
        """Of sheets that cannot be read: what only follows from it is not said, everything else is."""
        self.bad += [BadCell(None, "", sentence) for sentence in sentences]
        self._lacks_sheets = bool(sentences)

    def headed(self, table: Table, headings: Sequence[str], line: int) -> list[str]:
        """The columns that the headings of a sheet mean; each that is wrong is refused by the heading itself."""
        read = named(table, headings)
        if read.none_is_known:
            sentence = _(
                "Aucun titre de colonne n’est connu : retirez ce qui précède les titres de « %(sheet)s », ou "
                "partez du modèle."
            )
            self.refuse(line, table.title, "", sentence % {"sheet": table.title})
            raise BadFile(self.bad)
        for heading, sentence in read.wrong:
            self.refuse(line, table.title, heading, sentence)
        self._headed[table.title] = line, self._headed.get(table.title, (0, frozenset()))[1] | frozenset(read.names)
        return read.names

    def refuse(self, line: int | None, title: str, heading: str, sentence: str) -> None:
        column = self._column(title, heading)
        if (line, column) in self._told:
            return
        self._told.add((line, column))
        self.bad.append(BadCell(line, column, sentence))
        if len(self.bad) >= MOST_BAD_CELLS:
            raise BadFile(self.bad)

    def refuse_column(self, line: int, table: Table, heading: str, sentence: str) -> None:
        """Once, where it is met first: what is wrong with the whole column is not said of each of its cells."""
        if (table.title, heading) not in self._told_columns:
            self._told_columns.add((table.title, heading))
            self.refuse(line, table.title, heading, sentence)

    def add(self, table: Table, cells: Mapping[str, Any], line: int) -> None:
        """The rows above first: a course after its group."""
        record = _record(table, cells)
        label = _label(cells.get(PROGRAMME))
        if table is _MAIN and _is_example(record):
            sentence = _("C’est l’exemple du modèle ; remplacez-le par votre formation, ou retirez cette ligne.")
            self.refuse(line, table.title, "title", sentence)
            return
        if table is _MAIN:
            self._begin(label or str(len(self._programmes) + 1), record, line)
            return
        programme = self._programme_of(label)
        if programme is None:
            self._refuse_stray(table, label, line)
            return
        self._name(programme, table, record, _label(cells.get(PLACE)), line)
        self._put(programme, table, record, _label(cells.get(WITHIN)), line)

    def _refuse_stray(self, table: Table, label: str, line: int) -> None:
        """Of a row that belongs to no programme: the column that would say it lacks, its cell is empty or wrong."""
        begins, names = self._headed.get(table.title, (line, frozenset()))
        said = {"label": quoted(label), "sheet": _MAIN.title, "column": label_of(table, PROGRAMME)}
        if PROGRAMME not in names:
            sentence = _("Il manque la colonne « %(column)s », qui dit de quelle ligne de « %(sheet)s » parle chacune.")
            self.refuse_column(begins, table, PROGRAMME, sentence % said)
        elif label:
            sentence = _("« %(label)s » n’est la formation d’aucune ligne de « %(sheet)s ».")
            self.refuse(line, table.title, PROGRAMME, sentence % said)
        else:
            sentence = _("Cette case est vide : dites-y de quelle formation de « %(sheet)s » parle la ligne.")
            self.refuse(line, table.title, PROGRAMME, sentence % said)

    def read(self) -> ReadFile:
        """:raises BadFile: with every bad cell."""
        if not self._programmes and not self.bad:
            raise bad_file(
                _(
                    "Le fichier ne décrit aucune formation : la feuille « Formations » est vide ; écrivez-y "
                    "une formation par ligne."
                )
            )
        read, silent = [], self._silent()
        for label in list(self._programmes):
            programme = self._programmes.pop(label)
            try:
                content = tidied(parse(programme.document))
                read.append(ReadProgramme(content, programme.line, silent=silent))
            except DocumentInvalid as invalid:
                for problem in invalid.problems:
                    self._tell(problem, programme)
        if self.bad:
            raise BadFile(self.bad)
        return ReadFile(tuple(read))

    def _silent(self) -> frozenset[Keys]:
        """What no column and no sheet is there for: nobody said that it is empty."""
        _line, names = self._headed.get(_MAIN.title, (0, frozenset()))
        columns = {column.keys for column in _MAIN.columns if column.name not in names and not column.is_marker}
        lists = {table.keys for table in TABLES if table.above == _MAIN.title and table.title not in self._headed}
        return frozenset(columns | lists)

    def _tell(self, problem: Problem, programme: _Programme) -> None:
        """As a sheet has it: a column that is not there is told once, an empty cell and a wrong word as such."""
        line, table, name, value = _place_of(problem, programme)
        if (line, self._column(table.title, name)) in self._told:  # before the words of a sentence that nobody reads
            return
        begins, names = self._headed.get(table.title, (line, frozenset(table.header)))
        sentence = problem.sentence
        if value is None and name in table.header and name not in names:
            line, sentence = begins, _("Il manque la colonne « %(name)s » ; ajoutez-la.")
            sentence %= {"name": label_of(table, name)}
        elif value is None and name in table.header:
            sentence = _("Cette cellule est vide ; remplissez-la.")
        elif isinstance(value, str):
            sentence = cell_words.refused(table, name, value) or sentence
        self.refuse(line, table.title, name, sentence)

    def _begin(self, label: str, record: dict[str, Any], line: int) -> None:
        if label in self._programmes:
            sentence = _("La formation « %(label)s » est déjà à la ligne %(line)d.")
            first = self._programmes[label].line
            self.refuse(line, _MAIN.title, PROGRAMME, sentence % {"label": quoted(label), "line": first})
            return
        if len(self._programmes) >= MOST_PROGRAMMES:
            sentence = _("Le fichier a plus de %(most)d formations ; faites-en plusieurs.")
            raise bad_file(sentence % {"most": MOST_PROGRAMMES})
        programme = self._programmes[label] = _Programme(line, record)
        programme.lines[id(record)] = (_MAIN.title, line)

    def _programme_of(self, label: str) -> _Programme | None:
        if not label and len(self._programmes) == 1:
            return next(iter(self._programmes.values()))
        return self._programmes.get(label)

    def _name(self, programme: _Programme, table: Table, record: dict[str, Any], place: str, line: int) -> None:
        programme.lines[id(record)] = (table.title, line)
        if not place:
            return
        first = programme.records.setdefault((table.title, place), record)
        if first is not record:
            sentence = _("La place « %(place)s » est déjà celle de la ligne %(line)d.")
            facts = {"place": quoted(place), "line": programme.lines[id(first)][1]}
            self.refuse(line, table.title, PLACE, sentence % facts)

    def _put(self, programme: _Programme, table: Table, record: dict[str, Any], within: str, line: int) -> None:
        """Into the list of the row within which it stands; the last key of a list is the same in its own table."""
        holder, keys = self._holder(programme, table, record, within, line)
        if holder is None:
            return
        for key in keys[:-1]:
            holder = holder.setdefault(key, {})
        holder.setdefault(keys[-1], []).append(record)

    def _holder(
        self, programme: _Programme, table: Table, record: dict[str, Any], within: str, line: int
    ) -> tuple[dict[str, Any] | None, tuple[str, ...]]:
        above = table.above or ""
        if not within and above == _MAIN.title:
            return programme.document, table.keys
        own = programme.records.get((table.title, within)) if table.is_nested else None
        other = programme.records.get((above, within))
        if own is not None and own is not record:
            return own, table.keys[-1:]
        if other is not None:
            return other, table.keys
        if self._lacks_sheets:  # it may stand there
            return None, ()
        sentence = _("« %(place)s » n’est la place d’aucune ligne de « %(sheet)s » qui vienne avant.")
        sheet = table.title if table.is_nested and above == _MAIN.title else above
        self.refuse(line, table.title, WITHIN, sentence % {"place": quoted(within), "sheet": sheet})
        return None, ()


def _place_of(problem: Problem, programme: _Programme) -> tuple[int, Table, str, Any]:
    """Line, sheet and column of what a problem is about, and what stands there: the deepest row on its path, and the
    keys that follow."""
    here: Any = programme.document
    title, line = programme.lines[id(here)]
    keys: list[str] = []
    for key, index in _INDEX.findall(problem.path):
        here = _within(here, key, index)
        if id(here) in programme.lines and isinstance(here, dict):
            (title, line), keys = programme.lines[id(here)], []
        elif key:
            keys.append(key)
    return line, BY_TITLE[title], _column_of(BY_TITLE[title], ".".join(keys)), here


def _column_of(table: Table, name: str) -> str:
    """Of a record of which nothing is given, its first column."""
    if name in table.header:
        return name
    return next((each for each in table.header if each.startswith(f"{name}.")), name)


def _is_example(record: dict[str, Any]) -> bool:
    return str(record.get("title", "")).startswith(_examples())


@cache
def _examples() -> tuple[str, ...]:
    """In each language in which the model may have been taken."""
    found = []
    for language, _name in settings.LANGUAGES:
        with override(language):
            found.append(str(EXAMPLE))
    return tuple(found)


def _within(here: Any, key: str, index: str) -> Any:
    if key:
        return here.get(key) if isinstance(here, dict) else None
    return here[int(index)] if isinstance(here, list) and int(index) < len(here) else None


def _record(table: Table, cells: Mapping[str, Any]) -> dict[str, Any]:
    record: dict[str, Any] = {}
    for column in table.columns:
        value = _value(column, cell_words.meant(table, column.name, cells.get(column.name)))
        if value is None:
            continue
        holder = record
        for key in column.keys[:-1]:
            holder = holder.setdefault(key, {})
        if column.is_marker:
            if value is True:
                holder.setdefault(column.keys[-1], {})
        else:
            holder[column.keys[-1]] = value
    return record


def _value(column: Column, cell: Any) -> Any:
    """As the document takes it; what cannot be read stays as it is, for the document's rules to refuse."""
    if cell is None or cell == "":
        return "" if column.keeps_empty else None
    if column.is_list:
        return list(_items(column, cell)) or None
    return _single(column, cell)


def _items(column: Column, cell: Any) -> Iterator[Any]:
    items = cell if isinstance(cell, list) else re.split(r"[\s;,]+" if column.is_code else r"\n", _text(cell))
    for item in items:
        if item.strip():
            yield _single(column, item.strip())


def _single(column: Column, cell: Any) -> Any:
    if column.kind is str:
        text = _text(cell)
        return text if column.keeps_blanks else text.strip(" \t\n\r\u00a0") or None
    if column.kind is bool:
        said = cell if isinstance(cell, bool) else cell_words.truth(_text(cell))
        return cell if said is None else said
    return _number(cell)


def _number(cell: Any) -> Any:
    if isinstance(cell, float) and cell.is_integer():
        return int(cell)
    if isinstance(cell, str):
        text = re.sub(r"[\s\u00a0\u202f]", "", cell)
        if _NUMBER.fullmatch(text):
            number = float(text.replace(",", "."))
            return int(number) if number.is_integer() else number
    return cell


def _text(cell: Any) -> str:
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    if isinstance(cell, (dt.datetime, dt.date)):
        return cell.isoformat()[:10]
    return str(cell)


def _label(cell: Any) -> str:
    return "" if cell is None else _text(cell).strip()
