"""What was read of a file before its references are followed."""

from dataclasses import dataclass, field
from typing import Any

from programmes.imports.parsed import Noted

Document = dict[str, Any]


@dataclass(slots=True)
class Unit:
    """``parent``: nothing at the root, else the identifier of the unit around it, known when that one ends."""

    document: Document
    line: int | None
    within: list[str] = field(default_factory=list)
    is_within: bool = False


@dataclass(slots=True)
class Program:
    """``references``: the units to which it refers. ``lines``: of paths of its document."""

    document: Document
    line: int | None
    structure: list[Any] = field(default_factory=list)
    references: list[str] = field(default_factory=list)
    habilitation: str = ""
    noted: list[Noted] = field(default_factory=list)
    lines: dict[str, int] = field(default_factory=dict)

    def line_of(self, path: str) -> int | None:
        while path and path not in self.lines:
            path = path[: max(path.rfind("."), path.rfind("["), 0)]
        return self.lines.get(path, self.line)


@dataclass(slots=True)
class Course:
    """``teachers``: identifiers of persons, each with its role. ``years``: of study, « bac+4 »."""

    document: Document
    line: int | None
    teachers: list[tuple[str, str]] = field(default_factory=list)
    years: list[str] = field(default_factory=list)


@dataclass(slots=True)
class Parts:
    units: dict[str, Unit] = field(default_factory=dict)
    programs: list[Program] = field(default_factory=list)
    courses: dict[str, Course] = field(default_factory=dict)
    persons: dict[str, Document] = field(default_factory=dict)
    habilitations: dict[str, Document] = field(default_factory=dict)
    day: str = ""  # of the exchange, « 2012-05-04 »
