"""Invitations: one link, one person, whatever the address of their account."""

import datetime as dt
import re
from io import StringIO

import pytest
import time_machine
from django.core import mail
from django.core.management import CommandError, call_command
from django.db import IntegrityError, connection, transaction
from django.test import Client
from django.urls import reverse

from evalprog import clock
from evalprog.accounts import invitations
from evalprog.accounts.models import Invitation, User
from tests.evalprog.accounts.conftest import PASSWORD, mailed

NEW = {"name": "Jo Durand", "password1": PASSWORD, "password2": PASSWORD}


@pytest.fixture
def invited(officer):
    """(invitation, path of its link)"""
    invitation, link = invitations.invite("Jo@Exemple.fr", "Jo Durand", officer, "expertiser des licences")
    return invitation, link.removeprefix("http://localhost:8000")


def test_an_invited_person_makes_their_account_and_is_bound(client, invited):
    invitation, path = invited

    page = client.get(path)
    done = client.post(path, NEW)

    assert "Zoé Petit vous invite : expertiser des licences." in page.content.decode()
    user = User.objects.get(email="jo@exemple.fr")
    assert (done.status_code, user.name, user.is_staff) == (302, "Jo Durand", False)
    assert client.get("/compte/").context["user"] == user
    assert Invitation.objects.get(pk=invitation.pk).accepted_by == user
    assert list(user.emailaddress_set.values_list("email", "verified")) == [("jo@exemple.fr", True)]


def test_a_person_with_an_account_at_another_address_accepts_with_it(client, invited, person):
    invitation, path = invited
    sign_in_page = reverse("account_login") + "?next=" + path

    back = client.post(sign_in_page, {"login": person.email, "password": PASSWORD})
    page = client.get(back["Location"])
    client.post(path)

    assert back["Location"] == path
    assert "Vous êtes connecté avec <strong>ann@exemple.fr</strong>" in page.content.decode()
    assert Invitation.objects.get(pk=invitation.pk).accepted_by == person
    assert not User.objects.filter(email="jo@exemple.fr").exists()


def test_who_has_an_account_at_that_address_is_not_offered_a_second(client, invited):
    User.objects.create_user("jo@exemple.fr", PASSWORD)

    page = client.get(invited[1])
    client.post(invited[1], NEW)

    assert "Je n’ai pas de compte" not in page.content.decode()
    assert User.objects.filter(email="jo@exemple.fr").count() == 1
    assert Invitation.objects.get(pk=invited[0].pk).accepted_by is None


@pytest.mark.parametrize(
    ("changed", "sentence"),
    [
        ({"password2": PASSWORD + "x"}, "Les deux mots de passe sont différents"),
        ({"password1": "court", "password2": "court"}, "12"),
        ({"name": ""}, ""),
    ],
)
def test_an_account_that_is_not_good_enough_is_not_made(client, invited, changed, sentence):
    page = client.post(invited[1], NEW | changed)

    assert page.status_code == 200 and sentence in page.content.decode()
    assert Invitation.objects.get(pk=invited[0].pk).accepted_by is None


def answers(path):
    """What the link answers to reading and to writing: status and page."""
    client = Client()
    pages = [client.get(path), client.post(path, NEW)]
    return [(page.status_code, without_own_address(page.content.decode(), path)) for page in pages]


def without_own_address(html, path):
    """The form of the languages comes back to the page, under a token that is drawn for each page."""
    return re.sub(r'(name="csrfmiddlewaretoken" value=)"\w+"', r"\1", html).replace(path, "")


def test_links_that_are_used_old_withdrawn_or_forged_cannot_be_told_apart(officer, person):
    links = []
    for number in range(4):
        invitation, link = invitations.invite(f"x{number}@exemple.fr", "X", officer, "essai")
        links.append((invitation, link.removeprefix("http://localhost:8000")))
    invitations.accept(links[0][0], by=person)
    invitations.revoke(links[1][0].email)
    Invitation.objects.filter(pk=links[2][0].pk).update(expires_at=clock.now())
    forged = links[3][1].replace("/compte/invitation/", "/compte/invitation/A")
    unsigned = "/compte/invitation/abc/"

    closed = [answers(path) for path in (links[0][1], links[1][1], links[2][1], forged, unsigned)]

    assert closed[0][0][0] == closed[0][1][0] == 404
    assert "Ce lien d’invitation n’ouvre rien" in closed[0][0][1]
    assert all(page == closed[0] for page in closed)


def test_a_link_lives_fourteen_days_to_the_second(client, officer):
    start = dt.datetime(2026, 3, 1, 12, tzinfo=dt.UTC)
    with time_machine.travel(start, tick=False):
        _, link = invitations.invite("jo@exemple.fr", "Jo", officer, "essai")
    path = link.removeprefix("http://localhost:8000")

    with time_machine.travel(start + dt.timedelta(days=14, seconds=-1), tick=False):
        before = client.get(path).status_code
    with time_machine.travel(start + dt.timedelta(days=14), tick=False):
        after = client.get(path).status_code

    assert (before, after) == (200, 404)


def test_of_two_acceptances_one_wins(invited, person, other):
    first, second = (Invitation.objects.get() for _ in range(2))

    invitations.accept(first, by=person)
    with pytest.raises(invitations.InvitationRefused):
        invitations.accept(second, by=other)

    assert Invitation.objects.get(pk=invited[0].pk).accepted_by == person


def test_an_account_is_not_made_when_the_invitation_was_taken_meanwhile(invited, person):
    same = Invitation.objects.get()
    invitations.accept(invited[0], by=person)

    with pytest.raises(invitations.InvitationRefused):
        invitations.accept_with_new_account(same, name="Jo", password=PASSWORD)

    assert not User.objects.filter(email="jo@exemple.fr").exists()


def test_a_withdrawn_invitation_cannot_be_withdrawn_again_nor_an_accepted_one(officer, invited, person):
    address = invited[0].email
    assert [invitations.revoke(address), invitations.revoke(address)] == [1, 0]

    again, _link = invitations.invite(address, "Jo", officer, "essai")
    invitations.accept(again, by=person)
    assert invitations.revoke(address) == 0


def test_an_invitation_is_withdrawn_by_the_command(client, invited):
    path = invited[1].removeprefix("http://localhost:8000")
    out = StringIO()
    assert client.get(path).status_code == 200

    call_command("invite", invited[0].email.upper(), revoke=True, stdout=out)

    assert client.get(path).status_code == 404
    assert out.getvalue() == (
        f"1 invitation retirée\u00a0: son lien, envoyé à {invited[0].email.upper()}, n’ouvre plus rien.\n"
    )
    with pytest.raises(CommandError, match="Aucune invitation n’est en attente pour"):
        call_command("invite", invited[0].email, revoke=True)


def test_the_link_is_not_kept(invited):
    secret = invited[1].removeprefix("/compte/invitation/").split(":")[0]
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM accounts_invitation")
        row = str(cursor.fetchall())

    assert len(secret) == 43
    assert secret not in row


def test_the_mail_leaves_after_the_commit_and_says_nothing_else(officer, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        invitation, link = invitations.invite("jo@exemple.fr", "Jo Durand", officer, "expertiser des licences")
        before = len(mail.outbox)
    address, subject, text = mailed()[0]

    assert before == 0
    assert (address, subject) == ("jo@exemple.fr", "[EvalProg] Invitation")
    assert text.startswith("Bonjour Jo Durand,\n\nZoé Petit vous invite : expertiser des licences.\n")
    assert link in text


def test_an_invitation_that_is_undone_sends_nothing(officer, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True), pytest.raises(ValueError), transaction.atomic():
        invitations.invite("jo@exemple.fr", "Jo", officer, "essai")
        raise ValueError

    assert mail.outbox == []


def test_a_mail_server_that_is_down_does_not_undo_the_invitation(
    officer, settings, caplog, django_capture_on_commit_callbacks
):
    settings.EMAIL_BACKEND = "nowhere.Backend"

    with django_capture_on_commit_callbacks(execute=True):
        _, link = invitations.invite("jo@exemple.fr", "Jo", officer, "essai")

    assert Invitation.objects.count() == 1
    assert "nowhere" in caplog.text and link not in caplog.text


@pytest.mark.parametrize(
    "change",
    [{"accepted_at": clock.now()}, {"accepted_by": True}, {"accepted_at": clock.now(), "accepted_by": True}],
    ids=["a date without a person", "a person without a date", "accepted though withdrawn"],
)
def test_the_database_refuses_an_impossible_invitation(invited, person, change):
    invitations.revoke(invited[0].email)
    change = {key: person if value is True else value for key, value in change.items()}

    with pytest.raises(IntegrityError), transaction.atomic():
        Invitation.objects.filter(pk=invited[0].pk).update(**change)


def test_the_first_person_of_an_installation_comes_by_the_command(client, db):
    out = StringIO()
    call_command("invite", "chef@agence.fr", name="Lou Roy", agency=True, stdout=out)
    sentence, link = out.getvalue().splitlines()

    client.post(link.removeprefix("http://localhost:8000"), NEW | {"name": "Lou Roy"})

    assert sentence.startswith("chef@agence.fr est invité jusqu’au ")
    assert User.objects.get(email="chef@agence.fr").is_staff


@pytest.mark.parametrize(
    ("arguments", "options", "sentence"),
    [
        (["chef"], {}, "« chef » n’est pas une adresse électronique."),
        (["a@b.fr"], {"days": 0}, "--days 0 : donnez au moins un jour."),
    ],
)
def test_the_command_says_what_is_wrong(db, arguments, options, sentence):
    with pytest.raises(CommandError) as refusal:
        call_command("invite", *arguments, name="X", **options)

    assert str(refusal.value) == sentence
