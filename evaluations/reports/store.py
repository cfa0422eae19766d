"""The bytes of published files and of documents received, each under its own SHA-256: written once, never changed.

A file is complete before it has its name: it is written beside it, flushed to the disk and renamed, and the folder is
flushed too. Whatever dies on the way leaves a temporary file or a file that no record names; ``sweep`` removes both.
"""

import hashlib
import logging
import os
import re
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from uuid import uuid4

from django.conf import settings
from django.db import DatabaseError

from evaluations.models import Attachment, DossierPart, Report

logger = logging.getLogger(__name__)

_SHA256 = re.compile(r"[0-9a-f]{64}")
_TEMPORARY = ".under-way-"
_ASIDE = ".aside-"
ABANDONED_AFTER = 24 * 3600  # seconds: no file is written, and no act that keeps one lasts, for so long


class FileAltered(OSError):
    """The bytes under that name are not those that were kept under it."""


@dataclass(frozen=True)
class Kept:
    """A file of the store."""

    sha256: str
    size: int  # bytes


def keep(data: bytes) -> str:
    """The SHA-256 under which the bytes are now on the disk. Keeping the same bytes again writes nothing.

    A file that was there is touched: ``sweep`` then knows that somebody wants it, whose record is still to come. One
    that was altered is put right.

    :raises OSError: when the disk is full or refuses; nothing is left under the final name.
    """
    sha256 = hashlib.sha256(data).hexdigest()
    try:
        os.utime(path(sha256))
        read(sha256)
    except FileNotFoundError:
        _write(path(sha256), data)
    except FileAltered:
        logger.error("%s was altered; it is written anew", sha256)
        _write(path(sha256), data)
    return sha256


@contextmanager
def kept(data: bytes) -> Iterator[Kept]:
    """The bytes kept, for a record that is made inside the block; when that fails, a file that was new goes again.

    Two may publish the same bytes at once, and one of them fail: the file then belongs to the other. Whoever removes
    looks for a record afterwards, whoever succeeds looks for the file afterwards, and either puts it back.
    """
    was_there = path(hashlib.sha256(data).hexdigest()).exists()
    sha256 = keep(data)
    try:
        yield Kept(sha256, len(data))
    except BaseException:
        if not was_there:
            _forget(sha256, data)
        raise
    keep(data)


def path(sha256: str) -> Path:
    """Where the file of that hash stands, or would.

    :raises ValueError: if it is not a SHA-256 in hexadecimal.
    """
    if not _SHA256.fullmatch(sha256):
        raise ValueError(f"not a SHA-256: {sha256!r}")
    return _folder() / sha256[:2] / f"{sha256}.pdf"


def read(sha256: str) -> bytes:
    """The bytes that were kept under that hash, and no others (INV-P1).

    :raises FileNotFoundError: when no such file stands in the store.
    :raises FileAltered: when its bytes are others.
    :raises OSError: when it cannot be read.
    """
    data = path(sha256).read_bytes()
    if hashlib.sha256(data).hexdigest() != sha256:
        raise FileAltered(sha256)
    return data


def kept_files() -> Iterator[str]:
    """The names (SHA-256) of all the files that stand in the store."""
    for file in sorted(_folder().glob("*/*.pdf")):
        yield file.stem


def sweep() -> int:
    """Removes what was left by writers that died: unfinished files, and files that no record names. How many.

    Only what nobody has touched for a day goes. It may run beside ``keep``, and beside itself.
    """
    for aside in _folder().glob(f"*/{_ASIDE}*"):
        _put_back(aside)  # a sweep that died had not decided
    unfinished = [file for file in _folder().glob(f"*/{_TEMPORARY}*") if _is_old(file)]
    for file in unfinished:
        file.unlink(missing_ok=True)
    orphans = [file for file in _folder().glob("*/*.pdf") if _is_abandoned(file, file.stem)]
    return len(unfinished) + sum(_take_away(file) for file in orphans)


def _is_abandoned(file: Path, sha256: str) -> bool:
    return _is_old(file) and not _is_named(sha256)


def _is_old(file: Path) -> bool:
    try:
        return file.stat().st_mtime < time.time() - ABANDONED_AFTER
    except FileNotFoundError:
        return False


def _take_away(file: Path) -> bool:
    """Whether it went. It is set aside first, and looked at again: whoever keeps the same bytes meanwhile has either
    touched it before, and it comes back, or finds it gone, and writes it anew."""
    aside = file.with_name(f"{_ASIDE}{file.stem}-{uuid4()}")
    try:
        file.rename(aside)
    except FileNotFoundError:
        return False  # another sweep has it
    if _is_abandoned(aside, file.stem):
        aside.unlink(missing_ok=True)
        return True
    _put_back(aside)
    return False


def _put_back(aside: Path) -> None:
    file = aside.with_name(aside.name.removeprefix(_ASIDE)[:64] + ".pdf")
    if file.exists():
        aside.unlink(missing_ok=True)  # the same bytes were written meanwhile
        return
    with suppress(FileNotFoundError):  # another sweep has put it back
        aside.rename(file)


def release(sha256: str) -> None:
    """Removes a file whose record is gone, unless another names it. What is missing already is left so."""
    try:
        data = read(sha256)
    except FileNotFoundError:
        return
    _forget(sha256, data)


def _is_named(sha256: str) -> bool:
    """Whether a record names the file: a published report, a document of a dossier, a file joined by an institution."""
    published, parts = Report.objects.filter(pdf_sha256=sha256), DossierPart.objects.filter(sha256=sha256)
    return published.exists() or parts.exists() or Attachment.objects.filter(sha256=sha256).exists()


def _forget(sha256: str, data: bytes) -> None:
    try:
        if _is_named(sha256):
            return
        path(sha256).unlink(missing_ok=True)
        if _is_named(sha256):
            keep(data)
    except DatabaseError:
        logger.exception("Cannot tell whether %s is published; left for the sweep", sha256)


def _folder() -> Path:
    return Path(settings.MEDIA_ROOT) / "reports"


def _write(final: Path, data: bytes) -> None:
    _make_folder(final.parent)
    number, name = tempfile.mkstemp(prefix=_TEMPORARY, dir=final.parent)
    try:
        with os.fdopen(number, "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        os.chmod(name, 0o644)
        os.rename(name, final)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise
    _flush_folder(final.parent)


def _make_folder(folder: Path) -> None:
    """The folder and those above it, each entry flushed: a file is not safe in a folder that is not."""
    if folder.exists():
        return
    _make_folder(folder.parent)
    folder.mkdir(exist_ok=True)
    _flush_folder(folder.parent)


def _flush_folder(folder: Path) -> None:
    if os.name == "nt":
        return  # a folder cannot be opened there
    number = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(number)
    finally:
        os.close(number)
