"""A framework, read: frozen dataclasses, one per noun of the document.

The fields *are* the file format: the reader takes from here the keys it knows, their types, which are
mandatory (no default), which belong to some kinds only (``only_for``) and which lists may not repeat
a word (``unique``).
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import TypeVar

from evalprog.documents import Code, Label, Line, Mark, Prose, only_for, unique
from evaluations.definition.rules import HeadKey, Language, Standard, Title
from evaluations.enums import (
    AnnexRule,
    BlockKind,
    CriterionKind,
    FigureKind,
    FindingKind,
    FrameworkStatus,
    SectionKind,
    SignatureRole,
    TextKind,
)
from programmes.enums import IndicatorKind, ProgrammeKind

# The head lines that the evaluation itself answers; any other is answered by its particulars.
ANSWERED_BY_THE_RECORD = frozenset(
    {
        "period",
        "contract",
        "deposited_on",
        "field",
        "institution",
        "partners",
        "national_title",
        "domain",
        "mention",
        "speciality",
        "track",
        "option",
        "file_reference",
    }
)
Coded = TypeVar("Coded", "ScaleValue", "Scale", "Criterion", "WritableText", "DossierSection", "DossierPiece")


@dataclass(frozen=True, slots=True, kw_only=True)
class Cover:
    """Labels of the first page; the titles, names and dates beside them belong to the evaluation."""

    agency: Label
    agency_name: Label
    department: Line = ""
    document: Label
    published: Line = ""


@dataclass(frozen=True, slots=True)
class HeadLine:
    """One line of the metadata block.

    ``heading`` is printed above it; ``empty`` for want of a value (and if it is empty, the line is left out).
    ``many``: its values, set apart by « ; », are printed as a list. ``on_cover``: it stands on the cover instead.
    """

    key: HeadKey
    label: Label
    also: tuple[Label, ...] = ()
    empty: Line = ""
    heading: Line = ""
    many: bool = False
    on_cover: bool = False


@dataclass(frozen=True, slots=True)
class SignatureBlock:
    role: SignatureRole
    heading: Line = ""
    heading_several: Line = ""
    office: Line = ""
    interim: Line = ""
    delegate: Line = ""
    basis: Line = ""
    note: Prose = ""


@dataclass(frozen=True, slots=True)
class CommitteeLabels:
    """The list of the committee, where the report prints one: its title, and what its members are called.

    ``chairs``: what each of several who preside together is called.
    """

    label: Label
    chair: Line = ""
    chairs: Line = ""
    expert: Line = ""
    officer: Line = ""

    def role(self, role: str, *, presided_by: int = 1) -> str:
        """The word printed before a member's name, by role of the committee."""
        chair = self.chairs if presided_by > 1 and self.chairs else self.chair
        return {"CHAIR": chair, "OFFICER": self.officer}.get(role, self.expert)


@dataclass(frozen=True, slots=True)
class ScaleValue:
    code: Mark
    label: Label
    meaning: Prose = ""


@dataclass(frozen=True, slots=True)
class Scale:
    """Values from the best to the worst."""

    code: Code
    label: Label
    values: tuple[ScaleValue, ...] = field(metadata=unique("code"))

    def value(self, code: str) -> ScaleValue:
        """:raises KeyError: if the scale has no such value."""
        return _by_code(self.values, code)


@dataclass(frozen=True, slots=True)
class Choice:
    code: Code
    label: Label


@dataclass(frozen=True, slots=True)
class Passage:
    """A text printed before (opening) or after (closing) a list of findings."""

    code: Code
    label: Label
    mandatory: bool = False
    help: Prose = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class FigureDefinition:
    """A series that is drawn beside a criterion: a table of the institution's dossier, years by values.

    ``table``: the title that the table has in the dossier; the label itself, when it is not given.
    """

    code: Code
    label: Label
    kind: FigureKind
    table: Line = ""
    unit: Line = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Criterion:
    """A question put to the committee. Whatever its kind, a text may be written under it."""

    code: Code
    label: Label
    also: tuple[Label, ...] = ()
    help: Prose = ""
    kind: CriterionKind
    mandatory: bool = False
    applies_to: tuple[ProgrammeKind, ...] = ()
    esg: tuple[Standard, ...] = ()
    scale: Code = field(default="", metadata=only_for(CriterionKind.SCALE, needed=True))
    unit: Line = field(default="", metadata=only_for(CriterionKind.NUMBER))
    choices: tuple[Choice, ...] = field(
        default=(), metadata=only_for(CriterionKind.CHOICE, needed=True) | unique("code")
    )
    columns: tuple[Label, ...] = field(default=(), metadata=only_for(CriterionKind.TABLE, needed=True))
    figures: tuple[FigureDefinition, ...] = field(default=(), metadata=unique("code"))

    def applies(self, kind: ProgrammeKind | str) -> bool:
        return not self.applies_to or kind in self.applies_to

    @property
    def needs_answer(self) -> bool:
        """An answer beside the text is due."""
        return self.mandatory and self.kind != CriterionKind.NARRATIVE

    @property
    def needs_text(self) -> bool:
        """A text is due; a mark on a scale is never given without its reasons."""
        return self.mandatory and self.kind in (CriterionKind.NARRATIVE, CriterionKind.SCALE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Block:
    """One part of a conclusion: a list of findings, a text, or a formal opinion chosen from a few words."""

    code: Code
    kind: BlockKind
    findings: FindingKind | None = field(default=None, metadata=only_for(BlockKind.FINDINGS, needed=True))
    label: Label
    also: tuple[Label, ...] = ()
    mandatory: bool = False
    help: Prose = ""
    opening: Passage | None = field(default=None, metadata=only_for(BlockKind.FINDINGS))
    # Of an opinion: its conditions, printed under the label of the passage.
    closing: Passage | None = field(default=None, metadata=only_for(BlockKind.FINDINGS, BlockKind.OPINION))
    choices: tuple[Choice, ...] = field(default=(), metadata=only_for(BlockKind.OPINION, needed=True) | unique("code"))


@dataclass(frozen=True, slots=True, kw_only=True)
class Section:
    code: Code
    kind: SectionKind
    label: Label
    also: tuple[Label, ...] = ()
    mandatory: bool = field(default=False, metadata=only_for(SectionKind.TEXT))
    help: Prose = ""
    criteria: tuple[Criterion, ...] = field(default=(), metadata=only_for(SectionKind.CRITERIA, needed=True))
    blocks: tuple[Block, ...] = field(default=(), metadata=only_for(SectionKind.CONCLUSION, needed=True))
    rule: AnnexRule | None = field(default=None, metadata=only_for(SectionKind.OBSERVATIONS, needed=True))


@dataclass(frozen=True, slots=True, kw_only=True)
class DossierSection:
    """A text that the institution writes in its dossier. ``length``: about how many words are advised; 0: any."""

    code: Code
    label: Label
    help: Prose = ""
    mandatory: bool = False
    length: int = 0


@dataclass(frozen=True, slots=True)
class PiecePlace:
    """What must be pointed at in a piece, by its page: « composition du conseil de perfectionnement »."""

    code: Code
    label: Label
    help: Prose = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class DossierPiece:
    """A document that is expected. ``parts``: the places in it of which the page is asked."""

    code: Code
    label: Label
    help: Prose = ""
    mandatory: bool = False
    parts: tuple[PiecePlace, ...] = field(default=(), metadata=unique("code"))


@dataclass(frozen=True, slots=True, kw_only=True)
class DossierIndicator:
    """A table of figures that is expected. ``section``: the code of the text of the dossier that it goes with."""

    code: Code
    label: Label
    kind: IndicatorKind
    mandatory: bool = False
    section: Code = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class DossierForm:
    """What the institution is asked for. Without it, the dossier is a free list of texts, tables and documents."""

    help: Prose = ""
    sections: tuple[DossierSection, ...] = field(default=(), metadata=unique("code"))
    pieces: tuple[DossierPiece, ...] = field(default=(), metadata=unique("code"))
    indicators: tuple[DossierIndicator, ...] = field(default=(), metadata=unique("code"))

    def section(self, code: str) -> DossierSection:
        """:raises KeyError: if the form has no such section."""
        return _by_code(self.sections, code)

    def piece(self, code: str) -> DossierPiece:
        """:raises KeyError: if the form expects no such piece."""
        return _by_code(self.pieces, code)


@dataclass(frozen=True, slots=True)
class WritableText:
    """A place where the committee writes, wherever it stands in the framework."""

    code: str
    label: str
    kind: TextKind
    mandatory: bool
    help: str
    applies_to: tuple[ProgrammeKind, ...] = ()

    def applies(self, kind: ProgrammeKind | str) -> bool:
        return not self.applies_to or kind in self.applies_to


@dataclass(frozen=True, slots=True, kw_only=True)
class FrameworkDefinition:
    """A framework (référentiel): everything that tells one report form from another."""

    code: Code
    version: int
    title: Title
    language: Language
    status: FrameworkStatus
    source: Prose = ""
    programme_kinds: tuple[ProgrammeKind, ...] = ()
    cover: Cover
    head: tuple[HeadLine, ...] = field(default=(), metadata=unique("key"))
    signatures: tuple[SignatureBlock, ...] = field(default=(), metadata=unique("role"))
    committee: CommitteeLabels | None = None
    sheets: Line = ""  # the title above the sheets of the programmes that a report gathers
    scales: tuple[Scale, ...] = field(default=(), metadata=unique("code"))
    sections: tuple[Section, ...]
    dossier: DossierForm | None = None  # what the institution is asked for

    def suits(self, kind: ProgrammeKind | str) -> bool:
        return not self.programme_kinds or kind in self.programme_kinds

    @property
    def particulars(self) -> tuple[HeadLine, ...]:
        """The head lines that somebody must fill in for each evaluation."""
        return tuple(line for line in self.head if line.key not in ANSWERED_BY_THE_RECORD)

    @property
    def criteria(self) -> tuple[Criterion, ...]:
        """Every criterion of every section, in printed order."""
        return tuple(criterion for section in self.sections for criterion in section.criteria)

    def criteria_for(self, kind: ProgrammeKind | str) -> tuple[Criterion, ...]:
        return tuple(criterion for criterion in self.criteria if criterion.applies(kind))

    def criterion(self, code: str) -> Criterion:
        """:raises KeyError: if the framework has no such criterion."""
        return _by_code(self.criteria, code)

    @property
    def blocks(self) -> tuple[Block, ...]:
        """Every block of every conclusion, in printed order."""
        return tuple(block for section in self.sections for block in section.blocks)

    @property
    def opinions(self) -> tuple[Block, ...]:
        return tuple(block for block in self.blocks if block.kind == BlockKind.OPINION)

    @property
    def texts(self) -> tuple[WritableText, ...]:
        """Every text that the committee writes, in printed order."""
        return tuple(text for section in self.sections for text in _texts_of(section))

    def texts_of(self, section: Section) -> tuple[WritableText, ...]:
        return tuple(_texts_of(section))

    def texts_for(self, kind: ProgrammeKind | str) -> tuple[WritableText, ...]:
        return tuple(text for text in self.texts if text.applies(kind))

    def text(self, code: str) -> WritableText:
        """:raises KeyError: if nothing is written under this code."""
        return _by_code(self.texts, code)

    def scale(self, code: str) -> Scale:
        """:raises KeyError: if the framework has no such scale."""
        return _by_code(self.scales, code)

    @property
    def observations(self) -> Section | None:
        """Where the institution answers, if the report has such a section."""
        return next((section for section in self.sections if section.kind == SectionKind.OBSERVATIONS), None)

    def labels(self) -> dict[str, str]:
        """The label of everything that has a code of its own: sections, criteria, blocks and texts."""
        named: tuple[Section | Criterion | Block | WritableText, ...]
        named = (*self.sections, *self.criteria, *self.blocks, *self.texts)
        return {part.code: part.label for part in named}


def _texts_of(section: Section) -> Iterator[WritableText]:
    if section.kind == SectionKind.TEXT:
        yield WritableText(section.code, section.label, TextKind.SECTION, section.mandatory, section.help)
    for criterion in section.criteria:
        yield WritableText(
            criterion.code,
            criterion.label,
            TextKind.CRITERION,
            criterion.needs_text,
            criterion.help,
            criterion.applies_to,
        )
    for block in section.blocks:
        yield from _texts_of_block(block)


def _texts_of_block(block: Block) -> Iterator[WritableText]:
    if block.kind == BlockKind.TEXT:
        yield WritableText(block.code, block.label, TextKind.BLOCK, block.mandatory, block.help)
    if block.kind == BlockKind.OPINION:  # the words may be given without reasons; which words, the answer says
        yield WritableText(block.code, block.label, TextKind.OPINION, False, block.help)
    for passage, kind in ((block.opening, TextKind.OPENING), (block.closing, TextKind.CLOSING)):
        if passage:
            yield WritableText(passage.code, passage.label, kind, passage.mandatory, passage.help)


def _by_code(parts: tuple[Coded, ...], code: str) -> Coded:
    for part in parts:
        if part.code == code:
            return part
    raise KeyError(code)
