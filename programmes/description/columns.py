"""The one table of sheets and columns by which a description is laid out as rows, made from the fields of its parts.

TABLES                         a sheet for the programme itself, one for each list of records within it
rows_of(document)              the rows of each sheet
Gathered().add(row) …          rows into documents again (see ``programmes.imports.gathering``)

A row says to which programme it belongs (``formation``), where it stands (``place``) and within which other row
(``dans``): places are labels such as « 1.2 » (the second group of the first) or « 1.2/3 » (a course of it), so that two
groups of the same title are never taken for one. Columns have the names of the keys of the YAML file.
"""

from collections.abc import Iterator
from dataclasses import MISSING, Field, dataclass, is_dataclass
from decimal import Decimal
from enum import Enum
from typing import Annotated, Any, get_args, get_origin

from evalprog.documents import keys_of
from programmes.description.parts import (
    AccessRow,
    AccessTable,
    Contact,
    Course,
    CourseGroup,
    Entity,
    FurtherStudy,
    Hours,
    JuryMember,
    Narrative,
    Outcome,
    OutcomeSet,
    Partner,
    ProgrammeDescription,
    RncpSheet,
    Teacher,
)

PROGRAMME, PLACE, WITHIN = "formation", "place", "dans"
# The names of the sheets; a list of records in the parts needs one here.
TITLES: dict[type, str] = {
    ProgrammeDescription: "Formations",
    Partner: "Partenaires",
    RncpSheet: "RNCP",
    Narrative: "Textes",
    CourseGroup: "Groupes",
    Course: "Cours",
    Teacher: "Enseignants",
    Hours: "Heures",
    OutcomeSet: "Ensembles d’acquis",
    Outcome: "Acquis",
    AccessTable: "Accès",
    AccessRow: "Conditions d’accès",
    Entity: "Entités",
    JuryMember: "Jury",
    Contact: "Contacts",
    FurtherStudy: "Poursuites d’études",
}


@dataclass(frozen=True, slots=True)
class Column:
    """``keys``: where the value stands in its record. ``kind``: of a value, or of each of a list, one to a line."""

    name: str
    keys: tuple[str, ...]
    kind: type
    is_list: bool = False
    keeps_empty: bool = False  # the key is needed, and may be empty
    is_marker: bool = False  # says only that an optional record is there
    keeps_blanks: bool = False  # blanks at its ends are part of a text
    is_code: bool = False  # words without spaces: a list of them may stand on one line
    is_needed: bool = False  # and may not be empty


@dataclass(frozen=True, slots=True)
class Table:
    """``keys``: of the list in the record above. ``is_nested``: rows may stand within rows of the same table."""

    title: str
    part: type
    keys: tuple[str, ...]
    above: "str | None"
    columns: tuple[Column, ...]
    is_nested: bool = False
    has_below: bool = False

    @property
    def header(self) -> tuple[str, ...]:
        ids = (PROGRAMME, *((PLACE,) if self.has_below else ()), *((WITHIN,) if self.is_placed else ()))
        return (*(ids if self.above else ids[:1]), *(column.name for column in self.columns))

    @property
    def is_placed(self) -> bool:
        """Its rows stand within rows of another table than that of programmes, or of their own."""
        return self.is_nested or self.above not in (None, TITLES[ProgrammeDescription])


def _table(part: type, keys: tuple[str, ...], above: str | None) -> Iterator[Table]:
    columns: list[Column] = []
    below: list[tuple[type, tuple[str, ...]]] = []
    _walk(part, (), columns, below)
    title, own = TITLES[part], [item for item, _keys in below]
    yield Table(title, part, keys, above, tuple(columns), part in own, bool(own))
    for item, item_keys in below:
        if item is not part:
            yield from _table(item, item_keys, title)


def _walk(part: type, keys: tuple[str, ...], columns: list[Column], below: list[Any]) -> None:
    for name, key_field, hint in keys_of(part):
        here = (*keys, name)
        item = get_args(hint)[0] if get_origin(hint) is tuple else hint
        if get_origin(hint) is tuple and isinstance(item, type) and is_dataclass(item):
            below.append((item, here))
        elif is_dataclass(hint):
            if key_field.default is None:
                columns.append(Column(".".join(here), here, bool, is_marker=True))
            _walk(hint, here, columns, below)
        else:
            columns.append(_column(here, key_field, item, is_list=item is not hint))


def _column(keys: tuple[str, ...], key_field: Field[Any], hint: Any, *, is_list: bool) -> Column:
    is_text = get_origin(hint) is Annotated
    rule = get_args(hint)[1] if is_text else None
    needed = key_field.default is MISSING and key_field.default_factory is MISSING
    return Column(
        ".".join(keys),
        keys,
        str if is_text or (isinstance(hint, type) and issubclass(hint, Enum)) else hint,
        is_list,
        keeps_empty=needed and is_text and rule is not None and rule.allows(""),
        keeps_blanks=rule is not None and rule.allows(" a\n"),
        is_needed=needed and (rule is None or not rule.allows("")),
        is_code=not is_text or (rule is not None and not rule.allows("a b")),
    )


TABLES: tuple[Table, ...] = tuple(_table(ProgrammeDescription, (), None))
BY_TITLE = {table.title: table for table in TABLES}
# The sheets whose rows stand within those of a sheet.
BELOW = {table.title: [t for t in TABLES if t.above == table.title] for table in TABLES}

Value = str | int | float | Decimal | bool | None
Row = dict[str, Value]


def rows_of(document: dict[str, Any], programme: str = "1") -> dict[str, list[Row]]:
    """By title of the sheet, rows by name of the column; what says nothing is not in them."""
    found: dict[str, list[Row]] = {table.title: [] for table in TABLES}
    _add(TABLES[0], document, {PROGRAMME: programme}, "", found)
    return found


def _add(table: Table, record: dict[str, Any], ids: Row, place: str, found: dict[str, list[Row]]) -> None:
    row = dict(ids)
    for column in table.columns:
        value = _at(record, column.keys)
        if column.is_marker:
            value = value is not None or None
        elif column.is_list and value is not None:
            value = "\n".join(str(item) for item in value)
        if value is not None and value != "":
            row[column.name] = value
    found[table.title].append(row)
    for below in BELOW[table.title]:
        _add_all(below, _at(record, below.keys), ids, place, found, "/")
    if table.is_nested:
        _add_all(table, _at(record, table.keys[-1:]), ids, place, found, ".")


def _add_all(table: Table, records: Any, ids: Row, place: str, found: dict[str, list[Row]], joint: str) -> None:
    for number, record in enumerate(records or (), start=1):
        own = f"{place}{joint}{number}" if place else str(number)
        row: Row = {PROGRAMME: ids[PROGRAMME]}
        if table.has_below:
            row[PLACE] = own
        if table.is_placed and place:
            row[WITHIN] = place
        _add(table, record, row, own, found)


def _at(record: Any, keys: tuple[str, ...]) -> Any:
    for key in keys:
        if not isinstance(record, dict) or key not in record:
            return None
        record = record[key]
    return record
