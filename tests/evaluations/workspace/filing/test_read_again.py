"""What a colleague changed since it was read is read again before it is filed."""

import datetime as dt

import pytest
import time_machine

from evaluations import transitions
from evaluations.enums import State
from evaluations.models import Observation
from evaluations.workspace import attachments
from tests import factories
from tests.confirmed import confirmed
from tests.evaluations.shown import seen_on
from tests.evaluations.workspace.answering import address
from tests.evaluations.workspace.filing.letters import A_SECOND, closes_at, file, join, reword, save, signed, words

pytestmark = pytest.mark.django_db

STALE = "Ce qui est à déposer n’est plus ce que vous avez lu : relisez-le avant de le déposer."
STALE_WAIVER = "Cette page ne dit plus ce qu’il en est : relisez-la avant de renoncer aux observations."


def take_a_stance(evaluation, world):
    save(evaluation, "point-faible-1", "<p>Nous y travaillons.</p>", world, base=1, value="DISAGREEMENT")


def answer_another(evaluation, world):
    save(evaluation, "point-faible-2", "<p>La mobilité reprend.</p>", world)


def write_the_letter(evaluation, world):
    save(evaluation, "lettre", "<p>Monsieur le président,</p>", world)


@pytest.mark.parametrize("change", [reword, take_a_stance, answer_another, write_the_letter, join])
def test_what_a_colleague_changed_since_it_was_read_is_shown_again_and_not_filed(signatory, world, answered, change):
    page = address(answered, "deposer/")
    read = seen_on(signatory.get(page))
    change(answered, world)

    answer = signatory.post(page, signed(**read, office="vice-présidente"))

    assert answer.status_code == 409
    assert STALE in words(answer) and "Rien n’a été déposé" in words(answer)
    assert f"Dernière modification par {world.contributor}, le " in words(answer)
    assert 'value="vice-présidente"' in answer.content.decode()
    assert not Observation.objects.filed().exists()
    assert signatory.post(page, signed(**seen_on(answer))).status_code == 302
    assert Observation.objects.get().filed_by == world.signatory


def test_the_words_that_will_be_filed_are_on_the_page_that_vouches_for_them(signatory, world, answered):
    write_the_letter(answered, world)
    before = signatory.get(address(answered, "deposer/"))
    reword(answered, world)
    after = signatory.post(address(answered, "deposer/"), signed(**seen_on(before)))

    assert "Nous y travaillons." in words(before) and "Monsieur le président," in words(before)
    assert "Nous y renonçons." in words(after) and "Nous y travaillons." not in words(after)


def test_the_name_of_who_signs_is_proposed_although_an_earlier_waiver_bore_none(signatory, world, answered):
    waived = factories.evaluation(world, State.OBSERVATIONS_OPEN)
    transitions.waive_observations(waived, by=world.signatory)
    assert Observation.objects.filed().get().signatory == ""

    page = signatory.get(address(answered, "deposer/")).content.decode()

    assert f'name="name" value="{world.signatory.name}"' in page


def test_a_file_taken_away_since_is_a_change_too(signatory, world, answered):
    joined = join(answered, world)
    read = seen_on(signatory.get(address(answered, "deposer/")))
    attachments.take_away(joined, by=world.contributor)

    assert signatory.post(address(answered, "deposer/"), signed(**read)).status_code == 409
    assert not Observation.objects.filed().exists()


def test_an_answer_that_says_nothing_changes_nothing(signatory, world, answered):
    read = seen_on(signatory.get(address(answered, "deposer/")))
    save(answered, "point-fort-1", "", world)  # stands before it in the report

    assert signatory.post(address(answered, "deposer/"), signed(**read)).status_code == 302


@pytest.mark.parametrize("seen", [{}, {"seen": ""}, {"seen": "0" * 64}])
@pytest.mark.parametrize(("page", "why"), [("deposer/", STALE), ("renoncer/", STALE_WAIVER)])
def test_a_filing_that_does_not_say_what_was_read_is_not_done(signatory, evaluation, world, page, why, seen):
    if page == "deposer/":
        save(evaluation, "point-faible-1", "<p>Dit.</p>", world)

    answer = signatory.post(address(evaluation, page), signed(**seen))

    assert (answer.status_code, why in words(answer)) == (409, True)
    assert not Observation.objects.filed().exists()


def test_who_waives_reads_that_a_colleague_has_written(signatory, evaluation, world):
    read = seen_on(signatory.get(address(evaluation, "renoncer/")))
    save(evaluation, "point-faible-1", "<p>Dit.</p>", world)

    answer = signatory.post(address(evaluation, "renoncer/"), signed(**read))

    assert answer.status_code == 409
    assert STALE_WAIVER in words(answer)
    assert "Des observations sont écrites : déposez-les, ou effacez-les avant d’y renoncer." in words(answer)
    again = signatory.post(address(evaluation, "renoncer/"), signed(**seen_on(answer)))
    assert words(again).count("Des observations sont écrites : déposez-les, ou effacez-les") == 1


@pytest.mark.parametrize(("changed", "late"), [(-A_SECOND, False), (dt.timedelta(), True)])
def test_who_has_to_read_again_is_not_late_for_it_unless_it_was_written_after_the_end(
    client, world, answered, changed, late
):
    """The signatory sends in the last second what is no longer what they read, and sends again nine minutes later."""
    end, page = closes_at(answered), address(answered, "deposer/")
    with time_machine.travel(end - 9 * A_SECOND, tick=False):
        client.force_login(world.signatory)
        confirmed(client)
        read = seen_on(client.get(page))
    with time_machine.travel(end + min(changed, -A_SECOND), tick=False):
        if not late:
            reword(answered, world)
        first = client.post(page, signed(**(read if not late else {})))
    with time_machine.travel(end + changed, tick=False):
        if late:
            reword(answered, world)
    with time_machine.travel(end + dt.timedelta(minutes=9), tick=False):
        transitions.close_observations(answered)
        again = client.get(page)
        answer = client.post(page, signed(**seen_on(again)))

    letter = Observation.objects.get()
    assert (first.status_code, answer.status_code) == (409, 302)
    assert (letter.late, letter.received_at) == (late, end if late else end - A_SECOND)


def test_what_a_colleague_changes_in_time_while_the_person_confirms_makes_nobody_late(client, world, answered):
    end = closes_at(answered)
    with time_machine.travel(end - 2 * A_SECOND, tick=False):
        client.force_login(world.signatory)
        confirmed(client, seconds_ago=601)
        assert file(client, answered).status_code == 403
    with time_machine.travel(end - A_SECOND, tick=False):
        reword(answered, world)
    with time_machine.travel(end + A_SECOND, tick=False):
        confirmed(client)
        assert file(client, answered).status_code == 302

    assert (Observation.objects.get().late, Observation.objects.get().received_at) == (False, end - 2 * A_SECOND)


def test_who_sent_in_time_is_told_that_what_was_written_after_the_end_makes_it_late(client, world, answered):
    end = closes_at(answered)
    with time_machine.travel(end - A_SECOND, tick=False):
        client.force_login(world.signatory)
        confirmed(client, seconds_ago=601)
        file(client, answered)
    with time_machine.travel(end + A_SECOND, tick=False):
        confirmed(client)
        in_time = words(client.get(address(answered, "deposer/")))
        reword(answered, world)
        late = words(client.get(address(answered, "deposer/")))

    assert "Votre envoi nous est parvenu le" in in_time and "Le délai est passé." not in in_time
    assert ["observations hors délai" in page for page in (in_time, late)] == [False, True]  # what will be told
    assert "Le délai est passé." in late and "Votre envoi nous est parvenu le" not in late
