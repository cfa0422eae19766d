"""A text typed while the session was ending is given back to its author, and to nobody else."""

import re

import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpResponse, HttpResponseRedirect
from django.test import Client
from django.urls import include, path

from evalprog.accounts import resume
from tests.evalprog.accounts.conftest import sign_in

TEXT = "<p>Le taux d’insertion\r\nest de 87 % & monte</p>"
FORM = {"text": TEXT, "rating": "3", "empty": ""}
SAVED = []


def write(request):
    """A page that needs a sign-in and takes a text."""
    SAVED.append((request.user.email, request.POST["text"], request.POST["rating"]))
    return HttpResponseRedirect("/compte/") if request.POST["rating"] == "3" else HttpResponse("à corriger")


urlpatterns = [path("ecrire/", write), path("", include("evalprog.urls"))]


@pytest.fixture(autouse=True)
def page_to_write_on(settings, db):
    settings.ROOT_URLCONF = __name__
    SAVED.clear()


def browser(**options):
    """Chromium and the others say where a form comes from."""
    return Client(headers={"sec-fetch-site": "same-origin"}, **options)


def lose_session(client):
    del client.cookies["sessionid"]


def waiting(client):
    """(path, texts) of what the page of texts to take up again shows."""
    return [(one.path, one.texts) for one in client.get("/compte/reprendre/").context["kept"]]


def test_what_was_typed_is_shown_after_signing_in_and_sent_by_one_button(person):
    client = browser()
    sign_in(client, person)
    lose_session(client)

    stopped = client.post("/ecrire/?onglet=2", FORM)
    told = client.get(stopped["Location"]).content.decode()
    back = client.post(stopped["Location"], {"login": person.email, "password": "quatre mots sans rapport"})
    page = client.get(back["Location"]).content.decode()
    nothing_sent = list(SAVED)
    client.post("/ecrire/?onglet=2", FORM)

    assert stopped["Location"] == "/compte/connexion/?next=/compte/reprendre/"
    assert "Votre session s’était fermée. Ce que vous aviez tapé est gardé" in told
    assert "session s’était fermée" not in Client().get("/compte/connexion/").content.decode()
    assert back["Location"] == "/compte/reprendre/"
    assert "Le taux d’insertion<br>est de 87 % &amp; monte" in page.replace("&lt;p&gt;", "").replace("\n", "")
    assert 'action="/ecrire/?onglet=2"' in page
    assert nothing_sent == []
    assert SAVED == [("ann@exemple.fr", TEXT, "3")]
    assert waiting(client) == []


def test_a_text_that_is_still_refused_is_still_kept(person):
    client = browser()
    client.post("/ecrire/", FORM | {"rating": "9"})
    sign_in(client, person)

    client.post("/ecrire/", FORM | {"rating": "9"})

    assert waiting(client) == [("/ecrire/", [("text", TEXT), ("rating", "9")])]


def test_a_form_in_several_parts_is_kept_too_with_repeated_fields(person):
    client = browser()
    client.post("/ecrire/", {"text": ["un", "deux"], "rating": "3"})
    sign_in(client, person)

    assert waiting(client) == [("/ecrire/", [("text", "un"), ("text", "deux"), ("rating", "3")])]


def test_signing_in_without_being_sent_there_leads_there(person):
    client = browser()
    client.post("/ecrire/", FORM)

    assert sign_in(client, person)["Location"] == "/compte/reprendre/"


def test_another_person_is_shown_nothing(person, other):
    client = browser()
    sign_in(client, person)
    lose_session(client)
    client.post("/ecrire/", FORM)

    arrived = sign_in(client, other)

    assert arrived["Location"] != "/compte/reprendre/"
    assert waiting(client) == []
    assert TEXT not in client.get("/compte/reprendre/").content.decode()


def test_a_person_who_signed_out_keeps_their_text_from_the_next_one(person, other):
    client = browser()
    sign_in(client, person)
    client.post("/compte/deconnexion/")
    client.post("/ecrire/", FORM)

    sign_in(client, other)

    assert waiting(client) == []


def test_a_text_can_be_dropped(person):
    client = browser()
    client.post("/ecrire/", FORM)
    sign_in(client, person)
    key = client.get("/compte/reprendre/").context["kept"][0].key

    client.post("/compte/reprendre/", {"key": key})

    assert waiting(client) == []


def test_a_token_of_an_older_session_executes_nothing_and_loses_nothing(person):
    client = browser(enforce_csrf_checks=True)
    client.force_login(person)

    stopped = client.post("/ecrire/", FORM | {"csrfmiddlewaretoken": "x" * 64})

    assert (stopped.status_code, stopped["Location"]) == (302, "/compte/reprendre/")
    assert SAVED == []
    assert waiting(client) == [("/ecrire/", [("text", TEXT), ("rating", "3")])]


def test_whoever_was_signed_in_is_not_told_that_their_session_was_closed(person):
    client = browser(enforce_csrf_checks=True)
    client.force_login(person)
    client.post("/ecrire/", FORM | {"revision": "10", "save": "Enregistrer"})
    refused = client.get("/compte/reprendre/").content.decode()

    visitor = browser()
    visitor.post("/ecrire/", FORM)
    visitor.force_login(person)
    closed = visitor.get("/compte/reprendre/").content.decode()

    assert "Votre envoi n’a pas été reconnu" in refused and "Votre session s’était fermée" not in refused
    assert "Votre session s’était fermée" in closed and "Votre envoi n’a pas été reconnu" not in closed
    assert waiting(client) == [("/ecrire/", [("text", TEXT), ("rating", "3")])]
    assert '<input type="hidden" name="revision" value="10">' in refused


def test_a_visitor_without_any_token_loses_nothing_either(person):
    client = browser(enforce_csrf_checks=True)

    stopped = client.post("/ecrire/", FORM)
    client.force_login(person)

    assert stopped["Location"] == "/compte/connexion/?next=/compte/reprendre/"
    assert waiting(client) == [("/ecrire/", [("text", TEXT), ("rating", "3")])]


@pytest.mark.parametrize(
    "headers",
    [{"sec-fetch-site": "cross-site"}, {"sec-fetch-site": "same-site"}, {"origin": "https://evil.example"}, {}],
)
def test_what_another_site_sends_is_refused_and_not_kept(person, headers):
    client = Client(enforce_csrf_checks=True, headers=headers)
    client.force_login(person)

    refused = client.post("/ecrire/", FORM)

    assert refused.status_code == 403
    assert "Rien n’a été changé" in refused.content.decode()
    assert SAVED == [] and waiting(client) == []


def test_a_good_token_alone_does_not_make_a_text_ours():
    client = Client(headers={"sec-fetch-site": "cross-site"})

    assert not_kept(client, FORM) == (403, True, False)


@pytest.mark.parametrize("name", ["origin", "referer"])
def test_older_browsers_are_believed_by_their_origin(person, name):
    client = Client(headers={name: "http://testserver/ecrire/"})
    client.post("/ecrire/", FORM)
    sign_in(client, person)

    assert len(waiting(client)) == 1


def test_a_script_is_told_that_its_token_is_old(person):
    client = browser(enforce_csrf_checks=True)
    client.force_login(person)

    refused = client.post("/ecrire/", FORM, headers={"accept": "application/json"})

    assert (refused.status_code, refused.json()) == (403, {"csrf": False})


def not_kept(client, fields):
    page = client.post("/ecrire/", fields)
    return page.status_code, "Rien n’a été envoyé" in page.content.decode(), resume.SESSION_KEY in client.session


@pytest.mark.parametrize(
    "fields",
    [
        FORM | {"file": SimpleUploadedFile("a.pdf", b"%PDF")},
        FORM | {"password": "secret"},
        FORM | {"text": "x" * (resume.LIMIT + 1)},
    ],
    ids=["a file", "a password", "too long"],
)
def test_what_may_not_be_kept_is_said_so(fields):
    assert not_kept(browser(), fields) == (403, True, False)


def test_the_limit_holds_for_all_texts_together():
    client = browser()
    half = FORM | {"text": "x" * (resume.LIMIT // 2)}

    assert client.post("/ecrire/", half).status_code == 302
    assert client.post("/ecrire/", half).status_code == 403


def test_five_texts_are_kept_and_the_sixth_is_said_not_to_be():
    client = browser()

    assert [client.post("/ecrire/", FORM).status_code for _ in range(6)] == [302] * 5 + [403]


def test_a_visitor_cannot_fill_the_database():
    statuses = [browser().post("/ecrire/", FORM, REMOTE_ADDR="203.0.113.7").status_code for _ in range(21)]

    assert statuses == [302] * 20 + [403]


def test_pages_of_an_account_keep_nothing(person):
    client = browser()

    client.post("/compte/", {"name": "Ann", "language": ""})

    assert resume.SESSION_KEY not in client.session


def test_after_a_day_nothing_is_left(person):
    client = browser()
    with time_machine.travel("2026-03-01 12:00 +0000", tick=False):
        client.post("/ecrire/", FORM)
    with time_machine.travel("2026-03-02 11:59 +0000", tick=False):
        client.force_login(person)
        before = len(waiting(client))
    with time_machine.travel("2026-03-02 12:00 +0000", tick=False):
        after = len(waiting(client))

    assert (before, after) == (1, 0)


def test_somebody_who_owes_a_factor_does_not_lose_their_text(officer, settings):
    settings.SECOND_FACTOR_REQUIRED = True
    client = browser()
    sign_in(client, officer)

    stopped = client.post("/ecrire/", FORM)

    assert stopped["Location"] == "/compte/facteurs/?next=/compte/reprendre/"
    assert SAVED == []
    assert waiting(client) == [("/ecrire/", [("text", TEXT), ("rating", "3")])]


def test_the_mark_in_the_browser_tells_nobody_who(person):
    client = browser()
    sign_in(client, person)
    cookie = client.cookies[resume.COOKIE]

    assert (len(cookie.value), cookie["httponly"], cookie["samesite"]) == (32, True, "Lax")


def test_fields_are_called_by_their_rank_and_never_by_their_names(person):
    client = browser()
    client.post("/ecrire/", {"texte_brut": "<b>Un</b>", "vide": "", "where": "groups=1", "note_libre": "Deux"})
    sign_in(client, person)

    page = client.get("/compte/reprendre/").content.decode()

    listed = re.sub(r"<[^>]*>", " ", page[page.index("<dl>") : page.index("</dl>")]).split()
    assert listed == ["Champ", "1", "&lt;b&gt;Un&lt;/b&gt;", "Champ", "2", "Deux"]
