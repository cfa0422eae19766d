"""What stands between blank lines: headings, paragraphs, list items, quotations and tables, with their lines.

This step knows nothing of reports but which lines are headings, and it is told. Whatever can be cut into blocks
(plain text here; the structure tree of a PDF elsewhere) is read by the same next step.
"""

import html
import re
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from evalprog.richtext import clean, to_plain
from evalprog.text import one_line
from evaluations.imports.markup import is_wholly_strong, without_marks
from evaluations.imports.sources import Line

_BREAK = re.compile(r"<br ?/?>")
_ELEMENT = re.compile(r"<[^<>]*>")


class Kind(StrEnum):
    HEADING = "heading"
    PARAGRAPH = "paragraph"
    ITEM = "item"
    QUOTE = "quote"
    TABLE = "table"


@dataclass(frozen=True, slots=True)
class Block:
    """``html``: the inline content, or the whole table. ``lines``: what it was made of, without the list mark."""

    kind: Kind
    html: str
    lines: tuple[Line, ...]
    marker: str = ""  # of an item, as printed: « - », « 1. »
    level: int = 0  # of an item: 1 for an item inside an item

    @property
    def line(self) -> int:
        """Where it begins in the source."""
        return self.lines[0].number

    @property
    def weight(self) -> int:
        return sum(line.weight for line in self.lines)

    @property
    def plain(self) -> str:
        """The text as a reader sees it; one line unless it is a table."""
        if self.kind == Kind.TABLE:
            return to_plain(clean(self.html))
        return one_line(html.unescape(_ELEMENT.sub("", _BREAK.sub(" ", self.html))))

    @property
    def texts(self) -> tuple[str, ...]:
        """Its lines one by one, without marks: for covers and signatures, where a line is a statement."""
        return tuple(text for line in self.lines if (text := without_marks(line.text)))

    @property
    def is_strong(self) -> bool:
        """Every character of it is in bold."""
        return is_wholly_strong(" ".join(line.text.strip() for line in self.lines))


def rich_text(blocks: Sequence[Block]) -> str:
    """The blocks as one canonical rich text; runs of items become lists."""
    parts: list[str] = []
    items: list[Block] = []
    for block in blocks:
        if block.kind == Kind.ITEM:
            items.append(block)
            continue
        parts += [_list(items), block.html if block.kind == Kind.TABLE else f"<p>{block.html}</p>"]
        items = []
    return clean("".join([*parts, _list(items)]))


def _list(items: list[Block]) -> str:
    """A run of items. Numbers that do not count from 1 would be changed by a list: they are kept as text."""
    if not items:
        return ""
    top = [item for item in items if item.level == 0]
    numbers = [item.marker.strip("().") for item in top]
    if all(number.isdigit() for number in numbers) and numbers:
        if numbers != [str(n) for n in range(1, len(numbers) + 1)]:
            return "".join(f"<p>{item.marker} {item.html}</p>" for item in items)
        return _nested(items, "ol")
    if any(number.isalnum() for number in numbers):
        return "".join(f"<p>{item.marker} {item.html}</p>" for item in items)
    return _nested(items, "ul")


def _nested(items: list[Block], tag: str) -> str:
    listed, inside = "", ""
    for item in reversed(items):
        if item.level:
            inside = f"<li>{item.html}</li>{inside}"
        else:
            listed = f"<li>{item.html}{f'<ul>{inside}</ul>' if inside else ''}</li>{listed}"
            inside = ""
    return f"<{tag}>{inside}{listed}</{tag}>"
