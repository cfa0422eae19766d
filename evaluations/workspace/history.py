"""The past of a text, told: who wrote when, what was set aside, and how to come back to it.

A text may have been saved thousands of times. Saves that one person made within ten minutes are told as one, a page at
a time, and no text is read to tell them. A state of the text is addressed by its number; a text that was set aside
made no state, and is addressed by its rank among those set aside.
"""

import datetime as dt
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from django.core.exceptions import ObjectDoesNotExist
from django.core.paginator import Page, Paginator
from django.db import transaction

from evalprog.accounts.models import User
from evaluations.enums import SaveOutcome
from evaluations.models import (
    Assessment,
    Contribution,
    DossierText,
    Evaluation,
    Observation,
    ObservationItem,
    Revision,
    Suggestion,
)
from evaluations.workspace.saving import Saved
from evaluations.workspace.texts import save_notes, save_text

A_SITTING = dt.timedelta(minutes=10)
ROWS_A_PAGE = 50
_NAME = re.compile(r"(ecarte-)?([0-9]{1,9})")

Told = Assessment | Contribution | DossierText | Observation | ObservationItem


@dataclass(frozen=True, slots=True)
class Entry:
    """One save. ``name``: in its address; ``before``: the number of the state that its author had read.

    ``suggested``: it is a suggestion of the agency, accepted.
    """

    name: str
    revision: Revision
    before: int
    suggested: bool = False

    @property
    def stands_alone(self) -> bool:
        """What was set aside, taken up again or suggested is never told together with other saves."""
        return self.suggested or self.revision.is_set_aside or self.revision.restores is not None


@dataclass(frozen=True, slots=True)
class Line:
    """Saves told as one, the newest first."""

    entries: tuple[Entry, ...]

    @property
    def newest(self) -> Entry:
        return self.entries[0]

    @property
    def oldest(self) -> Entry:
        return self.entries[-1]

    @property
    def is_group(self) -> bool:
        return len(self.entries) > 1


def text_row(evaluation: Evaluation, code: str, user: User, *, notes: bool) -> Told | None:
    """The committee's text or, with ``notes``, this person's own; nobody comes to anybody else's (INV-C3)."""
    if notes:
        return Contribution.objects.filter(evaluation=evaluation, code=code, author=user).first()
    return Assessment.objects.filter(evaluation=evaluation, code=code).first()


def page_of(row: Told, number: str | int | None) -> tuple[Page, list[Line]]:
    """One page of the history, the newest first; whatever the page, four queries at most."""
    rows = row.revisions.told().defer("text").select_related("author").order_by("-pk")
    page = Paginator(rows, ROWS_A_PAGE).get_page(number)
    return page, list(_lines(_entries(row, list(page.object_list))))


def revision_named(row: Told, name: str) -> Revision:
    """The save of that address, with its text.

    :raises ObjectDoesNotExist: when there is none.
    """
    parts = _NAME.fullmatch(name)
    if parts is None:
        raise ObjectDoesNotExist
    past, number = row.revisions.select_related("author"), int(parts[2])
    if not parts[1]:
        return past.accepted().get(number=number)
    if number < 1 or not (found := _set_aside(row).select_related("author")[number - 1 : number]):
        raise ObjectDoesNotExist
    return found[0]


def text_at(row: Told, number: int) -> str:
    """The text as it stood at that number; before the first there was none.

    :raises ObjectDoesNotExist: for a number that the text never had.
    """
    return row.revisions.accepted().get(number=number).text if number else ""


@transaction.atomic
def restore(row: Assessment | Contribution, name: str, *, base_revision: int, by: User) -> Saved:
    """Take up an earlier text, or one that was set aside, as a new revision of the text that was read.

    :raises ObjectDoesNotExist: when there is no such text.
    :raises PermissionDenied: for whoever may not write here now.
    """
    earlier = revision_named(row, name)
    told = {
        "base_revision": base_revision,
        "save_id": None,
        "by": by,
        "restores": None if earlier.is_set_aside else earlier.number,
    }
    if isinstance(row, Contribution):
        return save_notes(row.evaluation, row.code, earlier.text, **told)
    # A text that was set aside may have come without an answer: it then says nothing of it.
    value = (earlier.value or None) if earlier.is_set_aside else earlier.value
    return save_text(row.evaluation, row.code, earlier.text, value=value, **told)


def _set_aside(row: Told):
    return row.revisions.filter(outcome=SaveOutcome.SET_ASIDE).order_by("pk")


def _entries(row: Told, revisions: list[Revision]) -> Iterator[Entry]:
    aside = [revision for revision in revisions if revision.is_set_aside]
    rank = _set_aside(row).filter(pk__lte=aside[0].pk).count() if aside else 0
    suggested = _suggested(row, revisions)
    for revision in revisions:
        if revision.is_set_aside:
            yield Entry(f"ecarte-{rank}", revision, revision.based_on)
            rank -= 1
        else:
            number = revision.number
            yield Entry(str(number), revision, number - 1, number in suggested)


def _suggested(row: Told, revisions: list[Revision]) -> set[int]:
    """The numbers that accepted suggestions of the agency made: in the committee's texts."""
    if not isinstance(row, Assessment) or not revisions:
        return set()
    numbers = [revision.number for revision in revisions]
    of_text = Suggestion.objects.filter(evaluation=row.evaluation_id, code=row.code, revision__in=numbers)
    return set(of_text.values_list("revision", flat=True))


def _lines(entries: Iterable[Entry]) -> Iterator[Line]:
    group: list[Entry] = []
    for entry in entries:
        if group and not _belongs(group[0], entry):
            yield Line(tuple(group))
            group = []
        group.append(entry)
    if group:
        yield Line(tuple(group))


def _belongs(newest: Entry, entry: Entry) -> bool:
    """Whether the same person saved both in one sitting."""
    one, other = newest.revision, entry.revision
    alone = newest.stands_alone or entry.stands_alone
    return not alone and one.author_id == other.author_id and one.saved_at - other.saved_at <= A_SITTING
