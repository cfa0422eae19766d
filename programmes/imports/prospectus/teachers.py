"""The teachers of one cell: several names, who coordinates, who stands in for whom."""

import re
from collections.abc import Iterator

from programmes.description import Teacher
from programmes.enums import TeacherRole

_BETWEEN = re.compile(r"\s*(?:[,;/|&]|\bet\b|<br ?/?>)\s*")
_REMARK = re.compile(r"\(([^()]{1,200})\)")
_COORDINATES = re.compile(r"coord", re.IGNORECASE)
_STANDS_IN = re.compile(r"(?:suppl[ée]+e?(?:ant|ante)?|remplac\w{1,6})(?:\s(?:de|d’|d'))?\s*:?\s*", re.IGNORECASE)
_NAMELESS = {"n.", "n", "nn", "n.n.", "x", "-", "–", "/"}
_LARGE_PARTICLES = {"Van", "Von", "De", "Du", "Des", "Le", "La", "Della", "Di", "Da", "Vander", "Ben", "El", "Al"}


def teachers_of(cell: str) -> tuple[tuple[Teacher, ...], bool]:
    """The teachers, and whether names that nothing parts were told apart by their number of words only."""
    found: list[Teacher] = []
    guessed = False
    for piece in _pieces(cell):
        names, unsure = _names(_REMARK.sub(" ", piece).split())
        guessed = guessed or unsure
        found += [Teacher(name=name) for name in names]
        remark = _REMARK.search(piece)
        if remark and found:
            found[-1] = _with_remark(found[-1], remark[1])
    return tuple(found), guessed


def _pieces(cell: str) -> Iterator[str]:
    """Parted by commas and the like; what stands between brackets ends the name before it."""
    at = 0
    for remark in [*_REMARK.finditer(cell), None]:
        stop = remark.end() if remark else len(cell)
        begin = remark.start() if remark else stop
        names = [name for name in _BETWEEN.split(cell[at:begin]) if name.strip()]
        yield from names[:-1]
        if names or remark:
            yield (names[-1] if names else "") + (f" {remark[0]}" if remark else "")
        at = stop


def _with_remark(teacher: Teacher, remark: str) -> Teacher:
    if _COORDINATES.search(remark):
        return Teacher(name=teacher.name, role=TeacherRole.COORDINATOR, replaces=teacher.replaces)
    stands_in = _STANDS_IN.match(remark)
    if stands_in:
        return Teacher(name=teacher.name, role=TeacherRole.SUBSTITUTE, replaces=remark[stands_in.end() :].strip())
    return Teacher(name=f"{teacher.name} ({remark.strip()})", role=teacher.role, replaces=teacher.replaces)


def _names(words: list[str]) -> tuple[list[str], bool]:
    """A given name and a family name make a person; a particle (« de », « van ») goes on with the family name."""
    if not words or (len(words) == 1 and words[0].lower() in _NAMELESS):
        return [], False
    units = list(_units(words))
    plain = [unit for unit, goes_on in units if not goes_on]
    if len(plain) > 2 and len(plain) % 2 and len(units) == len(plain):
        return [" ".join(words)], len(plain) > 3
    people: list[list[str]] = []
    full = True
    for unit, goes_on in units:
        if goes_on and people:
            people[-1].append(unit)
            full = True
        elif full:
            people.append([unit])
            full = False
        else:
            people[-1].append(unit)
            full = True
    return [" ".join(person) for person in people], len(people) > 1


def _units(words: list[str]) -> Iterator[tuple[str, bool]]:
    """Words that belong together, and whether they go on with the name before: « de la Tour », « J. »."""
    waiting: list[str] = []
    for word in words:
        waiting.append(word)
        if word[0].islower() or word in _LARGE_PARTICLES or (word.endswith(".") and len(word) <= 5):
            continue
        yield " ".join(waiting), waiting[0][0].islower() or waiting[0] in _LARGE_PARTICLES
        waiting = []
    if waiting:
        yield " ".join(waiting), True
