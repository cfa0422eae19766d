"""What a sheet is made of: frozen dataclasses, in the words of whoever reads it.

Page, paper and comparison read these and nothing else. Numbers and labels are texts in the language of the reader;
texts marked « rich » are canonical HTML fragments.
"""

from dataclasses import dataclass

from programmes.description import FurtherStudy, JuryMember
from programmes.description.matrix import Matrix
from programmes.reports.symbols import Sign


@dataclass(frozen=True, slots=True)
class HeadFact:
    """``key`` names it for programs and comparisons. ``items``: one value or several."""

    key: str
    label: str
    items: tuple[str, ...]

    @property
    def value(self) -> str:
        return " ; ".join(self.items)


@dataclass(frozen=True, slots=True)
class NarrativePart:
    """``title``: its own, or nothing. ``text``: rich."""

    kind: str
    title: str
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class CourseLine:
    """A course where it stands. ``blocks``: for each annual block of the programme, whether it is followed there.

    ``hours_told``: « 30 h de cours magistral, 15 h de travaux dirigés ». ``description``: rich.
    """

    code: str
    title: str
    signs: tuple[Sign, ...]
    teachers: tuple[str, ...]
    language: str
    term: str
    term_short: str
    hours: str
    hours_told: str
    workload: str
    credits: str
    blocks: tuple[bool, ...]
    prerequisites: tuple[str, ...]
    outcomes: tuple[str, ...]
    description: str
    is_cut_off: bool

    @property
    def teachers_told(self) -> str:
        return ", ".join(self.teachers)


@dataclass(frozen=True, slots=True, kw_only=True)
class GroupPart:
    """A group of courses. ``level``: how deep it stands, from 0. ``declared``, ``computed``: credits, or nothing.

    ``differs``: the courses do not make what is declared, and it is no choice among them.
    ``is_choice``: fewer credits are to be taken than are offered.
    """

    anchor: str
    level: int
    code: str
    title: str
    kind: str
    signs: tuple[Sign, ...]
    declared: str
    computed: str
    differs: bool
    is_choice: bool
    note: str
    courses: tuple[CourseLine, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Structure:
    groups: tuple[GroupPart, ...]
    blocks: tuple[int, ...]  # the annual blocks, in order
    legend: tuple[Sign, ...]
    declared: str
    computed: str
    differs: bool
    course_count: int


@dataclass(frozen=True, slots=True)
class OutcomePart:
    """``courses``: codes of those that contribute to it. ``is_gap``: none does, while others have some."""

    code: str
    text: str
    courses: tuple[str, ...]
    is_gap: bool
    outcomes: tuple["OutcomePart", ...]


@dataclass(frozen=True, slots=True)
class OutcomeSetPart:
    title: str
    outcomes: tuple[OutcomePart, ...]


@dataclass(frozen=True, slots=True)
class MatrixTable:
    """A part of the matrix that has room on one page: every row, some columns. ``lines``: (code, title, marks)."""

    columns: tuple[tuple[str, str, bool], ...]  # code, text, whether it is a gap
    lines: tuple[tuple[str, str, tuple[bool, ...]], ...]


@dataclass(frozen=True, slots=True)
class MatrixPart:
    """``is_too_large``: for a table; then only the gaps are told, and the outcomes tell their courses."""

    matrix: Matrix
    is_too_large: bool

    def tables(self, columns: int) -> tuple[MatrixTable, ...]:
        """As many tables as are needed when a page has room for so many columns."""
        if self.is_too_large:
            return ()
        return tuple(self._table(at, at + columns) for at in range(0, len(self.matrix.columns), columns))

    def _table(self, first: int, end: int) -> MatrixTable:
        return MatrixTable(
            tuple((column.code, column.text, not column.covered) for column in self.matrix.columns[first:end]),
            tuple((row.code, row.title, row.marks[first:end]) for row in self.matrix.rows),
        )


@dataclass(frozen=True, slots=True)
class AccessLine:
    heading: str
    diploma: str
    conditions: str
    access: str
    remarks: str
    extra: str  # credits to be added: « de 15 à 30 crédits »


@dataclass(frozen=True, slots=True)
class AccessPart:
    title: str
    lines: tuple[AccessLine, ...]
    note: str


@dataclass(frozen=True, slots=True)
class EntityPart:
    kind: str
    name: str
    lines: tuple[str, ...]
    website: str  # an address that a browser may follow, or nothing


@dataclass(frozen=True, slots=True)
class ContactPart:
    role: str
    name: str
    email: str
    phone: str


@dataclass(frozen=True, slots=True)
class ManagementPart:
    path: str
    head: str
    entities: tuple[EntityPart, ...]
    jury: tuple[JuryMember, ...]
    contacts: tuple[ContactPart, ...]


@dataclass(frozen=True, slots=True)
class SheetSection:
    """A chapter of the sheet. ``part`` names the data that stand in it after its narratives, or nothing."""

    anchor: str
    label: str
    part: str
    narratives: tuple[NarrativePart, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Sheet:
    """A programme in one academic year, as it is read. ``sections``: the chapters that say something, in order."""

    title: str
    year: str
    institution: str
    kind: str
    credits: str
    facts: tuple[HeadFact, ...]
    sections: tuple[SheetSection, ...]
    structure: Structure
    outcome_sets: tuple[OutcomeSetPart, ...]
    matrix: MatrixPart
    access: tuple[AccessPart, ...]
    management: ManagementPart | None
    further_studies: tuple[FurtherStudy, ...]

    @property
    def narratives(self) -> tuple[NarrativePart, ...]:
        return tuple(narrative for section in self.sections for narrative in section.narratives)

    @property
    def courses(self) -> tuple[CourseLine, ...]:
        """Each once, where it stands first."""
        found: dict[str, CourseLine] = {}
        for group in self.structure.groups:
            for course in group.courses:
                found.setdefault(course.code, course)
        return tuple(found.values())
