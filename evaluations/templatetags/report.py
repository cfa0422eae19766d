"""Filters of the report's partials: texts as they stand on page and paper."""

import re
from functools import cache, lru_cache
from html import escape
from typing import Any

from django import template
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from evalprog import charts, richtext
from evalprog.text import one_line
from evalprog.typography import IN_CELLS, keep_together
from evaluations.content import FigureReading
from evaluations.reports.redaction import markers

register = template.Library()

BEGINNING = 320  # characters
REMEMBERED, LINE = 20_000, 500  # characters, at most, of a text and of a plain one
WIDE, WIDEST = 6, 9  # columns from which a table takes more room and smaller letters

_TABLE = re.compile(r"(<table>.*?</table>)", re.DOTALL)
_CELL = re.compile(r"<td([^>]*)>([^<]*)</td>")
_EMPTY_HEADER = re.compile(r"(<th\b[^>]*>)(?=</th>)")  # a screen reader would announce cells under no name at all
_OPENING = re.compile(r"<t[hd]\b([^>]*)>")
_SPAN = re.compile(r'(colspan|rowspan)="(\d+)"')
_BEFORE_ROWS = re.compile(r"(<table[^>]*>(?:<caption>.*?</caption>)?)")
_FIGURES = re.compile(r"(?:[\d\s.,+\-–−/%€]+)")
_STUB = re.compile(r"(<table>(?:<caption>.*?</caption>)?(?:<thead>|<tbody>)<tr><t[hd])")


@register.filter
def rich(fragment: str) -> SafeString:
    """A rich text, cleaned once more on its way out; figures and the first column of its tables get a class."""
    lay_out = _remembered if len(fragment) <= REMEMBERED else _laid_out
    return lay_out(fragment, get_language())


def _laid_out(fragment: str, _language: str | None) -> SafeString:
    parts = _TABLE.split(_with_markers(richtext.clean(fragment)))
    return mark_safe("".join(_table(part) if part.startswith("<table>") else keep_together(part) for part in parts))


# A published report is read again and again, and its texts are most of the work. Twenty megabytes at most.
_remembered = lru_cache(maxsize=1_000)(_laid_out)


@register.filter
def plain(said: object) -> SafeString:
    """A plain text, or what says itself in one (a file by its title), escaped."""
    text = str(said)
    return _remembered_line(text, get_language()) if len(text) <= LINE else _line(text, None)


def _line(text: str, _language: str | None) -> SafeString:
    return mark_safe(keep_together(_with_markers(escape(text, quote=False))))


_remembered_line = lru_cache(maxsize=10_000)(_line)


@register.filter
def beginning(fragment: str) -> SafeString:
    """The first words of a rich text as plain ones, where the whole is a link away."""
    words = one_line(richtext.to_plain(richtext.clean(fragment)))
    cut = words if len(words) <= BEGINNING else words[:BEGINNING].rpartition(" ")[0] + " …"
    return plain(cut)


@register.filter
def at_a_word(text: str, most: int) -> str:
    """The text when it has no more letters, else its first words and « … »; only a word longer than that is cut."""
    if len(text) <= most:
        return text
    words = text[:most].rpartition(" ")[0] or text[: most - 1]
    return words.rstrip(" ,;:–-") + "…"


@register.filter
def entry(mapping: dict[Any, Any] | None, key: object) -> Any:
    """The value of a dictionary at a key that only the template knows; None when absent, or without a dictionary."""
    return mapping.get(key) if mapping else None


@register.filter
def drawing(figure: FigureReading) -> charts.Drawing:
    """The figure with the place of everything in it."""
    return charts.drawing(figure)


def _with_markers(markup: str) -> str:
    """What stands in the place of a passage that is not published is seen as such."""
    return _markers().sub(r'<span class="redacted">\g<0></span>', markup) if "[" in markup else markup


@cache
def _markers() -> re.Pattern[str]:
    return re.compile("|".join(re.escape(escape(marker, quote=False)) for marker in markers()))


def _table(table: str) -> str:
    """The classes say what only a look at the whole table tells: figures alone, many columns."""
    cells = _CELL.findall(table)
    columns = _columns(table)
    classes = [
        *(["figures"] if cells and all(_FIGURES.fullmatch(text) for _, text in cells if text) else []),
        *(["wide"] if columns >= WIDE else []),
        *(["widest"] if columns >= WIDEST else []),
    ]
    table = _CELL.sub(_cell, _STUB.sub(r'\1 class="stub"', table))
    table = _EMPTY_HEADER.sub(rf'\1<span class="visually-hidden">{_("Intitulé")}</span>', table)
    opening = f'<table class="{" ".join(classes)}">' if classes else "<table>"
    table = opening + keep_together(table, long=IN_CELLS).removeprefix("<table>")
    if columns == _columns(table.partition("</tr>")[0]):
        return table
    # The printer takes the number of columns from the first row, and would leave out the cells beyond.
    return _BEFORE_ROWS.sub(rf'\1<colgroup><col span="{columns}"></colgroup>', table, count=1)


def _columns(table: str) -> int:
    """How many columns the rows need, spans counted."""
    taken: set[tuple[int, int]] = set()  # row, column
    for at, row in enumerate(table.split("<tr>")[1:]):
        column = 0
        for attributes in _OPENING.findall(row):
            spans = {name: int(number) for name, number in _SPAN.findall(attributes)}
            wide, high = spans.get("colspan", 1), spans.get("rowspan", 1)
            while (at, column) in taken:
                column += 1
            taken |= {(at + down, column + right) for down in range(high) for right in range(wide)}
            column += wide
    return 1 + max(column for _row, column in taken)


def _cell(found: re.Match[str]) -> str:
    number = ' class="number"' if _FIGURES.fullmatch(found[2]) else ""
    return f"<td{found[1]}{number}>{found[2]}</td>"
