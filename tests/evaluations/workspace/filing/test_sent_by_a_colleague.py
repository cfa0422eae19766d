"""What a colleague had sent in time counts for the one who files it as it was."""

import datetime as dt

import pytest
import time_machine

from evalprog import clock
from evaluations import transitions
from evaluations.models import Conflict, FirstSending, Observation
from programmes.models import Membership
from tests.confirmed import confirmed
from tests.evaluations.workspace.answering import address
from tests.evaluations.workspace.filing.letters import A_SECOND, closes_at, file, reword, words

pytestmark = pytest.mark.django_db


def sends_unconfirmed(client, person, evaluation, at):
    """A colleague, in time; the browser is then the signatory's, confirmed."""
    with time_machine.travel(at, tick=False):
        client.force_login(person)
        confirmed(client, seconds_ago=601)
        assert file(client, evaluation).status_code == 403
        client.logout()


def test_what_a_colleague_had_sent_in_time_and_is_filed_as_it_was_is_in_time(client, world, answered, colleague):
    end = closes_at(answered)
    sends_unconfirmed(client, colleague, answered, end - A_SECOND)
    with time_machine.travel(end + 5 * A_SECOND, tick=False):
        transitions.close_observations(answered)
        client.force_login(world.signatory)
        confirmed(client)
        page = words(client.get(address(answered, "deposer/")))
        answer = file(client, answered)

    letter = Observation.objects.get()
    assert "Le même envoi, par Colette Signe, nous est parvenu le" in page and "Le délai est passé." not in page
    assert (answer.status_code, letter.late, letter.received_at) == (302, False, end - A_SECOND)
    assert (letter.filed_by, FirstSending.objects.exists()) == (world.signatory, False)


def leave(world, colleague, answered):
    Membership.objects.filter(user=colleague).update(ends_at=clock.now())


def only_contribute(world, colleague, answered):
    Membership.objects.filter(user=colleague).update(can_sign=False)


def have_a_conflict(world, colleague, answered):
    Conflict.objects.create(evaluation=answered, user=colleague)


def be_shut_out(world, colleague, answered):
    type(colleague).objects.filter(pk=colleague.pk).update(is_active=False)


@pytest.mark.parametrize("happens", [leave, only_contribute, have_a_conflict, be_shut_out])
def test_who_no_longer_signs_has_sent_nothing_in_the_name_of_the_house(client, world, answered, colleague, happens):
    end = closes_at(answered)
    sends_unconfirmed(client, colleague, answered, end - A_SECOND)
    with time_machine.travel(end + 5 * A_SECOND, tick=False):
        happens(world, colleague, answered)
        client.force_login(world.signatory)
        confirmed(client)
        file(client, answered)

    assert Observation.objects.get().late is True


@pytest.mark.parametrize("changed", [-A_SECOND, A_SECOND])
def test_what_a_colleague_had_sent_counts_for_that_and_nothing_else(client, world, answered, colleague, changed):
    """Changed in time it is another letter, which nobody had sent; changed after the end it is late anyhow."""
    end = closes_at(answered)
    sends_unconfirmed(client, colleague, answered, end - 2 * A_SECOND)
    with time_machine.travel(end + changed, tick=False):
        reword(answered, world)
    with time_machine.travel(end + 5 * A_SECOND, tick=False):
        client.force_login(world.signatory)
        confirmed(client)
        file(client, answered)

    assert (Observation.objects.get().late, Observation.objects.get().received_at) == (True, end + 5 * A_SECOND)


def test_what_a_colleague_had_sent_holds_for_an_hour(client, world, answered, colleague):
    end = closes_at(answered)
    sends_unconfirmed(client, colleague, answered, end - A_SECOND)
    with time_machine.travel(end + dt.timedelta(hours=1), tick=False):
        client.force_login(world.signatory)
        confirmed(client)
        file(client, answered)

    assert Observation.objects.get().late is True
