"""A table of indicators of a programme: frozen dataclasses whose fields are the file format.

A value is kept word for word (« 13 », « 95,6 % », « - »): what is not available is not zero, and what somebody wrote is
what everybody reads. ``number`` says what it counts for.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from dataclasses import field as key
from decimal import Decimal

from evalprog import numbers
from evalprog.documents import REPEATABLE, Code, Key, Line, unique
from programmes.enums import IndicatorKind
from programmes.indicators.rules import CellText, Column, Heading, Note


@dataclass(frozen=True, slots=True, kw_only=True)
class IndicatorRow:
    """A row. ``part_of``: code of the row of which it is a part. ``outside_total``: it stands under that row and is
    not counted in it. ``measure``: what it counts, where that is one of the things that tables are confronted on.
    ``values``: one for each column, word for word.
    """

    code: Code
    label: Heading
    part_of: Key = ""
    outside_total: bool = False
    measure: IndicatorKind | None = None
    values: tuple[CellText, ...] = key(default=(), metadata=REPEATABLE)

    def number(self, column: int) -> Decimal | None:
        """None for what is not available, and for what is not a number."""
        return numbers.number(self.values[column])

    def is_not_available(self, column: int) -> bool:
        return numbers.read_cell(self.values[column]) is None


@dataclass(frozen=True, slots=True, kw_only=True)
class IndicatorTable:
    """``population``: of whom it speaks. ``years``: the columns, years most often. ``note``: plain, several lines."""

    code: Code
    kind: IndicatorKind
    title: Heading
    population: Line = ""
    unit: Line = ""
    source: Line = ""
    note: Note = ""
    years: tuple[Column, ...]
    rows: tuple[IndicatorRow, ...] = key(metadata=unique("code"))

    def row(self, code: str) -> IndicatorRow | None:
        return next((row for row in self.rows if row.code == code), None)

    def parts_of(self, code: str) -> tuple[IndicatorRow, ...]:
        return tuple(row for row in self.rows if row.part_of == code)

    def totals(self) -> Iterator[tuple[IndicatorRow, tuple[IndicatorRow, ...]]]:
        """Every row that has parts, with them."""
        for row in self.rows:
            if parts := self.parts_of(row.code):
                yield row, parts

    def measure_of(self, row: IndicatorRow) -> IndicatorKind | None:
        """What it counts: said by the row, else by the table where it is the only one that stands under no other."""
        if row.measure is not None or row.part_of:
            return row.measure
        return self.kind if [other.code for other in self.rows if not other.part_of] == [row.code] else None

    def level(self, row: IndicatorRow) -> int:
        """0 for a row that is part of no other."""
        above = self.row(row.part_of) if row.part_of else None
        return 1 + self.level(above) if above is not None else 0


@dataclass(frozen=True, slots=True, order=True)
class CellRef:
    """A cell, to be pointed at: code of the table, code of the row, heading of the column."""

    table: str
    row: str
    year: str
