"""Writing a message with its act, in the same transaction: who is told, why, and on account of what."""

import datetime as dt
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from evalprog import clock, deadlines
from evalprog.accounts.models import User
from evaluations.enums import DayCount, DeliveryState, State
from evaluations.models import ActorReference, Comment, Delivery, Evaluation, Event, Message
from evaluations.notifications import kinds, sending, texts
from evaluations.notifications.audiences import Recipient, committee, gathered
from evaluations.permissions import ACTS
from evaluations.standing import Standing, standing_of
from evaluations.suspension import resumption

_withheld: ContextVar[str] = ContextVar("withheld", default="")
_later: ContextVar[bool] = ContextVar("later", default=False)
# The acts that open a window, and the number of its days in the campaign.
_OPENING = {
    "transmit_draft": "corrections_days",
    "retransmit_draft": "corrections_days",
    "open_observations": "observations_days",
}


@dataclass(frozen=True, slots=True)
class Preview:
    """What one person would receive. ``name`` is empty when the person who looks may not know it."""

    name: str
    reason: str
    subject: str
    body: str


def tell(event: Event) -> None:
    """Queue the messages of an act, inside its transaction; they leave after its commit, or not at all (INV-W6)."""
    for name, kind in kinds.of(event.verb):
        if kind.applies(event):
            _queue(name, event, occasion=f"event-{event.number}")


def tell_all(events: Sequence[Event]) -> None:
    """The same for an act that has just left an event in each of many evaluations: a few writes.

    The messages, by the hundred, are left to ``send_messages``.
    """
    for verb in {event.verb for event in events}:
        for name, kind in kinds.of(verb):
            told = [event for event in events if event.verb == verb and kind.applies(event)]
            written = Message.objects.bulk_create(
                Message(evaluation=event.evaluation, kind=name, occasion=f"event-{event.number}", **_words(name, event))
                for event in told
            )
            Delivery.objects.bulk_create(
                _delivery(message, recipient)
                for message, event in zip(written, told, strict=True)
                for recipient in gathered(event, kind.to)
            )


def remind(name: str, evaluation: Evaluation, *, occasion: str, details: dict[str, Any]) -> int:
    """Queue a reminder for those who have not had it; how many people that is. Safe to repeat."""
    with transaction.atomic():
        locked = Evaluation.objects.select_for_update().get(pk=evaluation.pk)
        event = reminder_event(name, locked, details)
        return _queue(name, event, occasion=occasion) if kinds.KINDS[name].applies(event) else 0


def mention(evaluation: Evaluation, comment: Comment) -> None:
    """Queue the message for those whom a comment mentions, inside the transaction in which it is written."""
    event = reminder_event("mentioned", evaluation, {"comment": comment.public_id})
    _queue("mentioned", event, occasion=f"comment-{comment.public_id}")


def to_be_reminded(name: str, evaluation: Evaluation, *, occasion: str, details: dict[str, Any]) -> list[User]:
    """Those whom ``remind`` would write to."""
    told = Delivery.objects.filter(message__evaluation=evaluation, message__kind=name, message__occasion=occasion)
    event = reminder_event(name, evaluation, details)
    already = set(told.values_list("user_id", flat=True))
    return [r.user for r in gathered(event, kinds.KINDS[name].to) if r.user.pk not in already]


def reminder_event(name: str, evaluation: Evaluation, details: dict[str, Any]) -> Event:
    """A reminder is no act: this event is never saved, and only tells the audiences where the evaluation stands."""
    state = evaluation.state
    return Event(evaluation=evaluation, verb=kinds.KINDS[name].verb, before=state, after=state, details=details)


def preview(
    verb: str,
    evaluation: Evaluation,
    by: User | None,
    *,
    user: User | None = None,
    standing: Standing | None = None,
    **details: Any,
) -> list[Preview]:
    """What the act would send, and to whom, before it is performed.

    ``details``: what the act would record, such as ``closes_at``, ``due_on`` or ``late``; ``user`` is the
    person whom ``invite`` or ``confirm_member`` would write to; ``standing``: that of ``by``, where it is known. Names
    are told to the agency and the committee only.
    """
    event = _imagined(verb, evaluation, by, details)
    standing = standing or standing_of(by, evaluation)
    sees_names = bool(standing.agency or standing.committee)
    previews = []
    for name, kind in kinds.of(verb):
        if user is not None:
            told = [Recipient(user, _("invitation au comité") if verb == "invite" else _("entrée au comité"))]
        else:
            told = gathered(event, kind.to) if kind.applies(event) else []
        facts, added = texts.facts_of(event), added_text(name, evaluation)
        for recipient in told:
            greeted = recipient.user if sees_names else None
            subject, body = texts.written(name, evaluation, facts=facts, added_text=added, user=greeted)
            previews.append(Preview(str(recipient.user) if sees_names else "", recipient.reason, subject, body))
    return previews


def tells_committee(verb: str, evaluation: Evaluation, by: User | None) -> bool:
    """Whether the act, performed by that person, writes to a member of the committee."""
    event = _imagined(verb, evaluation, by, {})
    told = any(committee in kind.to and kind.applies(event) for _name, kind in kinds.of(verb))
    return told and bool(gathered(event, (committee,)))


def added_text(name: str, evaluation: Evaluation) -> str:
    """The campaign's own words for that kind of message."""
    return str(evaluation.campaign.message_texts.get(name, ""))


@contextmanager
def withheld(reason: str) -> Iterator[None]:
    """The messages of the acts inside are written and marked as not sent, for this reason."""
    token = _withheld.set(reason)
    try:
        yield
    finally:
        _withheld.reset(token)


@contextmanager
def left_to_the_job() -> Iterator[None]:
    """The messages of the acts inside wait for ``send_messages``: for acts by the hundred, whose page would wait."""
    token = _later.set(True)
    try:
        yield
    finally:
        _later.reset(token)


def _queue(name: str, event: Event, *, occasion: str) -> int:
    evaluation, reason = event.evaluation, _withheld.get()
    message, _created = Message.objects.get_or_create(
        evaluation=evaluation,
        kind=name,
        occasion=occasion,
        defaults=_words(name, event),
    )
    told = set(message.deliveries.values_list("user_id", flat=True))
    new = [
        _delivery(message, recipient)
        for recipient in gathered(event, kinds.KINDS[name].to)
        if recipient.user.pk not in told
    ]
    Delivery.objects.bulk_create(new)
    if new and not reason and not _later.get():
        # Robust: the act stands whatever happens to its mail, and the acts after it go on.
        transaction.on_commit(lambda: sending.send(message.deliveries.all()), robust=True)
    return len(new)


def _words(name: str, event: Event) -> dict[str, Any]:
    """What a message says, as it is at the act."""
    return {
        "event": event if event.pk else None,
        "facts": texts.facts_of(event),
        "added_text": added_text(name, event.evaluation),
        "created_at": clock.now(),
    }


def _delivery(message: Message, recipient: Recipient) -> Delivery:
    reason = _withheld.get()
    return Delivery(
        message=message,
        user=recipient.user,
        reason=recipient.reason,
        state=DeliveryState.SKIPPED if reason else DeliveryState.QUEUED,
        error=reason,
    )


def _imagined(verb: str, evaluation: Evaluation, by: User | None, details: dict[str, Any]) -> Event:
    """The event that the act would leave; never saved."""
    target = ACTS[verb].target if verb in ACTS else None
    if verb == "resume" and (going_on := resumption(evaluation)):
        target, details = going_on.state, going_on.details
    if verb in _OPENING and "closes_at" not in details:
        campaign = evaluation.campaign
        days, working = getattr(campaign, _OPENING[verb]), campaign.day_count == DayCount.WORKING
        details = {**details, "closes_at": deadlines.closing(clock.now(), days, working=working)}
    return Event(
        evaluation=evaluation,
        verb=verb,
        actor=ActorReference(user=by) if by else None,
        before=State(evaluation.state),
        after=evaluation.state if target is None else target,
        details={key: _plain(value) for key, value in details.items()},
    )


def _plain(value: Any) -> Any:
    return value.isoformat() if isinstance(value, dt.date) else value
