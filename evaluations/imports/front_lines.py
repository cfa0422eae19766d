"""The first pages of a report as single statements: columns set one below the other, lines cut at their labels."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import groupby

from evaluations.definition import FrameworkDefinition
from evaluations.imports.blocks import Block
from evaluations.imports.labels import after_label
from evaluations.imports.markup import without_marks

MAX_LINES = 300  # no report has longer first pages
_MAX_LENGTH = 400  # characters of a line that may hold several statements


@dataclass(slots=True)
class FrontLine:
    """A statement, the block it stands in, and whether somebody has recognised it."""

    text: str
    block: Block
    number: int  # of its line in the source
    taken: bool = False


def front_lines(blocks: Sequence[Block], definition: FrameworkDefinition) -> tuple[list[FrontLine], list[Block]]:
    """The statements of the first pages, and the blocks beyond what first pages may be."""
    labels = [label for line in definition.head for label in (line.label, *line.also)]
    lines: list[FrontLine] = []
    for n, block in enumerate(blocks):
        if len(lines) + len(block.lines) > MAX_LINES:
            return _parted(_down_columns(lines, labels), labels), list(blocks[n:])
        texts = [(without_marks(line.text), line.number) for line in block.lines]
        lines += [FrontLine(text, block, number) for text, number in texts if text]
    return _parted(_down_columns(lines, labels), labels), []


def _down_columns(lines: Sequence[FrontLine], labels: Sequence[str]) -> Iterator[FrontLine]:
    """Lines with tabs: each column in turn, as signatures side by side are read; or « label : value » by row."""
    for width, run in groupby(lines, key=lambda line: line.text.count("\t") + 1):
        rows = [(line, [cell.strip() for cell in line.text.split("\t")]) for line in run]
        if width == 1:
            yield from (line for line, _cells in rows)
        elif any(after_label(cells[0], label) is not None for _line, cells in rows for label in labels):
            yield from (replace(line, text=" : ".join(filter(None, cells))) for line, cells in rows)
        else:
            columns = ((line, cells[n]) for n in range(width) for line, cells in rows)
            yield from (replace(line, text=cell) for line, cell in columns if cell)


def _parted(lines: Iterator[FrontLine], labels: Sequence[str]) -> list[FrontLine]:
    return [replace(line, text=text) for line in lines for text in _statements(line.text, labels)]


def _statements(text: str, labels: Sequence[str]) -> list[str]:
    """A line cut where a label of several words begins in its middle: « … en 2017 sur la base d’un dossier … »."""
    if len(text) > _MAX_LENGTH:
        return [text]
    cuts = [0]
    for word in re.finditer(r"(?<=\s)\w", text):
        rest = text[word.start() :]
        if any(" " in label and after_label(rest, label) is not None for label in labels):
            cuts.append(word.start())
    parts = [text[start:end].strip(" ,;") for start, end in zip(cuts, [*cuts[1:], len(text)], strict=True)]
    return parts if len(parts) > 1 else [text]
