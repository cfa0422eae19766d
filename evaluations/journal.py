"""Appending to the journal, and finding what was done to it.

Each event carries the hash of the one before. The chain alone proves little: whoever can write the database can also
cut its end off, or write it anew. So the hash of every event goes, after commit, to an anchor outside the database,
a file that the operator keeps elsewhere (``JOURNAL_ANCHOR``); what the anchor names must be in the database.
"""

import os
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext as _

from evalprog import clock
from evalprog.accounts.models import User
from evaluations.enums import State
from evaluations.models import ActorReference, Evaluation, Event


@dataclass(frozen=True, slots=True)
class Damage:
    """Something that the journal cannot explain: where, and what."""

    evaluation: str  # public id
    number: int
    sentence: str


def append(
    evaluation: Evaluation, verb: str, *, by: User | None, role: str, before: State, details: dict[str, Any]
) -> Event:
    """The next event of an evaluation, inside the transaction of its act; the evaluation's row must be locked."""
    last = evaluation.events.order_by("-number").first()
    event = Event(
        evaluation=evaluation,
        number=last.number + 1 if last else 1,
        verb=verb,
        actor=ActorReference.objects.get_or_create(user=by)[0] if by else None,
        role=role,
        # Recorded times never decrease, even if the clock does (INV-T5).
        at=max(clock.now(), last.at) if last else clock.now(),
        before=before,
        after=evaluation.state,
        details=details,
        previous_sha256=last.sha256 if last else "",
    )
    event.sha256 = event.computed_sha256()
    event.save()
    transaction.on_commit(lambda: _anchor(event))
    return event


def suspended_from(evaluation: Evaluation) -> State | None:
    """Where the evaluation stood when it was last suspended, if it ever was."""
    suspension = evaluation.events.filter(verb="suspend").order_by("-number").first()
    return State(suspension.before) if suspension else None


def damages() -> Iterator[Damage]:
    """Everything found wrong: rows changed, removed, inserted, reordered, and chains cut short of the anchor."""
    heads: dict[str, Event] = {}
    anchored = _anchored()
    events = Event.objects.select_related("evaluation", "actor").order_by("evaluation_id", "number")
    for event in events.iterator(chunk_size=1000):
        name = event.evaluation.public_id
        previous = heads.get(name)
        yield from _broken(event, previous, anchored.pop((name, event.number), None))
        heads[name] = event
    for (name, number), _sha256 in anchored.items():
        yield Damage(name, number, _("cet acte est connu de l’ancre et manque au journal."))
    for evaluation in Evaluation.objects.iterator(chunk_size=1000):
        head = heads.get(evaluation.public_id)
        if head is None or head.after != evaluation.state:
            number = head.number if head else 0
            yield Damage(evaluation.public_id, number, _("l’étape de l’évaluation n’est pas celle du dernier acte."))


def _broken(event: Event, previous: Event | None, anchored: str | None) -> Iterator[Damage]:
    name = event.evaluation.public_id
    if event.number != (previous.number + 1 if previous else 1):
        yield Damage(name, event.number, _("un acte manque avant celui-ci."))
    if event.previous_sha256 != (previous.sha256 if previous else ""):
        yield Damage(name, event.number, _("cet acte ne suit pas celui qui le précède."))
    if event.sha256 != event.computed_sha256():
        yield Damage(name, event.number, _("cet acte a été modifié."))
    if anchored is not None and anchored != event.sha256:
        yield Damage(name, event.number, _("cet acte n’est pas celui que l’ancre connaît."))


def _anchor(event: Event) -> None:
    """One line of the anchor file, in a single write, so that several processes may append."""
    path = Path(settings.JOURNAL_ANCHOR)
    path.parent.mkdir(parents=True, exist_ok=True)
    line = f"{event.at.isoformat()} {event.evaluation.public_id} {event.number} {event.sha256}\n"
    descriptor = os.open(path, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o644)
    try:
        os.write(descriptor, line.encode())
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _anchored() -> dict[tuple[str, int], str]:
    """The hashes that the anchor knows, by evaluation and number."""
    path = Path(settings.JOURNAL_ANCHOR)
    if not path.exists():
        return {}
    lines = (line.split() for line in path.read_text().splitlines())
    return {(parts[1], int(parts[2])): parts[3] for parts in lines if len(parts) == 4}
