"""Lines of plain text, cut into blocks.

Understood: blank lines, ``<p>`` marks, headings (lines that the framework names, or marked with #), list marks,
quotations (>), tables (tabs, bars, HTML), and lines broken at the margin.
"""

import html
import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from itertools import takewhile

from evaluations.imports import table_text
from evaluations.imports.blocks import Block, Kind
from evaluations.imports.markup import inline, literal
from evaluations.imports.sources import Line, Source, SourceKind

# How many of these lines, from the first, make one heading together; 0 if none do.
LinesOfHeading = Callable[[Sequence[str]], int]

_PARAGRAPH_MARK = re.compile(r"</?p\b[^<>]{0,100}>", re.IGNORECASE)
_BULLET = re.compile(r"(?P<indent>\s*)(?P<marker>[•▪●◦‣·➢✓]|[-–—*](?=\s)|[-–](?=[^\W\d_]))(?P<space>\s*)(?P<text>\S.*)")
_NUMBER = re.compile(r"(?P<indent>\s*)(?P<marker>\d{1,2}[.)]|\(\d{1,2}\)|[a-z]\))\s+(?P<text>\S.*)")
_FIRST = ("1.", "1)", "(1)", "a)")  # the other numbers may begin a line of running text
_MARKED_HEADING = re.compile(r"#{1,6}\s+(?P<text>\S.*?)\s*#*")
_QUOTATION = re.compile(r">\s*(?P<text>\S.*)")
_RULE = re.compile(r"[-=_*]{3,}")
_ENDS_SENTENCE = re.compile(r"[.!?:;…»)\]]\s*[*_]*$")
_BROKEN_WORD = re.compile(r"(?<=[^\W\d_]-)\n(?=[^\W\d_])")
_HTML_TABLE_LINES = 4_000
_HEADING_LINES = 3  # a heading may be broken over so many
_UNBROKEN = 160  # a line longer than this was not broken at a margin
_SHORT = 0.85  # of the margin: where the last line of a paragraph may end
_MARGIN = 60  # characters: no text is set narrower


def blocks_of(source: Source, lines_of_heading: LinesOfHeading) -> list[Block]:
    """The blocks of a text, in order.

    :raises ImportRefused: for a table longer than any report has.
    """
    return _captioned(list(_Cutter(source, lines_of_heading).blocks()))


class _Cutter:
    """Goes down the lines once, with the run of lines in hand that will be one item or some paragraphs."""

    def __init__(self, source: Source, lines_of_heading: LinesOfHeading) -> None:
        self.lines = list(_pieces(source.lines))
        self.lines_of_heading = lines_of_heading
        self.inline = literal if source.kind == SourceKind.PDF else inline
        self.run: list[Line] = []
        self.item: Block | None = None  # the item that the run goes on with
        self.margin: int | None = None  # where the marks of the list in hand stand

    def blocks(self) -> Iterator[Block]:
        at = 0
        while at < len(self.lines):
            count, block = self._special(at)
            if count:
                yield from self._flush()
                if block:
                    self.margin = None
                    yield block
                at += count
                continue
            if item := self._item(self.lines[at]):
                yield from self._flush()
                self.item, self.run = item, list(item.lines)
            else:
                self.run.append(self.lines[at])
            at += 1
        yield from self._flush()

    def _special(self, at: int) -> tuple[int, Block | None]:
        """How many lines from here are no running text, and the block that they make, if any."""
        line, text = self.lines[at], self.lines[at].text.strip()
        if not text or _RULE.fullmatch(text):
            return 1, None
        if text.lower().startswith("<table"):
            return self._html_table(at)
        if table_text.is_row(line.text):
            return self._table(at)
        if marked := _MARKED_HEADING.fullmatch(text):
            return self._marked_heading(at, replace(line, text=marked["text"]))
        if _QUOTATION.fullmatch(text):
            return self._quotation(at)
        return self._heading(at)

    def _marked_heading(self, at: int, first: Line) -> tuple[int, Block]:
        """A line marked as a heading, with those that the framework says belong to it."""
        lines = [first, *self._near(at)[1:]]
        lines = lines[: self.lines_of_heading([line.text.strip() for line in lines]) or 1]
        return len(lines), Block(Kind.HEADING, self._joined(lines), tuple(lines))

    def _near(self, at: int) -> list[Line]:
        """The lines from here that may be one heading: up to the next blank one."""
        return list(takewhile(lambda line: line.text.strip(), self.lines[at : at + _HEADING_LINES]))

    def _heading(self, at: int) -> tuple[int, Block | None]:
        """A line that the framework names, or several that are one together."""
        if not self._may_be_heading(self.lines[at].text.strip()):
            return 0, None
        near = self._near(at)
        count = self.lines_of_heading([line.text.strip() for line in near])
        lines = tuple(near[:count])
        return count, Block(Kind.HEADING, self._joined(lines), lines) if count else None

    def _may_be_heading(self, text: str) -> bool:
        """No bullet, no last word of a paragraph broken at the margin."""
        if _BULLET.fullmatch(text):
            return False
        return not (self.run and text[:1].islower() and not _ENDS_SENTENCE.search(self.run[-1].text))

    def _item(self, line: Line) -> Block | None:
        """The item that begins on this line. Inside a paragraph, only where a sentence has ended."""
        in_sentence = bool(self.run) and not _ENDS_SENTENCE.search(self.run[-1].text)
        if found := _BULLET.fullmatch(line.text):
            if in_sentence and self.item is None and found["marker"] in "-–—*":
                return None
            if in_sentence and not found["space"]:
                return None  # a word broken at its hyphen
        elif found := _NUMBER.fullmatch(line.text):
            if self.run and not (self.item and self.item.marker[-1] in ".)") and found["marker"] not in _FIRST:
                return None
        else:
            return None
        indent = len(found["indent"].expandtabs(4))
        if self.margin is None:
            self.margin = indent
        return Block(
            Kind.ITEM,
            "",
            (replace(line, text=found["text"]),),
            found["marker"],
            int(indent > self.margin + 1),
        )

    def _table(self, at: int) -> tuple[int, Block | None]:
        """Two rows at least; a lone tab is a wide space."""
        end = at
        while end < len(self.lines) and table_text.is_row(self.lines[end].text):
            end += 1
        lines = self.lines[at:end]
        if len(lines) < 2:
            return 0, None
        return len(lines), Block(Kind.TABLE, table_text.table_html(lines), tuple(lines))

    def _html_table(self, at: int) -> tuple[int, Block | None]:
        for end in range(at, min(at + _HTML_TABLE_LINES, len(self.lines))):
            if "</table>" in self.lines[end].text.lower():
                lines = self.lines[at : end + 1]
                return len(lines), Block(Kind.TABLE, table_text.from_html(lines), tuple(lines))
        return 0, None

    def _quotation(self, at: int) -> tuple[int, Block | None]:
        lines: list[Line] = []
        for line in self.lines[at:]:
            found = _QUOTATION.fullmatch(line.text.strip())
            if found is None:
                break
            lines.append(replace(line, text=found["text"]))
        return len(lines), Block(Kind.QUOTE, self._joined(lines), tuple(lines))

    def _flush(self) -> Iterator[Block]:
        """The run as the item that it began with, or as paragraphs."""
        run, item = self.run, self.item
        self.run, self.item = [], None
        if item:
            yield replace(item, html=self._joined(run), lines=tuple(run))
        elif run:
            self.margin = None
            for lines in _paragraphs(run):
                yield Block(Kind.PARAGRAPH, self._joined(lines), tuple(lines))

    def _joined(self, lines: Sequence[Line]) -> str:
        """Lines broken at the margin as one; a word broken at its hyphen keeps it."""
        text = "\n".join(line.text.strip() for line in lines)
        return self.inline(_BROKEN_WORD.sub("", text).replace("\n", " "))


def _pieces(lines: Sequence[Line]) -> Iterator[Line]:
    """The lines; what stands between ``<p>`` marks becomes a paragraph of its own, blank lines around it."""
    in_paragraph = False
    for line in lines:
        marks = list(_PARAGRAPH_MARK.finditer(line.text))
        if not marks and not in_paragraph:
            yield line
            continue
        start = 0
        for mark in (*marks, None):
            text = line.text[start : mark.start()] if mark else line.text[start:]
            if text.strip():
                yield Line(line.number, html.unescape(text) if in_paragraph else text)
            if mark:
                in_paragraph = not mark.group().startswith("</")
                start = mark.end()
                yield Line(line.number, "")


def _paragraphs(run: Sequence[Line]) -> Iterator[list[Line]]:
    """Lines without a blank one between them: broken at the margin, or a paragraph each.

    A line ends a paragraph if it ends a sentence and is either too long to have been broken, or well short of the
    margin of its run.
    """
    margin = max(_MARGIN, *(len(line.text) for line in run))
    paragraph: list[Line] = []
    for line in run:
        paragraph.append(line)
        length = len(line.text)
        if _ENDS_SENTENCE.search(line.text) and (length > _UNBROKEN or length < _SHORT * margin):
            yield paragraph
            paragraph = []
    if paragraph:
        yield paragraph


def _captioned(blocks: list[Block]) -> list[Block]:
    """Tables take the caption printed below them, or else above them, where every table has one in that place.

    A caption between two tables goes to the one above unless that one already has its own.
    """
    result: list[Block] = []
    for block in blocks:
        above = result[-1] if result else None
        if above and block.kind == Kind.TABLE and _is_caption(above):
            result[-1] = _with_caption(block, above, lines=above.lines + block.lines)
        elif above and above.kind == Kind.TABLE and not table_text.has_caption(above.html) and _is_caption(block):
            result[-1] = _with_caption(above, block, lines=above.lines + block.lines)
        else:
            result.append(block)
    return result


def _is_caption(block: Block) -> bool:
    return block.kind == Kind.PARAGRAPH and table_text.is_caption(block.plain)


def _with_caption(table: Block, caption: Block, *, lines: tuple[Line, ...]) -> Block:
    return replace(table, html=table_text.with_caption(table.html, caption.html), lines=lines)
