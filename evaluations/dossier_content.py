"""What a deposited dossier says: frozen dataclasses, and nothing else.

One ``DossierReading`` is the whole dossier as its institution committed itself to it: texts with the values of their
references, tables of figures, the description of the programme, the pieces with the hashes of their files. It is made
once from the facts (``reports.dossier_reading``), kept as canonical JSON with its SHA-256, and is the only source of
what the agency, the committee and the comparison of two versions show.
"""

import hashlib
import json
import types
import typing
from dataclasses import asdict, dataclass, fields, is_dataclass
from functools import cache
from typing import Any


@dataclass(frozen=True, slots=True)
class WrittenSection:
    """``text``: canonical rich text, in which references have become the values that they stood for."""

    code: str
    label: str
    text: str


@dataclass(frozen=True, slots=True)
class PointedPlace:
    """Where in a piece something stands. ``page``: from 1; none when it was not pointed at."""

    code: str
    label: str
    page: int | None


@dataclass(frozen=True, slots=True)
class DepositedPiece:
    """``expected``: the code of the form's piece that it is, or nothing. ``version``: of the document, from 1."""

    id: str
    expected: str
    position: int
    kind: str
    title: str
    text: str
    file_name: str
    sha256: str
    size: int | None
    pages: int | None
    version: int
    places: tuple[PointedPlace, ...]


@dataclass(frozen=True, slots=True)
class DepositedTable:
    """A table of figures. ``document``: as ``programmes.indicators`` reads it; ``section``: that it goes with."""

    code: str
    label: str
    section: str
    document: dict[str, Any]


@dataclass(frozen=True, slots=True)
class DepositedDescription:
    """What the institution says of the programme for a year. ``document``: as ``programmes.description`` reads it."""

    year: str
    revision: int
    sha256: str
    document: dict[str, Any]


@dataclass(frozen=True, slots=True)
class DossierReading:
    institution: str
    programme: str
    framework: str
    framework_version: int
    sections: tuple[WrittenSection, ...]
    tables: tuple[DepositedTable, ...]
    descriptions: tuple[DepositedDescription, ...]
    pieces: tuple[DepositedPiece, ...]

    def as_json(self) -> str:
        """Canonical: the same dossier is always the same bytes."""
        return json.dumps(asdict(self), ensure_ascii=False, sort_keys=True, separators=(",", ":"))

    @property
    def sha256(self) -> str:
        return hashlib.sha256(self.as_json().encode()).hexdigest()

    @classmethod
    def from_json(cls, content: str) -> "DossierReading":
        """:raises ValueError: for anything that is not a dossier."""
        return _built(cls, json.loads(content))

    def says_the_same(self, other: "DossierReading") -> bool:
        """Whether nothing differs of what the comparison of two dossiers shows: the name of an institution does not
        count, nor a text that was never begun."""
        return self._matter() == other._matter()

    def _matter(self) -> tuple[dict[str, Any], ...]:
        return (
            {section.code: section.text for section in self.sections if section.text},
            {table.code: table.document for table in self.tables},
            {description.year: description.sha256 for description in self.descriptions},
            {piece.id: piece for piece in self.pieces},
        )

    def section(self, code: str) -> WrittenSection | None:
        return next((section for section in self.sections if section.code == code), None)

    def table(self, code: str) -> DepositedTable | None:
        return next((table for table in self.tables if table.code == code), None)

    def piece(self, piece_id: str) -> DepositedPiece | None:
        return next((piece for piece in self.pieces if piece.id == piece_id), None)


def _built(kind: Any, value: Any) -> Any:
    origin, arguments = typing.get_origin(kind), typing.get_args(kind)
    if origin in (typing.Union, types.UnionType):
        return None if value is None else _built(arguments[0], value)
    if origin is tuple:
        if not isinstance(value, list):
            raise ValueError(f"a list is expected, not {type(value).__name__}")
        return tuple(_built(arguments[0], item) for item in value)
    if is_dataclass(kind):
        hints = _types_of(kind)
        if not isinstance(value, dict) or value.keys() != hints.keys():
            raise ValueError(f"{kind.__name__} has the keys {sorted(hints)}")  # type: ignore[union-attr]
        return kind(**{name: _built(hint, value[name]) for name, hint in hints.items()})  # type: ignore[operator]
    if not isinstance(value, origin or kind):
        raise ValueError(f"{kind} is expected, not {type(value).__name__}")
    return value


@cache
def _types_of(kind: Any) -> dict[str, Any]:
    hints = typing.get_type_hints(kind)
    return {field.name: hints[field.name] for field in fields(kind)}
