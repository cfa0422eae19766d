"""When a delay ends: days of Paris, counted by the calendar or by the working week."""

import datetime as dt

import holidays

from evalprog.clock import PARIS

_FRANCE = holidays.country_holidays("FR")


def closing(opens_at: dt.datetime, days: int, *, working: bool = False) -> dt.datetime:
    """The instant at which a window of so many days closes: the midnight that ends its last day in Paris (INV-T1).

    The day of opening does not count. ``working``: Saturdays, Sundays and French public holidays do not either.
    """
    day = opens_at.astimezone(PARIS).date()
    while days:
        day += dt.timedelta(days=1)
        days -= not working or is_working(day)
    return end_of(day)


def end_of(day: dt.date) -> dt.datetime:
    """The midnight of Paris that ends a day, as an instant in UTC. « Until the 30th » closes then."""
    midnight = dt.datetime.combine(day + dt.timedelta(days=1), dt.time(), tzinfo=PARIS)
    return midnight.astimezone(dt.UTC)


def is_working(day: dt.date) -> bool:
    """Neither a Saturday, nor a Sunday, nor a public holiday (code du travail, L3133-1)."""
    return day.weekday() < 5 and day not in _FRANCE
