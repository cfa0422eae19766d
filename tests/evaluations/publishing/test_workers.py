"""Workers in processes of their own, one of them killed: what was asked for is done, and done once."""

import datetime as dt
import os
import subprocess
import sys
import time
from contextlib import contextmanager
from urllib.parse import urlsplit

import pytest
import time_machine
from django.conf import settings as conf
from django.db import connection
from django_tasks_db.models import DBTaskResult

from evaluations import archive
from evaluations.enums import State
from evaluations.models import Event, Report
from evaluations.publishing import queue, runs
from evaluations.reports import store
from tests import factories

PATIENCE = 300  # seconds, on a machine that is busy
LATER = queue.LOST_AFTER + dt.timedelta(minutes=1)


@contextmanager
def workers(number: int, settings):
    """So many ``manage.py db_worker``, on the database and the files of this test; each ends when nothing waits."""
    told = os.environ | {
        "DATABASE_URL": _address(),
        "DEBUG": "1",
        "DJANGO_SETTINGS_MODULE": "evalprog.settings",
        "EVALPROG_NO_SETUP": "1",
        "MEDIA_ROOT": str(settings.MEDIA_ROOT),
        "JOURNAL_ANCHOR": str(settings.JOURNAL_ANCHOR),
        "WORKERS": "1",
    }
    call = [sys.executable, "manage.py", "db_worker", "--batch", "--no-startup-delay", "--interval", "0.2"]
    started = [
        subprocess.Popen(
            [*call, "--worker-id", f"worker-{one}"], cwd=conf.BASE_DIR, env=told, stderr=subprocess.PIPE, text=True
        )
        for one in range(number)
    ]
    try:
        yield started
    finally:
        for process in started:
            process.kill()
            process.communicate()


def _address() -> str:
    """Of the database of the tests, for another process."""
    name = connection.settings_dict["NAME"]
    if connection.vendor == "sqlite":
        return f"sqlite:///{name}"
    return urlsplit(os.environ["DATABASE_URL"])._replace(path=f"/{name}").geturl()


def kill_in_the_middle(worker: subprocess.Popen, name: str) -> None:
    """As soon as it has a task."""
    deadline = time.monotonic() + PATIENCE
    while not any(name in ids for ids in DBTaskResult.objects.running().values_list("worker_ids", flat=True)):
        assert worker.poll() is None, worker.communicate()[1]
        assert time.monotonic() < deadline
    worker.kill()
    worker.wait()


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize(
    ("number", "reports"),
    [
        pytest.param(2, 3, marks=pytest.mark.sqlite_only),
        pytest.param(4, 12, marks=[pytest.mark.heavy, pytest.mark.postgresql]),
    ],
)
def test_what_a_killed_worker_had_is_done_by_another_and_nothing_is_done_twice(world, settings, number, reports):
    evaluations = [factories.evaluation(world, State.COUNTERSIGNED) for _number in range(reports)]
    run = runs.start(world.campaign, by=world.publisher)

    with workers(number, settings) as started:
        kill_in_the_middle(started[0], "worker-0")
        said = [process.communicate(timeout=PATIENCE)[1] for process in started[1:]]
        assert [process.returncode for process in started[1:]] == [0] * (number - 1), said

    assert DBTaskResult.objects.running().count() == 1
    with time_machine.travel(dt.datetime.now(dt.UTC) + LATER):
        assert queue.care().found == 1
    assert queue.drain() == 1

    run.refresh_from_db()
    assert run.ended_at is not None
    assert list(run.lines.values_list("outcome", flat=True)) == ["PUBLISHED"] * reports
    assert set(DBTaskResult.objects.values_list("status", flat=True)) == {"SUCCESSFUL"}
    published = Report.objects.published()
    assert sorted(published.values_list("evaluation", flat=True)) == sorted(one.pk for one in evaluations)
    told = Event.objects.filter(verb="publish").values_list("evaluation", flat=True)
    assert sorted(told) == sorted(one.pk for one in evaluations)
    assert list(store.kept_files()) == sorted(published.values_list("pdf_sha256", flat=True))
    assert [damage.sentence for damage in archive.file_damages()] == []
