"""A table of indicators as a grid of fields: made from a table, and read back from what was sent.

Rows and columns that are left empty are not kept; there are always some to be filled. A new row gets its code from its
label; a row that has one keeps it, so that references in texts go on meaning the same.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _

from evalprog.documents import Problem
from evalprog.text import normalise, one_line
from programmes.enums import IndicatorKind
from programmes.indicators import IndicatorTable, guessing, problems_of

FRESH_ROWS, FRESH_COLUMNS = 3, 1
MOST_FIELDS = 900  # a browser's form of more is refused on arrival
_FIELDS_OF_ROW = 5
_LABEL_WIDTH = 24  # letters on a line of the field of a label
_TEXTS = ("title", "population", "unit", "source")
_EMPTY = "«\u00a0\u00a0»\u00a0: "  # how a rule quotes what was left empty
_NAMES = {
    "title": _("Intitulé"),
    "kind": _("Nature"),
    "population": _("Population"),
    "unit": _("Unité"),
    "source": _("Source"),
    "note": _("Note"),
    "years": _("Colonnes"),
    "rows": _("Lignes"),
}


@dataclass(frozen=True, slots=True)
class GridRow:
    """``key``: the code of a row that has one, else « +1 », « +2 »: by it other rows say of what they are part."""

    key: str
    label: str = ""
    part_of: str = ""
    outside_total: bool = False
    measure: str = ""
    values: tuple[str, ...] = ()

    @property
    def label_lines(self) -> int:
        """That its label takes in its field: it is read whole."""
        return max(1, -(-len(self.label) // _LABEL_WIDTH))

    @property
    def is_blank(self) -> bool:
        return not self.label and not any(self.values)


@dataclass(frozen=True, slots=True)
class Grid:
    code: str
    kind: str
    title: str
    population: str
    unit: str
    source: str
    note: str
    years: tuple[str, ...]
    rows: tuple[GridRow, ...]

    @property
    def document(self) -> dict[str, Any]:
        """What ``programmes.indicators.parse`` reads: without what is blank."""
        columns = [n for n, year in enumerate(self.years) if year or any(_at(row.values, n) for row in self.rows)]
        rows = [row for row in self.rows if not row.is_blank]
        codes = _codes(rows)
        texts = {name: getattr(self, name) for name in (*_TEXTS, "note") if getattr(self, name) or name == "title"}
        return {
            "code": self.code,
            "kind": self.kind,
            **texts,
            "years": [self.years[n] for n in columns],
            "rows": [_row(row, codes, columns) for row in rows],
        }

    @property
    def problems(self) -> list[Problem]:
        """What keeps it from being a table, in the words of whoever fills the grid."""
        return [Problem("", _on_page(self, problem)) for problem in problems_of(self.document)]


def blank(years: tuple[str, ...]) -> Grid:
    return with_room(Grid("", IndicatorKind.ENROLLED, "", "", "", "", "", years, ()))


def of_table(table: IndicatorTable) -> Grid:
    rows = tuple(
        GridRow(row.code, row.label, row.part_of, row.outside_total, row.measure or "", row.values)
        for row in table.rows
    )
    texts = (table.title, table.population, table.unit, table.source, table.note)
    return with_room(Grid(table.code, table.kind, *texts, table.years, rows))


def read(sent: Mapping[str, str], *, code: str) -> Grid:
    """What was sent, every text in its canonical form; as many rows and columns as there were."""
    columns = _count(sent, "columns", 60)
    years = tuple(one_line(sent.get(f"year-{n}", "")) for n in range(columns))
    rows = tuple(_read_row(sent, n, columns) for n in range(_count(sent, "rows", 300)))
    texts = {name: one_line(sent.get(name, "")) for name in _TEXTS}
    return Grid(
        code, sent.get("kind", ""), **texts, note=normalise(sent.get("note", "")).strip(), years=years, rows=rows
    )


def fits(table: IndicatorTable) -> bool:
    rows, columns = len(table.rows) + FRESH_ROWS, len(table.years) + FRESH_COLUMNS
    return rows * (columns + _FIELDS_OF_ROW) + columns + 20 <= MOST_FIELDS


def with_room(grid: Grid) -> Grid:
    """The same with empty rows and columns to fill, however many were filled."""
    kept = [row for row in grid.rows if not row.is_blank]
    taken = {row.key for row in kept}
    fresh = [key for n in range(1, 1000) if (key := f"+{n}") not in taken][:FRESH_ROWS]
    columns = len(grid.years) + (FRESH_COLUMNS if not grid.years or grid.years[-1] else 0)
    years = (*grid.years, *[""] * (columns - len(grid.years)))
    rows = [
        GridRow(r.key, r.label, r.part_of, r.outside_total, r.measure, (*r.values, *[""] * (columns - len(r.values))))
        for r in (*kept, *(GridRow(key) for key in fresh))
    ]
    return Grid(
        grid.code, grid.kind, grid.title, grid.population, grid.unit, grid.source, grid.note, years, tuple(rows)
    )


def _read_row(sent: Mapping[str, str], n: int, columns: int) -> GridRow:
    return GridRow(
        key=one_line(sent.get(f"key-{n}", "")) or f"+{n + 1}",
        label=one_line(sent.get(f"label-{n}", "")),
        part_of=one_line(sent.get(f"part-{n}", "")),
        outside_total=bool(sent.get(f"outside-{n}")),
        measure=sent.get(f"measure-{n}", ""),
        values=tuple(one_line(sent.get(f"cell-{n}-{column}", "")) for column in range(columns)),
    )


def _count(sent: Mapping[str, str], name: str, most: int) -> int:
    said = sent.get(name, "")
    return min(int(said), most) if said.isascii() and said.isdigit() and len(said) < 5 else 0


def _codes(rows: list[GridRow]) -> dict[str, str]:
    """The code of each row by its key: kept, or made from its label."""
    codes = {row.key: row.key for row in rows if not row.key.startswith("+")}
    for row in rows:
        if row.key.startswith("+"):
            measure = IndicatorKind(row.measure) if row.measure in IndicatorKind.values else None
            codes[row.key] = guessing.row_code(row.label, measure, set(codes.values()))
    return codes


def _row(row: GridRow, codes: dict[str, str], columns: list[int]) -> dict[str, Any]:
    plain: dict[str, Any] = {"code": codes[row.key], "label": row.label}
    if row.part_of:
        plain["part_of"] = codes.get(row.part_of, row.part_of)
    if row.outside_total:
        plain["outside_total"] = True
    if row.measure:
        plain["measure"] = row.measure
    return plain | {"values": [_at(row.values, n) for n in columns]}


def _at(values: tuple[str, ...], n: int) -> str:
    return values[n] if n < len(values) else ""


def _on_page(grid: Grid, problem: Problem) -> str:
    """The sentence after the name of what it is about, as the page calls it."""
    sentence = (problem.on_page or problem.sentence).removeprefix(_EMPTY)
    head = problem.path.partition(".")[0]
    rows = [row for row in grid.rows if not row.is_blank]
    if head.startswith("rows[") and (at := head[5:-1]).isdigit() and int(at) < len(rows):
        label = rows[int(at)].label
        return f"{label[:60]}\u00a0: {sentence}" if label and label not in sentence else sentence
    named = _NAMES.get(head.partition("[")[0])
    return f"{named}\u00a0: {sentence}" if named else sentence
