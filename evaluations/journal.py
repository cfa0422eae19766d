"""Appending to the journal, and finding what was done to it.

Each event carries the hash of the one before. The chain alone proves little: whoever can write the database can also
cut its end off, or write it anew. So the hash of every event goes, after commit, to an anchor outside the database,
a file that the operator keeps elsewhere (``JOURNAL_ANCHOR``); what the anchor names must be in the database.
"""

import os
import re
from collections.abc import Iterable, Iterator
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

_LINE = re.compile(r"(\S+) (\S+) (\d+) ([0-9a-f]{64})")


@dataclass(frozen=True, slots=True)
class Damage:
    """Something that the journal cannot explain: where, and what."""

    evaluation: str  # public id; empty: the anchor itself
    number: int
    sentence: str
    unanchored: bool = False  # nothing worse than that the anchor does not know the event


@dataclass(frozen=True, slots=True)
class Anchor:
    """What the anchor file says: the hashes of each (evaluation, number), and how far it goes."""

    hashes: dict[tuple[str, int], list[str]]
    unreadable: list[int]  # numbers of lines
    last_at: str  # as written in the last line; empty without any

    @property
    def is_empty(self) -> bool:
        return not self.hashes


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
    # Robust: an anchor that cannot be written is logged and found by the command « anchor »; the act stands.
    transaction.on_commit(lambda: anchor([event]), robust=True)
    return event


def last_suspension(evaluation: Evaluation) -> Event | None:
    return evaluation.events.filter(verb="suspend").order_by("-number").first()


def suspended_from(evaluation: Evaluation) -> State | None:
    """Where the evaluation stood when it was last suspended, if it ever was."""
    suspension = last_suspension(evaluation)
    return State(suspension.before) if suspension else None


def begin_all(evaluations: Iterable[Evaluation], verb: str, *, by: User | None, role: str) -> list[Event]:
    """The first event of evaluations that have just been created, in one write; inside the transaction of their act."""
    actor = ActorReference.objects.get_or_create(user=by)[0] if by else None
    events = [
        Event(
            evaluation=evaluation,
            number=1,
            verb=verb,
            actor=actor,
            role=role,
            at=clock.now(),
            before=evaluation.state,
            after=evaluation.state,
        )
        for evaluation in evaluations
    ]
    for event in events:
        event.sha256 = event.computed_sha256()
    Event.objects.bulk_create(events)
    transaction.on_commit(lambda: anchor(events), robust=True)
    return events


def damages(evaluation: Evaluation | None = None) -> Iterator[Damage]:
    """Everything found wrong: rows changed, removed, inserted, reordered, and chains cut short of the anchor.

    Of one evaluation, or of all. Without any anchor, a chain that was cut or wholly rewritten looks sound; with one,
    every event must be in it.
    """
    heads: dict[str, Event] = {}
    missing: list[Event] = []
    evaluations = Evaluation.objects.filter(pk=evaluation.pk) if evaluation else Evaluation.objects.all()
    known = read_anchor()
    anchored = {
        key: hashes for key, hashes in known.hashes.items() if evaluation is None or key[0] == evaluation.public_id
    }
    events = Event.objects.filter(evaluation__in=evaluations) if evaluation else Event.objects.all()
    for event in events.select_related("evaluation", "actor").order_by("evaluation_id", "number").iterator(1000):
        name = event.evaluation.public_id
        yield from _broken(event, heads.get(name))
        if not known.is_empty:
            hashes = anchored.pop((name, event.number), [])
            missing += [] if hashes else [event]
            yield from _unlike_its_anchor(event, hashes)
        heads[name] = event
    yield from _still_missing(missing)
    for name, number in anchored:
        yield Damage(name, number, _("cet acte est connu de l’ancre et manque au journal."))
    for found in evaluations.iterator(chunk_size=1000):
        head = heads.get(found.public_id)
        if not _leads_to(head, found.state) and not _leads_to(*_read_again(found)):
            number = head.number if head else 0
            yield Damage(found.public_id, number, _("l’étape de l’évaluation n’est pas celle du dernier acte."))
    for line in known.unreadable:
        yield Damage("", line, _("cette ligne de l’ancre est illisible."))
    if known.is_empty and heads:
        yield Damage("", 0, _("l’ancre est absente ou vide : une coupure du journal ne se verrait pas."))


def _broken(event: Event, previous: Event | None) -> Iterator[Damage]:
    name = event.evaluation.public_id
    if event.number != (previous.number + 1 if previous else 1):
        yield Damage(name, event.number, _("un acte manque avant celui-ci."))
    if event.previous_sha256 != (previous.sha256 if previous else ""):
        yield Damage(name, event.number, _("cet acte ne suit pas celui qui le précède."))
    if event.sha256 != event.computed_sha256():
        yield Damage(name, event.number, _("cet acte a été modifié."))


def _unlike_its_anchor(event: Event, hashes: list[str]) -> Iterator[Damage]:
    name = event.evaluation.public_id
    if hashes and event.sha256 not in hashes:
        yield Damage(name, event.number, _("cet acte n’est pas celui que l’ancre connaît."))
    if len(set(hashes)) > 1:
        yield Damage(name, event.number, _("l’ancre connaît deux actes différents sous ce numéro."))


def _still_missing(events: list[Event]) -> Iterator[Damage]:
    """An act may have been anchored while the journal was being read."""
    known = read_anchor().hashes if events else {}
    for event in events:
        if (event.evaluation.public_id, event.number) not in known:
            yield Damage(event.evaluation.public_id, event.number, _("cet acte manque à l’ancre."), unanchored=True)


def _leads_to(last: Event | None, state: int) -> bool:
    return last is not None and last.after == state


def _read_again(evaluation: Evaluation) -> tuple[Event | None, int]:
    """Its last event and its state, since an act may have been performed while the journal was being read."""
    return evaluation.events.order_by("-number").first(), Evaluation.objects.get(pk=evaluation.pk).state


def unanchored() -> Iterator[Event]:
    """The events that the anchor does not know: those of a moment when it could not be written, or inserted since."""
    known = read_anchor().hashes
    for event in Event.objects.select_related("evaluation").order_by("at", "pk").iterator(chunk_size=1000):
        if (event.evaluation.public_id, event.number) not in known:
            yield event


def anchor(events: list[Event]) -> None:
    """A line of the anchor file for each, in a single write, so that several processes may append.

    :raises OSError: when the disk is full or refuses.
    """
    path = Path(settings.JOURNAL_ANCHOR)
    path.parent.mkdir(parents=True, exist_ok=True)
    lines = "".join(f"{e.at.isoformat()} {e.evaluation.public_id} {e.number} {e.sha256}\n" for e in events)
    descriptor = os.open(path, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o644)
    try:
        os.write(descriptor, lines.encode())
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def read_anchor() -> Anchor:
    path = Path(settings.JOURNAL_ANCHOR)
    lines = path.read_text().splitlines() if path.exists() else []
    hashes: dict[tuple[str, int], list[str]] = {}
    unreadable, last_at = [], ""
    for position, line in enumerate(lines, start=1):
        if found := _LINE.fullmatch(line):
            last_at, name, number, sha256 = found.groups()
            hashes.setdefault((name, int(number)), []).append(sha256)
        else:
            unreadable.append(position)
    return Anchor(hashes, unreadable, last_at)
