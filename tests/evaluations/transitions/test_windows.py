"""The windows in which the institution may act."""

import datetime as dt

import pytest

from evalprog import clock
from evaluations import transitions, writing
from evaluations.enums import DayCount, ReportKind, State
from tests import factories
from tests.evaluations.transitions.acts import FRIDAY, fresh, refusal, verbs
from tests.factories import evaluation, paris

pytestmark = pytest.mark.django_db


def test_what_the_institution_reads_is_what_was_transmitted(world):
    transmitted = evaluation(world, State.DRAFT_TRANSMITTED)
    factories.write(transmitted, "<p>Revu par le comité.</p>")

    draft = transmitted.reports.get(kind=ReportKind.DRAFT)
    assert draft.reading.sections[0].text == "<p>Un avis.</p>"


@pytest.mark.parametrize(
    ("working", "closes"),
    [(DayCount.CALENDAR, paris(2026, 12, 6)), (DayCount.WORKING, paris(2026, 12, 12))],
)
def test_a_window_closes_at_the_midnight_that_ends_its_last_day_in_paris(world, working, closes):
    world.campaign.day_count = working
    world.campaign.save()
    reading = evaluation(world, State.AGENCY_READING)

    with clock.played_at(FRIDAY):
        transitions.transmit_draft(reading, by=world.officer)

    window = reading.windows.get()
    assert (window.opens_at, window.closes_at) == (FRIDAY, closes)


@pytest.mark.parametrize(
    ("state", "close"),
    [
        (State.DRAFT_TRANSMITTED, transitions.close_corrections),
        (State.OBSERVATIONS_OPEN, transitions.close_observations),
    ],
)
def test_a_window_closes_at_its_instant_and_not_a_microsecond_before(world, state, close):
    waiting = evaluation(world, state)
    closes_at = waiting.windows.latest("opens_at").closes_at

    with clock.played_at(closes_at - dt.timedelta(microseconds=1)):
        assert refusal(close, waiting) == ["Le délai n’est pas écoulé."]
    with clock.played_at(closes_at):
        close(waiting)
    assert fresh(waiting).state == state + 10


def test_closing_twice_is_refused_and_leaves_one_event(world):
    waiting = evaluation(world, State.DRAFT_TRANSMITTED)
    with clock.played_at(waiting.windows.get().closes_at):
        transitions.close_corrections(waiting)
        assert refusal(transitions.close_corrections, waiting) == [
            "Cet acte n’est pas possible à l’étape « arbitrage des corrections »."
        ]
    assert verbs(waiting).count("close_corrections") == 1


@pytest.mark.parametrize(("microseconds", "late"), [(-1, False), (0, True), (1, True)])
def test_what_comes_after_the_window_is_kept_and_marked_late(world, microseconds, late):
    waiting = evaluation(world, State.OBSERVATIONS_OPEN)
    writing.write_observations(waiting, general="<p>Lettre.</p>", signatory="Jeanne Vernet")
    closes_at = waiting.windows.latest("opens_at").closes_at

    with clock.played_at(closes_at + dt.timedelta(microseconds=microseconds)):
        transitions.file_observations(waiting, by=world.signatory)

    assert waiting.events.latest("number").details.get("late", False) is late


def test_a_late_reply_to_the_draft_is_marked_too(world):
    waiting = evaluation(world, State.DRAFT_TRANSMITTED)

    with clock.played_at(waiting.windows.get().closes_at):
        transitions.reply_to_draft(waiting, by=world.signatory)

    assert waiting.events.latest("number").details == {"late": True}


def test_a_window_is_extended_with_a_reason_and_never_shortened(world):
    waiting = evaluation(world, State.DRAFT_TRANSMITTED)
    closes_at = waiting.windows.get().closes_at
    longer = closes_at + dt.timedelta(microseconds=1)

    extend = {"by": world.officer, "reason": "Congés."}
    shorter = closes_at - dt.timedelta(microseconds=1)
    assert refusal(transitions.extend_window, waiting, closes_at=closes_at, **extend) == [
        "Le délai court déjà jusqu’à ce jour."
    ]
    assert refusal(transitions.extend_window, waiting, closes_at=shorter, **extend) == [
        "Un délai se prolonge ; il ne se raccourcit pas."
    ]
    assert refusal(transitions.extend_window, waiting, by=world.officer, closes_at=longer, reason="") == [
        "Donnez un motif."
    ]
    transitions.extend_window(waiting, by=world.officer, closes_at=longer, reason="Congés.")

    assert waiting.windows.get().closes_at == longer
    assert waiting.events.latest("number").details == {
        "before_instant": closes_at.isoformat(),
        "after_instant": longer.isoformat(),
        "reason": "Congés.",
    }


def test_the_window_extended_is_the_open_one_even_if_the_clock_went_back(world):
    with clock.played_at(FRIDAY):
        signed = evaluation(world, State.CHAIR_SIGNED)
    with clock.played_at(FRIDAY - dt.timedelta(days=2)):
        transitions.open_observations(signed, by=world.officer)
    longer = paris(2027, 2, 1)

    transitions.extend_window(signed, by=world.officer, closes_at=longer, reason="Congés.")

    assert {w.kind: w.closes_at == longer for w in signed.windows.all()} == {"CORRECTIONS": False, "OBSERVATIONS": True}


def test_a_draft_sent_again_opens_a_new_round(world):
    ruling = evaluation(world, State.CORRECTIONS_RULING)

    transitions.retransmit_draft(ruling, by=world.officer, reason="Chiffres corrigés.")

    assert list(ruling.windows.values_list("kind", "round")) == [("CORRECTIONS", 1), ("CORRECTIONS", 2)]
    assert list(ruling.reports.order_by("version").values_list("kind", "version")) == [("DRAFT", 1), ("DRAFT", 2)]
