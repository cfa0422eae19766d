"""What page and paper add to a reading: anchors, table of contents, answers beside findings, their coverage.

Nothing here is part of the report: it can be made again from the reading at any time.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from evalprog.text import folded
from evaluations.content import (
    BlockReading,
    CriterionReading,
    FindingReading,
    ItemReading,
    ObservationsReading,
    ReportReading,
    ScaleReading,
    SectionReading,
    SheetReading,
)
from evaluations.enums import CriterionKind, FindingKind, ItemTarget, ReportKind

SHORT_MARK = 3  # letters that stand in a cell of a grid; a longer mark is a point under its column
_NUMBERED_BY = {
    ItemTarget.STRENGTH: FindingKind.STRENGTH,
    ItemTarget.WEAKNESS: FindingKind.WEAKNESS,
    ItemTarget.RECOMMENDATION: FindingKind.RECOMMENDATION,
}


@dataclass(frozen=True)
class Entry:
    """A line of the table of contents, with the lines under it."""

    anchor: str
    label: str
    entries: tuple["Entry", ...] = ()


@dataclass(frozen=True)
class Mark:
    """A criterion of a grid, with one cell for each value of the scale: the value given stands in its own."""

    code: str
    label: str
    cells: tuple[str, ...]


@dataclass(frozen=True)
class Grid:
    """What the committee chose on one scale, criterion by criterion."""

    scale: ScaleReading
    rows: tuple[Mark, ...]


@dataclass(frozen=True)
class Sheet:
    """A sheet with what tells its anchors from those of the report and of other sheets."""

    reading: SheetReading
    anchor: str
    prefix: str
    grids: tuple[Grid, ...]


@dataclass(frozen=True)
class Part:
    """A part of the page: the marks, a section, the sheets, the observations, the annex or the references, and its
    neighbours."""

    kind: str  # appreciations, section, opinions-dissidentes, fiches, observations, annexe or references
    entry: Entry
    section: SectionReading | None
    before: Entry | None
    after: Entry | None
    grids: tuple[Grid, ...] = ()
    sheets: tuple[Sheet, ...] = ()


@dataclass(frozen=True)
class Coverage:
    """How far the observations answer one kind of finding."""

    kind: str  # an ItemTarget
    total: int
    unanswered: tuple[int, ...]

    @property
    def answered(self) -> int:
        return self.total - len(self.unanswered)


@dataclass(frozen=True)
class Answer:
    """An item of the observations, and what it answers: a finding, or the text of the report that it quotes.

    ``repeats``: the quotation has the finding's own words, spaces and punctuation aside; they are printed once.
    """

    item: ItemReading
    anchor: str
    finding: FindingReading | None
    about: str  # the label of the text quoted, or empty

    @property
    def repeats(self) -> bool:
        return self.finding is not None and folded(self.finding.text) == folded(self.item.quote)


@dataclass(frozen=True)
class Answers:
    """Answers that follow each other under one title; none where the institution gave its own."""

    title: str
    answers: tuple[Answer, ...]


@dataclass(frozen=True)
class Annex:
    """The observations as they are printed: point by point, then the letter, the files, and who signs."""

    observations: ObservationsReading
    coverage: tuple[Coverage, ...]
    runs: tuple[Answers, ...]

    @property
    def has_several_parts(self) -> bool:
        return bool(self.runs or self.observations.attachments)


# What answers a finding, by kind and number.
Replies = dict[str, dict[int, list[Answer]]]


def contents(reading: ReportReading) -> tuple[Entry, ...]:
    """The table of contents. Anchors are made of codes, so that a link lasts from one version to the next."""
    entries = [Entry("appreciations", _("Appréciations"))] if reading.scales else []
    entries += [
        Entry(
            f"section-{section.code}",
            section.label,
            tuple(Entry(f"critere-{c.code}", c.label) for c in section.criteria)
            + tuple(Entry(f"bloc-{b.code}", b.label) for b in section.blocks),
        )
        for section in reading.sections
    ]
    if reading.dissents:
        entries.append(Entry("opinions-dissidentes", dissents_label(reading)))
    if reading.sheets:
        gathered = tuple(Entry(sheet.anchor, sheet.reading.title) for sheet in sheets(reading))
        entries.append(Entry("fiches", reading.sheets_label, gathered))
    if reading.observations:
        entries.append(Entry("observations", reading.observations.label))
    if reading.annex:
        entries.append(Entry("annexe", _("Annexe")))
    entries.append(Entry("references", _("Références du rapport")))
    return tuple(entries)


def dissents_label(reading: ReportReading) -> str:
    """The title above the annexed opinions of members."""
    return ngettext(
        "Opinion dissidente d’un membre du comité", "Opinions dissidentes de membres du comité", len(reading.dissents)
    )


def parts(reading: ReportReading) -> tuple[Part, ...]:
    """The parts of the page in the order of the table of contents."""
    entries = contents(reading)
    sections = {f"section-{section.code}": section for section in reading.sections}
    return tuple(
        Part(
            kind="section" if entry.anchor in sections else entry.anchor,
            entry=entry,
            section=sections.get(entry.anchor),
            before=before,
            after=after,
            grids=grids(reading.sections, reading.scales) if entry.anchor == "appreciations" else (),
            sheets=sheets(reading) if entry.anchor == "fiches" else (),
        )
        for entry, before, after in zip(entries, (None, *entries), (*entries[1:], None), strict=False)
    )


def grids(sections: tuple[SectionReading, ...], scales: tuple[ScaleReading, ...]) -> tuple[Grid, ...]:
    """The marks at a glance: one grid for each scale."""
    marked = [c for s in sections for c in s.criteria if c.kind == CriterionKind.SCALE and c.value]
    found = []
    for scale in scales:
        known = {(value.code, value.label) for value in scale.values}
        rows = [_mark(c, scale) for c in marked if (c.value, c.answer) in known]
        marked = [c for c in marked if (c.value, c.answer) not in known]
        found += [Grid(scale, tuple(rows))] if rows else []
    return tuple(found)


def _mark(criterion: CriterionReading, scale: ScaleReading) -> Mark:
    shown = criterion.answer if len(criterion.answer) <= SHORT_MARK else "•"
    cells = (shown if value.code == criterion.value else "" for value in scale.values)
    return Mark(criterion.code, criterion.label, tuple(cells))


def sheets(reading: ReportReading) -> tuple[Sheet, ...]:
    return tuple(
        Sheet(sheet, f"fiche-{n}", f"fiche-{n}-", grids(sheet.sections, sheet.scales))
        for n, sheet in enumerate(reading.sheets, 1)
    )


def mark(reading: ReportReading) -> str:
    """The word across the pages of a report that is not the published one, whoever has it printed."""
    words: dict[str, str] = {
        ReportKind.DRAFT: _("Projet"),
        ReportKind.PROVISIONAL: _("Rapport provisoire"),
        ReportKind.COMPLETE: _("Version complète"),
    }
    return words.get(reading.kind, "")


def coverage(reading: ReportReading) -> tuple[Coverage, ...]:
    """Weaknesses first, then recommendations when an item answers one. Empty without observations."""
    return tuple(_coverage(reading))


def _coverage(reading: ReportReading) -> Iterator[Coverage]:
    if reading.observations is None or reading.observations.waived:
        return
    for target in (ItemTarget.WEAKNESS, ItemTarget.RECOMMENDATION):
        numbers = [f.number for f in reading.findings(_NUMBERED_BY[target])]
        answered = reading.observations.answered(target)
        if numbers and (answered or target == ItemTarget.WEAKNESS):
            yield Coverage(target.value, len(numbers), tuple(n for n in numbers if n not in answered))


def annex(reading: ReportReading) -> Annex | None:
    """The observations beside what they answer, in the order of the reading."""
    if reading.observations is None:
        return None
    runs = groupby(_answers(reading), key=lambda answer: answer.item.target in _NUMBERED_BY)
    return Annex(
        reading.observations, coverage(reading), tuple(_run(points, tuple(answers)) for points, answers in runs)
    )


def _run(points: bool, answers: tuple[Answer, ...]) -> Answers:
    if answers[0].item.heading:
        return Answers("", answers)
    return Answers(_("Réponses point par point") if points else _("Passages cités et observations libres"), answers)


def _answers(reading: ReportReading) -> Iterator[Answer]:
    named = labels(reading)
    for rank, item in enumerate(reading.observations.items if reading.observations else (), 1):
        kind = _NUMBERED_BY.get(ItemTarget(item.target))
        finding = next((f for f in reading.findings(kind) if f.number == item.number), None) if kind else None
        yield Answer(item, f"reponse-{rank}", finding, named.get(item.about, ""))


def replies(reading: ReportReading) -> Replies:
    """What each finding was answered, so that it can say so."""
    found: Replies = {}
    for answer in _answers(reading):
        if answer.finding:
            found.setdefault(answer.item.target, {}).setdefault(answer.finding.number, []).append(answer)
    return found


def labels(reading: ReportReading) -> dict[str, str]:
    """The label of every text of the report that an observation may quote, by code."""
    named: tuple[SectionReading | CriterionReading | BlockReading, ...] = (
        *reading.sections,
        *reading.criteria,
        *reading.blocks,
    )
    return {text.code: text.label for text in named}
