"""Days as they are printed."""

import datetime as dt

from django.utils import formats, translation


def long_date(day: dt.date, language: str) -> str:
    """« 13 octobre 2016 », « 1er mars 2017 »; « 13 October 2016 » in English."""
    with translation.override(language):
        number = "1er" if language == "fr" and day.day == 1 else str(day.day)
        return f"{number} {formats.date_format(day, 'F Y')}"


def short_date(day: dt.date) -> str:
    """« 14/06/2017 »."""
    return day.strftime("%d/%m/%Y")
