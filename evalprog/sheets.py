"""Tables to take away, as CSV and as a workbook. No cell of them is ever a formula, whatever somebody wrote."""

import csv
import io
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import chain, zip_longest
from typing import Any

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Alignment, Font
from openpyxl.utils import get_column_letter

CSV = "text/csv; charset=utf-8"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
LONGEST = 32_767  # characters of a cell of a workbook
_WIDEST, _NARROWEST = 60, 10  # characters of a column
_FORMULA = ("=", "+", "-", "@", "\t", "\r")
# In French, spreadsheets cut lines at semicolons, quotation marks or not: what follows one, or a new line, would begin
# a cell. A dash and a space begin an item of a list.
_FORMULA_INSIDE = re.compile(r"(?<=[;\r\n])(?=[ \t]*(?:[=+@]|-(?! )))")

Cell = str | int | float | None


@dataclass(frozen=True, slots=True)
class Sheet:
    """``title``: of the tab. A row has as many cells as there are in ``header``."""

    title: str
    header: Sequence[str]
    rows: Sequence[Sequence[Cell]]


def as_csv(header: Iterable[str], rows: Iterable[Iterable[Cell]]) -> str:
    """For spreadsheets: a text that would be read as a formula is given an apostrophe; numbers stay numbers.

    The mark at the beginning tells them that this is UTF-8.
    """
    return "".join(csv_lines(header, rows))


def csv_lines(header: Iterable[str], rows: Iterable[Iterable[Cell]]) -> Iterator[str]:
    """The same line by line, for tables that are sent while they are being read."""
    text = io.StringIO()
    writer = csv.writer(text)
    yield "\ufeff"
    for row in chain([header], rows):
        writer.writerow(_safe(cell) if isinstance(cell, str) else cell for cell in row)
        yield text.getvalue()
        text.seek(0)
        text.truncate()


def as_xlsx(sheets: Iterable[Sheet]) -> bytes:
    """A workbook, its texts typed as texts: nothing in it is computed. It names nobody.

    A text longer than a cell holds goes on in the row below; nothing is cut.
    """
    book = Workbook(write_only=True)
    book.properties.creator = "EvalProg"
    for sheet in sheets:
        page = book.create_sheet(sheet.title[:31])
        page.freeze_panes = "A2"
        for number, width in enumerate(_widths(sheet), start=1):
            page.column_dimensions[get_column_letter(number)].width = width
        page.append([_cell(page, name, Font(bold=True)) for name in sheet.header])
        for row in sheet.rows:
            for line in _lines(row):
                page.append([_cell(page, value) for value in line])
    data = io.BytesIO()
    book.save(data)
    return data.getvalue()


def _safe(cell: str) -> str:
    cell = _FORMULA_INSIDE.sub("'", cell)
    return f"'{cell}" if cell.startswith(_FORMULA) else cell


def _lines(row: Sequence[Cell]) -> Iterator[tuple[Cell, ...]]:
    """The row, and those below it that long texts need."""
    yield from zip_longest(*(_pieces(value) for value in row))


def _pieces(value: Cell) -> list[Cell]:
    if not isinstance(value, str) or len(value) <= LONGEST:
        return [value]
    return [value[at : at + LONGEST] for at in range(0, len(value), LONGEST)]


def _cell(page: Any, value: Cell, font: Font | None = None) -> WriteOnlyCell:
    cell = WriteOnlyCell(page, value)
    if isinstance(value, str):
        cell.data_type = "s"  # « =1+1 » is these four characters
        cell.quotePrefix = value.startswith(_FORMULA)
    cell.alignment = Alignment(wrap_text=True, vertical="top")
    if font:
        cell.font = font
    return cell


def _widths(sheet: Sheet) -> Iterable[int]:
    """Of each column, that of its longest line, within bounds."""
    for column in zip(sheet.header, *sheet.rows, strict=True):
        longest = max(len(line) for value in column for line in str(value or "").split("\n"))
        yield min(max(longest + 2, _NARROWEST), _WIDEST)
