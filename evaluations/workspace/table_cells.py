"""The cells of a table, each with its place: the row and the column, from 1, as the table is shown.

The rows of the head count. A cell that spans several places stands at the first of them.
"""

from dataclasses import dataclass

from lxml import etree
from lxml import html as lxml_html

from programmes.indicators import IndicatorTable


@dataclass(frozen=True, slots=True)
class Cell:
    text: str
    row: int
    column: int
    is_header: bool
    scope: str
    colspan: int
    rowspan: int


@dataclass(frozen=True, slots=True)
class Grid:
    caption: str
    head: tuple[tuple[Cell, ...], ...]
    body: tuple[tuple[Cell, ...], ...]

    def at(self, row: int | None, column: int | None) -> Cell | None:
        """The cell that begins at that place."""
        cells = (cell for line in (*self.head, *self.body) for cell in line)
        return next((cell for cell in cells if (cell.row, cell.column) == (row, column)), None)


def grid(fragment: str) -> Grid:
    """The first table of a canonical rich text; an empty grid when there is none."""
    root = lxml_html.fragment_fromstring(fragment, create_parent="div")
    table = root.find(".//table")
    if table is None:
        return Grid("", (), ())
    taken: set[tuple[int, int]] = set()
    head, body = [], []
    for number, row in enumerate(table.iter("tr"), start=1):
        (head if row.getparent().tag == "thead" else body).append(_row(row, number, taken))
    caption = table.find("caption")
    return Grid(_text(caption) if caption is not None else "", tuple(head), tuple(body))


def figures_grid(table: IndicatorTable) -> Grid:
    """A table of figures as it is shown: the years head the columns, the labels the rows."""
    years = [Cell(year, 1, column, True, "col", 1, 1) for column, year in enumerate(table.years, start=2)]
    body = [
        (
            Cell(row.label, number, 1, True, "row", 1, 1),
            *(Cell(value, number, column, False, "", 1, 1) for column, value in enumerate(row.values, start=2)),
        )
        for number, row in enumerate(table.rows, start=2)
    ]
    return Grid("", ((Cell("", 1, 1, False, "", 1, 1), *years),), tuple(body))


def _row(element: etree._Element, number: int, taken: set[tuple[int, int]]) -> tuple[Cell, ...]:
    cells, column = [], 1
    for cell in element:
        while (number, column) in taken:
            column += 1
        wide, tall = int(cell.get("colspan", "1")), int(cell.get("rowspan", "1"))
        taken |= {(number + down, column + across) for down in range(tall) for across in range(wide)}
        is_header = cell.tag == "th"
        cells.append(Cell(_text(cell), number, column, is_header, cell.get("scope", ""), wide, tall))
    return tuple(cells)


def _text(element: etree._Element) -> str:
    return " ".join(" ".join(element.itertext()).split(" ")).strip()
