"""When what an institution is about to send was last written in, and by whom.

A sending that reached us in time counts as of then; what was written in it after the end of the delay does not.
"""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

from evalprog.accounts.models import User
from evaluations.models import Attachment, Evaluation, ItemRevision, Observation
from evaluations.models.revision import RevisionQuerySet


@dataclass(frozen=True, slots=True)
class Change:
    """``by``: ``None`` where it is not known, or was the system."""

    at: dt.datetime
    by: User | None


def of_letter(letter: Observation | None) -> Change | None:
    """In the letter, in its answers or among its files. Three queries."""
    if letter is None:
        return None
    answers = ItemRevision.objects.accepted().filter(item__observation=letter)
    files = letter.attachments.select_related("added_by")
    return _last([*_of_texts(letter.revisions.accepted()), *_of_texts(answers), *_of_files(files)])


def of_errors(evaluation: Evaluation) -> Change | None:
    """In the errors of fact that are not sent, or among their files. Two queries."""
    unsent = evaluation.corrections.filter(sent_at=None)
    files = Attachment.objects.filter(correction__in=unsent).select_related("added_by")
    changes = list(_of_files(files))
    for error in unsent.select_related("author"):
        changes.append(Change(error.written_at, error.author))
        if error.removed_at is not None:
            changes.append(Change(error.removed_at, None))
    return _last(changes)


def _of_texts(revisions: RevisionQuerySet) -> Iterable[Change]:
    for last in revisions.select_related("author").defer("text").order_by("-saved_at")[:1]:
        yield Change(last.saved_at, last.author)


def _of_files(files: Iterable[Attachment]) -> Iterable[Change]:
    for file in files:
        yield Change(file.added_at, file.added_by)
        if file.removed_at is not None:
            yield Change(file.removed_at, None)


def _last(changes: list[Change]) -> Change | None:
    return max(changes, key=lambda change: change.at, default=None)
