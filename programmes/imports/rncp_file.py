"""The « Standard » file of the national directory of certifications, as data.gouv.fr gives it: CSV, semicolons."""

import csv
import datetime as dt
import io
import re
from collections.abc import Callable, Iterator
from itertools import islice

from django.db import transaction
from django.utils.translation import gettext as _

from evalprog.documents import quoted
from programmes.identifiers import canonical, problem
from programmes.imports.limits import MOST_BAD_CELLS
from programmes.imports.parsed import BadCell, BadFile, bad_file
from programmes.imports.reading import decoded
from programmes.models import RncpEntry

_NUMBER, _TITLE, _LEVEL, _ACTIVE = "Numero_Fiche", "Intitule", "Nomenclature_Europe_Niveau", "Actif"
_FROM, _UNTIL = "Date_Effet", "Date_Fin_Enregistrement"
_NEEDED = (_NUMBER, _TITLE, _LEVEL, _ACTIVE)
_BATCH = 1_000
_FIELDS = ("title", "level", "is_active", "active_from", "active_until")


@transaction.atomic
def take_in(data: bytes, *, tick: Callable[[int], None] = lambda done: None) -> int:
    """Sheets added or brought up to date; those that the file no longer has stay as they were.

    :raises BadFile: with every bad line; nothing is written.
    """
    bad: list[BadCell] = []
    entries = _entries(decoded(data), bad)
    done = 0
    while batch := list(islice(entries, _BATCH)):
        unique = {entry.number: entry for entry in batch}
        if not bad:
            RncpEntry.objects.bulk_create(
                unique.values(), update_conflicts=True, unique_fields=("number",), update_fields=_FIELDS
            )
        done += len(unique)
        tick(done)
    if bad:
        raise BadFile(bad)
    if not done:
        raise bad_file(_("Le fichier ne contient aucune fiche."))
    return done


def _entries(text: str, bad: list[BadCell]) -> Iterator[RncpEntry]:
    csv.field_size_limit(131_000)
    reader = csv.DictReader(io.StringIO(text, newline=""), delimiter=";")
    missing = [name for name in _NEEDED if name not in (reader.fieldnames or ())]
    if missing:
        sentence = _("Ce n’est pas le fichier « Standard » du RNCP : il y manque %(columns)s.")
        raise bad_file(sentence % {"columns": ", ".join(missing)})
    try:
        for row in reader:
            entry = _entry(row, reader.line_num, bad)
            if len(bad) >= MOST_BAD_CELLS:
                raise BadFile(bad)
            if entry is not None:
                yield entry
    except csv.Error as error:
        sentence = _("Ce n’est pas du CSV : vérifiez ici les guillemets.")
        raise BadFile([BadCell(reader.line_num, "", sentence)]) from error


def _entry(row: dict[str, str | None], line: int, bad: list[BadCell]) -> RncpEntry | None:
    number = canonical("rncp", row[_NUMBER] or "")
    if sentence := problem("rncp", number):
        bad.append(BadCell(line, _NUMBER, sentence))
        return None
    days: dict[str, dt.date | None] = {}
    for column in (_FROM, _UNTIL):
        try:
            days[column] = _day((row.get(column) or "").strip())
        except ValueError:
            sentence = _("« %(day)s » n’est pas un jour ; il faut 31/12/2026.")
            bad.append(BadCell(line, column, sentence % {"day": quoted(row.get(column) or "")}))
    if len(days) < 2:
        return None
    level = re.search(r"[1-8]", row[_LEVEL] or "")
    return RncpEntry(
        number=number,
        title=(row[_TITLE] or "").strip(),
        level=int(level[0]) if level else None,
        is_active=(row[_ACTIVE] or "").strip().upper() in ("ACTIVE", "ACTIF", "OUI", "TRUE"),
        active_from=days[_FROM],
        active_until=days[_UNTIL],
    )


def _day(text: str) -> dt.date | None:
    """:raises ValueError: for what is no day."""
    if not text:
        return None
    form = "%d/%m/%Y" if "/" in text else "%Y-%m-%d"
    return dt.datetime.strptime(text[:10], form).date()
