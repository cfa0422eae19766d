"""What differs between two sheets, chapter by chapter: of two years of a programme, or of two programmes.

Courses are matched by code, else by title; outcomes by code, else by text. Texts are compared word by word as long as
that is quick: what is beyond is said to have changed.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Literal

from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from evalprog import wordiff
from evalprog.text import folded
from programmes.enums import NarrativeKind
from programmes.reports.parts import CourseLine, GroupPart, NarrativePart, OutcomePart, Sheet

Op = Literal["added", "removed", "changed"]
# Characters of both texts of one page of differences, and of one text: comparing must not take seconds.
MOST_WORDS, LONGEST_TEXT = 120_000, 40_000


@dataclass(frozen=True, slots=True)
class Change:
    """A value that is another one. An empty text is none."""

    label: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class Line:
    """Something that stands on one side only, or on both with changes. ``words``: of a text, its differences."""

    op: Op
    name: str
    changes: tuple[Change, ...] = ()
    words: SafeString | None = None
    is_too_long: bool = False


@dataclass(frozen=True, slots=True)
class Chapter:
    code: str
    label: str
    lines: tuple[Line, ...]

    @property
    def sentence(self) -> str:
        """« 2 ajouts, 1 retrait, 3 modifications »."""
        counts = {op: sum(line.op == op for line in self.lines) for op in ("added", "removed", "changed")}
        told = (
            ngettext("%(count)d ajout", "%(count)d ajouts", counts["added"]) % {"count": counts["added"]},
            ngettext("%(count)d retrait", "%(count)d retraits", counts["removed"]) % {"count": counts["removed"]},
            ngettext("%(count)d modification", "%(count)d modifications", counts["changed"])
            % {"count": counts["changed"]},
        )
        return ", ".join(text for text, count in zip(told, counts.values(), strict=True) if count)


@dataclass(frozen=True, slots=True)
class _Entry:
    """Something of a chapter. ``keys``: what it is matched by, the surest first. ``values``: label, text."""

    keys: tuple[str, ...]
    name: str
    values: tuple[tuple[str, str], ...] = ()
    text: str = ""  # rich


def compare(before: Sheet, after: Sheet) -> tuple[Chapter, ...]:
    """The chapters in which something differs, in the order of the sheet."""
    budget = _Budget()
    readers: tuple[tuple[str, str, Callable[[Sheet], Iterable[_Entry]]], ...] = (
        ("identite", _("Identité"), _facts),
        ("groupes", _("Groupes de cours"), _groups),
        ("cours", _("Cours"), _courses),
        ("acquis", _("Acquis d’apprentissage"), _outcomes),
        ("acces", _("Conditions d’accès"), _access),
        ("ulterieures", _("Formations ultérieures"), _further),
        ("gestion", _("Gestion et contacts"), _people),
        ("textes", _("Textes"), _texts),
    )
    chapters = (
        Chapter(code, label, tuple(_differences(read(before), read(after), budget))) for code, label, read in readers
    )
    return tuple(chapter for chapter in chapters if chapter.lines)


class _Budget:
    """How many characters may still be compared word by word."""

    def __init__(self) -> None:
        self._left = MOST_WORDS

    def allows(self, *texts: str) -> bool:
        length = sum(map(len, texts))
        if length > self._left or any(len(text) > LONGEST_TEXT for text in texts):
            return False
        self._left -= length
        return True


def _differences(before: Iterable[_Entry], after: Iterable[_Entry], budget: _Budget) -> Iterator[Line]:
    """What was taken away and what changed, in the order of what was; then what was added."""
    olds, news = list(before), list(after)
    matched = _matched(olds, news)
    for at, old in enumerate(olds):
        if at not in matched:
            yield Line("removed", old.name)
        elif (line := _changed(old, news[matched[at]], budget)) is not None:
            yield line
    held = set(matched.values())
    yield from (Line("added", new.name) for at, new in enumerate(news) if at not in held)


def _matched(olds: list[_Entry], news: list[_Entry]) -> dict[int, int]:
    """By place of the old, that of the new: by the first key of each, then by the second of what is left."""
    matched: dict[int, int] = {}
    taken: set[int] = set()
    for rank in range(max((len(entry.keys) for entry in (*olds, *news)), default=0)):
        waiting: dict[str, list[int]] = {}
        for at, new in enumerate(news):
            if at not in taken and rank < len(new.keys) and new.keys[rank]:
                waiting.setdefault(new.keys[rank], []).append(at)
        for at, old in enumerate(olds):
            if at in matched or rank >= len(old.keys):
                continue
            if places := waiting.get(old.keys[rank]):
                matched[at] = places.pop(0)
                taken.add(matched[at])
    return matched


def _changed(old: _Entry, new: _Entry, budget: _Budget) -> Line | None:
    others = dict(new.values)
    changes = [
        Change(label, said, others.get(label, "")) for label, said in old.values if said != others.get(label, "")
    ]
    known = dict(old.values)
    changes += [Change(label, "", said) for label, said in new.values if label not in known and said]
    if old.text == new.text:
        return Line("changed", new.name, tuple(changes)) if changes else None
    if not budget.allows(old.text, new.text):
        return Line("changed", new.name, tuple(changes), is_too_long=True)
    return Line("changed", new.name, tuple(changes), wordiff.as_html(wordiff.differences(old.text, new.text)))


def _facts(sheet: Sheet) -> Iterator[_Entry]:
    yield _Entry(("title",), _("Intitulé"), ((_("Intitulé"), sheet.title),))
    yield _Entry(("institution",), _("Établissement"), ((_("Établissement"), sheet.institution),))
    for fact in sheet.facts:
        yield _Entry((fact.key,), fact.label, ((fact.label, fact.value),))


def _groups(sheet: Sheet) -> Iterator[_Entry]:
    for group in sheet.structure.groups:
        values = (
            (_("intitulé"), group.title),
            (_("nature"), group.kind),
            (_("crédits déclarés"), group.declared),
            (_("crédits d’après les cours"), group.computed),
            (_("statut"), ", ".join(sign.meaning for sign in group.signs)),
            (_("note"), group.note),
        )
        yield _Entry((group.code, folded(group.title)), group.title, values)


def _courses(sheet: Sheet) -> Iterator[_Entry]:
    seen: set[str] = set()
    for group in sheet.structure.groups:
        for course in group.courses:
            if course.code not in seen:
                seen.add(course.code)
                yield _course(course, group, sheet.structure.blocks)


def _course(course: CourseLine, group: GroupPart, blocks: tuple[int, ...]) -> _Entry:
    followed = (str(block) for block, is_followed in zip(blocks, course.blocks, strict=True) if is_followed)
    values = (
        (_("code"), course.code),
        (_("intitulé"), course.title),
        (_("groupe"), group.title),
        (_("crédits"), course.credits),
        (_("heures"), course.hours_told or course.hours),
        (_("travail de l’étudiant, en heures"), course.workload),
        (_("période"), course.term),
        (_("blocs annuels"), ", ".join(followed)),
        (_("langue"), course.language),
        (_("enseignants"), ", ".join(course.teachers)),
        (_("signes"), ", ".join(sign.meaning for sign in course.signs)),
        (_("prérequis"), ", ".join(course.prerequisites)),
        (_("acquis"), ", ".join(course.outcomes)),
    )
    return _Entry((course.code, folded(course.title)), f"{course.code} {course.title}", values, course.description)


def _outcomes(sheet: Sheet) -> Iterator[_Entry]:
    for held in sheet.outcome_sets:
        for outcome in held.outcomes:
            yield from _within(outcome)


def _within(outcome: OutcomePart) -> Iterator[_Entry]:
    name = f"{outcome.code} {outcome.text}".strip()
    yield _Entry((outcome.code, folded(outcome.text)), name, ((_("code"), outcome.code), (_("énoncé"), outcome.text)))
    for inner in outcome.outcomes:
        yield from _within(inner)


def _access(sheet: Sheet) -> Iterator[_Entry]:
    for part in sheet.access:
        for line in part.lines:
            name = " – ".join(filter(None, (part.title, line.heading, line.diploma)))
            values = (
                (_("conditions"), line.conditions),
                (_("accès"), line.access),
                (_("remarques"), line.remarks),
                (_("crédits à ajouter"), line.extra),
            )
            yield _Entry((f"{folded(name)} {folded(line.conditions)}", folded(name)), name or line.conditions, values)
        if part.note:
            yield _Entry((f"note {folded(part.title)}",), part.title or _("Note"), ((_("note"), part.note),))


def _further(sheet: Sheet) -> Iterator[_Entry]:
    for study in sheet.further_studies:
        yield _Entry((folded(study.title),), study.title, ((_("condition"), study.condition),))


def _people(sheet: Sheet) -> Iterator[_Entry]:
    management = sheet.management
    if management is None:
        return
    yield _Entry(("head",), _("Responsable académique"), ((_("Responsable académique"), management.head),))
    for entity in management.entities:
        details = ", ".join((*entity.lines, entity.website)).strip(", ")
        yield _Entry((entity.kind + folded(entity.name), entity.kind), entity.name,
                     ((_("nom"), entity.name), (_("coordonnées"), details)))  # fmt: skip
    for member in management.jury:
        yield _Entry((f"{member.role} {folded(member.name)}",), f"{member.name} ({member.role.label})")
    for contact in management.contacts:
        told = ", ".join(filter(None, (contact.name, contact.email, contact.phone)))
        yield _Entry((folded(told), folded(contact.role)), contact.role or told, ((_("contact"), told),))


def _texts(sheet: Sheet) -> Iterator[_Entry]:
    for narrative in sheet.narratives:
        yield _text(narrative)


def _text(narrative: NarrativePart) -> _Entry:
    label = str(NarrativeKind(narrative.kind).label)
    name = narrative.title or label
    keys = (f"{narrative.kind} {folded(narrative.title)}", narrative.kind)
    return _Entry(keys, name, ((_("intitulé"), narrative.title),), narrative.text)
