"""What a page showed of a file, kept on our side until it is sent to be written: it may be larger than a form bears.

keep(taken, by=user, name="catalogue.yaml", institution=None) -> ImportDraft
read(draft)                                                   -> the same programmes, and the revisions shown
"""

import datetime as dt
import json
import zlib
from collections.abc import Mapping, Sequence

from evalprog import clock
from evalprog.accounts.models import User
from evalprog.documents import DocumentInvalid
from programmes.description import as_document, parse, tidied
from programmes.imports.parsed import BadCell, BadFile, ReadFile, ReadProgramme
from programmes.imports.taking_in import Taken
from programmes.models import ImportDraft, Institution
from programmes.writing import Read, Shown

KEPT = dt.timedelta(days=1)


def keep(
    taken: Sequence[Taken],
    *,
    by: User,
    name: str,
    institution: Institution | None,
    given: Mapping[str, str] | None = None,
) -> ImportDraft:
    """``taken``: as rehearsed, with the revision of each description that would be written over. ``given``: what was
    typed in the form, to be shown again where the writing is refused."""
    said = {
        "documents": [as_document(each.content) for each in taken],
        "shown": [
            (each.description.programme.public_id, each.content.year, *_read(each)) for each in taken if not each.is_new
        ],
        "given": dict(given or {}),
    }
    content = zlib.compress(json.dumps(said).encode())
    return ImportDraft.objects.create(owner=by, name=name[:200], institution=institution, content=content)


def read(draft: ImportDraft) -> tuple[ReadFile, Shown]:
    """:raises BadFile: for what was kept under other rules."""
    said = json.loads(zlib.decompress(draft.content))
    try:
        programmes = tuple(ReadProgramme(tidied(parse(document))) for document in said["documents"])
    except DocumentInvalid as invalid:
        raise BadFile([BadCell(None, problem.path, problem.sentence) for problem in invalid.problems]) from invalid
    return ReadFile(programmes), {(programme, year): Read(*seen) for programme, year, *seen in said["shown"]}


def _read(taken: Taken) -> Read:
    """What stood before it was rehearsed."""
    return Read(taken.description.revision - taken.is_changed, taken.is_taken_back)


def given(draft: ImportDraft) -> dict[str, str]:
    """What was typed in the form of which it came."""
    return dict(json.loads(zlib.decompress(draft.content)).get("given", {}))


def sweep() -> int:
    """Those that are a day old. How many."""
    return ImportDraft.objects.filter(created_at__lt=clock.now() - KEPT).delete()[0]
