"""What the press does in a process of its own. Nothing here runs in the process that asks.

The module is light: it is read before Django is ready in the new process, which then prepares itself.
"""

import gc
import json
from functools import cache
from multiprocessing.connection import Connection
from typing import Any

# What is published is both at once: PDF/A-3a, with the reading inside, that is PDF/UA-1 too.
ACCESSIBLE, ARCHIVAL = "pdf/ua-1", "pdf/a-3a"
PUBLISHED = ARCHIVAL
COLLECT_AFTER = (50_000, 20, 100)  # objects; what a printing leaves behind is let go of between two of them

_warm = """
<!doctype html><html lang="fr"><title>–</title><h1>Àé</h1><p><b>ç</b> <i>œ</i></p><table><tr><td>1</td></tr></table>
"""


class Spoilt(Exception):
    """A document that the printer could not lay out, by the name of its error."""


def serve(orders: Connection, memory: int) -> None:
    """Says that it is ready, then answers each order until nobody is there to give one.

    ``memory``: bytes of address space that it may have.
    """
    _limit(memory)
    prepare()
    orders.send(b"")
    while True:
        try:
            order = orders.recv()
        except (EOFError, KeyboardInterrupt):
            return
        orders.send(_answer(*order))


def _answer(what: str, content: str, *form: str) -> bytes | Exception:
    """The PDF of a reading, of the contents of a volume or of a programme's sheet, given as JSON. An error goes without
    its words, which may be those of a text."""
    from evaluations.content import ArchiveNotice, ReportReading  # noqa: PLC0415  (see above)
    from evaluations.reports import render  # noqa: PLC0415  (see above)

    try:
        if what == "contents":
            return render.contents_to_pdf(json.loads(content))
        if what == "sheet":
            return render.sheet_to_pdf(json.loads(content))
        variant, marked, notice = form
        return render.to_pdf(
            ReportReading.from_json(content),
            variant=variant,
            marked=marked,
            notice=ArchiveNotice(**json.loads(notice)) if notice else None,
        )
    except MemoryError:
        return MemoryError()
    except RecursionError:
        return RecursionError()
    except Exception as error:  # noqa: BLE001  (whatever a text does to the printer)
        return Spoilt(type(error).__name__)


@cache
def prepare() -> None:
    """Django, the fonts and the style sheets; once in a process, and in those that it is copied into."""
    import django  # noqa: PLC0415  (see above)

    django.setup()
    from evaluations.reports import render  # noqa: PLC0415  (see above)

    render.warm_up(_warm)
    gc.collect()
    gc.freeze()  # what was read so far lives as long as the process: it is not looked at again
    gc.set_threshold(*COLLECT_AFTER)


def _limit(memory: int) -> None:
    resource: Any
    try:
        import resource  # noqa: PLC0415  (Windows has none: there the clock alone stops a printing)
    except ImportError:
        return
    resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))  # nobody's text is left behind in a dump
