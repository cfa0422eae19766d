"""Pages of documents that were drawn or read already, so that turning them does not start a process each time.

Under MEDIA_ROOT/pages, by the SHA-256 of the document. Everything here can be made again: whatever fails is logged and
done without, and ``sweep`` keeps the folder within its bound.
"""

import logging
import os
import shutil
import tempfile
from pathlib import Path

from django.conf import settings

from evaluations.reports import store

MOST = 500_000_000  # bytes kept after a sweep
_TEMPORARY = ".under-way-"

logger = logging.getLogger(__name__)


def kept(sha256: str, name: str) -> bytes | None:
    """What was kept of that document under that name."""
    file = _folder() / sha256 / name
    try:
        data = file.read_bytes()
        os.utime(file)  # the pages that are read stay
    except FileNotFoundError:
        return None
    except OSError:
        logger.warning("Cannot read the page %s", file, exc_info=True)
        return None
    return data


def keep(sha256: str, name: str, data: bytes) -> None:
    """It is complete before it has its name: a page half written is never read."""
    folder = _folder() / sha256
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with tempfile.NamedTemporaryFile(prefix=_TEMPORARY, dir=folder, delete=False) as file:
            file.write(data)
        os.replace(file.name, folder / name)
    except OSError:
        logger.warning("Cannot keep the page %s of %s", name, sha256, exc_info=True)


def sweep() -> int:
    """Removes the pages of documents that are gone and, beyond ``MOST`` bytes, those read longest ago. How many."""
    removed = 0
    for folder in _folder().glob("*"):
        if not store.exists(folder.name):
            removed += len(list(folder.iterdir()))
            shutil.rmtree(folder, ignore_errors=True)
    return removed + _shrink()


def _shrink() -> int:
    facts = sorted(((file.stat().st_mtime_ns, file.stat().st_size, file) for file in _files()), reverse=True)
    total, removed = 0, 0
    for _read_at, size, file in facts:
        total += size
        if total > MOST:
            file.unlink(missing_ok=True)
            removed += 1
    return removed


def _files() -> list[Path]:
    return list(_folder().glob("*/*"))


def _folder() -> Path:
    return Path(settings.MEDIA_ROOT) / "pages"
