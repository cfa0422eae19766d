"""Whether parts add up to their total. What is not available makes a sum undecidable, not wrong."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from django.utils.translation import gettext as _

from evalprog.numbers import written
from programmes.enums import IndicatorKind
from programmes.indicators.cells import Contradiction, Line, Spot, added, half_unit
from programmes.indicators.parts import IndicatorRow, IndicatorTable

# Rates of different populations do not add up.
RATES = {
    IndicatorKind.SUCCESS,
    IndicatorKind.EMPLOYMENT,
    IndicatorKind.CONTINUING_STUDIES,
    IndicatorKind.PROFESSIONAL_SHARE,
    IndicatorKind.RESEARCHER_SHARE,
}


@dataclass(frozen=True, slots=True)
class Sum:
    """A total in one year, and its parts: known ones, and those that are not available."""

    total: Spot
    known: tuple[Spot, ...]
    missing: tuple[Spot, ...]
    found: Decimal

    @property
    def wanted(self) -> Decimal:
        return self.total.number or Decimal()

    def leaving(self, row: IndicatorRow) -> "Sum":
        """The same without that part."""
        known = tuple(spot for spot in self.known if spot.row.code != row.code)
        return replace(self, known=known, found=_sum(known))

    @property
    def slack(self) -> Decimal:
        """Of percentages, that were each rounded."""
        return sum((half_unit(part) for part in self.known), Decimal()) if self.total.is_percentage else Decimal()

    @property
    def is_wrong(self) -> bool:
        """Parts that are not available can only add to the others."""
        difference = self.found - self.wanted
        return difference > self.slack or (not self.missing and -difference > self.slack)


def contradictions(table: IndicatorTable) -> Iterator[Contradiction]:
    for total, parts in table.totals():
        counted = [part for part in parts if not part.outside_total]
        told: set[str] = set()
        for changed in _changed(table, total, counted, parts):
            yield changed
            told |= {cell.year for cell in changed.cells}
        for one in _sums(table, total, counted):
            if one.total.year not in told and len(counted) > 1 and one.is_wrong:
                yield _wrong(one)
        yield from _too_great(table, total, parts, alone=len(counted) == 1)


def _sums(table: IndicatorTable, total: IndicatorRow, parts: Sequence[IndicatorRow]) -> Iterator[Sum]:
    """Those that may be made: the total is known, and so is one part at least."""
    for whole in Line(table, total).spots():
        spots = [Spot(table, part, whole.column) for part in parts]
        known = tuple(spot for spot in spots if spot.number is not None)
        if whole.number is not None and known and _may_be_added(whole, known):
            yield Sum(whole, known, tuple(spot for spot in spots if spot.number is None), _sum(known))


def _may_be_added(total: Spot, parts: Sequence[Spot]) -> bool:
    """Counts with counts, percentages with a total of 100."""
    if any(part.is_percentage != total.is_percentage for part in parts):
        return False
    return total.number == 100 if total.is_percentage else total.table.kind not in RATES


def _wrong(one: Sum) -> Contradiction:
    told = {
        "total": str(one.total),
        "year": one.total.year,
        "value": one.total.value,
        "sum": written(one.found),
        "parts": added(one.known),
        "difference": written(abs(one.found - one.wanted)),
    }
    if one.missing:
        sentence = _(
            "%(total)s, %(year)s : le total est %(value)s, et les parties connues font déjà %(sum)s (%(parts)s) ; "
            "écart : %(difference)s."
        )
    else:
        sentence = _(
            "%(total)s, %(year)s : le total est %(value)s, et ses parties font %(sum)s (%(parts)s) ; "
            "écart : %(difference)s."
        )
    cells = tuple(spot.ref for spot in (one.total, *one.known))
    return Contradiction("sum", sentence % told, cells, one.found - one.wanted)


def _changed(
    table: IndicatorTable, total: IndicatorRow, counted: Sequence[IndicatorRow], parts: Sequence[IndicatorRow]
) -> Iterator[Contradiction]:
    """Of the parts that count, only when one alone explains what is wrong."""
    made = list(_sums(table, total, counted))
    found = {part.code: _counted_now_and_not_then(table, made, part) for part in parts if len(counted) > 1}
    apart = {part.code for part in parts if part.outside_total}
    explaining = [code for code, changed in found.items() if changed and code not in apart]
    for code, changed in found.items():
        if changed and (code in apart or explaining == [code]):
            yield changed


def _counted_now_and_not_then(table: IndicatorTable, made: Sequence[Sum], other: IndicatorRow) -> Contradiction | None:
    """A part that the total of one year leaves out, and that of another takes in."""
    inside: list[tuple[Sum, Spot]] = []
    outside: list[tuple[Sum, Spot]] = []
    for one in made:
        spot = Spot(table, other, one.total.column)
        if not spot.number or spot.is_percentage:
            continue
        without = one.found if other.outside_total else one.found - spot.number
        if without == one.wanted:
            outside.append((one, spot))
        elif without + spot.number == one.wanted:
            inside.append((one, spot))
    if not inside or not outside:
        return None
    (without, apart), (with_it, within) = outside[0], inside[0]
    return _differently(table, other, (without.leaving(other), apart), (with_it.leaving(other), within))


def _differently(
    table: IndicatorTable, other: IndicatorRow, without: tuple[Sum, Spot], with_it: tuple[Sum, Spot]
) -> Contradiction:
    sentence = _(
        "%(table)s : « %(other)s » n’est pas compté de la même façon d’une année à l’autre. En %(year)s, le total "
        "« %(total)s » %(value)s est atteint sans lui (%(parts)s) et %(apart)s s’y ajoute ; en %(later)s, le total "
        "%(later_value)s ne l’est qu’avec lui (%(later_parts)s = %(later_sum)s, + %(within)s = "
        "%(later_value)s)%(missing)s."
    )
    told = {
        "table": f"«\u00a0{table.title}\u00a0»",
        "other": other.label,
        "total": without[0].total.row.label,
        "year": without[0].total.year,
        "value": without[0].total.value,
        "parts": f"{added(without[0].known)} = {written(without[0].found)}",
        "apart": without[1].value,
        "later": with_it[0].total.year,
        "later_value": with_it[0].total.value,
        "later_parts": added(with_it[0].known),
        "later_sum": written(with_it[0].found),
        "within": with_it[1].value,
        "missing": _missing(with_it[0]),
    }
    cells = [spot.ref for one, apart in (without, with_it) for spot in (one.total, *one.known, apart)]
    return Contradiction("counted-differently", sentence % told, tuple(cells), with_it[1].number)


def _missing(one: Sum) -> str:
    """« , « L2 » n’étant pas disponible »: what the sum supposes to be nothing."""
    if not one.missing:
        return ""
    return _(", si ce qui n’est pas disponible est nul (%s)") % added(one.missing)


def _too_great(
    table: IndicatorTable, total: IndicatorRow, parts: Sequence[IndicatorRow], *, alone: bool
) -> Iterator[Contradiction]:
    """A part that is more than its total, where the sum of the parts does not say it."""
    for part in parts:
        if part.outside_total is alone or ("%" in part.label) != ("%" in total.label):  # « dont % de femmes »
            continue
        for spot in Line(table, part).spots():
            whole = Spot(table, total, spot.column)
            if whole.is_percentage != spot.is_percentage or spot.number is None or whole.number is None:
                continue
            if spot.number > whole.number and table.kind not in RATES:
                sentence = _(
                    "%(table)s, %(year)s : « %(part)s » vaut %(value)s, plus que « %(total)s », %(whole)s ; "
                    "écart : %(difference)s."
                )
                told = {
                    "table": f"«\u00a0{table.title}\u00a0»",
                    "year": spot.year,
                    "part": part.label,
                    "value": spot.value,
                    "total": total.label,
                    "whole": whole.value,
                    "difference": written(spot.number - whole.number),
                }
                difference = spot.number - whole.number
                yield Contradiction("part-above-total", sentence % told, (spot.ref, whole.ref), difference)


def _sum(spots: Sequence[Spot]) -> Decimal:
    return sum((spot.number for spot in spots if spot.number is not None), Decimal())
