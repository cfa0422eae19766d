"""The sections of a report, from what was printed under their headings."""

from collections.abc import Sequence

from evaluations.content import BlockReading, CriterionReading, FindingReading, SectionReading
from evaluations.definition import Block as ConclusionBlock
from evaluations.definition import Criterion, FrameworkDefinition, Section
from evaluations.enums import BlockKind, SectionKind
from evaluations.imports.answers import answer_of, chosen
from evaluations.imports.blocks import Block, Kind, rich_text
from evaluations.imports.outline import Outline, Part
from evaluations.reports.reading import printed_answer


def read_sections(found: Outline, definition: FrameworkDefinition) -> tuple[tuple[SectionReading, ...], list[Block]]:
    """Every section of which something was printed, in the framework's order, and the blocks without a place."""
    reader = _SectionReader(found, definition)
    sections = (s for s in definition.sections if s.kind != SectionKind.OBSERVATIONS)
    return tuple(reading for s in sections if (reading := reader.section(s))), reader.left


class _SectionReader:
    """``left``: what stands where the framework has no place for a text."""

    def __init__(self, found: Outline, definition: FrameworkDefinition) -> None:
        self.found = found
        self.definition = definition
        self.left: list[Block] = []

    def section(self, section: Section) -> SectionReading | None:
        printed = self.found.part(section.code)
        criteria = tuple(self.criterion(c, part) for c in section.criteria if (part := self.found.part(c.code)))
        blocks = tuple(self.block(b, part) for b in section.blocks if (part := self.found.part(b.code)))
        if not (printed or criteria or blocks):
            return None
        body = printed.body if printed else []
        if section.kind != SectionKind.TEXT:
            self.left += body
            body = []
        return SectionReading(section.code, section.kind.value, section.label, rich_text(body), criteria, blocks)

    def criterion(self, criterion: Criterion, part: Part) -> CriterionReading:
        """The answer is what follows the label, or else the first line that is one; the rest is the comment."""
        value, body = answer_of(criterion, part.rest, self.definition), part.body
        if part.rest and not value:
            self.left.append(part.heading)
        for n, block in enumerate(body if not value else ()):
            value = answer_of(criterion, block.plain, self.definition)
            if value:
                body = body[:n] + body[n + 1 :]
                break
        answer = printed_answer(self.definition, criterion, value)
        return CriterionReading(criterion.code, criterion.label, criterion.kind.value, rich_text(body), answer, value)

    def block(self, block: ConclusionBlock, part: Part) -> BlockReading:
        if block.kind == BlockKind.TEXT:
            return BlockReading(block.code, block.kind.value, block.label, opening=rich_text(part.body))
        if block.kind == BlockKind.OPINION:
            return self.opinion(block, part)
        return self.findings(block, part)

    def opinion(self, block: ConclusionBlock, part: Part) -> BlockReading:
        """What follows the label, or else the first line under it; a text beside it has no place."""
        said = [(part.rest.strip(" ."), part.heading), *((b.plain.strip(" ."), b) for b in part.body)]
        value, place = next(((chosen(block.choices, text), b) for text, b in said if text), ("", None))
        self.left += [b for text, b in said if text and (b is not place or not value)]
        answer = next((choice.label for choice in block.choices if choice.code == value), "")
        return BlockReading(block.code, block.kind.value, block.label, answer=answer, value=value)

    def findings(self, block: ConclusionBlock, part: Part) -> BlockReading:
        """The list with the texts before and after it. Where no text may stand, paragraphs are the list."""
        body, items = part.body, [n for n, b in enumerate(part.body) if b.kind == Kind.ITEM]
        if not items and block.opening is None:
            items = [n for n, b in enumerate(body) if b.kind != Kind.TABLE]
        first, last = (items[0], items[-1]) if items else (len(body), len(body))
        listed = set(items)
        self.left += [b for n, b in enumerate(body) if first < n < last and n not in listed]
        texts = _finding_texts([body[n] for n in items])
        return BlockReading(
            code=block.code,
            kind=block.kind.value,
            label=block.label,
            findings_kind=block.findings.value if block.findings else "",
            opening=self.passage(body[:first], is_allowed=block.opening is not None),
            findings=tuple(FindingReading(number, text) for number, text in enumerate(texts, 1)),
            closing=self.passage(body[last + 1 :], is_allowed=block.closing is not None),
        )

    def passage(self, blocks: Sequence[Block], *, is_allowed: bool) -> str:
        """The text before or after a list, if the framework has one there."""
        if is_allowed:
            return rich_text(blocks)
        self.left += blocks
        return ""


def _finding_texts(items: Sequence[Block]) -> list[str]:
    """One text per item; an item inside an item belongs to it and keeps its mark."""
    texts: list[str] = []
    for item in items:
        if item.level and texts:
            texts[-1] += f" {item.marker} {item.plain}"
        else:
            texts.append(item.plain)
    return texts
