"""What page and paper add to a reading: anchors, table of contents, the coverage of the observations.

Nothing here is part of the report: it can be made again from the reading at any time.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from evaluations.content import BlockReading, CriterionReading, ReportReading, SectionReading
from evaluations.enums import FindingKind, ItemTarget

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
class Part:
    """A part of the page: a section, the observations, the annex or the references, and its neighbours."""

    kind: str  # section, opinions-dissidentes, observations, annexe or references
    entry: Entry
    section: SectionReading | None
    before: Entry | None
    after: Entry | None


@dataclass(frozen=True)
class Coverage:
    """How far the observations answer one kind of finding."""

    kind: str  # an ItemTarget
    total: int
    unanswered: tuple[int, ...]

    @property
    def answered(self) -> int:
        return self.total - len(self.unanswered)


def contents(reading: ReportReading) -> tuple[Entry, ...]:
    """The table of contents. Anchors are made of codes, so that a link lasts from one version to the next."""
    entries = [
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
    sections = (*reading.sections, *(None for _ in entries[len(reading.sections) :]))
    neighbours = zip(entries, sections, (None, *entries), (*entries[1:], None), strict=False)
    return tuple(
        Part("section" if section else entry.anchor, entry, section, before, after)
        for entry, section, before, after in neighbours
    )


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


def labels(reading: ReportReading) -> dict[str, str]:
    """The label of every text of the report that an observation may quote, by code."""
    named: tuple[SectionReading | CriterionReading | BlockReading, ...] = (
        *reading.sections,
        *reading.criteria,
        *reading.blocks,
    )
    return {text.code: text.label for text in named}
