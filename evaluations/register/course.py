"""What became of the weaknesses of a programme, from one published evaluation to the next.

Everything is read in the frozen reports: what was recommended, what the institution answered and will do, and what the
next evaluation says on the same criteria. No number of one report means a finding of another: whether a weakness was
overcome is for the reader to judge, who is shown both side by side.
"""

from collections.abc import Iterable
from dataclasses import dataclass

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
    """One published evaluation of the programme."""

    report: Report
    reading: ReportReading
    weaknesses: tuple[Weakness, ...]
    later: Report | None  # the next one


@dataclass(frozen=True, slots=True)
class Course:
    """The evaluations of a programme, newest first."""

    stages: tuple[Stage, ...]


def course(entries: Iterable[RegisterEntry]) -> Course:
    """Of the entries of one programme, with their reports."""
    reports = [entry.report for entry in sorted(entries, key=lambda e: (e.published_on, e.pk))]
    readings = [report.reading for report in reports]
    stages = []
    for at, (report, reading) in enumerate(zip(reports, readings, strict=True)):
        following = at + 1 < len(reports)
        weaknesses = _weaknesses(reading, readings[at + 1] if following else None)
        stages.append(Stage(report, reading, tuple(weaknesses), reports[at + 1] if following else None))
    return Course(tuple(reversed(stages)))


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
