"""Appending to the journal, and finding what was done to it.

Each event carries the hash of the one before. The chain alone proves little: whoever can write the database can also
cut its end off, or write it anew. So the hash of every event goes, after commit, to an anchor outside the database,
a file that the operator keeps elsewhere (``anchors``); what the anchor names must be in the database.
"""

import datetime as dt
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from evalprog import clock
from evalprog.accounts.models import User
from evaluations import anchors
from evaluations.enums import State
from evaluations.models import ActorReference, Evaluation, Event


@dataclass(frozen=True, slots=True)
class Damage:
    """Something that the journal cannot explain: where, and what."""

    evaluation: str  # public id; empty: the anchor itself
    number: int
    sentence: str
    unanchored: bool = False  # nothing worse than that the anchor does not know the event


def append(
    evaluation: Evaluation, verb: str, *, by: User | None, role: str, before: State, details: dict[str, Any]
) -> Event:
    """The next event of an evaluation, inside the transaction of its act; the evaluation's row must be locked."""
    last = evaluation.events.order_by("-number").first()
    event = _following(last, evaluation, verb, _actor(by), role, before, details)
    event.save()
    # Robust: the act stands whatever happens to the anchor.
    transaction.on_commit(lambda: anchors.write([event]), robust=True)
    return event


def append_all(
    acts: Iterable[tuple[Evaluation, dict[str, Any]]], verb: str, *, by: User | None, role: str
) -> list[Event]:
    """The next event of each of many evaluations that stay where they are, with its details, in one write.

    Inside the transaction of the act; the rows of the evaluations must be locked.
    """
    found, actor, last = list(acts), _actor(by), {}
    known = Event.objects.filter(evaluation__in=[evaluation.pk for evaluation, _details in found])
    for event in known.order_by("evaluation_id", "number"):
        last[event.evaluation_id] = event
    events = [
        _following(last.get(evaluation.pk), evaluation, verb, actor, role, State(evaluation.state), details)
        for evaluation, details in found
    ]
    Event.objects.bulk_create(events)
    transaction.on_commit(lambda: anchors.write(events), robust=True)
    return events


def _following(
    last: Event | None,
    evaluation: Evaluation,
    verb: str,
    actor: ActorReference | None,
    role: str,
    before: State,
    details: dict[str, Any],
) -> Event:
    """The event that comes after that one, not yet saved."""
    event = Event(
        evaluation=evaluation,
        number=last.number + 1 if last else 1,
        verb=verb,
        actor=actor,
        role=role,
        # Recorded times never decrease, even if the clock does (INV-T5).
        at=max(clock.now(), last.at) if last else clock.now(),
        before=before,
        after=evaluation.state,
        details=details,
        previous_sha256=last.sha256 if last else "",
    )
    event.sha256 = event.computed_sha256()
    return event


def _actor(by: User | None) -> ActorReference | None:
    return ActorReference.objects.get_or_create(user=by)[0] if by else None


def last_suspension(evaluation: Evaluation) -> Event | None:
    return evaluation.events.filter(verb="suspend").order_by("-number").first()


def suspended_from(evaluation: Evaluation) -> State | None:
    """Where the evaluation stood when it was last suspended, if it ever was."""
    suspension = last_suspension(evaluation)
    return State(suspension.before) if suspension else None


def begin_all(evaluations: Iterable[Evaluation], verb: str, *, by: User | None, role: str) -> list[Event]:
    """The first event of evaluations that have just been created, in one write; inside the transaction of their act."""
    actor = _actor(by)
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
    transaction.on_commit(lambda: anchors.write(events), robust=True)
    return events


def damages(evaluation: Evaluation | None = None) -> Iterator[Damage]:
    """Everything found wrong: rows changed, removed, inserted, reordered, and chains cut short of the anchor.

    Of one evaluation, compared with the end of the anchor, or of all, compared with the whole of it. Without any
    anchor, a chain that was cut or wholly rewritten looks sound; with one, every event must be in it.
    """
    heads: dict[str, Event] = {}
    missing: list[Event] = []
    evaluations = Evaluation.objects.filter(pk=evaluation.pk) if evaluation else Evaluation.objects.all()
    known = anchors.read_end() if evaluation else anchors.read()
    anchored = known.of(evaluation.public_id) if evaluation else dict(known.hashes)
    # Of what comes before the end that was read, nothing is known.
    first = 1 if known.is_whole else min((number for _name, number in anchored), default=None)
    events = Event.objects.filter(evaluation__in=evaluations) if evaluation else Event.objects.all()
    for event in events.select_related("evaluation", "actor").order_by("evaluation_id", "number").iterator(1000):
        name = event.evaluation.public_id
        yield from _broken(event, heads.get(name))
        if not known.is_empty:
            hashes = anchored.pop((name, event.number), [])
            if not hashes and first is not None and event.number >= first:
                missing.append(event)
            yield from _unlike_its_anchor(event, hashes, known.times.get((name, event.number), []))
        heads[name] = event
    if not known.refusal:
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
    if known.refusal:
        yield Damage("", 0, _("l’ancre ne se lit pas (%(reason)s).") % {"reason": known.refusal})
    elif known.is_empty and heads:
        yield Damage("", 0, _("l’ancre est absente ou vide : une coupure du journal ne se verrait pas."))


def _broken(event: Event, previous: Event | None) -> Iterator[Damage]:
    name = event.evaluation.public_id
    if event.number != (previous.number + 1 if previous else 1):
        yield Damage(name, event.number, _("un acte manque avant celui-ci."))
    if event.previous_sha256 != (previous.sha256 if previous else ""):
        yield Damage(name, event.number, _("cet acte ne suit pas celui qui le précède."))
    if event.sha256 != event.computed_sha256():
        yield Damage(name, event.number, _("cet acte a été modifié."))


def _unlike_its_anchor(event: Event, hashes: list[str], times: list[str]) -> Iterator[Damage]:
    name = event.evaluation.public_id
    if hashes and event.sha256 not in hashes:
        yield Damage(name, event.number, _("cet acte n’est pas celui que l’ancre connaît."))
    if len(set(hashes)) > 1:
        yield Damage(name, event.number, _("l’ancre connaît deux actes différents sous ce numéro."))
    if event.sha256 != event.computed_sha256():
        return  # it was changed itself, which is told
    # Of its own lines; times stand as the hashes do, those of lines that still wait have none.
    if not all(_says(time, event.at) for sha256, time in zip(hashes, times, strict=False) if sha256 == event.sha256):
        yield Damage(name, event.number, _("l’heure de cet acte n’est pas celle que l’ancre connaît."))


def _says(time: str, at: dt.datetime) -> bool:
    """Whether it is that instant, written as we write one."""
    try:
        read = dt.datetime.fromisoformat(time)
    except ValueError:
        return False
    return read.tzinfo is not None and read == at and read.isoformat() == time


def _still_missing(events: list[Event]) -> Iterator[Damage]:
    """An act may have been anchored while the journal was being read, or before the end that was read."""
    known = anchors.read().hashes if events else {}
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
    known = anchors.read().hashes
    for event in Event.objects.select_related("evaluation").order_by("at", "pk").iterator(chunk_size=1000):
        if (event.evaluation.public_id, event.number) not in known:
            yield event
