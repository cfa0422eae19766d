"""The links of every page lead where the person may go, and to all of it."""

import re

import pytest
from allauth.mfa.models import Authenticator

from tests import factories

pytestmark = pytest.mark.django_db

REPORTS, DASHBOARD = ["/rapports/", "/formations/"], ["/tableau-de-bord/"]
OWN = ["/compte/", "/compte/deconnexion/"]
LINKS = {
    "anonymous": [*REPORTS, "/compte/connexion/"],
    "officer": [*DASHBOARD, *REPORTS, "/referentiels/", "/campagnes/", *OWN],
    "publisher": [*DASHBOARD, *REPORTS, "/referentiels/", "/campagnes/", *OWN],
    "admin": [*DASHBOARD, *REPORTS, "/referentiels/", "/campagnes/", *OWN],
    "auditor": [*DASHBOARD, *REPORTS, "/campagnes/", *OWN],
    "college": [*DASHBOARD, *REPORTS, *OWN],
    "chair": [*DASHBOARD, *REPORTS, *OWN],
    "rapporteur": [*DASHBOARD, *REPORTS, *OWN],
    "expert": [*DASHBOARD, *REPORTS, *OWN],
    "contributor": [*DASHBOARD, *REPORTS, "/formations/gestion/", *OWN],
    "signatory": [*DASHBOARD, *REPORTS, "/formations/gestion/", *OWN],
    "stranger": [*DASHBOARD, *REPORTS, *OWN],
}
DECLARATION = "/declaration/"
SHORTCUTS = {
    "officer": ["/experts/", "/messages/", DECLARATION],
    "publisher": ["/messages/", DECLARATION],
    "admin": ["/agence/", "/agence/etablissements/", "/messages/", DECLARATION],
    "auditor": ["/messages/", DECLARATION],
    "college": [DECLARATION],
    "expert": [DECLARATION],
    "signatory": [DECLARATION],
    "stranger": [DECLARATION],
}


def links(response, style: str) -> list[str]:
    nav = re.search(rf'<nav class="{style}".*?</nav>', response.content.decode(), flags=re.DOTALL)
    return re.findall(r'href="([^"]+)"', nav.group())


@pytest.mark.parametrize("person", LINKS)
def test_every_link_of_the_navigation_opens_and_nothing_else_is_offered(client, person):
    if person != "anonymous":
        client.force_login(getattr(factories.world(), person))

    found = links(client.get("/rapports/"), "site-nav")

    assert found == LINKS[person]
    assert [client.get(path).status_code for path in found] == [200] * len(found)
    for path in {"/referentiels/", "/campagnes/"} - set(found):
        assert client.get(path).status_code in (302, 403, 404)


@pytest.mark.parametrize("person", SHORTCUTS)
def test_every_shortcut_of_the_dashboard_opens_and_nothing_else_is_offered(client, person):
    client.force_login(getattr(factories.world(), person))

    found = links(client.get("/tableau-de-bord/"), "shortcuts")

    assert found == SHORTCUTS[person]
    assert [client.get(path).status_code for path in found] == [200] * len(found)
    for path in {"/experts/", "/agence/", "/agence/etablissements/", "/messages/"} - set(found):
        assert client.get(path).status_code in (403, 404)


def test_who_owes_a_second_factor_is_shown_their_account_only(client, settings):
    settings.SECOND_FACTOR_REQUIRED = True
    officer = factories.officer()
    client.force_login(officer)

    assert links(client.get("/compte/facteurs/"), "site-nav") == OWN
    Authenticator.objects.create(user=officer, type=Authenticator.Type.TOTP, data={"secret": "x"})
    assert links(client.get("/compte/facteurs/"), "site-nav") == LINKS["officer"]


def test_an_ended_mandate_takes_its_links_away(client):
    officer = factories.officer()
    client.force_login(officer)
    assert links(client.get("/rapports/"), "site-nav") == LINKS["officer"]

    officer.mandates.update(ends_at=factories.paris(2020, 1, 1))

    assert links(client.get("/rapports/"), "site-nav") == LINKS["stranger"]
