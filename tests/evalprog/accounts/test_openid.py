"""Sign-in by the organisation's own server: settings, and whom it lets in. The server here is a real one, on a port."""

import json
import subprocess
import sys
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs, urlsplit

import pytest
from allauth.socialaccount.models import SocialAccount
from django.conf import settings as project
from django.core.checks import run_checks
from django.urls import reverse

from evalprog.accounts import checks, invitations
from evalprog.accounts.models import Invitation, User
from tests.evalprog.accounts.conftest import PASSWORD, sign_in

NONE = {"NAME": "", "SERVER": "", "CLIENT_ID": "", "SECRET": ""}
ALL = {"NAME": "Agence", "SERVER": "https://sso.exemple.fr", "CLIENT_ID": "evalprog", "SECRET": "s"}


class Provider(BaseHTTPRequestHandler):
    """Discovery, tokens, and the claims about the person who signs in."""

    def do_GET(self):
        if self.path == "/.well-known/openid-configuration":
            address = self.server.address
            self.answer(
                issuer=address,
                authorization_endpoint=f"{address}/authorize",
                token_endpoint=f"{address}/token",
                userinfo_endpoint=f"{address}/userinfo",
                jwks_uri=f"{address}/keys",
            )
        else:
            self.answer(**self.server.claims)

    def do_POST(self):
        self.rfile.read(int(self.headers["Content-Length"]))
        self.answer(access_token="t", token_type="Bearer")

    def answer(self, **data):
        body = json.dumps(data).encode()
        self.send_response(200)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *arguments):
        """Says nothing."""


@pytest.fixture
def provider(settings, monkeypatch):
    monkeypatch.setenv("NO_PROXY", "127.0.0.1")
    server = ThreadingHTTPServer(("127.0.0.1", 0), Provider)
    server.address = f"http://127.0.0.1:{server.server_port}"
    threading.Thread(target=server.serve_forever, daemon=True).start()
    app = {
        "provider_id": "organisme",
        "name": "Agence",
        "client_id": "evalprog",
        "secret": "s",
        "settings": {"server_url": server.address},
    }
    settings.OIDC = ALL | {"SERVER": server.address}
    settings.SOCIALACCOUNT_PROVIDERS = {"openid_connect": {"APPS": [app]}}
    yield server
    server.shutdown()
    server.server_close()


def come_by(client, server, process="login", **claims):
    """Through the button, the server, and back."""
    server.claims = {"sub": "42", "email_verified": True, **claims}
    login = reverse("openid_connect_login", args=["organisme"])
    away = client.post(f"{login}?process={process}")
    query = parse_qs(urlsplit(away["Location"]).query)
    callback = reverse("openid_connect_callback", args=["organisme"])
    return client.get(callback, {"code": "c", "state": query["state"][0]})


def test_the_button_is_there_when_the_server_is_set(client, db, provider):
    assert "Se connecter avec Agence" in client.get(reverse("account_login")).content.decode()


def test_without_settings_there_is_no_button_and_no_such_page(client, db):
    assert "organisation-login" not in client.get(reverse("account_login")).content.decode()
    assert client.post(reverse("openid_connect_login", args=["organisme"])).status_code == 404


def test_a_known_person_comes_in_by_their_verified_address(client, person, provider):
    response = come_by(client, provider, email="Ann@Exemple.fr", name="A. Le Goff")
    person.refresh_from_db()

    assert response["Location"] == reverse(project.LOGIN_REDIRECT_URL)
    assert client.get("/compte/").context["user"] == person
    assert person.check_password(PASSWORD) and person.name == "Ann Le Goff"
    assert list(SocialAccount.objects.values_list("user", "uid")) == [(person.pk, "42")]


def test_later_the_address_no_longer_matters(client, person, provider):
    come_by(client, provider, email=person.email)
    client.post(reverse("account_logout"))

    come_by(client, provider, email="autre@exemple.fr")

    assert client.get("/compte/").context["user"] == person


@pytest.mark.parametrize(
    "claims",
    [{"email": "ann@exemple.fr", "email_verified": False}, {"email": "inconnu@exemple.fr"}, {}],
    ids=["address not verified", "stranger", "no address"],
)
def test_nobody_else_comes_in_and_no_account_is_made(client, person, provider, claims):
    page = come_by(client, provider, **claims)

    assert "aucun compte n’est ouvert ici" in page.content.decode()
    assert client.get("/compte/").status_code == 302
    assert User.objects.count() == 1


def test_an_address_being_changed_lets_nobody_in(client, person, provider):
    person.emailaddress_set.create(email="victime@exemple.fr", verified=False)

    come_by(client, provider, email="victime@exemple.fr")

    assert client.get("/compte/").status_code == 302


def test_an_invited_person_without_an_account_comes_by_their_organisation(client, officer, provider):
    invitation, link = invitations.invite("jo@exemple.fr", "Jo Durand", officer, "expertiser")
    client.get(link.removeprefix("http://localhost:8000"))

    come_by(client, provider, email="jo.durand@universite.fr", name="Jo Durand")
    user = client.get("/compte/").context["user"]

    assert (user.email, user.name, user.has_usable_password()) == ("jo.durand@universite.fr", "Jo Durand", False)
    assert Invitation.objects.get(pk=invitation.pk).accepted_by == user


def test_an_invitation_lets_one_person_in(client, officer, provider):
    invitation, link = invitations.invite("jo@exemple.fr", "Jo Durand", officer, "expertiser")
    client.get(link.removeprefix("http://localhost:8000"))
    invitations.revoke(invitation.email)

    page = come_by(client, provider, email="jo@exemple.fr")

    assert "aucun compte n’est ouvert ici" in page.content.decode()


def test_a_person_links_their_organisation_and_unlinks_it(client, person, provider):
    sign_in(client, person)
    client.post(reverse("account_reauthenticate"), {"password": PASSWORD})

    come_by(client, provider, process="connect", email="x@exemple.fr")
    account = SocialAccount.objects.get()
    page = client.get(reverse("socialaccount_connections"))
    client.post(reverse("socialaccount_connections"), {"account": account.pk})

    assert account.user == person
    assert f'data-id="{account.pk}"' in page.content.decode()
    assert SocialAccount.objects.count() == 0


def test_people_of_the_agency_still_need_their_factor(client, officer, provider, settings):
    settings.SECOND_FACTOR_REQUIRED = True
    come_by(client, provider, email=officer.email)

    assert client.get("/rapports/")["Location"] == "/compte/facteurs/"


@pytest.mark.parametrize(
    ("openid", "debug", "errors"),
    [
        (NONE, False, []),
        (ALL, False, []),
        (ALL | {"SECRET": ""}, False, ["accounts.E001"]),
        (NONE | {"NAME": "Agence"}, False, ["accounts.E001"]),
        (ALL | {"SERVER": "http://sso.exemple.fr"}, False, ["accounts.E002"]),
        (ALL | {"SERVER": "http://localhost:9000"}, True, []),
        (ALL | {"SERVER": "sso.exemple.fr"}, True, ["accounts.E002"]),
    ],
)
def test_incomplete_settings_are_told(settings, openid, debug, errors):
    settings.OIDC, settings.DEBUG = openid, debug

    assert [error.id for error in checks.openid_settings()] == errors


def test_the_sentence_names_what_is_missing(settings):
    settings.OIDC = ALL | {"CLIENT_ID": "", "SECRET": ""}

    assert checks.openid_settings()[0].msg == (
        "Réglage OpenID Connect incomplet : OIDC_CLIENT_ID, OIDC_SECRET manque dans l’environnement."
    )


@pytest.mark.parametrize(
    ("address", "errors"),
    [
        ("https://evaluation.exemple.fr", []),
        ("http://localhost:8000", []),
        ("https://", ["accounts.E003"]),
        ("https://*", ["accounts.E003"]),
        ("evaluation.exemple.fr", ["accounts.E003"]),
    ],
)
def test_a_site_without_an_address_is_told(settings, address, errors):
    settings.SITE_URL = address

    assert [error.id for error in run_checks() if error.id == "accounts.E003"] == errors


def read_settings(**environment):
    """What the settings make of an environment, in a process of their own."""
    code = (
        "import json; from evalprog import settings as s; print(json.dumps([s.SITE_URL, s.SECOND_FACTOR_REQUIRED,"
        "s.ALLAUTH_TRUSTED_PROXY_COUNT, hasattr(s, 'SECURE_PROXY_SSL_HEADER'),"
        "s.CONTENT_SECURITY_POLICY['DIRECTIVES']['form-action'],"
        "[app['name'] for app in s.SOCIALACCOUNT_PROVIDERS['openid_connect']['APPS']]]))"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=project.BASE_DIR, env=environment, capture_output=True, text=True, check=True
    )
    return json.loads(done.stdout)


@pytest.mark.sqlite_only
def test_the_environment_decides():
    openid = {f"OIDC_{key}": value for key, value in ALL.items()}

    assert read_settings(DEBUG="1") == ["http://localhost:8000", False, 0, False, ["'self'"], []]
    assert read_settings(SECRET_KEY="k", ALLOWED_HOSTS="eval.fr,www.eval.fr", TRUSTED_PROXIES="2", **openid) == [
        "https://eval.fr",
        True,
        2,
        True,
        ["'self'", "https://sso.exemple.fr"],
        ["Agence"],
    ]
