"""What runs beside the states: suspension, documents, visits."""

import datetime as dt
from dataclasses import replace

import pytest

from evaluations import transitions
from evaluations.enums import Profile, State, VisitRule
from evaluations.models import Evaluation
from tests.evaluations.transitions.acts import fresh, refusal, verbs
from tests.factories import advance, evaluation, seat

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("state", [s for s in State if s < State.PUBLISHED])
def test_an_evaluation_is_suspended_anywhere_and_goes_on_from_there(world, state):
    stopped = evaluation(world, state)

    transitions.suspend(stopped, by=world.publisher, reason="Recours.")
    assert fresh(stopped).state == State.SUSPENDED
    transitions.resume(stopped, by=world.officer)

    assert fresh(stopped).state == state


def test_an_evaluation_goes_on_from_where_it_was_last_suspended(world):
    stopped = evaluation(world, State.DOSSIER_EXPECTED)
    for _ in range(2):
        transitions.suspend(stopped, by=world.officer, reason="Recours.")
        transitions.resume(stopped, by=world.officer)
        stopped = advance(stopped, State.DOSSIER_DEPOSITED, world)

    assert stopped.state == State.DOSSIER_DEPOSITED


def test_an_evaluation_does_not_go_on_beside_another_of_the_same_programme(world):
    stopped = evaluation(world, State.SUSPENDED)
    transitions.plan(stopped.programme, world.campaign, by=world.officer)

    assert refusal(transitions.resume, stopped, by=world.officer) == [
        f"Une autre évaluation de {stopped.programme} est en cours dans cette campagne."
    ]


def test_a_withdrawn_evaluation_stays_withdrawn(world):
    withdrawn = evaluation(world, State.WITHDRAWN)

    assert refusal(transitions.resume, withdrawn, by=world.officer) == [
        "Cet acte n’est pas possible à l’étape « retirée »."
    ]


@pytest.mark.parametrize("stop", [transitions.suspend, transitions.withdraw])
def test_what_is_stopped_on_the_list_is_not_known_to_the_institution(world, stop):
    stop(evaluation(world), by=world.officer, reason="Erreur de liste.")

    assert not Evaluation.objects.visible_to(world.signatory).exists()
    assert Evaluation.objects.visible_to(world.auditor).exists()


def test_what_is_stopped_before_the_appointment_is_not_read_by_the_invited(world):
    proposed = evaluation(world, State.COMMITTEE_PROPOSED)
    transitions.accept_invitation(seat(proposed, world.expert), by=world.expert)
    transitions.suspend(proposed, by=world.officer, reason="Recours.")

    assert not Evaluation.objects.visible_to(world.expert).exists()
    assert Evaluation.objects.visible_to(world.contributor).exists()


def test_a_document_is_asked_and_answered_once(world):
    drafting = evaluation(world, State.DRAFTING)
    asked = {"by": world.chair, "text": "La maquette.", "due_on": dt.date(2027, 1, 5)}
    request = transitions.request_document(drafting, **asked)

    assert refusal(transitions.request_document, drafting, **asked) == ["Ce document est déjà demandé."]
    transitions.answer_document_request(request, by=world.contributor, answer="La voici.")
    assert refusal(transitions.answer_document_request, request, by=world.contributor, answer="Encore.") == [
        "Cette demande a déjà reçu une réponse."
    ]


def test_no_visit_is_planned_where_the_campaign_has_none(world):
    appointed = evaluation(world, State.COMMITTEE_APPOINTED)

    assert refusal(transitions.plan_visit, appointed, by=world.officer, planned_on=dt.date(2027, 1, 5)) == [
        "Cette campagne ne prévoit pas de visite."
    ]
    assert refusal(transitions.agree_on_visit, appointed, by=world.signatory) == ["Aucune visite n’est prévue."]


def test_a_new_day_asks_for_a_new_agreement(world):
    world.campaign.visit = VisitRule.BEFORE
    world.campaign.save()
    appointed = evaluation(world, State.COMMITTEE_APPOINTED)
    first, second = dt.date(2027, 1, 5), dt.date(2027, 1, 6)

    transitions.plan_visit(appointed, by=world.officer, planned_on=first)
    transitions.agree_on_visit(appointed, by=world.contributor)
    assert refusal(transitions.plan_visit, appointed, by=world.officer, planned_on=first) == [
        "La visite est déjà prévue ce jour-là."
    ]
    assert transitions.plan_visit(appointed, by=world.officer, planned_on=second).agreed_at is None


@pytest.mark.parametrize(
    ("rule", "state", "act", "who"),
    [
        (VisitRule.BEFORE, State.DRAFTING, transitions.submit_for_validation, "chair"),
        (VisitRule.AFTER, State.CORRECTIONS_RULING, transitions.sign_as_chair, "chair"),
    ],
)
def test_the_visit_that_the_campaign_asks_for_has_taken_place(world, rule, state, act, who):
    waiting = evaluation(world, state)
    world.campaign.visit = rule
    world.campaign.save()

    assert refusal(act, fresh(waiting), by=getattr(world, who)) == ["La visite prévue par la campagne n’a pas eu lieu."]
    transitions.plan_visit(fresh(waiting), by=world.officer, planned_on=dt.date(2027, 1, 5))
    transitions.record_visit(fresh(waiting), by=world.officer, held_on=dt.date(2027, 1, 5), minutes="Vu.")
    act(fresh(waiting), by=getattr(world, who))
    assert fresh(waiting).state == state + 10


def test_profiles_are_those_of_the_pool_when_invited(world):
    deposited = evaluation(world, State.DOSSIER_DEPOSITED)

    member = transitions.invite(deposited, world.expert, by=world.officer)

    assert (member.profile, member.position, member.name) == (Profile.STUDENT, 1, str(world.expert))


def test_two_evaluations_have_their_own_journals(world):
    first = evaluation(world, State.DOSSIER_DEPOSITED)
    second = evaluation(replace(world), State.DOSSIER_EXPECTED)

    assert (verbs(first), verbs(second)) == (
        ["plan", "expect_dossier", "deposit_dossier"],
        ["plan", "expect_dossier"],
    )
