"""The series of a table of indicators, as charts (``evalprog.charts``): the same drawing on page and paper.

A total is not drawn beside its parts, which together are the total: they are one stacked drawing. Rows that stand under
no other are lines. What cannot be told apart in a drawing is left to the table, and never drawn in part.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from evalprog import charts
from evalprog.charts import Drawing
from programmes.indicators.parts import IndicatorRow, IndicatorTable


@dataclass(frozen=True, slots=True)
class RowSeries:
    label: str
    values: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class TableFigure:
    """``code``: of the table, and of the row whose parts are drawn: « origines », « origines.inscrits »."""

    code: str
    kind: str
    title: str
    unit: str
    source: str
    categories: tuple[str, ...]
    series: tuple[RowSeries, ...]


def drawings(table: IndicatorTable) -> tuple[Drawing, ...]:
    """The charts of a table, those that can be drawn, in the order of its rows."""
    return tuple(charts.drawing(figure) for figure in figures(table) if charts.is_drawable(figure))


def figures(table: IndicatorTable) -> Iterator[TableFigure]:
    heads = [row for row in table.rows if not row.part_of]
    yield _figure(table, charts.LINE, table.code, table.title, heads)
    for total, parts in table.totals():
        counted = [part for part in parts if not part.outside_total]
        yield _figure(
            table,
            charts.STACKED if _add_up(counted) else charts.LINE,
            f"{table.code}.{total.code}",
            f"{table.title} – {total.label}",
            counted,
        )


def _add_up(rows: list[IndicatorRow]) -> bool:
    """Whether the parts may be stacked: no percentage of different things, nothing below zero."""
    columns = range(min((len(row.values) for row in rows), default=0))
    return all((row.number(n) or 0) >= 0 for row in rows for n in columns)


def _figure(table: IndicatorTable, kind: str, code: str, title: str, rows: list[IndicatorRow]) -> TableFigure:
    series = tuple(RowSeries(row.label, tuple(value or "-" for value in row.values)) for row in rows)
    return TableFigure(code, kind, title, table.unit, table.source, table.years, series)
