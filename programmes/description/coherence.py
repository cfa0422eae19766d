"""What no programme may say: rules across its parts. What is only odd is for ``remarks``."""

from collections.abc import Iterable, Iterator

from django.utils.translation import gettext as _

from evalprog.documents import Problem
from programmes import identifiers
from programmes.description.parts import Course, CourseGroup, Outcome, ProgrammeDescription

MOST_COURSES = 2_000
MOST_OUTCOMES = 2_000
DEEPEST = 6  # groups within groups, outcomes within outcomes

Placed = tuple[str, Course]


def problems(description: ProgrammeDescription) -> list[Problem]:
    """Every rule that is broken, each with the path of the first part that breaks it."""
    courses = list(placed_courses(description.groups))
    return [
        *_too_many(description, courses),
        *_too_deep(description),
        *_told_twice(courses),
        *_outcomes_told_twice(description),
        *_cycles(courses),
        *_wrong_identifiers(description, courses),
    ]


def placed_courses(groups: Iterable[CourseGroup], path: str = "groups") -> Iterator[Placed]:
    """Every course with its path, in the order of the catalogue."""
    for index, group in enumerate(groups):
        here = f"{path}[{index}]"
        for number, course in enumerate(group.courses):
            yield f"{here}.courses[{number}]", course
        yield from placed_courses(group.groups, f"{here}.groups")


def placed_outcomes(description: ProgrammeDescription) -> Iterator[tuple[str, Outcome]]:
    for index, outcome_set in enumerate(description.outcome_sets):
        yield from _within(outcome_set.outcomes, f"outcome_sets[{index}].outcomes")


def _within(outcomes: Iterable[Outcome], path: str) -> Iterator[tuple[str, Outcome]]:
    for index, outcome in enumerate(outcomes):
        yield f"{path}[{index}]", outcome
        yield from _within(outcome.outcomes, f"{path}[{index}].outcomes")


def _too_many(description: ProgrammeDescription, courses: list[Placed]) -> Iterator[Problem]:
    if len(courses) > MOST_COURSES:
        sentence = _("la formation a plus de %(most)d cours ; vérifiez le fichier.")
        yield Problem("groups", sentence % {"most": MOST_COURSES})
    if sum(1 for _outcome in description.all_outcomes()) > MOST_OUTCOMES:
        sentence = _("la formation a plus de %(most)d acquis ; vérifiez le fichier.")
        yield Problem("outcome_sets", sentence % {"most": MOST_OUTCOMES})


def _too_deep(description: ProgrammeDescription) -> Iterator[Problem]:
    sentence = _("trop de niveaux ; il en faut %(most)d au plus.") % {"most": DEEPEST}
    if any(level >= DEEPEST for _group, level in description.all_groups()):
        yield Problem("groups", sentence)
    if any(level >= DEEPEST for _outcome, level in description.all_outcomes()):
        yield Problem("outcome_sets", sentence)


def _told_twice(courses: list[Placed]) -> Iterator[Problem]:
    """A course may stand in several groups, told in the same words; in one group it stands once."""
    seen: dict[str, Placed] = {}
    for path, course in courses:
        first = seen.setdefault(course.code, (path, course))
        if first[0] == path:
            continue
        if _group_of(first[0]) == _group_of(path):
            sentence = _("le code « %(code)s » figure déjà dans ce groupe (%(first)s) ; retirez l’un des deux.")
            yield Problem(f"{path}.code", sentence % {"code": course.code, "first": first[0]})
        elif (first[1].title, first[1].credits) != (course.title, course.credits):
            sentence = _(
                "le code « %(code)s » désigne déjà un cours d’un autre intitulé ou d’autres crédits (%(first)s) ; "
                "corrigez l’un des deux."
            )
            yield Problem(f"{path}.code", sentence % {"code": course.code, "first": first[0]})


def _group_of(path: str) -> str:
    return path.rpartition(".courses[")[0]


def _outcomes_told_twice(description: ProgrammeDescription) -> Iterator[Problem]:
    seen: dict[str, str] = {}
    for path, outcome in placed_outcomes(description):
        if outcome.code is None:
            continue
        first = seen.setdefault(outcome.code, path)
        if first != path:
            sentence = _("le code « %(code)s » est déjà celui d’un autre acquis (%(first)s) ; corrigez l’un des deux.")
            yield Problem(f"{path}.code", sentence % {"code": outcome.code, "first": first})


def _cycles(courses: list[Placed]) -> Iterator[Problem]:
    """Each cycle of prerequisites once, in the order in which one meets it."""
    needs: dict[str, tuple[str, ...]] = {}
    paths: dict[str, str] = {}
    for path, course in courses:
        paths.setdefault(course.code, path)
        needs[course.code] = (*needs.get(course.code, ()), *course.prerequisites)
    for cycle in _loops(needs):
        sentence = _("les prérequis tournent en rond : %(cycle)s ; retirez l’un d’eux.")
        places = [f"{paths[code]}.prerequisites" for code in cycle]
        yield Problem(places[0], sentence % {"cycle": " → ".join((*cycle, cycle[0]))}, also=tuple(places[1:]))


def _loops(needs: dict[str, tuple[str, ...]]) -> Iterator[list[str]]:
    """A walk through the graph by hand: a chain of two thousand courses is deeper than the interpreter goes."""
    done: set[str] = set()
    for start in needs:
        trail: list[str] = []
        on_trail: set[str] = set()
        waiting = [(start, iter(needs[start]))] if start not in done else []
        if waiting:
            trail, on_trail = [start], {start}
        while waiting:
            code, rest = waiting[-1]
            following = next(rest, None)
            if following is None:
                waiting.pop()
                done.add(code)
                trail.pop()
                on_trail.discard(code)
            elif following in on_trail:
                yield trail[trail.index(following) :]
            elif following in needs and following not in done:
                waiting.append((following, iter(needs[following])))
                trail.append(following)
                on_trail.add(following)


_OF_INSTITUTION = ("uai", "ror", "siret", "eter", "deqar")
_OF_PARTNER = ("uai", "ror")
_OF_TEACHER = ("orcid", "idref")


def _wrong_identifiers(description: ProgrammeDescription, courses: list[Placed]) -> Iterator[Problem]:
    """Those whose check says that they were mistyped; an identifier that is not given is no fault."""
    yield from _checked(description.institution, _OF_INSTITUTION, "institution")
    for index, partner in enumerate(description.partners):
        yield from _checked(partner, _OF_PARTNER, f"partners[{index}]")
    for index, sheet in enumerate(description.rncp):
        if sentence := identifiers.problem("rncp", sheet.number):
            yield Problem(f"rncp[{index}].number", sentence)
    for path, course in courses:
        for index, teacher in enumerate(course.teachers):
            yield from _checked(teacher, _OF_TEACHER, f"{path}.teachers[{index}]")


def _checked(part: object, kinds: Iterable[str], path: str) -> Iterator[Problem]:
    for kind in kinds:
        value = getattr(part, kind)
        if value and (sentence := identifiers.problem(kind, value)):
            yield Problem(f"{path}.{kind}", sentence)
