"""A waiver: acknowledged like a deposit, and nothing written is thrown away by it."""

import pytest
import time_machine

from evaluations import transitions
from evaluations.enums import State
from evaluations.models import Observation
from tests.confirmed import confirmed
from tests.evaluations.workspace.answering import address
from tests.evaluations.workspace.filing.letters import A_SECOND, closes_at, waive, words

pytestmark = pytest.mark.django_db


def test_a_waiver_that_came_in_time_is_offered_once_the_clock_has_closed(client, world, evaluation):
    end = closes_at(evaluation)
    with time_machine.travel(end - A_SECOND, tick=False):
        client.force_login(world.signatory)
        confirmed(client, seconds_ago=601)
        waive(client, evaluation)
    with time_machine.travel(end + A_SECOND, tick=False):
        transitions.close_observations(evaluation)

        assert "Ne pas faire d’observation" in words(client.get(evaluation.get_absolute_url()))


def test_a_waiver_is_acknowledged_too(signatory, evaluation):
    answer = waive(signatory, evaluation)

    receipt = words(signatory.get(answer["Location"]))
    assert "Renonciation aux observations" in receipt and "Reçu dans le délai." in receipt
    evaluation.refresh_from_db()
    assert evaluation.state == State.OBSERVATIONS_CLOSED
    assert Observation.objects.get().waived


def test_who_has_written_does_not_waive(signatory, answered):
    answer = waive(signatory, answered)

    assert answer.status_code == 409
    assert "Des observations sont écrites : déposez-les, ou effacez-les avant d’y renoncer." in words(answer)


@pytest.mark.parametrize("countersigned", [False, True])
def test_a_waiver_sent_in_time_is_recorded_though_the_clock_came_between(client, world, evaluation, countersigned):
    end = closes_at(evaluation)
    with time_machine.travel(end - A_SECOND, tick=False):
        client.force_login(world.signatory)
        confirmed(client, seconds_ago=601)
        assert waive(client, evaluation).status_code == 403
    with time_machine.travel(end + A_SECOND, tick=False):
        transitions.close_observations(evaluation)
        if countersigned:
            type(evaluation).objects.filter(pk=evaluation.pk).update(state=State.COUNTERSIGNED)
        confirmed(client)
        page = client.get(address(evaluation, "renoncer/"))
        answer = waive(client, evaluation)

    if countersigned:
        assert (page.status_code, answer.status_code) == (409, 409)
        assert "« Ne pas faire d’observation » n’est pas possible à cette étape." in words(answer)
        return
    letter = Observation.objects.get()
    assert (page.status_code, answer.status_code) == (200, 302)
    assert (letter.waived, letter.late, letter.received_at) == (True, False, end - A_SECOND)
    assert [e.verb for e in evaluation.events.order_by("number")][-2:] == ["close_observations", "waive_observations"]


def test_nobody_waives_what_the_clock_has_closed(client, world, evaluation):
    with time_machine.travel(closes_at(evaluation), tick=False):
        transitions.close_observations(evaluation)
        client.force_login(world.signatory)
        confirmed(client)
        page, answer = client.get(address(evaluation, "renoncer/")), waive(client, evaluation)
        offers = words(client.get(evaluation.get_absolute_url()))

    assert (page.status_code, answer.status_code) == (409, 409)
    assert "Ne pas faire d’observation" not in offers
    assert not Observation.objects.filed().exists()
