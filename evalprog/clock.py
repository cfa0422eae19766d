"""What time it is, for the acts of the application.

Acts ask this module, so that a scenario can be played at the dates when its acts took place.
"""

import datetime as dt
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from zoneinfo import ZoneInfo

from django.utils import timezone

# The legal time of the acts; deadlines and printed dates follow it wherever the server stands.
PARIS = ZoneInfo("Europe/Paris")
_played: ContextVar[dt.datetime | None] = ContextVar("played", default=None)


def now() -> dt.datetime:
    """The present instant, aware, or the one being played."""
    return _played.get() or timezone.now()


def today() -> dt.date:
    """The present day in Paris."""
    return now().astimezone(PARIS).date()


@contextmanager
def played_at(moment: dt.datetime | dt.date | None) -> Iterator[None]:
    """Acts inside happen at that moment; a day means nine o’clock in Paris; ``None`` changes nothing."""
    if isinstance(moment, dt.date) and not isinstance(moment, dt.datetime):
        moment = dt.datetime.combine(moment, dt.time(9), tzinfo=PARIS)
    token = _played.set(moment or _played.get())
    try:
        yield
    finally:
        _played.reset(token)
