"""The journal: whatever is done to it is found, and what only the anchor can find is found by the anchor."""

import datetime as dt
import json

import pytest
import time_machine
from django.core.management import CommandError, call_command
from django.db import connection
from django.db.models import F

from evaluations import anchors, chronicle, journal, transitions
from evaluations.enums import State
from evaluations.models import ActorReference, Event
from evaluations.permissions import ACTS
from tests import factories

NOW = dt.datetime(2026, 11, 2, 9, tzinfo=dt.UTC)


@pytest.fixture
def world(own_anchor):
    with time_machine.travel(NOW):
        yield factories.world()


@pytest.fixture
def walked(world, django_capture_on_commit_callbacks):
    """Five events, all anchored."""
    with django_capture_on_commit_callbacks(execute=True):
        evaluation = factories.evaluation(world, State.DOSSIER_DEPOSITED)
        transitions.return_dossier(evaluation, by=world.officer, reason="Incomplet.")
        transitions.deposit_dossier(evaluation, by=world.signatory)
    return evaluation


pytestmark = pytest.mark.django_db


def found(evaluation=None):
    return [(damage.number, damage.sentence) for damage in journal.damages(evaluation)]


def event(evaluation, number):
    return evaluation.events.get(number=number)


def rehash(evaluation, start):
    """What a forger with the code does: every hash from there on computed anew."""
    for forged in evaluation.events.filter(number__gte=start):  # a hash may precede one event only
        Event.objects.filter(pk=forged.pk).update(previous_sha256=f"{forged.pk:064}")
    previous = event(evaluation, start - 1).sha256 if start > 1 else ""
    for forged in evaluation.events.filter(number__gte=start).order_by("number"):
        forged.previous_sha256 = previous
        previous = forged.computed_sha256()
        Event.objects.filter(pk=forged.pk).update(previous_sha256=forged.previous_sha256, sha256=previous)


def without_anchor(settings):
    """What is found when the anchor is gone, whatever the chain says."""
    settings.JOURNAL_ANCHOR.unlink()
    return [(0, "l’ancre est absente ou vide\u00a0: une coupure du journal ne se verrait pas.")]


def test_what_nobody_touched_is_intact(walked):
    assert [e.number for e in walked.events.all()] == [1, 2, 3, 4, 5]
    assert found() == []
    assert found(walked) == []


# -- found by the chain alone


def test_a_modified_event_is_found(walked, settings):
    Event.objects.filter(evaluation=walked, number=3).update(role="chair")

    assert found() == [(3, "cet acte a été modifié.")]
    gone = without_anchor(settings)
    assert found() == [(3, "cet acte a été modifié."), *gone]


def test_changed_details_and_times_are_found(walked):
    Event.objects.filter(evaluation=walked, number=4).update(details={"reason": "Complet."})
    Event.objects.filter(evaluation=walked, number=5).update(at=NOW - dt.timedelta(days=1))

    assert found() == [(4, "cet acte a été modifié."), (5, "cet acte a été modifié.")]


def test_a_deleted_event_is_found(walked, settings):
    event(walked, 3).messages.all().delete()
    event(walked, 3).delete()

    chain = [(4, "un acte manque avant celui-ci."), (4, "cet acte ne suit pas celui qui le précède.")]
    assert found() == [*chain, (3, "cet acte est connu de l’ancre et manque au journal.")]
    gone = without_anchor(settings)
    assert found() == [*chain, *gone]


def test_two_events_in_each_others_place_are_found(walked):
    swapped = {2: 3, 3: 2}
    for old, new in swapped.items():
        Event.objects.filter(evaluation=walked, number=old).update(number=new + 100)
    Event.objects.filter(evaluation=walked, number__gt=100).update(number=F("number") - 100)

    assert [number for number, _sentence in found()] == [2, 2, 2, 3, 3, 3, 4]


def test_a_state_that_no_event_explains_is_found(walked):
    with connection.cursor() as cursor:
        cursor.execute("update evaluations_evaluation set state = 150 where id = %s", [walked.pk])

    assert found(walked) == [(5, "l’étape de l’évaluation n’est pas celle du dernier acte.")]


# -- found by the anchor alone


def cut(evaluation, last):
    """The end removed, and the state put back: a chain that looks sound."""
    for lost in evaluation.events.filter(number__gt=last):
        lost.messages.all().delete()
        lost.delete()
    with connection.cursor() as cursor:
        state = event(evaluation, last).after
        cursor.execute("update evaluations_evaluation set state = %s where id = %s", [state, evaluation.pk])


def test_a_journal_cut_short_is_found_by_the_anchor(walked):
    cut(walked, 3)

    assert found() == [
        (4, "cet acte est connu de l’ancre et manque au journal."),
        (5, "cet acte est connu de l’ancre et manque au journal."),
    ]


def test_without_the_anchor_a_journal_cut_short_looks_sound(walked, settings):
    """Positive control: the chain alone says nothing but that there is no anchor."""
    nothing_else = without_anchor(settings)
    assert found() == nothing_else

    cut(walked, 3)

    assert found() == nothing_else


def test_a_journal_written_anew_is_found_by_the_anchor(walked, settings):
    Event.objects.filter(evaluation=walked, number=4).update(details={"reason": "Complet."})
    rehash(walked, 4)

    assert found() == [
        (4, "cet acte n’est pas celui que l’ancre connaît."),
        (5, "cet acte n’est pas celui que l’ancre connaît."),
    ]
    nothing_else = without_anchor(settings)
    assert found() == nothing_else


def test_an_event_added_at_the_end_is_found_by_the_anchor(walked, settings):
    last = event(walked, 5)
    forged = Event(
        evaluation=walked,
        number=6,
        verb="approve",
        role="chair",
        at=NOW + dt.timedelta(hours=1),
        before=last.after,
        after=last.after,
        previous_sha256=last.sha256,
    )
    forged.sha256 = forged.computed_sha256()
    forged.save()

    assert found() == [(6, "cet acte manque à l’ancre.")]
    nothing_else = without_anchor(settings)
    assert found() == nothing_else


def test_an_event_put_in_between_is_found(walked, settings):
    for number in (5, 4, 3):
        Event.objects.filter(evaluation=walked, number=number).update(number=number + 1)
    forged = Event(
        evaluation=walked,
        number=3,
        verb="approve",
        role="chair",
        at=event(walked, 2).at,
        before=10,
        after=10,
        previous_sha256="0" * 64,
    )
    forged.sha256 = forged.computed_sha256()
    forged.save()
    assert [number for number, _sentence in found()] == [3, 3, 4, 4, 4, 5, 5, 6, 6]

    # Hashed anew by a forger, it is the anchor that knows.
    rehash(walked, 3)
    assert [number for number, _sentence in found()] == [3, 4, 5, 6]
    nothing_else = without_anchor(settings)
    assert found() == nothing_else


def test_an_evaluation_that_vanished_with_its_journal_is_found_by_the_anchor(walked):
    walked.dossier_snapshots.all().delete()
    walked.messages.all().delete()
    walked.events.all().delete()
    walked.delete()

    assert [number for number, _sentence in found()] == [1, 2, 3, 4, 5]


def test_a_line_of_the_anchor_that_cannot_be_read_is_found(walked, settings):
    with settings.JOURNAL_ANCHOR.open("a") as file:
        file.write("n’importe quoi\n")

    assert found() == [(6, "cette ligne de l’ancre est illisible.")]


def test_a_second_history_after_a_restored_backup_is_found(walked, settings):
    """The anchor knows what happened before the restore; the same numbers were then given to other acts."""
    key = (walked.public_id, 5)
    with settings.JOURNAL_ANCHOR.open("a") as file:
        file.write(f"2026-11-02T09:00:00+00:00 {walked.public_id} 5 {'0' * 64}\n")

    assert len(anchors.read().hashes[key]) == 2
    assert found() == [(5, "l’ancre connaît deux actes différents sous ce numéro.")]


# -- the anchor itself


@pytest.mark.django_db(transaction=True)
def test_an_act_stands_though_the_anchor_cannot_be_written(world, settings, tmp_path, caplog):
    (tmp_path / "a-file").write_text("")
    settings.JOURNAL_ANCHOR = tmp_path / "a-file" / "anchor.log"

    evaluation = factories.planned(world)

    assert Event.objects.filter(evaluation=evaluation).count() == 1
    assert "NotADirectoryError" in caplog.text or "FileExistsError" in caplog.text


def anchored(*arguments, capsys):
    call_command("anchor", *arguments)
    return json.loads(capsys.readouterr().out)


def test_the_command_says_how_far_the_anchor_goes_and_adds_what_it_lacks(world, walked, settings, capsys):
    transitions.return_dossier(walked, by=world.officer, reason="Incomplet.")  # without its callbacks: not anchored

    said = anchored(capsys=capsys)
    assert (said["events"], said["missing"], said["added"]) == (
        5,
        [{"evaluation": walked.public_id, "number": 6, "verb": "return_dossier"}],
        0,
    )
    assert found() == [(6, "cet acte manque à l’ancre.")]

    assert anchored("--commit", capsys=capsys)["added"] == 1
    assert found() == []
    assert anchored("--commit", capsys=capsys)["added"] == 0


def test_a_damaged_journal_is_not_anchored(world, walked):
    transitions.return_dossier(walked, by=world.officer, reason="Incomplet.")
    Event.objects.filter(evaluation=walked, number=6).update(role="chair")

    with pytest.raises(CommandError, match="Le journal est endommagé"):
        call_command("anchor", "--commit")


# -- people


def test_erasing_a_person_does_not_break_the_chain(walked):
    ActorReference.objects.update(user=None)

    assert found() == []


def test_recorded_times_never_decrease_though_the_clock_does(world, walked):
    with time_machine.travel(NOW - dt.timedelta(days=1)):
        transitions.return_dossier(walked, by=world.officer, reason="Incomplet.")

    assert event(walked, 6).at == event(walked, 5).at


def test_every_act_has_its_sentence():
    assert set(chronicle.SENTENCES) == {*ACTS, "plan", "accept_invitation", "decline_invitation", "declare_interests"}
