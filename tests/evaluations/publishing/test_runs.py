"""The publication of a campaign: all that is ready, once, whoever asks and whatever dies."""

import datetime as dt

import pytest
import time_machine
from django.core.exceptions import PermissionDenied
from django_tasks_db.models import DBTaskResult

from evalprog import clock
from evaluations import transitions
from evaluations.enums import PublicationOutcome, State
from evaluations.models import Event, PublicationLine, Report
from evaluations.publishing import queue, runs
from evaluations.reports import press
from evaluations.transitions import TransitionRefused
from tests import factories

NINE = factories.paris(2026, 12, 1, 9)


def outcomes(run) -> list[tuple[str, str]]:
    return list(run.lines.values_list("outcome", "reason"))


@pytest.mark.django_db(transaction=True)
def test_all_that_is_ready_is_published_and_nothing_else(world, ready):
    drafted = factories.evaluation(world, State.DRAFTING)

    run = runs.start(world.campaign, by=world.publisher)
    assert queue.drain() == 2

    run.refresh_from_db()
    assert outcomes(run) == [("PUBLISHED", ""), ("PUBLISHED", "")]
    assert run.ended_at is not None
    assert Report.objects.published().count() == 2
    assert Event.objects.filter(verb="publish", role="publisher").count() == 2
    drafted.refresh_from_db()
    assert drafted.state == State.DRAFTING


@pytest.mark.django_db(transaction=True)
def test_a_task_that_is_done_twice_publishes_once(world, ready):
    """Its worker died after the report was published and before the task was told as done."""
    run = runs.start(world.campaign, by=world.publisher)
    queue.drain()
    DBTaskResult.objects.update(status="READY")
    PublicationLine.objects.update(outcome=PublicationOutcome.WAITING)
    run.lines.model.objects.filter(run=run).update(ended_at=None)
    type(run).objects.update(ended_at=None)

    assert queue.drain() == 2

    run.refresh_from_db()
    assert outcomes(run) == [("PUBLISHED", ""), ("PUBLISHED", "")]
    assert run.ended_at is not None
    assert Event.objects.filter(verb="publish").count() == 2


@pytest.mark.parametrize("countersigned", [False, True])
@pytest.mark.django_db(transaction=True)
def test_a_correction_begun_before_its_line_is_told_is_not_what_the_line_asked_for(world, ready, countersigned):
    """The worker died between the publication and the line; the report is being corrected when another takes it up."""
    run = runs.start(world.campaign, by=world.publisher)
    first, second = ready
    transitions.publish(first, by=world.publisher)
    transitions.open_erratum(first, by=world.officer, reason="Coquille.")
    if countersigned:
        factories.sign(first, world)
        transitions.carry_observations_over(first, by=world.officer)
        transitions.countersign(first, by=world.publisher)

    queue.drain()

    assert outcomes(run) == [("PUBLISHED", ""), ("PUBLISHED", "")]
    assert list(first.reports.published().values_list("version", flat=True)) == [1]
    again = runs.start(world.campaign, by=world.publisher) if countersigned else None
    queue.drain()
    assert again is None or outcomes(again) == [("PUBLISHED", "")]
    assert first.reports.published().count() == 1 + countersigned


def test_asked_for_again_it_is_the_same_run(world, ready):
    run = runs.start(world.campaign, by=world.publisher)

    assert runs.start(world.campaign, by=world.publisher) == run
    assert DBTaskResult.objects.count() == 2


def test_nobody_else_publishes_and_nothing_is_asked_of_the_queue(world, ready):
    with pytest.raises(PermissionDenied):
        runs.start(world.campaign, by=world.officer)

    assert not DBTaskResult.objects.exists()


def test_with_nothing_ready_one_is_told(world):
    with pytest.raises(TransitionRefused, match=r"^Aucun rapport n’est prêt à être publié\.$"):
        runs.start(world.campaign, by=world.publisher)


@pytest.mark.django_db(transaction=True)
def test_what_is_stopped_is_left_as_it_was(world, ready):
    run = runs.start(world.campaign, by=world.publisher)
    runs.stop(run, by=world.publisher)
    queue.drain()

    assert outcomes(run) == [("STOPPED", ""), ("STOPPED", "")]
    assert not Report.objects.published().exists()
    assert runs.start(world.campaign, by=world.publisher) != run  # and it may be asked for again


@pytest.mark.django_db(transaction=True)
def test_who_lost_the_right_meanwhile_publishes_nothing(world, ready):
    run = runs.start(world.campaign, by=world.publisher)
    world.publisher.mandates.update(ends_at=clock.now())
    queue.drain()

    sentence = "Cet acte revient à la présidence de l’agence ou à son délégué."
    assert outcomes(run) == [("REFUSED", sentence), ("REFUSED", sentence)]
    assert not Report.objects.published().exists()


@pytest.mark.django_db(transaction=True)
def test_a_report_that_cannot_be_printed_fails_alone(world, ready, monkeypatch):
    """The press refuses the first; the second is published."""
    printed, asked = press.printed, []

    def refuses_the_first(reading, **form):
        asked.append(reading)
        if len(asked) == 1:
            raise press.NotPrinted("Un tableau est trop grand.")
        return printed(reading, **form)

    monkeypatch.setattr(press, "printed", refuses_the_first)
    run = runs.start(world.campaign, by=world.publisher)
    queue.drain()

    assert sorted(outcomes(run)) == [("PUBLISHED", ""), ("REFUSED", "Un tableau est trop grand.")]


def test_progress_says_how_long_it_will_still_take(world, ready):
    with time_machine.travel(NINE, tick=False):
        run = runs.start(world.campaign, by=world.publisher)
        assert runs.progress(run) == runs.Progress(2, 0, 0, 0, 2, None)
    first = run.lines.first()
    with time_machine.travel(NINE + dt.timedelta(seconds=90), tick=False):
        runs.end(first.pk, PublicationOutcome.PUBLISHED)
        assert runs.progress(run) == runs.Progress(2, 1, 0, 0, 1, dt.timedelta(seconds=90))
        assert runs.progress(run).done == 1
