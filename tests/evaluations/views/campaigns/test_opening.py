"""Opening a campaign: said before, done once, by parts when it is large."""

import pytest

from evaluations.enums import State
from evaluations.models import Conflict, Evaluation, Event
from tests.evaluations import campaign_data as data
from tests.evaluations.views.campaigns.page import problems, text

pytestmark = pytest.mark.django_db


def test_before_opening_the_page_says_what_will_happen(client, officer):
    campaign = data.evaluation().campaign
    data.evaluation(campaign=campaign)

    page = text(client.get(f"/campagnes/{campaign.public_id}/ouvrir/"))

    assert "2 évaluations passent à « dossier attendu »." in page
    assert "2 établissements les découvrent et peuvent déposer." in page
    assert "Les dossiers sont attendus jusqu’au 15 décembre 2026, 23:59:59 (heure de Paris) ." in page
    assert Evaluation.objects.filter(state=State.PLANNED).count() == 2


def test_before_opening_the_page_shows_a_message_that_will_leave(client, officer):
    planned = data.evaluation(campaign=data.campaign(message_texts={"dossier_expected": "Suivez le modèle."}))
    address = f"{planned.campaign.get_absolute_url()}ouvrir/"

    nobody = text(client.get(address))
    data.staff(planned, name="Sacha Signe")
    somebody = text(client.get(address))

    assert "Personne n’est rattaché à cet établissement" in nobody
    assert "Un message partira Sacha Signe · signataire de l’établissement" in somebody
    assert "est ouvert. Vous avez jusqu’au 15 décembre 2026, 23:59:59 (heure de Paris)." in somebody
    assert "Suivez le modèle." in somebody


def test_opening_a_campaign_opens_its_evaluations_once(client, officer):
    evaluation = data.evaluation()
    address = f"/campagnes/{evaluation.campaign.public_id}/ouvrir/"

    first, second = client.post(address), client.post(address)

    evaluation.refresh_from_db()
    evaluation.campaign.refresh_from_db()
    assert first["Location"] == second["Location"] == evaluation.campaign.get_absolute_url()
    assert evaluation.state == State.DOSSIER_EXPECTED
    assert evaluation.campaign.opened_at is not None
    assert [event.verb for event in Event.objects.all()] == ["expect_dossier"]


def test_a_campaign_without_a_day_for_its_dossiers_does_not_open(client, officer):
    evaluation = data.evaluation(campaign=data.campaign(dossier_due_on=None))

    response = client.post(f"/campagnes/{evaluation.campaign.public_id}/ouvrir/")

    assert (response.status_code, problems(response)) == (409, ["Donnez d’abord la date d’attente des dossiers."])
    assert Evaluation.objects.get().state == State.PLANNED


def test_a_large_campaign_opens_by_parts_and_says_how_far_it_has_got(client, officer):
    campaign = data.campaign()
    Evaluation.objects.bulk_create(
        Evaluation(programme=programme, campaign=campaign, framework=campaign.framework)
        for programme in data.programmes(130)
    )
    address = f"/campagnes/{campaign.public_id}/ouvrir/"

    first, second = client.post(address), client.post(address)

    assert "100 évaluations ouvertes sur 130" in text(first)
    assert "data-go-on" in first.content.decode()
    assert second["Location"] == campaign.get_absolute_url()
    assert Evaluation.objects.filter(state=State.DOSSIER_EXPECTED).count() == 130


def test_an_evaluation_with_a_conflict_of_the_officer_waits_for_another_hand(client, officer):
    evaluation = data.evaluation()
    Conflict.objects.create(evaluation=evaluation, user=officer)
    data.evaluation(campaign=evaluation.campaign)

    client.post(f"/campagnes/{evaluation.campaign.public_id}/ouvrir/")

    evaluation.refresh_from_db()
    assert evaluation.state == State.PLANNED
