"""From a reading to paper. WeasyPrint lives here (and in ``structure``), and nowhere else.

The same reading gives the same bytes: nothing of the machine, of the moment or of the person enters the file.
"""

import gc
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from functools import cache, lru_cache
from pathlib import Path
from typing import Any
from urllib.parse import unquote

import pydyf
from django.contrib.staticfiles import finders
from django.template.loader import render_to_string
from django.utils import translation
from weasyprint import CSS, HTML
from weasyprint.text.fonts import FontConfiguration
from weasyprint.urls import URLFetcher, URLFetcherResponse

from evaluations.content import ArchiveNotice, ReportReading
from evaluations.reports import archival, presentation, structure
from evaluations.reports.fonts import has_emoji, with_own_glyphs
from evaluations.reports.printer import ACCESSIBLE, ARCHIVAL, PUBLISHED
from programmes.description import parse
from programmes.reports.sheet import read as read_sheet

SCHEME = "evalprog:"  # evalprog:paper/report.css is static/paper/report.css
STYLE_SHEET = f"{SCHEME}paper/report.css"
PROGRAMMES = f"{SCHEME}paper/programme.css"  # what the sheet of a programme adds
EMOJI = f"{SCHEME}paper/emoji.css"
# Of the matrix of outcomes: columns on a page of paper, and cells beyond which it is no table: each costs about a
# millisecond, and somebody waits.
MATRIX_COLUMNS, MATRIX_CELLS = 14, 6_000

structure.note_sources()
structure.name_pages_once()
_printing = threading.Lock()  # FontConfigurations are of the process: Pango's are not to be shared between threads


class OwnFiles(URLFetcher):
    """Gives the printer our own static files, and refuses every other address: no network, no file of the machine."""

    def __init__(self) -> None:
        super().__init__(allowed_protocols=(SCHEME.rstrip(":"),), allow_redirects=False)

    def fetch(self, url: str, headers: dict | None = None) -> URLFetcherResponse:
        """
        :raises ValueError: for an address of another scheme, or that names none of our files.
        """
        if not url.startswith(SCHEME):
            raise ValueError(f"not one of our static files: {url}")
        return URLFetcherResponse(url, _static_file(unquote(url.removeprefix(SCHEME))))


@cache
def _static_file(name: str) -> bytes:
    found = finders.find(name)
    if not found:
        raise ValueError(f"static file not found: {name} (run « manage.py setup »)")
    data = Path(found).read_bytes()
    return with_own_glyphs(data) if name.endswith(".woff2") else data


def to_html(reading: ReportReading, *, marked: str = "", notice: ArchiveNotice | None = None) -> str:
    """The whole document as HTML, in the language of the report.

    ``marked`` is printed across every page and in its header: « Copie de travail ».
    """
    with translation.override(reading.language):
        context = {
            "reading": reading,
            "marked": marked,
            "notice": notice,
            "contents": presentation.contents(reading),
            "grids": presentation.grids(reading.sections, reading.scales),
            "sheets": presentation.sheets(reading),
            "annex": presentation.annex(reading),
            "replies": presentation.replies(reading),
        }
        return render_to_string("evaluations/report/document.html", context)


def to_pdf(
    reading: ReportReading, *, variant: str = PUBLISHED, marked: str = "", notice: ArchiveNotice | None = None
) -> bytes:
    """The document as PDF, tagged: « pdf/ua-1 », or « pdf/a-3a », which has the reading inside unless it is marked.

    What is no final report is marked as what it is, whoever asks for it.
    """
    marked = marked or _own_mark(reading)
    page = to_html(reading, marked=marked, notice=notice)
    content = None if marked else reading.as_json().encode()
    is_archival = variant == ARCHIVAL

    def finish(document: Any, pdf: pydyf.PDF) -> None:
        structure.finish(document, pdf)
        if is_archival:
            archival.finish(document, pdf, content)

    own = [_mark(marked)] if marked else []
    return _printed(page, more=own, pdf_identifier=is_archival or None, finisher=finish)


def _printed(
    page: str, *, style_sheets: Sequence[str] = (STYLE_SHEET,), more: Sequence[CSS] = (), **options: Any
) -> bytes:
    """``options``: WeasyPrint's. A page with emoji has typefaces of its own, so that no other one sees theirs: what a
    process printed before changes no byte of what it prints next."""
    with_emoji = has_emoji(page)
    names = [*style_sheets, EMOJI] if with_emoji else style_sheets
    with _printing, _without_collector():
        html = HTML(string=page, base_url=SCHEME, url_fetcher=OwnFiles())
        sheets = [*(_style_sheet(name, with_emoji) for name in names), *more]
        return html.write_pdf(stylesheets=sheets, font_config=_fonts(with_emoji), pdf_variant=ACCESSIBLE, **options)


def _own_mark(reading: ReportReading) -> str:
    with translation.override(reading.language):
        return presentation.mark(reading)


def contents_to_pdf(volume: dict) -> bytes:
    """The table of contents of a volume: {"title", "lines": [{"institution", "title", "page", "link"}]}, in French."""
    with translation.override("fr"):
        page = render_to_string("evaluations/report/volume.html", {"volume": volume})
    return _printed(page)


def sheet_to_pdf(told: dict) -> bytes:
    """The sheet of a programme, in French.

    ``told``: {"document": the published description, "published_on", "day": when it was published, for programs and in
    words, "address": of its page}.
    """
    with translation.override("fr"):
        sheet = read_sheet(parse(told["document"]), largest_matrix=MATRIX_CELLS)
        context = told | {"sheet": sheet, "tables": sheet.matrix.tables(MATRIX_COLUMNS)}
        page = render_to_string("programmes/sheet/document.html", context)
    return _printed(page, style_sheets=(STYLE_SHEET, PROGRAMMES), finisher=structure.finish)


def leaves_to_pdf(title: str, pages: Sequence[str]) -> bytes:
    """A document of an institution, a canonical rich text a page: what a scenario joins without a file beside it."""
    page = render_to_string("evaluations/report/leaves.html", {"title": title, "pages": pages})
    return _printed(page)


def warm_up(page: str) -> None:
    """Reads the fonts and the style sheets, which the process then keeps, by printing a small page."""
    _printed(page)


@contextmanager
def _without_collector() -> Iterator[None]:
    """A rendering makes millions of objects that all live until its end: looking for garbage meanwhile is in vain."""
    was_enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_enabled:
            gc.enable()


@cache
def _fonts(with_emoji: bool) -> FontConfiguration:
    return FontConfiguration()


@cache
def _style_sheet(name: str, with_emoji: bool) -> CSS:
    return CSS(url=name, url_fetcher=OwnFiles(), font_config=_fonts(with_emoji))


@lru_cache(maxsize=8)
def _mark(word: str) -> CSS:
    """The style sheet that prints a word across every page."""
    quoted = "".join(f"\\{ord(c):06x}" for c in word)  # no character of it can end the string
    return CSS(string=_static_file("paper/mark.css").decode().replace("MARK", quoted), url_fetcher=OwnFiles())
