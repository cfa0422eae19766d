"""From the list of a campaign to a deposited dossier."""

import datetime as dt

import pytest
from django.core.exceptions import PermissionDenied

from evalprog import clock
from evaluations import transitions
from evaluations.enums import State
from evaluations.models import Campaign, Framework
from tests import factories
from tests.evaluations.transitions.acts import fresh, refusal, verbs
from tests.factories import evaluation

pytestmark = pytest.mark.django_db


def test_a_framework_is_published_once(world):
    draft = factories.framework()

    assert refusal(transitions.publish_framework, draft) == [f"{draft.code}, version 1 est déjà publié."]


def test_a_programme_is_on_the_list_of_a_campaign_once(world):
    planned = evaluation(world)

    assert refusal(transitions.plan, planned.programme, world.campaign, by=world.officer) == [
        f"{planned.programme} est déjà en cours d’évaluation dans cette campagne."
    ]


def test_a_programme_is_not_planned_with_a_framework_for_another_kind(world):
    school = factories.programme(world.institution, kind="DOCTORAL_SCHOOL")

    assert refusal(transitions.plan, school, world.campaign, by=world.officer) == [
        f"Le référentiel {world.campaign.framework} ne concerne pas ce type de formation : École doctorale."
    ]


def test_a_programme_is_not_planned_with_a_draft_framework(world):
    Framework.objects.filter(pk=world.campaign.framework_id).update(published_at=None)
    world.campaign.refresh_from_db()

    programme = factories.programme(world.institution)
    assert refusal(transitions.plan, programme, world.campaign, by=world.officer) == [
        f"Le référentiel {world.campaign.framework} n’est pas publié."
    ]


@pytest.mark.parametrize("who", ["publisher", "chair", "signatory", "stranger"])
def test_only_an_officer_plans(world, who):
    with pytest.raises(PermissionDenied) as denied:
        transitions.plan(factories.programme(world.institution), world.campaign, by=getattr(world, who))

    assert str(denied.value) == "Seul un conseiller de l’agence inscrit une formation dans une campagne."


def test_a_campaign_without_a_date_for_its_dossiers_is_not_opened(world):
    world.campaign.dossier_due_on = None

    assert refusal(transitions.open_campaign, world.campaign, by=world.officer) == [
        "Donnez d’abord la date d’attente des dossiers."
    ]


def test_a_dossier_is_not_expected_without_a_day_which_the_act_asks_for(world):
    planned, other = evaluation(world), evaluation(world)
    Campaign.objects.update(dossier_due_on=None)

    assert refusal(transitions.expect_dossier, planned, by=world.officer) == [
        "Donnez d’abord la date d’attente des dossiers."
    ]
    transitions.expect_dossier(planned, by=world.officer, due_on=dt.date(2027, 3, 1))
    assert Campaign.objects.get().dossier_due_on == dt.date(2027, 3, 1)
    assert refusal(transitions.expect_dossier, other, by=world.officer, due_on=dt.date(2027, 4, 1)) == [
        "Cette campagne a déjà une date d’attente des dossiers\u00a0; elle se change sur sa page."
    ]
    assert planned.messages.get(kind="dossier_expected").facts == {"closes_at": "2027-03-01T23:00:00+00:00"}


def test_opening_a_campaign_twice_opens_each_evaluation_once(world):
    planned = [evaluation(world), evaluation(world)]

    assert len(transitions.open_campaign(world.campaign, by=world.officer)) == 2
    assert transitions.open_campaign(world.campaign, by=world.officer) == []
    assert [verbs(e) for e in planned] == [["plan", "expect_dossier"]] * 2


def test_only_an_officer_opens_a_campaign_even_an_empty_one(world):
    with pytest.raises(PermissionDenied):
        transitions.open_campaign(world.campaign, by=world.signatory)

    world.campaign.refresh_from_db()
    assert world.campaign.opened_at is None


def test_a_dossier_in_conflict_does_not_keep_an_officer_from_opening_the_others(world):
    first, second = evaluation(world), evaluation(world)
    transitions.record_conflict(first, world.officer, by=world.publisher, reason="Lien familial.")

    transitions.open_campaign(world.campaign, by=world.officer)

    assert (fresh(first).state, fresh(second).state) == (State.PLANNED, State.DOSSIER_EXPECTED)


def test_the_day_of_the_deposit_is_that_of_paris(world):
    expected = evaluation(world, State.DOSSIER_EXPECTED)

    with clock.played_at(dt.datetime(2026, 11, 30, 23, 30, tzinfo=dt.UTC)):
        transitions.deposit_dossier(expected, by=world.signatory)

    assert fresh(expected).deposited_on == dt.date(2026, 12, 1)


def test_a_returned_dossier_is_deposited_again(world):
    deposited = evaluation(world, State.DOSSIER_DEPOSITED)

    transitions.return_dossier(deposited, by=world.officer, reason="Annexe 2 absente.")
    transitions.deposit_dossier(deposited, by=world.signatory)

    assert verbs(deposited)[-2:] == ["return_dossier", "deposit_dossier"]
    assert deposited.events.get(verb="return_dossier").details == {"reason": "Annexe 2 absente."}


@pytest.mark.parametrize(
    ("state", "act", "who"),
    [
        (State.DOSSIER_DEPOSITED, transitions.return_dossier, "officer"),
        (State.COMMITTEE_PROPOSED, transitions.revise_committee, "officer"),
        (State.COLLEGIAL_VALIDATION, transitions.resume_drafting, "chair"),
        (State.AGENCY_READING, transitions.send_back_to_drafting, "officer"),
        (State.CORRECTIONS_RULING, transitions.retransmit_draft, "officer"),
        (State.PLANNED, transitions.suspend, "officer"),
        (State.PLANNED, transitions.withdraw, "publisher"),
    ],
)
def test_what_goes_back_or_stops_needs_a_reason(world, state, act, who):
    assert refusal(act, evaluation(world, state), by=getattr(world, who), reason=" \n") == ["Donnez un motif."]
