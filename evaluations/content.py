"""What a report says: frozen dataclasses, and nothing else.

One ``ReportReading`` is the whole report, labels included, in printed order. It is made once from the facts
(``reading.read``), kept as canonical JSON with its SHA-256, and is the only source of the page, the PDF and the
exports. Rich texts are canonical HTML fragments (``evalprog.richtext``); everything else is plain text on one line.
Only what the paper shows stands here, so that a report read back from its PDF gives the same reading.
"""

import hashlib
import json
import types
import typing
from collections.abc import Iterator
from dataclasses import dataclass, field, fields, is_dataclass, replace
from functools import cache

from evalprog.text import folded, one_line
from evaluations.enums import FindingKind, ItemTarget, ReportKind, SectionKind


def later(default: typing.Any) -> typing.Any:
    """A field that came when readings had been frozen already: at its default it is no key of the JSON, so that those
    keep their hash; a JSON without it has the default."""
    return field(default=default, metadata={"later": True})


@dataclass(frozen=True, slots=True)
class Fact:
    """A labelled line: ``text`` is printed; ``value`` is what a machine reads (an ISO date, a code), or empty.

    ``heading`` is printed above the line, where a block of lines has a title of its own. ``items``: the same as
    ``text``, where it is printed as a list.
    """

    key: str
    label: str
    text: str
    value: str = ""
    heading: str = ""
    items: tuple[str, ...] = later(())


@dataclass(frozen=True, slots=True)
class ErratumReading:
    """Which version this one is, which it replaces, and why."""

    version: int
    label: str  # « Erratum, version 2 »
    replaces: str  # « remplace la version 1, publiée le 14 juin 2017 »
    reason: str = ""


@dataclass(frozen=True, slots=True)
class CoverReading:
    agency: str
    agency_name: str
    department: str
    document: str
    title: str
    institution: str
    campaign: str
    published: Fact | None = None  # value: ISO date
    lines: tuple[Fact, ...] = later(())  # of the framework's metadata, those that stand on the cover
    erratum: ErratumReading | None = later(None)


@dataclass(frozen=True, slots=True)
class SignatoryReading:
    name: str
    office: str  # « président par intérim »: capacity included


@dataclass(frozen=True, slots=True)
class SignatureReading:
    """The persons who sign in one role, under the formula of that role."""

    role: str  # a SignatureRole
    heading: str
    signatories: tuple[SignatoryReading, ...]
    basis: str
    note: str


@dataclass(frozen=True, slots=True)
class MemberReading:
    role: str  # as printed: « Présidente », « Expert »
    name: str
    affiliation: str


@dataclass(frozen=True, slots=True)
class CommitteeReading:
    label: str
    members: tuple[MemberReading, ...]


@dataclass(frozen=True, slots=True)
class SeriesReading:
    """A line of a figure: its values as the source gives them, « - » where there is none."""

    label: str
    values: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class FigureReading:
    """Series over categories, years most often: drawn, and given as a table."""

    code: str
    kind: str  # a FigureKind
    title: str
    unit: str
    source: str  # « Dossier d’autoévaluation »
    heading: str  # of the column of the labels; may be empty
    categories: tuple[str, ...]
    series: tuple[SeriesReading, ...]


@dataclass(frozen=True, slots=True)
class CriterionReading:
    code: str
    label: str
    kind: str  # a CriterionKind
    text: str  # rich
    answer: str = ""  # as printed: « A+ », « Oui », « 42 % »
    value: str = ""  # the code of the answer
    figures: tuple[FigureReading, ...] = later(())


@dataclass(frozen=True, slots=True)
class ScaleValueReading:
    code: str
    label: str
    meaning: str


@dataclass(frozen=True, slots=True)
class ScaleReading:
    """The values among which the committee chose, from the best to the worst."""

    code: str
    label: str
    values: tuple[ScaleValueReading, ...]


@dataclass(frozen=True, slots=True)
class Reference:
    """A criterion that a finding is about."""

    code: str
    label: str


@dataclass(frozen=True, slots=True)
class FindingReading:
    number: int  # from 1, within its kind
    text: str  # plain
    criteria: tuple[Reference, ...] = ()
    addresses: tuple[int, ...] = ()  # numbers of the weaknesses that a recommendation answers


@dataclass(frozen=True, slots=True)
class BlockReading:
    """A block of the conclusion: a list of findings between two optional texts, a text, or an opinion."""

    code: str
    kind: str  # a BlockKind
    label: str
    findings_kind: str = ""  # a FindingKind
    opening: str = ""  # rich; the text itself for a text block
    findings: tuple[FindingReading, ...] = ()
    closing: str = ""  # rich
    answer: str = ""  # opinion, as printed
    value: str = ""  # opinion, its code
    closing_label: str = later("")  # opinion: the title of its conditions, which are its closing


@dataclass(frozen=True, slots=True)
class SectionReading:
    code: str
    kind: str  # a SectionKind: text, criteria or conclusion
    label: str
    text: str = ""  # rich; text sections only
    criteria: tuple[CriterionReading, ...] = ()
    blocks: tuple[BlockReading, ...] = ()


@dataclass(frozen=True, slots=True)
class SheetReading:
    """One programme among those of which a report gathers the sheets: the report that was published on it, without
    its signatures and observations, which are found at its own address."""

    code: str  # the public identifier of that report
    title: str
    head: tuple[Fact, ...]
    scales: tuple[ScaleReading, ...]
    sections: tuple[SectionReading, ...]
    colophon: tuple[Fact, ...]


@dataclass(frozen=True, slots=True)
class StanceReading:
    """How the institution answers: the code of a ``Stance``, and the word as printed."""

    code: str
    label: str


@dataclass(frozen=True, slots=True)
class ItemReading:
    """One point of the institution's observations: what it answers, as quoted, and the answer."""

    target: str  # an ItemTarget
    number: int | None  # of the finding answered
    about: str  # code of the text in which the quoted passage stands (target REPORT), or empty
    quote: str  # plain, as the institution quotes it
    text: str  # rich, tables included
    heading: str = ""  # a line printed above the item
    stance: StanceReading | None = later(None)
    day: Fact | None = later(None)  # of the action: « pour le 1er septembre 2027 », value: ISO date


@dataclass(frozen=True, slots=True)
class AttachmentReading:
    """A file that the institution joined. It is not printed: its hash tells it from any other."""

    title: str  # its own name, where it was given no other
    file_name: str
    kind: str  # as printed: « document PDF »
    size: str  # as printed: « 1,2 Mo »
    sha256: str


@dataclass(frozen=True, slots=True)
class ObservationsReading:
    label: str
    waived: bool
    heading: str  # rich: the lines above the answers
    general: str  # rich: the letter
    items: tuple[ItemReading, ...]
    signatory: str
    office: str
    signed: Fact | None  # « Vu le 20 mars 2017 », value: ISO date
    attachments: tuple[AttachmentReading, ...] = later(())

    def answered(self, target: ItemTarget) -> frozenset[int]:
        """Numbers of the findings of that kind that an item answers."""
        return frozenset(i.number for i in self.items if i.target == target and i.number is not None)


@dataclass(frozen=True, slots=True)
class ReportReading:
    kind: str  # a ReportKind
    language: str
    cover: CoverReading
    head: tuple[Fact, ...]
    signatures: tuple[SignatureReading, ...]
    committee: CommitteeReading | None
    sections: tuple[SectionReading, ...]
    observations: ObservationsReading | None
    annex: tuple[str, ...]  # plain paragraphs of an imported report that fit nowhere
    colophon: tuple[Fact, ...]  # framework and version, kind of programme, references
    # Rich: opinions of members that the presidency had annexed. No name, and in no order that would tell one.
    dissents: tuple[str, ...] = later(())
    scales: tuple[ScaleReading, ...] = later(())  # those of which a criterion was marked
    sheets: tuple[SheetReading, ...] = later(())
    sheets_label: str = later("")

    # -- questions that page, paper and export ask

    @property
    def full_title(self) -> str:
        """« Rapport d’évaluation : Licence Histoire ». A title that begins with the kind of document stands alone."""
        kind, title = self.cover.document, self.cover.title
        if not kind or f"{folded(title)} ".startswith(f"{folded(kind)} "):
            return title
        return f"{kind}\u00a0: {title}" if self.language == "fr" else f"{kind}: {title}"

    @property
    def criteria(self) -> tuple[CriterionReading, ...]:
        return tuple(c for s in self.sections if s.kind == SectionKind.CRITERIA for c in s.criteria)

    @property
    def blocks(self) -> tuple[BlockReading, ...]:
        return tuple(b for s in self.sections for b in s.blocks)

    def findings(self, kind: FindingKind) -> tuple[FindingReading, ...]:
        return tuple(f for b in self.blocks if b.findings_kind == kind for f in b.findings)

    def numbers(self) -> dict[str, list[int]]:
        """Of its findings, by kind."""
        return {kind.value: [finding.number for finding in self.findings(kind)] for kind in FindingKind}

    @property
    def strengths(self) -> tuple[FindingReading, ...]:
        return self.findings(FindingKind.STRENGTH)

    @property
    def weaknesses(self) -> tuple[FindingReading, ...]:
        return self.findings(FindingKind.WEAKNESS)

    @property
    def recommendations(self) -> tuple[FindingReading, ...]:
        return self.findings(FindingKind.RECOMMENDATION)

    def fact(self, key: str) -> Fact | None:
        return next((f for f in (*self.cover.lines, *self.head, *self.colophon) if f.key == key), None)

    def rich_texts(self) -> Iterator[str]:
        """Every rich text, in printed order."""
        yield from _texts_of(self.sections)
        yield from self.dissents
        for sheet in self.sheets:
            yield from _texts_of(sheet.sections)
        if self.observations:
            yield from (self.observations.heading, self.observations.general)
            yield from (i.text for i in self.observations.items)

    @property
    def length(self) -> int:
        """Characters of its rich texts, their marks included."""
        return sum(map(len, self.rich_texts()))

    # -- the form in which it is kept

    def as_json(self) -> str:
        """Canonical JSON: keys sorted, no white space, UTF-8 text. The hash is taken of these bytes."""
        return json.dumps(_plain(self), ensure_ascii=False, sort_keys=True, separators=(",", ":"))

    @property
    def sha256(self) -> str:
        return hashlib.sha256(self.as_json().encode()).hexdigest()

    @property
    def judgement_sha256(self) -> str:
        """The hash of what the committee signed: the sections, without date of publication, signatures, annexes."""
        return hashlib.sha256(replace(self, **_BEFORE_SIGNATURE).as_json().encode()).hexdigest()

    @classmethod
    def from_json(cls, content: str) -> "ReportReading":
        """The reading that ``as_json`` wrote.

        :raises ValueError: when the content is not of this form.
        """
        return _built(cls, json.loads(content))


def _texts_of(sections: tuple[SectionReading, ...]) -> Iterator[str]:
    for section in sections:
        yield section.text
        yield from (c.text for c in section.criteria)
        for block in section.blocks:
            yield from (block.opening, block.closing)


def on_one_line(part: typing.Any) -> typing.Any:
    """The same part of a reading, its texts as paper can show them: no white space that a page would fold.

    Rich texts are so already, by their canonical form.
    """
    if isinstance(part, str):
        return one_line(part)
    if isinstance(part, tuple):
        return tuple(on_one_line(p) for p in part)
    if is_dataclass(part) and not isinstance(part, type):
        return replace(part, **{f.name: on_one_line(getattr(part, f.name)) for f in fields(part)})
    return part


_BEFORE_SIGNATURE: dict[str, typing.Any] = {
    "kind": ReportKind.PROVISIONAL.value,
    "signatures": (),
    "observations": None,
    "head": (),
    "cover": CoverReading("", "", "", "", "", "", ""),
    "colophon": (),
    "scales": (),  # the framework's words, of a version that does not change
    "sheets": (),  # signed by their own committees
    "sheets_label": "",
}


def _plain(part: typing.Any) -> typing.Any:
    """Dictionaries, lists and scalars, without the fields that came later and say nothing."""
    if is_dataclass(part):
        said = ((f, getattr(part, f.name)) for f in fields(part))
        return {f.name: _plain(value) for f, value in said if not ("later" in f.metadata and value == f.default)}
    return [_plain(p) for p in part] if isinstance(part, tuple) else part


def _built(kind: typing.Any, value: typing.Any) -> typing.Any:
    """A value of the annotated type from plain JSON: dataclasses, tuples of them, optional values, scalars.

    What it says of another value is never that value, whose words are those of a report (INV-C14).
    """
    if typing.get_origin(kind) in (typing.Union, types.UnionType):
        return None if value is None else _built(typing.get_args(kind)[0], value)
    if typing.get_origin(kind) is tuple:
        if not isinstance(value, list):
            raise ValueError(f"a list is expected, not {type(value).__name__}")
        return tuple(_built(typing.get_args(kind)[0], v) for v in value)
    if is_dataclass(kind):
        hints, needed = _field_types(kind), _needed(kind)
        if not isinstance(value, dict) or not needed <= value.keys() <= hints.keys():
            raise ValueError(f"{kind.__name__} has the keys {sorted(hints)}: {_differs(value, needed, hints.keys())}")
        return kind(**{name: _built(hints[name], v) for name, v in value.items()})
    if not isinstance(value, kind):
        raise ValueError(f"{kind.__name__} is expected, not {type(value).__name__}")
    return value


def _differs(value: typing.Any, needed: frozenset[str], known: typing.Collection[str]) -> str:
    if not isinstance(value, dict):
        return f"not {type(value).__name__}"
    return f"{sorted(needed - value.keys())} are missing, {len(value.keys() - known)} are others"


@cache
def _field_types(kind: type) -> dict[str, typing.Any]:
    """Asked once for each dataclass: finding them takes longer than building the value."""
    hints = typing.get_type_hints(kind)
    return {f.name: hints[f.name] for f in fields(kind)}


@cache
def _needed(kind: type) -> frozenset[str]:
    """The keys without which it is no such part."""
    return frozenset(f.name for f in fields(kind) if "later" not in f.metadata)


@dataclass(frozen=True, slots=True)
class ArchiveNotice:
    """The page that an archive puts before a report: its name, what it knows of the file, how to cite it."""

    archive: str
    lines: tuple[tuple[str, str], ...]  # label, text
    citation: str
