"""A CSV file: the sheets of a workbook one after the other, or one table of programmes."""

import csv
import io
import re
from collections.abc import Callable

from django.utils.translation import gettext as _

from evalprog.documents import quoted
from programmes.description.columns import TABLES, Table
from programmes.exports.csv_file import HEADER, unguarded
from programmes.imports.gathering import Gathered
from programmes.imports.headings import named, table_named
from programmes.imports.limits import MOST_COLUMNS, MOST_ROWS
from programmes.imports.parsed import BadCell, BadFile, ReadFile, bad_file

_TELLING = {"year", "kind", "title"}  # no table of a prospectus has all of these
_LONGEST_CELL = 131_000
_SEPARATOR = re.compile(r"sep=([;,\t])", re.IGNORECASE)  # a line of Excel's own


def read(text: str, *, tick: Callable[[int], None] = lambda line: None) -> ReadFile:
    """``tick`` is told the lines read.

    :raises BadFile: with every bad cell; its column is the heading.
    """
    shown: dict[tuple[str, str], str] = {}  # a column, by the heading that the file gives it
    gathered = Gathered(lambda title, name: f"{title}.{shown.get((title, name), name)}" if name else title)
    reader = _Rows(text)
    sheet: _Sheet | None = None
    for line, cells in reader:
        if cells[0].startswith(HEADER):
            sheet = _Sheet.headed(gathered, cells[0].removeprefix(HEADER), cells[1:], line, shown, sectioned=True)
        elif sheet is None:
            sheet = _Sheet.headed(gathered, TABLES[0].title, cells, line, shown, sectioned=False)
        else:
            sheet.take(gathered, cells, line)
        if line % 500 == 0:
            tick(line)
    return gathered.read()


def is_table(text: str) -> bool:
    """Whether it begins with the headings of a table of programmes, whatever the name of its file."""
    try:
        _line, cells = next(iter(_Rows(text[:20_000])), (1, []))
    except BadFile:
        return False
    return _TELLING <= set(named(TABLES[0], [cell.strip() for cell in cells[:200]]).names)


class _Rows:
    """The rows that say something, each with the line where it begins."""

    def __init__(self, text: str) -> None:
        first = next((line for line in text[:100_000].splitlines() if line.strip()), "")
        told = _SEPARATOR.fullmatch(first.strip().strip('"'))
        self._delimiter = told[1] if told else max(";,\t", key=first.count)
        self._passes_over = told is not None  # the line that tells it
        self._text = text

    def __iter__(self):
        csv.field_size_limit(_LONGEST_CELL)
        reader = csv.reader(io.StringIO(self._text, newline=""), delimiter=self._delimiter, strict=True)
        line = count = 0
        try:
            for cells in reader:
                begins, line = line + 1, reader.line_num
                if self._passes_over and any(cells):
                    self._passes_over = False
                elif any(cell.strip() for cell in cells):
                    count += 1
                    if count > MOST_ROWS:
                        sentence = _("Le fichier a plus de %(most)d lignes ; faites-en plusieurs.")
                        raise bad_file(sentence % {"most": MOST_ROWS})
                    yield begins, cells
        except csv.Error as error:
            sentence = _("La ligne %(line)d n’est pas du CSV : vérifiez ses guillemets et la longueur de ses cellules.")
            raise BadFile([BadCell(line + 1, "", sentence % {"line": line + 1})]) from error


class _Sheet:
    """The columns of the rows that follow."""

    def __init__(self, table: Table | None, columns: list[str], *, sectioned: bool) -> None:
        self._table, self._columns, self._sectioned = table, columns, sectioned

    @classmethod
    def headed(
        cls,
        gathered: Gathered,
        title: str,
        cells: list[str],
        line: int,
        shown: dict[tuple[str, str], str],
        *,
        sectioned: bool,
    ) -> "_Sheet":
        table = table_named(title)
        headings = _without_empty_end([cell.strip() for cell in cells])
        if table is None:
            sentence = _("« %(title)s » n’est pas une feuille connue : %(known)s.")
            known = ", ".join(each.title for each in TABLES)
            gathered.refuse(line, quoted(title), "", sentence % {"title": quoted(title), "known": known})
            return cls(None, headings, sectioned=sectioned)
        if len(headings) > MOST_COLUMNS:
            sentence = _("La ligne %(line)d de « %(sheet)s » a plus de %(most)d colonnes ; videz celles de droite.")
            facts = {"line": line, "sheet": table.title, "most": MOST_COLUMNS}
            raise BadFile([BadCell(line, table.title, sentence % facts)])
        columns = gathered.headed(table, headings, line)
        shown.update({(table.title, name): quoted(given) for name, given in zip(columns, headings, strict=True)})
        if gathered.bad and not sectioned:
            raise BadFile(gathered.bad)
        return cls(table, columns, sectioned=sectioned)

    def take(self, gathered: Gathered, cells: list[str], line: int) -> None:
        if self._table is None:
            return
        title, values = (cells[0].strip(), cells[1:]) if self._sectioned else (self._table.title, cells)
        if table_named(title) is not self._table:
            sentence = _("« %(title)s » n’est pas la feuille annoncée plus haut, « %(sheet)s ».")
            facts = {"title": quoted(title), "sheet": self._table.title}
            gathered.refuse(line, self._table.title, "", sentence % facts)
            return
        if any(value.strip() for value in values[len(self._columns) :]):
            sentence = _(
                "Cette ligne a plus de cellules que de titres de colonnes : un point-virgule sans guillemets ?"
            )
            gathered.refuse(line, self._table.title, "", sentence)
            return
        row = {name: unguarded(value) for name, value in zip(self._columns, values, strict=False) if name}
        gathered.add(self._table, row, line)


def _without_empty_end(cells: list[str]) -> list[str]:
    """A spreadsheet writes the cells of every column that was ever used."""
    most = len(cells)
    while most and not cells[most - 1]:
        most -= 1
    return cells[:most]
