"""Figures that contradict each other: two sentences, or a sentence and a table, that count the same thing differently.

A figure is compared with another only when both say the same words about it, and name the same years or none: a
careful reader would rather miss a contradiction than be told of ten that are none.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from evalprog.text import folded
from evaluations.quality.manuscript import Manuscript, Place
from evaluations.tables import DataTable

_NUMBER = r"(?P<number>\d{1,3}(?:[ \u00a0\u202f]\d{3})+|\d{1,9}(?:,\d{1,4})?)"
# « 24 étudiants inscrits », « 120 crédits »: the number, then what is counted, with one more word.
_COUNTED = re.compile(rf"(?<![\w/,.-]){_NUMBER}[ \u00a0\u202f](?P<noun>[^\W\d_]{{4,}}(?:[ \u00a0][^\W\d_]{{4,}})?)")
# « un taux de réussite de 85 % », « le taux d’insertion est de 92 % »
_RATE = re.compile(
    rf"(?P<noun>(?:taux|part|pourcentage|proportion)[ \u00a0](?:de[ \u00a0]l[’']|d[’']|(?:de|des|du)[ \u00a0])"
    rf"[^\W\d_]{{4,}})(?P<between>[^.;:\d%]{{0,40}}?)[ \u00a0]{_NUMBER}[ \u00a0\u202f]?%",
    re.IGNORECASE,
)
_YEARS = re.compile(r"\b(?:19|20)\d\d(?:\s?[-–/]\s?(?:(?:19|20)\d\d|\d\d))?\b")
# « plus de 20 étudiants » is no figure; « entre 20 et 30 » is two ends.
_VAGUE = re.compile(
    r"(?:plus|moins|près|environ|autour|entre|jusqu|minimum|maximum|au moins|au plus|presque|quelque)\b[^.;]{0,12}$"
    r"|\bet[ \u00a0]$|\bà[ \u00a0]$",
    re.IGNORECASE,
)
_NOT_COUNTED = frozenset(
    {"annees", "mois", "semaines", "jours", "heures", "pages", "janvier", "fevrier", "mars"}
    | {
        "avril",
        "juin",
        "juillet",
        "aout",
        "septembre",
        "octobre",
        "novembre",
        "decembre",
    }
)


@dataclass(frozen=True, slots=True)
class Figure:
    """``what``: the words counted, folded; ``years``: those that the sentence or the column names."""

    place: Place
    what: str
    number: Decimal
    years: frozenset[str]
    passage: str


@dataclass(frozen=True, slots=True)
class Contradiction:
    one: Figure
    other: Figure


def contradictions(manuscript: Manuscript) -> list[Contradiction]:
    """Each pair once, in the order of the report; a figure is held against the first that says otherwise."""
    told = list(_told(manuscript))
    found, seen = [], {}
    for figure in told:
        for other in seen.get((figure.what, figure.years), ()):
            if other.number != figure.number and other.place != figure.place:
                found.append(Contradiction(other, figure))
                break
        seen.setdefault((figure.what, figure.years), []).append(figure)
    for figure in told:
        if cell := _cell_that_denies(figure, manuscript):
            found.append(Contradiction(figure, cell))
    return found


def _told(manuscript: Manuscript) -> Iterator[Figure]:
    for place, sentence in manuscript.all_sentences():
        years = _years(sentence)
        if len(years) > 1:
            continue  # which number belongs to which year, only a reader can say
        for what, number in _figures(sentence):
            yield Figure(place, what, number, years, sentence)


def _figures(sentence: str) -> Iterator[tuple[str, Decimal]]:
    plain = _YEARS.sub(lambda found: " " * len(found[0]), sentence)
    for pattern in (_RATE, _COUNTED):
        for found in pattern.finditer(plain):
            before = plain[: found.start("number")]
            what = _what(found["noun"])
            if what and not _VAGUE.search(before[-24:] if pattern is _COUNTED else found["between"]):
                yield what, _decimal(found["number"])


def _what(noun: str) -> str:
    """The words compared: without accents, in the singular."""
    words = [word.removesuffix("s") for word in folded(noun).split() if word not in ("de", "des", "du", "la", "l", "d")]
    return "" if not words or folded(noun).split()[0] in _NOT_COUNTED else " ".join(words)


def _cell_that_denies(figure: Figure, manuscript: Manuscript) -> Figure | None:
    """The cell whose row counts the same thing in the same year, with another number.

    Without a year in the sentence, the figure may be that of any column: it is denied only if none has it.
    """
    for passage in manuscript.tables:
        if passage.place == figure.place:
            continue
        cells = list(_cells(passage.table, figure, passage.place))
        if cells and all(cell.number != figure.number for cell in cells):
            return cells[0]
    return None


def _cells(table: DataTable, figure: Figure, place: Place) -> Iterator[Figure]:
    for row in table.rows:
        if _what(row.label) != figure.what:
            continue
        for heading, cell in zip(table.columns, row.cells, strict=False):
            number = _of_cell(cell)
            if number is not None and (not figure.years or figure.years & _years(heading)):
                label = f"{row.label}, {heading}\u00a0: {cell}" if heading else f"{row.label}\u00a0: {cell}"
                yield Figure(place, figure.what, number, figure.years, label)


def _of_cell(cell: Decimal | str | None) -> Decimal | None:
    if isinstance(cell, Decimal):
        return cell
    found = re.fullmatch(rf"{_NUMBER}[ \u00a0\u202f]?%", cell or "")
    return _decimal(found["number"]) if found else None


def _years(text: str) -> frozenset[str]:
    """
    >>> sorted(_years("En 2015-2016 et en 2017"))
    ['2015-2016', '2017']
    """
    return frozenset(_whole(found) for found in _YEARS.findall(text))


def _whole(years: str) -> str:
    """« 2015/16 » and « 2015 – 2016 » are « 2015-2016 »."""
    first, *rest = re.split(r"\s?[-–/]\s?", years)
    return f"{first}-{first[:2] + rest[0] if len(rest[0]) == 2 else rest[0]}" if rest else first


def _decimal(number: str) -> Decimal:
    return Decimal(re.sub("[ \u00a0\u202f]", "", number).replace(",", "."))
