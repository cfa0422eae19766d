"""What comes after the delay: kept, marked late, and decided by somebody of the agency (INV-T3)."""

import datetime as dt

import pytest
from django.core.exceptions import PermissionDenied

from evalprog import clock
from evaluations import transitions, writing
from evaluations.enums import ReportKind, State
from evaluations.models import Delivery, Observation
from evaluations.reports import reading
from tests.evaluations.transitions.acts import fresh, refusal, verbs
from tests.factories import advance, evaluation

pytestmark = pytest.mark.django_db

MILLISECOND = dt.timedelta(milliseconds=1)
UNDECIDED = "Des observations arrivées hors délai attendent une décision\u00a0: admettez-les, ou écartez-les."


def file(waiting, world, *, at, text="<p>Lettre.</p>"):
    with clock.played_at(at):
        writing.write_observations(waiting, text=text, signatory="Jeanne Vernet")
        transitions.file_observations(waiting, by=world.signatory)
    return Observation.objects.filter(evaluation=waiting).latest("round")


@pytest.fixture
def waiting(world):
    return evaluation(world, State.OBSERVATIONS_OPEN)


@pytest.fixture
def closes_at(waiting):
    return waiting.windows.awaited().get().closes_at


@pytest.fixture
def expired(waiting, closes_at):
    with clock.played_at(closes_at):
        transitions.close_observations(waiting)
    return fresh(waiting)


@pytest.mark.parametrize(("shift", "late"), [(-MILLISECOND, False), (0 * MILLISECOND, True), (MILLISECOND, True)])
def test_what_comes_at_the_end_of_the_delay_is_late_and_a_millisecond_before_it_is_not(
    waiting, closes_at, world, shift, late
):
    letter = file(waiting, world, at=closes_at + shift)

    assert (letter.late, letter.filed_at) == (late, closes_at + shift)
    assert waiting.events.latest("number").details == {
        "receipt": f"{waiting.public_id}-1",
        "sha256": letter.computed_sha256(),
        "received_at": letter.received_at.isoformat(),
    } | ({"late": True} if late else {})
    assert (reading.read(waiting).observations is None) is late
    assert fresh(waiting).state == State.OBSERVATIONS_CLOSED


def test_what_comes_once_the_delay_is_closed_is_kept_and_waits_for_a_decision(expired, closes_at, world):
    letter = file(expired, world, at=closes_at + dt.timedelta(days=3))

    assert (letter.late, letter.admitted, letter.text) == (True, None, "<p>Lettre.</p>")
    assert reading.read(expired).observations is None
    assert refusal(transitions.countersign, expired, by=world.publisher) == [UNDECIDED]
    told = Delivery.objects.filter(message__kind="late_observations_filed").values_list("user", flat=True)
    people = (world.officer, world.publisher, world.contributor, world.signatory)  # who filed has the receipt too
    assert set(told) == {person.pk for person in people}
    assert not Delivery.objects.filter(message__kind="observations_filed").exists()


def test_a_letter_begun_in_time_and_filed_late_is_late(waiting, closes_at, world):
    writing.write_observations(waiting, text="<p>Commencée à temps.</p>", signatory="Jeanne Vernet")
    with clock.played_at(closes_at):
        transitions.close_observations(waiting)
        transitions.file_observations(waiting, by=world.signatory)

    assert list(Observation.objects.values_list("late", "text")) == [(True, "<p>Commencée à temps.</p>")]


def test_late_observations_that_are_admitted_go_with_the_report(expired, closes_at, world):
    letter = file(expired, world, at=closes_at)

    assert refusal(transitions.admit_late_observations, expired, by=world.officer, reason=" ") == ["Donnez un motif."]
    transitions.admit_late_observations(expired, by=world.officer, reason="Panne du service.")
    advance(expired, State.PUBLISHED, world)

    letter.refresh_from_db()
    assert (letter.late, letter.admitted) == (True, True)
    decided = expired.events.get(verb="admit_late_observations")
    assert (decided.role, decided.details) == ("officer", {"receipt": letter.receipt, "reason": "Panne du service."})
    assert expired.reports.get(kind=ReportKind.FINAL).reading.observations.general == "<p>Lettre.</p>"


def test_late_observations_that_are_left_out_are_kept_and_not_published(expired, closes_at, world):
    letter = file(expired, world, at=closes_at)

    transitions.leave_out_late_observations(expired, by=world.publisher, reason="Sans excuse.")
    advance(expired, State.PUBLISHED, world)

    letter.refresh_from_db()
    assert (letter.late, letter.admitted, letter.text) == (True, False, "<p>Lettre.</p>")
    assert verbs(expired)[-4:] == ["file_observations", "leave_out_late_observations", "countersign", "publish"]
    assert expired.reports.get(kind=ReportKind.FINAL).reading.observations is None


def test_a_decision_is_taken_once_and_letters_wait_their_turn(expired, closes_at, world):
    first = file(expired, world, at=closes_at, text="<p>Une.</p>")
    second = file(expired, world, at=closes_at, text="<p>Deux.</p>")

    transitions.leave_out_late_observations(expired, by=world.officer, reason="Incomplète.")
    assert refusal(transitions.countersign, expired, by=world.publisher) == [UNDECIDED]
    transitions.admit_late_observations(expired, by=world.officer, reason="Complète.")

    assert dict(Observation.objects.values_list("pk", "admitted")) == {first.pk: False, second.pk: True}
    for act in (transitions.admit_late_observations, transitions.leave_out_late_observations):
        assert refusal(act, expired, by=world.officer, reason="Encore.") == [
            "Aucune observation hors délai n’attend de décision."
        ]


def test_a_late_letter_does_not_replace_the_one_that_came_in_time(waiting, closes_at, world):
    in_time = file(waiting, world, at=closes_at - MILLISECOND, text="<p>À temps.</p>")
    file(waiting, world, at=closes_at, text="<p>Trop tard.</p>")

    assert refusal(transitions.admit_late_observations, waiting, by=world.officer, reason="Motif.") == [
        "Des observations accompagnent déjà cette version du rapport\u00a0: elles ne sont pas remplacées."
    ]
    transitions.leave_out_late_observations(waiting, by=world.officer, reason="Déjà déposées.")

    in_time.refresh_from_db()
    assert (in_time.late, reading.read(waiting).observations.general) == (False, "<p>À temps.</p>")


def test_filed_in_time_nothing_more_is_written_until_the_delay_is_over(waiting, closes_at, world):
    file(waiting, world, at=closes_at - 2 * MILLISECOND)

    with clock.played_at(closes_at - MILLISECOND):
        with pytest.raises(writing.Sealed):
            writing.write_observations(waiting, text="<p>Autre.</p>", signatory="Jeanne Vernet")
        assert refusal(transitions.file_observations, waiting, by=world.signatory) == [
            "Les observations sont déjà déposées."
        ]


def test_nothing_more_comes_once_the_report_is_countersigned(expired, closes_at, world):
    advance(expired, State.COUNTERSIGNED, world)

    with clock.played_at(closes_at), pytest.raises(writing.Sealed):
        writing.write_observations(expired, text="<p>Autre.</p>", signatory="Jeanne Vernet")


def test_only_the_agency_decides_of_what_came_late(expired, closes_at, world):
    file(expired, world, at=closes_at)

    for person in (world.signatory, world.chair, world.auditor, world.admin):
        for act in (transitions.admit_late_observations, transitions.leave_out_late_observations):
            with pytest.raises(PermissionDenied):
                act(expired, by=person, reason="Motif.")


def test_late_observations_on_an_erratum_that_are_left_out_leave_those_of_the_version_before(world):
    published = evaluation(world, State.PUBLISHED)
    transitions.open_erratum(published, by=world.officer, reason="Effectifs erronés.")
    advance(published, State.OBSERVATIONS_OPEN, world)
    file(published, world, at=published.windows.awaited().get().closes_at, text="<p>Trop tard.</p>")

    transitions.leave_out_late_observations(published, by=world.officer, reason="Hors délai.")

    assert reading.read(published).observations.general == "<p>Une observation.</p>"


def test_a_late_waiver_is_marked_and_asks_for_no_decision(waiting, closes_at, world):
    with clock.played_at(closes_at):
        transitions.waive_observations(waiting, by=world.signatory)

    assert waiting.events.latest("number").details["late"] is True
    assert reading.read(waiting).observations is None
    transitions.countersign(waiting, by=world.publisher)
