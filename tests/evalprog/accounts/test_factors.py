"""Second factors: codes, recovery codes, and the gate before the pages of those who need one."""

import pytest
from allauth.mfa.models import Authenticator
from django.core.cache import cache
from django.test import Client
from django.urls import reverse

from tests.evalprog.accounts.conftest import code_of, confirm, mailed, sign_in

OUTSIDE = "/rapports/"


@pytest.fixture
def gate(settings):
    settings.SECOND_FACTOR_REQUIRED = True


def set_up_codes(client):
    """Through the pages. Returns the secret that the application keeps."""
    confirm(client)
    secret = client.get(reverse("mfa_activate_totp")).context["form"].secret
    client.post(reverse("mfa_activate_totp"), {"code": code_of(secret)})
    return secret


def forget_last_code():
    """A code serves once: as if half a minute had passed."""
    cache.clear()


def test_codes_are_set_up_and_then_asked_for(client, person):
    sign_in(client, person)
    secret = set_up_codes(client)
    forget_last_code()
    elsewhere = Client()

    first = sign_in(elsewhere, person)
    wrong = elsewhere.post(reverse("mfa_authenticate"), {"code": "000000"})
    before = elsewhere.get("/compte/").status_code
    elsewhere.post(reverse("mfa_authenticate"), {"code": code_of(secret)})

    assert first["Location"] == reverse("mfa_authenticate")
    assert (wrong.status_code, before, elsewhere.get("/compte/").status_code) == (200, 302, 200)


@pytest.mark.django_db(transaction=True)
def test_a_new_factor_is_told_by_mail(client, person):
    sign_in(client, person)

    set_up_codes(client)

    assert "Une application de codes a été ajoutée à votre compte." in mailed()[0][2]


def test_a_recovery_code_serves_once(client, person):
    sign_in(client, person)
    set_up_codes(client)
    codes = client.get(reverse("mfa_view_recovery_codes")).context["unused_codes"]
    first, second = Client(), Client()

    for browser in (first, second):
        sign_in(browser, person)
        browser.post(reverse("mfa_authenticate"), {"code": codes[0]})

    assert len(codes) == 10
    assert (first.get("/compte/").status_code, second.get("/compte/").status_code) == (200, 302)


def test_secrets_are_not_readable_in_the_database(client, person):
    sign_in(client, person)
    secret = set_up_codes(client)

    kept = [str(factor.data) for factor in Authenticator.objects.all()]

    assert len(kept) == 2
    assert not any(secret in data for data in kept)


def test_a_factor_is_kept_when_the_key_of_the_installation_changes(client, person, settings):
    sign_in(client, person)
    secret = set_up_codes(client)
    forget_last_code()
    settings.SECRET_KEY_FALLBACKS, settings.SECRET_KEY = [settings.SECRET_KEY], "another key, as long as is needed"
    elsewhere = Client()

    sign_in(elsewhere, person)
    elsewhere.post(reverse("mfa_authenticate"), {"code": code_of(secret)})

    assert elsewhere.get("/compte/").status_code == 200


def test_setting_up_a_factor_asks_for_the_password_again(client, person):
    sign_in(client, person)

    assert client.get(reverse("mfa_activate_totp"))["Location"].startswith(reverse("account_reauthenticate"))


def test_people_of_the_agency_are_led_to_set_one_up_and_told_why(client, officer, gate):
    sign_in(client, officer)

    closed = client.get(OUTSIDE)
    page = client.get(closed["Location"])

    assert (closed.status_code, closed["Location"]) == (302, "/compte/facteurs/")
    assert "leur compte demande un second facteur" in page.content.decode()


@pytest.mark.parametrize("path", ["/compte/", "/compte/sessions/", "/compte/deconnexion/", "/compte/mot-de-passe/"])
def test_the_pages_of_their_account_stay_open_to_them(client, officer, gate, path):
    sign_in(client, officer)

    assert client.get(path).status_code == 200


def test_a_script_is_told_that_a_factor_is_missing(client, officer, gate):
    sign_in(client, officer)

    response = client.get(OUTSIDE, headers={"accept": "application/json"})

    assert (response.status_code, response.json()) == (403, {"signed_in": True, "second_factor": False})


def test_with_a_factor_the_pages_open_and_without_it_they_close_again(client, officer, gate):
    sign_in(client, officer)
    set_up_codes(client)

    opened = client.get(OUTSIDE).status_code
    client.post(reverse("mfa_deactivate_totp"))

    assert (opened, client.get(OUTSIDE).status_code) == (200, 302)


def test_recovery_codes_alone_are_no_factor(client, officer, gate):
    sign_in(client, officer)
    Authenticator.objects.create(user=officer, type=Authenticator.Type.RECOVERY_CODES, data={"seed": "x"})

    assert client.get(OUTSIDE).status_code == 302


def test_others_and_visitors_need_none(client, person, gate):
    assert client.get(OUTSIDE).status_code == 200
    sign_in(client, person)

    assert client.get(OUTSIDE).status_code == 200


def test_an_installation_may_do_without(client, officer, settings):
    settings.SECOND_FACTOR_REQUIRED = False
    sign_in(client, officer)

    assert client.get(OUTSIDE).status_code == 200
