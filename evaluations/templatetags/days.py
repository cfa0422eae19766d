"""Days and deadlines as they are read on pages, in the time of Paris unless said otherwise."""

import datetime as dt
from zoneinfo import ZoneInfo

from django import template
from django.utils.translation import get_language
from django.utils.translation import gettext as _

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
def deadline(closes_at: dt.datetime) -> str:
    """The last day of a period that ends at a midnight of Paris; else the day and the hour."""
    local = closes_at.astimezone(PARIS)
    return day(closes_at - dt.timedelta(microseconds=1)) if local.time() == dt.time() else _with_hour(local)


@register.filter
def hour_in(moment: dt.datetime, zone: str) -> str:
    """The same instant in the institution's own time (INV-T1)."""
    return _with_hour(moment.astimezone(ZoneInfo(zone)))


def _with_hour(local: dt.datetime) -> str:
    words = {"day": long_date(local.date(), get_language() or "fr"), "hour": f"{local:%-H} h {local:%M}"}
    return _("%(day)s à %(hour)s") % words
