"""Which course contributes to which outcome, and what nobody serves: the same table for pages, paper and remarks."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from programmes.description.parts import Course, Outcome, ProgrammeDescription


@dataclass(frozen=True, slots=True, kw_only=True)
class MatrixColumn:
    """An outcome that has a code. ``level``: how deep it stands, from 0; ``heading``: the set of outcomes it is in.

    ``within``: the codes of the outcomes around it, the nearest first. ``courses``: how many contribute to it.
    ``covered``: a course serves it, one within it or one around it.
    """

    code: str
    text: str
    level: int
    heading: str
    within: tuple[str, ...]
    courses: int
    covered: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class MatrixRow:
    """A course, once, whatever the number of groups it stands in. ``marks``: one per column, in their order.

    ``unknown``: codes of outcomes that it names and that the programme has not.
    """

    code: str
    title: str
    marks: tuple[bool, ...]
    unknown: tuple[str, ...] = ()

    @property
    def is_empty(self) -> bool:
        """It contributes to no outcome of the programme."""
        return not any(self.marks)


@dataclass(frozen=True, slots=True, kw_only=True)
class Matrix:
    columns: tuple[MatrixColumn, ...] = ()
    rows: tuple[MatrixRow, ...] = ()

    @property
    def has_marks(self) -> bool:
        """Whether the catalogue links at least one course to one outcome: without any, gaps say nothing."""
        return any(not row.is_empty for row in self.rows)

    @property
    def uncovered(self) -> tuple[MatrixColumn, ...]:
        """The outcomes that no course serves."""
        return tuple(column for column in self.columns if not column.covered)

    @property
    def without_outcome(self) -> tuple[MatrixRow, ...]:
        """The courses that serve no outcome."""
        return tuple(row for row in self.rows if row.is_empty)


@dataclass(frozen=True, slots=True)
class _Placed:
    outcome: Outcome
    heading: str
    around: tuple[str, ...]
    level: int


def matrix(description: ProgrammeDescription) -> Matrix:
    """In the order of the catalogue, both ways. The size of the table is courses times outcomes."""
    placed = [item for item in _placed(description) if item.outcome.code]
    courses = _served(description.all_courses())
    counts = {str(item.outcome.code): 0 for item in placed}
    for _course, served in courses.values():
        for code in served:
            if code in counts:
                counts[code] += 1
    columns = tuple(_columns(placed, counts))
    rows = tuple(_row(course, served, counts) for course, served in courses.values())
    return Matrix(columns=columns, rows=rows)


def _placed(description: ProgrammeDescription) -> Iterator[_Placed]:
    for outcome_set in description.outcome_sets:
        for outcome in outcome_set.outcomes:
            yield from _within(outcome, outcome_set.title, (), 0)


def _within(outcome: Outcome, heading: str, around: tuple[str, ...], level: int) -> Iterator[_Placed]:
    yield _Placed(outcome, heading, around, level)
    inner = (outcome.code, *around) if outcome.code else around
    for child in outcome.outcomes:
        yield from _within(child, heading, inner, level + 1)


def _served(courses: Iterable[Course]) -> dict[str, tuple[Course, dict[str, None]]]:
    """By code of course: the course, and what it serves in all the groups where it stands, in order."""
    found: dict[str, tuple[Course, dict[str, None]]] = {}
    for course in courses:
        _first, served = found.setdefault(course.code, (course, {}))
        served.update(dict.fromkeys(course.outcomes))
    return found


def _columns(placed: list[_Placed], counts: dict[str, int]) -> Iterator[MatrixColumn]:
    served_within = {code for item in placed if counts[str(item.outcome.code)] for code in item.around}
    for item in placed:
        code = str(item.outcome.code)
        covered = bool(counts[code]) or code in served_within or any(counts[outer] for outer in item.around)
        yield MatrixColumn(
            code=code,
            text=item.outcome.text,
            level=item.level,
            heading=item.heading,
            within=item.around,
            courses=counts[code],
            covered=covered,
        )


def _row(course: Course, served: dict[str, None], counts: dict[str, int]) -> MatrixRow:
    return MatrixRow(
        code=course.code,
        title=course.title,
        marks=tuple(code in served for code in counts),
        unknown=tuple(code for code in served if code not in counts),
    )
