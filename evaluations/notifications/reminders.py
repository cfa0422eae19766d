"""Who has to be reminded of what: a dossier not yet deposited, a window that closes soon."""

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet

from evalprog import clock, deadlines
from evalprog.guarded import Guard
from evaluations.enums import State
from evaluations.models import Evaluation, Window


@dataclass(frozen=True, slots=True)
class Reminder:
    """``occasion`` names the deadline: each person is reminded of it once."""

    kind: str
    evaluation: Evaluation
    occasion: str
    details: dict[str, Any]


def due(guard: Guard) -> Iterator[Reminder]:
    """Those of this moment: from ``reminder_days`` of the campaign before a deadline, until it has passed.

    An evaluation whose deadline cannot be computed is named by the guard.
    """
    for evaluation in _without_dossier():
        with guard.item(evaluation.public_id):
            if _is_near(evaluation.dossier_due_at, evaluation):
                day = deadlines.last_day(evaluation.dossier_due_at)
                yield Reminder("dossier_reminder", evaluation, f"dossier-{day}", {})
    for window in _open_windows():
        with guard.item(window.evaluation.public_id):
            if _is_near(window.closes_at, window.evaluation):
                occasion = f"window-{window.pk}-{deadlines.last_day(window.closes_at)}"
                details = {"closes_at": window.closes_at.isoformat()}
                yield Reminder("window_reminder", window.evaluation, occasion, details)


def _without_dossier() -> QuerySet[Evaluation]:
    awaited = Evaluation.objects.filter(state=State.DOSSIER_EXPECTED, campaign__dossier_due_on__isnull=False)
    return awaited.select_related("campaign", "programme__institution").order_by("pk")


def _open_windows() -> QuerySet[Window]:
    waiting = Window.objects.awaited().filter(closes_at__gt=clock.now())
    related = waiting.select_related("evaluation__campaign", "evaluation__programme__institution")
    return related.order_by("evaluation_id", "pk")


def _is_near(end: dt.datetime, evaluation: Evaluation) -> bool:
    return end - dt.timedelta(days=evaluation.campaign.reminder_days) <= clock.now() < end
