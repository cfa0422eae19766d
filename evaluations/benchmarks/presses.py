"""The press: many reports on every processor, the same report again, long ones, one process for many, and a volume."""

import io
import math
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

import pikepdf
from django.conf import settings

from evaluations.benchmarks.measuring import Result, compared
from evaluations.benchmarks.rendering import plain
from evaluations.content import ReportReading
from evaluations.models import Report
from evaluations.publishing import volume
from evaluations.reports import press, render, store
from evaluations.reports.press import Order, Press

REPORTS, PLAIN_REPORTS = 100, 5
AGAIN = 21
FEW, LONGEST = 4, 200  # times the sections of one report; pages, about
FIRST, MEASURED = 50, 500  # reports of one process
BOUND = 5  # times the same volume


def render_bulk(reading: ReportReading, *, reports: int = REPORTS) -> Result:
    """Reports a second on all processors, against a plain loop: the larger, the better."""
    loop = list(_distinct(reading, PLAIN_REPORTS))
    plain(loop[0])
    start = time.perf_counter()
    for one in loop:
        plain(one)
    each = 1000 * (time.perf_counter() - start) / len(loop)
    with Press() as machine:
        _print(machine, _distinct(reading, machine.processes, first=1_000))  # they are ready
        start = time.perf_counter()
        _print(machine, _distinct(reading, reports, first=2_000))
        ours = 1000 * (time.perf_counter() - start) / reports
    least = 1.35 * machine.processes  # 2.7 on two processors
    return {
        "ours_ms": round(ours, 1),
        "reference_ms": round(each, 1),
        "ratio": round(ours / each, 3),
        "budget": round(1 / least, 3),
        "within": each / ours >= least,
        "times_faster": round(each / ours, 2),
    }


def render_again(reading: ReportReading) -> Result:
    """A report that was printed before, against its printing."""
    (fresh,) = _distinct(reading, 1)
    start = time.perf_counter()
    first = press.printed(fresh)
    once = 1000 * (time.perf_counter() - start)
    taken = []
    for _time in range(AGAIN):
        start = time.perf_counter()
        again = press.printed(fresh)
        taken.append(1000 * (time.perf_counter() - start))
    if again != first:
        raise RuntimeError("the same report came out otherwise")
    return compared(sorted(taken)[AGAIN // 2], once, budget_ms=5)


def render_slope(reading: ReportReading) -> Result:
    """The exponent of the cost of a rendering in the number of its pages, from 5 to 200, tables included."""
    points = []

    def measure(size: int) -> int:
        start = time.process_time()
        pages = _pages(render.to_pdf(replace(reading, sections=reading.sections * size)))
        points.append((math.log(pages), math.log(time.process_time() - start)))
        return pages

    render.to_pdf(reading)  # fonts and style sheet are read
    one, few = measure(1), measure(FEW)
    most = FEW + max(1, round((LONGEST - few) * (FEW - 1) / max(few - one, 1)))
    measure(round(math.sqrt(FEW * most)))
    measure(most)
    exponent = _slope(points)
    shortest, longest = points[0], points[-1]
    return {
        "ours_ms": round(1000 * math.exp(longest[1]), 1),
        "reference_ms": round(1000 * math.exp(shortest[1]), 1),
        "ratio": round(exponent, 3),
        "budget": 1.06,
        "within": exponent <= 1.06,
        "pages": round(math.exp(longest[0])),
    }


def render_memory(reading: ReportReading, *, reports: int = MEASURED, first: int = FIRST) -> Result:
    """The memory that one process used at most over many reports, against the first of them (in MiB)."""
    with Press(1, renewed_after=reports + 1) as machine:
        _print(machine, _distinct(reading, first))
        early = machine.memory() / 2**20
        _print(machine, _distinct(reading, reports - first, first=first))
        late = machine.memory() / 2**20
    return compared(late, early, budget=1.10)


def merge_100(reading: ReportReading, *, reports: int = REPORTS) -> Result:
    """One volume of a hundred stored reports, its contents printed, against the printing of them by one process."""
    with Press() as machine, _own_files():
        printed = machine.print_all((n, Order(one)) for n, one in enumerate(_distinct(reading, reports)))
        stored = [_stored(document, number) for number, document in printed]
        start = time.perf_counter()
        for one in _distinct(reading, PLAIN_REPORTS, first=1_000):
            render.to_pdf(one)
        printing = 1000 * (time.perf_counter() - start) * reports / PLAIN_REPORTS
        taken = []
        for time_bound in range(BOUND + 1):  # the first does not count
            start = time.perf_counter()
            volume.write(f"Volume {time_bound}", stored, Path(settings.MEDIA_ROOT) / "volume.pdf")
            taken.append(1000 * (time.perf_counter() - start))
    return compared(sorted(taken[1:])[BOUND // 2], printing, budget=0.05)


@contextmanager
def _own_files() -> Iterator[None]:
    """A folder beside the installation's own, which nothing touches."""
    own = settings.MEDIA_ROOT
    with tempfile.TemporaryDirectory() as folder:
        settings.MEDIA_ROOT = folder
        try:
            yield
        finally:
            settings.MEDIA_ROOT = own


def _stored(document: bytes | Exception, number: int) -> Report:
    """A report of no database, whose file is kept."""
    if isinstance(document, Exception):
        raise document
    return Report(institution="Université", title=f"Rapport {number}", pdf_sha256=store.keep(document))


def _distinct(reading: ReportReading, number: int, *, first: int = 0) -> Iterator[ReportReading]:
    """Never printed before: the shelf knows none of them."""
    now = time.time_ns()
    for one in range(first, first + number):
        yield replace(reading, cover=replace(reading.cover, title=f"{reading.cover.title} {now} {one}"))


def _print(machine: Press, readings: Iterator[ReportReading]) -> None:
    for _key, document in machine.print_all((number, Order(one)) for number, one in enumerate(readings)):
        if isinstance(document, Exception):
            raise document


def _pages(document: bytes) -> int:
    with pikepdf.open(io.BytesIO(document)) as pdf:
        return len(pdf.pages)


def _slope(points: list[tuple[float, float]]) -> float:
    """Of the straight line that passes nearest to the points."""
    middle_x, middle_y = (sum(values) / len(points) for values in zip(*points, strict=True))
    across = sum((x - middle_x) * (y - middle_y) for x, y in points)
    return across / sum((x - middle_x) ** 2 for x, _y in points)
