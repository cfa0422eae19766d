"""Cells of tables as sentences quote them, and what is said of cells that do not agree."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal

from evalprog.text import folded
from programmes.enums import IndicatorKind
from programmes.indicators.parts import CellRef, IndicatorRow, IndicatorTable
from programmes.indicators.rules import year_key

# Folded. One year of study is not all of them: « M1 », « L3 », « BUT 2 », « 1re année », « année 2 ».
_STUDY_YEAR = re.compile(
    r"\b(?:[lm] ?[1-3]|d[1-3]|(?:master|licence|but|dut|bts) ?[1-3]|annee [1-6]"
    r"|(?:[1-6] ?(?:re|ere|er|nde|de|d|e|eme|ieme)?|premiere|seconde|deuxieme|troisieme|quatrieme|cinquieme) annee)\b"
)
_TOTAL = re.compile(r"(?:total|totaux|ensemble)\b(?: general)?")


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

    @property
    def study_years(self) -> frozenset[str]:
        """Those that the row names, else its table; nothing for a row that counts them all."""
        return frozenset(_STUDY_YEAR.findall(folded(self.row.label)) or _STUDY_YEAR.findall(folded(self.table.title)))

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
    """The rows that count this, of all tables: in each one for all persons, and one for each year of study.

    A total speaks for its table; where several rows count this and none is their total, none speaks for all.
    """
    return [line for table in tables for line in _speaking(table, measure)]


def _speaking(table: IndicatorTable, measure: IndicatorKind) -> Iterator[Line]:
    groups: dict[frozenset[str], list[Line]] = {}
    for row in table.rows:
        if not row.part_of and _counts(table, row) == measure:
            line = Line(table, row)
            groups.setdefault(line.study_years, []).append(line)
    for group in groups.values():
        speaking = [line for line in group if _TOTAL.match(folded(line.row.label))] or group
        if len(speaking) == 1:
            yield speaking[0]


def _counts(table: IndicatorTable, row: IndicatorRow) -> IndicatorKind | None:
    """« Total » alone counts what its table does, where no row of it counts anything else."""
    measures = {other.measure for other in table.rows if not other.part_of} - {None}
    if row.measure is None and _TOTAL.fullmatch(folded(row.label)) and measures <= {table.kind}:
        return table.kind
    return table.measure_of(row)


def half_unit(spot: Spot) -> Decimal:
    """Within which a rounded value agrees with what it rounds: 0.5 for « 95 », 0.05 for « 95,6 »."""
    number = spot.number
    exponent = number.as_tuple().exponent if number is not None else 0
    return Decimal(5).scaleb(int(exponent) - 1)


def added(spots: Sequence[Spot]) -> str:
    """« L2 0 + DUT 3 »."""
    return " + ".join(f"{spot.row.label} {spot.value}" for spot in spots)


def same_persons(one: Line, other: Line) -> bool:
    """A table that does not say of whom it speaks speaks of all; a row of one year of study does not."""
    return folded(one.table.population) == folded(other.table.population) and one.study_years == other.study_years
