"""The bar that shows where the evaluations of a campaign stand: geometry and colours, drawn by a template."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from evaluations.enums import Phase, State

WIDTH = 1000  # units of the drawing
NARROWEST = 3  # so that one evaluation among 1 400 is seen
# One colour a phase, from the lightest of its states to the darkest.
_SHADES = {
    Phase.DOSSIER: ("#c3ced2", "#a3b3b9", "#7d9199"),
    Phase.COMMITTEE: ("#e9c48d", "#d29a4e"),
    Phase.EXPERTISE: ("#a9d0d1", "#7fb7ba", "#539ca1", "#2f7f88"),
    Phase.EXCHANGES: ("#8fa9c9", "#7290b8", "#5778a5", "#3f618f", "#2b4a74"),
    Phase.PUBLICATION: ("#8fb58a", "#4f8449"),
}
COLOURS = {state: colour for phase in Phase for state, colour in zip(phase.states, _SHADES[phase], strict=True)} | {
    State.SUSPENDED: "#d8d2dc",
    State.WITHDRAWN: "#b3a9ba",
}


@dataclass(frozen=True, slots=True)
class Bar:
    state: State
    count: int
    x: int
    width: int
    colour: str


@dataclass(frozen=True, slots=True)
class StateCount:
    """A state in the legend: ``late`` of its ``count`` evaluations are past their deadline, ``soon`` near it."""

    state: State
    count: int
    late: int
    soon: int
    colour: str


@dataclass(frozen=True, slots=True)
class PhaseCount:
    label: str
    states: tuple[StateCount, ...]

    @property
    def count(self) -> int:
        return sum(state.count for state in self.states)

    @property
    def late(self) -> int:
        return sum(state.late for state in self.states)


@dataclass(frozen=True, slots=True)
class Span:
    """Where a bar begins, and how wide it is."""

    x: int
    width: int


def spans(counts: Sequence[int]) -> list[Span]:
    """Bars side by side, together ``WIDTH`` wide, none so narrow that it is not seen. Every count is more than 0."""
    free, total = WIDTH - NARROWEST * len(counts), sum(counts)
    drawn, x = [], 0
    for n, count in enumerate(counts, start=1):
        width = WIDTH - x if n == len(counts) else NARROWEST + round(free * count / total)
        drawn.append(Span(x, width))
        x += width
    return drawn


def bars(counts: Mapping[int, int]) -> list[Bar]:
    """One bar a state, in the order of the process; none for an empty campaign."""
    present = [(state, counts[state]) for state in State if counts.get(state)]
    drawn = spans([count for _state, count in present])
    return [
        Bar(state, count, span.x, span.width, COLOURS[state])
        for (state, count), span in zip(present, drawn, strict=True)
    ]
