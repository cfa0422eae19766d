"""The report on paper."""

import io
from pathlib import Path

import pikepdf
from django.contrib.staticfiles import finders
from weasyprint import HTML
from weasyprint.urls import URLFetcherResponse

from evaluations.benchmarks.measuring import Result, compared, medians
from evaluations.content import ReportReading
from evaluations.reports import render
from evaluations.reports.printer import ACCESSIBLE


def render_one(reading: ReportReading) -> Result:
    """Our warm rendering against WeasyPrint as anybody would call it, on the same HTML and the same style sheet."""
    page = render.to_html(reading)
    ours, reference = medians(lambda: render.to_pdf(reading), lambda: _plain(page))
    with pikepdf.open(io.BytesIO(render.to_pdf(reading))) as pdf:
        pages = len(pdf.pages)
    return {**compared(ours, reference, budget=0.80), "pages_per_second": round(1000 * pages / ours, 1)}


def plain(reading: ReportReading) -> bytes:
    return _plain(render.to_html(reading))


def _plain(page: str) -> bytes:
    html = HTML(string=page, base_url=render.SCHEME, url_fetcher=_FilesAsTheyAre())
    return html.write_pdf(stylesheets=[render.STYLE_SHEET], pdf_variant=ACCESSIBLE)


class _FilesAsTheyAre(render.OwnFiles):
    """Our static files as anybody would read them: from the disk each time, fonts as they were downloaded."""

    def fetch(self, url: str, headers: dict | None = None) -> URLFetcherResponse:
        found = finders.find(url.removeprefix(render.SCHEME))
        return URLFetcherResponse(url, Path(str(found)).read_bytes())
