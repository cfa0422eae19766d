"""When a request reached us: by our own clock, or by that of a proxy of ours, never by a visitor's word."""

import datetime as dt

import pytest
from django.test import RequestFactory

from evalprog import clock
from evalprog.arrival import arrival_middleware, received_at

NOON = dt.datetime(2026, 11, 30, 12, tzinfo=dt.UTC)
TEN_SECONDS_EARLIER = dt.datetime(2026, 11, 30, 11, 59, 50, tzinfo=dt.UTC)


def arrived(said: str = "") -> dt.datetime:
    headers = {"X-Request-Start": said} if said else {}
    with clock.played_at(NOON):
        return received_at(RequestFactory().get("/", headers=headers))


def test_the_middleware_notes_when_the_request_came():
    seen = []
    answer = arrival_middleware(lambda request: seen.append(request.received_at))

    with clock.played_at(NOON):
        answer(RequestFactory().get("/"))

    assert seen == [NOON]


def test_it_stands_before_whatever_may_take_time(settings):
    assert settings.MIDDLEWARE[0] == "evalprog.arrival.arrival_middleware"


@pytest.mark.parametrize("proxies", [0, 1])
def test_a_visitor_who_says_that_they_came_earlier_is_not_believed(settings, proxies):
    """A proxy that is trusted for the visitor's address may hand on this header as the visitor wrote it."""
    settings.ALLAUTH_TRUSTED_PROXY_COUNT = proxies

    assert arrived(f"t={TEN_SECONDS_EARLIER.timestamp():.0f}") == NOON


@pytest.mark.parametrize("said", ["t=1796039990000", "t=1796039990", "t=1796039990.000"])
def test_a_proxy_of_ours_is_believed(settings, said):
    settings.PROXY_DATES_REQUESTS = True

    assert arrived(said) == TEN_SECONDS_EARLIER


@pytest.mark.parametrize(
    "said",
    [
        "t=1796040001000",  # a second after it was read
        "t=1796036399999",  # more than an hour before
        "t=17960399900001",
        "1796039990000",
        "t=",
        "t=-1796039990",
        "t=1796039990000; t=1",
    ],
)
def test_an_hour_that_cannot_be_is_not_believed_even_of_a_proxy(settings, said):
    settings.PROXY_DATES_REQUESTS = True

    assert arrived(said) == NOON
