"""What the national directory of certifications says of the sheets that a programme names."""

import datetime as dt
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from django.utils.translation import gettext as _

from evalprog import clock
from evalprog.text import one_line
from programmes.description import ProgrammeDescription, Remark
from programmes.identifiers import canonical
from programmes.models import RncpEntry

_DIRECTORY = "https://www.francecompetences.fr/recherche/"
_NUMBER = re.compile(r"(RNCP|RS)([0-9]+)")


@dataclass(frozen=True, slots=True)
class Registration:
    """A sheet as everybody may read it. ``title``: that of the directory, else that of the programme. ``entry``: what
    the directory says of it, where it is loaded and knows it; ``is_active``: on the day that was asked about."""

    number: str
    title: str
    entry: RncpEntry | None
    is_active: bool
    is_over: bool

    @property
    def address(self) -> str:
        """Of its page in the directory; empty for what is no number of it."""
        found = _NUMBER.fullmatch(self.number)
        return f"{_DIRECTORY}{found[1].lower()}/{found[2]}/" if found else ""


def registrations(named: Iterable[tuple[str, str]], on: dt.date | None = None) -> list[Registration]:
    """Of sheets by number and title, in one query; in none where none is named."""
    sheets = [(canonical("rncp", number), title) for number, title in named]
    if not sheets:
        return []
    known = {
        entry.number: entry for entry in RncpEntry.objects.filter(number__in={number for number, _title in sheets})
    }
    day = on or clock.now().date()
    return [_registration(number, title, known.get(number), day) for number, title in sheets]


def _registration(number: str, title: str, entry: RncpEntry | None, day: dt.date) -> Registration:
    if entry is None:
        return Registration(number, title, None, is_active=False, is_over=False)
    is_over = entry.active_until is not None and entry.active_until < day
    return Registration(number, one_line(entry.title), entry, entry.is_active_on(day), is_over)


def remarks_on(description: ProgrammeDescription, on: dt.date | None = None) -> list[Remark]:
    """Sheets unknown, inactive on that day (today, if none is given), or of another level than the programme's.

    Nothing at all while no directory is loaded.
    """
    return remarks_of([description], on)[0]


def remarks_of(descriptions: Iterable[ProgrammeDescription], on: dt.date | None = None) -> list[list[Remark]]:
    """Of each, in two queries for all of them."""
    descriptions = list(descriptions)
    numbers = {canonical("rncp", sheet.number) for each in descriptions for sheet in each.rncp}
    if not numbers or not RncpEntry.objects.exists():
        return [[] for _each in descriptions]
    known = {entry.number: entry for entry in RncpEntry.objects.filter(number__in=numbers)}
    day = on or clock.now().date()
    return [list(_remarks(description, known, day)) for description in descriptions]


def _remarks(description: ProgrammeDescription, known: dict[str, RncpEntry], day: dt.date) -> Iterator[Remark]:
    for index, sheet in enumerate(description.rncp):
        number, where = canonical("rncp", sheet.number), f"rncp[{index}]"
        entry = known.get(number)
        facts = {"number": number}
        if entry is None:
            yield Remark("rncp-unknown", where, _("la fiche %(number)s n’est pas dans le répertoire national.") % facts)
            continue
        facts |= {"title": one_line(entry.title), "day": day.strftime("%d/%m/%Y")}
        if not entry.is_active_on(day):
            sentence = _("la fiche %(number)s, « %(title)s », n’est pas active le %(day)s.")
            yield Remark("rncp-inactive", where, sentence % facts)
        if entry.level is not None and description.level is not None and entry.level != description.level:
            sentence = _(
                "la fiche %(number)s, « %(title)s », est de niveau %(level)d ; la formation, de niveau %(own)d."
            )
            yield Remark("rncp-level", where, sentence % {**facts, "level": entry.level, "own": description.level})
