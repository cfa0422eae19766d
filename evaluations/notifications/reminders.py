"""Who has to be reminded of what: a dossier not yet deposited, a window that closes soon."""

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet

from evalprog import clock, deadlines
from evalprog.guarded import Guard
from evaluations.enums import State, WindowKind
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
            day = evaluation.campaign.dossier_due_on
            if _is_near(deadlines.end_of(day), evaluation):
                yield Reminder("dossier_reminder", evaluation, f"dossier-{day}", {"due_on": day.isoformat()})
    for window in _open_windows():
        with guard.item(window.evaluation.public_id):
            if _is_near(window.closes_at, window.evaluation):
                details = {"closes_at": window.closes_at.isoformat()}
                yield Reminder("window_reminder", window.evaluation, f"window-{window.pk}", details)


def _without_dossier() -> QuerySet[Evaluation]:
    awaited = Evaluation.objects.filter(state=State.DOSSIER_EXPECTED, campaign__dossier_due_on__isnull=False)
    return awaited.select_related("campaign", "programme__institution").order_by("pk")


def _open_windows() -> QuerySet[Window]:
    waiting = Window.objects.filter(closes_at__gt=clock.now())
    expected = waiting.filter(kind=WindowKind.CORRECTIONS, evaluation__state=State.DRAFT_TRANSMITTED) | waiting.filter(
        kind=WindowKind.OBSERVATIONS, evaluation__state=State.OBSERVATIONS_OPEN
    )
    related = expected.select_related("evaluation__campaign", "evaluation__programme__institution")
    return related.order_by("evaluation_id", "pk")


def _is_near(end: dt.datetime, evaluation: Evaluation) -> bool:
    return end - dt.timedelta(days=evaluation.campaign.reminder_days) <= clock.now() < end
