"""What of a report an institution quotes when it answers."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

from evalprog.richtext import to_plain
from evalprog.text import folded
from evaluations.content import BlockReading, SectionReading
from evaluations.definition import FrameworkDefinition
from evaluations.enums import FindingKind, ItemTarget

LIKE = 0.85  # share of characters in common, above which one passage quotes the other
_SHARED_WORDS = 0.6  # below which characters are not even compared
_LONG_ENOUGH = 20  # characters of a quotation that is part of a text
_MAX_LENGTH = 3_000  # characters of a quotation
_MAX_COMPARED = 400  # quotations of one document that are looked for by resemblance; more is no report
_SENTENCE_END = re.compile(r"(?<=[.!?;:])\s+|\n")


@dataclass(frozen=True, slots=True)
class Quoted:
    target: ItemTarget
    number: int | None = None
    about: str = ""


@dataclass(frozen=True, slots=True)
class _Passage:
    words: str  # folded
    quoted: Quoted


class Quotations:
    """The findings and the sentences of a report, to look quotations up in."""

    def __init__(self, sections: Sequence[SectionReading], definition: FrameworkDefinition) -> None:
        self._findings = list(_findings(sections))
        self._texts = list(_texts(sections, definition))
        self._sentences: list[_Passage] = [
            _Passage(words, passage.quoted)
            for passage, plain in self._texts
            for sentence in _SENTENCE_END.split(plain)
            if len(words := folded(sentence)) >= _LONG_ENOUGH
        ]
        self._exact = {passage.words: passage.quoted for passage in reversed(self._findings)}
        self._compared = 0

    def find(self, quote: str) -> Quoted:
        """The finding that a passage quotes, else the text in which it stands, else nothing that the report says."""
        return self.finding(quote) or self._passage(folded(quote)) or Quoted(ItemTarget.FREE)

    def finding(self, quote: str) -> Quoted | None:
        """The finding that a passage quotes, figures and typography aside."""
        words = folded(_without_number(quote))
        if words in self._exact:
            return self._exact[words]
        return self._likest(words, self._findings)

    def _passage(self, words: str) -> Quoted | None:
        if _LONG_ENOUGH <= len(words) <= _MAX_LENGTH and self._compared <= _MAX_COMPARED:
            for passage, _plain in self._texts:
                if f" {words} " in f" {passage.words} ":
                    return passage.quoted
        return self._likest(words, self._sentences)

    def _likest(self, words: str, passages: Sequence[_Passage]) -> Quoted | None:
        """The passage most like the words, if it is like enough. Cheap tests first: documents may be hostile."""
        self._compared += 1
        if not _LONG_ENOUGH <= len(words) <= _MAX_LENGTH or self._compared > _MAX_COMPARED:
            return None
        wanted = set(words.split())
        likeness, found = LIKE, None
        for passage in passages:
            known = set(passage.words.split())
            if len(wanted & known) < _SHARED_WORDS * max(len(wanted), len(known)):
                continue
            ratio = SequenceMatcher(None, words, passage.words[:_MAX_LENGTH], autojunk=False).ratio()
            if ratio > likeness:
                likeness, found = ratio, passage.quoted
        return found


def _findings(sections: Sequence[SectionReading]) -> Iterator[_Passage]:
    for section in sections:
        for block in section.blocks:
            for finding in block.findings:
                target = ItemTarget(FindingKind(block.findings_kind).value)
                yield _Passage(folded(finding.text), Quoted(target, finding.number))


def _texts(sections: Sequence[SectionReading], definition: FrameworkDefinition) -> Iterator[tuple[_Passage, str]]:
    """Every text of the report under its code, folded and plain."""
    for section in sections:
        written = [(section.code, section.text), *((c.code, c.text) for c in section.criteria)]
        for block in section.blocks:
            written += _block_texts(block, definition)
        for code, text in written:
            plain = to_plain(text)
            yield _Passage(folded(plain), Quoted(ItemTarget.REPORT, about=code)), plain


def _block_texts(block: BlockReading, definition: FrameworkDefinition) -> list[tuple[str, str]]:
    """A text before or after a list has a code of its own; a text block is named by its block."""
    defined = next(b for b in definition.blocks if b.code == block.code)
    opening = defined.opening.code if defined.opening else block.code
    closing = defined.closing.code if defined.closing else block.code
    return [(opening, block.opening), (closing, block.closing)]


def _without_number(quote: str) -> str:
    """« Point faible n° 2 : … » quotes the finding that follows."""
    return re.sub(
        r"^\s*(?:points?\s+(?:forts?|faibles?)|recommandations?)\s*(?:n?°?\s*\d+)?\s*:\s*",
        "",
        quote,
        flags=re.I,
    )
