"""Inline text: characters with their marks (bold, italic, script, link), and the one HTML form of each text.

Two texts that read the same have the same form: ``<em>a</em> <em>b</em>`` is ``<em>a b</em>``. Marks are nested in one
order (link, bold, italic, scripts); a space wears what the letters beside it share; a line break wears nothing.
"""

import html
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from itertools import groupby

from evalprog.text import composed

LINE_BREAK = "\n"
# With the « > » before it, it would be one character for whoever puts the fragment into NFC.
_STROKE = "\u0338"
_STROKE_AFTER_TAG = re.compile(f"(?:^|(?<=>)){_STROKE}")
MAX_SCRIPTS = 2  # the index of an exponent; beyond, nothing can be read


@dataclass(frozen=True, slots=True)
class Marks:
    """What a character wears. ``scripts``: « sub » and « sup », from the outside to the inside."""

    href: str = ""
    strong: bool = False
    em: bool = False
    scripts: tuple[str, ...] = ()

    def within(self, tag: str, href: str = "") -> "Marks":
        """The marks inside one more element."""
        if tag == "a":
            return replace(self, href=href or self.href)
        if tag in ("sub", "sup"):
            return replace(self, scripts=(*self.scripts, tag)[:MAX_SCRIPTS])
        return replace(self, strong=self.strong or tag == "strong", em=self.em or tag == "em")

    @property
    def tags(self) -> tuple[str, ...]:
        """The opening tags, from the outside to the inside."""
        link = f'<a href="{html.escape(self.href)}" rel="noreferrer noopener">'
        worn = [link] if self.href else []
        worn += ["<strong>"] if self.strong else []
        worn += ["<em>"] if self.em else []
        return (*worn, *(f"<{script}>" for script in self.scripts))


PLAIN = Marks()
Piece = tuple[str, Marks]  # text, in which LINE_BREAK is a line break


def to_html(pieces: Iterable[Piece]) -> str:
    """The canonical fragment. White space is folded as a browser shows it; empty when a reader would see nothing."""
    runs = [(text, marks) for text, marks in pieces if text]
    if all(marks == PLAIN for _text, marks in runs):  # nearly all texts
        return _escaped(_folded("".join(text for text, _marks in runs)))
    characters = _with_spaces(_without_doubles((c, marks) for text, marks in runs for c in text))
    groups = groupby(characters, key=lambda character: character[1])
    return _nested([("".join(c for c, _marks in group), marks) for marks, group in groups])


def _folded(text: str) -> str:
    if "  " in text:
        text = re.sub(" +", " ", text)
    if LINE_BREAK in text:
        text = re.sub(f" ?{LINE_BREAK} ?", LINE_BREAK, text)
    return text.strip(f" {LINE_BREAK}")


def _without_doubles(characters: Iterable[Piece]) -> list[Piece]:
    """The characters without spaces that follow a space or stand beside a line break, nothing blank at the edges."""
    kept: list[Piece] = []
    for character, marks in characters:
        last = kept[-1][0] if kept else LINE_BREAK
        if character == LINE_BREAK and last == " ":
            kept.pop()
        if character == LINE_BREAK and kept:
            kept.append((LINE_BREAK, PLAIN))
        elif character not in (" ", LINE_BREAK) or (character == " " and last not in (" ", LINE_BREAK)):
            kept.append((character, marks))
    while kept and kept[-1][0] in (" ", LINE_BREAK):
        kept.pop()
    return kept


def _with_spaces(characters: list[Piece]) -> Iterator[Piece]:
    """A space wears what its two neighbours share."""
    for at, (character, marks) in enumerate(characters):
        if character == " ":
            marks = _shared(characters[at - 1][1], characters[at + 1][1])
        yield character, marks


def _shared(one: Marks, other: Marks) -> Marks:
    return Marks(
        href=one.href if one.href == other.href else "",
        strong=one.strong and other.strong,
        em=one.em and other.em,
        scripts=_common(one.scripts, other.scripts),
    )


def _common(one: tuple[str, ...], other: tuple[str, ...]) -> tuple[str, ...]:
    """The beginning that both have."""
    count = next((n for n, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), min(len(one), len(other)))
    return one[:count]


def _nested(runs: list[Piece]) -> str:
    written: list[str] = []
    opened: tuple[str, ...] = ()
    for text, marks in [*runs, ("", PLAIN)]:
        kept = _common(opened, marks.tags)
        written += [_closing(tag) for tag in reversed(opened[len(kept) :])]
        written += [*marks.tags[len(kept) :], _escaped(text)]
        opened = marks.tags
    return "".join(written)


def _closing(tag: str) -> str:
    return f"</{tag[1:].split(' ')[0].rstrip('>')}>"


def _escaped(text: str) -> str:
    escaped = html.escape(composed(text), quote=False).replace(LINE_BREAK, "<br>")
    return _STROKE_AFTER_TAG.sub("&#824;", escaped) if _STROKE in escaped else escaped
