"""The first pages of a report: cover, metadata, signatures.

The lines are taken one by one by whoever recognises them; what nobody takes is left to the annex.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from evalprog.text import folded, one_line
from evaluations.content import CoverReading, Fact, SignatoryReading, SignatureReading
from evaluations.definition import FrameworkDefinition, HeadLine, SignatureBlock
from evaluations.imports.blocks import Block, Kind
from evaluations.imports.dates import iso_date, period, wave
from evaluations.imports.labels import after_label, key
from evaluations.imports.signatories import is_name, is_office

_LABEL_LINES = 4  # a label of the cover may be broken over so many
_CAMPAIGN = re.compile(r"\b(?:campagne|vague)\b", re.IGNORECASE)
_INSTITUTION = re.compile(
    r"^(?:universit|ecole|institut|communaute|comue|conservatoire|centre|insa|groupe|museum|college|etablissement"
    r"|comue|haute ecole|lycee|university)"
)
_NOTE_MARK = re.compile(r"^\s*(?:[¹²³⁴⁵]|\(?[1-9*]\)?\s)")


@dataclass(slots=True)
class FrontLine:
    text: str
    block: Block
    taken: bool = False


@dataclass(frozen=True, slots=True)
class Front:
    cover: CoverReading
    head: tuple[Fact, ...]
    signatures: tuple[SignatureReading, ...]
    left: tuple[Block, ...]  # blocks of which a line found no place


def read_front(blocks: Sequence[Block], definition: FrameworkDefinition) -> Front:
    pages = _Pages(blocks, definition)
    signatures = tuple(pages.signatures())
    pages.take_repeated_labels()
    published = pages.published()
    head = tuple(pages.head())
    campaign = pages.campaign()
    institution = next((fact.text for fact in head if fact.key == "institution"), "")
    title, cover_institution = pages.title_and_institution(institution)
    words = definition.cover
    cover = CoverReading(
        agency=words.agency,
        agency_name=words.agency_name,
        department=words.department,
        document=words.document,
        title=title,
        institution=cover_institution or institution,
        campaign=campaign,
        published=published,
    )
    return Front(cover, head, signatures, tuple(pages.left()))


class _Pages:
    """The lines of the first pages, and who has taken them."""

    def __init__(self, blocks: Sequence[Block], definition: FrameworkDefinition) -> None:
        self.definition = definition
        self.tables = [block for block in blocks if block.kind == Kind.TABLE]
        labels = [label for line in definition.head for label in (line.label, *line.also)]
        self.lines = [
            FrontLine(text, block)
            for block in blocks
            if block.kind != Kind.TABLE
            for line in block.texts
            for text in _parted(line, labels)
        ]
        self.begin = self.end = 0  # of the cover's title and institution

    def left(self) -> Iterator[Block]:
        """What nobody took, in order."""
        missed = {id(line.block) for line in self.lines if not line.taken}
        blocks = {id(line.block): line.block for line in self.lines}
        yield from (block for known, block in blocks.items() if known in missed)
        yield from self.tables

    def take_repeated_labels(self) -> None:
        """The agency, its name, the department and the kind of document, as often as they are printed."""
        words = self.definition.cover
        for label in (words.agency_name, words.agency, words.department, words.document):
            for at in range(len(self.lines)):
                if label and (count := self._lines_of(label, at)):
                    self._take(at, count)
                    if label == words.document and not self.begin:
                        self.begin = at + count

    def published(self) -> Fact | None:
        label = self.definition.cover.published
        for line in self._free():
            if label and (text := after_label(line.text, label)):
                line.taken = True
                return Fact("published", label, text, iso_date(text))
        return None

    def head(self) -> Iterator[Fact]:
        """The metadata in printed order: « label : value », or the value on the line below."""
        for at, line in enumerate(self.lines):
            if line.taken:
                continue
            found = self._head_line(line.text)
            if not found:
                continue
            head_line, text = found
            line.taken = True
            for value in self._value_lines(at, text):
                text = one_line(f"{text} {value.text}")
                value.taken = True
            is_date = head_line.key.endswith("_on")
            yield Fact(
                head_line.key, head_line.label, text or head_line.empty, iso_date(text) if is_date else ""
            )

    def campaign(self) -> str:
        """The line of the campaign: « Campagne d’évaluation 2016-2017 (Vague C) », « Vague C 2013-2017 »."""
        for at, line in enumerate(self.lines):
            if not line.taken and _CAMPAIGN.search(line.text) and (period(line.text) or wave(line.text)):
                line.taken = True
                self.end = at
                return line.text
        return ""

    def title_and_institution(self, institution: str) -> tuple[str, str]:
        """The lines of the cover that are no labels: the title, then the institutions."""
        after = [line.taken for line in self.lines[self.begin :]]
        first = next((self.begin + n for n, taken in enumerate(after) if not taken), self.begin)
        end = next((n for n in range(first, len(self.lines)) if self.lines[n].taken), len(self.lines))
        lines = self.lines[first:end]
        named = [n for n, line in enumerate(lines) if n and _is_institution(line.text, institution)]
        cut = named[0] if named else len(lines)
        for line in lines:
            line.taken = True
        title = one_line(" ".join(line.text for line in lines[:cut]))
        return title, ", ".join(one_line(line.text) for line in lines[cut:])

    def signatures(self) -> Iterator[SignatureReading]:
        """Each role of the framework under whose formula a name stands."""
        for block in self.definition.signatures:
            headings = [label for label in (block.heading, block.heading_several) if label]
            for at in range(len(self.lines)):
                label = next((label for label in headings if self._lines_of(label, at)), None)
                if label is None or self.lines[at].taken:
                    continue
                count = self._lines_of(label, at)
                people = list(self._people(at + count))
                if not people:
                    continue
                self._take(at, count)
                several = block.heading_several if len(people) > 1 else ""
                yield SignatureReading(
                    role=block.role.value,
                    heading=several or block.heading,
                    signatories=tuple(people),
                    basis=self._printed(block.basis),
                    note=self._printed(block.note),
                )
                break

    # -- lines

    def _free(self) -> Iterator[FrontLine]:
        return (line for line in self.lines if not line.taken)

    def _take(self, at: int, count: int) -> None:
        for line in self.lines[at : at + count]:
            line.taken = True

    def _lines_of(self, label: str, at: int) -> int:
        """How many lines from here print that label together."""
        wanted, met = key(label), ""
        for count, line in enumerate(self.lines[at : at + _LABEL_LINES], 1):
            met += key(_NOTE_MARK.sub("", line.text))
            if met == wanted:
                return count
            if line.taken or not met or not wanted.startswith(met):
                return 0
        return 0

    def _printed(self, label: str) -> str:
        """The label if the pages print it; its lines are then taken."""
        for at in range(len(self.lines)):
            if label and (count := self._lines_of(label, at)):
                self._take(at, count)
                return label
        return ""

    def _people(self, at: int) -> Iterator[SignatoryReading]:
        """The names below a formula: « Name, office », or the office on the next line."""
        while at < len(self.lines):
            name, _comma, office = (part.strip() for part in self.lines[at].text.partition(","))
            if self.lines[at].taken or not is_name(name) or self._is_label(at):
                return
            self.lines[at].taken = True
            at += 1
            if not office and at < len(self.lines) and self._is_office(at):
                office = self.lines[at].text
                self.lines[at].taken = True
                at += 1
            yield SignatoryReading(name, office)

    def _is_office(self, at: int) -> bool:
        return is_office(self.lines[at].text) and not self._is_label(at)

    def _is_label(self, at: int) -> bool:
        """A line that a label of the framework explains."""
        words = self.definition.cover
        labels = [words.agency, words.agency_name, words.department, words.document]
        labels += [text for block in self.definition.signatures for text in _formulas(block)]
        return any(self._lines_of(label, at) for label in labels if label) or bool(
            self._head_line(self.lines[at].text)
        )

    def _head_line(self, text: str) -> tuple[HeadLine, str] | None:
        """The line of metadata that a text is, the longest label first, and its value."""
        best: tuple[int, HeadLine, str] | None = None
        for line in self.definition.head:
            for label in (line.label, *line.also):
                value = after_label(text, label, colon=" " not in label)
                if value is not None and (best is None or len(label) > best[0]):
                    best = len(label), line, value
        return best[1:] if best else None

    def _value_lines(self, at: int, value: str) -> Iterator[FrontLine]:
        """The next line if it is the value of a lone label, or goes on with the value."""
        for line in self.lines[at + 1 : at + 2]:
            goes_on = value and line.block is self.lines[at].block and line.text[:1].islower()
            if line.taken or (value and not goes_on) or self._is_label(at + 1) or _CAMPAIGN.search(line.text):
                return
            yield line


def _parted(text: str, labels: Iterable[str]) -> list[str]:
    """A line cut where a label of several words begins in its middle: « … en 2017 sur la base d’un dossier … »."""
    long_labels = [label for label in labels if " " in label]
    for word in re.finditer(r"(?<=\s)\w", text):
        rest = text[word.start() :]
        if len(text) < 400 and any(after_label(rest, label) is not None for label in long_labels):
            return [text[: word.start()].rstrip(" ,;"), *_parted(rest, labels)]
    return [text]


def _is_institution(text: str, institution: str) -> bool:
    words, known = folded(text), folded(institution)
    return bool(_INSTITUTION.match(words)) or bool(known and (words in known or known in words))


def _formulas(block: SignatureBlock) -> tuple[str, ...]:
    return block.heading, block.heading_several, block.basis, block.note
