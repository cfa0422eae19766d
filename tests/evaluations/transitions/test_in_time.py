"""What is in time: the instant at which the request reached us, against the half-open window (INV-T1 to INV-T5).

The instants are written out by hand, in UTC or in the civil time of a place; none is computed by the code that decides.
"""

import copy
import datetime as dt
from functools import partial
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.test import Client
from django.urls import reverse

from evalprog import clock, deadlines
from evaluations import chronicle, invariants, transitions, writing
from evaluations.enums import ItemTarget, State, WindowKind
from evaluations.models import Evaluation, Observation, Window
from evaluations.workspace import attachments, corrections, observations
from evaluations.workspace.corrections import Said
from evaluations.workspace.uploads import checked
from tests import factories
from tests.evaluations.sent_files import pdf
from tests.evaluations.shown import seen_on
from tests.evaluations.transitions.acts import fresh, refusal, verbs

pytestmark = [pytest.mark.django_db, pytest.mark.sqlite_only]  # instants are compared in Python: one database is enough

MILLISECOND = dt.timedelta(milliseconds=1)
STILL_COMING = (
    "Le délai vient de s’achever et un envoi fait à temps peut encore arriver\u00a0: la signature sera possible "
    "à partir du 1er décembre 2026, 01:00:00, heure de Paris."
)


def begin():
    """One evaluation whose presidency has signed, and one whose draft is about to be sent."""
    with clock.played_at(utc("2026-01-05T09:00:00")):
        world = factories.world()
        return world, factories.evaluation(world, State.CHAIR_SIGNED), factories.evaluation(world, State.AGENCY_READING)


@pytest.fixture
def stage(made_once, db, own_anchor):
    return copy.deepcopy(made_once)


def utc(instant: str) -> dt.datetime:
    return dt.datetime.fromisoformat(instant).replace(tzinfo=dt.UTC)


def opened(stage, opens: str, days: int) -> tuple:
    """The world and the evaluation whose observations are open since that instant, a letter being written."""
    world, waiting, _draft = stage
    world.campaign.observations_days = days
    world.campaign.save(update_fields=["observations_days"])
    with clock.played_at(utc(opens)):
        transitions.open_observations(fresh(waiting), by=world.officer)
        writing.write_observations(waiting, text="<p>Lettre.</p>", signatory="Jeanne Vernet")
    return world, fresh(waiting)


def errors_expected(stage) -> tuple:
    """The world and an evaluation whose draft is before its institution until 30 November."""
    world, _signed, draft = stage
    world.campaign.corrections_days = 10
    world.campaign.save(update_fields=["corrections_days"])
    with clock.played_at(utc("2026-11-20T10:00:00")):
        transitions.transmit_draft(fresh(draft), by=world.officer)
    return world, fresh(draft)


def filed(world, waiting: Evaluation, received: dt.datetime, *, done: dt.datetime | None = None) -> Observation:
    """The letter, filed by a request that came at ``received`` and was dealt with at ``done``."""
    with clock.played_at(done or received):
        transitions.file_observations(waiting, by=world.signatory, received_at=received)
    return Observation.objects.filed().order_by("-round").first()


# -- the last millisecond, in every season

LAST_DAYS = [
    # opened at, days, first instant that is too late
    ("2026-01-10T10:00:00", 5, "2026-01-15T23:00:00"),  # winter
    ("2026-07-10T10:00:00", 5, "2026-07-15T22:00:00"),  # summer
    ("2026-03-25T10:00:00", 3, "2026-03-28T23:00:00"),  # the eve of summer time
    ("2026-03-25T10:00:00", 4, "2026-03-29T22:00:00"),  # the day of 23 hours
    ("2026-10-20T10:00:00", 4, "2026-10-24T22:00:00"),  # the eve of winter time
    ("2026-10-20T10:00:00", 5, "2026-10-25T23:00:00"),  # the day of 25 hours
    ("2028-02-20T10:00:00", 9, "2028-02-29T23:00:00"),  # the leap day
    ("2028-02-20T10:00:00", 8, "2028-02-28T23:00:00"),
    ("2026-12-20T10:00:00", 11, "2026-12-31T23:00:00"),  # the last day of the year
]


@pytest.mark.parametrize(("after", "late"), [(-MILLISECOND, False), (dt.timedelta(), True), (MILLISECOND, True)])
@pytest.mark.parametrize(("opens", "days", "too_late"), LAST_DAYS, ids=[case[2] for case in LAST_DAYS])
def test_the_last_millisecond_is_in_time_and_the_next_is_not(stage, opens, days, too_late, after, late):
    world, waiting = opened(stage, opens, days)

    letter = filed(world, waiting, utc(too_late) + after)

    assert (letter.late, letter.received_at) == (late, utc(too_late) + after)
    assert fresh(waiting).state == State.OBSERVATIONS_CLOSED


# -- overseas, « until 30 November » in Paris: the last second as the clocks of the place show it

OVERSEAS = [
    ("Indian/Reunion", "2026-12-01T02:59:59", "1er décembre 2026, 02:59:59"),
    ("Indian/Mayotte", "2026-12-01T01:59:59", "1er décembre 2026, 01:59:59"),
    ("Pacific/Noumea", "2026-12-01T09:59:59", "1er décembre 2026, 09:59:59"),
    ("Pacific/Wallis", "2026-12-01T10:59:59", "1er décembre 2026, 10:59:59"),
    ("America/Guadeloupe", "2026-11-30T18:59:59", "30 novembre 2026, 18:59:59"),
    ("America/Martinique", "2026-11-30T18:59:59", "30 novembre 2026, 18:59:59"),
    ("America/St_Barthelemy", "2026-11-30T18:59:59", "30 novembre 2026, 18:59:59"),
    ("America/Marigot", "2026-11-30T18:59:59", "30 novembre 2026, 18:59:59"),
    ("America/Cayenne", "2026-11-30T19:59:59", "30 novembre 2026, 19:59:59"),
    ("America/Miquelon", "2026-11-30T19:59:59", "30 novembre 2026, 19:59:59"),
    ("Pacific/Tahiti", "2026-11-30T12:59:59", "30 novembre 2026, 12:59:59"),
]


@pytest.mark.parametrize(("second", "late"), [(0, False), (1, True)], ids=["last second", "next second"])
@pytest.mark.parametrize(("zone", "last", "words"), OVERSEAS, ids=[case[0] for case in OVERSEAS])
def test_overseas_the_last_second_is_that_of_paris(stage, zone, last, words, second, late):
    world, waiting = opened(stage, "2026-11-20T10:00:00", 10)
    local = dt.datetime.fromisoformat(last).replace(tzinfo=ZoneInfo(zone)) + dt.timedelta(seconds=second)

    letter = filed(world, waiting, local)

    assert letter.late is late


@pytest.mark.parametrize(("zone", "last", "words"), OVERSEAS, ids=[case[0] for case in OVERSEAS])
def test_overseas_the_deadline_is_told_in_both_times(zone, last, words):
    told = deadlines.in_words(utc("2026-11-30T23:00:00"), zone)

    assert told == f"30 novembre 2026, 23:59:59 (heure de Paris), soit le {words} (heure de l’établissement)"


# -- an hour that comes twice, and one that never comes: instants are compared, not what clocks show

CHANGES = [
    # closes at, received at (UTC), late: in the night of 25 October 2026 it is 02:30 in Paris at 00:30 and at 01:30
    ("2026-10-25T00:30:00", "2026-10-25T00:29:59", False),
    ("2026-10-25T00:30:00", "2026-10-25T00:30:00", True),
    ("2026-10-25T00:30:00", "2026-10-25T01:29:59", True),  # the clock of Paris shows 02:29:59 again
    ("2026-10-25T01:30:00", "2026-10-25T00:30:00", False),  # the clock shows 02:30:00 for the first time
    ("2026-10-25T01:30:00", "2026-10-25T01:30:00", True),
    # in the night of 29 March 2026 it is 03:00 at 01:00 UTC: 02:30 never is
    ("2026-03-29T01:00:00", "2026-03-29T00:59:59", False),
    ("2026-03-29T01:00:00", "2026-03-29T01:00:00", True),
]


@pytest.mark.parametrize(("closes", "received", "late"), CHANGES)
def test_at_the_change_of_time_instants_are_compared(stage, closes, received, late):
    world, waiting = opened(stage, f"{closes[:8]}20T10:00:00", 1)
    with clock.played_at(utc(f"{closes[:8]}20T11:00:00")):
        transitions.extend_window(waiting, by=world.officer, closes_at=utc(closes), reason="Suspension reprise.")

    assert filed(world, waiting, utc(received)).late is late


# -- a request that reached us before, and is dealt with after


@pytest.mark.parametrize("minutes", [0, 1, 45])
def test_what_reached_us_in_time_is_in_time_however_long_it_takes(stage, minutes):
    world, waiting = opened(stage, "2026-11-20T10:00:00", 10)
    received = utc("2026-11-30T22:59:59.999")

    letter = filed(world, waiting, received, done=received + dt.timedelta(minutes=minutes))

    assert (letter.late, letter.received_at) == (False, received)


def test_the_clock_that_closes_the_window_meanwhile_takes_nothing_away(stage):
    world, waiting = opened(stage, "2026-11-20T10:00:00", 10)
    with clock.played_at(utc("2026-11-30T23:00:00")):
        transitions.close_observations(waiting)

    letter = filed(world, waiting, utc("2026-11-30T22:59:59.999"), done=utc("2026-11-30T23:00:05"))

    assert letter.late is False
    assert verbs(waiting)[-2:] == ["close_observations", "file_observations"]


def test_what_comes_after_the_clock_has_closed_is_late(stage):
    world, waiting = opened(stage, "2026-11-20T10:00:00", 10)
    with clock.played_at(utc("2026-11-30T23:00:00")):
        transitions.close_observations(waiting)

    assert filed(world, waiting, utc("2026-11-30T23:00:00.001")).late is True


@pytest.mark.parametrize(("received", "late"), [("2026-11-30T22:59:59.999", False), ("2026-11-30T23:00:00", True)])
def test_a_waiver_is_in_time_by_the_same_rule(stage, received, late):
    world, waiting = opened(stage, "2026-11-20T10:00:00", 10)
    Observation.objects.in_preparation().update(text="")

    with clock.played_at(utc("2026-11-30T23:00:01")):
        transitions.waive_observations(waiting, by=world.signatory, received_at=utc(received))

    assert Observation.objects.filed().get().late is late


@pytest.mark.parametrize(("received", "late"), [("2026-11-30T22:59:59.999", False), ("2026-11-30T23:00:00", True)])
def test_a_waiver_that_the_clock_overtook_is_recorded_when_it_had_reached_us_before(stage, received, late):
    world, waiting = opened(stage, "2026-11-20T10:00:00", 10)
    Observation.objects.in_preparation().update(text="")
    with clock.played_at(utc("2026-11-30T23:00:00")):
        transitions.close_observations(waiting)

    with clock.played_at(utc("2026-11-30T23:00:05")):
        waive = partial(transitions.waive_observations, waiting, by=world.signatory, received_at=utc(received))
        if late:
            assert refusal(waive) == ["Les observations sont closes\u00a0: il n’y a plus à y renoncer."]
            assert verbs(waiting)[-1] == "close_observations"
            return
        waive()
        assert refusal(waive) == ["Les observations sont closes\u00a0: il n’y a plus à y renoncer."]

    letter, event = Observation.objects.filed().get(), waiting.events.last()
    assert (letter.waived, letter.late, letter.received_at) == (True, False, utc(received))
    assert verbs(waiting)[-2:] == ["close_observations", "waive_observations"]
    assert (event.details["received_at"], event.details.get("late")) == ("2026-11-30T22:59:59.999000+00:00", None)
    line = chronicle.lines(waiting, [event])[0]
    assert "Reçu le 30 novembre 2026, 23:59:59, heure de Paris." in line.notes


@pytest.mark.parametrize(("state", "sentence"), [
    (State.COUNTERSIGNED, "contresigné"),
    (State.PUBLISHED, "publié"),
])  # fmt: skip
def test_a_waiver_does_not_come_back_on_what_was_countersigned(stage, state, sentence):
    world, waiting = opened(stage, "2026-11-20T10:00:00", 10)
    Observation.objects.in_preparation().update(text="")
    with clock.played_at(utc("2026-11-30T23:00:00")):
        transitions.close_observations(waiting)
    with clock.played_at(utc("2026-12-02T10:00:00")):
        factories.advance(waiting, state, world)

        said = refusal(
            transitions.waive_observations, waiting, by=world.signatory, received_at=utc("2026-11-30T22:59:59")
        )

    assert said == [f"Cet acte n’est pas possible à l’étape «\u00a0{sentence}\u00a0»."]


# -- what is written after the end is late, whenever the request that sends it began


def test_a_letter_that_was_written_in_after_the_end_is_late_however_early_its_sending_began(stage):
    world, waiting = opened(stage, "2026-11-20T10:00:00", 10)
    with clock.played_at(utc("2026-11-30T23:20:00")):
        base = Observation.objects.get().revision
        more = {"base_revision": base, "save_id": None, "by": world.contributor}
        observations.save(waiting, "lettre", "<p>Une heure de plus.</p>", **more)

    letter = filed(world, waiting, utc("2026-11-30T22:59:59"), done=utc("2026-11-30T23:30:00"))

    assert (letter.late, letter.received_at) == (True, utc("2026-11-30T23:20:00"))


@pytest.mark.parametrize(("written", "late"), [("2026-11-30T22:59:59.5", False), ("2026-11-30T23:00:00", True)])
def test_an_error_that_was_written_after_the_end_is_late_however_early_its_sending_began(stage, written, late):
    world, draft = errors_expected(stage)
    with clock.played_at(utc(written)):
        corrections.add(draft, Said("", "", "Faux.", ""), by=world.contributor)

    with clock.played_at(utc("2026-11-30T23:30:00")):
        transitions.reply_to_draft(draft, by=world.signatory, received_at=utc("2026-11-30T22:59:59"))

    assert draft.corrections.get().late is late


# -- what a colleague sends in time makes nothing late, however long it takes to come

BEGAN = [("2026-11-30T22:58:00", False), ("2026-11-30T23:00:00", True)]  # and ended at 23:01


def letter_after(waiting, world, gesture) -> Observation:
    """Filed at 23:10 by a request of 22:59:59."""
    with clock.played_at(utc("2026-11-30T23:01:00")):
        gesture()
    return filed(world, waiting, utc("2026-11-30T22:59:59"), done=utc("2026-11-30T23:10:00"))


@pytest.mark.parametrize(("began", "late"), BEGAN)
def test_a_file_whose_request_began_in_time_makes_no_letter_late(stage, began, late):
    world, waiting = opened(stage, "2026-11-20T10:00:00", 10)
    hand = {"by": world.contributor, "received_at": utc(began)}
    document = checked("a.pdf", pdf("Un."))

    letter = letter_after(waiting, world, lambda: attachments.attach(Observation.objects.get(), document, **hand))

    assert (letter.late, letter.attachments.get().received_at) == (late, utc(began))


@pytest.mark.parametrize(("began", "late"), BEGAN)
@pytest.mark.parametrize("name", ["lettre", "passage"])
def test_a_text_whose_request_began_in_time_makes_no_letter_late(stage, name, began, late):
    world, waiting = opened(stage, "2026-11-20T10:00:00", 10)
    with clock.played_at(utc("2026-11-29T10:00:00")):
        free = observations.add(waiting, ItemTarget.FREE, by=world.contributor)
    base = {"lettre": Observation.objects.get().revision, "passage": 0}[name]
    where = {"lettre": "lettre", "passage": free.public_id}[name]
    more = {"base_revision": base, "save_id": None, "by": world.contributor, "received_at": utc(began)}

    letter = letter_after(waiting, world, lambda: observations.save(waiting, where, "<p>Dit.</p>", **more))

    assert letter.late is late


def test_of_two_texts_the_one_that_began_last_counts(stage):
    world, waiting = opened(stage, "2026-11-20T10:00:00", 10)
    base = Observation.objects.get().revision
    for number, began, ended in ((0, "23:00:00", "23:00:01"), (1, "22:59:58", "23:00:05")):
        more = {"base_revision": base + number, "save_id": None, "by": world.contributor}
        with clock.played_at(utc(f"2026-11-30T{ended}")):
            text = f"<p>{number}</p>"
            observations.save(waiting, "lettre", text, received_at=utc(f"2026-11-30T{began}"), **more)

    letter = filed(world, waiting, utc("2026-11-30T22:59:59"), done=utc("2026-11-30T23:10:00"))

    assert (letter.late, letter.received_at) == (True, utc("2026-11-30T23:00:00"))


@pytest.mark.parametrize(("began", "late"), BEGAN)
@pytest.mark.parametrize("gesture", ["add", "rewrite", "prove", "remove", "bring_back", "take_away"])
def test_an_error_whose_request_began_in_time_is_not_late_for_it(stage, gesture, began, late):
    world, draft = errors_expected(stage)
    hand = {"by": world.contributor}
    said, documents = Said("", "", "Faux.", ""), [checked("a.pdf", pdf(words)) for words in ("Un.", "Deux.")]
    with clock.played_at(utc("2026-11-30T20:00:00")):
        error, away = (corrections.add(draft, Said("", "", words, ""), **hand) for words in ("Un.", "Deux."))
        proof = attachments.attach(error, documents[0], **hand)
        corrections.remove(away, **hand)
    gestures = {
        "add": partial(corrections.add, draft, said),
        "rewrite": partial(corrections.rewrite, error, said, read=corrections.writing_of(error)),
        "prove": partial(attachments.attach, error, documents[1]),
        "remove": partial(corrections.remove, error),
        "bring_back": partial(corrections.bring_back, away),
        "take_away": partial(attachments.take_away, proof),
    }
    with clock.played_at(utc("2026-11-30T23:01:00")):
        gestures[gesture](**hand, received_at=utc(began))

    with clock.played_at(utc("2026-11-30T23:10:00")):
        transitions.reply_to_draft(draft, by=world.signatory, received_at=utc("2026-11-30T22:59:59"))

    event = draft.events.last()
    assert event.details.get("late", False) is late
    assert event.details["received_at"] == ("2026-11-30T23:00:00+00:00" if late else "2026-11-30T22:59:59+00:00")


def test_a_gesture_that_began_in_time_takes_nothing_back_of_what_was_written_after_the_end(stage):
    world, draft = errors_expected(stage)
    late, early = ({"by": world.contributor, "received_at": utc(f"2026-11-30T{at}")} for at in ("23:00:00", "22:59:58"))
    with clock.played_at(utc("2026-11-30T23:01:00")):
        error = corrections.add(draft, Said("", "", "Faux.", ""), **late)
        corrections.remove(error, **early)
        corrections.bring_back(error, **early)
        transitions.reply_to_draft(draft, by=world.signatory, received_at=utc("2026-11-30T22:59:59"))

    assert draft.corrections.get().late is True


def test_a_file_or_an_error_brought_back_after_the_end_is_late(stage):
    world, draft = errors_expected(stage)
    with clock.played_at(utc("2026-11-30T20:00:00")):
        error = corrections.add(draft, Said("", "", "Faux.", ""), by=world.contributor)
        corrections.remove(error, by=world.contributor)
    with clock.played_at(utc("2026-11-30T23:10:00")):
        corrections.bring_back(error, by=world.contributor)
        transitions.reply_to_draft(draft, by=world.signatory, received_at=utc("2026-11-30T22:59:59"))

    assert draft.corrections.get().late is True


def test_taking_away_or_bringing_back_once_more_after_the_end_writes_nothing(stage):
    world, draft = errors_expected(stage)
    hand = {"by": world.contributor}
    with clock.played_at(utc("2026-11-30T20:00:00")):
        error, away = (corrections.add(draft, Said("", "", words, ""), **hand) for words in ("Faux.", "Vrai."))
        proof, other = (attachments.attach(error, checked("a.pdf", pdf(words)), **hand) for words in ("Un.", "Deux."))
        corrections.remove(away, **hand)
        attachments.take_away(other, **hand)
    with clock.played_at(utc("2026-11-30T23:10:00")):
        corrections.bring_back(error, **hand)
        corrections.remove(away, **hand)
        attachments.bring_back(proof, **hand)
        attachments.take_away(other, **hand)
        transitions.reply_to_draft(draft, by=world.signatory, received_at=utc("2026-11-30T22:59:59"))

    assert draft.corrections.sent().get().late is False


# -- what had reached us is not closed out by the act that comes next


def test_nobody_countersigns_while_observations_in_time_may_still_be_under_way(stage):
    world, waiting = opened(stage, "2026-11-20T10:00:00", 10)
    with clock.played_at(utc("2026-11-30T23:00:10")):
        transitions.close_observations(waiting)

    for early in ("2026-11-30T23:00:10", "2026-11-30T23:59:59.999"):
        with clock.played_at(utc(early)):
            assert refusal(transitions.countersign, waiting, by=world.publisher) == [STILL_COMING]
    with clock.played_at(utc("2026-12-01T00:00:00")):
        transitions.countersign(waiting, by=world.publisher)


def test_the_presidency_does_not_sign_while_a_reply_in_time_may_still_be_under_way(stage):
    world, draft = errors_expected(stage)
    with clock.played_at(utc("2026-11-30T23:00:10")):
        transitions.close_corrections(draft)

    with clock.played_at(utc("2026-11-30T23:59:59.999")):
        assert refusal(transitions.sign_as_chair, draft, by=world.chair) == [STILL_COMING]
    with clock.played_at(utc("2026-12-01T00:00:00")):
        transitions.sign_as_chair(draft, by=world.chair)


def test_once_the_institution_has_answered_nobody_waits(stage):
    world, waiting = opened(stage, "2026-11-20T10:00:00", 10)
    filed(world, waiting, utc("2026-11-30T22:59:59"), done=utc("2026-11-30T23:00:05"))

    with clock.played_at(utc("2026-11-30T23:00:10")):
        transitions.countersign(waiting, by=world.publisher)


# -- extensions


@pytest.mark.parametrize(
    ("received", "late"),
    [
        ("2026-11-30T23:00:00", False),  # too late for the first end, in time for the new one
        ("2026-12-02T22:59:59.999", False),
        ("2026-12-02T23:00:00", True),
    ],
)
def test_an_extended_window_counts_to_its_new_end(stage, received, late):
    world, waiting = opened(stage, "2026-11-20T10:00:00", 10)
    with clock.played_at(utc("2026-11-29T10:00:00")):
        transitions.extend_window(
            waiting, by=world.officer, closes_at=deadlines.end_of(dt.date(2026, 12, 2)), reason="Grève des transports."
        )

    assert filed(world, waiting, utc(received)).late is late


@pytest.mark.parametrize("hours", [-1, -24, -24 * 9])
def test_a_window_is_never_shortened(stage, hours):
    world, waiting = opened(stage, "2026-11-20T10:00:00", 10)
    before = Window.objects.get(evaluation=waiting, kind=WindowKind.OBSERVATIONS).closes_at

    with clock.played_at(utc("2026-11-21T10:00:00")):
        said = refusal(
            transitions.extend_window,
            waiting,
            by=world.officer,
            closes_at=before + dt.timedelta(hours=hours),
            reason="Calendrier.",
        )

    assert said == ["Un délai se prolonge\u00a0; il ne se raccourcit pas."]
    assert Window.objects.get(evaluation=waiting, kind=WindowKind.OBSERVATIONS).closes_at == before


# -- a clock that is set back


def test_a_clock_set_back_records_no_earlier_time(stage):
    world, waiting = opened(stage, "2026-11-20T10:00:00", 10)

    filed(world, waiting, utc("2026-11-20T09:00:00"))  # an hour before the window was opened

    times = list(waiting.events.order_by("number").values_list("at", flat=True))
    assert all(one <= other for one, other in pairwise(times))
    assert list(invariants.times_never_decrease()) == []


def test_a_clock_set_back_after_the_end_does_not_close_a_letter_out(stage):
    """Closed by the clock, then the clock is put right: by it the letter came in time, and is taken as such."""
    world, waiting = opened(stage, "2026-11-20T10:00:00", 10)
    with clock.played_at(utc("2026-11-30T23:30:00")):
        transitions.close_observations(waiting)

    assert filed(world, waiting, utc("2026-11-30T22:45:00")).late is False
    assert list(invariants.times_never_decrease()) == []


# -- errors of fact: the same window, by a form opened before its end and sent after it


@pytest.mark.parametrize(
    ("opened_at", "sent_at", "late"),
    [
        ("2026-11-30T22:59:58", "2026-11-30T22:59:59", False),
        ("2026-11-30T22:59:59", "2026-11-30T23:00:00", True),
        ("2026-11-30T22:00:00", "2026-11-30T23:00:01", True),
    ],
)
def test_a_form_is_in_time_by_when_it_is_sent_not_by_when_it_was_opened(stage, opened_at, sent_at, late):
    world, draft = errors_expected(stage)
    address = reverse("evaluations:evaluation-act", args=[draft.public_id, "repondre-au-projet"])
    visitor = Client()

    with time_machine.travel(utc(opened_at), tick=False):
        visitor.force_login(world.signatory)
        seen = seen_on(visitor.get(address))
    with time_machine.travel(utc(sent_at), tick=False):
        assert visitor.post(address, seen).status_code == 302

    event = draft.events.latest("number")
    assert (event.verb, event.details.get("late", False)) == ("reply_to_draft", late)


@pytest.mark.parametrize(("after", "late"), [(-MILLISECOND, False), (dt.timedelta(), True), (MILLISECOND, True)])
def test_errors_of_fact_are_in_time_by_when_they_reached_us(stage, after, late):
    world, draft = errors_expected(stage)

    with clock.played_at(utc("2026-11-30T23:00:30")):
        transitions.reply_to_draft(draft, by=world.signatory, received_at=utc("2026-11-30T23:00:00") + after)

    assert draft.events.latest("number").details.get("late", False) is late


@pytest.mark.parametrize(("after", "done"), [(-MILLISECOND, True), (dt.timedelta(), False)])
def test_a_reply_without_error_that_the_clock_overtook_is_recorded_when_it_had_reached_us_before(stage, after, done):
    world, draft = errors_expected(stage)
    received = utc("2026-11-30T23:00:00") + after
    with clock.played_at(utc("2026-11-30T23:00:10")):
        transitions.close_corrections(draft)

    with clock.played_at(utc("2026-11-30T23:00:30")):
        reply = partial(transitions.reply_to_draft, draft, by=world.signatory, received_at=received)
        if not done:
            assert refusal(reply) == ["Aucune erreur factuelle n’est prête à partir."]
            return
        reply()
        assert refusal(reply) == ["L’établissement a déjà répondu au projet."]

    assert verbs(draft)[-2:] == ["close_corrections", "reply_to_draft"]
    assert draft.events.last().details == {"received_at": "2026-11-30T22:59:59.999000+00:00"}
