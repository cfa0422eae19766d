"""What institutions write of their programmes: each writing is kept, none overwrites what its author had not read.

save(description, content, based_on=3, by=user)     the next writing, or Stale with what was written meanwhile
publish(description, revision=4, by=user)           from now on everybody reads that writing
withdraw(description, by=user)                      nobody but the institution reads it any more
write_all(contents, by=user, publish=True)          the next writing of many at once, by the same rules
"""

import hashlib
import json
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Any, NamedTuple, TypeVar

from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext as _

from evalprog import clock
from evalprog.accounts.models import User
from evalprog.text import folded
from programmes import permissions
from programmes.description import ProgrammeDescription, as_document, tidied
from programmes.enums import DescriptionVerb
from programmes.models import (
    Description,
    DescriptionCode,
    DescriptionEvent,
    DescriptionRevision,
    Institution,
    Programme,
)


class WritingRefused(ValueError):
    """What is asked cannot be done; the message is a sentence."""


class Stale(WritingRefused):
    """Somebody has written since; ``standing`` is their writing."""

    def __init__(self, standing: DescriptionRevision) -> None:
        self.standing = standing
        super().__init__(_("Cette description a été modifiée entre-temps : comparez les deux versions."))


class PutAway(WritingRefused):
    """That year was begun, and put away: it is taken back rather than begun again."""

    def __init__(self, description: Description) -> None:
        self.description = description
        sentence = _("Cette formation est déjà décrite pour %(year)s, et mise de côté : reprenez-la.")
        super().__init__(sentence % {"year": description.year})


class Moved(WritingRefused):
    """Somebody has written some of many since they were read; ``places`` counts those from 0."""

    def __init__(self, places: list[int]) -> None:
        self.places = places
        super().__init__(_("Certaines de ces descriptions ont été modifiées entre-temps : relisez-les."))


def fingerprint(document: dict[str, Any]) -> str:
    """SHA-256 of the canonical JSON: two writings that say the same have the same."""
    text = json.dumps(document, ensure_ascii=False, separators=(",", ":"), sort_keys=True)
    return hashlib.sha256(text.encode()).hexdigest()


@transaction.atomic
def begin(
    programme: Programme, content: ProgrammeDescription, *, by: User | None, origin: str = ""
) -> DescriptionRevision:
    """The first writing of a year of a programme.

    :raises WritingRefused: when that year is described already; ``PutAway`` when it was put away.
    """
    permissions.allow_describing(by, programme.institution)
    description, is_new = Description.objects.get_or_create(programme=programme, year=content.year)
    if description.is_put_away:
        raise PutAway(description)
    if not is_new:
        raise WritingRefused(_("Cette formation est déjà décrite pour %(year)s.") % {"year": content.year})
    return save(description, content, based_on=0, by=by, origin=origin)


@transaction.atomic
def save(
    description: Description, content: ProgrammeDescription, *, based_on: int, by: User | None, origin: str = ""
) -> DescriptionRevision:
    """The next writing. What says the same as the last one is that one: sending twice writes once. What was put away
    meanwhile is written all the same, and stays away: nothing that somebody typed is lost.

    ``based_on``: the revision that the author had read. ``origin``: where it comes from, for the history.

    :raises PermissionDenied: for whoever does not work for the institution.
    :raises WritingRefused: when it speaks of another year.
    :raises Stale: when somebody has written since.
    :raises DocumentInvalid: for a text that no page can bear.
    """
    permissions.allow_describing(by, description.programme.institution)
    if content.year != description.year:
        raise WritingRefused(_("Cette description est celle de %(year)s.") % {"year": description.year})
    document = as_document(tidied(content))
    digest = fingerprint(document)
    # Held first: on PostgreSQL two who save at once come one after the other.
    locked = Description.objects.select_for_update().get(pk=description.pk)
    standing = locked.revisions.filter(revision=locked.revision).first()
    if standing is not None and standing.sha256 == digest:
        return standing
    if standing is not None and locked.revision != based_on:
        raise Stale(standing)
    locked.revision += 1
    locked.save(update_fields=["revision"])
    written = DescriptionRevision.objects.create(
        description=locked, revision=locked.revision, document=document, sha256=digest, author=by, origin=origin
    )
    locked.codes.all().delete()
    DescriptionCode.objects.bulk_create(DescriptionCode(description=locked, code=code) for code in content.codes)
    return written


@transaction.atomic
def publish(description: Description, *, revision: int, by: User | None) -> Description:
    """From now on everybody reads that writing. Evaluations keep what was frozen for them.

    :raises PermissionDenied: for whoever may not sign for the institution.
    :raises Stale: when ``revision``, which the person had read, is not the last one.
    :raises WritingRefused: of what was put away.
    """
    permissions.allow_publishing(by, description.programme.institution)
    locked = Description.objects.select_for_update().get(pk=description.pk)
    if locked.is_put_away:
        raise WritingRefused(_("Cette description est mise de côté : reprenez-la avant de la publier."))
    last = locked.revisions.get(revision=locked.revision)
    if locked.revision != revision:
        raise Stale(last)
    if locked.published_revision == revision:
        return locked
    _show(locked, last.content, by)
    locked.save()
    return locked


def _show(description: Description, content: ProgrammeDescription, by: User | None) -> None:
    """Its last writing is from now on what everybody reads; not saved yet."""
    for name, value in shown(content).items():
        setattr(description, name, value)
    description.published_revision = description.revision
    description.published_at, description.published_by = clock.now(), by


@transaction.atomic
def withdraw(description: Description, *, by: User | None) -> Description:
    """Nobody but the institution reads it any more, until it is published again. Its writings stay.

    :raises PermissionDenied: for whoever may not sign for the institution.
    """
    permissions.allow_publishing(by, description.programme.institution)
    locked = Description.objects.select_for_update().get(pk=description.pk)
    for name in ("title", "title_key", "kind", "words"):
        setattr(locked, name, "")
    locked.credits, locked.course_count = None, 0
    locked.published_revision = locked.published_at = locked.published_by = None
    locked.save()
    return locked


def shown(content: ProgrammeDescription) -> dict[str, Any]:
    """What lists and searches read of a published description, without its document."""
    courses = list(content.all_courses())
    said = [
        *content.codes,
        content.title,
        *content.aliases,
        *(content.national_title, content.domain, content.mention, content.speciality, content.track, content.option),
        content.field,
        content.institution.name,
        content.institution.acronym,
        *(words for course in courses for words in (course.code, course.title)),
        *(teacher.name for course in courses for teacher in course.teachers),
    ]
    return {
        "title": content.title,
        "title_key": folded(content.title)[:500],
        "kind": content.kind.value,
        "credits": content.credits,
        "course_count": len(courses),
        "words": _searched(said),
    }


def _searched(said: Iterable[str]) -> str:
    """Each word once, folded, after a space: « that begins so » is then one look for a space and letters."""
    words = dict.fromkeys(folded(" ".join(filter(None, said))).split())
    return "".join(f" {word}" for word in words)


@dataclass(frozen=True, slots=True)
class Written:
    """What became of one of many. ``is_new``: that year was not described; ``is_changed``: it says something else;
    ``is_taken_back``: it had been put away."""

    description: Description
    is_new: bool
    is_changed: bool
    is_taken_back: bool


_BATCH = 200
_SHOWN = ("title", "title_key", "kind", "credits", "course_count", "words")
_PUBLISHED = ("published_revision", "published_at", "published_by")
_PUT_AWAY = ("put_away_at", "put_away_by")
_Item = TypeVar("_Item")


class Read(NamedTuple):
    """What somebody had before their eyes of a description before it is written over."""

    revision: int = 0
    is_put_away: bool = False


Shown = Mapping[tuple[str, str], Read]  # by the public id of a programme and a year


@transaction.atomic
def write_all(
    contents: Sequence[tuple[Programme, ProgrammeDescription]],
    *,
    by: User | None,
    publish: bool,
    origin: str = "",
    shown: Shown | None = None,
    tick: Callable[[int], None] = lambda done: None,
) -> list[Written]:
    """The next writing of each, in the order given, in a number of queries that does not grow with theirs.

    Each content is ``tidied`` already and speaks of a programme and a year that no other speaks of. What says the same
    as the last writing is that one. What had been put away is taken back. ``shown``: what the author had read of each,
    nothing of those that were not described; ``None``: of an operator, who writes over whatever stands. ``tick`` is
    told how many are written.

    :raises PermissionDenied: for whoever does not work for one of the institutions, or may not sign for it.
    :raises Moved: when somebody has written since; nothing is written.
    """
    institutions = {programme.institution_id: programme.institution for programme, _content in contents}
    for institution in institutions.values():
        permissions.allow_describing(by, institution)
        if publish:
            permissions.allow_publishing(by, institution)
    standing = _described(institutions.values())
    digests = _digests(institutions.values())
    if shown is not None:
        _refuse_if_moved(contents, shown, standing, digests)
    written: list[Written] = []
    for batch in _batches(contents):
        written += _write(batch, standing, digests, by, publish, origin)
        tick(len(written))
    return written


def _refuse_if_moved(
    contents: Sequence[tuple[Programme, ProgrammeDescription]],
    shown: Shown,
    standing: dict[tuple[int, str], Description],
    digests: dict[int, str],
) -> None:
    """What says the same as the last writing overwrites nothing, whoever wrote that; what was put away since comes back
    to nobody's surprise."""
    moved = []
    for place, (programme, content) in enumerate(contents):
        known = standing.get((programme.pk, content.year))
        if known is None:
            continue
        read = shown.get((programme.public_id, content.year), Read())
        if known.is_put_away and not read.is_put_away:
            moved.append(place)
        elif known.revision != read.revision and digests.get(known.pk) != fingerprint(as_document(content)):
            moved.append(place)
    if moved:
        raise Moved(moved)


def _write(
    batch: list[tuple[Programme, ProgrammeDescription]],
    standing: dict[tuple[int, str], Description],
    digests: dict[int, str],
    by: User | None,
    publish: bool,
    origin: str,
) -> list[Written]:
    told: list[Written] = []
    revisions: list[DescriptionRevision] = []
    changed: list[tuple[Description, ProgrammeDescription]] = []
    shown_now: list[Description] = []
    taken_back: list[Description] = []
    for programme, content in batch:
        known = standing.get((programme.pk, content.year))
        description = known or Description(programme=programme, year=content.year)
        document = as_document(content)
        digest = fingerprint(document)
        is_changed = known is None or digests.get(known.pk) != digest
        if is_changed:
            description.revision += 1
            changed.append((description, content))
            revisions.append(
                DescriptionRevision(
                    description=description,
                    revision=description.revision,
                    document=document,
                    sha256=digest,
                    author=by,
                    origin=origin[:300],
                )
            )
        if is_away := description.is_put_away:
            description.put_away_at = description.put_away_by = None
            taken_back.append(description)
        if publish and description.published_revision != description.revision:
            _show(description, content, by)
            shown_now.append(description)
        told.append(Written(description, known is None, is_changed, is_away))
    old = [each.description for each in told if not each.is_new]
    moved = {id(each) for each in (*(description for description, _content in changed), *shown_now, *taken_back)}
    Description.objects.bulk_create(each.description for each in told if each.is_new)
    Description.objects.bulk_update(
        [each for each in old if id(each) in moved], ("revision", *_SHOWN, *_PUBLISHED, *_PUT_AWAY), batch_size=_BATCH
    )
    DescriptionRevision.objects.bulk_create(revisions)
    _keep_codes(changed, old)
    DescriptionEvent.objects.bulk_create(
        DescriptionEvent(description=each, verb=DescriptionVerb.TAKEN_BACK, revision=each.revision, by=by)
        for each in taken_back
    )
    return told


def _keep_codes(changed: list[tuple[Description, ProgrammeDescription]], old: list[Description]) -> None:
    """Those of the last writing; ``old``: the descriptions that may have had others."""
    known = {id(each) for each in old}
    DescriptionCode.objects.filter(description__in=[each for each, _content in changed if id(each) in known]).delete()
    DescriptionCode.objects.bulk_create(
        DescriptionCode(description=description, code=code)
        for description, content in changed
        for code in dict.fromkeys(content.codes)
    )


def _described(institutions: Iterable[Institution]) -> dict[tuple[int, str], Description]:
    """What is described already, put away or not; held: on PostgreSQL those who write the same take turns."""
    known = Description.objects.select_for_update(of=("self",)).of_institutions(institutions).order_by("pk")
    return {(each.programme_id, each.year): each for each in known}


def _digests(institutions: Iterable[Institution]) -> dict[int, str]:
    last = DescriptionRevision.objects.filter(
        description__programme__institution__in=institutions, revision=F("description__revision")
    )
    return dict(last.order_by("pk").values_list("description_id", "sha256"))


def _batches(items: Iterable[_Item]) -> Iterator[list[_Item]]:
    rest = iter(items)
    while batch := list(islice(rest, _BATCH)):
        yield batch
