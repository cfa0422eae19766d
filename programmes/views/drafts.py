"""A description in front of somebody of its institution: as it was written last, and where its pages are."""

from dataclasses import dataclass, field
from functools import cached_property
from typing import Any
from urllib.parse import urlencode

from django.http import Http404, HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _

from evalprog.accounts.models import User
from evalprog.documents import DocumentInvalid, Problem
from evalprog.documents.editing import Document, PartNotFound, Spot
from evalprog.documents.merging import part_read, path_since
from evalprog.documents.outline import Outline
from evalprog.public_id import named
from programmes import permissions, rncp, writing
from programmes.description import (
    AccessRow,
    Contact,
    Course,
    Entity,
    Hours,
    JuryMember,
    Outcome,
    ProgrammeDescription,
    Remark,
    Teacher,
    parse,
    remarks,
)
from programmes.description.editing import DESCRIPTION
from programmes.forms.description_words import WORDS
from programmes.models import Description, DescriptionRevision, Programme

ORIGIN = "page"
# Found on the page of what they belong to.
_LEFT_OUT = (AccessRow, Contact, Course, Entity, Hours, JuryMember, Outcome, Teacher)
_MOST_WRITERS = 100
_GESTURES = ("add", "up", "down", "remove", "restore")


@dataclass
class Draft:
    """``last``: the last writing of the description. ``of_directory``: what the directory of certifications says of the
    sheets that it names, where it was asked for several descriptions at once."""

    description: Description
    last: DescriptionRevision
    of_directory: list[Remark] | None = None
    _writings: dict[int, Document | None] = field(default_factory=dict, init=False, repr=False)

    @property
    def document(self) -> Document:
        return self.last.document

    @property
    def revision(self) -> int:
        return self.last.revision

    @cached_property
    def _read(self) -> tuple[ProgrammeDescription | None, list[Problem]]:
        try:
            return parse(self.document), []
        except DocumentInvalid as invalid:
            return None, invalid.problems

    @property
    def content(self) -> ProgrammeDescription | None:
        """None when the rules of today refuse it."""
        return self._read[0]

    @property
    def problems(self) -> list[Problem]:
        """Of a document that was kept under other rules; most have none."""
        return self._read[1]

    @cached_property
    def remarks(self) -> list[Remark]:
        """What a reader should know of, and what the rules of today refuse."""
        content, problems = self._read
        if content is None:
            return [Remark("refused", problem.path, problem.on_page or problem.sentence) for problem in problems]
        of_directory = rncp.remarks_on(content) if self.of_directory is None else self.of_directory
        return [*remarks(content), *of_directory]

    # -- what was written since a page was made

    def as_read(self, revision: int) -> Document | None:
        """The writing that a page showed; nothing if it says one that never was."""
        if revision == self.revision:
            return self.document
        if revision not in self._writings:
            rows = self.description.revisions.filter(revision=revision).values_list("document", flat=True)
            self._writings[revision] = rows.first()
        return self._writings[revision]

    def part_read(self, path: str, where: str, revision: int) -> Spot | None:
        """The part as a page showed it; nothing if nobody knows."""
        read = self.as_read(revision)
        try:
            return part_read(DESCRIPTION, read, path, where) if read is not None else None
        except PartNotFound:
            return None

    def path_meant(self, path: str, where: str, revision: int) -> str:
        """Where the part that stood at that path, under that address, in the writing read stands now.

        :raises PartNotFound: if it has gone.
        :raises PartAmbiguous: if several are called so, and nothing tells which one it was.
        """
        read = self.as_read(revision)
        if read is None:
            return DESCRIPTION.path_at(self.document, where)
        return path_since(DESCRIPTION, read, self.document, part_read(DESCRIPTION, read, path, where).path)

    def writers_since(self, revision: int, reader: User) -> str:
        """Who wrote after that writing, as a sentence says it after « par »."""
        rows = self.description.revisions.filter(revision__gt=revision).select_related("author").order_by("revision")
        own, nobody = _("vous-même, dans une autre fenêtre"), _("un opérateur")
        authors = [row.author for row in rows.defer("document")[:_MOST_WRITERS]]
        names = [own if author == reader else author.name if author else nobody for author in authors]
        return ", ".join(dict.fromkeys(names))

    # -- where its pages are

    def page(self, name: str, *args: Any) -> str:
        return reverse(f"programmes:{name}", args=[self.description.public_id, *args])

    def url(self, path: str = "", fragment: str = "", **said: str) -> str:
        """The editor at one part, at one place of its page, told something."""
        query = urlencode({"partie": path, **said} if path else said, safe="[].")
        return f"{self.page('description-edit')}{'?' if query else ''}{query}{fragment}"

    def outline(self) -> Outline:
        return Outline(self.document, WORDS, self.url, self.remarks, left_out=_LEFT_OUT, open=("groups",))

    def acts(self) -> dict[str, str]:
        """Gesture → address."""
        return {name: self.page(f"part-{name}") for name in _GESTURES}


def draft_of(request: HttpRequest, public_id: str) -> Draft:
    """What was put away still answers at its address.

    :raises Http404: for whoever does not work for its institution, as for what never existed.
    """
    rows = Description.objects.of_institutions(permissions.institutions_of(request.user))
    description = named(rows.select_related("programme__institution", "put_away_by"), public_id)
    if description is None:
        raise Http404
    return Draft(description, description.revisions.get(revision=description.revision))


def newest_of(programme: Programme) -> Draft | None:
    """Of the last year that is described and was not put away, if one is."""
    description = programme.descriptions.standing().newest_first().first()
    if description is None:
        return None
    return Draft(description, description.revisions.get(revision=description.revision))


def again(draft: Draft) -> Draft:
    """The same as it stands now."""
    draft.description.refresh_from_db(fields=["revision", "published_revision", "put_away_at", "put_away_by"])
    return Draft(draft.description, draft.description.revisions.get(revision=draft.description.revision))


def save(draft: Draft, document: Document, *, revision: int, request: HttpRequest) -> DescriptionRevision:
    """:raises Stale: when somebody has written since ``revision``.
    :raises DocumentInvalid: with every problem of the document.
    """
    try:
        content = parse(document)
    except DocumentInvalid:
        if revision != draft.revision:  # what somebody wrote meanwhile may be why: both are shown first
            raise writing.Stale(draft.last) from None
        raise
    return writing.save(draft.description, content, based_on=revision, by=request.user, origin=ORIGIN)
