"""The groups and courses of a description, as a sheet tells them."""

from collections.abc import Iterable, Iterator

from django.utils.translation import gettext as _

from programmes.description import Course, CourseGroup, Hours, ProgrammeDescription, Teacher
from programmes.enums import HourKind, Requirement, TeacherRole, Term
from programmes.reports import symbols
from programmes.reports.parts import CourseLine, GroupPart, Structure
from programmes.reports.words import language, number

_SHORT_TERMS = {
    Term.FIRST: "q1", Term.SECOND: "q2", Term.BOTH: "q1 + q2", Term.EITHER: "q1 / q2", Term.YEAR: "q1 – q2",
}  # fmt: skip


def read(description: ProgrammeDescription) -> Structure:
    blocks = tuple(sorted({block for course in description.all_courses() for block in course.blocks}))
    groups = tuple(_groups(description, blocks))
    used = (sign for group in groups for sign in _signs(group))
    computed = description.computed_credits
    declared = description.credits
    return Structure(
        groups=groups,
        blocks=blocks,
        legend=symbols.legend(used),
        declared=number(declared),
        computed=number(computed) if groups else "",
        differs=bool(groups) and declared is not None and declared != computed,
        course_count=sum(len(group.courses) for group in groups),
    )


def _groups(description: ProgrammeDescription, blocks: tuple[int, ...]) -> Iterator[GroupPart]:
    for at, (group, level) in enumerate(description.all_groups(), 1):
        has_parts = bool(group.courses or group.groups)
        computed = group.computed_credits
        is_choice = has_parts and group.credits is not None and group.credits < computed and _has_choice(group)
        yield GroupPart(
            anchor=f"groupe-{at}",
            level=level,
            code=group.code or "",
            title=group.title,
            kind=str(group.kind.label),
            signs=tuple(symbols.of_requirement(group.requirement)),
            declared=number(group.credits),
            computed=number(computed) if has_parts else "",
            differs=has_parts and group.credits is not None and group.credits != computed and not is_choice,
            is_choice=is_choice,
            note=group.note,
            courses=tuple(_line(course, blocks) for course in group.courses),
        )


def _has_choice(group: CourseGroup) -> bool:
    """Something in it is to be chosen: then it may offer more credits than are taken."""
    optional = Requirement.OPTIONAL
    return any(
        inner.requirement == optional or any(course.requirement == optional for course in inner.courses)
        for inner, _level in group.walk()
    )


def _signs(group: GroupPart) -> Iterator[symbols.Sign]:
    yield from group.signs
    for course in group.courses:
        yield from course.signs


def _line(course: Course, blocks: tuple[int, ...]) -> CourseLine:
    return CourseLine(
        code=course.code,
        title=course.title,
        signs=tuple(symbols.of_course(course)),
        teachers=tuple(map(_teacher, course.teachers)),
        language=language(course.language),
        term=str(course.term.label) if course.term else "",
        term_short=_SHORT_TERMS[course.term] if course.term else "",
        hours=_hours(course),
        hours_told=_told(course.hours),
        workload=number(course.workload),
        credits=number(course.credits),
        blocks=tuple(block in course.blocks for block in blocks),
        prerequisites=course.prerequisites,
        outcomes=course.outcomes,
        description=course.description,
        is_cut_off=course.cut_off,
    )


def _teacher(teacher: Teacher) -> str:
    if teacher.role == TeacherRole.COORDINATOR:
        return _("%(name)s (coord.)") % {"name": teacher.name}
    if teacher.replaces:
        return _("%(name)s (supplée %(replaced)s)") % {"name": teacher.name, "replaced": teacher.replaces}
    return teacher.name


def _hours(course: Course) -> str:
    """« 30 h », or « 30 + 15 h » where there are several kinds and nothing says the whole."""
    if not course.hours:
        return ""
    return _("%(number)s h") % {"number": " + ".join(number(part.hours) for part in course.counted_hours)}


def _told(hours: Iterable[Hours]) -> str:
    """« 30 h de cours magistral, 15 h de travaux dirigés »; nothing where only the whole is known."""
    parts = [part for part in hours if part.kind != HourKind.TOTAL]
    told = (_("%(kind)s : %(number)s h") % {"kind": part.kind.label, "number": number(part.hours)} for part in parts)
    return ", ".join(told)
