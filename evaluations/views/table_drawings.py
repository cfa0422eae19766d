"""A table of indicators as pages show it: its charts and all its values, from the table that is frozen or standing."""

from collections.abc import Iterable
from dataclasses import dataclass

from evalprog.charts import Drawing
from evaluations.dossier_content import DepositedTable
from programmes.indicators import IndicatorRow, IndicatorTable, parse
from programmes.indicators.drawing import drawings


@dataclass(frozen=True, slots=True)
class ShownRow:
    row: IndicatorRow
    level: int


@dataclass(frozen=True, slots=True)
class Shown:
    table: IndicatorTable
    charts: tuple[Drawing, ...]
    rows: tuple[ShownRow, ...]


def shown(table: IndicatorTable) -> Shown:
    return Shown(table, drawings(table), tuple(ShownRow(row, table.level(row)) for row in table.rows))


def deposited(tables: Iterable[DepositedTable]) -> list[Shown]:
    """:raises DocumentInvalid: for a table that was frozen under other rules."""
    return [shown(parse(table.document)) for table in tables]
