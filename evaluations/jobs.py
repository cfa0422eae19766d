"""What runs beside the pages: the same few jobs, round after round, never twice at once on a machine.

Each job may be repeated at any time and interrupted at any place. One that fails is logged and does not stop the
others, and a round that fails does not stop the next.
"""

import io
import json
import logging
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.files import locks
from django.core.management import CommandError, call_command
from django.db import close_old_connections, connections
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from evalprog.guarded import Guard
from evaluations import anchors
from evaluations.publishing import queue
from evaluations.reports import shelf, store
from evaluations.workspace import first_sendings, page_cache
from programmes.imports import drafts

logger = logging.getLogger(__name__)

LEAVE_IN = 10  # seconds given to the job under way when everything stops


class AlreadyRunning(Exception):
    """Another process is in the middle of its round."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What one job did in one round. ``count``: of things done; ``None``: it failed."""

    job: str
    sentence: str
    count: int | None


def one_round(stop: threading.Event | None = None) -> Iterator[Outcome]:
    """Every job once, one after the other; none more once ``stop`` is set.

    :raises AlreadyRunning: when another process is at it.
    """
    with _alone():
        for name, job in JOBS.items():
            if stop and stop.is_set():
                return
            guard, outcome = Guard("run_jobs"), None
            with guard.item(name):
                outcome = job(name)
            yield outcome or _failure(name, guard.failed[name])


def rounds(stop: threading.Event, tell: Callable[[str], object], *, every: float) -> None:
    """Round after round, ``every`` so many seconds, until ``stop`` is set. ``tell`` hears of what was done."""
    while not stop.is_set():
        with Guard("run_jobs", benign=(AlreadyRunning,)).item("round"):
            close_old_connections()  # one that was cut since the last round
            for outcome in one_round(stop):
                if outcome.count:
                    tell(outcome.sentence)
        stop.wait(every)
    connections.close_all()


@contextmanager
def beside(tell: Callable[[str], object]) -> Iterator[None]:
    """The rounds go on in a thread of their own as long as the block, and end with the process whatever happens."""
    stop = threading.Event()
    thread = threading.Thread(
        target=rounds, args=(stop, tell), kwargs={"every": settings.JOBS_EVERY}, name="jobs", daemon=True
    )
    thread.start()
    try:
        with queue.workers():
            yield
    finally:
        stop.set()
        thread.join(LEAVE_IN)


def _sweep(name: str) -> Outcome:
    count = store.sweep() + shelf.sweep() + page_cache.sweep()
    return Outcome(name, _("Fichiers abandonnés retirés : %(count)d.") % {"count": count}, count)


def _forget(name: str) -> Outcome:
    count = drafts.sweep()
    return Outcome(name, _("Imports abandonnés oubliés : %(count)d.") % {"count": count}, count)


def _catch_up(name: str) -> Outcome:
    count = anchors.catch_up()
    return Outcome(name, _("Lignes rattrapées de l’ancre : %(count)d.") % {"count": count}, count)


def _care(name: str) -> Outcome:
    done = queue.care()
    count = done.found + done.retried
    return Outcome(name, _("Tâches remises dans la file : %(count)d.") % {"count": count}, count)


def _command(counted: Callable[[dict[str, Any]], int], sentence: str, name: str) -> Outcome:
    """A command that prints JSON, from which what it did is counted."""
    printed = io.StringIO()
    try:
        call_command(name, commit=True, verbosity=0, stdout=printed)
    except CommandError as error:
        logger.warning("%s: %s", name, error)
        return Outcome(name, str(error), None)
    count = counted(json.loads(printed.getvalue()))
    return Outcome(name, str(sentence) % {"count": count}, count)


def _failure(name: str, error: str) -> Outcome:
    sentence = _("Le travail %(job)s a échoué (%(error)s) ; le journal technique dit pourquoi.")
    return Outcome(name, sentence % {"job": name, "error": error}, None)


def _close_windows(name: str) -> Outcome:
    """With what was noted of delays and that nobody sent again, which is not counted."""
    first_sendings.sweep()
    return _command(lambda said: len(said["closed"]), _("Délais clos : %(count)d."), name)


# In this order: what is cheap and mends first, and the messages of the acts of this round at its end.
JOBS: dict[str, Callable[[str], Outcome]] = {
    "sweep": _sweep,
    "drafts": _forget,
    "anchor": _catch_up,
    "queue": _care,
    "close_windows": _close_windows,
    "send_reminders": partial(
        _command,
        lambda said: sum(reminder["people"] for reminder in said["reminders"]),
        gettext_lazy("Rappels écrits : %(count)d."),
    ),
    "send_messages": partial(_command, lambda said: said["sent"], gettext_lazy("Messages envoyés : %(count)d.")),
}


@contextmanager
def _alone() -> Iterator[None]:
    path = Path(settings.JOBS_LOCK)
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("w") as file:
        if not locks.lock(file, locks.LOCK_EX | locks.LOCK_NB):
            raise AlreadyRunning
        yield
