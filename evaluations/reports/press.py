"""The press: processes that print, each document bounded in time and memory (INV-L1).

A text that stalls the printer or kills it fails alone, with its reason; the others come out. Nothing is printed twice:
what was printed once is taken from the ``shelf``.

Each process has a pipe of its own, so that one that is killed leaves nothing half-said to another: with the pools of
the libraries, whose processes share one, the death of a process breaks them all.
"""

import atexit
import json
import logging
import multiprocessing
import os
import queue
import threading
import time
from collections.abc import Hashable, Iterable, Iterator
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import asdict, dataclass
from multiprocessing import forkserver
from pathlib import Path
from typing import Any, Self, TypeVar

from django.conf import settings
from django.utils.translation import gettext as _

from evaluations.content import ArchiveNotice, ReportReading
from evaluations.reports import printer, shelf
from evaluations.reports.printer import PUBLISHED

SECONDS = 120  # by the clock, for one document
SHORT = 25  # while somebody waits for it: less than the server waits for an answer
PATIENCE = 10  # of these, for a process to be free
_GRACE = 2  # seconds for a process that is stopped to be heard
START = 300  # seconds for a process to be ready: on a machine that is busy, too
MEMORY = 2_000_000_000  # bytes of address space of one process
RENEWED_AFTER = 200  # documents: then a process gives its memory back and another one takes its place

logger = logging.getLogger(__name__)

Key = TypeVar("Key", bound=Hashable)
Sent = tuple[str, ...]

# Where it can be, a process is the copy of one that has read the fonts and the style sheets and waits (``ready``): it
# is there at once. Never a copy of this one, whose threads may hold a lock just then.
_COPIES = "forkserver" in multiprocessing.get_all_start_methods()


@dataclass(frozen=True, slots=True)
class Order:
    """A reading to be printed. ``marked`` is printed across every page: « Projet »; ``notice`` is the page that an
    archive puts first."""

    reading: ReportReading
    variant: str = PUBLISHED
    marked: str = ""
    notice: ArchiveNotice | None = None

    @property
    def sent(self) -> Sent:
        """What a process is told, and all that its document depends on."""
        notice = json.dumps(asdict(self.notice), ensure_ascii=False) if self.notice else ""
        return ("report", self.reading.as_json(), self.variant, self.marked, notice)


@dataclass(frozen=True, slots=True)
class Contents:
    """The table of contents of a volume to be printed, as JSON: {"title", "lines": [{"institution", "title", "page",
    "link"}]}."""

    lines: str

    @property
    def sent(self) -> Sent:
        return ("contents", self.lines)


@dataclass(frozen=True, slots=True)
class ProgrammeSheet:
    """The sheet of a programme to be printed, as JSON: see ``render.sheet_to_pdf``."""

    told: str

    @property
    def sent(self) -> Sent:
        return ("sheet", self.told)


class NotPrinted(Exception):
    """A document that could not be laid out; the message is a sentence for whoever asked for it."""


class Busy(NotPrinted):
    """Too many others are being printed for somebody to wait: nothing is wrong with this one."""


class Press:
    """Some processes, by default ``WORKERS``. They start with the first orders and end with the block."""

    def __init__(
        self,
        processes: int | None = None,
        *,
        seconds: float = SECONDS,
        memory: int = MEMORY,
        renewed_after: int = RENEWED_AFTER,
    ) -> None:
        self.processes = processes or settings.WORKERS
        self._seconds = seconds
        self._free: queue.LifoQueue[_Process] = (
            queue.LifoQueue()
        )  # the one that is running comes before one that is not
        for _number in range(self.processes):
            self._free.put(_Process(memory, renewed_after))
        self._hands = ThreadPoolExecutor(self.processes, thread_name_prefix="press")

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_error: object) -> None:
        self.stop()

    def stop(self) -> None:
        """Waits for what is being printed, prints nothing more."""
        self._hands.shutdown(cancel_futures=True)
        for _number in range(self.processes):
            self._free.get().end()

    def memory(self) -> int:
        """The bytes that one of its processes that are free has used at most. Linux alone tells."""
        with self._process() as process:
            return process.peak()

    def print_one(
        self, order: Order | Contents | ProgrammeSheet, *, seconds: float | None = None, patience: float | None = None
    ) -> bytes:
        """``seconds``: other than those of every document. ``patience``: how many of them may go by before a process is
        free for it; without it, it waits for its turn and then has them all.

        :raises Busy: when none was free so long.
        :raises NotPrinted: when it cannot be laid out within the bounds.
        """
        sent, limit = order.sent, seconds or self._seconds
        name = shelf.name_of(sent)
        if document := shelf.taken(name):
            return document
        begun = self._begin(sent, limit, by=None if patience is None else time.monotonic() + limit)
        if patience is not None:
            self._wait(begun, limit, patience)
        return _printed(begun, name, limit)

    def _wait(self, begun: Future, limit: float, patience: float) -> None:
        """For its turn, then for its end; a process that is only starting is not waited for either."""
        if not wait([begun], patience).done and not begun.cancel():
            wait([begun], limit - patience + _GRACE)
        if begun.cancelled() or not begun.done():
            logger.warning("Not printed: the press is busy")
            raise Busy(_("Trop de documents se préparent en ce moment : réessayez dans une minute."))

    def print_all(self, orders: Iterable[tuple[Key, Order]]) -> Iterator[tuple[Key, bytes | NotPrinted]]:
        """Each document, or why it could not be printed, as they come out.

        ``orders`` is read as the press gets on: no more of them than it can soon print are held at a time.
        """
        waiting: dict[Future, tuple[Key, str]] = {}
        for key, order in orders:
            sent = order.sent
            name = shelf.name_of(sent)
            if document := shelf.taken(name):
                yield key, document
                continue
            waiting[self._begin(sent, self._seconds)] = key, name
            if len(waiting) >= 2 * self.processes:
                yield from self._come_out(waiting)
        while waiting:
            yield from self._come_out(waiting)

    def _begin(self, sent: Sent, seconds: float, *, by: float | None = None) -> Future:
        return self._hands.submit(self._print, sent, seconds, by)

    def _print(self, sent: Sent, seconds: float, by: float | None) -> bytes:
        """``by``: the moment at which nobody waits for it any more."""
        with self._process() as process:
            left = seconds if by is None else by - time.monotonic()
            if left <= 0:
                raise TimeoutError
            return process.print(sent, left)

    @contextmanager
    def _process(self) -> Iterator["_Process"]:
        process = self._free.get()
        try:
            yield process
        finally:
            self._free.put(process)

    def _come_out(self, waiting: dict[Future, tuple[Key, str]]) -> Iterator[tuple[Key, bytes | NotPrinted]]:
        for done in wait(waiting, return_when=FIRST_COMPLETED).done:
            key, name = waiting.pop(done)
            try:
                yield key, _printed(done, name, self._seconds)
            except NotPrinted as why:
                yield key, why


class _Process:
    """One process, of one pipe: an order goes in, a document or an error comes out. Asked by one thread at a time."""

    def __init__(self, memory: int, renewed_after: int) -> None:
        self._memory, self._renewed_after = memory, renewed_after
        self._running: multiprocessing.process.BaseProcess | None = None
        self._printed = 0

    def print(self, sent: Sent, seconds: float) -> bytes:
        """Whatever happens, the next order finds a process that is ready for it.

        :raises TimeoutError: when it took longer; the process is no more.
        :raises EOFError: when the process died of it.
        :raises Exception: what the printer raised, as it raised it.
        """
        try:
            if self._running is None or not self._running.is_alive() or self._printed >= self._renewed_after:
                self._start()
            self._pipe.send(sent)
            answer = self._heard(seconds)
        except (OSError, EOFError):  # a TimeoutError is an OSError
            self.end()
            raise
        self._printed += 1
        if isinstance(answer, Exception):
            raise answer
        return answer

    def peak(self) -> int:
        """:raises OSError: when it does not run, or where no one tells."""
        status = Path(f"/proc/{self._running.pid if self._running else 0}/status").read_text()
        return int(next(line.split()[1] for line in status.splitlines() if line.startswith("VmHWM"))) * 1024

    def end(self) -> None:
        if self._running is not None:
            self._running.kill()
            self._running.join()
            self._pipe.close()
            self._running = None

    def _start(self) -> None:
        self.end()
        fresh = _context()
        self._pipe, theirs = fresh.Pipe()
        self._running = fresh.Process(target=printer.serve, args=(theirs, self._memory), name="press", daemon=True)
        self._running.start()
        theirs.close()  # else its death would not be heard
        self._printed = 0
        self._heard(START)

    def _heard(self, seconds: float) -> bytes | Exception:
        if not self._pipe.poll(seconds):
            raise TimeoutError
        return self._pipe.recv()


def printed(
    reading: ReportReading,
    *,
    variant: str = PUBLISHED,
    marked: str = "",
    notice: ArchiveNotice | None = None,
    seconds: float = SHORT,
    patience: float | None = PATIENCE,
) -> bytes:
    """The document as PDF, by the press of this process: ``WORKERS`` processes beside it, or fewer as long as fewer
    orders come at once, which wait for the next. ``patience``: see ``Press.print_one``; within ``unhurried``, none.

    :raises Busy: when too many others are being printed.
    :raises NotPrinted: when it cannot be laid out within the bounds.
    """
    if _unhurried.get():
        seconds, patience = SECONDS, None
    return _own_press().print_one(Order(reading, variant, marked, notice), seconds=seconds, patience=patience)


@contextmanager
def unhurried() -> Iterator[None]:
    """Nobody sits before a page: what is printed within waits for its turn, and has all the time of a document."""
    token = _unhurried.set(True)
    try:
        yield
    finally:
        _unhurried.reset(token)


def printed_contents(lines: str) -> bytes:
    """The table of contents of a volume as PDF (see ``Contents``).

    :raises NotPrinted: when it cannot be laid out within the bounds.
    """
    return _own_press().print_one(Contents(lines), seconds=SECONDS)


def printed_sheet(told: str) -> bytes:
    """The sheet of a programme as PDF, while somebody waits (see ``ProgrammeSheet``).

    :raises Busy: when too many others are being printed.
    :raises NotPrinted: when it cannot be laid out within the bounds.
    """
    return _own_press().print_one(ProgrammeSheet(told), seconds=SHORT, patience=PATIENCE)


_unhurried: ContextVar[bool] = ContextVar("unhurried", default=False)
_owner = os.getpid()
_beginning = threading.Lock()


def _context() -> Any:
    """How a process starts. In a copy of this process, which is no parent of the one that waits: from nothing."""
    if not _COPIES or os.getpid() != _owner:
        return multiprocessing.get_context("spawn")
    with _beginning, _modules_found():
        forkserver.set_forkserver_preload(["evaluations.reports.ready"])
        forkserver.ensure_running()
    return multiprocessing.get_context("forkserver")


@contextmanager
def _modules_found() -> Iterator[None]:
    """Python 3.11 does not tell the process that waits where our modules are."""
    before = os.environ.get("PYTHONPATH")
    os.environ["PYTHONPATH"] = os.pathsep.join([str(settings.BASE_DIR), *([before] if before else [])])
    try:
        yield
    finally:
        os.environ.pop("PYTHONPATH")
        if before is not None:
            os.environ["PYTHONPATH"] = before


_own: tuple[int, Press] | None = None
_starting = threading.Lock()


def _own_press() -> Press:
    """One press a process; a copy of a process does not inherit it."""
    global _own  # noqa: PLW0603
    with _starting:
        if _own is None or _own[0] != os.getpid():
            _own = os.getpid(), Press()
            atexit.register(_own[1].stop)
        return _own[1]


def _printed(future: Future, name: str, seconds: float) -> bytes:
    """The log says what failed, never with which words (INV-C14)."""
    try:
        document = future.result()
    except Exception as error:
        logger.error("Not printed: %s", _name(error))
        raise NotPrinted(_reason(error, seconds)) from error
    shelf.put(name, document)
    return document


def _reason(error: Exception, seconds: float) -> str:
    if isinstance(error, TimeoutError):
        return _(
            "La mise en page n’a pas abouti en %(seconds)s secondes : un tableau ou un texte y est trop grand ; "
            "partagez-le."
        ) % {"seconds": f"{seconds:g}"}
    if isinstance(error, MemoryError | EOFError | OSError):
        return _("La mise en page demande trop de mémoire : un tableau ou un texte y est trop grand ; partagez-le.")
    if isinstance(error, RecursionError):
        return _("Un texte y est trop imbriqué pour le papier : ôtez des niveaux de listes ou de tableaux.")
    return _("La mise en page a échoué (%(error)s) ; signalez-le à qui administre l’application.") % {
        "error": _name(error)
    }


def _name(error: Exception) -> str:
    return str(error) if isinstance(error, printer.Spoilt) else type(error).__name__
