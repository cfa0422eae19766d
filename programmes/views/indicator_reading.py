"""The tables of a programme as their page shows them: cells with what is said of them, charts, references."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from evalprog.charts import Drawing
from programmes.indicators import CellRef, IndicatorTable, checks, drawing, references, year_key
from programmes.indicators.cells import Contradiction, Noted
from programmes.models import Indicator


@dataclass(frozen=True, slots=True)
class ShownCell:
    """``contradictions``: the numbers of those in which it stands, « 1, 3 ». ``anchor``: where sentences lead."""

    anchor: str
    value: str
    contradictions: tuple[int, ...]
    reference: str  # what is written in a text for the value to stand there
    year: str


@dataclass(frozen=True, slots=True)
class ShownRow:
    label: str
    level: int
    outside_total: bool
    cells: tuple[ShownCell, ...]


@dataclass(frozen=True, slots=True)
class ShownTable:
    indicator: Indicator
    table: IndicatorTable
    drawings: tuple[Drawing, ...]
    rows: tuple[ShownRow, ...]


@dataclass(frozen=True, slots=True)
class Place:
    """A cell that a sentence quotes. ``name``: its table, its row and its year; ``value``: as it is written."""

    anchor: str
    name: str
    value: str


@dataclass(frozen=True, slots=True)
class Told:
    """A contradiction or a note, with the places of its cells."""

    number: int
    sentence: str
    cells: tuple[Place, ...]


@dataclass(frozen=True, slots=True)
class Reading:
    tables: tuple[ShownTable, ...]
    contradictions: tuple[Told, ...]
    slips: tuple[Told, ...]
    notes: tuple[Told, ...]


def read(indicators: Iterable[Indicator]) -> Reading:
    """Of rows read ``with_documents``."""
    shown = list(indicators)
    tables = [indicator.table for indicator in shown]
    found = checks.check(tables)
    numbers: dict[CellRef, list[int]] = {}
    for number, one in enumerate(found, 1):
        for cell in one.cells:
            numbers.setdefault(cell, []).append(number)
    return Reading(
        tuple(_table(indicator, table, numbers) for indicator, table in zip(shown, tables, strict=True)),
        tuple(_told(found, tables)),
        tuple(_told(checks.slips(tables), tables)),
        tuple(_told(checks.notes(tables), tables)),
    )


def anchor(table: str, row: str, year: str) -> str:
    return f"cellule-{table}-{row}-{year_key(year)}"


def _table(indicator: Indicator, table: IndicatorTable, numbers: dict[CellRef, list[int]]) -> ShownTable:
    rows = tuple(
        ShownRow(
            row.label,
            table.level(row),
            row.outside_total,
            tuple(
                ShownCell(
                    anchor(table.code, row.code, year),
                    value,
                    tuple(numbers.get(CellRef(table.code, row.code, year), ())),
                    references.reference(table, row, year),
                    year,
                )
                for year, value in zip(table.years, row.values, strict=True)
            ),
        )
        for row in table.rows
    )
    return ShownTable(indicator, table, drawing.drawings(table), rows)


def _told(found: Sequence[Contradiction | Noted], tables: Sequence[IndicatorTable]) -> Iterable[Told]:
    known = places(tables)
    for number, one in enumerate(found, 1):
        yield Told(number, one.sentence, tuple(known[cell] for cell in one.cells))


def places(tables: Sequence[IndicatorTable]) -> dict[CellRef, Place]:
    """Where each cell stands on the page."""
    return {
        CellRef(table.code, row.code, year): Place(
            anchor(table.code, row.code, year), f"{table.title}, {row.label}, {year}", value
        )
        for table in tables
        for row in table.rows
        for year, value in zip(table.years, row.values, strict=True)
    }
