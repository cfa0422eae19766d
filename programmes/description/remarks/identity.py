"""What a programme says of itself: its codes, its level, its credits, its languages."""

from collections.abc import Iterator
from os.path import commonprefix

from django.utils.translation import gettext as _

from programmes.description.coherence import placed_courses
from programmes.description.languages import is_language
from programmes.description.parts import CourseGroup, ProgrammeDescription
from programmes.description.remarks.remark import Remark, about, named, number
from programmes.enums import QUALIFICATIONS, GroupKind, HigherEducationCycle, ProgrammeKind, Requirement


def remarks(description: ProgrammeDescription) -> Iterator[Remark]:
    yield from _codes(description)
    yield from _level(description)
    yield from _credits(description)
    yield from _languages(description)


def _codes(description: ProgrammeDescription) -> Iterator[Remark]:
    codes = description.codes
    if len(codes) < 2 or len({len(code) for code in codes}) > 1:
        return
    ending = commonprefix([code[::-1] for code in codes])
    if 2 * len(ending) >= len(codes[0]):
        sentence = _("Les codes %(codes)s ne diffèrent que par leur début : vérifiez lequel est celui de la formation.")
        yield Remark("codes-differ", "codes", sentence % {"codes": named(codes)})


def _level(description: ProgrammeDescription) -> Iterator[Remark]:
    usual = QUALIFICATIONS.get(description.kind)
    if usual is None:
        return
    kind = ProgrammeKind(description.kind).label
    if description.eqf is not None and description.eqf != usual[0]:
        sentence = _("Le niveau %(level)d ne va pas avec le type « %(kind)s », qui est de niveau %(usual)d.")
        yield Remark("level-kind", "eqf", sentence % {"level": description.eqf, "kind": kind, "usual": usual[0]})
    if description.cycle is not None and description.cycle != usual[1]:
        sentence = _("Le %(cycle)s ne va pas avec le type « %(kind)s », qui est du %(usual)s.")
        words = {"cycle": HigherEducationCycle(description.cycle).label, "usual": usual[1].label}
        yield Remark("level-kind", "cycle", sentence % {**words, "kind": kind})


def _credits(description: ProgrammeDescription) -> Iterator[Remark]:
    """The whole, where every group tells what it is worth; lessons for those who lack something come on top."""
    groups = [group for group in description.groups if group.kind != GroupKind.SUPPLEMENTARY]
    if description.credits is None or not groups or not all(_is_known(group) for group in groups):
        return
    whole = description.computed_credits
    chosen_among = any(group.kind == GroupKind.OPTION or _is_choice(group) for group in groups)
    if whole == description.credits or (chosen_among and whole > description.credits):
        return
    sentence = _("Les groupes de cours totalisent %(computed)s crédits ; la formation en annonce %(declared)s.")
    words = {"computed": number(whole), "declared": number(description.credits)}
    yield Remark("programme-credits", "credits", sentence % words)


def _is_known(group: CourseGroup) -> bool:
    if group.credits is not None:
        return True
    courses = list(group.all_courses())
    return bool(courses) and all(course.credits is not None for course in courses)


def _is_choice(group: CourseGroup) -> bool:
    """What it holds is chosen among, and it does not tell how much of it."""
    optional = any(course.requirement == Requirement.OPTIONAL for course in group.all_courses())
    return group.requirement == Requirement.OPTIONAL or (group.credits is None and optional)


def _languages(description: ProgrammeDescription) -> Iterator[Remark]:
    """One remark per code that names no language, with all the places where it stands."""
    met: dict[str, list[tuple[str, str]]] = {}
    for index, code in enumerate(description.languages):
        met.setdefault(code, []).append((f"languages[{index}]", _("la formation")))
    for path, course in placed_courses(description.groups):
        if course.language:
            met.setdefault(course.language, []).append((f"{path}.language", course.code))
    for code, places in met.items():
        if not is_language(code):
            sentence = _("« %(code)s » n’est pas le code d’une langue (%(where)s) : corrigez-le, par exemple en fr.")
            words = {"code": code, "where": named(name for _path, name in places)}
            yield about("unknown-language", (path for path, _name in places), sentence % words)
