"""When delays end: at a midnight of Paris, whatever the season, the server's zone or the calendar does."""

import datetime as dt
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from evalprog import clock, deadlines
from evaluations.models import Window
from tests.factories import paris

UTC = dt.UTC
MICROSECOND = dt.timedelta(microseconds=1)


def utc(*moment: int) -> dt.datetime:
    return dt.datetime(*moment, tzinfo=UTC)


@pytest.mark.parametrize(
    ("day", "closes"),
    [
        (dt.date(2026, 1, 15), utc(2026, 1, 15, 23)),  # winter
        (dt.date(2026, 7, 15), utc(2026, 7, 15, 22)),  # summer
        (dt.date(2026, 3, 28), utc(2026, 3, 28, 23)),  # the eve of the change to summer time
        (dt.date(2026, 3, 29), utc(2026, 3, 29, 22)),  # a day of 23 hours
        (dt.date(2026, 10, 24), utc(2026, 10, 24, 22)),
        (dt.date(2026, 10, 25), utc(2026, 10, 25, 23)),  # a day of 25 hours
        (dt.date(2028, 2, 28), utc(2028, 2, 28, 23)),  # 2028 is a leap year
        (dt.date(2028, 2, 29), utc(2028, 2, 29, 23)),
        (dt.date(2026, 12, 31), utc(2026, 12, 31, 23)),
    ],
)
def test_a_day_ends_at_the_midnight_of_paris(day, closes):
    assert deadlines.end_of(day) == closes


@pytest.mark.parametrize(
    ("opens", "days", "last"),
    [
        (paris(2026, 11, 20, 10), 0, dt.date(2026, 11, 20)),
        (paris(2026, 11, 20, 10), 1, dt.date(2026, 11, 21)),
        (paris(2026, 11, 20, 10), 15, dt.date(2026, 12, 5)),
        (paris(2026, 11, 20, 0), 15, dt.date(2026, 12, 5)),
        (paris(2026, 11, 20, 23, 59), 15, dt.date(2026, 12, 5)),
        (utc(2026, 11, 20, 23, 30), 15, dt.date(2026, 12, 6)),  # already the 21st in Paris
        (paris(2026, 3, 28, 12), 1, dt.date(2026, 3, 29)),
        (paris(2026, 10, 24, 12), 1, dt.date(2026, 10, 25)),
        (paris(2028, 2, 28, 12), 1, dt.date(2028, 2, 29)),
        (paris(2027, 2, 28, 12), 1, dt.date(2027, 3, 1)),
        (paris(2026, 12, 20, 12), 30, dt.date(2027, 1, 19)),
    ],
)
def test_calendar_days_count_from_the_day_after_the_opening(opens, days, last):
    assert deadlines.closing(opens, days) == deadlines.end_of(last)


@pytest.mark.parametrize(
    ("opens", "days", "last"),
    [
        (paris(2026, 11, 20, 10), 1, dt.date(2026, 11, 23)),  # Friday to Monday
        (paris(2026, 11, 21, 10), 1, dt.date(2026, 11, 23)),  # from a Saturday
        (paris(2026, 11, 20, 10), 10, dt.date(2026, 12, 4)),
        (paris(2026, 12, 24, 10), 1, dt.date(2026, 12, 28)),  # Christmas is a Friday
        (paris(2027, 5, 5, 10), 1, dt.date(2027, 5, 7)),  # the 6th is Ascension Day
        (paris(2027, 5, 14, 10), 1, dt.date(2027, 5, 18)),  # the 17th is Whit Monday
        (paris(2026, 7, 13, 10), 1, dt.date(2026, 7, 15)),
        (paris(2026, 11, 10, 10), 1, dt.date(2026, 11, 12)),
        (paris(2026, 3, 27, 10), 1, dt.date(2026, 3, 30)),  # over the change of time
        (paris(2027, 3, 26, 10), 1, dt.date(2027, 3, 30)),  # Easter Monday is the 29th
    ],
)
def test_working_days_leave_out_week_ends_and_public_holidays(opens, days, last):
    assert deadlines.closing(opens, days, working=True) == deadlines.end_of(last)


CLOSINGS = [
    deadlines.end_of(day)
    for day in (
        dt.date(2026, 3, 28),
        dt.date(2026, 3, 29),
        dt.date(2026, 10, 24),
        dt.date(2026, 10, 25),
        dt.date(2028, 2, 28),
        dt.date(2028, 2, 29),
        dt.date(2026, 12, 31),
        dt.date(2026, 11, 30),
    )
]


@pytest.mark.parametrize("closes_at", CLOSINGS, ids=str)
@pytest.mark.parametrize(("shift", "inside"), [(-1, True), (0, False), (1, False)])
def test_a_window_is_half_open_at_its_end(closes_at, shift, inside):
    window = Window(opens_at=closes_at - dt.timedelta(days=15), closes_at=closes_at)

    with clock.played_at(closes_at + shift * MICROSECOND):
        assert window.is_over is not inside


@pytest.mark.parametrize(
    ("zone", "there"),
    [
        ("Indian/Reunion", "2026-12-01 02:59:59"),
        ("Indian/Mayotte", "2026-12-01 01:59:59"),
        ("Pacific/Noumea", "2026-12-01 09:59:59"),
        ("Pacific/Wallis", "2026-12-01 10:59:59"),
        ("America/Guadeloupe", "2026-11-30 18:59:59"),
        ("America/Martinique", "2026-11-30 18:59:59"),
        ("America/Marigot", "2026-11-30 18:59:59"),
        ("America/St_Barthelemy", "2026-11-30 18:59:59"),
        ("America/Cayenne", "2026-11-30 19:59:59"),
        ("America/Miquelon", "2026-11-30 19:59:59"),
        ("Pacific/Tahiti", "2026-11-30 12:59:59"),
    ],
)
def test_the_last_second_of_a_day_of_paris_elsewhere(zone, there):
    last = deadlines.end_of(dt.date(2026, 11, 30)) - dt.timedelta(seconds=1)

    assert last.astimezone(ZoneInfo(zone)).strftime("%Y-%m-%d %H:%M:%S") == there


@given(
    opens=st.datetimes(dt.datetime(2020, 1, 1), dt.datetime(2040, 1, 1), timezones=st.just(UTC)),
    days=st.integers(0, 120),
    working=st.booleans(),
)
def test_a_delay_ends_at_a_midnight_of_paris_after_so_many_days(opens, days, working):
    closes = deadlines.closing(opens, days, working=working)

    assert (closes.astimezone(clock.PARIS).time(), closes.utcoffset()) == (dt.time(), dt.timedelta())
    first, last = opens.astimezone(clock.PARIS).date(), closes.astimezone(clock.PARIS).date() - dt.timedelta(days=1)
    between = [first + dt.timedelta(days=n) for n in range(1, (last - first).days + 1)]
    assert sum(not working or deadlines.is_working(day) for day in between) == days
    assert closes > opens


@given(
    opens=st.datetimes(dt.datetime(2020, 1, 1), dt.datetime(2040, 1, 1), timezones=st.just(UTC)),
    days=st.integers(0, 60),
)
def test_a_longer_delay_never_ends_sooner_nor_do_working_days(opens, days):
    assert deadlines.closing(opens, days + 1) > deadlines.closing(opens, days)
    assert deadlines.closing(opens, days, working=True) >= deadlines.closing(opens, days)
