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
from tests import factories
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

    with django_assert_num_queries(23):
        client.get(PAGE)


# -- the way back to the evaluations of one's institution


def readable(evaluation):
    """With a framework that its pages can be made of."""
    evaluation.framework = factories.framework()
    evaluation.save()
    return evaluation


def of_the_house(response) -> str:
    return response.content.decode().partition('id="vos-evaluations"')[2].partition("</section>")[0]


def listed(response) -> list[str]:
    return re.findall(r'data-id="([^"]+)"', of_the_house(response))


def test_who_is_of_no_institution_reads_no_list_of_evaluations(client):
    dossier()
    client.force_login(agent("OFFICER"))

    assert "vos-evaluations" not in client.get(PAGE).content.decode()


@pytest.mark.parametrize("can_sign", [True, False])
def test_after_the_deposit_the_institution_finds_its_evaluation_and_its_dossier(can_sign, client):
    evaluation = readable(dossier())
    dossier()  # of another institution
    client.force_login(attached(evaluation.programme.institution, can_sign=can_sign))

    response = client.get(PAGE)

    address, read = f"/evaluations/{evaluation.public_id}/", of_the_house(response)
    assert "Rien ne vous attend aujourd’hui." in text(response)
    assert f"Évaluations de votre établissement 1 {evaluation.programme.title}" in text(response)
    assert listed(response) == [evaluation.public_id]
    assert re.findall(r'<a [^>]*href="([^"]+)"', read) == [address, f"{address}dossier/"]
    assert "Dossier déposé" in read
    assert [client.get(url).status_code for url in (address, f"{address}dossier/")] == [200, 200]


@pytest.mark.parametrize("state", list(State))
def test_it_lists_exactly_the_evaluations_whose_page_may_be_opened(state, client):
    evaluation = readable(dossier(state))
    client.force_login(attached(evaluation.programme.institution))

    opens = client.get(f"/evaluations/{evaluation.public_id}/").status_code == 200

    assert opens is (state not in (State.PLANNED, State.SUSPENDED, State.WITHDRAWN))  # of which the journal says more
    assert (listed(client.get(PAGE)) == [evaluation.public_id]) is opens


def test_the_work_of_the_committee_has_one_name_however_far_it_has_got(client):
    evaluation = dossier(State.EXPERTISE)
    client.force_login(attached(evaluation.programme.institution))

    pages = []
    for state in (State.EXPERTISE, State.DRAFTING, State.COLLEGIAL_VALIDATION, State.AGENCY_READING):
        evaluation.state = state
        evaluation.save()
        pages.append(of_the_house(client.get(PAGE)))

    assert pages == pages[:1] * 4
    assert '<span class="state" data-state="EXPERTISE">Travaux du comité</span>' in pages[0]


def test_a_conflict_takes_the_evaluation_off_the_list(client):
    evaluation = dossier(State.DRAFTING)
    user = attached(evaluation.programme.institution)
    conflict(evaluation, user)
    client.force_login(user)

    assert listed(client.get(PAGE)) == []


def test_an_institution_without_evaluation_is_told_when_there_will_be_one(client):
    planned = dossier(State.PLANNED)
    client.force_login(attached(planned.programme.institution))

    assert "Aucune évaluation de votre établissement n’est encore ouverte." in text(client.get(PAGE))


def test_who_is_attached_to_two_institutions_reads_which_is_whose(client):
    first, second = dossier(), dossier()
    user = attached(first.programme.institution)
    user.memberships.create(institution=second.programme.institution)
    client.force_login(user)

    read = text(client.get(PAGE))

    assert "Évaluations de vos établissements 2" in read
    assert first.programme.institution.name in read and second.programme.institution.name in read


def test_those_that_have_ended_come_last_and_the_others_on_the_next_page(client):
    institution = Institution.objects.create(name="Université de Nulle-Part")
    under_way = [dossier(State.EXPERTISE, institution=institution).public_id for _ in range(20)]
    published = dossier(State.PUBLISHED, institution=institution).public_id
    client.force_login(attached(institution))

    pages = [listed(client.get(PAGE, {"page": number})) for number in (1, 2, "x", 9)]

    assert pages == [under_way[::-1], [published], under_way[::-1], [published]]


@pytest.mark.parametrize("number", [1, 3])
def test_the_list_costs_the_same_queries_at_one_and_at_three_evaluations(number, client, django_assert_num_queries):
    institution = Institution.objects.create(name="Université de Nulle-Part")
    for _ in range(number):
        dossier(State.DRAFTING, institution=institution)
    client.force_login(attached(institution))

    with django_assert_num_queries(13):
        client.get(PAGE)
