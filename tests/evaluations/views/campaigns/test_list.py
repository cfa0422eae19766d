"""The list of campaigns, and for whom there is any campaign at all."""

import pytest

from evaluations.enums import AgencyRole, State
from evaluations.models import Conflict
from tests.evaluations import campaign_data as data
from tests.evaluations.reports.published import published_report
from tests.evaluations.views.campaigns.page import text

pytestmark = pytest.mark.django_db

LOGIN = "/compte/connexion/"
OBJECT_PATHS = ["", "modifier/", "ouvrir/", "reporter/", "formations/"]


@pytest.mark.parametrize("path", OBJECT_PATHS)
def test_a_campaign_is_unknown_to_whoever_is_not_of_the_agency(client, path):
    evaluation = data.evaluation(State.EXPERTISE)
    address = f"/campagnes/{evaluation.campaign.public_id}/{path}"
    for user in (data.expert(evaluation), data.staff(evaluation), data.agent(AgencyRole.COLLEGE), data.person()):
        client.force_login(user)
        assert client.get(address).status_code == 404


@pytest.mark.parametrize(("path", "status"), [("", 200), ("modifier/", 403), ("ouvrir/", 403), ("formations/", 403)])
@pytest.mark.parametrize("role", [AgencyRole.PUBLISHER, AgencyRole.ADMIN, AgencyRole.AUDITOR])
def test_the_agency_reads_a_campaign_and_only_its_officers_change_it(client, role, path, status):
    client.force_login(data.agent(role))

    assert client.get(f"/campagnes/{data.campaign().public_id}/{path}").status_code == status


@pytest.mark.parametrize(
    ("path", "sentence"),
    [
        ("nouvelle/", "Seul un conseiller de l’agence crée une campagne."),
        ("{id}/modifier/", "Seul un conseiller de l’agence modifie une campagne."),
        ("{id}/ouvrir/", "Seul un conseiller de l’agence ouvre une campagne."),
        ("{id}/reporter/", "Seul un conseiller de l’agence reporte la date de dépôt."),
        ("{id}/formations/", "Seul un conseiller de l’agence inscrit une formation dans une campagne."),
    ],
)
def test_a_refusal_says_whose_act_it_is(client, path, sentence):
    client.force_login(data.agent(AgencyRole.AUDITOR))

    assert sentence in text(client.get("/campagnes/" + path.format(id=data.campaign().public_id)))


@pytest.mark.parametrize("path", ["", "nouvelle/"])
def test_campaigns_are_unknown_to_whoever_is_not_of_the_agency(client, path):
    evaluation = data.evaluation(State.EXPERTISE)
    for user in (data.expert(evaluation), data.staff(evaluation), data.agent(AgencyRole.COLLEGE), data.person()):
        client.force_login(user)
        assert client.get(f"/campagnes/{path}").status_code == 404


@pytest.mark.parametrize("path", ["", "nouvelle/", "{id}/", "{id}/modifier/", "{id}/ouvrir/", "{id}/formations/"])
def test_somebody_unknown_signs_in_first(client, path):
    address = "/campagnes/" + path.format(id=data.campaign().public_id)

    assert client.get(address)["Location"] == f"{LOGIN}?next={address}"


def test_without_a_campaign_the_list_says_what_to_do(client, officer):
    response = client.get("/campagnes/")

    assert "Aucune campagne n’existe encore." in text(response)
    assert '<a class="btn btn-primary" href="/campagnes/nouvelle/">Créer une campagne</a>' in response.content.decode()


def test_the_list_counts_what_this_person_may_know_of(client, officer):
    campaign = data.campaign()
    known = published_report(evaluation=data.evaluation(State.PUBLISHED, campaign=campaign)).evaluation
    data.evaluation(State.DRAFTING, campaign=campaign)
    Conflict.objects.create(evaluation=data.evaluation(campaign=campaign), user=officer)

    response = client.get("/campagnes/")

    assert known.campaign.public_id in response.content.decode()
    assert "2 évaluations dont 1 publiée" in text(response)


@pytest.mark.parametrize("campaigns", [1, 25])
def test_the_list_asks_the_same_questions_for_one_and_for_many(client, officer, campaigns, django_assert_num_queries):
    for _ in range(campaigns):
        data.evaluation(campaign=data.campaign())

    with django_assert_num_queries(8):
        client.get("/campagnes/")
