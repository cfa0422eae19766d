"""The anchor of the journal: a file outside the database, with the hash of every event.

It is written after the commit of an act, which stands whatever happens to the line. A line that the anchor refuses
(disk full, folder unmounted) waits in a file of its own, elsewhere, until the next act or the next job adds it. Only
lines that a process of ours could not write wait there: an event inserted in the database by other means does not, and
is found missing.
"""

import errno
import logging
import os
import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path

from django.conf import settings
from django.core.files import locks
from django.utils.translation import gettext as _

from evalprog.system_errors import reason
from evaluations.models import Event

logger = logging.getLogger(__name__)

_LINE = re.compile(r"(\S+) (\S+) (\d+) ([0-9a-f]{64})")
END = 256 * 1024  # bytes: some two thousand events
MOST_CUT = 100  # lines that a full disk may have cut: more of them are damage, whatever they look like

Key = tuple[str, int]  # public id of the evaluation, number of the event


@dataclass(frozen=True, slots=True)
class Anchor:
    """The hashes of each event, those that wait included, and how far the file goes."""

    hashes: dict[Key, list[str]]
    waiting: tuple[Key, ...]  # known, and not yet in the file
    unreadable: tuple[int, ...]  # numbers of lines
    last_at: str  # as written in the last line; empty without any
    refusal: str = ""  # why the file could not be read at all
    is_whole: bool = True  # or only its end was read
    times: dict[Key, list[str]] = field(default_factory=dict)  # as written

    @property
    def is_empty(self) -> bool:
        return not self.hashes

    def of(self, name: str) -> dict[Key, list[str]]:
        """The part that concerns one evaluation."""
        return {key: hashes for key, hashes in self.hashes.items() if key[0] == name}


def read() -> Anchor:
    """The whole file: as many lines as there are events."""
    return _read(None)


def read_end() -> Anchor:
    """Its last lines, whatever its length: for pages."""
    return _read(END)


def late() -> int:
    """How many lines wait, without a look at the anchor itself."""
    return len(_parsed(_content(_waiting_file()))[0])


def write(events: list[Event]) -> None:
    """A line for each, after the commit of their act, which stands: what the anchor refuses waits."""
    lines = _as_lines(events)
    try:
        catch_up()
        _append(Path(settings.JOURNAL_ANCHOR), lines)
    except OSError as error:
        logger.error("Anchor of the journal not written (%s): %d line(s) wait", type(error).__name__, len(events))
        _let_wait(lines)


def add(events: list[Event]) -> None:
    """The same for events that a person has looked at.

    :raises OSError: when the disk is full or refuses.
    """
    _append(Path(settings.JOURNAL_ANCHOR), _as_lines(events))


def catch_up() -> int:
    """Add the lines that wait; how many. Interrupted, it may add a line twice, which harms nothing.

    :raises OSError: when the anchor still refuses; they go on waiting.
    """
    if not _waiting_file().exists():
        return 0
    with _waiting_file().open("r+b") as waiting:
        locks.lock(waiting, locks.LOCK_EX)
        lines = waiting.read()
        if lines:
            _append(Path(settings.JOURNAL_ANCHOR), b"\n" + lines)  # the refusal may have cut a line in two
            waiting.truncate(0)
            os.fsync(waiting.fileno())
    return lines.count(b"\n")


def in_words(count: int) -> str:
    return _("ancre en retard de %(count)d écriture(s) : le prochain travail de fond les ajoute.") % {"count": count}


def _let_wait(lines: bytes) -> None:
    path = _waiting_file()
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with path.open("ab") as waiting:
            locks.lock(waiting, locks.LOCK_EX)
            waiting.write(lines)
            waiting.flush()
            os.fsync(waiting.fileno())
    except OSError:
        logger.exception("Lines of the anchor could not wait either: the command « anchor » adds them")


def _waiting_file() -> Path:
    return Path(settings.JOURNAL_WAITING)


def _as_lines(events: list[Event]) -> bytes:
    return "".join(f"{e.at.isoformat()} {e.evaluation.public_id} {e.number} {e.sha256}\n" for e in events).encode()


def _append(path: Path, lines: bytes) -> None:
    """In a single write, so that several processes may append."""
    path.parent.mkdir(parents=True, exist_ok=True)
    descriptor = os.open(path, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o644)
    try:
        if os.write(descriptor, lines) < len(lines):
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC), str(path))
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _read(limit: int | None) -> Anchor:
    path, refusal, waiting_lines = Path(settings.JOURNAL_ANCHOR), "", ""
    try:
        waiting_lines = _content(_waiting_file())
        content = _content(path, limit)
        is_whole = limit is None or not path.exists() or path.stat().st_size <= limit
    except OSError as error:
        content, is_whole, refusal = "", True, reason(error)
    found, unreadable = _parsed(content, waiting_lines)
    waiting, _cut = _parsed(waiting_lines)
    hashes: dict[Key, list[str]] = {}
    times: dict[Key, list[str]] = {}
    for at, key, sha256 in found:
        hashes.setdefault(key, []).append(sha256)
        times.setdefault(key, []).append(at)
    still = [(key, sha256) for _at, key, sha256 in waiting if sha256 not in hashes.get(key, ())]
    for key, sha256 in still:
        hashes.setdefault(key, []).append(sha256)
    last_at = found[-1][0] if found else ""
    return Anchor(hashes, tuple(key for key, _sha256 in still), tuple(unreadable), last_at, refusal, is_whole, times)


def _content(path: Path, limit: int | None = None) -> str:
    """The text of the file, or its last whole lines within so many bytes; empty when there is none."""
    try:
        with path.open("rb") as file:
            start = max(0, file.seek(0, os.SEEK_END) - limit) if limit else 0
            file.seek(start)
            content = file.read()
    except FileNotFoundError:
        return ""
    return (content[content.find(b"\n") + 1 :] if start else content).decode(errors="replace")


def _parsed(content: str, waiting: str = "") -> tuple[list[tuple[str, Key, str]], list[int]]:
    """(time, key, hash) of each line, and the numbers of the lines that are none.

    A line that a full disk cut is no damage once it stands whole after that, or waits.
    """
    found, wrong = [], []
    lines = content.split("\n")  # and at no other sign: a bit makes one of them of a new line
    for number, line in enumerate(lines, start=1):
        if parts := _LINE.fullmatch(line):
            at, name, event, sha256 = parts.groups()
            found.append((at, (name, int(event)), sha256))
        elif line:
            wrong.append(number)
    cut, others = wrong[:MOST_CUT], wrong[MOST_CUT:]
    following = [*lines, *waiting.split("\n")] if cut else []
    return found, [*(n for n in cut if not _stands_whole(lines[n - 1], islice(following, n, None))), *others]


def _stands_whole(beginning: str, following: Iterable[str]) -> bool:
    return any(line.startswith(beginning) and _LINE.fullmatch(line) for line in following)
