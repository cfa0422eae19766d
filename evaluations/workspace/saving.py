"""Saving one text: one compare-and-set on its revision number, and one row of its past.

Who sends a text says which revision they had read and gives the sending a number of its own. If the text is still at
that revision, it changes; if not, the new text is set aside beside it and both are handed back (INV-W2). The same
sending, repeated by a network that did not hear the answer, gets the first answer again (INV-W4).

Every kind of text that people write together goes through here: the committee's texts, individual contributions,
findings, the institution's dossier, letter and answers.
"""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass, replace
from uuid import UUID

from django.db import transaction
from django.db.models import F

from evalprog import clock
from evalprog.accounts.models import User
from evaluations.enums import SaveOutcome
from evaluations.models import Assessment, Contribution, DossierText, Finding, Observation, ObservationItem, Revision

Written = Assessment | Contribution | DossierText | Finding | Observation | ObservationItem
_ANSWERED = (Assessment, ObservationItem)  # with an answer beside the text


@dataclass(frozen=True, slots=True)
class Saved:
    """The text that stands, in its canonical form: what was sent, unless ``is_stale``.

    When it is stale, ``text`` is the text that stood already, by ``author``, and ``yours`` the one that was sent: it
    has been kept in the history, set aside. So for ``value`` and ``your_value``, the answers on a scale; ``None``: none
    was sent.
    """

    revision: int
    saved_at: dt.datetime
    text: str
    value: str = ""
    author: User | None = None
    is_stale: bool = False
    yours: str = ""
    your_value: str | None = None


@transaction.atomic
def save(
    row: Written,
    text: str,
    *,
    value: str | None = None,
    base_revision: int | None,
    save_id: UUID | None,
    by: User | None,
    restores: int | None = None,
) -> Saved:
    """Save a text in its canonical form on the revision that its author had read.

    ``value``: the answer on a scale, where the text has one; ``None`` leaves it. ``base_revision``: ``None`` writes
    over whatever stands (a file being read, a scenario), as a new revision all the same.
    """
    if given := answer_given(row, by, save_id):
        keep_other_words(row, text, value=value, base_revision=base_revision, save_id=save_id, by=by)
        return given
    row.refresh_from_db(fields=_kept(row))
    return save_new(row, text, value=value, base_revision=base_revision, save_id=save_id, by=by, restores=restores)


def answer_given(row: Written, by: User | None, save_id: UUID | None) -> Saved | None:
    """The answer that this sending got when it came first; ``None`` for a new one."""
    sent = row.revisions.filter(author=by, save_id=save_id).select_related("author")
    earlier = sent.first() if save_id else None
    return _answer_again(row, earlier) if earlier else None


def keep_other_words(
    row: Written, text: str, *, value: str | None = None, base_revision: int | None, save_id: UUID, by: User | None
) -> None:
    """Set aside what comes under the number of an earlier sending and is not what came then.

    A page that is come back to may send again with the number that it was given: the first answer holds, and no text
    that somebody sent is ever lost (INV-W2).
    """
    sent = {"text": text} | ({"value": value} if value else {})
    first = row.revisions.filter(author=by, save_id=save_id)
    aside = row.revisions.filter(author=by, outcome=SaveOutcome.SET_ASIDE, save_id=None)
    if not first.filter(**sent).exists() and not aside.filter(**sent).exists():
        based_on = row.revision if base_revision is None else base_revision
        row.revisions.create(number=row.revision, outcome=SaveOutcome.SET_ASIDE, author=by, based_on=based_on, **sent)


def save_new(
    row: Written,
    text: str,
    *,
    value: str | None = None,
    base_revision: int | None,
    save_id: UUID | None,
    by: User | None,
    restores: int | None = None,
    received_at: dt.datetime | None = None,
) -> Saved:
    """``save`` for a sending that got no answer yet, and a row read in this transaction, its evaluation being held.

    ``received_at``: when its request reached us, of what is written within a delay.
    """
    base = row.revision if base_revision is None else base_revision
    wanted = {"text": text} | ({"value": value} if value is not None else {})
    told = {"author": by, "save_id": save_id, "based_on": base, **wanted}
    if all(getattr(row, name) == kept for name, kept in wanted.items()):
        if save_id:
            row.revisions.create(number=row.revision, outcome=SaveOutcome.UNCHANGED, **told)
        return standing_text(row)
    # The one place where a text changes. Somebody else may have come first since it was read above.
    changed = type(row)._default_manager.filter(pk=row.pk, revision=base)
    if not changed.update(revision=F("revision") + 1, **wanted, **_undone(row)):
        row.refresh_from_db(fields=_kept(row))
        row.revisions.create(number=row.revision, outcome=SaveOutcome.SET_ASIDE, **told)
        return _stale(standing_text(row), text, value)
    for name, kept in {"revision": base + 1, **wanted, **_undone(row)}.items():
        setattr(row, name, kept)
    arrival = {"received_at": received_at} if received_at else {}
    made = row.revisions.create(number=row.revision, restores=restores, **{**told, **_values(row)}, **arrival)
    return Saved(row.revision, made.saved_at, row.text, getattr(row, "value", ""), by)


def standing_text(row: Written) -> Saved:
    """The text as it stands, who wrote it and when."""
    last = row.revisions.accepted().filter(number=row.revision).select_related("author").first()
    value = getattr(row, "value", "")
    if last is None:  # nothing was ever written here
        return Saved(row.revision, clock.now(), row.text, value)
    return Saved(row.revision, last.saved_at, row.text, value, last.author)


def standing_texts(past: type[Revision], owner: str, rows: Iterable[Written]) -> dict[int, Saved]:
    """``standing_text`` of many rows in one query, by their keys; those never saved are left out.

    ``owner``: the field by which ``past``, their revisions, names them.
    """
    found = past.objects.accepted().filter(**{f"{owner}__in": [row.pk for row in rows]})
    latest = found.filter(number=F(f"{owner}__revision")).select_related("author")
    return {
        getattr(last, f"{owner}_id"): Saved(last.number, last.saved_at, last.text, last.value, last.author)
        for last in latest
    }


def _answer_again(row: Written, earlier: Revision) -> Saved:
    """The answer that the same sending got the first time, whatever was written since."""
    stood = row.revisions.accepted().filter(number=earlier.number).select_related("author").first() or earlier
    answer = Saved(stood.number, stood.saved_at, stood.text, stood.value, stood.author)
    return _stale(answer, earlier.text, earlier.value or None) if earlier.is_set_aside else answer


def _stale(stood: Saved, yours: str, your_value: str | None) -> Saved:
    return replace(stood, is_stale=True, yours=yours, your_value=your_value)


def _kept(row: Written) -> list[str]:
    answer = ["value"] if isinstance(row, _ANSWERED) else []
    return ["text", "revision", *answer, *(["validated_at", "validated_by"] if isinstance(row, Assessment) else [])]


def _values(row: Written) -> dict[str, str]:
    return {"text": row.text, "value": row.value} if isinstance(row, _ANSWERED) else {"text": row.text}


def _undone(row: Written) -> dict[str, None]:
    """A text that changes is no longer the one that was held for finished."""
    return {"validated_at": None, "validated_by": None} if isinstance(row, Assessment) else {}
