"""When what an institution is about to send was last written in, and by whom.

A sending that reached us in time counts as of then; what was written in it after the end of the delay does not. A
change counts, too, as of when its request reached us, where that is kept: a file may take minutes to come.
"""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models.functions import Coalesce

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
        changes.append(Change(error.changed_at, error.author if error.removed_at is None else None))
    return _last(changes)


def _of_texts(revisions: RevisionQuerySet) -> Iterable[Change]:
    dated = revisions.select_related("author").defer("text").annotate(at=Coalesce("received_at", "saved_at"))
    for last in dated.order_by("-at")[:1]:
        yield Change(last.at, last.author)


def _of_files(files: Iterable[Attachment]) -> Iterable[Change]:
    for file in files:
        yield Change(file.changed_at, file.added_by if file.removed_at is None else None)


def _last(changes: list[Change]) -> Change | None:
    return max(changes, key=lambda change: change.at, default=None)
