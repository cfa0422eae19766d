"""The text of a PDF as lines: paragraphs parted by blank lines, columns by tabs, running lines dropped."""

import re
from collections import Counter
from collections.abc import Iterator
from itertools import pairwise
from operator import itemgetter
from typing import Any

import pdfplumber
from django.utils.translation import gettext as _
from pdfplumber.utils.clustering import cluster_objects

from evalprog.text import folded
from evaluations.imports.refusal import ImportRefused

_COLUMN_GAP = 2.2  # in font sizes: a wider gap between two words parts two columns
_PARAGRAPH_GAP = 0.75  # in font sizes, between the bottom of a line and the top of the next
_SAME_LINE = 3  # points between the bottoms of words of one line
_RUNNING_LINES = 2  # at the top and at the bottom of a page
_PAGE_NUMBER = re.compile(r"(?:page\s*)?[-–]?\s*\d{1,3}\s*[-–]?(?:\s*(?:/|sur|de)\s*\d{1,3})?", re.IGNORECASE)


def lines_of(name: str, document: pdfplumber.PDF) -> list[str]:
    """The lines of all pages.

    :raises ImportRefused: if the PDF has no text.
    """
    pages = [list(_lines(page)) for page in document.pages]
    if not any(line for page in pages for line in page):
        raise ImportRefused(
            _(
                "Le PDF « %(name)s » ne contient pas de texte (pages numérisées ?) ; "
                "passez-le à la reconnaissance de caractères, ou donnez le texte du rapport."
            )
            % {"name": name}
        )
    return _joined(_without_running_lines(pages))


def _lines(page: Any) -> Iterator[str]:
    """The lines of one page, from top to bottom; an empty one where the gap says that a paragraph ends."""
    bottom = None
    for words in cluster_objects(page.extract_words(extra_attrs=["size"]), itemgetter("bottom"), _SAME_LINE):
        size = words[0]["size"] or 10
        if bottom is not None and min(word["top"] for word in words) - bottom > _PARAGRAPH_GAP * size:
            yield ""
        bottom = max(word["bottom"] for word in words)
        yield _with_columns(sorted(words, key=itemgetter("x0")), size)
    page.close()  # frees what the page had cached


def _with_columns(words: list[dict[str, Any]], size: float) -> str:
    """The words of a line, with a tab where a wide gap stands."""
    text = words[0]["text"]
    for left, right in pairwise(words):
        text += "\t" if right["x0"] - left["x1"] > _COLUMN_GAP * size else " "
        text += right["text"]
    return str(text)


def _without_running_lines(pages: list[list[str]]) -> list[list[str]]:
    """The pages without their numbers, and without the lines that stand at the edge of most of them."""
    met = Counter(found for page in pages for found in {_running(line) for line in _edges(page)})
    repeated = {line for line, count in met.items() if line and count > max(1, len(pages) / 2)}
    return [_trimmed(page, repeated) for page in pages]


def _trimmed(page: list[str], repeated: set[str]) -> list[str]:
    lines = list(page)
    for edge in (0, -1):
        for _round in range(_RUNNING_LINES * 2):  # blank lines stand between them
            if lines and (not lines[edge] or _is_page_number(lines[edge]) or _running(lines[edge]) in repeated):
                lines.pop(edge)
    return lines


def _edges(page: list[str]) -> list[str]:
    lines = [line for line in page if line]
    return lines[:_RUNNING_LINES] + lines[-_RUNNING_LINES:]


def _running(line: str) -> str:
    """A line without its figures: « Page 3 » and « Page 4 » are the same running line."""
    return re.sub(r"\d+", "", folded(line)).strip()


def _is_page_number(line: str) -> bool:
    return _PAGE_NUMBER.fullmatch(line.strip()) is not None


def _joined(pages: list[list[str]]) -> list[str]:
    """One list of lines. A paragraph that goes on over the page stays one: no blank line in its middle."""
    lines: list[str] = []
    for page in pages:
        if lines and page and not (lines[-1][-1:].isalnum() or lines[-1].endswith((",", "-"))):
            lines.append("")
        elif lines and page and not page[0][:1].islower():
            lines.append("")
        lines += page
    return lines
