"""What goes on beside the states: documents asked for and answered, a visit planned, agreed on and held."""

import datetime as dt

import pytest

from evalprog import clock
from evaluations.enums import CommitteeRole, State, VisitRule
from evaluations.models import DocumentRequest, Visit
from tests.evaluations import campaign_data as data
from tests.evaluations.views.evaluation.page import NOON, offered, page_of, perform, problems, text

pytestmark = pytest.mark.django_db


def test_a_document_is_asked_for_answered_and_neither_twice(client, time_machine):
    time_machine.move_to(NOON, tick=False)
    evaluation = data.evaluation(State.DRAFTING)
    chair, institution = data.expert(evaluation, CommitteeRole.CHAIR), data.staff(evaluation, can_sign=False)
    asked = {"text": "Le tableau des effectifs", "due_on": "2026-12-01"}

    perform(client, chair, evaluation, "request_document", **asked)
    twice = perform(client, chair, evaluation, "request_document", **asked)
    page = page_of(client, institution, evaluation)
    perform(client, institution, evaluation, "answer_document_request", request="1", answer="Le voici.")
    answered = perform(client, institution, evaluation, "answer_document_request", request="1", answer="Encore.")

    assert "Ce document est déjà demandé." in text(twice)
    assert "Le tableau des effectifs attendu pour le 1er décembre 2026" in text(page)
    assert "/actes/repondre-a-une-demande/?request=1" in page.content.decode()
    assert list(answered.context["form"].errors) == ["request"]
    assert DocumentRequest.objects.get().answer == "Le voici."


def test_a_request_of_another_evaluation_cannot_be_answered_here(client):
    evaluation, other = data.evaluation(State.DRAFTING), data.evaluation(State.DRAFTING)
    request = DocumentRequest.objects.create(
        evaluation=other, by=data.agent(), text="Pièce", due_on=dt.date(2026, 12, 1)
    )

    response = perform(
        client, data.staff(evaluation), evaluation, "answer_document_request", request=str(request.pk), answer="Non."
    )

    request.refresh_from_db()
    assert list(response.context["form"].errors) == ["request"]
    assert request.answered_at is None


def test_a_document_is_asked_for_a_day_to_come(client, time_machine):
    time_machine.move_to(NOON, tick=False)
    evaluation = data.evaluation(State.DRAFTING)

    response = perform(client, data.agent(), evaluation, "request_document", text="Pièce", due_on="2026-11-19")

    assert response.context["form"].errors["due_on"] == ["Ce jour est passé : donnez une date à partir d’aujourd’hui."]


def test_a_visit_is_planned_agreed_on_and_held(client, time_machine):
    time_machine.move_to(NOON, tick=False)
    evaluation = data.evaluation(State.EXPERTISE, campaign=data.campaign(visit=VisitRule.BEFORE))
    officer, institution = data.agent(), data.staff(evaluation, can_sign=False)

    perform(client, officer, evaluation, "plan_visit", planned_on="2026-11-19")
    assert offered(page_of(client, institution, evaluation)) == ["agree_on_visit"]
    perform(client, institution, evaluation, "agree_on_visit")
    perform(client, officer, evaluation, "record_visit", held_on="2026-11-19", minutes="Trois entretiens.")

    visit = Visit.objects.get()
    assert (visit.agreed_at, visit.held_on) == (NOON, dt.date(2026, 11, 19))
    assert "Trois entretiens." in text(page_of(client, officer, evaluation))
    assert "Trois entretiens." not in text(page_of(client, institution, evaluation))


@pytest.mark.parametrize("day", ["9999-12-31", "0026-11-19"])
def test_the_mistyped_year_of_a_visit_is_said(client, time_machine, day):
    time_machine.move_to(NOON, tick=False)
    evaluation = data.evaluation(State.EXPERTISE, campaign=data.campaign(visit=VisitRule.BEFORE))
    officer = data.agent()

    response = perform(client, officer, evaluation, "plan_visit", planned_on=day)

    said = "Ce jour est à plus d’un an d’aujourd’hui : vérifiez l’année."
    assert response.context["form"].errors["planned_on"] == [said]
    assert not Visit.objects.exists()
    perform(client, officer, evaluation, "plan_visit", planned_on="2026-11-19")
    response = perform(client, officer, evaluation, "record_visit", held_on="0026-11-19")
    assert response.context["form"].errors["held_on"] == [said]


def test_a_campaign_without_visits_offers_none(client):
    evaluation = data.evaluation(State.EXPERTISE)
    officer = data.agent()

    assert "plan_visit" not in offered(page_of(client, officer, evaluation))
    response = perform(client, officer, evaluation, "plan_visit", planned_on=clock.today().isoformat())
    assert problems(response) == ["Cette campagne ne prévoit pas de visite."]
