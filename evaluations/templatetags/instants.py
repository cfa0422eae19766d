"""Deadlines as people read them: the last second that is in time, in Paris and where the institution is (INV-T1)."""

import datetime as dt
from zoneinfo import ZoneInfo

from django import template

from evalprog import clock
from evalprog.dates import long_date
from programmes.models import Institution

register = template.Library()

_ONE_SECOND = dt.timedelta(seconds=1)


@register.inclusion_tag("evaluations/deadline.html")
def deadline(closes_at: dt.datetime, institution: Institution, now: dt.datetime) -> dict:
    """``closes_at`` is the first instant that is too late; what is shown is the second before it."""
    last = closes_at - _ONE_SECOND
    zone = ZoneInfo(institution.timezone)
    local = last.astimezone(zone)
    elsewhere = local.utcoffset() != last.astimezone(clock.PARIS).utcoffset()
    return {
        "instant": closes_at,
        "paris": in_words(last.astimezone(clock.PARIS)),
        "local": in_words(local) if elsewhere else "",
        "institution": institution,
        "closed": closes_at <= now,
    }


@register.filter
def moment(instant: dt.datetime) -> str:
    """« 4 décembre 2026, 14:05:12 », in Paris."""
    return in_words(instant.astimezone(clock.PARIS))


@register.filter
def last_day(closes_at: dt.datetime) -> str:
    """« 4 décembre 2026 »: the last day in Paris on which one is in time."""
    return long_date((closes_at - _ONE_SECOND).astimezone(clock.PARIS).date(), "fr")


def in_words(moment: dt.datetime) -> str:
    return f"{long_date(moment.date(), 'fr')}, {moment:%H:%M:%S}"
