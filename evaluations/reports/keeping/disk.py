"""Files on the disk, under MEDIA_ROOT/reports.

A file is written beside its place, flushed to the disk and renamed, and the folder is flushed too.
"""

import os
import tempfile
import time
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from uuid import uuid4

from django.conf import settings

_TEMPORARY = ".under-way-"
_ASIDE = ".aside-"


def path(sha256: str) -> Path:
    """Where the file of that hash stands, or would."""
    return _folder() / sha256[:2] / f"{sha256}.pdf"


def read(sha256: str) -> bytes:
    return path(sha256).read_bytes()


def exists(sha256: str) -> bool:
    return path(sha256).exists()


def touch(sha256: str) -> None:
    os.utime(path(sha256), (time.time(), time.time()))


def touched_at(sha256: str, aside: str = "") -> float | None:
    try:
        return (_aside(aside) if aside else path(sha256)).stat().st_mtime
    except FileNotFoundError:
        return None


def remove(sha256: str) -> None:
    path(sha256).unlink(missing_ok=True)


def names() -> Iterator[str]:
    for file in sorted(_folder().glob("*/*.pdf")):
        yield file.stem


def set_aside(sha256: str) -> str:
    aside = f"{sha256}-{uuid4()}"
    path(sha256).rename(_aside(aside))
    return aside


def asides() -> Iterator[str]:
    for file in list(_folder().glob(f"*/{_ASIDE}*")):
        yield file.name.removeprefix(_ASIDE)


def put_back(aside: str) -> None:
    if path(aside[:64]).exists():
        drop(aside)
        return
    with suppress(FileNotFoundError):
        _aside(aside).rename(path(aside[:64]))


def drop(aside: str) -> None:
    _aside(aside).unlink(missing_ok=True)


def drop_unfinished(before: float) -> int:
    unfinished = [file for file in _folder().glob(f"*/{_TEMPORARY}*") if _is_older(file, before)]
    for file in unfinished:
        file.unlink(missing_ok=True)
    return len(unfinished)


def write(sha256: str, data: bytes) -> None:
    final = path(sha256)
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


def _folder() -> Path:
    return Path(settings.MEDIA_ROOT) / "reports"


def _aside(aside: str) -> Path:
    return _folder() / aside[:2] / f"{_ASIDE}{aside}"


def _is_older(file: Path, before: float) -> bool:
    try:
        return file.stat().st_mtime < before
    except FileNotFoundError:
        return False


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
