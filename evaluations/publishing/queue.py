"""The queue, and who works for it: as many workers as one wants, on as many machines as the database allows.

The library gives the queue and its worker. What it lacks is here: a task whose worker died is given to another, one
that failed is tried again later, and what is done is not kept for ever. Every task may be done twice (see ``runs``).
"""

import datetime as dt
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from django.conf import settings
from django.db import connections
from django.utils.crypto import get_random_string
from django_tasks import TaskResultStatus
from django_tasks_db.management.commands.db_worker import Worker
from django_tasks_db.models import DBTaskResult

from evalprog import clock
from evalprog.guarded import Guard
from evaluations.publishing import runs

LOST_AFTER = dt.timedelta(minutes=10)  # longer than any task lasts: its worker is dead
ATTEMPTS = 5
FIRST_PAUSE = dt.timedelta(seconds=30)  # before the second attempt; four times as long before each of the next
KEPT = dt.timedelta(days=30)
INTERVAL = 1.0  # seconds between two looks into an empty queue
LEAVE_IN = 10  # seconds given to the task under way when everything stops; after that it is done again, elsewhere


@dataclass(frozen=True, slots=True)
class Care:
    """What the care of the queue did: tasks given to another worker, tried again, given up, forgotten."""

    found: int = 0
    retried: int = 0
    given_up: int = 0
    forgotten: int = 0


def care() -> Care:
    """One round of it. It may be done at any time, by several at once."""
    now = clock.now()
    lost = DBTaskResult.objects.running().filter(started_at__lt=now - LOST_AFTER)
    # Whatever it is that kills its workers one after the other is not given to all of them for ever.
    worn_out = [task.pk for task in lost.only("worker_ids") if len(task.worker_ids) >= ATTEMPTS]
    lost.filter(pk__in=worn_out).update(status=TaskResultStatus.FAILED, finished_at=now)
    found = _ready_again(lost.exclude(pk__in=worn_out))
    retried, given_up = 0, 0
    for failed in DBTaskResult.objects.failed().only("worker_ids", "finished_at", "task_path", "args_kwargs"):
        attempts = len(failed.worker_ids)
        if attempts >= ATTEMPTS:
            given_up += runs.give_up(failed.task_path, failed.args_kwargs["args"])
        elif failed.finished_at + FIRST_PAUSE * 4 ** (attempts - 1) <= now:
            retried += _ready_again(DBTaskResult.objects.failed().filter(pk=failed.pk))
    forgotten, _rows = DBTaskResult.objects.finished().filter(finished_at__lt=now - KEPT).delete()
    return Care(found, retried, given_up, forgotten)


def _ready_again(tasks) -> int:
    return tasks.update(status=TaskResultStatus.READY, started_at=None, finished_at=None)


def drain() -> int:
    """Do all that waits now, here; how many tasks were done."""
    if not DBTaskResult.objects.ready().exists():
        return 0
    worker = _worker()
    worker.run()
    return worker._run_tasks  # noqa: SLF001  (the library does not tell it otherwise)


@contextmanager
def workers(number: int | None = None) -> Iterator[None]:
    """Workers in threads of this process, by default ``WORKERS``, as long as the block. What is under way is finished.

    They wait for the press, whose processes do the heavy work; threads are enough for that.
    """
    stop = threading.Event()
    threads = [
        threading.Thread(target=_work, args=(stop,), name=f"worker-{one}", daemon=True)
        for one in range(number or settings.WORKERS)
    ]
    for thread in threads:
        thread.start()
    try:
        yield
    finally:
        stop.set()
        for thread in threads:
            thread.join(LEAVE_IN)


def _work(stop: threading.Event) -> None:
    """One task after the other, to hear when it is time to stop. Whatever happens to the database meanwhile, the
    worker is there again when it is."""
    while not stop.is_set():
        done = 0
        with Guard("worker").item("round"):
            worker = _worker(max_tasks=1)
            worker.run()
            done = worker._run_tasks  # noqa: SLF001  (the library does not tell it otherwise)
        if not done:
            stop.wait(INTERVAL)
    connections.close_all()


def _worker(*, max_tasks: int | None = None) -> Worker:
    return Worker(
        queue_names=["default"],
        interval=INTERVAL,
        batch=True,
        backend_name="default",
        startup_delay=False,
        max_tasks=max_tasks,
        worker_id=get_random_string(32),
        excluded_queue_names=[],
    )
