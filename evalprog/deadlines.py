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
    """« 30 novembre 2026, 23:59:59 (heure de Paris) », and that of the institution where it is another (INV-T1).

    The one wording of a deadline, in pages, messages and the journal. What is said is the last second that is in time:
    ``closes_at`` itself is too late, and a midnight would be read as a day more.
    """
    last = closes_at.replace(microsecond=0) - ONE_SECOND
    in_paris, local = last.astimezone(PARIS), last.astimezone(ZoneInfo(timezone))
    words = _("%(moment)s (heure de Paris)") % {"moment": moment(in_paris)}
    if local.utcoffset() != in_paris.utcoffset():
        words += _(", soit le %(moment)s (heure de l’établissement)") % {"moment": moment(local)}
    return words


def moment(local: dt.datetime) -> str:
    """« 1er décembre 2026, 14:05:12 », in the zone of the instant given."""
    return f"{dates.long_date(local.date(), get_language() or 'fr')}, {local:%H:%M:%S}"
