"""The bytes of published files and of documents received, each under its own SHA-256: written once, never changed.

A file is complete before it has its name: it is written beside it, flushed to the disk and renamed, and the folder is
flushed too. Whatever dies on the way leaves a temporary file, which ``sweep`` removes, or a file that no record names.
"""

import hashlib
import logging
import os
import re
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings
from django.db import DatabaseError

from evaluations.models import DossierPart, Report

logger = logging.getLogger(__name__)

_SHA256 = re.compile(r"[0-9a-f]{64}")
_TEMPORARY = ".under-way-"
ABANDONED_AFTER = 3600  # seconds: nobody writes a file for so long


@dataclass(frozen=True)
class Kept:
    """A file of the store."""

    sha256: str
    size: int  # bytes


def keep(data: bytes) -> str:
    """The SHA-256 under which the bytes are now on the disk. Keeping the same bytes again writes nothing.

    :raises OSError: when the disk is full or refuses; nothing is left under the final name.
    """
    sha256 = hashlib.sha256(data).hexdigest()
    if not path(sha256).exists():
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
    """
    :raises FileNotFoundError: when no such file was kept.
    """
    return path(sha256).read_bytes()


def kept_files() -> Iterator[str]:
    """The names (SHA-256) of all the files that stand in the store."""
    for file in sorted(_folder().glob("*/*.pdf")):
        yield file.stem


def sweep() -> int:
    """Removes what was left by writers that died: unfinished files, and files that no record names. How many."""
    limit = time.time() - ABANDONED_AFTER
    old = [file for file in _folder().glob("*/*") if file.stat().st_mtime < limit]
    abandoned = [file for file in old if file.name.startswith(_TEMPORARY) or not _is_named(file.stem)]
    for file in abandoned:
        file.unlink(missing_ok=True)
    return len(abandoned)


def release(sha256: str) -> None:
    """Removes a file whose record is gone, unless another names it. What is missing already is left so."""
    try:
        data = read(sha256)
    except FileNotFoundError:
        return
    _forget(sha256, data)


def _is_named(sha256: str) -> bool:
    """Whether a record names the file: a published report, or a document of a dossier."""
    published = Report.objects.filter(pdf_sha256=sha256)
    return published.exists() or DossierPart.objects.filter(sha256=sha256).exists()


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
