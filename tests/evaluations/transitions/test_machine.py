"""What every act has in common."""

import datetime as dt

import pytest
from django.core.exceptions import PermissionDenied

from evalprog import clock
from evaluations import journal, transitions
from evaluations.enums import AgencyRole, State
from tests import factories
from tests.evaluations.transitions.acts import FRIDAY, NOT_YOURS, fresh, refusal
from tests.factories import evaluation

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("state", list(State))
def test_every_state_is_reached_by_real_acts_and_the_journal_explains_it(
    world, state, django_capture_on_commit_callbacks
):
    with django_capture_on_commit_callbacks(execute=True):  # the anchor is written after the commit
        found = evaluation(world, state)

    assert found.state == state
    assert list(journal.damages()) == []
    assert found.events.latest("number").after == state


def test_an_act_at_another_time_is_refused_with_the_name_of_the_state(world):
    planned = evaluation(world)

    assert refusal(transitions.start_expertise, planned, by=world.officer) == [
        "Cet acte n’est pas possible à l’étape « programmée »."
    ]


def test_an_act_by_another_hand_is_denied_before_anything_is_said_of_the_state(world):
    with pytest.raises(PermissionDenied) as denied:
        transitions.publish(evaluation(world), by=world.chair)

    assert str(denied.value) == NOT_YOURS


def test_a_refusal_tells_the_institution_no_more_than_its_page(world):
    drafting, validating = evaluation(world, State.DRAFTING), evaluation(world, State.COLLEGIAL_VALIDATION)

    told = [refusal(transitions.deposit_dossier, e, by=world.signatory) for e in (drafting, validating)]

    assert told == [["Cet acte n’est pas possible à l’étape « expertise »."]] * 2


def test_an_act_looks_at_the_record_and_not_at_the_object_in_hand(world):
    stale = evaluation(world)
    transitions.expect_dossier(fresh(stale), by=world.officer)

    assert refusal(transitions.expect_dossier, stale, by=world.officer) == [
        "Cet acte n’est pas possible à l’étape « dossier attendu »."
    ]


@pytest.mark.parametrize(
    "end",
    [
        lambda person: person.mandates.update(ends_at=clock.now()),
        lambda person: type(person).objects.filter(pk=person.pk).update(is_active=False) and person.refresh_from_db(),
    ],
)
def test_an_ended_mandate_and_a_closed_account_act_no_more(world, end):
    planned = evaluation(world)
    end(world.officer)

    with pytest.raises(PermissionDenied):
        transitions.expect_dossier(planned, by=world.officer)


def test_an_act_is_remembered_with_its_author_role_and_states(world):
    with clock.played_at(FRIDAY):
        planned = evaluation(world)
        transitions.expect_dossier(planned, by=world.officer)

    event = planned.events.get(number=2)
    assert (event.verb, event.role, event.actor.user) == ("expect_dossier", "officer", world.officer)
    assert (event.before, event.after, event.at) == (State.PLANNED, State.DOSSIER_EXPECTED, FRIDAY)


def test_recorded_times_never_decrease_when_the_clock_goes_back(world):
    with clock.played_at(FRIDAY):
        planned = evaluation(world)
    with clock.played_at(FRIDAY - dt.timedelta(hours=3)):
        transitions.expect_dossier(planned, by=world.officer)
        transitions.deposit_dossier(planned, by=world.signatory)

    assert list(planned.events.values_list("at", flat=True)) == [FRIDAY] * 3


def test_the_journal_keeps_the_capacity_in_which_somebody_acted(world):
    factories.mandate(world.chair, AgencyRole.OFFICER)
    ruling = evaluation(world, State.CORRECTIONS_RULING)

    transitions.sign_as_chair(ruling, by=world.chair)

    assert ruling.events.latest("number").role == "chair"
