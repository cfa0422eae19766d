"""The delays that have passed: which acts the clock has to perform."""

from collections.abc import Callable, Iterator

from evaluations.enums import WindowKind
from evaluations.models import Evaluation, Window
from evaluations.transitions.contradictory import close_corrections, close_observations

Closing = Callable[[Evaluation], Evaluation]
_CLOSINGS: dict[str, Closing] = {
    WindowKind.CORRECTIONS: close_corrections,
    WindowKind.OBSERVATIONS: close_observations,
}


def due() -> Iterator[tuple[Evaluation, Closing]]:
    """The evaluations whose window has closed while they still wait in it, each with the act that goes on.

    None that is suspended: it waits for nobody, and its window goes on with it.
    """
    over = Window.objects.awaited().over().select_related("evaluation__programme")
    for window in over.order_by("kind", "evaluation_id"):
        yield window.evaluation, _CLOSINGS[window.kind]
