"""Cells of tables as sentences quote them, and what is said of cells that do not agree."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from evalprog.text import folded
from programmes.enums import IndicatorKind
from programmes.indicators.parts import CellRef, IndicatorRow, IndicatorTable
from programmes.indicators.rules import year_key


@dataclass(frozen=True, slots=True)
class Contradiction:
    """Cells that cannot all be right. ``rule`` names the check, for programs; ``sentence`` quotes every cell, as
    written; ``difference``: by how much they disagree."""

    rule: str
    sentence: str
    cells: tuple[CellRef, ...]
    difference: Decimal | None = None


@dataclass(frozen=True, slots=True)
class Noted:
    """Something that a reader may ask about, and that is not wrong."""

    rule: str
    sentence: str
    cells: tuple[CellRef, ...]


@dataclass(frozen=True, slots=True)
class Line:
    """A row and its table."""

    table: IndicatorTable
    row: IndicatorRow

    def at(self, key: str) -> "Spot | None":
        """The cell of a year, by the key of the year."""
        column = next((n for n, year in enumerate(self.table.years) if year_key(year) == key), None)
        return Spot(self.table, self.row, column) if column is not None else None

    def spots(self) -> "list[Spot]":
        return [Spot(self.table, self.row, column) for column in range(len(self.table.years))]


@dataclass(frozen=True, slots=True)
class Spot:
    """A cell in its place."""

    table: IndicatorTable
    row: IndicatorRow
    column: int

    @property
    def number(self) -> Decimal | None:
        return self.row.number(self.column)

    @property
    def value(self) -> str:
        """As written."""
        return self.row.values[self.column]

    @property
    def year(self) -> str:
        return self.table.years[self.column]

    @property
    def ref(self) -> CellRef:
        return CellRef(self.table.code, self.row.code, self.year)

    @property
    def is_percentage(self) -> bool:
        return self.value.rstrip().endswith("%") or self.table.unit.strip() == "%"

    def __str__(self) -> str:
        """« Titre », « Ligne »: without the year, which most sentences have said."""
        return f"«\u00a0{self.table.title}\u00a0», «\u00a0{self.row.label}\u00a0»"


def lines(tables: Sequence[IndicatorTable], measure: IndicatorKind) -> list[Line]:
    """The rows that count this, of all tables."""
    return [
        Line(table, row)
        for table in tables
        for row in table.rows
        if not row.part_of and table.measure_of(row) == measure
    ]


def half_unit(spot: Spot) -> Decimal:
    """Within which a rounded value agrees with what it rounds: 0.5 for « 95 », 0.05 for « 95,6 »."""
    number = spot.number
    exponent = number.as_tuple().exponent if number is not None else 0
    return Decimal(5).scaleb(int(exponent) - 1)


def added(spots: Sequence[Spot]) -> str:
    """« L2 0 + DUT 3 »."""
    return " + ".join(f"{spot.row.label} {spot.value}" for spot in spots)


def same_population(one: IndicatorTable, other: IndicatorTable) -> bool:
    """A table that does not say of whom it speaks speaks of all."""
    return folded(one.population) == folded(other.population)
