"""Outcomes: numbers that are missing, those that no course serves, links to what does not exist."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from django.utils.translation import gettext as _

from programmes.description.coherence import placed_courses, placed_outcomes
from programmes.description.matrix import matrix
from programmes.description.parts import ProgrammeDescription
from programmes.description.remarks.remark import Remark, about, named

# « CG2.2 », « APH11 », « C3-1 »; four digits would be a course.
_NUMBERED = re.compile(r"(?P<letters>[^\W\d_]{0,10}[-.]?)(?P<numbers>\d{1,3}(?:[.-]\d{1,3}){0,5})")
_MOST_MISSING = 200

Number = tuple[int, ...]


def remarks(description: ProgrammeDescription) -> Iterator[Remark]:
    yield from _gaps(description)
    yield from _unserved(description)


@dataclass(frozen=True, slots=True)
class _Numbered:
    path: str
    code: str
    letters: str
    number: Number


def _gaps(description: ProgrammeDescription) -> Iterator[Remark]:
    """Each jump once, at the code that comes after it."""
    numbered = [item for item in map(_read, placed_outcomes_with_codes(description)) if item]
    series: dict[str, list[_Numbered]] = {}
    for item in numbered:
        series.setdefault(item.letters, []).append(item)
    for items in series.values():
        yield from _jumps(items)


def placed_outcomes_with_codes(description: ProgrammeDescription) -> Iterator[tuple[str, str]]:
    """Path and code of those that have one."""
    for path, outcome in placed_outcomes(description):
        if outcome.code:
            yield path, outcome.code


def _read(placed: tuple[str, str]) -> _Numbered | None:
    path, code = placed
    found = _NUMBERED.fullmatch(code)
    if found is None:
        return None
    return _Numbered(path, code, found["letters"], tuple(int(part) for part in re.split("[.-]", found["numbers"])))


def _jumps(items: list[_Numbered]) -> Iterator[Remark]:
    present = {item.number for item in items}
    depths = {len(number) for number in present}
    seen: dict[Number, int] = {}  # the highest number met so far, under each number
    before: _Numbered | None = None
    for item in items:
        missing = list(_missing(item.number, seen, present, depths))
        if missing:
            yield _jump(before, item, [item.letters + ".".join(map(str, number)) for number in missing])
        before = item


def _missing(number: Number, seen: dict[Number, int], present: set[Number], depths: set[int]) -> Iterator[Number]:
    for depth in range(1, len(number) + 1):
        above, own = number[: depth - 1], number[depth - 1]
        last = seen.get(above, 0)
        if depth in depths:
            for skipped in range(last + 1, min(own, last + _MOST_MISSING)):
                if (*above, skipped) not in present:
                    yield (*above, skipped)
            if own > last and number[:depth] not in present:
                yield number[:depth]
        seen[above] = max(last, own)


def _jump(before: _Numbered | None, after: _Numbered, missing: list[str]) -> Remark:
    words = {"after": after.code, "missing": named(missing), "before": before.code if before else ""}
    if before is None:
        sentence = _("La numérotation des acquis commence à %(after)s ; il manque %(missing)s.")
    else:
        sentence = _("La numérotation des acquis passe de %(before)s à %(after)s ; il manque %(missing)s.")
    return about("outcome-gap", [after.path, *([before.path] if before else [])], sentence % words)


def _unserved(description: ProgrammeDescription) -> Iterator[Remark]:
    """Told only where the catalogue links at least one course to one outcome."""
    table = matrix(description)
    courses = dict((course.code, path) for path, course in reversed(list(placed_courses(description.groups))))
    for row in table.rows:
        if row.unknown:
            sentence = _("%(course)s contribue à %(codes)s, qui ne figure pas parmi les acquis de la formation.")
            words = {"course": row.code, "codes": named(row.unknown)}
            yield Remark("unknown-outcome", f"{courses[row.code]}.outcomes", sentence % words)
    if not table.has_marks:
        return
    if table.uncovered:
        paths = {code: path for path, code in placed_outcomes_with_codes(description)}
        sentence = _("Aucun cours ne contribue à ces acquis : %(codes)s.")
        codes = [column.code for column in table.uncovered]
        yield about("outcome-unserved", (paths[code] for code in codes), sentence % {"codes": named(codes)})
    if table.without_outcome:
        sentence = _("Ces cours ne contribuent à aucun acquis : %(codes)s.")
        codes = [row.code for row in table.without_outcome]
        yield about("course-without-outcome", (courses[code] for code in codes), sentence % {"codes": named(codes)})
