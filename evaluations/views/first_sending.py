"""When what is sent counts as received, and what first reached us and could not be done at once.

A person who has not confirmed who they are, or who sends what is no longer what they read, performs nothing and sends a
second time. What made them wait does not make them late (INV-T2). It is noted where every signatory of the house finds
it (``workspace.first_sendings``), and holds for as long as a request may take (``arrival.LONGEST``); what was typed
with it stays in the session of who typed it. What is written after the end of a delay is late whatever is noted here:
``Window.counted_at``.
"""

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from django.http import HttpRequest
from django.utils.translation import gettext as _

from evalprog import clock, deadlines
from evalprog.arrival import LONGEST
from evaluations.enums import WindowKind
from evaluations.models import Evaluation, FirstSending, Window
from evaluations.readiness import Problem
from evaluations.transitions.contradictory import counted_at
from evaluations.workspace import corrections, first_sendings, last_change, observations
from evaluations.workspace.last_change import Change

TYPED = "first_sendings"


@dataclass(frozen=True, slots=True)
class Sent:
    """What an act sends: ``within`` which window, who last ``changed`` it, and the hash of it as a page has ``shown``
    it; ``details``: what else its event will say, on which it depends who is told of it."""

    within: WindowKind
    changed: Callable[[Evaluation], Change | None]
    shown: Callable[[Evaluation], str]
    details: Callable[[Evaluation], dict[str, Any]]


def _letter_changed(evaluation: Evaluation) -> Change | None:
    return last_change.of_letter(observations.being_prepared(evaluation))


def _errors(evaluation: Evaluation) -> dict[str, Any]:
    return {"corrections": list(evaluation.corrections.in_preparation().values_list("public_id", flat=True))}


_ERRORS = Sent(WindowKind.CORRECTIONS, last_change.of_errors, corrections.shown_sha256, _errors)
_LETTER = Sent(WindowKind.OBSERVATIONS, _letter_changed, observations.shown_sha256, lambda _evaluation: {})
SENT = {"reply_to_draft": _ERRORS, "file_observations": _LETTER, "waive_observations": _LETTER}


@dataclass(frozen=True, slots=True)
class Arrival:
    """What is told of something that is sent now, or was noted: ``first``; within which ``window``, if in any."""

    window: Window | None = None
    late: bool = False
    first: FirstSending | None = None
    details: dict[str, Any] = field(default_factory=dict)  # what the journal will say, which the messages depend on

    @property
    def in_time(self) -> bool:
        return not self.late

    @property
    def noted(self) -> FirstSending | None:
        """What is worth telling: of what is late all the same, nothing."""
        return None if self.late else self.first


def arrival(request: HttpRequest, evaluation: Evaluation, verb: str, *, sha256: str) -> Arrival:
    """Of what a page shows, whose hash is ``sha256``; of an act that sends nothing within a window, nothing."""
    if verb not in SENT:
        return Arrival()
    first = first_sendings.first(evaluation, verb, by=request.user, sha256=sha256)
    window = evaluation.windows.last_of(SENT[verb].within)
    at = counted_at(evaluation, SENT[verb].within, _reached_us_at(request, first), SENT[verb].changed(evaluation))
    late = window is not None and window.is_over_at(at)
    details = SENT[verb].details(evaluation) | {"late": True} if late else {}
    return Arrival(window, late, first, details)


def has_come_in_time(request: HttpRequest, evaluation: Evaluation, verb: str) -> bool:
    """Whether what would be sent now had reached us before the end. One question where nothing was noted."""
    if verb not in SENT or not evaluation.first_sendings.filter(verb=verb).exists():
        return False
    return arrival(request, evaluation, verb, sha256=SENT[verb].shown(evaluation)).noted is not None


def reached_us_at(request: HttpRequest, evaluation: Evaluation, verb: str, *, sha256: str) -> dt.datetime:
    """What was sent, with the hash that its page had shown."""
    return _reached_us_at(request, first_sendings.first(evaluation, verb, by=request.user, sha256=sha256))


def note(request: HttpRequest, evaluation: Evaluation, verb: str, **form: str) -> None:
    """The first of them counts, with what was typed last. One of each act on each evaluation: on the last evening of a
    campaign somebody signs several, one after the other."""
    shown, at = request.POST.get("seen", ""), request.received_at
    first_sendings.note(evaluation, verb, by=request.user, sha256=shown, at=at)
    if form:
        others = {name: kept for name, kept in request.session.get(TYPED, {}).items() if _holds(kept)}
        request.session[TYPED] = others | {_name(request, evaluation, verb): {"at": at.isoformat(), "form": form}}


def typed(request: HttpRequest, evaluation: Evaluation, verb: str) -> dict[str, str]:
    """What this person typed with it; nothing where they sent nothing."""
    kept = request.session.get(TYPED, {}).get(_name(request, evaluation, verb))
    return kept["form"] if kept and _holds(kept) else {}


def forget_typed(request: HttpRequest, evaluation: Evaluation, verb: str) -> None:
    kept = request.session.get(TYPED, {})
    if kept.pop(_name(request, evaluation, verb), None):
        request.session[TYPED] = kept


def who_changed(evaluation: Evaluation, verb: str) -> list[Problem]:
    """What else there is to say to whoever sent something that is not what they read."""
    change = SENT[verb].changed(evaluation)
    if change is None:
        return []
    words = {"name": change.by, "moment": deadlines.moment(change.at.astimezone(clock.PARIS))}
    sentence = _("Dernière modification par %(name)s, le %(moment)s, heure de Paris.")
    if change.by is None:
        sentence = _("Dernière modification le %(moment)s, heure de Paris.")
    return [Problem(sentence % words, "text")]


def _reached_us_at(request: HttpRequest, first: FirstSending | None) -> dt.datetime:
    return min(first.at, request.received_at) if first else request.received_at


def _name(request: HttpRequest, evaluation: Evaluation, verb: str) -> str:
    return f"{request.user.pk} {evaluation.public_id} {verb}"


def _holds(kept: dict[str, Any]) -> bool:
    return clock.now() - dt.datetime.fromisoformat(kept["at"]) <= LONGEST
