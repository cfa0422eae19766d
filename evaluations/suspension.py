"""What a suspension does to time: where the evaluation goes on from, and until when the institution is then awaited."""

import datetime as dt
from dataclasses import dataclass
from typing import Any

from evalprog import clock
from evaluations import journal
from evaluations.enums import State
from evaluations.models import Evaluation, Window
from evaluations.models.proceedings import AWAITED


@dataclass(frozen=True, slots=True)
class Resumption:
    """``postponed_by``: how much longer the institution has, until ``due_at``; nothing where no delay was running.

    ``window``: that delay; without one, it is that of the dossier. ``reason``: that of the suspension.
    """

    state: State
    reason: str
    window: Window | None = None
    was_due_at: dt.datetime | None = None
    postponed_by: dt.timedelta = dt.timedelta()

    @property
    def due_at(self) -> dt.datetime | None:
        return self.was_due_at + self.postponed_by if self.was_due_at else None

    @property
    def details(self) -> dict[str, Any]:
        """What the journal keeps of it, as of any prolonged delay."""
        if not self.postponed_by:
            return {}
        return {
            "before_instant": self.was_due_at.isoformat(),
            "after_instant": self.due_at.isoformat(),
            "reason": self.reason,
        }


def resumption(evaluation: Evaluation) -> Resumption | None:
    """What going on now leads to; ``None`` where the journal knows no suspension.

    The delay that was running is pushed by as long as the evaluation stood still. One that had passed stays passed,
    and a clock that went back in between shortens nothing (INV-T4).
    """
    suspension = journal.last_suspension(evaluation)
    if suspension is None:
        return None
    state, reason = State(suspension.before), suspension.details.get("reason", "")
    window = evaluation.windows.last_of(AWAITED[state]) if state in AWAITED else None
    due_at = evaluation.dossier_due_at if state == State.DOSSIER_EXPECTED else window and window.closes_at
    if due_at is None or due_at <= suspension.at:
        return Resumption(state, reason)
    return Resumption(state, reason, window, due_at, max(clock.now() - suspension.at, dt.timedelta()))
