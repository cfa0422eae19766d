"""Writing and collegial validation."""

import pytest

from evaluations import transitions
from evaluations.enums import State
from tests import factories
from tests.evaluations.transitions.acts import refusal
from tests.factories import evaluation

pytestmark = pytest.mark.django_db


def test_an_unwritten_report_is_not_submitted(world):
    drafting = evaluation(world, State.DRAFTING)
    factories.write(drafting, "<p> </p>")

    assert refusal(transitions.submit_for_validation, drafting, by=world.rapporteur) == ["« Avis » : texte manquant."]


def test_validation_waits_for_everybody(world):
    validation = evaluation(world, State.COLLEGIAL_VALIDATION)
    transitions.approve(validation, by=world.chair)
    transitions.dissent(validation, by=world.expert, text="Désaccord sur le pilotage.")

    assert refusal(transitions.validate, validation, by=world.chair) == [
        f"{world.rapporteur} n’a pas encore donné son avis."
    ]
    transitions.approve(validation, by=world.rapporteur)
    assert transitions.validate(validation, by=world.chair).state == State.AGENCY_READING


def test_a_vote_is_given_once_but_may_change(world):
    validation = evaluation(world, State.COLLEGIAL_VALIDATION)
    transitions.approve(validation, by=world.expert)

    assert refusal(transitions.approve, validation, by=world.expert) == ["Vous avez déjà approuvé ce texte."]
    assert transitions.dissent(validation, by=world.expert, text="Réserve.").approved_at is None
    assert refusal(transitions.dissent, validation, by=world.expert, text="Réserve.") == [
        "Votre opinion dissidente est déjà enregistrée."
    ]
    assert refusal(transitions.dissent, validation, by=world.expert, text=" ") == ["Donnez un motif."]
    assert transitions.approve(validation, by=world.expert).dissent == ""


def test_votes_on_an_earlier_text_do_not_count(world):
    validation = evaluation(world, State.COLLEGIAL_VALIDATION)
    for person, _role in world.seats:
        transitions.approve(validation, by=person)
    transitions.resume_drafting(validation, by=world.chair, reason="Point 2.")
    transitions.submit_for_validation(validation, by=world.chair)

    assert len(refusal(transitions.validate, validation, by=world.chair)) == 3


def test_who_was_recused_is_not_waited_for(world):
    validation = evaluation(world, State.COLLEGIAL_VALIDATION)
    transitions.declare_conflict(validation, by=world.expert)
    transitions.approve(validation, by=world.chair)
    transitions.approve(validation, by=world.rapporteur)

    assert transitions.validate(validation, by=world.chair).state == State.AGENCY_READING
