"""The words that changed between two rich texts, and a reading of them for page and screen reader.

``differences`` compares word by word, punctuation and white space included, so that a non-breaking space shows; a word
that only became bold has changed too. ``as_html`` shows what was taken away and what was added in the order of the
text, a line per block: a list's items begin with « • », the cells of a table's row are parted by « | ».
"""

import html
import re
from collections.abc import Hashable, Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from itertools import groupby
from typing import Literal

from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from evalprog import richtext

Op = Literal["same", "removed", "added"]
NEW_LINE = "\n"  # the word that ends a block
# Pairs of equal words or blocks beyond which a passage is told as a whole: comparing two texts must not take seconds.
MOST = 40_000

_PART = re.compile(r"(<[^>]*>)")
_WORD = re.compile(r"\w+[’']?|\s|[^\w\s]")
_INLINE = {"strong", "em", "sub", "sup", "a"}
_SIGNS = {"li": "•", "/td": "|", "/th": "|"}
_ENDS_LINE = {"/p", "/li", "/tr", "/caption", "ul", "ol", "br"}


@dataclass(frozen=True, slots=True)
class Word:
    """A word or a sign with the space before it, and the inline tags that it wears, from the outside to the inside.

    At the beginning of a line the space, which no reader sees there, makes it the same word as elsewhere.
    """

    text: str
    tags: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Change:
    """A run of words that are the same in both texts, or stand in one of them only."""

    op: Op
    words: tuple[Word, ...]

    @property
    def text(self) -> str:
        return "".join(word.text for word in self.words)


def differences(before: str, after: str) -> list[Change]:
    """What became of a text: both are rich texts; what was removed comes before what was added in its place."""
    old, new = (_words(richtext.clean(fragment)) for fragment in (before, after))
    changes: list[Change] = []
    for op, words in _runs(old, new):
        if changes and changes[-1].op == op:
            changes[-1] = Change(op, (*changes[-1].words, *words))
        elif words:
            changes.append(Change(op, tuple(words)))
    return changes


def as_html(changes: Sequence[Change]) -> SafeString:
    """Paragraphs with ``<ins>`` and ``<del>``, each announced to whoever listens."""
    lines: list[list[str]] = [[]]
    for change in changes:
        for is_end, group in groupby(change.words, key=lambda word: word.text == NEW_LINE):
            words = list(group)
            if not is_end:
                lines[-1].append(_told(change.op, words))
            elif change.op == "removed":  # two blocks were made one: the sign stays on the line
                lines[-1].append(_told(change.op, [Word(" ¶")] * len(words)))
            else:
                lines[-1] += [_told(change.op, [Word(" ¶")])] if change.op == "added" else []
                lines.append([])
    paragraphs = (f"<p>{''.join(line)}</p>" for line in lines if line)
    return mark_safe(f'<div class="word-changes">{"".join(paragraphs)}</div>')


def together(theirs: str, yours: str) -> str:
    """Both texts as one, from which somebody takes away what should not remain.

    The blocks that both have stand once; where they differ, theirs come before yours.
    """
    one, other = (richtext.blocks(richtext.clean(fragment)) for fragment in (theirs, yours))
    kept: list[str] = []
    for op, i1, i2, j1, j2 in opcodes(one, other):
        kept += one[i1:i2]
        kept += other[j1:j2] if op != "equal" else []
    return "".join(kept)


def opcodes(
    before: Sequence[Hashable], after: Sequence[Hashable], *, autojunk: bool = False
) -> Iterator[tuple[str, int, int, int, int]]:
    """What ``SequenceMatcher`` tells of two texts in parts, in a bounded time.

    What both begin and end with is set apart first; the rest is one replacement when more than ``MOST`` pairs of its
    parts are equal, since the time goes with their number, and with that of the parts.
    """
    shortest = min(len(before), len(after))
    head = next((at for at in range(shortest) if before[at] != after[at]), shortest)
    tail = next((at for at in range(shortest - head) if before[-1 - at] != after[-1 - at]), shortest - head)
    ends = len(before) - tail, len(after) - tail
    if head:
        yield "equal", 0, head, 0, head
    middle = before[head : ends[0]]
    matcher = SequenceMatcher(None, middle, after[head : ends[1]], autojunk=autojunk)
    places = matcher.b2j  # type: ignore[attr-defined]  # documented, and not in the stubs
    pairs: int = sum(len(places.get(part, ())) for part in middle)
    if pairs > MOST:
        yield "replace", head, ends[0], head, ends[1]
    else:
        for op, *bounds in matcher.get_opcodes():
            i1, i2, j1, j2 = (head + bound for bound in bounds)
            yield op, i1, i2, j1, j2
    if tail:
        yield "equal", ends[0], len(before), ends[1], len(after)


def _words(fragment: str) -> list[Word]:
    """The words of a canonical fragment."""
    words: list[Word] = []
    worn: list[str] = []
    space = " "
    for part in _PART.split(fragment):
        tag = part[1:-1].split(" ")[0] if part.startswith("<") else ""
        if tag in _INLINE:
            worn.append(part)
        elif tag.removeprefix("/") in _INLINE:
            worn.pop()
        elif tag in _ENDS_LINE and words and words[-1].text != NEW_LINE:
            words.append(Word(NEW_LINE))
            space = " "
        for text in [_SIGNS[tag]] if tag in _SIGNS else [] if tag else _WORD.findall(html.unescape(part)):
            if text != " ":
                words.append(Word((" " if tag else space) + text, tuple(worn)))
            space = " " if text == " " or tag else ""
    return words


def _runs(old: list[Word], new: list[Word]) -> Iterator[tuple[Op, list[Word]]]:
    """The texts, block by block, then word by word where blocks differ."""
    old_blocks, new_blocks = _blocks(old), _blocks(new)
    for op, i1, i2, j1, j2 in opcodes(old_blocks, new_blocks):
        gone = [word for block in old_blocks[i1:i2] for word in block]
        come = [word for block in new_blocks[j1:j2] for word in block]
        if op == "equal":
            yield "same", gone
        else:
            yield from _word_runs(gone, come)


def _word_runs(old: list[Word], new: list[Word]) -> Iterator[tuple[Op, list[Word]]]:
    # In a long passage the commonest words go with those around them
    for op, i1, i2, j1, j2 in opcodes(old, new, autojunk=True):
        if op == "equal":
            yield "same", old[i1:i2]
        else:
            yield "removed", old[i1:i2]
            yield "added", new[j1:j2]


def _blocks(words: list[Word]) -> list[tuple[Word, ...]]:
    blocks: list[tuple[Word, ...]] = []
    begin = 0
    for at, word in enumerate(words, start=1):
        if word.text == NEW_LINE or at == len(words):
            blocks.append(tuple(words[begin:at]))
            begin = at
    return blocks


def _told(op: Op, words: Sequence[Word]) -> str:
    text = mark_safe("".join(_worn(tags, list(group)) for tags, group in groupby(words, key=lambda w: w.tags)))
    if op == "same":
        return text
    tag, label = ("del", _("supprimé :")) if op == "removed" else ("ins", _("ajouté :"))
    return format_html(
        '<{0}><span class="visually-hidden">[{1} </span>{2}<span class="visually-hidden">]</span></{0}>',
        tag,
        label,
        text,
    )


def _worn(tags: tuple[str, ...], words: list[Word]) -> str:
    text = html.escape("".join(word.text for word in words), quote=False)
    closing = "".join(f"</{tag[1:].rstrip('>').split(' ')[0]}>" for tag in reversed(tags))
    return f"{''.join(tags)}{text}{closing}"
