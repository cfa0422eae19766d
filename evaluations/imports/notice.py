"""The page that the open archive HAL puts before a document that it delivers."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from evalprog.text import folded
from evaluations.imports.blocks import Block
from evaluations.imports.dates import iso_date

_HAL_ID = re.compile(r"\b(?:hal|hceres|halshs|tel|dumas|cel)-\d{8}\b")
_PAGE = 40  # blocks: the notice is one page
_CITE = ("to cite this version", "pour citer cette version", "pour citer ce document")
_SUBMITTED = ("submitted on", "soumis le")
_IDENTIFIER = ("hal id", "https hal", "http hal", "hal ")
_ABOUT = ("open access archive", "archive ouverte pluridisciplinaire")


@dataclass(frozen=True, slots=True)
class Notice:
    """``facts``: title, citation, submitted_on (ISO) and hal_id; empty for a document without such a page."""

    facts: dict[str, str]
    rest: list[Block]  # the document itself


def read_notice(blocks: Sequence[Block]) -> Notice:
    """The notice before the document, and the document."""
    page = blocks[:_PAGE]
    cite = next((n for n, block in enumerate(page) if folded(block.plain).startswith(_CITE)), None)
    if cite is None or not any(_HAL_ID.search(block.plain) for block in page):
        return Notice({}, list(blocks))
    facts = {"title": _title(page[:cite]), "citation": "", "submitted_on": "", "hal_id": ""}
    rest: list[Block] = []
    for block in blocks[cite + 1 :]:
        words = folded(block.plain)
        if not facts["citation"] and not words.startswith(_IDENTIFIER) and block is blocks[cite + 1]:
            facts["citation"] = block.plain
        elif rest or not _is_of_notice(words):
            rest.append(block)
            continue
        found = _HAL_ID.search(block.plain)
        facts["hal_id"] = facts["hal_id"] or (found.group() if found else "")
        if words.startswith(_SUBMITTED):
            facts["submitted_on"] = iso_date(block.plain)
    return Notice(facts, rest)


def _title(blocks: Sequence[Block]) -> str:
    """Everything above the citation but its last line, which names the collection."""
    lines = [text for block in blocks for text in block.texts]
    return " ".join(lines[:-1] if len(lines) > 1 and folded(lines[-1]).startswith("rapport") else lines)


def _is_of_notice(words: str) -> bool:
    return words.startswith((*_IDENTIFIER, *_SUBMITTED)) or any(about in words for about in _ABOUT)
