"""The published reports of an institution, counted by year: a chart with the table that says the same."""

import datetime as dt
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

HEIGHT, STEP, BAR = 120, 48, 30  # of the drawing, in its own units


@dataclass(frozen=True, slots=True)
class Bar:
    year: int
    count: int
    x: int
    y: int
    height: int

    @property
    def width(self) -> int:
        return BAR

    @property
    def middle(self) -> int:
        return self.x + BAR // 2

    @property
    def above(self) -> int:
        """Where its figure stands."""
        return self.y - 6


@dataclass(frozen=True, slots=True)
class Chart:
    bars: tuple[Bar, ...]

    @property
    def width(self) -> int:
        return STEP * len(self.bars)

    @property
    def height(self) -> int:
        return HEIGHT + 48

    @property
    def base(self) -> int:
        return HEIGHT + 22

    @property
    def labels(self) -> int:
        """Where the years stand."""
        return self.base + 20


def by_year(days: Iterable[dt.date]) -> Chart:
    """From the first year to the last, those without report included."""
    counted = Counter(day.year for day in days)
    if not counted:
        return Chart(())
    years, most = range(min(counted), max(counted) + 1), max(counted.values())
    return Chart(tuple(_bar(at, year, counted[year], most) for at, year in enumerate(years)))


def _bar(at: int, year: int, count: int, most: int) -> Bar:
    height = max(3, round(HEIGHT * count / most)) if count else 0
    return Bar(year, count, at * STEP + (STEP - BAR) // 2, HEIGHT + 22 - height, height)
