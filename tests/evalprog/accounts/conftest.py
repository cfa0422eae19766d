"""People, and their ways in."""

import pytest
from allauth.mfa.totp.internal import auth as totp
from django.core import mail
from django.urls import reverse

from evalprog.accounts.models import User

PASSWORD = "quatre mots sans rapport"


@pytest.fixture
def person(db):
    return User.objects.create_user("ann@exemple.fr", PASSWORD, name="Ann Le Goff")


@pytest.fixture
def other(db):
    return User.objects.create_user("bob@exemple.fr", PASSWORD, name="Bob Martin")


@pytest.fixture
def officer(db):
    return User.objects.create_user("zoe@agence.fr", PASSWORD, name="Zoé Petit", is_staff=True)


def sign_in(client, user, password=PASSWORD, **extra):
    """Through the page, so that the session knows by what it was opened."""
    return client.post(reverse("account_login"), {"login": user.email, "password": password}, **extra)


def mailed():
    """(address, subject, text) of each mail sent, oldest first."""
    return [(message.to[0], message.subject, message.body) for message in mail.outbox]


def confirm(client, password=PASSWORD):
    """What the pages of factors ask first."""
    return client.post(reverse("account_reauthenticate"), {"password": password})


def code_of(secret):
    """The code that an application would show now."""
    _before, now, _after = totp.yield_hotp_counters_from_time()
    return totp.format_hotp_value(totp.hotp_value(secret, now))
