"""The places of a frozen draft in which an error of fact may stand: its texts and its findings, with their words."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from django.utils.translation import gettext as _

from evalprog import richtext
from evalprog.text import folded
from evaluations.content import BlockReading, ReportReading
from evaluations.definition import Block, FrameworkDefinition
from evaluations.enums import FindingKind, SectionKind
from evaluations.models import CorrectionRequest

AROUND = 160  # letters shown before and after a passage
_WORD = re.compile(r"[^\W_]+")


@dataclass(frozen=True, slots=True)
class Passage:
    """A text of the draft, by the ``code`` under which the committee writes it, or a finding.

    ``text``: its words, plain, the answer on a scale first. ``source`` and ``value``: text and answer as they are kept.
    ``place``: by the ``data-part`` of the report's partials, from the outside to the inside; ``anchor``: of the part
    of the page in which it stands.
    """

    label: str
    text: str
    source: str
    value: str
    place: str
    anchor: str
    answer: str = ""  # as printed
    code: str = ""
    kind: str = ""  # a FindingKind
    number: int = 0

    @property
    def rich(self) -> str:
        """As it is printed, the answer first."""
        if self.kind:
            return richtext.from_plain(self.text)
        return (richtext.from_plain(self.answer) if self.answer else "") + self.source

    @property
    def name(self) -> str:
        """In the form: « texte:objectifs », « constat:WEAKNESS-2 »."""
        return f"texte:{self.code}" if self.code else f"constat:{self.kind}-{self.number}"


@dataclass(frozen=True, slots=True)
class InContext:
    """A passage among the words around it."""

    before: str
    quote: str
    after: str


def passages(reading: ReportReading, definition: FrameworkDefinition) -> list[Passage]:
    """In printed order."""
    return list(_passages(reading, definition))


def passage_of(correction: CorrectionRequest, found: list[Passage]) -> Passage | None:
    """Where it stands. With ``finding``."""
    if finding := correction.finding:
        return next((p for p in found if (p.kind, p.number) == (finding.kind, finding.number)), None)
    return next((p for p in found if p.code == correction.about), None) if correction.about else None


def _passages(reading: ReportReading, definition: FrameworkDefinition) -> Iterator[Passage]:
    blocks = {block.code: block for block in definition.blocks}
    for section in reading.sections:
        if section.kind == SectionKind.TEXT:
            where = {"place": f"section {section.code}", "anchor": f"section-{section.code}"}
            yield _text(section.code, section.label, section.text, **where)
        for criterion in section.criteria:
            where = {"place": f"criterion {criterion.code}", "anchor": f"critere-{criterion.code}"}
            yield _text(criterion.code, criterion.label, criterion.text, criterion.answer, criterion.value, **where)
        for block in section.blocks:
            yield from _of_block(block, blocks[block.code])


def _of_block(block: BlockReading, defined: Block) -> Iterator[Passage]:
    """Its opening, or its only text; its findings; its closing."""
    where = {"anchor": f"bloc-{block.code}", "place": f"block {block.code} opening"}
    if defined.opening or not block.findings_kind:
        code = defined.opening.code if defined.opening else block.code
        yield _text(code, block.label, block.opening, block.answer, block.value, **where)
    for finding in block.findings:
        label = f"{FindingKind(block.findings_kind).label} {finding.number}"
        place = f"block {block.code} finding {finding.number}"
        yield Passage(
            label[0].upper() + label[1:],
            finding.text,
            finding.text,
            "",
            place,
            where["anchor"],
            kind=block.findings_kind,
            number=finding.number,
        )
    if defined.closing:
        label = _("%(label)s, texte final") % {"label": block.label}
        yield _text(defined.closing.code, label, block.closing, **where | {"place": f"block {block.code} closing"})


def _text(code: str, label: str, text: str, answer: str = "", value: str = "", *, place: str, anchor: str) -> Passage:
    words = "\n".join(part for part in (answer, richtext.to_plain(text)) if part)
    return Passage(label, words, text, value, place, anchor, answer=answer, code=code)


# -- words found again, however they are spaced, accented or punctuated


def located(quote: str, text: str, *, whole: bool = False) -> tuple[int, int] | None:
    """From where to where the quotation stands in the text; the first and last words may be cut. ``whole``: not the
    word that stands alone, which would be another one: « a » is not « La »."""
    wanted, words = folded(quote).split(), list(_words(text))
    if not wanted:
        return None
    for at in range(len(words) - len(wanted) + 1):
        there = [word for word, _begin, _end in words[at : at + len(wanted)]]
        if wanted == there if whole and len(wanted) == 1 else _is_at(wanted, there):
            return words[at][1], _end_with_signs(quote, text, words[at + len(wanted) - 1][2])
    return None


def in_context(quote: str, text: str) -> InContext | None:
    """The passage and some words before and after it."""
    found = located(quote, text)
    if found is None:
        return None
    begin, end = found
    before, after = text[max(begin - AROUND, 0) : begin], text[end : end + AROUND]
    if begin > AROUND:
        before = "…" + before[before.find(" ") :]
    if len(text) - end > AROUND:
        after = after[: after.rfind(" ") + 1] + "…"
    return InContext(before, text[begin:end], after)


def _words(text: str) -> Iterator[tuple[str, int, int]]:
    """Each word of a text, folded, and from where to where it stands there."""
    for found in _WORD.finditer(text):
        for word in folded(found[0]).split():
            yield word, found.start(), found.end()


def _is_at(wanted: list[str], words: list[str]) -> bool:
    if len(wanted) == 1:
        return wanted[0] in words[0]
    first, last = words[0].endswith(wanted[0]), words[-1].startswith(wanted[-1])
    return first and last and wanted[1:-1] == words[1:-1]


def _end_with_signs(quote: str, text: str, end: int) -> int:
    """The signs that end the quotation belong to it, where the text has them too: « 42 % »."""
    at = end
    for sign in re.search(r"[\W_]*$", quote)[0].split():
        for letter in sign:
            following = re.match(r"\s*", text[at:])[0]
            if not text[at + len(following) :].startswith(letter):
                return end
            at = end = at + len(following) + len(letter)
    return end
