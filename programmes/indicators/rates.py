"""Rates of success against the counts: graduates of the enrolled, of a year or of several together."""

import re
from collections.abc import Iterator, Sequence

from django.utils.translation import gettext as _

from evalprog.numbers import written
from programmes.enums import IndicatorKind
from programmes.indicators import ratios
from programmes.indicators.cells import Contradiction, Line, Spot, half_unit, lines, same_persons
from programmes.indicators.parts import IndicatorTable
from programmes.indicators.rules import year_key

_SPAN = re.compile(r"(\d{4})-(\d{4})")
LONGEST = 10  # years, of a rate over several


def pairs(tables: Sequence[IndicatorTable]) -> list[tuple[Line, Line]]:
    """Graduates with the enrolled of their own table; where it has none, with those of each other of these persons."""
    found: list[tuple[Line, Line]] = []
    enrolled = lines(tables, IndicatorKind.ENROLLED)
    for graduates in lines(tables, IndicatorKind.GRADUATES):
        same = [line for line in enrolled if same_persons(line, graduates)]
        own = [line for line in same if line.table.code == graduates.table.code]
        found += [(graduates, line) for line in own or same]
    return found


def contradictions(tables: Sequence[IndicatorTable]) -> Iterator[Contradiction]:
    for rate in lines(tables, IndicatorKind.SUCCESS):
        for spot in rate.spots():
            for graduates, enrolled in pairs(tables) if spot.number is not None else ():
                if not same_persons(rate, graduates) or _adds_years_of_study(enrolled):
                    continue
                computed = ratios.pooled(graduates, enrolled, years_of(spot.year))
                if computed is not None and abs(computed.exact - spot.number) > half_unit(spot):  # type: ignore[operator]
                    yield _unlike(spot, computed)


def _adds_years_of_study(enrolled: Line) -> bool:
    """Of the enrolled of several years of study, those of the last alone can graduate."""
    rows = enrolled.table.rows
    return not enrolled.study_years and any(Line(enrolled.table, row).study_years for row in rows if not row.part_of)


def years_of(column: str) -> list[str]:
    """« 2011-2015 » is four academic years, « 2015-2016 » itself."""
    found = _SPAN.fullmatch(year_key(column))
    if found is None:
        return [column]
    first, last = int(found[1]), int(found[2])
    if not 1 < last - first <= LONGEST:
        return [column]
    return [f"{year}-{year + 1}" for year in range(first, last)]


def _unlike(spot: Spot, computed: ratios.Ratio) -> Contradiction:
    sentence = _("%(spot)s, %(year)s : le taux est %(value)s, et les effectifs donnent %(percent)s %%. %(computed)s")
    told = {
        "spot": str(spot),
        "year": spot.year,
        "value": spot.value,
        "percent": written(computed.percent),
        "computed": computed.sentence,
    }
    difference = computed.percent - (spot.number or 0)
    return Contradiction("rate", sentence % told, (spot.ref, *computed.cells), difference)
