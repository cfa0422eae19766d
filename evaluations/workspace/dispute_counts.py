"""The disputes of a campaign in figures: how far findings are answered, what was granted, what is disputed again.

A constant number of queries, however many evaluations there are. Findings are those of the reading that was signed, as
everywhere in the table of disputes: what the committee writes during an erratum is not before anybody yet.
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Count, IntegerField, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.utils.translation import gettext as _

from evaluations.enums import CorrectionRuling, FindingKind, ItemTarget
from evaluations.models import Campaign, CorrectionRequest, Evaluation, Observation, ObservationItem, Report
from evaluations.models.correction import CorrectionQuerySet

GRANTED = (CorrectionRuling.ACCEPTED, CorrectionRuling.PARTLY)
RECURRENT = 10  # subjects shown, the most disputed first


@dataclass(frozen=True, slots=True)
class Share:
    """So many of so many; ``percent`` is rounded, and ``None`` of nothing."""

    part: int
    whole: int

    @property
    def percent(self) -> int | None:
        return round(100 * self.part / self.whole) if self.whole else None


@dataclass(frozen=True, slots=True)
class Answered:
    """How many findings of one report are answered in the letter that goes with it."""

    waived: bool
    weaknesses: Share
    recommendations: Share


@dataclass(frozen=True, slots=True)
class Subject:
    """What errors of fact are about: a text of the framework, or a kind of finding."""

    label: str
    sent: int
    granted: int
    evaluations: int


@dataclass(frozen=True, slots=True)
class Figures:
    """``rulings``: how many by ruling, "" for those that wait. ``answered``: of each evaluation, by primary key, whose
    institution has filed a letter that goes with the report, or let it be known that it has nothing to observe."""

    rulings: dict[str, int]
    answered: dict[int, Answered]
    subjects: tuple[Subject, ...]

    @property
    def letters(self) -> int:
        return len(self._letters)

    @property
    def waived(self) -> int:
        return len(self.answered) - self.letters

    @property
    def weaknesses(self) -> Share:
        return _together(one.weaknesses for one in self._letters)

    @property
    def recommendations(self) -> Share:
        return _together(one.recommendations for one in self._letters)

    @property
    def _letters(self) -> list[Answered]:
        return [one for one in self.answered.values() if not one.waived]

    @property
    def sent(self) -> int:
        return sum(self.rulings.values())

    @property
    def granted(self) -> Share:
        """Of those on which the presidency has ruled."""
        ruled = sum(count for ruling, count in self.rulings.items() if ruling)
        return Share(sum(self.rulings.get(ruling, 0) for ruling in GRANTED), ruled)


def figures(campaign: Campaign, seen: QuerySet[Evaluation]) -> Figures:
    """``seen``: the evaluations that the reader may know of. Five queries."""
    evaluations = seen.filter(campaign=campaign).order_by()
    sent = CorrectionRequest.objects.sent().filter(evaluation__in=evaluations).order_by()
    rulings = dict(sent.values_list("ruling").annotate(count=Count("pk")))
    return Figures(rulings, answered(evaluations), _subjects(campaign, sent))


def answered(evaluations: QuerySet[Evaluation]) -> dict[int, Answered]:
    """By primary key, of those in which a letter was filed that goes with the report. Two queries."""
    reports = Report.objects.observed().filter(evaluation=OuterRef("pk"))
    filed = _with_letter(evaluations.order_by()).filter(letter__isnull=False)
    rows = filed.annotate(numbers=Subquery(reports.values("findings")[:1]))
    given = defaultdict(set)
    items = ObservationItem.objects.saying().filter(observation__evaluation__in=evaluations, finding__isnull=False)
    for letter, target, number in items.order_by().values_list("observation", "target", "finding__number"):
        given[letter, target].add(number)
    return {
        pk: Answered(
            waived,
            _share(numbers, FindingKind.WEAKNESS, given[letter, ItemTarget.WEAKNESS]),
            _share(numbers, FindingKind.RECOMMENDATION, given[letter, ItemTarget.RECOMMENDATION]),
        )
        for pk, letter, waived, numbers in rows.values_list("pk", "letter", "waived", "numbers")
    }


def with_counts(evaluations: QuerySet[Evaluation]) -> QuerySet[Evaluation]:
    """Each with ``sent``, ``granted``, ``waiting`` for a ruling (errors of fact), ``letter`` and ``waived`` (the
    observations that go with its report)."""
    return _with_letter(evaluations).annotate(
        sent=_corrections(CorrectionRequest.objects.sent()),
        granted=_corrections(CorrectionRequest.objects.granted()),
        waiting=_corrections(CorrectionRequest.objects.to_rule_on()),
    )


def disputed(campaign: Campaign, seen: QuerySet[Evaluation]) -> QuerySet[Evaluation]:
    """The evaluations of the campaign in which something was disputed or observed, the most disputed first."""
    counted = with_counts(seen.filter(campaign=campaign).select_related("programme__institution"))
    return counted.filter(Q(sent__gt=0) | Q(letter__isnull=False)).order_by("-sent", "programme__title", "pk")


def _with_letter(evaluations: QuerySet[Evaluation]) -> QuerySet[Evaluation]:
    letter = Observation.objects.going_with_the_report().filter(evaluation=OuterRef("pk"))
    return evaluations.annotate(letter=Subquery(letter.values("pk")[:1]), waived=Subquery(letter.values("waived")[:1]))


def _share(numbers: dict[str, list[int]] | None, kind: FindingKind, given: set[int]) -> Share:
    """``numbers``: of the findings that were signed, by kind."""
    asked = set((numbers or {}).get(kind, ()))
    return Share(len(asked & given), len(asked))


def _together(shares: Iterable[Share]) -> Share:
    found = list(shares)
    return Share(sum(share.part for share in found), sum(share.whole for share in found))


def _corrections(rows: CorrectionQuerySet) -> Coalesce:
    grouped = rows.filter(evaluation=OuterRef("pk")).order_by().values("evaluation")
    counted = grouped.annotate(how_many=Count("pk", distinct=True)).values("how_many")
    return Coalesce(Subquery(counted, output_field=IntegerField()), 0)


def _subjects(campaign: Campaign, sent: QuerySet[CorrectionRequest]) -> tuple[Subject, ...]:
    rows = sent.values("about", "finding__kind").annotate(
        sent=Count("pk"), granted=Count("pk", filter=Q(ruling__in=GRANTED)), where=Count("evaluation", distinct=True)
    )
    labels, found = campaign.framework.definition.labels(), defaultdict(list)
    for row in rows:
        found[_label(row, labels)].append((row["sent"], row["granted"], row["where"]))
    subjects = (Subject(label, *map(sum, zip(*counts, strict=True))) for label, counts in found.items())
    return tuple(sorted(subjects, key=lambda subject: (-subject.sent, subject.label))[:RECURRENT])


def _label(row: dict, labels: dict[str, str]) -> str:
    if row["finding__kind"]:
        return str(FindingKind(row["finding__kind"]).label).capitalize()
    return labels.get(row["about"], "") or _("Ailleurs dans le rapport")
