"""The windows in which the institution may act."""

import datetime as dt

import pytest

from evalprog import clock, deadlines
from evaluations import invariants, notifications, transitions, writing
from evaluations.enums import DayCount, ReportKind, State
from evaluations.models import Delivery, Evaluation
from evaluations.notifications import texts
from evaluations.tasks import tasks_for
from evaluations.transitions import expiry
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
    writing.write_observations(waiting, text="<p>Lettre.</p>", signatory="Jeanne Vernet")
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


# -- while the evaluation is suspended

SUSPENDED_AT = paris(2026, 11, 25, 10)
RESUMED_AT = paris(2027, 1, 6, 10, 30)  # 42 days and half an hour later


def stood_still(evaluation, world, *, at=SUSPENDED_AT, until=RESUMED_AT):
    with clock.played_at(at):
        transitions.suspend(evaluation, by=world.officer, reason="Recours.")
    with clock.played_at(until):
        transitions.resume(evaluation, by=world.officer)
    return fresh(evaluation)


@pytest.mark.parametrize(
    ("state", "closes", "pushed"),
    [
        (State.DRAFT_TRANSMITTED, paris(2026, 12, 6), paris(2027, 1, 17, 0, 30)),
        (State.OBSERVATIONS_OPEN, paris(2026, 12, 21), paris(2027, 2, 1, 0, 30)),
    ],
)
def test_a_window_is_longer_by_the_time_of_the_suspension(world, state, closes, pushed):
    with clock.played_at(FRIDAY):
        waiting = evaluation(world, state)
    assert waiting.windows.awaited().get().closes_at == closes

    stood_still(waiting, world)

    assert waiting.windows.awaited().get().closes_at == pushed
    resumed = waiting.events.latest("number")
    assert (resumed.verb, resumed.details) == (
        "resume",
        {
            "before_instant": closes.astimezone(dt.UTC).isoformat(),
            "after_instant": pushed.astimezone(dt.UTC).isoformat(),
            "reason": "Recours.",
        },
    )
    assert [*invariants.windows_were_never_shortened(), *invariants.windows_are_ordered()] == []


def test_the_dossier_is_awaited_longer_by_the_time_of_the_suspension(world):
    world.campaign.dossier_due_on = dt.date(2026, 12, 15)
    world.campaign.save()
    with clock.played_at(FRIDAY):
        waiting, other = evaluation(world, State.DOSSIER_EXPECTED), evaluation(world, State.DOSSIER_EXPECTED)

    waiting = stood_still(waiting, world)

    pushed = paris(2027, 1, 27, 0, 30)
    assert (waiting.dossier_due_at, fresh(other).dossier_due_at) == (pushed, paris(2026, 12, 16))
    assert waiting.events.latest("number").details["after_instant"] == pushed.astimezone(dt.UTC).isoformat()
    dated = Evaluation.objects.with_deadline(deadlines.end_of(world.campaign.dossier_due_on))
    assert dict(dated.values_list("pk", "deadline")) == {waiting.pk: pushed, other.pk: paris(2026, 12, 16)}
    with clock.played_at(paris(2027, 1, 26)):
        late = [task.due for task in tasks_for(world.officer) if "en retard" in task.sentence]
        assert late == [paris(2026, 12, 16)]


def test_two_suspensions_push_twice(world):
    with clock.played_at(FRIDAY):
        waiting = evaluation(world, State.DRAFT_TRANSMITTED)

    for day in (25, 27):
        stood_still(waiting, world, at=paris(2026, 11, day), until=paris(2026, 11, day + 1))

    assert waiting.windows.get().closes_at == paris(2026, 12, 8)


@pytest.mark.parametrize("microseconds", [0, 1])
def test_a_window_that_was_over_before_the_suspension_stays_over(world, microseconds):
    waiting = evaluation(world, State.DRAFT_TRANSMITTED)
    closes_at = waiting.windows.get().closes_at

    at = closes_at + dt.timedelta(microseconds=microseconds)
    stood_still(waiting, world, at=at, until=at + dt.timedelta(days=40))

    assert waiting.windows.get().closes_at == closes_at
    assert waiting.events.latest("number").details == {}


def test_a_window_that_ends_during_the_suspension_is_open_again_after_it(world):
    waiting = evaluation(world, State.DRAFT_TRANSMITTED)
    closes_at = waiting.windows.get().closes_at
    last_moment = closes_at - dt.timedelta(microseconds=1)

    stood_still(waiting, world, at=last_moment, until=closes_at + dt.timedelta(days=3))

    assert waiting.windows.get().closes_at == closes_at + dt.timedelta(days=3, microseconds=1)
    with clock.played_at(closes_at + dt.timedelta(days=3)):
        transitions.reply_to_draft(waiting, by=world.signatory)
    assert waiting.events.latest("number").details == {}


def test_a_clock_that_went_back_during_the_suspension_shortens_nothing(world):
    with clock.played_at(FRIDAY):
        waiting = evaluation(world, State.DRAFT_TRANSMITTED)

    stood_still(waiting, world, until=SUSPENDED_AT - dt.timedelta(days=2))

    assert waiting.windows.get().closes_at == paris(2026, 12, 6)


def test_a_suspended_evaluation_does_not_expire(world):
    with clock.played_at(FRIDAY):
        waiting = evaluation(world, State.DRAFT_TRANSMITTED)
    with clock.played_at(SUSPENDED_AT):
        transitions.suspend(waiting, by=world.officer, reason="Recours.")

    with clock.played_at(RESUMED_AT):
        assert list(expiry.due()) == []
        assert refusal(transitions.close_corrections, waiting) == [
            "Cet acte n’est pas possible à l’étape « suspendue »."
        ]
        transitions.resume(waiting, by=world.officer)
        assert list(expiry.due()) == []
    with clock.played_at(paris(2027, 1, 17, 0, 30)):
        assert [found.pk for found, _act in expiry.due()] == [waiting.pk]


def test_the_message_of_the_resumption_says_the_new_instant_as_announced(world):
    with clock.played_at(FRIDAY):
        waiting = evaluation(world, State.DRAFT_TRANSMITTED)
    with clock.played_at(SUSPENDED_AT):
        transitions.suspend(waiting, by=world.officer, reason="Recours.")

    with clock.played_at(RESUMED_AT):
        announced = {preview.body for preview in notifications.preview("resume", fresh(waiting), world.officer)}
        transitions.resume(waiting, by=world.officer)

    told = Delivery.objects.filter(message__kind="resumed")
    # Not the officer, who did it.
    assert {d.user for d in told} == {world.signatory, world.contributor, world.chair, world.rapporteur, world.expert}
    message = told[0].message
    sent = (
        texts.written("resumed", waiting, facts=message.facts, added_text="", user=delivery.user) for delivery in told
    )
    assert {body for _subject, body in sent} == announced
    sentence = "Le délai de l’établissement est reporté de la durée de la suspension\u00a0: il court jusqu’au "
    assert all(sentence + deadlines.in_words(paris(2027, 1, 17, 0, 30)) in body for body in announced)
    assert not any("Recours" in body for body in announced)
