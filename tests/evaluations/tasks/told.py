"""What somebody is told to do, on the twentieth of November."""

import datetime as dt
from zoneinfo import ZoneInfo

from evaluations.tasks import tasks_for

PARIS = ZoneInfo("Europe/Paris")
NOW = dt.datetime(2026, 11, 20, 10, tzinfo=PARIS)


def sentences(user) -> list[str]:
    return [task.sentence for task in tasks_for(user)]


def late_evening(day: int, month: int = 11) -> dt.datetime:
    """The midnight of Paris that ends that day."""
    return dt.datetime(2026, month, day, tzinfo=PARIS) + dt.timedelta(days=1)
