"""Whoever guesses is stopped; the person, and the others, are not."""

import pytest
from django.core.cache import cache
from django.test import Client
from django.urls import reverse

from evalprog import settings as project
from tests.evalprog.accounts.conftest import PASSWORD, sign_in

BAD, GOOD = "203.0.113.7", "198.51.100.2"


@pytest.fixture(autouse=True)
def shared_cache(settings, db):
    """The project's own, in the database."""
    settings.CACHES = project.CACHES
    cache.clear()


def guess(person, address, times, **headers):
    for _ in range(times):
        sign_in(Client(), person, "un mot de passe faux", REMOTE_ADDR=address, **headers)


def comes_in(person, address, **headers):
    return sign_in(Client(), person, PASSWORD, REMOTE_ADDR=address, **headers).status_code == 302


def test_five_failures_shut_out_the_guesser_and_not_the_person(person):
    guess(person, BAD, 5)

    assert (comes_in(person, BAD), comes_in(person, GOOD)) == (False, True)


def test_four_failures_and_a_success_are_no_guessing(person):
    guess(person, BAD, 4)

    assert [comes_in(person, BAD) for _ in range(3)] == [True, True, True]


def test_somebody_else_at_the_same_address_still_comes_in(person, other):
    guess(person, BAD, 5)

    assert comes_in(other, BAD)


def test_trying_many_accounts_from_one_address_ends_too(person, other, officer):
    for victim in (person, officer):
        guess(victim, BAD, 5)
    for number in range(20):
        Client().post(
            reverse("account_login"), {"login": f"x{number}@exemple.fr", "password": "y" * 12}, REMOTE_ADDR=BAD
        )

    assert (comes_in(other, BAD), comes_in(other, GOOD)) == (False, True)


def test_another_name_for_the_site_gives_no_more_guesses(person, settings):
    settings.ALLOWED_HOSTS = ["*"]
    for number in range(5):
        guess(person, BAD, 1, headers={"host": f"site{number}.fr"})

    assert not comes_in(person, BAD, headers={"host": "site9.fr"})


def test_behind_our_proxy_the_visitors_are_told_apart(person, settings):
    settings.ALLAUTH_TRUSTED_PROXY_COUNT = 1
    guess(person, "10.0.0.1", 5, headers={"x-forwarded-for": BAD})

    assert not comes_in(person, "10.0.0.1", headers={"x-forwarded-for": BAD})
    assert comes_in(person, "10.0.0.1", headers={"x-forwarded-for": GOOD})


def test_a_visitor_cannot_write_their_own_address(person, settings):
    settings.ALLAUTH_TRUSTED_PROXY_COUNT = 1
    for number in range(5):
        guess(person, "10.0.0.1", 1, headers={"x-forwarded-for": f"192.0.2.{number}, {BAD}"})

    assert not comes_in(person, "10.0.0.1", headers={"x-forwarded-for": f"192.0.2.99, {BAD}"})


def test_without_a_proxy_of_ours_the_header_counts_for_nothing(person):
    for number in range(5):
        guess(person, BAD, 1, headers={"x-forwarded-for": f"192.0.2.{number}"})

    assert not comes_in(person, BAD, headers={"x-forwarded-for": "192.0.2.99"})


def test_the_page_for_too_many_demands_is_ours(person):
    for _ in range(60):
        answer = Client().post(reverse("account_login"), {"login": ""}, REMOTE_ADDR=BAD)
    refused = Client().post(reverse("account_login"), {"login": ""}, REMOTE_ADDR=BAD)

    assert (answer.status_code, refused.status_code) == (200, 429)
    assert "Trop de demandes" in refused.content.decode()


def test_the_counters_are_far_from_being_thrown_away():
    options = project.CACHES["default"]

    assert options["BACKEND"] == "django.core.cache.backends.db.DatabaseCache"
    assert options["OPTIONS"]["MAX_ENTRIES"] == 100_000
