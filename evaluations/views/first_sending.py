"""When something first reached us that could not be done at once: it counts as of then, once it is sent again.

A person who has not confirmed who they are, or who sends what is no longer what they read, performs nothing and sends a
second time. What made them wait does not make them late (INV-T2). It is noted in their session, and holds for as long
as a request may take (``arrival.LONGEST``). What is written after the end of a delay is late whatever is noted here:
``Window.counted_at``.
"""

import datetime as dt
from dataclasses import dataclass, field
from typing import Any

from django.http import HttpRequest
from django.utils.translation import gettext as _

from evalprog import clock, deadlines
from evalprog.arrival import LONGEST
from evaluations.models import Evaluation
from evaluations.readiness import Problem
from evaluations.workspace.last_change import Change

NOTED = "first_sendings"


@dataclass(frozen=True, slots=True)
class FirstSending:
    """``form``: what was typed with it."""

    at: dt.datetime
    form: dict[str, str] = field(default_factory=dict)


def note(request: HttpRequest, evaluation: Evaluation, verb: str, **form: str) -> None:
    """The first of them counts, with what was typed last. One of each act on each evaluation: on the last evening of a
    campaign somebody signs several, one after the other."""
    earlier = noted(request, evaluation, verb)
    at = (earlier.at if earlier else request.received_at).isoformat()
    others = {name: kept for name, kept in request.session.get(NOTED, {}).items() if _holds(kept)}
    request.session[NOTED] = others | {_name(request, evaluation, verb): {"at": at, "form": form}}


def noted(request: HttpRequest, evaluation: Evaluation, verb: str) -> FirstSending | None:
    """That of this person, of this act on this evaluation."""
    kept = request.session.get(NOTED, {}).get(_name(request, evaluation, verb))
    return FirstSending(_at(kept), kept["form"]) if kept and _holds(kept) else None


def reached_us_at(request: HttpRequest, evaluation: Evaluation, verb: str) -> dt.datetime:
    first = noted(request, evaluation, verb)
    return first.at if first else request.received_at


def forget(request: HttpRequest, evaluation: Evaluation, verb: str) -> None:
    kept = request.session.get(NOTED, {})
    if kept.pop(_name(request, evaluation, verb), None):
        request.session[NOTED] = kept


def who_changed(change: Change | None) -> list[Problem]:
    """What else there is to say to whoever sent something that is not what they read."""
    if change is None:
        return []
    words = {"name": change.by, "moment": deadlines.moment(change.at.astimezone(clock.PARIS))}
    sentence = _("Dernière modification par %(name)s, le %(moment)s, heure de Paris.")
    if change.by is None:
        sentence = _("Dernière modification le %(moment)s, heure de Paris.")
    return [Problem(sentence % words, "text")]


def _name(request: HttpRequest, evaluation: Evaluation, verb: str) -> str:
    return f"{request.user.pk} {evaluation.public_id} {verb}"


def _holds(kept: dict[str, Any]) -> bool:
    return clock.now() - _at(kept) <= LONGEST


def _at(kept: dict[str, Any]) -> dt.datetime:
    return dt.datetime.fromisoformat(kept["at"])
