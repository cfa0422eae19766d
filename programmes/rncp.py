"""What the national directory of certifications says of the sheets that a programme names."""

import datetime as dt
from collections.abc import Iterable, Iterator

from django.utils.translation import gettext as _

from evalprog import clock
from evalprog.text import one_line
from programmes.description import ProgrammeDescription, Remark
from programmes.identifiers import canonical
from programmes.models import RncpEntry


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
