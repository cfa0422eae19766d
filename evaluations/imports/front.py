"""The first pages of a report: cover, metadata, signatures, committee.

The lines are taken one by one by whoever recognises them; what nobody takes is left to the annex.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import groupby

from evalprog.text import folded, one_line
from evaluations.content import (
    CommitteeReading,
    CoverReading,
    Fact,
    MemberReading,
    SignatoryReading,
    SignatureReading,
)
from evaluations.definition import FrameworkDefinition, HeadLine, SignatureBlock
from evaluations.imports.blocks import Block, Kind
from evaluations.imports.dates import iso_date, period, wave
from evaluations.imports.front_lines import FrontLine, front_lines
from evaluations.imports.labels import after_label, key
from evaluations.imports.markup import literal
from evaluations.imports.signatories import is_name, is_office
from evaluations.imports.sources import Line

_LABEL_LINES = 4  # a label of the cover may be broken over so many
_CAMPAIGN = re.compile(r"\b(?:campagne|vague)\b", re.IGNORECASE)
_INSTITUTION = re.compile(
    r"(?:haute ecole|universit|ecole|institut|communaute|comue|conservatoire|centre|insa|groupe|museum|college|lycee)"
)
_ROLE_LENGTH = 40
_NOTE_MARK = re.compile(r"^\s*(?:[¹²³⁴⁵]|\(?[1-9*]\)?\s)")


@dataclass(frozen=True, slots=True)
class Front:
    cover: CoverReading
    head: tuple[Fact, ...]
    signatures: tuple[SignatureReading, ...]
    committee: CommitteeReading | None
    left: tuple[Block, ...]  # blocks of which a line found no place


def read_front(blocks: Sequence[Block], definition: FrameworkDefinition) -> Front:
    """What the blocks before the first heading say. The order of the steps is that of certainty."""
    pages = _Pages(blocks, definition)
    signatures = tuple(pages.signatures())
    pages.take_cover_labels()
    published = pages.published()
    head = tuple(pages.head())
    committee = pages.committee()
    campaign = pages.campaign()
    deposited_by = next((fact.text for fact in head if fact.key == "institution"), "")
    title, institution = pages.title_and_institution(deposited_by)
    words = definition.cover
    cover = CoverReading(
        agency=words.agency,
        agency_name=words.agency_name,
        department=words.department,
        document=words.document,
        title=title,
        institution=institution or deposited_by,
        campaign=campaign,
        published=published,
    )
    return Front(cover, head, signatures, committee, tuple(pages.left()))


class _Pages:
    """The lines of the first pages, and who has taken them."""

    def __init__(self, blocks: Sequence[Block], definition: FrameworkDefinition) -> None:
        self.definition = definition
        self.lines, self.beyond = front_lines(blocks, definition)
        self.title_from = 0

    def left(self) -> Iterator[Block]:
        """What was not taken, in order: whole blocks, or the lines of a block whose other lines were taken."""
        for _known, run in groupby(self.lines, key=lambda line: id(line.block)):
            lines = list(run)
            missed = tuple(Line(line.number, line.text) for line in lines if not line.taken)
            if len(missed) == len(lines):
                yield lines[0].block
            elif missed:
                html = literal(" ".join(line.text for line in missed))
                yield replace(lines[0].block, kind=Kind.PARAGRAPH, html=html, lines=missed)
        yield from self.beyond

    # -- cover

    def take_cover_labels(self) -> None:
        """The agency, its name, the department and the kind of document, as often as they are printed."""
        words = self.definition.cover
        for label in (words.agency_name, words.agency, words.department, words.document):
            for at in range(len(self.lines)):
                if count := self._lines_of(label, at):
                    self._take(at, count)
                    if label == words.document and not self.title_from:
                        self.title_from = at + count

    def published(self) -> Fact | None:
        label = self.definition.cover.published
        for line in self.lines:
            if label and not line.taken and (text := after_label(line.text, label)):
                line.taken = True
                return Fact("published_on", label, text, iso_date(text))
        return None

    def campaign(self) -> str:
        """The lines of the campaign: « Campagne d’évaluation 2016-2017 (Vague C) », « Vague C 2013-2017 »."""
        found: list[str] = []
        for line in self.lines:
            if not line.taken and _CAMPAIGN.search(line.text) and (period(line.text) or wave(line.text)):
                line.taken = True
                found += [line.text] if line.text not in found else []
        return one_line(" ".join(found))

    def title_and_institution(self, deposited_by: str) -> tuple[str, str]:
        """The lines of the cover that are no labels: the title, then the institutions."""
        free = [n for n, line in enumerate(self.lines) if not line.taken]
        first = next((n for n in free if n >= self.title_from), free[0] if free else 0)
        end = next((n for n in range(first, len(self.lines)) if self.lines[n].taken), len(self.lines))
        lines = self.lines[first:end]
        named = (n for n, line in enumerate(lines) if n and _is_institution(line.text, deposited_by))
        cut = next(named, len(lines))
        self._take(first, len(lines))
        title = one_line(" ".join(line.text for line in lines[:cut]))
        return title, ", ".join(one_line(line.text) for line in lines[cut:])

    # -- metadata

    def head(self) -> Iterator[Fact]:
        """The metadata in printed order: « label : value », or the value on the line below."""
        for at, line in enumerate(self.lines):
            found = None if line.taken else self._head_line(line.text)
            if not found:
                continue
            head_line, text = found
            line.taken = True
            for value in self._value_lines(at, text):
                text = one_line(f"{text} {value.text}")
                value.taken = True
            iso = iso_date(text) if head_line.key.endswith("_on") else ""
            self._printed(head_line.heading)
            yield Fact(head_line.key, head_line.label, text or head_line.empty, iso, head_line.heading)

    def _head_line(self, text: str) -> tuple[HeadLine, str] | None:
        """The line of metadata that a text is, by its longest label, and its value."""
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
            goes_on = line.block is self.lines[at].block and line.text[:1].islower()
            if not line.taken and (goes_on or not value) and not self._is_label(at + 1):
                yield line

    # -- persons

    def signatures(self) -> Iterator[SignatureReading]:
        """Each role of the framework under whose formula a name stands."""
        for block in self.definition.signatures:
            for at in range(len(self.lines)):
                count = max(self._lines_of(block.heading, at), self._lines_of(block.heading_several, at))
                people = tuple(self._people(at + count)) if count and not self.lines[at].taken else ()
                if people:
                    self._take(at, count)
                    yield self._signature(block, people)
                    break

    def _signature(self, block: SignatureBlock, people: tuple[SignatoryReading, ...]) -> SignatureReading:
        return SignatureReading(
            role=block.role.value,
            heading=block.heading_several if len(people) > 1 and block.heading_several else block.heading,
            signatories=people,
            basis=self._printed(block.basis),
            note=self._printed(block.note),
        )

    def _people(self, at: int) -> Iterator[SignatoryReading]:
        """The names below a formula: « Name, office », or the office on the line below or above."""
        while person := self._person(at):
            signatory, count = person
            self._take(at, count)
            yield signatory
            at += count

    def _person(self, at: int) -> tuple[SignatoryReading, int] | None:
        """Who is named from this line on, and on how many lines."""
        lines = self.lines[at : at + 2]
        if not lines or lines[0].taken or self._is_label(at):
            return None
        name, _comma, office = (part.strip() for part in lines[0].text.partition(","))
        if is_name(name) and office:
            return SignatoryReading(name, office), 1
        other = lines[1].text if len(lines) == 2 and not lines[1].taken and not self._is_label(at + 1) else ""
        if is_name(name):
            return (SignatoryReading(name, other), 2) if is_office(other) else (SignatoryReading(name, ""), 1)
        return (SignatoryReading(other, lines[0].text), 2) if is_office(lines[0].text) and is_name(other) else None

    def committee(self) -> CommitteeReading | None:
        """The list of the members, if the framework prints one: « Expert : Name, affiliation »."""
        labels = self.definition.committee
        at = next((n for n in range(len(self.lines)) if labels and self._lines_of(labels.label, n)), None)
        if labels is None or at is None:
            return None
        count = self._lines_of(labels.label, at)
        members = tuple(self._members(at + count, labels.expert))
        if not members:
            return None
        self._take(at, count)
        return CommitteeReading(labels.label, members)

    def _members(self, at: int, role: str) -> Iterator[MemberReading]:
        """« Expert : Name, affiliation »; names without a role have that of the line above them."""
        for line in self.lines[at:]:
            said, colon, person = (part.strip() for part in line.text.partition(":"))
            name, _comma, affiliation = (part.strip() for part in (person if colon else said).partition(","))
            is_role = bool(colon) and not person and len(said) < _ROLE_LENGTH
            if line.taken or not (is_role or is_name(name)):
                return
            line.taken = True
            role = said if colon else role
            if not is_role:
                yield MemberReading(role, name, affiliation)

    # -- lines

    def _take(self, at: int, count: int) -> None:
        for line in self.lines[at : at + count]:
            line.taken = True

    def _lines_of(self, label: str, at: int) -> int:
        """How many lines from here print that label together; calls and marks of notes aside."""
        wanted, met = key(label), ""
        for count, line in enumerate(self.lines[at : at + _LABEL_LINES] if wanted else (), 1):
            met += key(_NOTE_MARK.sub("", line.text))
            if met == wanted:
                return count
            if line.taken or not met or not wanted.startswith(met):
                return 0
        return 0

    def _printed(self, label: str) -> str:
        """The label if the pages print it; its lines are then taken."""
        for at in range(len(self.lines)):
            if count := self._lines_of(label, at):
                self._take(at, count)
                return label
        return ""

    def _is_label(self, at: int) -> bool:
        """A line that a label of the framework explains."""
        words, text = self.definition.cover, self.lines[at].text
        labels = [words.agency, words.agency_name, words.department, words.document]
        for block in self.definition.signatures:
            labels += [block.heading, block.heading_several, block.basis, block.note]
        return (
            any(self._lines_of(label, at) for label in labels)
            or self._head_line(text) is not None
            or bool(words.published and after_label(text, words.published) is not None)
            or bool(_CAMPAIGN.match(text))
        )


def _is_institution(text: str, deposited_by: str) -> bool:
    """A line of the cover that names who deposited the dossier, or begins as names of institutions do.

    « de l’Université … » goes on with the title.
    """
    if text[:1].islower():
        return False
    words, known = folded(text), folded(deposited_by)
    return bool(_INSTITUTION.match(words)) or bool(known and (words in known or known in words))
