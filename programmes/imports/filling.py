"""What a file does not speak of stays as it was: a column or a sheet that is not there takes nothing away.

filled(items, programmes) -> [ReadProgramme]     each with what its programme said already of that year
"""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from django.db.models import F
from django.utils.translation import gettext as _

from evalprog.documents import DocumentInvalid
from programmes.description import as_document, parse, tidied
from programmes.forms.description_words import WORDS
from programmes.imports.parsed import BadCell, BadFile, Keys, Noted, ReadProgramme
from programmes.models import DescriptionRevision, Programme

_AT_ONCE = 200
_TOLD = 12  # names of what is kept


def filled(items: Sequence[ReadProgramme], programmes: Sequence[Programme]) -> list[ReadProgramme]:
    """``programmes``: of each item, its own, which may be new. In a number of queries that does not grow with theirs.

    :raises BadFile: when what is said does not go with what was said before.
    """
    found = list(items)
    places = {
        (programme.pk, item.content.year): place
        for place, (item, programme) in enumerate(zip(items, programmes, strict=True))
        if item.silent and programme.pk is not None
    }
    bad: list[BadCell] = []
    for revision in _last(places):
        place = places.get((revision.description.programme_id, revision.description.year))
        if place is not None:
            try:
                found[place] = _filled(found[place], revision.document)
            except DocumentInvalid as invalid:
                bad += [_refused(found[place], problem.on_page or problem.sentence) for problem in invalid.problems]
    if bad:
        raise BadFile(bad)
    return found


def _last(places: dict[tuple[int, str], int]) -> Any:
    """The last writing of every year of these programmes, a few at a time."""
    if not places:
        return ()
    rows = DescriptionRevision.objects.filter(
        description__programme__in={programme for programme, _year in places}, revision=F("description__revision")
    )
    return rows.select_related("description").iterator(chunk_size=_AT_ONCE)


def _filled(item: ReadProgramme, before: dict[str, Any]) -> ReadProgramme:
    document = as_document(item.content)
    kept = [keys for keys in item.silent if _carry(before, document, keys)]
    if not kept:
        return item
    names = [WORDS.place_name(document, ".".join(keys)) for keys in sorted(kept)]
    told = ", ".join(names[:_TOLD]) + (", …" if len(names) > _TOLD else "")
    sentence = _("Le fichier ne dit rien de ceci, qui reste comme avant : %(names)s.") % {"names": told}
    return replace(
        item, content=tidied(parse(document)), noted=(*item.noted, Noted(item.line, "kept-as-it-was", sentence))
    )


def _carry(before: dict[str, Any], document: dict[str, Any], keys: Keys) -> bool:
    """What stands there before, into the document that says nothing there."""
    *path, last = keys
    old: Any = before
    for key in path:
        old = old.get(key) or {}
    if last not in old:
        return False
    for key in path:
        document = document.setdefault(key, {})
    if last in document:
        return False
    document[last] = old[last]
    return True


def _refused(item: ReadProgramme, sentence: str) -> BadCell:
    said = _("Avec ce que la fiche dit déjà, et que le fichier ne reprend pas : %(sentence)s")
    return BadCell(item.line, "", said % {"sentence": sentence})
