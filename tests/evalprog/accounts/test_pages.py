"""Every page of an account is ours, and what we do not want is not there."""

from pathlib import Path

import pytest
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from django.conf import settings
from django.urls import reverse

from evalprog.accounts import urls
from tests.evalprog.accounts.conftest import confirm, sign_in

ANONYMOUS = {
    "account_login": 200,
    "account_inactive": 200,
    "account_reset_password": 200,
    "account_reset_password_done": 200,
    "account_reset_password_from_key_done": 200,
    "socialaccount_login_cancelled": 200,
    "accounts:session": 200,
    "account_signup": 404,
    "socialaccount_signup": 404,
    "mfa_authenticate": 302,
    "mfa_login_webauthn": 302,
    "account_logout": 302,
}
SIGNED_IN = {
    "accounts:me": 200,
    "accounts:data": 200,
    "accounts:session": 200,
    "accounts:resume": 200,
    "account_login": 302,
    "account_logout": 200,
    "account_inactive": 200,
    "account_signup": 404,
    "account_reauthenticate": 200,
    "account_email": 200,
    "account_change_password": 200,
    "account_set_password": 302,
    "account_reset_password": 200,
    "account_reset_password_done": 200,
    "account_reset_password_from_key_done": 200,
    "mfa_index": 200,
    "mfa_authenticate": 302,
    "mfa_reauthenticate": 200,
    "mfa_activate_totp": 200,
    "mfa_deactivate_totp": 404,
    "mfa_view_recovery_codes": 200,
    "mfa_generate_recovery_codes": 200,
    "mfa_download_recovery_codes": 200,
    "mfa_list_webauthn": 200,
    "mfa_add_webauthn": 200,
    "mfa_reauthenticate_webauthn": 302,
    "mfa_login_webauthn": 302,
    "usersessions_list": 200,
    "socialaccount_connections": 200,
    "socialaccount_signup": 404,
    "socialaccount_login_cancelled": 200,
}
WITH_ARGUMENTS = {  # looked at by the tests of their gestures
    "accounts:end-session",
    "accounts:invitation",
    "account_confirm_email",
    "account_reset_password_from_key",
    "mfa_edit_webauthn",
    "mfa_remove_webauthn",
    "openid_connect_login",
    "openid_connect_callback",
}


def templates_outside_the_project(response):
    home = Path(settings.BASE_DIR, "templates")
    crispy = ("bootstrap5/", "django/forms/")
    return [
        template.name
        for template in response.templates
        if template.name
        and not template.name.startswith(crispy)
        and not Path(str(template.origin)).is_relative_to(home)
    ]


def names():
    ours = [f"accounts:{pattern.name}" for pattern in urls.ours]
    return ours + [pattern.name for pattern in urls.urlpatterns if hasattr(pattern, "name")]


def test_no_page_is_forgotten_here():
    assert sorted(names()) == sorted({*ANONYMOUS, *SIGNED_IN, *WITH_ARGUMENTS})


@pytest.mark.django_db
@pytest.mark.parametrize(("name", "status"), ANONYMOUS.items())
def test_a_visitor_meets_our_templates(client, name, status):
    response = client.get(reverse(name))

    assert response.status_code == status
    assert templates_outside_the_project(response) == []


@pytest.mark.parametrize("name", sorted(set(SIGNED_IN) - set(ANONYMOUS)))
def test_a_visitor_is_asked_to_sign_in(client, db, name):
    response = client.get(reverse(name))

    assert (response.status_code, response["Location"].split("?")[0]) == (302, "/compte/connexion/")


@pytest.mark.parametrize(("name", "status"), SIGNED_IN.items())
def test_a_person_meets_our_templates(client, person, name, status):
    sign_in(client, person)
    confirm(client)
    RecoveryCodes.activate(person)

    response = client.get(reverse(name))

    assert response.status_code == status
    assert templates_outside_the_project(response) == []


def test_every_address_is_under_compte():
    assert {reverse(name).split("/")[1] for name in names() if name not in WITH_ARGUMENTS} == {"compte"}
