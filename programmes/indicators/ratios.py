"""Shares computed from rows: a part of a whole, year by year and over several years, each quoting its cells.

What a text says (« 95 % sur quatre ans ») is confronted with them by ``confront``.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

from django.utils.translation import gettext as _

from evalprog.numbers import number, written
from programmes.indicators.cells import Line, Spot
from programmes.indicators.parts import CellRef
from programmes.indicators.rules import year_key


@dataclass(frozen=True, slots=True)
class Ratio:
    """``part`` of ``whole`` over ``years``. ``percent`` has one decimal; ``exact`` is not rounded."""

    years: tuple[str, ...]
    part: Decimal
    whole: Decimal
    exact: Decimal
    sentence: str
    cells: tuple[CellRef, ...]

    @property
    def percent(self) -> Decimal:
        return self.exact.quantize(Decimal("0.1"), ROUND_HALF_UP)

    @property
    def period(self) -> str:
        """« 2015-2016 », « de 2011-2012 à 2014-2015 »."""
        if len(self.years) == 1:
            return self.years[0]
        return _("de %(first)s à %(last)s") % {"first": self.years[0], "last": self.years[-1]}


@dataclass(frozen=True, slots=True)
class Confrontation:
    """What a text says, and every ratio that it may speak of. ``agreeing``: those that round to what it says."""

    sentence: str
    agreeing: tuple[Ratio, ...]
    cells: tuple[CellRef, ...]


def per_year(part: Line, whole: Line) -> list[Ratio]:
    """One for each year in which both are known and the whole is not zero."""
    pairs = [_pair(part, whole, year) for year in part.table.years]
    return [_ratio([pair]) for pair in pairs if pair is not None and pair[1].number]


def pooled(part: Line, whole: Line, years: Sequence[str]) -> Ratio | None:
    """All these years together; none when a value of one of them is not known."""
    pairs = [_pair(part, whole, year) for year in years]
    known = [pair for pair in pairs if pair is not None]
    if not known or len(known) < len(pairs) or not sum(pair[1].number or 0 for pair in known):
        return None
    return _ratio(known)


def windows(part: Line, whole: Line, length: int) -> list[Ratio]:
    """Every run of so many columns, pooled: « sur quatre ans » may be any of them."""
    years = part.table.years
    runs = (years[at : at + length] for at in range(len(years) - length + 1))
    return [ratio for run in runs if (ratio := pooled(part, whole, run)) is not None]


def confront(claimed: str, ratios: Sequence[Ratio]) -> Confrontation | None:
    """« 95 % » against what the tables give; none for what is not a number, or without a ratio."""
    said = number(claimed)
    if said is None or not ratios:
        return None
    slack = Decimal(5).scaleb(int(said.as_tuple().exponent) - 1)
    agreeing = tuple(ratio for ratio in ratios if abs(ratio.exact - said) <= slack)
    given = ", ".join(
        _("%(percent)s %% %(period)s (%(part)s sur %(whole)s)")
        % {
            "percent": written(ratio.percent),
            "period": ratio.period if len(ratio.years) > 1 else _("en %s") % ratio.period,
            "part": written(ratio.part),
            "whole": written(ratio.whole),
        }
        for ratio in ratios
    )
    sentence = _("Le texte dit %(claimed)s ; les tableaux donnent %(given)s.") % {"claimed": claimed, "given": given}
    cells = dict.fromkeys(cell for ratio in ratios for cell in ratio.cells)
    return Confrontation(sentence, agreeing, tuple(cells))


def _pair(part: Line, whole: Line, year: str) -> tuple[Spot, Spot] | None:
    one, all_of_it = part.at(year_key(year)), whole.at(year_key(year))
    if one is None or all_of_it is None or one.number is None or all_of_it.number is None:
        return None
    return one, all_of_it


def _ratio(pairs: Sequence[tuple[Spot, Spot]]) -> Ratio:
    parts, wholes = [pair[0] for pair in pairs], [pair[1] for pair in pairs]
    part = sum((spot.number or Decimal() for spot in parts), Decimal())
    whole = sum((spot.number or Decimal() for spot in wholes), Decimal())
    exact = part * 100 / whole
    years = tuple(spot.year for spot in parts)
    told = {
        "part": str(parts[0]),
        "whole": str(wholes[0]),
        "year": years[0],
        "last": years[-1],
        "parts": _shown(parts, part),
        "wholes": _shown(wholes, whole),
        "percent": written(exact.quantize(Decimal("0.1"), ROUND_HALF_UP)),
    }
    if len(pairs) == 1:
        sentence = _("%(part)s, %(year)s : %(parts)s, pour %(whole)s : %(wholes)s, soit %(percent)s %%.")
    else:
        sentence = _("%(part)s, de %(year)s à %(last)s : %(parts)s, pour %(whole)s : %(wholes)s, soit %(percent)s %%.")
    cells = tuple(spot.ref for pair in pairs for spot in pair)
    return Ratio(years, part, whole, exact, sentence % told, cells)


def _shown(spots: Sequence[Spot], total: Decimal) -> str:
    """« 21 », « 11 + 23 + 18 + 13 = 65 »."""
    values = " + ".join(spot.value for spot in spots)
    return values if len(spots) == 1 else f"{values} = {written(total)}"
