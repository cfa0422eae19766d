"""What does not add up in the tables of a programme, in each and from one to another: sentences that quote the cells.

check(tables) -> list[Contradiction]    cells that cannot all be right
slips(tables) -> list[Noted]            errors and formulas of a spreadsheet where a number was to be
notes(tables) -> list[Noted]            words that count for nothing, and what a reader may ask about from year to year
"""

from collections.abc import Iterator, Sequence
from itertools import combinations

from django.utils.translation import gettext as _

from evalprog.documents import quoted
from evalprog.numbers import is_slip_of_spreadsheet, written
from programmes.enums import IndicatorKind
from programmes.indicators import rates, sums
from programmes.indicators.cells import Contradiction, Line, Noted, Spot, half_unit, lines, same_persons
from programmes.indicators.parts import IndicatorTable
from programmes.indicators.rules import is_year, year_key

# Rows that count the same are the same in every table; origins and « other » say too little of what they count.
_COMPARED = tuple(kind for kind in IndicatorKind if kind not in (IndicatorKind.ORIGINS, IndicatorKind.OTHER))
MOST = 200  # of each: tables that are wrong everywhere are told enough
# From which a change from one year to the next is noted: relative to the lower one, and in persons.
JUMP, JUMP_LEAST = 50, 5


def check(tables: Sequence[IndicatorTable]) -> list[Contradiction]:
    """Cells that contradict each other, in the order of the tables; those of several tables last."""
    found = [
        *(one for table in tables for one in sums.contradictions(table)),
        *(one for table in tables for one in _out_of_bounds(table)),
        *(one for table in tables for one in _less_than_nothing(table)),
        *_across(tables),
        *_more_graduates(tables),
        *rates.contradictions(tables),
    ]
    return found[:MOST]


def slips(tables: Sequence[IndicatorTable]) -> list[Noted]:
    """Cells to correct, whatever was meant by them."""
    found = (_slip(spot) for table in tables for row in table.rows for spot in Line(table, row).spots())
    return [slip for slip in found if slip is not None][:MOST]


def notes(tables: Sequence[IndicatorTable]) -> list[Noted]:
    """Words that count for nothing, then jumps from one year to the next, of rows that are part of no other."""
    every = [Line(table, row) for table in tables for row in table.rows]
    jumps = [noted for line in every if not line.row.part_of for noted in _jumps(line)]
    return [*(noted for line in every for noted in _no_numbers(line)), *jumps][:MOST]


def _out_of_bounds(table: IndicatorTable) -> Iterator[Contradiction]:
    for row in table.rows:
        for spot in Line(table, row).spots():
            if spot.is_percentage and spot.number is not None and not 0 <= spot.number <= 100:
                sentence = _("%(spot)s, %(year)s : %(value)s n’est pas un pourcentage, de 0 à 100.")
                told = {"spot": str(spot), "year": spot.year, "value": spot.value}
                over = spot.number - 100 if spot.number > 100 else spot.number
                yield Contradiction("percentage", sentence % told, (spot.ref,), over)


def _less_than_nothing(table: IndicatorTable) -> Iterator[Contradiction]:
    """Persons, hours and the like; what « another indicator » counts may go down below nothing."""
    for row in table.rows:
        if (row.measure or table.kind) == IndicatorKind.OTHER:
            continue
        for spot in Line(table, row).spots():
            if spot.number is not None and spot.number < 0 and not spot.is_percentage:
                sentence = _("%(spot)s, %(year)s : %(value)s est moins que rien ; écrivez ce qui a été compté.")
                told = {"spot": str(spot), "year": spot.year, "value": spot.value}
                yield Contradiction("negative", sentence % told, (spot.ref,), spot.number)


def _across(tables: Sequence[IndicatorTable]) -> Iterator[Contradiction]:
    """What one table says, and another does not."""
    for measure in _COMPARED:
        for one, other in combinations(lines(tables, measure), 2):
            if one.table.code != other.table.code and same_persons(one, other):
                yield from _unlike(one, other)


def _unlike(one: Line, other: Line) -> Iterator[Contradiction]:
    for here in one.spots():
        there = other.at(year_key(here.year))
        if there is None or here.number is None or there.number is None or here.is_percentage != there.is_percentage:
            continue
        difference = here.number - there.number
        slack = max(half_unit(here), half_unit(there)) if here.is_percentage else 0
        if abs(difference) > slack:
            sentence = _(
                "%(year)s : %(one)s donne %(value)s, et %(other)s donne %(other_value)s ; écart : %(difference)s."
            )
            told = {
                "year": here.year,
                "one": str(here),
                "value": here.value,
                "other": str(there),
                "other_value": there.value,
                "difference": written(abs(difference)),
            }
            yield Contradiction("across", sentence % told, (here.ref, there.ref), difference)


def _more_graduates(tables: Sequence[IndicatorTable]) -> Iterator[Contradiction]:
    for graduates, enrolled in rates.pairs(tables):
        for spot in graduates.spots():
            of = enrolled.at(year_key(spot.year))
            if of is None or spot.number is None or of.number is None or spot.number <= of.number:
                continue
            if spot.is_percentage or of.is_percentage:
                continue
            sentence = _(
                "%(year)s : %(graduates)s donne %(value)s diplômés, plus que les inscrits, %(of)s de %(enrolled)s ; "
                "écart : %(difference)s."
            )
            told = {
                "year": spot.year,
                "graduates": str(spot),
                "value": spot.value,
                "of": of.value,
                "enrolled": str(of),
                "difference": written(spot.number - of.number),
            }
            yield Contradiction("graduates", sentence % told, (spot.ref, of.ref), spot.number - of.number)


def _slip(spot: Spot) -> Noted | None:
    if not is_slip_of_spreadsheet(spot.value):
        return None
    sentence = _(
        "%(spot)s, %(year)s : « %(value)s » est une erreur ou une formule de tableur et ne compte pour rien ; "
        "écrivez la valeur en chiffres, ou « - » si elle n’est pas disponible."
    )
    told = {"spot": str(spot), "year": spot.year, "value": quoted(spot.value)}
    return Noted("spreadsheet", sentence % told, (spot.ref,))


def _no_numbers(line: Line) -> Iterator[Noted]:
    for at, spot in enumerate(line.spots()):
        if is_slip_of_spreadsheet(spot.value):
            continue
        if spot.value and spot.number is None and not line.row.is_not_available(at):
            sentence = _(
                "%(spot)s, %(year)s : « %(value)s » n’est pas un nombre et ne compte pour rien ; écrivez-le en "
                "chiffres, ou « - » s’il n’est pas disponible."
            )
            told = {"spot": str(spot), "year": spot.year, "value": quoted(spot.value)}
            yield Noted("no-number", sentence % told, (spot.ref,))


def _jumps(line: Line) -> Iterator[Noted]:
    known = [spot for spot in line.spots() if is_year(spot.year)]
    for before, after in zip(known, known[1:], strict=False):
        if before.number is None or after.number is None or before.is_percentage or before.number <= 0:
            continue
        change = (after.number - before.number) * 100 / min(before.number, after.number or before.number)
        if abs(change) >= JUMP and abs(after.number - before.number) >= JUMP_LEAST:
            yield _jump(before, after)


def _jump(before: Spot, after: Spot) -> Noted:
    sentence = _(
        "%(spot)s : de %(before)s en %(year)s à %(after)s en %(later)s. Un mot d’explication aidera les experts."
    )
    told = {
        "spot": str(before),
        "before": before.value,
        "year": before.year,
        "after": after.value,
        "later": after.year,
    }
    return Noted("jump", sentence % told, (before.ref, after.ref))
