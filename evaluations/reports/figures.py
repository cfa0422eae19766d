"""Series of figures, read from a table of the dossier.

The reading keeps what the table says, word for word; where a point or a bar stands is computed again for each drawing,
on page and paper alike (``evalprog.charts``).
"""

from collections.abc import Iterator
from typing import Any

from lxml import html as lxml_html

from evalprog import charts
from evaluations.content import FigureReading, SeriesReading
from evaluations.definition import FigureDefinition


def read(figure: FigureDefinition, table: str, *, source: str) -> Iterator[FigureReading]:
    """The figure of a table with years in columns; nothing where the table is of another form."""
    rows = [
        [_text(cell) for cell in row] for row in lxml_html.fragment_fromstring(table, create_parent="div").iter("tr")
    ]
    if len(rows) < 2 or len({len(row) for row in rows}) > 1:
        return
    (heading, *categories), *lines = rows
    series = tuple(SeriesReading(label, tuple(values)) for label, *values in lines)
    drawn = FigureReading(
        figure.code, figure.kind.value, figure.label, figure.unit, source, heading, tuple(categories), series
    )
    if charts.is_drawable(drawn):
        yield drawn


def _text(cell: Any) -> str:
    return " ".join("".join(cell.itertext()).split())
