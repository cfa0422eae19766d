"""Coming in, staying in, going out: by password, by mail, from several browsers."""

import re

import pytest
from allauth.account.models import EmailAddress
from django.conf import settings as project
from django.core import mail
from django.test import Client
from django.urls import reverse

from tests.evalprog.accounts.conftest import PASSWORD, confirm, mailed, sign_in

ME = "/compte/"


def link_in(text):
    return re.search(r"http://\S+", text)[0].removeprefix("http://localhost:8000")


def test_a_person_signs_in_with_their_address_whatever_its_case(client, person):
    response = client.post(reverse("account_login"), {"login": "ANN@Exemple.fr", "password": PASSWORD})

    assert (response.status_code, response["Location"]) == (302, reverse(project.LOGIN_REDIRECT_URL))
    assert client.get(ME).status_code == 200


def test_a_wrong_password_and_an_unknown_address_get_the_same_answer(client, person):
    answers = []
    for email in (person.email, "nobody@exemple.fr"):
        page = client.post(reverse("account_login"), {"login": email, "password": "x" * 12})
        answers.append((page.status_code, page.context["form"].non_field_errors()))

    assert answers[0] == answers[1]
    assert answers[0][0] == 200


@pytest.mark.parametrize(
    "password", ["court", "onze lettre", "telechargement", "ann@exemple.fr", "ann le goff!", "840193756210"]
)
def test_a_weak_password_is_refused(client, person, password):
    sign_in(client, person)

    page = client.post(
        reverse("account_change_password"), {"oldpassword": PASSWORD, "password1": password, "password2": password}
    )
    person.refresh_from_db()

    assert page.status_code == 200 and person.check_password(PASSWORD)


def test_a_changed_password_ends_the_other_sessions_at_their_next_request(client, person):
    elsewhere = Client()
    sign_in(client, person)
    sign_in(elsewhere, person)
    new = "cinq autres mots sans lien"

    client.post(reverse("account_change_password"), {"oldpassword": PASSWORD, "password1": new, "password2": new})

    assert client.get(ME).status_code == 200
    assert elsewhere.get(ME).status_code == 302
    assert mailed()[-1][:2] == (person.email, "[EvalProg] Votre compte")
    assert "Le mot de passe de votre compte a été changé." in mailed()[-1][2]


def test_deactivation_ends_every_session_at_the_next_request(client, person):
    sign_in(client, person)
    person.is_active = False
    person.save()

    assert client.get(ME).status_code == 302
    assert sign_in(client, person)["Location"] == reverse("account_inactive")


def test_a_forgotten_password_is_renewed_by_mail_and_ends_the_sessions(client, person):
    elsewhere = Client()
    sign_in(elsewhere, person)
    client.post(reverse("account_reset_password"), {"email": person.email}, headers={"host": "localhost"})
    address, subject, text = mailed()[0]

    form = client.get(link_in(text), follow=True)
    new = "cinq autres mots sans lien"
    client.post(form.redirect_chain[-1][0], {"password1": new, "password2": new})

    assert (address, subject) == (person.email, "[EvalProg] Nouveau mot de passe")
    assert sign_in(client, person, new).status_code == 302
    assert elsewhere.get(ME).status_code == 302
    assert "n’est plus valable" in Client().get(link_in(text), follow=True).content.decode()


def test_the_page_of_a_forgotten_password_does_not_tell_who_has_an_account(client, person):
    answers = [client.post(reverse("account_reset_password"), {"email": e}) for e in (person.email, "no@exemple.fr")]

    assert [(a.status_code, a["Location"]) for a in answers] == [(302, reverse("account_reset_password_done"))] * 2
    assert "aucun compte n’existe" in mail.outbox[1].body


def test_links_in_mails_follow_the_setting_and_not_the_visitor(client, person, settings):
    settings.ALLOWED_HOSTS = ["*"]
    settings.SITE_URL = "https://evaluation.exemple.fr/"

    client.post(reverse("account_reset_password"), {"email": person.email}, headers={"host": "evil.example"})

    assert "https://evaluation.exemple.fr/compte/mot-de-passe/nouveau/" in mail.outbox[0].body
    assert "evil" not in mail.outbox[0].body


def test_the_address_changes_once_the_new_one_is_verified(client, person):
    sign_in(client, person)
    confirm(client)
    client.post(reverse("account_email"), {"action_add": "", "email": "ann@nouveau.fr"})
    person.refresh_from_db()
    before = person.email

    client.post(link_in(mail.outbox[0].body))
    person.refresh_from_db()

    assert (before, person.email) == ("ann@exemple.fr", "ann@nouveau.fr")
    assert mail.outbox[0].to == ["ann@nouveau.fr"]
    assert mail.outbox[1].to == ["ann@exemple.fr"]  # the old address hears of it
    assert list(EmailAddress.objects.values_list("email", "verified", "primary")) == [("ann@nouveau.fr", True, True)]


def test_changing_the_address_asks_for_the_password_first(client, person):
    sign_in(client, person)

    response = client.post(reverse("account_email"), {"action_add": "", "email": "ann@nouveau.fr"})

    assert response["Location"].startswith(reverse("account_reauthenticate"))
    assert mail.outbox == []


def test_sessions_are_listed_and_closed_one_by_one(client, person, other):
    elsewhere, stranger = Client(HTTP_USER_AGENT="Firefox au bureau"), Client()
    sign_in(client, person)
    sign_in(elsewhere, person)
    sign_in(stranger, other)
    listed = client.get(reverse("usersessions_list")).context["sessions"]
    there = next(session for session in listed if session.user_agent == "Firefox au bureau")

    refused = stranger.post(reverse("accounts:end-session", args=[there.pk]))
    closed = client.post(reverse("accounts:end-session", args=[there.pk]))

    assert len(listed) == 2
    assert (refused.status_code, closed.status_code) == (404, 302)
    assert (client.get(ME).status_code, elsewhere.get(ME).status_code) == (200, 302)


def test_all_the_other_sessions_are_closed_at_once(client, person):
    elsewhere = Client()
    sign_in(client, person)
    sign_in(elsewhere, person)

    client.post(reverse("usersessions_list"))

    assert (client.get(ME).status_code, elsewhere.get(ME).status_code) == (200, 302)


def test_nobody_makes_their_own_account(client, db):
    assert client.post(reverse("account_signup"), {"email": "x@y.fr"}).status_code == 404


def test_a_script_learns_whether_somebody_is_signed_in(client, person):
    before = client.get(reverse("accounts:session"))
    sign_in(client, person)
    after = client.get(reverse("accounts:session"))

    assert (before.json()["signed_in"], before.json()["person"]) == (False, "")
    assert after.json()["signed_in"] is True and len(after.json()["person"]) == 32
    assert len(after.json()["csrf"]) == 64
    assert "no-store" in after["Cache-Control"]


def test_a_script_without_a_session_is_told_so_in_its_language(client, db):
    response = client.get(ME, headers={"accept": "application/json"})

    assert (response.status_code, response.json()) == (401, {"signed_in": False})


def test_a_person_chooses_name_and_language(client, person):
    sign_in(client, person)
    client.post("/langue/", {"language": "fr", "next": "/"})

    client.post(ME, {"name": "Ann Kerr", "language": "en"})
    page = client.get(ME)

    assert page["Content-Language"] == "en"
    assert page.context["user"].name == "Ann Kerr"
    client.post("/langue/", {"language": "fr", "next": "/"})  # chosen later, in this browser
    assert client.get(ME)["Content-Language"] == "fr"
