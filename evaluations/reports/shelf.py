"""What was printed once, kept for the next who asks: the same reading, in the same form, by the same edition.

A shelf may be emptied at any time; published files are not here but in the ``store``.
"""

import hashlib
import os
import tempfile
import time
from functools import cache
from importlib.metadata import version
from pathlib import Path

from django.conf import settings

KEPT_DAYS = 30  # since somebody last asked
_PRINTERS = ("weasyprint", "pydyf", "fonttools", "tinycss2", "pyphen", "pillow", "lxml", "django")
_SOURCES = (
    ("evaluations", "**/*.py"),
    ("programmes", "**/*.py"),
    ("evalprog", "*.py"),
    ("templates/evaluations", "**/*.html"),
    ("templates/programmes", "**/*.html"),
    ("static/paper", "**/*"),
    ("static/build/fonts", "**/*"),
    ("locale", "**/*.mo"),
)
_DIGEST = 32  # bytes of a SHA-256, which stand before the document


def name_of(told: tuple[str, ...]) -> str:
    """The name of a printing, from all that the press was told: the same only for the same bytes."""
    return hashlib.sha256("\n".join((edition(), *told)).encode()).hexdigest()


@cache
def edition() -> str:
    """What else the bytes depend on: our sources, the typeface, the versions of the libraries that print. Of this
    process: one that has started goes on with what it has read."""
    told = hashlib.sha256(repr([(name, version(name)) for name in _PRINTERS]).encode())
    for folder, pattern in _SOURCES:
        for file in sorted(Path(settings.BASE_DIR, folder).glob(pattern)):
            if file.is_file():
                told.update(str(file.relative_to(settings.BASE_DIR)).encode() + b"\0" + file.read_bytes())
    return told.hexdigest()


def taken(name: str) -> bytes | None:
    """The document of that name, if it is there and whole."""
    file = _path(name)
    try:
        data = file.read_bytes()
        os.utime(file)
    except OSError:
        return None
    document = data[_DIGEST:]
    return document if hashlib.sha256(document).digest() == data[:_DIGEST] else None


def put(name: str, document: bytes) -> None:
    """A full disk keeps nobody from reading what was printed: it is then printed again the next time."""
    file = _path(name)
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        number, beside = tempfile.mkstemp(dir=file.parent, prefix=".")
    except OSError:
        return
    try:
        with os.fdopen(number, "wb") as opened:
            opened.write(hashlib.sha256(document).digest() + document)
        os.replace(beside, file)
    except OSError:
        os.unlink(beside)  # a disk that is full is not filled with halves


def sweep() -> int:
    """Takes away what nobody has asked for since ``KEPT_DAYS``; how many."""
    limit = time.time() - KEPT_DAYS * 24 * 3600
    old = [file for file in _folder().glob("*/*") if _is_older(file, limit)]
    for file in old:
        file.unlink(missing_ok=True)
    return len(old)


def _is_older(file: Path, limit: float) -> bool:
    try:
        return file.stat().st_mtime < limit
    except FileNotFoundError:  # put under its name meanwhile, or taken away by another sweep
        return False


def _path(name: str) -> Path:
    return _folder() / name[:2] / name


def _folder() -> Path:
    return Path(settings.MEDIA_ROOT) / "printed"
