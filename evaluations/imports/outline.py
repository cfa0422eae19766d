"""The blocks of a report under the parts of its framework."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from evaluations.definition import Block as ConclusionBlock
from evaluations.definition import Criterion, FrameworkDefinition, Section
from evaluations.enums import BlockKind, CriterionKind, SectionKind
from evaluations.imports.blocks import Block, Kind
from evaluations.imports.labels import after_label, heading_keys, key, may_be_heading

Target = Section | Criterion | ConclusionBlock


@dataclass(slots=True)
class Part:
    """What was printed under one heading. ``rest``: what followed the label on its own line (« Avis : favorable »)."""

    target: Target
    heading: Block
    rest: str = ""
    body: list[Block] = field(default_factory=list)


@dataclass(slots=True)
class Outline:
    front: list[Block] = field(default_factory=list)
    parts: list[Part] = field(default_factory=list)

    def part(self, code: str) -> Part | None:
        """What was printed under that part of the framework."""
        return next((part for part in self.parts if part.target.code == code), None)


class Headings:
    """The labels of a framework that stand alone on a line, with their other spellings."""

    def __init__(self, definition: FrameworkDefinition) -> None:
        self._targets: dict[str, list[Target]] = {}
        self._answered: list[tuple[str, Target]] = []  # labels that an answer may follow
        for target, labels in _labelled(definition):
            for label in labels:
                found = self._targets.setdefault(key(label), [])
                if target not in found:
                    found.append(target)
                if _has_answer(target):
                    self._answered.append((label, target))

    def lines_of_heading(self, texts: Sequence[str]) -> int:
        """How many of these lines, from the first, make one heading together; 0 if none do. The longest wins."""
        if not texts or not may_be_heading(texts[0]):
            return 0
        begun = heading_keys(texts[0])
        if any(label.startswith(known) for label in self._targets for known in begun if known):
            for count in range(len(texts), 1, -1):
                if any(known in self._targets for known in heading_keys(" ".join(texts[:count]))):
                    return count
        return 1 if self.find(texts[0]) else 0

    def find(self, text: str) -> list[tuple[Target, str]]:
        """The parts that a line may head, in printed order, each with what follows the label."""
        found = [(target, "") for known in heading_keys(text) for target in self._targets.get(known, ())]
        if found:
            return found
        matches = ((target, after_label(text, label, colon=True)) for label, target in self._answered)
        return [(target, rest) for target, rest in matches if rest]


def outline(blocks: Sequence[Block], headings: Headings) -> Outline:
    """Front matter up to the first heading, then a part per heading; nothing heads a part once observations begin.

    A part met twice is kept where something stands under it: a table of contents names parts and says nothing.
    """
    result = Outline()
    current: Part | None = None
    for block in blocks:
        begun = None
        if block.kind == Kind.HEADING and not _is_observations(current):
            begun = _begun(block, headings, result.parts)
        if begun:
            current = begun
            result.parts.append(begun)
        elif current:
            current.body.append(block)
        else:
            result.front.append(block)
    return result


def _begun(block: Block, headings: Headings, parts: list[Part]) -> Part | None:
    """The part that a heading begins: the first of that label that has not been printed yet."""
    found = headings.find(block.plain)
    by_code = {part.target.code: part for part in parts}
    for target, rest in found:
        if target.code not in by_code:
            return Part(target, block, rest)
    for target, rest in found:
        earlier = by_code[target.code]
        if not earlier.body and not earlier.rest and not isinstance(target, Section):
            parts.remove(earlier)
            return Part(target, block, rest)
    return None


def _is_observations(part: Part | None) -> bool:
    return part is not None and isinstance(part.target, Section) and part.target.kind == SectionKind.OBSERVATIONS


def _has_answer(target: Target) -> bool:
    if isinstance(target, Criterion):
        return target.kind not in (CriterionKind.NARRATIVE, CriterionKind.TABLE)
    return isinstance(target, ConclusionBlock) and target.kind == BlockKind.OPINION


def _labelled(definition: FrameworkDefinition) -> Iterator[tuple[Target, list[str]]]:
    """Every part in printed order with its labels; the label of a text before a list heads that list."""
    for section in definition.sections:
        yield section, [section.label, *section.also]
        for criterion in section.criteria:
            yield criterion, [criterion.label, *criterion.also]
        for block in section.blocks:
            yield block, [block.label, *block.also, *([block.opening.label] if block.opening else [])]
