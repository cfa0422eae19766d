"""What time it is for acts, and days as they are printed."""

import datetime as dt

import pytest

from evalprog import clock, dates


def test_a_day_is_played_at_nine_in_paris():
    with clock.played_at(dt.date(2026, 7, 1)):
        assert clock.now() == dt.datetime(2026, 7, 1, 7, tzinfo=dt.UTC)
        assert clock.today() == dt.date(2026, 7, 1)


def test_the_day_is_that_of_paris():
    with clock.played_at(dt.datetime(2026, 7, 1, 22, 30, tzinfo=dt.UTC)):
        assert clock.today() == dt.date(2026, 7, 2)


def test_playing_nothing_changes_nothing_and_playing_ends():
    moment = dt.datetime(2016, 10, 13, 9, tzinfo=dt.UTC)
    with clock.played_at(moment), clock.played_at(None):
        assert clock.now() == moment
    assert clock.now().year >= 2026


def test_playing_ends_when_it_fails():
    with pytest.raises(ValueError, match="act"), clock.played_at(dt.date(2016, 10, 13)):
        raise ValueError("act")
    assert clock.today().year >= 2026


@pytest.mark.parametrize(
    ("day", "language", "printed"),
    [
        (dt.date(2016, 10, 13), "fr", "13 octobre 2016"),
        (dt.date(2017, 3, 1), "fr", "1er mars 2017"),
        (dt.date(2017, 3, 1), "en", "1 March 2017"),
        (dt.date(2028, 2, 29), "fr", "29 février 2028"),
    ],
)
def test_a_long_date(day, language, printed):
    assert dates.long_date(day, language) == printed


def test_a_short_date():
    assert dates.short_date(dt.date(2017, 6, 4)) == "04/06/2017"
