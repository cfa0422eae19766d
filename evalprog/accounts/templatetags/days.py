"""Days, moments and deadlines as they are read on pages, in the time of Paris unless said otherwise."""

import datetime as dt

from django import template
from django.utils.translation import get_language

from evalprog import deadlines
from evalprog.clock import PARIS
from evalprog.dates import long_date

register = template.Library()


@register.filter
def day(moment: dt.date | dt.datetime | None) -> str:
    """« 1er mars 2027 »."""
    if moment is None:
        return ""
    if isinstance(moment, dt.datetime):
        moment = moment.astimezone(PARIS).date()
    return long_date(moment, get_language() or "fr")


@register.filter
def moment(instant: dt.datetime) -> str:
    """« 4 décembre 2026, 14:05:12 »."""
    return deadlines.moment(instant.astimezone(PARIS))


@register.filter
def minute(instant: dt.datetime) -> str:
    """« 4 décembre 2026, 14:05 »."""
    return f"{day(instant)}, {instant.astimezone(PARIS):%H:%M}"


@register.filter
def deadline(closes_at: dt.datetime, zone: str = "") -> str:
    """In the time of Paris, and in that of the institution where it is another (INV-T1)."""
    return deadlines.in_words(closes_at, zone or PARIS.key)


@register.filter
def last_day(closes_at: dt.datetime) -> str:
    """« 4 décembre 2026 »: where a list has room for no more."""
    return day(deadlines.last_day(closes_at))
