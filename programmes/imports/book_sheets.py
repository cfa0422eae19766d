"""Which sheets of a workbook are read, and as what: by their names, case and accents indifferent.

The instructions of our model, hidden sheets and empty ones (« Feuil2 ») are passed over; a lone sheet whose headings
are those of programmes is read as such, whatever its name.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from difflib import get_close_matches
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from evalprog.documents import quoted
from evalprog.text import folded
from programmes.description.columns import TABLES, Table
from programmes.imports.headings import is_known, table_named
from programmes.imports.parsed import BadCell, BadFile

INSTRUCTIONS = gettext_lazy("Mode d’emploi")
_PASSED_OVER = {"mode d emploi", "instructions", "listes"}
_LOOKED_AT = 30  # rows of a sheet whose name says nothing


@dataclass(frozen=True, slots=True)
class Chosen:
    """``wrong``: of sheets that say something and are none of ours, or one of ours twice; the others can be read."""

    sheets: list[tuple[Any, Table]]
    wrong: list[str]


def chosen(book: Any) -> Chosen:
    """Sheets in the order of the tables.

    :raises BadFile: where there is nothing to which the rows of the others would belong.
    """
    found: dict[str, Any] = {}
    unknown, wrong = [], []
    for sheet in book.worksheets:
        table = table_named(sheet.title)
        if table is None:
            unknown.append(sheet)
        elif table.title in found:
            sentence = _("« %(first)s » et « %(second)s » sont la même feuille ; gardez l’une des deux.")
            wrong.append(sentence % {"first": quoted(found[table.title].title), "second": quoted(sheet.title)})
        else:
            found[table.title] = sheet
    others = [sheet for sheet in unknown if _counts(sheet)]
    if not found and len(others) == 1 and _is_of_programmes(others[0]):
        return Chosen([(others[0], TABLES[0])], [])
    wrong += [_unknown(sheet.title) for sheet in others]
    if TABLES[0].title not in found:
        if not others:  # one of them may be it
            wrong.insert(0, _("Il manque la feuille « %(sheet)s ».") % {"sheet": TABLES[0].title})
        raise BadFile([BadCell(None, "", sentence) for sentence in wrong])
    return Chosen([(found[table.title], table) for table in TABLES if table.title in found], wrong)


def _counts(sheet: Any) -> bool:
    is_ours = folded(sheet.title) in _PASSED_OVER
    return not is_ours and sheet.sheet_state == "visible" and any(True for _row in _first_rows(sheet))


def _is_of_programmes(sheet: Any) -> bool:
    headings = next(_first_rows(sheet), [])
    return sum(is_known(TABLES[0], str(heading)) for heading in headings) > 1


def _first_rows(sheet: Any) -> Iterator[list[Any]]:
    """Those that say something. What is damaged says nothing here: reading it will tell."""
    try:
        for row in sheet.iter_rows(max_row=_LOOKED_AT, values_only=True):
            if said := [value for value in row if value not in (None, "")]:
                yield said
    except Exception:  # noqa: BLE001 - openpyxl lets out whatever a damaged part makes it stumble on
        return


def _unknown(title: str) -> str:
    close = get_close_matches(folded(title)[:100], [folded(table.title) for table in TABLES], n=1, cutoff=0.7)
    if close:
        sentence = _("« %(sheet)s » n’est pas une feuille connue ; vouliez-vous dire « %(close)s » ?")
        return sentence % {"sheet": quoted(title), "close": table_named(close[0]).title}  # type: ignore[union-attr]
    sentence = _("« %(sheet)s » n’est pas une feuille connue ; retirez-la, ou choisissez parmi %(known)s.")
    return sentence % {"sheet": quoted(title), "known": ", ".join(table.title for table in TABLES)}
