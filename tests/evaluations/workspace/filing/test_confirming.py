"""Who files has just confirmed who they are: nothing typed is lost meanwhile, and nobody is late for it."""

import datetime as dt

import pytest
import time_machine

from evalprog import clock
from evaluations import transitions
from evaluations.models import Observation
from tests.confirmed import confirmed
from tests.evaluations.workspace.answering import address, observed
from tests.evaluations.workspace.filing.letters import A_SECOND, closes_at, file, save, signed, words

pytestmark = pytest.mark.django_db


def test_the_page_is_opened_by_who_has_confirmed_who_they_are_and_comes_back(client, world, answered):
    world.signatory.set_password("quatre mots sans rapport")
    world.signatory.save()
    client.force_login(world.signatory)

    asked = client.get(address(answered, "deposer/"))
    back = client.post(
        asked["Location"], {"password": "quatre mots sans rapport", "next": address(answered, "deposer/")}
    )

    assert asked["Location"] == f"/compte/confirmer/?next={address(answered, 'deposer/')}"
    assert back["Location"] == address(answered, "deposer/")
    assert client.get(back["Location"]).status_code == 200


def test_who_has_not_confirmed_keeps_all_that_they_typed_and_nothing_is_filed(client, world, answered):
    client.force_login(world.signatory)
    confirmed(client, seconds_ago=601)

    answer = file(client, answered)

    assert answer.status_code == 403
    assert 'value="Jeanne Vernet"' in answer.content.decode() and f'value="{clock.today()}"' in answer.content.decode()
    assert "Rien n’est encore déposé : confirmez que c’est bien vous" in words(answer)
    assert not Observation.objects.filed().exists()
    confirmed(client)
    assert 'value="Jeanne Vernet"' in client.get(address(answered, "deposer/")).content.decode()


def test_what_arrived_in_time_stays_in_time_while_the_person_confirms(client, world, answered):
    end = closes_at(answered)
    with time_machine.travel(end - A_SECOND, tick=False):
        client.force_login(world.signatory)
        confirmed(client, seconds_ago=601)
        assert file(client, answered).status_code == 403
    with time_machine.travel(end + dt.timedelta(minutes=3), tick=False):
        transitions.close_observations(answered)
        confirmed(client)
        answer = file(client, answered)

    letter = Observation.objects.get()
    assert answer.status_code == 302
    assert (letter.received_at, letter.late) == (end - A_SECOND, False)
    assert letter.filed_at == end + dt.timedelta(minutes=3)


def test_a_letter_that_changed_since_counts_from_its_second_sending(client, world, answered):
    end = closes_at(answered)
    with time_machine.travel(end - A_SECOND, tick=False):
        client.force_login(world.signatory)
        confirmed(client, seconds_ago=601)
        file(client, answered)
    with time_machine.travel(end + A_SECOND, tick=False):
        save(answered, "point-faible-1", "<p>Autre chose.</p>", world, base=1)
        confirmed(client)
        file(client, answered)

    assert (Observation.objects.get().late, Observation.objects.get().received_at) == (True, end + A_SECOND)


@pytest.mark.parametrize("verb", ["deposer/", "renoncer/"])
def test_a_first_sending_is_of_one_act_and_not_of_the_other(client, world, answered, verb):
    with time_machine.travel(closes_at(answered) - A_SECOND, tick=False):
        client.force_login(world.signatory)
        confirmed(client, seconds_ago=601)
        assert client.post(address(answered, verb), signed()).status_code == 403
    with time_machine.travel(closes_at(answered) + A_SECOND, tick=False):
        confirmed(client)
        file(client, answered)

    assert Observation.objects.get().late is (verb == "renoncer/")


def test_who_signs_two_letters_in_the_last_second_is_late_with_neither(client, world, answered):
    _world, other = observed(world=world)
    end = closes_at(answered)
    assert closes_at(other) == end
    with time_machine.travel(end - A_SECOND, tick=False):
        save(other, "point-faible-1", "<p>Dit.</p>", world)
        client.force_login(world.signatory)
        confirmed(client, seconds_ago=601)
        assert [file(client, one).status_code for one in (answered, other)] == [403, 403]
    with time_machine.travel(end + A_SECOND, tick=False):
        confirmed(client)
        assert [file(client, one).status_code for one in (answered, other)] == [302, 302]

    assert list(Observation.objects.values_list("late", flat=True)) == [False, False]
