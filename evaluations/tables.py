"""A typed view of the tables in a rich text: captions, columns, rows and their numbers.

« - » says that a figure is not available: it is None, never 0. A figure is a Decimal; any other cell its own text.
"""

from dataclasses import dataclass

from lxml import etree
from lxml import html as lxml_html

from evalprog.numbers import Cell, read_cell


@dataclass(frozen=True, slots=True)
class DataRow:
    label: str
    level: int  # 1 for a part of the row above it
    cells: tuple[Cell, ...]


@dataclass(frozen=True, slots=True)
class DataTable:
    caption: str
    columns: tuple[str, ...]  # of the cells: without the heading of the labels
    rows: tuple[DataRow, ...]


def read_tables(fragment: str) -> tuple[DataTable, ...]:
    """Every table of a canonical rich text, in order."""
    if "<table" not in fragment:
        return ()
    root = lxml_html.fragment_fromstring(fragment, create_parent="div")
    return tuple(_table(element) for element in root.iter("table"))


def _table(element: etree._Element) -> DataTable:
    caption = element.find("caption")
    head = element.find("thead/tr")
    columns = [_text(cell) for cell in head] if head is not None else []
    rows = [row for row in element.iter("tr") if row.getparent().tag != "thead" and len(row)]
    return DataTable(
        caption=_text(caption) if caption is not None else "",
        columns=tuple(columns[1:]),
        rows=tuple(_row(row) for row in rows),
    )


def _row(element: etree._Element) -> DataRow:
    label, *cells = element
    level = label.get("data-level", "0")
    return DataRow(_text(label), int(level), tuple(read_cell(_text(cell)) for cell in cells))


def _text(element: etree._Element) -> str:
    return " ".join("".join(element.itertext()).split())
