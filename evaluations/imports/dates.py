"""Dates and years as reports print them."""

import re
from dataclasses import dataclass
from datetime import date

from evalprog.text import folded

_MONTHS = {
    **{name: n for n, name in enumerate(
        "janvier fevrier mars avril mai juin juillet aout septembre octobre novembre decembre".split(), 1
    )},
    **{name: n for n, name in enumerate(
        "january february march april may june july august september october november december".split(), 1
    )},
    **{name: n for n, name in enumerate("jan feb mar apr may jun jul aug sep oct nov dec".split(), 1)},
    **{"janv": 1, "fevr": 2, "avr": 4, "juil": 7, "sept": 9},
}  # fmt: skip
_DATE = re.compile(
    r"\b(?P<day>\d{1,2})(?:er)?\s*(?:[/.-]\s*(?P<number>\d{1,2})\s*[/.-]|\s(?P<month>[^\W\d_]{3,9})\.?)\s*(?P<year>\d{4})\b"
)
_PERIOD = re.compile(r"\b(?P<first>(?:19|20)\d\d)\s*[-–/]\s*(?P<last>(?:19|20)\d\d)\b")
_WAVE = re.compile(r"\bvague\s+(?P<wave>[A-Z])\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class PrintedDate:
    """A date in a text: the words before it, the date as printed, and the day."""

    before: str
    text: str
    day: date


def find_date(text: str) -> PrintedDate | None:
    """The first date with a day, a month and a year, if there is one that exists in the calendar."""
    for found in _DATE.finditer(text):
        month = int(found["number"]) if found["number"] else _MONTHS.get(folded(found["month"]), 0)
        try:
            day = date(int(found["year"]), month, int(found["day"]))
        except ValueError:
            continue  # « 31/02/2017 », or three words that only look like a date
        return PrintedDate(text[: found.start()].strip(), found.group(), day)
    return None


def iso_date(text: str) -> str:
    """The first date of the text as YYYY-MM-DD, or nothing."""
    found = find_date(text)
    return found.day.isoformat() if found else ""


def period(text: str) -> str:
    """« 2016-2017 » wherever it stands in a line such as « Campagne d’évaluation 2016-2017 (Vague C) »."""
    found = _PERIOD.search(text)
    return f"{found['first']}-{found['last']}" if found else ""


def wave(text: str) -> str:
    """The letter of the wave in the same line, or nothing."""
    found = _WAVE.search(text)
    return found["wave"].upper() if found else ""
