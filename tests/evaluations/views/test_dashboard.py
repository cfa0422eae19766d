"""The first page of whoever signs in: what they have to do, by role, or a word when nothing waits."""

import datetime as dt
import html
import re

import pytest
from django.conf import settings
from django.shortcuts import resolve_url

from evaluations.enums import CommitteeRole, InvitationStatus, State
from evaluations.models import Mandate
from programmes.models import Institution
from tests.evaluations.committee_data import agent, attached, conflict, dossier, expert, person, place
from tests.evaluations.views.reading import text

pytestmark = pytest.mark.django_db

PAGE = "/tableau-de-bord/"


def headings(response) -> list[str]:
    found = re.findall(r'<h2 id="[a-z]+">([^<]*?) <span', response.content.decode())
    return [html.unescape(heading) for heading in found]


def test_it_is_the_page_after_sign_in():
    assert resolve_url(settings.LOGIN_REDIRECT_URL) == PAGE


def test_it_is_the_first_entry_of_the_navigation_for_those_who_have_signed_in(client):
    assert "Tableau de bord" not in client.get("/rapports/").content.decode()

    client.force_login(person())
    entries = re.findall(r'<li><a href="([^"]*)"', client.get("/rapports/").content.decode())

    assert entries[:2] == [PAGE, "/rapports/"]


def test_it_asks_to_sign_in(client):
    response = client.get(PAGE)

    assert (response.status_code, response["Location"]) == (302, f"/compte/connexion/?next={PAGE}")


def test_it_is_only_read(client):
    client.force_login(person())

    assert client.post(PAGE).status_code == 405


def test_whoever_has_nothing_to_do_is_told_what_will_come(client):
    client.force_login(agent("AUDITOR"))

    read = text(client.get(PAGE))

    assert "Rien ne vous attend aujourd’hui." in read
    assert "Vivier d’experts" not in read


def test_several_roles_are_several_sections_in_the_order_of_the_process(client):
    user = agent("OFFICER", "PUBLISHER")
    dossier()
    dossier(State.OBSERVATIONS_CLOSED)
    chaired, institution = dossier(State.DRAFTING), Institution.objects.create(name="Université de Nulle-Part")
    place(chaired, user, CommitteeRole.CHAIR)
    place(dossier(), user, status=InvitationStatus.INVITED)
    user.memberships.create(institution=institution, can_sign=True)
    dossier(State.DOSSIER_EXPECTED, institution=institution)
    client.force_login(user)

    assert headings(client.get(PAGE)) == [
        "Vos invitations et déclarations",
        "Présidence de comité",
        "Suivi des évaluations",
        "Présidence de l’agence",
        "Votre établissement",
    ]


def test_a_line_says_the_dossier_its_deadline_and_what_hinders_it(client):
    evaluation = dossier(State.DOSSIER_EXPECTED, dossier_due_on=dt.date(2020, 3, 1))
    client.force_login(attached(evaluation.programme.institution))

    response = client.get(PAGE)

    programme = evaluation.programme
    assert f"Déposer le dossier {programme.title}, {programme.institution}" in text(response)
    assert "En attente : Cet acte revient à une personne habilitée à signer pour l’établissement." in text(response)
    assert "échu le 1er mars 2020, 23:59:59 (heure de Paris)" in text(response)
    assert f'href="/evaluations/{evaluation.public_id}/"' in response.content.decode()


def test_an_institution_overseas_reads_the_end_of_its_delay_in_its_own_time(client):
    evaluation = dossier(State.DOSSIER_EXPECTED, dossier_due_on=dt.date(2126, 12, 1))
    institution = evaluation.programme.institution
    institution.timezone = "Indian/Reunion"
    institution.save()
    client.force_login(attached(institution, can_sign=True))

    read = text(client.get(PAGE))

    assert (
        "jusqu’au 1er décembre 2126, 23:59:59 (heure de Paris), "
        "soit le 2 décembre 2126, 02:59:59 (heure de l’établissement)"
    ) in read


@pytest.mark.parametrize(
    ("number", "folded", "cut"), [(20, "", False), (21, "1 ligne de plus", False), (51, "30 lignes de plus", True)]
)
def test_of_a_long_list_the_first_lines_are_shown_and_what_does_not_appear_is_said(client, number, folded, cut):
    for _ in range(number):
        dossier()
    client.force_login(agent("OFFICER"))

    response = client.get(PAGE)

    first, _summary, others = response.content.decode().partition("<details")
    assert first.count('class="row-title"') == 20
    assert others.count('class="row-title"') == min(number, 50) - 20
    assert (folded in text(response)) and ("ligne" in folded) == bool(_summary)
    assert ("50 lignes au plus paraissent ici" in text(response)) is cut


def test_a_task_that_is_done_is_gone(client):
    member = place(dossier(), expert("Ada"), status=InvitationStatus.INVITED)
    client.force_login(member.user)
    assert "Répondre à l’invitation" in text(client.get(PAGE))

    client.post(f"/invitations/{member.public_id}/", {"answer": "accept"})

    assert "Rien ne vous attend aujourd’hui." in text(client.get(PAGE))


def test_a_mandate_that_ends_empties_the_page_at_the_next_request(client):
    officer = agent("OFFICER")
    dossier()
    client.force_login(officer)
    assert "Composer et proposer le comité" in text(client.get(PAGE))

    mandate = Mandate.objects.get(user=officer)
    mandate.ends_at = mandate.starts_at
    mandate.save()

    assert "Rien ne vous attend aujourd’hui." in text(client.get(PAGE))


def test_with_a_conflict_the_page_is_that_of_somebody_whom_the_dossier_never_concerned(client):
    evaluation = dossier(State.DRAFTING)
    ada, blaise = expert("Ada"), expert("Blaise")
    place(evaluation, ada, CommitteeRole.CHAIR)
    conflict(evaluation, ada)

    pages = []
    for user in (ada, blaise):
        client.force_login(user)
        pages.append(text(client.get(PAGE)))

    assert pages[0] == pages[1]
    assert "Rien ne vous attend aujourd’hui." in pages[0]


@pytest.mark.parametrize("number", [1, 30])
def test_the_page_costs_the_same_queries_at_one_and_at_thirty_dossiers(number, client, django_assert_num_queries):
    user = agent("OFFICER")
    for _ in range(number):
        place(dossier(State.COMMITTEE_PROPOSED), expert(), CommitteeRole.CHAIR)
    client.force_login(user)

    with django_assert_num_queries(21):
        client.get(PAGE)
