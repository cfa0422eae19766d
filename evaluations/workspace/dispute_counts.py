"""The disputes of a campaign in figures: how far findings are answered, what was granted, what is disputed again.

A constant number of queries, however many evaluations there are.
"""

from collections import defaultdict
from dataclasses import dataclass

from django.db.models import Count, IntegerField, OuterRef, Q, QuerySet, Subquery, Sum
from django.db.models.functions import Coalesce
from django.utils.translation import gettext as _

from evaluations.enums import CorrectionRuling, FindingKind, ItemTarget
from evaluations.models import Campaign, CorrectionRequest, Evaluation, Finding, Observation, ObservationItem
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
class Subject:
    """What errors of fact are about: a text of the framework, or a kind of finding."""

    label: str
    sent: int
    granted: int
    evaluations: int


@dataclass(frozen=True, slots=True)
class Figures:
    """``rulings``: how many by ruling, "" for those that wait. ``letters``: filed and going with the report;
    ``waived``: whose institution let it be known that it has nothing to observe."""

    rulings: dict[str, int]
    weaknesses: Share
    recommendations: Share
    letters: int
    waived: int
    subjects: tuple[Subject, ...]

    @property
    def sent(self) -> int:
        return sum(self.rulings.values())

    @property
    def granted(self) -> Share:
        """Of those on which the presidency has ruled."""
        ruled = sum(count for ruling, count in self.rulings.items() if ruling)
        return Share(sum(self.rulings.get(ruling, 0) for ruling in GRANTED), ruled)


def figures(campaign: Campaign, seen: QuerySet[Evaluation]) -> Figures:
    """``seen``: the evaluations that the reader may know of. Four queries."""
    evaluations = seen.filter(campaign=campaign).order_by()
    sent = CorrectionRequest.objects.sent().filter(evaluation__in=evaluations).order_by()
    rulings = dict(sent.values_list("ruling").annotate(count=Count("pk")))
    counted = with_counts(evaluations).filter(letter__isnull=False)
    sums = counted.aggregate(
        letters=Count("pk", filter=Q(waived=False)),
        silent=Count("pk", filter=Q(waived=True)),
        **{f"all_{name}": Sum(name, filter=Q(waived=False)) for name in _COUNTED},
    )
    return Figures(
        rulings=rulings,
        weaknesses=Share(sums["all_answered_weaknesses"] or 0, sums["all_weaknesses"] or 0),
        recommendations=Share(sums["all_answered_recommendations"] or 0, sums["all_recommendations"] or 0),
        letters=sums["letters"],
        waived=sums["silent"],
        subjects=_subjects(campaign, sent),
    )


_COUNTED = ("weaknesses", "answered_weaknesses", "recommendations", "answered_recommendations")


def with_counts(evaluations: QuerySet[Evaluation]) -> QuerySet[Evaluation]:
    """Each with ``sent``, ``granted``, ``waiting`` for a ruling (errors of fact), ``letter`` and ``waived`` (the
    observations that go with its report), and how many findings there are and are answered."""
    letter = Observation.objects.going_with_the_report().filter(evaluation=OuterRef("pk"))
    found = evaluations.annotate(
        letter=Subquery(letter.values("pk")[:1]),
        waived=Subquery(letter.values("waived")[:1]),
        sent=_corrections(CorrectionRequest.objects.sent()),
        granted=_corrections(CorrectionRequest.objects.granted()),
        waiting=_corrections(CorrectionRequest.objects.to_rule_on()),
    )
    return found.annotate(
        weaknesses=_findings(FindingKind.WEAKNESS),
        answered_weaknesses=_answered(ItemTarget.WEAKNESS),
        recommendations=_findings(FindingKind.RECOMMENDATION),
        answered_recommendations=_answered(ItemTarget.RECOMMENDATION),
    )


def disputed(campaign: Campaign, seen: QuerySet[Evaluation]) -> QuerySet[Evaluation]:
    """The evaluations of the campaign in which something was disputed or observed, the most disputed first."""
    counted = with_counts(seen.filter(campaign=campaign).select_related("programme__institution"))
    return counted.filter(Q(sent__gt=0) | Q(letter__isnull=False)).order_by("-sent", "programme__title", "pk")


def _corrections(rows: CorrectionQuerySet) -> Coalesce:
    return _count(rows.filter(evaluation=OuterRef("pk")).order_by().values("evaluation"))


def _findings(kind: FindingKind) -> Coalesce:
    return _count(Finding.objects.kept().filter(evaluation=OuterRef("pk"), kind=kind).order_by().values("evaluation"))


def _answered(target: ItemTarget) -> Coalesce:
    kept = {"finding__removed_at": None, "target": target, "observation": OuterRef("letter")}
    rows = ObservationItem.objects.saying().filter(**kept)
    return _count(rows.order_by().values("observation"), "finding")


def _count(grouped: QuerySet, what: str = "pk") -> Coalesce:
    counted = grouped.annotate(how_many=Count(what, distinct=True)).values("how_many")
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
