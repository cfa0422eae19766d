"""The care of the queue: nothing that was asked for is lost with the worker that had it."""

import datetime as dt

import pytest
import time_machine
from django_tasks import TaskResultStatus
from django_tasks_db.models import DBTaskResult

from evaluations.publishing import queue, runs
from tests import factories

NINE = factories.paris(2026, 12, 1, 9)
MINUTE = dt.timedelta(minutes=1)

pytestmark = pytest.mark.django_db


def task(status: TaskResultStatus, *, attempts: int = 1, at: dt.datetime = NINE) -> DBTaskResult:
    made = runs.publish_line.enqueue(0).db_result
    made.status, made.started_at, made.finished_at = status, at, at
    made.worker_ids = [str(number) for number in range(attempts)]
    made.save()
    return made


def status(made: DBTaskResult) -> str:
    made.refresh_from_db()
    return made.status


@pytest.mark.django_db(transaction=True)
def test_a_task_whose_worker_died_goes_to_another():
    lost = task(TaskResultStatus.RUNNING)

    with time_machine.travel(NINE + 9 * MINUTE):
        assert queue.care() == queue.Care()
    with time_machine.travel(NINE + 11 * MINUTE):
        assert queue.care() == queue.Care(found=1)

    assert status(lost) == "READY"
    assert queue.drain() == 1
    assert status(lost) == "SUCCESSFUL"


def test_a_task_that_kills_its_workers_is_given_up_after_five(world, ready):
    run = runs.start(world.campaign, by=world.publisher)
    first, _second = DBTaskResult.objects.order_by("pk")
    DBTaskResult.objects.filter(pk=first.pk).update(status="RUNNING", worker_ids=list("abcde"), started_at=NINE)

    with time_machine.travel(NINE + 11 * MINUTE):
        assert queue.care() == queue.Care(given_up=1)

    assert status(first) == "FAILED"
    assert run.lines.get(pk=first.args_kwargs["args"][0]).outcome == "REFUSED"


@pytest.mark.parametrize(("attempts", "seconds"), [(1, 30), (2, 120), (3, 480), (4, 1920)])
def test_a_task_that_failed_is_tried_again_later_and_later(attempts, seconds):
    failed = task(TaskResultStatus.FAILED, attempts=attempts)

    with time_machine.travel(NINE + dt.timedelta(seconds=seconds - 1), tick=False):
        assert queue.care() == queue.Care()
    with time_machine.travel(NINE + dt.timedelta(seconds=seconds), tick=False):
        assert queue.care() == queue.Care(retried=1)

    assert status(failed) == "READY"


def test_a_task_that_failed_five_times_is_given_up_and_its_line_says_so(world, ready):
    run = runs.start(world.campaign, by=world.publisher)
    first, second = DBTaskResult.objects.order_by("pk")
    DBTaskResult.objects.filter(pk=first.pk).update(status="FAILED", worker_ids=list("abcde"), finished_at=NINE)

    with time_machine.travel(NINE + dt.timedelta(days=1)):
        assert queue.care() == queue.Care(given_up=1)

    line = run.lines.get(pk=first.args_kwargs["args"][0])
    assert (line.outcome, line.reason) == (
        "REFUSED",
        "La publication a échoué plusieurs fois ; la personne qui administre l’application en trouve la cause dans le "
        "journal technique.",
    )
    assert run.lines.get(pk=second.args_kwargs["args"][0]).outcome == "WAITING"


def test_what_was_done_a_month_ago_is_forgotten():
    task(TaskResultStatus.SUCCESSFUL)

    with time_machine.travel(NINE + dt.timedelta(days=31)):
        assert queue.care() == queue.Care(forgotten=1)


@pytest.mark.django_db(transaction=True)
def test_workers_in_threads_do_what_comes_and_leave_when_asked(world, ready):
    with queue.workers(2):
        run = runs.start(world.campaign, by=world.publisher)
        deadline = dt.datetime.now(dt.UTC) + 2 * MINUTE
        while run.lines.filter(outcome="WAITING").exists():
            assert dt.datetime.now(dt.UTC) < deadline

    assert list(run.lines.values_list("outcome", flat=True)) == ["PUBLISHED", "PUBLISHED"]
