"""What no table of indicators may be. What only does not add up is for ``checks``: it is kept, and said."""

from collections.abc import Iterator

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from evalprog.documents import Problem
from programmes.indicators.parts import IndicatorTable
from programmes.indicators.rules import year_key

MOST_YEARS = 40
MOST_ROWS = 200
DEEPEST = 4  # rows within rows


def problems(table: IndicatorTable) -> list[Problem]:
    """Every rule that is broken, each with the path of the first part that breaks it."""
    if too_large := list(_too_large(table)):
        return too_large
    found = [*_years_told_twice(table), *_widths(table), *_parents(table)]
    return found or list(_chains(table))


def _too_large(table: IndicatorTable) -> Iterator[Problem]:
    if len(table.years) > MOST_YEARS:
        sentence = _("ce tableau a %(count)d colonnes ; il en faut %(most)d au plus. Partagez-le.")
        yield Problem("years", sentence % {"count": len(table.years), "most": MOST_YEARS})
    if len(table.rows) > MOST_ROWS:
        sentence = _("ce tableau a %(count)d lignes ; il en faut %(most)d au plus. Partagez-le.")
        yield Problem("rows", sentence % {"count": len(table.rows), "most": MOST_ROWS})


def _years_told_twice(table: IndicatorTable) -> Iterator[Problem]:
    """« 2015-2016 » and « 2015/16 » are one year."""
    seen: dict[str, str] = {}
    for index, year in enumerate(table.years):
        first = seen.setdefault(year_key(year), year)
        if first != year:
            sentence = _("« %(year)s » est la même année que « %(first)s » ; gardez l’une des deux colonnes.")
            yield Problem(f"years[{index}]", sentence % {"year": year, "first": first})


def _widths(table: IndicatorTable) -> Iterator[Problem]:
    for index, row in enumerate(table.rows):
        if len(row.values) != len(table.years):
            sentence = ngettext(
                "« %(label)s » a %(count)d valeur pour %(years)d colonnes ; donnez une valeur par colonne, "
                "« - » pour ce qui n’est pas disponible.",
                "« %(label)s » a %(count)d valeurs pour %(years)d colonnes ; donnez une valeur par colonne, "
                "« - » pour ce qui n’est pas disponible.",
                len(row.values),
            )
            told = {"label": row.label, "count": len(row.values), "years": len(table.years)}
            yield Problem(f"rows[{index}].values", sentence % told)


def _parents(table: IndicatorTable) -> Iterator[Problem]:
    codes = {row.code for row in table.rows}
    for index, row in enumerate(table.rows):
        if row.part_of and row.part_of not in codes:
            sentence = _("« %(label)s » fait partie de « %(code)s », qui n’est pas une ligne de ce tableau.")
            yield Problem(f"rows[{index}].part_of", sentence % {"label": row.label, "code": row.part_of})
        elif row.outside_total and not row.part_of:
            sentence = _("« %(label)s » est hors total, mais d’aucune ligne ; dites sous quelle ligne elle se lit.")
            yield Problem(f"rows[{index}].outside_total", sentence % {"label": row.label})


def _chains(table: IndicatorTable) -> Iterator[Problem]:
    """No row is part of itself, by however many others; nor too far down."""
    above = {row.code: row.part_of for row in table.rows}
    for index, row in enumerate(table.rows):
        trail, code = [row.code], row.part_of
        while code and code not in trail:
            trail.append(code)
            code = above[code]
        if code == row.code:
            sentence = _("« %(label)s » fait partie d’elle-même (%(cycle)s) ; corrigez l’une de ces lignes.")
            yield Problem(
                f"rows[{index}].part_of", sentence % {"label": row.label, "cycle": " → ".join((*trail, code))}
            )
        elif not code and len(trail) > DEEPEST:
            sentence = _("trop de niveaux ; il en faut %(most)d au plus.") % {"most": DEEPEST}
            yield Problem(f"rows[{index}].part_of", sentence)
