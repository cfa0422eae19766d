"""What the product costs, as ratios inside one run: absolute times on shared machines say little.

Each benchmark returns its figures in milliseconds (medians), the ratio to what it is measured against, and its budget.
"""

import gc
import io
import platform
import statistics
import time
from collections.abc import Callable
from importlib.metadata import version
from pathlib import Path
from typing import Any

import pikepdf
from django.contrib.staticfiles import finders
from weasyprint import HTML
from weasyprint.urls import URLFetcherResponse

from evaluations.content import ReportReading
from evaluations.reports import render

REPETITIONS = 5
TOLERANCE = 1.10  # a budget exceeded by less is noise

Result = dict[str, float | bool]


def environment() -> dict[str, str]:
    return {
        "python": platform.python_version(),
        "machine": platform.machine(),
        **{name: version(name) for name in ("django", "weasyprint")},
    }


def render_one(reading: ReportReading) -> Result:
    """Our warm rendering against WeasyPrint as anybody would call it, on the same HTML and the same style sheet."""
    page = render.to_html(reading)

    def plain() -> bytes:
        html = HTML(string=page, base_url=render.SCHEME, url_fetcher=_FilesAsTheyAre())
        return html.write_pdf(stylesheets=[render.STYLE_SHEET], pdf_variant=render.ACCESSIBLE)

    ours, reference = _medians(lambda: render.to_pdf(reading), plain)
    with pikepdf.open(io.BytesIO(render.to_pdf(reading))) as pdf:
        pages = len(pdf.pages)
    return {**_compared(ours, reference, budget=0.80), "pages_per_second": round(1000 * pages / ours, 1)}


class _FilesAsTheyAre(render.OwnFiles):
    """Our static files as anybody would read them: from the disk each time, fonts as they were downloaded."""

    def fetch(self, url: str, headers: dict | None = None) -> URLFetcherResponse:
        found = finders.find(url.removeprefix(render.SCHEME))
        return URLFetcherResponse(url, Path(str(found)).read_bytes())


def is_exceeded(result: Result) -> bool:
    return result["ratio"] > result["budget"] * TOLERANCE


def _medians(*works: Callable[[], Any]) -> list[float]:
    """Milliseconds of processor of each, taken in turn, so that a slow moment of the machine falls on all alike."""
    times: list[list[float]] = [[] for _ in works]
    for work in works:
        work()
    for _ in range(REPETITIONS):
        for work, taken in zip(works, times, strict=True):
            gc.collect()
            start = time.process_time()
            work()
            taken.append(1000 * (time.process_time() - start))
    return [statistics.median(taken) for taken in times]


def _compared(ours: float, reference: float, *, budget: float) -> Result:
    ratio = ours / reference
    return {
        "ours_ms": round(ours, 1),
        "reference_ms": round(reference, 1),
        "ratio": round(ratio, 3),
        "budget": budget,
        "within": ratio <= budget,
    }
