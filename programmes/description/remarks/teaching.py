"""Groups and courses: credits that do not add up, what a course should say and does not, hours beyond reason."""

from collections.abc import Iterable, Iterator
from decimal import Decimal

from django.utils.translation import gettext as _

from programmes.description.coherence import Placed, placed_courses
from programmes.description.parts import Course, CourseGroup, ProgrammeDescription
from programmes.description.remarks.remark import Remark, about, named, number
from programmes.enums import GroupKind, Requirement

LEAST_WORK, MOST_WORK = 20, 40  # hours of work of a student for one credit; the norm is 25 to 30


def remarks(description: ProgrammeDescription) -> Iterator[Remark]:
    courses = list(placed_courses(description.groups))
    for path, group in _placed_groups(description.groups):
        yield from _declared(path, group)
    yield from _incomplete(description, courses)
    yield from _strange_prerequisites(courses)
    for path, course in courses:
        yield from _hours(path, course)


def _placed_groups(groups: Iterable[CourseGroup], path: str = "groups") -> Iterator[tuple[str, CourseGroup]]:
    for index, group in enumerate(groups):
        here = f"{path}[{index}]"
        yield here, group
        yield from _placed_groups(group.groups, f"{here}.groups")


def _declared(path: str, group: CourseGroup) -> Iterator[Remark]:
    """Of a choice more may be offered than is to be taken; of courses without credits the sum is only a minimum."""
    courses = list(group.all_courses())
    if group.credits is None or not courses or group.computed_credits == group.credits:
        return
    optional = group.requirement == Requirement.OPTIONAL or any(_is_optional(course) for course in courses)
    optional = optional or any(inner.requirement == Requirement.OPTIONAL for inner, _level in group.walk())
    unknown = any(course.credits is None for course in courses)
    too_much = group.computed_credits > group.credits
    if (too_much and optional) or (not too_much and unknown):
        return
    sentence = _("Le groupe « %(group)s » annonce %(declared)s crédits ; ses cours en totalisent %(computed)s.")
    words = {"declared": number(group.credits), "computed": number(group.computed_credits)}
    yield Remark("group-credits", path, sentence % {**words, "group": group.title})


def _is_optional(course: Course) -> bool:
    return course.requirement == Requirement.OPTIONAL


def _incomplete(description: ProgrammeDescription, courses: list[Placed]) -> Iterator[Remark]:
    cut = [placed for placed in courses if placed[1].cut_off]
    if cut:
        sentence = _("La ligne de ces cours est coupée dans la source, complétez-la : %(courses)s.")
        yield _on("course-cut-off", cut, sentence)
    without_credits = [placed for placed in courses if placed[1].credits is None and not placed[1].cut_off]
    if without_credits:
        yield _on("course-without-credits", without_credits, _("Sans crédits : %(courses)s."))
    without_block = list(_without_block(description))
    if without_block and any(course.blocks for _path, course in courses):
        yield _on(
            "course-without-block", without_block, _("Sans bloc annuel, alors que d’autres en ont un : %(courses)s.")
        )


def _without_block(description: ProgrammeDescription) -> Iterator[Placed]:
    """Lessons that are added for those who lack something stand in no block of their own."""
    extra = tuple(
        f"{path}." for path, group in _placed_groups(description.groups) if group.kind == GroupKind.SUPPLEMENTARY
    )
    for path, course in placed_courses(description.groups):
        if not course.blocks and not course.cut_off and not (extra and path.startswith(extra)):
            yield path, course


def _on(code: str, courses: list[Placed], sentence: str) -> Remark:
    return about(
        code, (path for path, _course in courses), sentence % {"courses": named(c.code for _path, c in courses)}
    )


def _strange_prerequisites(courses: list[Placed]) -> Iterator[Remark]:
    known = {course.code for _path, course in courses}
    for path, course in courses:
        strange = [code for code in course.prerequisites if code not in known]
        if strange:
            sentence = _("%(course)s demande %(codes)s, qui ne figure pas parmi les cours de la formation.")
            words = {"course": course.code, "codes": named(strange)}
            yield Remark("unknown-prerequisite", f"{path}.prerequisites", sentence % words)


def _hours(path: str, course: Course) -> Iterator[Remark]:
    """Work for a credit beyond reason; more lessons than work."""
    if course.workload is not None and course.credits:
        each = course.workload / course.credits
        if not LEAST_WORK <= each <= MOST_WORK:
            sentence = _("%(course)s : %(each)s heures de travail par crédit, au lieu de %(least)d à %(most)d.")
            words = {"course": course.code, "each": number(round(each, 1)), "least": LEAST_WORK, "most": MOST_WORK}
            yield Remark("workload", f"{path}.workload", sentence % words)
    bound = _most_lessons(course)
    if bound is not None and course.total_hours is not None and course.total_hours > bound:
        sentence = _("%(course)s : %(hours)s heures de cours dépassent les %(work)s heures de travail possibles.")
        words = {"course": course.code, "hours": number(course.total_hours), "work": number(bound)}
        yield Remark("hours", f"{path}.hours", sentence % words)


def _most_lessons(course: Course) -> Decimal | None:
    """The work that a student gives to the course: told, or the most that its credits allow."""
    if course.workload is not None:
        return course.workload
    return course.credits * MOST_WORK if course.credits is not None else None
