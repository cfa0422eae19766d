"""Numbers as they are read in French."""

import datetime as dt

from django import template
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

register = template.Library()

_NARROW_SPACE = "\u202f"


@register.filter
def grouped(number: int) -> str:
    """« 1 400 », in groups of three figures that stay on one line."""
    return f"{number:,}".replace(",", _NARROW_SPACE)


@register.filter
def about(length: dt.timedelta) -> str:
    """« environ 3 minutes »: as exact as one may be about what is to come."""
    minutes = round(length.total_seconds() / 60)
    if minutes < 1:
        return _("moins d’une minute")
    if minutes < 60:
        return ngettext("environ %(count)d minute", "environ %(count)d minutes", minutes) % {"count": minutes}
    hours = round(minutes / 60)
    return ngettext("environ %(count)d heure", "environ %(count)d heures", hours) % {"count": hours}
