"""An end in words: the last second in time, in Paris and where the institution is."""

import datetime as dt

import pytest
from django.utils import translation

from evalprog import deadlines
from evalprog.clock import PARIS

pytestmark = pytest.mark.sqlite_only  # nothing here meets a database

LAST_OF_NOVEMBER = deadlines.end_of(dt.date(2026, 11, 30))
IN_PARIS = "30 novembre 2026, 23:59:59 (heure de Paris)"


@pytest.mark.parametrize(
    ("closes_at", "timezone", "words"),
    [
        (LAST_OF_NOVEMBER, "Europe/Paris", IN_PARIS),
        (LAST_OF_NOVEMBER, "Europe/Brussels", IN_PARIS),
        (
            LAST_OF_NOVEMBER,
            "Indian/Reunion",
            f"{IN_PARIS}, soit le 1er décembre 2026, 02:59:59 (heure de l’établissement)",
        ),
        (
            LAST_OF_NOVEMBER,
            "America/Martinique",
            f"{IN_PARIS}, soit le 30 novembre 2026, 18:59:59 (heure de l’établissement)",
        ),
        (
            dt.datetime(2026, 11, 30, 18, 5, tzinfo=PARIS),
            "Europe/Paris",
            "30 novembre 2026, 18:04:59 (heure de Paris)",
        ),
        # What is said is in time, to its end.
        (
            dt.datetime(2026, 11, 30, 18, 5, 0, 1, tzinfo=PARIS),
            "Europe/Paris",
            "30 novembre 2026, 18:04:59 (heure de Paris)",
        ),
        # The Sunday when the clock goes back has 25 hours.
        (deadlines.end_of(dt.date(2026, 10, 25)), "Europe/Paris", "25 octobre 2026, 23:59:59 (heure de Paris)"),
    ],
)
def test_an_end_in_words(closes_at, timezone, words):
    with translation.override("fr"):
        assert deadlines.in_words(closes_at, timezone) == words
