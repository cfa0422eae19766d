"""When a delay ends: days of Paris, counted by the calendar or by the working week."""

import datetime as dt
from zoneinfo import ZoneInfo

import holidays
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from evalprog import dates
from evalprog.clock import PARIS

ONE_SECOND = dt.timedelta(seconds=1)
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


def last_day(closes_at: dt.datetime) -> dt.date:
    """The last day in Paris on which one is in time."""
    return (closes_at - ONE_SECOND).astimezone(PARIS).date()


def is_working(day: dt.date) -> bool:
    """Neither a Saturday, nor a Sunday, nor a public holiday (code du travail, L3133-1)."""
    return day.weekday() < 5 and day not in _FRANCE


def in_words(closes_at: dt.datetime, timezone: str = "Europe/Paris") -> str:
    """« 30 novembre 2026 à 24 h (heure de Paris) », and the hour of the institution where that is another (INV-T1).

    A midnight is said as the end of the day that it ends: « until the 1st at 0 h » would be read as a day more.
    """
    words = _("%(moment)s (heure de Paris)") % {"moment": _moment(closes_at.astimezone(PARIS))}
    local = closes_at.astimezone(ZoneInfo(timezone))
    if local.utcoffset() != closes_at.astimezone(PARIS).utcoffset():
        words += _(", soit le %(moment)s à l’heure de l’établissement") % {"moment": _moment(local)}
    return words


def _moment(local: dt.datetime) -> str:
    ends_a_day = local.time() == dt.time()
    day = local.date() - dt.timedelta(days=1) if ends_a_day else local.date()
    hour = "24" if ends_a_day else str(local.hour)
    minutes = f" {local.minute:02}" if local.minute else ""
    return _("%(day)s à %(hour)s h%(minutes)s") % {
        "day": dates.long_date(day, get_language() or "fr"),
        "hour": hour,
        "minutes": minutes,
    }
