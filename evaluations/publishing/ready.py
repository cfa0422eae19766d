"""What is ready to be published in a campaign, and what is not and why."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.db.models import Q, QuerySet

from evalprog.accounts.models import User
from evaluations.enums import AgencyRole, State
from evaluations.guidance import Duty, duty
from evaluations.models import Campaign, Evaluation
from evaluations.readiness import Problem, before_countersigning, before_publication, with_undecided_redactions
from evaluations.standing import Standing

_AGENCY = Standing(agency=frozenset({AgencyRole.OFFICER}))  # the page is the agency's: nothing is veiled


@dataclass(frozen=True, slots=True)
class NotReady:
    """``duty``: what is awaited of it and of whom. ``problems``: the sentences of what stands in the way of it."""

    evaluation: Evaluation
    duty: Duty
    problems: tuple[str, ...] = ()


def seen(campaign: Campaign, by: User | None) -> QuerySet[Evaluation]:
    """The evaluations of the campaign that this person may know of, in the order of their titles; ``None``: all."""
    known = Evaluation.objects.all() if by is None else Evaluation.objects.visible_to(by)
    found = known.filter(campaign=campaign).select_related("programme__institution", "framework")
    return found.defer("framework__document").order_by("programme__title", "pk")


def ready(campaign: Campaign, by: User | None) -> QuerySet[Evaluation]:
    """Those that only wait for their publication."""
    countersigned = seen(campaign, by).filter(state=State.COUNTERSIGNED)
    return countersigned.exclude(pk__in=with_undecided_redactions(countersigned))


def not_ready(campaign: Campaign, by: User | None) -> QuerySet[Evaluation]:
    """Those that are on their way: neither ready, nor published, nor withdrawn. The furthest first."""
    known = seen(campaign, by)
    undecided = with_undecided_redactions(known.filter(state=State.COUNTERSIGNED))
    away = Q(state__in=(State.COUNTERSIGNED, State.PUBLISHED, State.WITHDRAWN))
    return known.filter(~away | Q(pk__in=undecided)).order_by("-state", "programme__title", "pk")


def reasons(evaluations: QuerySet[Evaluation]) -> Iterator[NotReady]:
    """Of each, what is awaited; of what only wants an act of the agency's presidency, what stands in its way too."""
    for evaluation in evaluations:
        yield NotReady(
            evaluation, duty(evaluation, _AGENCY), tuple(problem.sentence for problem in _in_the_way(evaluation))
        )


def _in_the_way(evaluation: Evaluation) -> list[Problem]:
    if evaluation.state == State.OBSERVATIONS_CLOSED:
        return before_countersigning(evaluation, None)
    return before_publication(evaluation) if evaluation.state == State.COUNTERSIGNED else []
