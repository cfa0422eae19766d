"""What became of the weaknesses of a programme, from one published evaluation to the next.

Everything is read in the frozen reports: what was recommended, what the institution answered and will do, and what the
next evaluation says on the same criteria. No number of one report means a finding of another: whether a weakness was
overcome is for the reader to judge, who is shown both side by side.
"""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import OuterRef, Subquery

from evaluations.content import FindingReading, ReportReading
from evaluations.enums import FindingKind, ItemTarget
from evaluations.models import RegisterEntry, Report
from evaluations.reports.presentation import Answer, replies


@dataclass(frozen=True, slots=True)
class Advice:
    """A recommendation that answers a weakness, and what the institution answered to it."""

    finding: FindingReading
    answers: tuple[Answer, ...]


@dataclass(frozen=True, slots=True)
class Taken:
    """A finding of the next evaluation on a criterion of this weakness."""

    kind: FindingKind
    finding: FindingReading


@dataclass(frozen=True, slots=True)
class Weakness:
    """``beside``: what the next report says on the same criteria."""

    finding: FindingReading
    answers: tuple[Answer, ...]
    advice: tuple[Advice, ...]
    beside: tuple[Taken, ...]

    @property
    def is_answered(self) -> bool:
        return bool(self.answers) or any(advice.answers for advice in self.advice)


@dataclass(frozen=True, slots=True)
class Stage:
    """One published evaluation of the programme. ``first_on``: when it was published first, before any correction."""

    report: Report
    first_on: dt.date
    reading: ReportReading
    weaknesses: tuple[Weakness, ...]
    later: "Stage | None"  # the next one

    @property
    def lists_findings(self) -> bool:
        """Some frameworks ask for none: of none, nothing is counted."""
        return any(block.findings_kind for block in self.reading.blocks)


@dataclass(frozen=True, slots=True)
class Course:
    """The evaluations of a programme, newest first."""

    stages: tuple[Stage, ...]
    latest: RegisterEntry


def course(programme: str) -> Course | None:
    """Of a programme, by its public identifier; nothing where nothing of it is published.

    An evaluation has its place by the day on which it was published first: a correction of an old one is no new one.
    """
    versions = Report.objects.published().filter(evaluation=OuterRef("evaluation")).order_by("version")
    entries = RegisterEntry.objects.filter(programme__public_id=programme).annotate(
        first_on=Subquery(versions.values("published_on")[:1])
    )
    related = entries.select_related("report", "institution", "kind", "level")
    newest_first = sorted(related, key=lambda entry: (entry.first_on, entry.evaluation_id), reverse=True)
    if not newest_first:
        return None
    stages: list[Stage] = []
    for entry in newest_first:
        report, reading, later = entry.report, entry.report.reading, stages[-1] if stages else None
        weaknesses = _weaknesses(reading, later.reading if later else None)
        stages.append(Stage(report, entry.first_on, reading, tuple(weaknesses), later))
    return Course(tuple(stages), newest_first[0])


def _weaknesses(reading: ReportReading, following: ReportReading | None) -> Iterable[Weakness]:
    answered = replies(reading)
    to_weaknesses = answered.get(ItemTarget.WEAKNESS, {})
    to_advice = answered.get(ItemTarget.RECOMMENDATION, {})
    for finding in reading.weaknesses:
        yield Weakness(
            finding,
            tuple(to_weaknesses.get(finding.number, ())),
            tuple(
                Advice(advice, tuple(to_advice.get(advice.number, ())))
                for advice in reading.recommendations
                if finding.number in advice.addresses
            ),
            tuple(_beside(finding, following)) if following else (),
        )


def _beside(finding: FindingReading, following: ReportReading) -> Iterable[Taken]:
    codes = {criterion.code for criterion in finding.criteria}
    for kind in (FindingKind.STRENGTH, FindingKind.WEAKNESS):
        for later in following.findings(kind):
            if codes & {criterion.code for criterion in later.criteria}:
                yield Taken(kind, later)
