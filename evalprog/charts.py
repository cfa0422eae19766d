"""Series of figures laid out to be drawn: where each point and bar stands, on page and paper alike.

The drawing is hand-written SVG (``templates/charts/chart.html``), and its table stands below it.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from decimal import ROUND_CEILING, ROUND_FLOOR, Decimal
from typing import Protocol

from django.utils.translation import gettext as _

from evalprog.numbers import number, written

LINE, BAR, STACKED = "line", "bar", "stacked"
MOST_SERIES, MOST_CATEGORIES = 6, 12  # more than these, nobody tells lines and bars apart
# Of the drawing, in its own units.
WIDTH, HEIGHT = 580, 210
LEFT, RIGHT, TOP, BOTTOM = 46, 12, 14, 28
LETTER = 6.2  # width of a letter of the labels, about
_STEPS = (Decimal(1), Decimal(2), Decimal("2.5"), Decimal(5), Decimal(10))
_TICKS = 4


class Series(Protocol):
    """A line of a figure: its values as the source gives them, « - » where there is none."""

    @property
    def label(self) -> str: ...
    @property
    def values(self) -> tuple[str, ...]: ...


class Figure(Protocol):
    """Series over categories, years most often. ``kind``: ``LINE``, ``BAR`` or ``STACKED``."""

    @property
    def kind(self) -> str: ...
    @property
    def title(self) -> str: ...
    @property
    def unit(self) -> str: ...
    @property
    def categories(self) -> tuple[str, ...]: ...
    @property
    def series(self) -> Sequence[Series]: ...


@dataclass(frozen=True, slots=True)
class Ink:
    """Of a series: colour, colour of what is written over it, dashes."""

    fill: str
    over: str
    dash: str


# Never by its colour alone: dark and light take turns, and so do dashes.
_INKS = (
    Ink("#12505b", "#ffffff", ""),
    Ink("#d29a4e", "#1f2a30", "7 4"),
    Ink("#6f9aa1", "#1f2a30", "2 4"),
    Ink("#7a4410", "#ffffff", "10 3 2 3"),
    Ink("#b9d3d6", "#1f2a30", "4 2"),
    Ink("#3c4a52", "#ffffff", "1 3"),
)


def is_drawable(figure: Figure) -> bool:
    """Two categories at least, no more of anything than can be told apart, and a number in every series."""
    fits = 2 <= len(figure.categories) <= MOST_CATEGORIES and 1 <= len(figure.series) <= MOST_SERIES
    return fits and all(any(number(v) is not None for v in line.values) for line in figure.series)


@dataclass(frozen=True)
class Tick:
    y: str
    text: str


@dataclass(frozen=True)
class Label:
    x: str
    y: str
    text: str


@dataclass(frozen=True)
class Bar:
    x: str
    y: str
    width: str
    height: str


@dataclass(frozen=True)
class Drawn:
    """A series on its way to the paper: its lines (one for each run of known values), points, bars and values."""

    rank: int
    label: str
    key: Label  # its place in the legend
    lines: tuple[str, ...] = ()
    points: tuple[Label, ...] = ()
    bars: tuple[Bar, ...] = ()
    values: tuple[Label, ...] = ()

    @property
    def ink(self) -> Ink:
        return _INKS[(self.rank - 1) % len(_INKS)]


@dataclass(frozen=True)
class Drawing:
    figure: Figure
    height: int
    base: str  # y of the axis
    ticks: tuple[Tick, ...]
    categories: tuple[Label, ...]
    series: tuple[Drawn, ...]
    title: str
    description: str


def drawing(figure: Figure) -> Drawing:
    """Where everything stands. Nothing is guessed: what is not available is a gap, never zero."""
    return _Plan(figure).drawing()


class _Plan:
    def __init__(self, figure: Figure) -> None:
        self.figure = figure
        self.values = [[number(v) for v in line.values] for line in figure.series]
        self.floor, self.step, self.top = _scale(self._extremes())
        self.keys, self.legend_height = _legend(figure.series)
        self.plot_top = TOP + self.legend_height
        self.base = self.plot_top + HEIGHT - TOP - BOTTOM
        self.slot = Decimal(WIDTH - LEFT - RIGHT) / len(figure.categories)

    @property
    def is_stacked(self) -> bool:
        return self.figure.kind == STACKED

    def _extremes(self) -> list[Decimal]:
        if self.is_stacked:  # what is below zero is stacked downwards
            columns = [[v for v in column if v is not None] for column in zip(*self.values, strict=True)]
            return [sum((v for v in c if (v < 0) is down), Decimal(0)) for c in columns for down in (False, True)]
        return [v for line in self.values for v in line if v is not None]

    def drawing(self) -> Drawing:
        return Drawing(
            figure=self.figure,
            height=self.base + BOTTOM,
            base=_at(self.y(Decimal(0)) if self.floor < 0 else Decimal(self.base)),
            ticks=tuple(self.ticks()),
            categories=tuple(self.categories()),
            series=tuple(self.lines() if self.figure.kind == LINE else self.bars()),
            title=self.figure.title,
            description=description(self.figure),
        )

    def categories(self) -> Iterator[Label]:
        """The last one, and as many before it as stand side by side; the table below names them all."""
        names = self.figure.categories
        needed = Decimal(str(LETTER)) * max(len(name) for name in names) + 4
        apart = int((needed / self.slot).to_integral_value(ROUND_CEILING))
        for n, name in enumerate(names):
            if (len(names) - 1 - n) % apart == 0:
                yield Label(_at(self.middle(n)), _at(Decimal(self.base + 19)), name)

    def middle(self, n: int) -> Decimal:
        return LEFT + self.slot * n + self.slot / 2

    def y(self, value: Decimal) -> Decimal:
        return self.base - (value - self.floor) / (self.top - self.floor) * (self.base - self.plot_top)

    def ticks(self) -> Iterator[Tick]:
        value = self.floor
        while value <= self.top:
            yield Tick(_at(self.y(value)), written(value))
            value += self.step

    def lines(self) -> Iterator[Drawn]:
        for rank, values in enumerate(self.values):
            placed = [None if v is None else (self.middle(n), self.y(v)) for n, v in enumerate(values)]
            yield Drawn(
                rank=rank + 1,
                label=self.figure.series[rank].label,
                key=self.keys[rank],
                lines=tuple(" ".join(f"{_at(x)},{_at(y)}" for x, y in run) for run in _runs(placed)),
                points=tuple(Label(_at(p[0]), _at(p[1]), "") for p in placed if p),
                values=tuple(self._values(rank, placed)) if len(self.values) == 1 else (),
            )

    def _values(self, rank: int, placed: Sequence[tuple[Decimal, Decimal] | None]) -> Iterator[Label]:
        for point, text in zip(placed, self.figure.series[rank].values, strict=True):
            if point:
                yield Label(_at(point[0]), _at(point[1] - 8), text)

    def bars(self) -> Iterator[Drawn]:
        feet = {(n, down): Decimal(0) for n in range(len(self.figure.categories)) for down in (False, True)}
        beside = 1 if self.is_stacked else len(self.values)
        width = min(self.slot * Decimal("0.72") / beside, Decimal(46))
        for rank, values in enumerate(self.values):
            bars, texts = [], []
            for n, value in enumerate(values):
                if value is None:
                    continue
                foot = feet[n, value < 0] if self.is_stacked else Decimal(0)
                low, high = sorted((self.y(foot), self.y(foot + value)), reverse=True)
                x = self.middle(n) - width * beside / 2 + (0 if self.is_stacked else width * rank)
                bars.append(Bar(_at(x), _at(high), _at(width - (0 if self.is_stacked else 1)), _at(low - high)))
                if beside == 1 and low - high >= 13:
                    texts.append(
                        Label(_at(x + width / 2), _at((low + high) / 2 + 4), self.figure.series[rank].values[n])
                    )
                feet[n, value < 0] += value
            yield Drawn(
                rank + 1, self.figure.series[rank].label, self.keys[rank], bars=tuple(bars), values=tuple(texts)
            )


def description(figure: Figure) -> str:
    """The drawing in words, for those who do not see it: every series, from its first value to its last."""
    told = [
        _("%(label)s : %(values)s")
        % {
            "label": line.label,
            "values": ", ".join(f"{c} {v}" for c, v in zip(figure.categories, line.values, strict=True)),
        }
        for line in figure.series
    ]
    unit = f" ({figure.unit})" if figure.unit else ""
    return f"{figure.title}{unit}. {'. '.join(told)}."


def _scale(values: Iterable[Decimal]) -> tuple[Decimal, Decimal, Decimal]:
    """The foot, the step and the top of the axis: round numbers, zero included."""
    values = list(values)
    low, high = min(*values, Decimal(0)), max(*values, Decimal(0))
    span = high - low or Decimal(1)
    power = Decimal(10) ** (span / _TICKS).adjusted()
    step = next(s * power for s in _STEPS if s * power * _TICKS >= span)
    floor = (low / step).to_integral_value(ROUND_FLOOR) * step
    top = (high / step).to_integral_value(ROUND_CEILING) * step
    return floor, step, max(top, floor + step)


def _legend(series: Sequence[Series]) -> tuple[list[Label], int]:
    """Names of the series above the drawing, on as many lines as they need; none for a series that is alone."""
    if len(series) == 1:
        return [Label("0", "0", "")], 0
    keys: list[Label] = []
    x, y = Decimal(LEFT), 12
    for line in series:
        needed = 24 + Decimal(str(LETTER)) * len(line.label)
        if keys and x + needed > WIDTH - RIGHT:
            x, y = Decimal(LEFT), y + 17
        keys.append(Label(_at(x), _at(Decimal(y)), line.label))
        x += needed + 14
    return keys, y + 4


def _runs(placed: Iterable[tuple[Decimal, Decimal] | None]) -> Iterator[list[tuple[Decimal, Decimal]]]:
    run: list[tuple[Decimal, Decimal]] = []
    for point in (*placed, None):
        if point:
            run.append(point)
        elif run:
            if len(run) > 1:
                yield run
            run = []


def _at(value: Decimal) -> str:
    """A place with one decimal, written as SVG reads it in every language."""
    return f"{value:.1f}".removesuffix(".0")
