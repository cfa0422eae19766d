"""The delays that have passed: which acts the clock has to perform."""

from collections.abc import Callable, Iterator

from django.db.models import OuterRef, Subquery

from evalprog import clock
from evaluations.enums import State, WindowKind
from evaluations.models import Evaluation, Window
from evaluations.transitions.contradictory import close_corrections, close_observations

Closing = Callable[[Evaluation], Evaluation]
_AWAITED: tuple[tuple[State, WindowKind, Closing], ...] = (
    (State.DRAFT_TRANSMITTED, WindowKind.CORRECTIONS, close_corrections),
    (State.OBSERVATIONS_OPEN, WindowKind.OBSERVATIONS, close_observations),
)


def due() -> Iterator[tuple[Evaluation, Closing]]:
    """The evaluations whose last window has closed while they still wait, each with the act that goes on."""
    for state, kind, act in _AWAITED:
        last = Window.objects.filter(evaluation=OuterRef("pk"), kind=kind).order_by("-round")
        waiting = Evaluation.objects.filter(state=state).annotate(closes_at=Subquery(last.values("closes_at")[:1]))
        for evaluation in waiting.filter(closes_at__lte=clock.now()).select_related("programme").order_by("pk"):
            yield evaluation, act
