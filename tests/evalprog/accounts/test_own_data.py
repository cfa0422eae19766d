"""What a person reads of their account, and what the program says in their words."""

import re
from pathlib import Path

import allauth
import pytest
from django.urls import reverse

from evalprog.accounts import invitations, own_data
from evalprog.accounts.sentences import MESSAGES, NOTICES
from evalprog.accounts.templatetags.devices import device
from tests.evalprog.accounts.conftest import code_of, confirm, sign_in

# Of parts of allauth that are not used here: telephone numbers, codes by mail.
UNUSED = {"account/messages/login_code_sent.txt", "account/messages/phone_verification_sent.txt"}
UNUSED |= {"account/messages/phone_verified.txt"}
WITH_THEIR_OWN_TEXT = {
    "account/email/email_confirmation",
    "account/email/email_confirmation_signup",
    "account/email/account_already_exists",
    "account/email/login_code",
    "account/email/password_reset_code",
    "account/email/password_reset_key",
    "account/email/unknown_account",
}


def named_in_allauth(pattern):
    folder = Path(allauth.__file__).parent
    return {name for file in folder.rglob("*.py") for name in re.findall(pattern, file.read_text())}


def test_whatever_allauth_may_say_is_said_in_our_words():
    assert named_in_allauth(r'"(\w+/messages/\w+\.txt)"') - UNUSED == set(MESSAGES)
    assert named_in_allauth(r'"(\w+/email/\w+)"') - WITH_THEIR_OWN_TEXT == set(NOTICES)


def test_the_page_shows_what_is_kept(client, person):
    sign_in(client, person)

    page = client.get(reverse("accounts:me")).content.decode()

    assert "Ce qui est gardé de moi" in page
    assert "ann@exemple.fr" in page
    assert all(str(what) in page for what, why in own_data.KEPT)


def test_the_data_of_the_account_are_one_file_without_any_secret(client, person, officer):
    sign_in(client, person, HTTP_USER_AGENT="Firefox")
    confirm(client)
    secret = client.get(reverse("mfa_activate_totp")).context["form"].secret
    client.post(reverse("mfa_activate_totp"), {"code": code_of(secret)})
    invitation, _ = invitations.invite("ann@travail.fr", "Ann", officer, "expertiser")
    invitations.accept(invitation, by=person)

    response = client.get(reverse("accounts:data"))
    data = response.json()

    assert response["Content-Disposition"] == 'attachment; filename="mon-compte.json"'
    assert {key: len(value) for key, value in data.items()} == {
        "account": 6,
        "addresses": 1,
        "second_factors": 2,
        "sessions": 1,
        "organisation_accounts": 0,
        "invitations_received": 1,
        "invitations_sent": 0,
    }
    assert data["account"]["email"] == "ann@exemple.fr"
    assert data["sessions"][0]["user_agent"] == "Firefox"
    assert [factor["type"] for factor in data["second_factors"]] == ["totp", "recovery_codes"]
    text = response.content.decode()
    assert not any(hidden in text for hidden in (secret, person.password, invitation.token_digest))
    assert client.session.session_key not in text


@pytest.mark.parametrize(
    ("description", "words"),
    [
        ("Mozilla/5.0 (Windows NT 10.0; rv:140.0) Gecko/20100101 Firefox/140.0", "Firefox, Windows"),
        ("Mozilla/5.0 (X11; Linux) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/142 Safari/537.36", "Chrome, Linux"),
        ("Mozilla/5.0 (Windows NT 10.0) AppleWebKit Chrome/142 Safari/537.36 Edg/142.0", "Edge, Windows"),
        ("Mozilla/5.0 (iPhone; CPU iPhone OS 18_5 like Mac OS X) Version/18 Safari/604.1", "Safari, iPhone"),
        ("curl/8.5", "curl/8.5"),
        ("", "navigateur inconnu"),
    ],
)
def test_a_browser_is_named_in_words_that_its_owner_knows(description, words):
    assert device(description) == words


def test_another_person_s_data_are_not_in_it(client, person, other):
    sign_in(client, person)

    assert other.email not in client.get(reverse("accounts:data")).content.decode()
