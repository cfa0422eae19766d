"""The sections of a report, from what was printed under their headings."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from evaluations.content import BlockReading, CriterionReading, FindingReading, SectionReading
from evaluations.definition import Block as ConclusionBlock
from evaluations.definition import Choice, Criterion, FrameworkDefinition, Section
from evaluations.enums import BlockKind, CriterionKind, SectionKind
from evaluations.imports.blocks import Block, Kind, rich_text
from evaluations.imports.labels import key
from evaluations.imports.outline import Outline, Part

_RATING = re.compile(
    r"(?:appréciation|notation|note|cotation|évaluation du critère)\b[^:]{0,80}:\s*(?P<value>.+?)\s*\.?",
    re.IGNORECASE,
)
_ANSWERS = {
    "yes": ("oui", "yes"),
    "no": ("non", "no"),
    "not-applicable": ("sansobjet", "nonapplicable", "notapplicable", "so"),
}
_NUMBER = re.compile(r"[+-]?\d[\d \u00a0\u202f]{0,15}(?:[.,]\d+)?(?:[ \u00a0\u202f]?\S{1,12})?")


@dataclass(slots=True)
class Sections:
    readings: list[SectionReading] = field(default_factory=list)
    left: list[Block] = field(default_factory=list)  # what stands where the framework has no place for a text


def read_sections(outline: Outline, definition: FrameworkDefinition) -> Sections:
    """Every section of which something was printed, in the framework's order."""
    result = Sections()
    for section in definition.sections:
        if section.kind == SectionKind.OBSERVATIONS:
            continue
        printed = outline.part(section.code)
        criteria = [part for c in section.criteria if (part := outline.part(c.code))]
        blocks = [part for b in section.blocks if (part := outline.part(b.code))]
        if printed or criteria or blocks:
            result.readings.append(_section(section, printed, criteria, blocks, definition, result.left))
    return result


def _section(
    section: Section,
    printed: Part | None,
    criteria: Sequence[Part],
    blocks: Sequence[Part],
    definition: FrameworkDefinition,
    left: list[Block],
) -> SectionReading:
    is_text = section.kind == SectionKind.TEXT
    if printed and not is_text:
        left += printed.body
    return SectionReading(
        code=section.code,
        kind=section.kind.value,
        label=section.label,
        text=rich_text(printed.body) if printed and is_text else "",
        criteria=tuple(_criterion(part, definition, left) for part in criteria),
        blocks=tuple(_block(part, left) for part in blocks),
    )


# -- criteria


def _criterion(part: Part, definition: FrameworkDefinition, left: list[Block]) -> CriterionReading:
    criterion = part.target
    assert isinstance(criterion, Criterion)
    answer, value, body = "", "", part.body
    if criterion.kind not in (CriterionKind.NARRATIVE, CriterionKind.TABLE):
        answer, value, body = _answered(criterion, part, definition)
        if part.rest and answer != part.rest:
            left.append(part.heading)
    return CriterionReading(
        criterion.code, criterion.label, criterion.kind.value, rich_text(body), answer, value
    )


def _answered(
    criterion: Criterion, part: Part, definition: FrameworkDefinition
) -> tuple[str, str, list[Block]]:
    """The answer as printed, its code, and the blocks that are not the answer."""
    if part.rest:
        if found := _answer(criterion, part.rest, definition):
            return *found, part.body
    for n, block in enumerate(part.body):
        rating = _RATING.fullmatch(block.plain) if len(block.plain) < 200 else None
        text = rating["value"] if rating else block.plain if n == 0 else ""
        if text and (found := _answer(criterion, text, definition)):
            return *found, part.body[:n] + part.body[n + 1 :]
    return "", "", part.body


def _answer(criterion: Criterion, text: str, definition: FrameworkDefinition) -> tuple[str, str] | None:
    """The answer as printed, and its code, if the text is an answer to this criterion."""
    if criterion.kind == CriterionKind.SCALE:
        values = definition.scale(criterion.scale).values
        code = next(
            (v.code for v in values if text.casefold() in (v.label.casefold(), v.code.casefold())), ""
        )
    elif criterion.kind == CriterionKind.YES_NO:
        code = next((code for code, words in _ANSWERS.items() if key(text) in words), "")
    elif criterion.kind == CriterionKind.CHOICE:
        code = _chosen(criterion.choices, text)
    else:
        code = re.sub(r"[^\d.+-]", "", text.replace(",", ".")) if _NUMBER.fullmatch(text) else ""
    return (text, code) if code else None


def _chosen(choices: Sequence[Choice], text: str) -> str:
    """The code of the choice that a text names, or nothing."""
    return next((choice.code for choice in choices if key(choice.label) == key(text)), "")


# -- conclusion


def _block(part: Part, left: list[Block]) -> BlockReading:
    block = part.target
    assert isinstance(block, ConclusionBlock)
    if block.kind == BlockKind.TEXT:
        return BlockReading(block.code, block.kind.value, block.label, opening=rich_text(part.body))
    if block.kind == BlockKind.OPINION:
        return _opinion(block, part, left)
    return _findings(block, part, left)


def _opinion(block: ConclusionBlock, part: Part, left: list[Block]) -> BlockReading:
    """The first line that is one of the opinions; a text beside it has no place."""
    candidates = [part.rest, *(body.plain for body in part.body[:1])]
    answer = next((text for text in candidates if text and _chosen(block.choices, text)), "")
    left += [body for body in part.body if body.plain != answer or part.rest == answer]
    left += [part.heading] if part.rest and part.rest != answer else []
    return BlockReading(
        block.code, block.kind.value, block.label, answer=answer, value=_chosen(block.choices, answer)
    )


def _findings(block: ConclusionBlock, part: Part, left: list[Block]) -> BlockReading:
    """The list, and the texts before and after it. Where no text may stand, paragraphs without a list are the list."""
    body = part.body
    items = [n for n, inner in enumerate(body) if inner.kind == Kind.ITEM]
    if not items and block.opening is None:
        items = [n for n, inner in enumerate(body) if inner.kind != Kind.TABLE]
    first, last = (items[0], items[-1]) if items else (len(body), len(body))
    opening, closing = body[:first], body[last + 1 :]
    left += [inner for n, inner in enumerate(body) if first < n < last and n not in items]
    if opening and block.opening is None:
        left += opening
        opening = []
    if closing and block.closing is None:
        left += closing
        closing = []
    assert block.findings is not None  # a list of findings says of which kind
    texts = _finding_texts([body[n] for n in items])
    return BlockReading(
        code=block.code,
        kind=block.kind.value,
        label=block.label,
        findings_kind=block.findings.value,
        opening=rich_text(opening),
        findings=tuple(FindingReading(number, text) for number, text in enumerate(texts, 1)),
        closing=rich_text(closing),
    )


def _finding_texts(items: Sequence[Block]) -> list[str]:
    """One text per item; an item inside an item belongs to it and keeps its mark."""
    texts: list[str] = []
    for item in items:
        if item.level and texts:
            texts[-1] += f" {item.marker} {item.plain}"
        else:
            texts.append(item.plain)
    return texts
