"""The bytes of published files and of documents received, each under its own SHA-256: written once, never changed.

A file is complete before it has its name. Whatever dies on the way leaves an unfinished file or a file that no record
names; ``sweep`` removes both. Where the files stand is the business of a keeper (``keeping``).
"""

import hashlib
import logging
import re
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from django.db import DatabaseError

from evaluations.models import Attachment, DossierFile, DossierPart, Report
from evaluations.reports.keeping import keeper

logger = logging.getLogger(__name__)

_SHA256 = re.compile(r"[0-9a-f]{64}")
ABANDONED_AFTER = 24 * 3600  # seconds: no file is written, and no act that keeps one lasts, for so long


class FileAltered(OSError):
    """The bytes under that name are not those that were kept under it."""


@dataclass(frozen=True)
class Kept:
    """A file of the store."""

    sha256: str
    size: int  # bytes


def keep(data: bytes) -> str:
    """The SHA-256 under which the bytes are now kept. Keeping the same bytes again writes nothing.

    A file that was there is touched: ``sweep`` then knows that somebody wants it, whose record is still to come. One
    that was altered is put right.

    :raises OSError: when the disk is full, or the storage refuses; nothing is left under the final name.
    """
    sha256 = hashlib.sha256(data).hexdigest()
    try:
        keeper().touch(sha256)
        read(sha256)
    except FileNotFoundError:
        keeper().write(sha256, data)
    except FileAltered:
        logger.error("%s was altered; it is written anew", sha256)
        keeper().write(sha256, data)
    return sha256


@contextmanager
def kept(data: bytes) -> Iterator[Kept]:
    """The bytes kept, for a record that is made inside the block; when that fails, a file that was new goes again.

    Two may publish the same bytes at once, and one of them fail: the file then belongs to the other. Whoever removes
    looks for a record afterwards, whoever succeeds looks for the file afterwards, and either puts it back.
    """
    was_there = exists(hashlib.sha256(data).hexdigest())
    sha256 = keep(data)
    try:
        yield Kept(sha256, len(data))
    except BaseException:
        if not was_there:
            _forget(sha256, data)
        raise
    keep(data)


def exists(sha256: str) -> bool:
    """Whether a file of that hash stands in the store; its bytes are not looked at.

    :raises ValueError: if it is not a SHA-256 in hexadecimal.
    """
    return keeper().exists(_checked(sha256))


def read(sha256: str) -> bytes:
    """The bytes that were kept under that hash, and no others (INV-P1).

    :raises ValueError: if it is not a SHA-256 in hexadecimal.
    :raises FileNotFoundError: when no such file stands in the store.
    :raises FileAltered: when its bytes are others.
    :raises OSError: when it cannot be read.
    """
    data = keeper().read(_checked(sha256))
    if hashlib.sha256(data).hexdigest() != sha256:
        raise FileAltered(sha256)
    return data


def kept_files() -> Iterator[str]:
    """The names (SHA-256) of all the files that stand in the store."""
    yield from keeper().names()


def sweep() -> int:
    """Removes what was left by writers that died: unfinished files, and files that no record names. How many.

    Only what nobody has touched for a day goes. It may run beside ``keep``, and beside itself.
    """
    place = keeper()
    for aside in place.asides():
        place.put_back(aside)  # a sweep that died had not decided
    unfinished = place.drop_unfinished(time.time() - ABANDONED_AFTER)
    # Asked once of the records, and of the place only about what they do not name: it may be far away.
    names = list(place.names())
    named = _named() if names else set()
    orphans = [sha256 for sha256 in names if sha256 not in named and _is_abandoned(sha256)]
    return unfinished + sum(map(_take_away, orphans))


def _named() -> set[str]:
    named = set(Report.objects.values_list("pdf_sha256", flat=True))
    named.update(DossierPart.objects.values_list("sha256", flat=True))
    named.update(DossierFile.objects.values_list("sha256", flat=True))
    named.update(Attachment.objects.values_list("sha256", flat=True))
    return named


def _is_abandoned(sha256: str, aside: str = "") -> bool:
    touched_at = keeper().touched_at(sha256, aside)
    return touched_at is not None and touched_at < time.time() - ABANDONED_AFTER and not _is_named(sha256)


def _take_away(sha256: str) -> bool:
    """Whether it went. It is set aside first, and looked at again: whoever keeps the same bytes meanwhile has either
    touched it before, and it comes back, or finds it gone, and writes it anew."""
    try:
        aside = keeper().set_aside(sha256)
    except FileNotFoundError:
        return False  # another sweep has it
    if _is_abandoned(sha256, aside):
        keeper().drop(aside)
        return True
    keeper().put_back(aside)
    return False


def release(sha256: str) -> None:
    """Removes a file whose record is gone, unless another names it. What is missing already is left so."""
    try:
        data = read(sha256)
    except FileNotFoundError:
        return
    _forget(sha256, data)


def _is_named(sha256: str) -> bool:
    """Whether a record names the file: a published report, a document of a dossier, a file joined by an institution."""
    named = (
        Report.objects.filter(pdf_sha256=sha256),
        DossierPart.objects.filter(sha256=sha256),
        DossierFile.objects.filter(sha256=sha256),
        Attachment.objects.filter(sha256=sha256),
    )
    return any(rows.exists() for rows in named)


def _forget(sha256: str, data: bytes) -> None:
    try:
        if _is_named(sha256):
            return
        keeper().remove(sha256)
        if _is_named(sha256):
            keep(data)
    except DatabaseError:
        logger.exception("Cannot tell whether %s is published; left for the sweep", sha256)


def _checked(sha256: str) -> str:
    if not _SHA256.fullmatch(sha256):
        raise ValueError(f"not a SHA-256: {sha256!r}")
    return sha256
