"""A CSV file: the sheets of a workbook one after the other, or one table of programmes."""

import csv
import io
from collections.abc import Callable

from django.utils.translation import gettext as _

from evalprog.documents import quoted
from programmes.description.columns import TABLES, Table
from programmes.exports.csv_file import HEADER, unguarded
from programmes.imports.gathering import Gathered, known_columns, table_of
from programmes.imports.limits import MOST_ROWS
from programmes.imports.parsed import BadCell, BadFile, ReadFile, bad_file

_LONGEST_CELL = 131_000


def read(text: str, *, tick: Callable[[int], None] = lambda line: None) -> ReadFile:
    """``tick`` is told the lines read.

    :raises BadFile: with every bad cell; its column is the heading.
    """
    gathered = Gathered(lambda title, heading: f"{title}.{heading}" if heading else title)
    reader = _Rows(text)
    sheet: _Sheet | None = None
    for line, cells in reader:
        if cells[0].startswith(HEADER):
            sheet = _Sheet.headed(gathered, cells[0].removeprefix(HEADER), cells[1:], line, sectioned=True)
        elif sheet is None:
            sheet = _Sheet.headed(gathered, TABLES[0].title, cells, line, sectioned=False)
        else:
            sheet.take(gathered, cells, line)
        if line % 500 == 0:
            tick(line)
    return gathered.read()


class _Rows:
    """The rows that say something, each with the line where it begins."""

    def __init__(self, text: str) -> None:
        first = next((line for line in text[:100_000].splitlines() if line.strip()), "")
        self._delimiter = max(";,\t", key=first.count)
        self._text = text

    def __iter__(self):
        csv.field_size_limit(_LONGEST_CELL)
        reader = csv.reader(io.StringIO(self._text, newline=""), delimiter=self._delimiter, strict=True)
        line = count = 0
        try:
            for cells in reader:
                begins, line = line + 1, reader.line_num
                if any(cell.strip() for cell in cells):
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
    def headed(cls, gathered: Gathered, title: str, cells: list[str], line: int, *, sectioned: bool) -> "_Sheet":
        table = table_of(title)
        columns = [cell.strip() for cell in cells]
        if table is None:
            sentence = _("« %(title)s » n’est pas une feuille connue : %(known)s.")
            known = ", ".join(each.title for each in TABLES)
            gathered.refuse(line, quoted(title), "", sentence % {"title": quoted(title), "known": known})
            return cls(None, columns, sectioned=sectioned)
        for heading in check_headings(table, columns):
            gathered.refuse(line, table.title, quoted(heading[0]), heading[1])
        if gathered.bad and not sectioned:
            raise BadFile(gathered.bad)
        return cls(table, columns, sectioned=sectioned)

    def take(self, gathered: Gathered, cells: list[str], line: int) -> None:
        if self._table is None:
            return
        title, values = (cells[0].strip(), cells[1:]) if self._sectioned else (self._table.title, cells)
        if title != self._table.title:
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


def check_headings(table: Table, columns: list[str]) -> list[tuple[str, str]]:
    """Headings that are wrong, each with its sentence."""
    known, wrong = known_columns(table), []
    for number, heading in enumerate(columns):
        if not heading:
            continue
        if heading not in known:
            sentence = _("« %(heading)s » n’est pas une colonne de « %(sheet)s » ; choisissez parmi %(known)s.")
            facts = {"heading": quoted(heading), "sheet": table.title, "known": ", ".join(table.header)}
            wrong.append((heading, sentence % facts))
        elif heading in columns[:number]:
            wrong.append((heading, _("La colonne « %(heading)s » figure deux fois.") % {"heading": heading}))
    return wrong
