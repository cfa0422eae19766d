"""Opens a file that somebody sent, in a process of its own: the folder is run, never imported by the application.

A hostile file may ask for hours or gigabytes, or crash a library: then this process dies, and nothing else. Commands,
with the path of the file: ``check FAMILY MAX_PAGES`` → JSON with what it is, or what is wrong with it; ``image PAGE
WIDTH`` → one page of a PDF as PNG; ``text PAGE`` → its words. Pages count from 1. Neither Django nor anything of ours
that stands outside this folder is loaded; a command loads its own libraries only, for the process lives for one.
"""

import json
import sys
import time
from pathlib import Path

from verdict import Wrong, bounded

MEMORY = 1_500_000_000  # bytes of address space
SECONDS = 20  # of processor time


def main(command: str, path: str, *arguments: str) -> None:
    _limit()
    if command == "check":
        print(json.dumps(check(path, *arguments) | {"cost": _cost()}))
    elif command == "image":
        import pdf_files  # noqa: PLC0415  (see above)

        sys.stdout.buffer.write(pdf_files.image(path, *map(int, arguments)))
    elif command == "text":
        import pdf_files  # noqa: PLC0415  (see above)

        sys.stdout.buffer.write(pdf_files.text(path, *map(int, arguments)).encode("utf-8", "replace"))
    else:
        raise SystemExit(f"unknown command: {command}")


def check(path: str, family: str, max_pages: str) -> dict:
    """``kind``, ``pages`` and what was ``found`` of people; or ``wrong``, with ``where`` in the file."""
    try:
        kind, pages, found = _examined(path, family, int(max_pages))
    except Wrong as wrong:
        return {"wrong": wrong.code, "where": wrong.where}
    return {"kind": kind, "pages": pages, "found": bounded(found)}


def _examined(path: str, family: str, max_pages: int) -> tuple[str, int | None, list]:
    if family == "PDF":
        import pdf_files  # noqa: PLC0415  (see above)

        return family, *pdf_files.check(path, max_pages)
    if family == "OFFICE":
        import office_files  # noqa: PLC0415  (see above)

        kind, found = office_files.check(path)
        return kind, None, found
    import image_files  # noqa: PLC0415  (see above)

    return family, None, image_files.check(Path(path).read_bytes(), family)


def _cost() -> dict[str, float]:
    """Processor seconds, and the bytes of memory that were used at most (not those of whoever started us)."""
    try:
        status = Path("/proc/self/status").read_text()
    except OSError:
        return {"seconds": time.process_time(), "memory": 0}
    peak = next(line.split()[1] for line in status.splitlines() if line.startswith("VmHWM"))
    return {"seconds": time.process_time(), "memory": int(peak) * 1024}


def _limit() -> None:
    try:
        import resource  # noqa: PLC0415  (Windows has none: there the clock alone stops us)
    except ImportError:
        return
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))  # nobody's file is left behind in a dump


if __name__ == "__main__":
    main(*sys.argv[1:])
