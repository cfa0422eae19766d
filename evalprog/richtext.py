"""Rich text: what may stand in a text that somebody writes, and its one canonical form.

A text is an HTML fragment of these elements: paragraphs, lists, tables, bold, italic, sub- and superscript, links,
line breaks. ``clean`` is applied when a text enters and again when it leaves; applied twice it changes nothing
more. The form is canonical, so that two texts that read the same are the same string, and what is read back from
paper can be compared with what was sent.

A remark, such as one would put at the foot of a page, is a paragraph of its own that begins with « Remarque : » in
italics: it stays with its passage on every medium, and needs no element of its own.
"""

import html
import re
from collections.abc import Iterable, Iterator

import nh3
from django.utils.translation import gettext as _
from lxml import etree
from lxml import html as lxml_html

from evalprog import marks
from evalprog.marks import LINE_BREAK, PLAIN, Marks, Piece
from evalprog.text import legible, normalise

INLINE = {"strong", "em", "sub", "sup", "a", "br"}
BLOCKS = {"p", "ul", "ol", "table"}
_TABLE = {"caption", "thead", "tbody", "tr", "th", "td"}
_SAME = {"b": "strong", "i": "em"}
_ATTRIBUTES = {
    "a": {"href"},
    "th": {"scope", "colspan", "rowspan", "data-level"},
    "td": {"colspan", "rowspan"},
}
_SCHEMES = {"http", "https", "mailto"}
MAX_SPAN = 50  # a cell that claims 65 534 columns stalls the renderer for seconds
MAX_LEVEL = 3
MAX_DEPTH = 5  # lists inside lists: the renderer's recursion ends near 68
MAX_NESTING = 60  # elements inside elements: the parser leaves out, without a word, what is 256 deep
_TAG = re.compile(r'<(/?)(\w+)(?:\s+[\w-]+="[^"]*")*>')  # as the cleaner writes it
# What is more than this is refused, never cut: a report that cannot be printed would stop those after it.
MAX_LENGTH = 1_000_000  # characters; the renderer takes about 7 s for so many
MAX_BLOCKS = 5_000  # paragraphs, items and rows; 10 000 items take 11 s
MAX_ROWS, MAX_CELLS = 500, 5_000  # of one table
_TO_FOLD = re.compile(r"[ \t\n]{2,}|[\t\n]")
_BETWEEN_TAGS = re.compile(r"(?:^|(?<=>))[^<]+")
_BEGINS_BLOCK = re.compile(r"<(?:p|li|tr|div|h[1-6])\b", re.IGNORECASE)
_TABLES = re.compile(r"<table\b.*?(?:</table\s*>|\Z)", re.IGNORECASE | re.DOTALL)
_BEGINS_ROW = re.compile(r"<tr\b", re.IGNORECASE)
_BEGINS_CELL = re.compile(r"<t[hd]\b", re.IGNORECASE)

_cleaner = nh3.Cleaner(
    tags=INLINE | BLOCKS | _TABLE | {"li", "div", "blockquote", "h1", "h2", "h3", "h4", "h5", "h6"} | set(_SAME),
    clean_content_tags={"script", "style", "head", "title", "template", "svg", "math"},
    attributes=_ATTRIBUTES,
    url_schemes=_SCHEMES,
    link_rel="noreferrer noopener",
)


def clean(fragment: str) -> str:
    """The fragment in its canonical form: only what is allowed, blocks at the top level, white space folded.

    Text outside a block becomes a paragraph; headings and quotations become paragraphs; empty blocks disappear.
    """
    # Twice legible: « &shy; » and « &#11; » are characters only once they have been read.
    safe = _shallow(legible(_cleaner.clean(legible(fragment))))
    root = lxml_html.fragment_fromstring(safe, create_parent="div")
    return "".join(_blocks(root, depth=0))


def excess(fragment: str) -> list[str]:
    """What is too much in a text that somebody sends, as sentences; empty for a text that can be printed.

    Asked of the text as it came: a long one is not even put into its canonical form.
    """
    if len(fragment) > MAX_LENGTH:
        sentence = _("Le texte est trop long : %(length)s caractères, mise en forme comprise, pour %(most)s au plus.")
        return [sentence % {"length": figure(len(fragment)), "most": figure(MAX_LENGTH)}]
    blocks = len(_BEGINS_BLOCK.findall(fragment))
    problems = []
    if blocks > MAX_BLOCKS:
        sentence = _(
            "Le texte a trop de paragraphes, d’éléments de liste et de lignes : %(count)s, pour %(most)s au plus."
        )
        problems.append(sentence % {"count": figure(blocks), "most": figure(MAX_BLOCKS)})
    for table in _TABLES.findall(fragment):
        rows, cells = len(_BEGINS_ROW.findall(table)), len(_BEGINS_CELL.findall(table))
        if rows > MAX_ROWS or cells > MAX_CELLS:
            sentence = _(
                "Un tableau est trop grand : %(rows)s lignes et %(cells)s cellules, pour %(most_rows)s lignes et "
                "%(most_cells)s cellules au plus. Joignez-le au dossier, ou partagez-le."
            )
            told = {"rows": rows, "cells": cells, "most_rows": MAX_ROWS, "most_cells": MAX_CELLS}
            problems.append(sentence % {name: figure(number) for name, number in told.items()})
    return problems


def blocks(fragment: str) -> list[str]:
    """The paragraphs, lists and tables of a canonical fragment, in their order."""
    root = lxml_html.fragment_fromstring(fragment, create_parent="div")
    return ["".join(_block(child, depth=0)) for child in root]


def word_count(fragment: str) -> int:
    """The words of a canonical fragment, as a reader counts them: « l’avis » is one."""
    return len(re.findall(r"\w[\w’'-]*", to_plain(fragment)))


def from_plain(text: str) -> str:
    """Paragraphs (separated by blank lines) as rich text; single newlines become line breaks."""
    paragraphs = (part.strip("\n") for part in re.split(r"\n\s*\n", normalise(text)))
    return clean("".join(f"<p>{html.escape(p, quote=False).replace(chr(10), '<br>')}</p>" for p in paragraphs if p))


def to_plain(fragment: str) -> str:
    """The text of a canonical fragment, a line per block: for search, word counts and excerpts."""
    spaced = re.sub(r"<(?:/p|/li|/tr|/caption|br|ul|ol|table)>", "\n", fragment)
    spaced = re.sub(r"</t[hd]>(?!\n)", " ", spaced)
    text = html.unescape(re.sub(r"<[^>]*>", "", spaced))
    return "\n".join(line.strip(" ") for line in text.split("\n") if line.strip())


def is_blank(fragment: str) -> bool:
    """Whether a reader would see nothing."""
    return not any(html.unescape(found[0]).strip() for found in _BETWEEN_TAGS.finditer(fragment))


def _shallow(safe: str) -> str:
    """The cleaned fragment without the elements that lie too deep; their text stays, blocks apart."""
    if safe.count("</") <= MAX_NESTING:
        return safe
    depth = 0

    def kept(tag: re.Match[str]) -> str:
        nonlocal depth
        if tag[2] == "br":
            return tag[0]
        depth += -1 if tag[1] else 1
        if depth + len(tag[1]) <= MAX_NESTING:
            return tag[0]
        return "" if tag[2] in INLINE or tag[2] in _SAME else " "

    return _TAG.sub(kept, safe)


def _blocks(parent: etree._Element, *, depth: int) -> Iterator[str]:
    """The canonical blocks of an element: runs of inline content between blocks become paragraphs."""
    run = [(_words(parent.text), PLAIN)]
    for child in parent:
        if child.tag in INLINE or child.tag in _SAME:
            run += _inline(child, PLAIN)
        else:
            yield from _paragraph(run)
            run = []
            yield from _block(child, depth=depth)
        run.append((_words(child.tail), PLAIN))
    yield from _paragraph(run)


def _block(element: etree._Element, *, depth: int) -> Iterator[str]:
    if element.tag in ("ul", "ol"):
        yield from _list(element, depth=depth)
    elif element.tag == "table":
        yield from _table(element)
    else:  # p, div, headings, quotations, and strays such as li or td without their parent
        yield from _blocks(element, depth=depth)


def _paragraph(run: list[Piece]) -> Iterator[str]:
    if text := marks.to_html(run):
        yield f"<p>{text}</p>"


def _list(element: etree._Element, *, depth: int) -> Iterator[str]:
    items = [item for child in element if child.tag == "li" for item in _item(child, depth=depth + 1)]
    if items and depth < MAX_DEPTH:
        yield f"<{element.tag}>{''.join(items)}</{element.tag}>"
    elif items:
        for item in items:
            yield item.replace("<li>", "<p>").replace("</li>", "</p>")


def _item(element: etree._Element, *, depth: int) -> Iterator[str]:
    """One item: inline text, then the lists inside it. Its paragraphs are joined by line breaks."""
    lines, lists = [], []
    for block in _blocks(element, depth=depth):
        if block.startswith("<p>"):
            lines.append(block[3:-4])
        else:
            lists.append(block)
    if lines or lists:
        yield f"<li>{'<br>'.join(lines)}{''.join(lists)}</li>"


def _table(element: etree._Element) -> Iterator[str]:
    caption = next((_cell_text(c) for c in element.iterfind("caption")), "")
    head = _rows(element.iterfind("thead/tr"), head=True)
    body = _rows(element.xpath("tbody/tr | tr"), head=False)
    if not head and not body:
        return
    yield "<table>"
    yield f"<caption>{caption}</caption>" if caption else ""
    yield f"<thead>{''.join(head)}</thead>" if head else ""
    yield f"<tbody>{''.join(body)}</tbody>" if body else ""
    yield "</table>"


def _rows(elements: Iterable[etree._Element], *, head: bool) -> list[str]:
    """The rows that have cells. No cell goes further down than its part of the table."""
    rows = [cells for element in elements if (cells := [c for c in element if c.tag in ("th", "td")])]
    return [
        f"<tr>{''.join(_cell(cell, head=head, below=len(rows) - at) for cell in cells)}</tr>"
        for at, cells in enumerate(rows)
    ]


def _cell(element: etree._Element, *, head: bool, below: int) -> str:
    attributes = ""
    if element.tag == "th":
        scope = element.get("scope")
        attributes = (
            f' scope="{scope if scope in ("row", "col", "rowgroup", "colgroup") else "col" if head else "row"}"'
        )
        level = _bounded(element.get("data-level"), 0, MAX_LEVEL)
        attributes += f' data-level="{level}"' if level else ""
    for span, most in (("colspan", MAX_SPAN), ("rowspan", min(MAX_SPAN, below))):
        if (number := _bounded(element.get(span), 1, most)) > 1:
            attributes += f' {span}="{number}"'
    return f"<{element.tag}{attributes}>{_cell_text(element)}</{element.tag}>"


def _cell_text(element: etree._Element) -> str:
    """A cell's inline text; what stood in several blocks is joined by line breaks."""
    lines = []
    for block in _blocks(element, depth=MAX_DEPTH):
        lines += re.split(r"</?(?:p|table|caption|thead|tbody|tr|t[hd])\b[^>]*>", block)
    return "<br>".join(line for line in lines if line)


def figure(number: int) -> str:
    """« 1 000 000 », with narrow non-breaking spaces."""
    return f"{number:,}".replace(",", "\u202f")


def _bounded(value: str | None, low: int, high: int) -> int:
    """Of a number of many digits, the first ones: Python reads none of thousands."""
    if not value or not value.isascii() or not value.isdigit():
        return low
    return min(max(int(value.lstrip("0")[:9] or "0"), low), high)


def _inline(element: etree._Element, around: Marks) -> Iterator[Piece]:
    """The text of an inline element, whatever stands in it, with the marks that it wears."""
    tag = _SAME.get(element.tag, element.tag)
    if tag == "br":
        yield LINE_BREAK, PLAIN
        return
    worn = around.within(tag, element.get("href", "")) if tag in INLINE else around
    yield _words(element.text), worn
    for child in element:
        yield from _inline(child, worn)
        yield _words(child.tail), worn


def _words(text: str | None) -> str:
    return _TO_FOLD.sub(" ", text or "")
