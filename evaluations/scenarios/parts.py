"""A scenario, read: frozen dataclasses whose fields are the file format (see ``evalprog.documents``)."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from enum import StrEnum

from evalprog.documents import Code, Day, Email, Instant, Key, Label, Line, Mark, Prose, unique
from evaluations.definition.rules import HeadKey
from evaluations.enums import (
    CommitteeRole,
    CorrectionRuling,
    FindingKind,
    Profile,
    SignatureCapacity,
    SignatureRole,
    Stance,
    State,
    VisitRule,
)
from programmes.enums import ProgrammeKind
from programmes.indicators import IndicatorTable


class Role(StrEnum):
    OFFICER = "officer"
    PUBLISHER = "publisher"
    ADMIN = "admin"
    AUDITOR = "auditor"
    EXPERT = "expert"


class Right(StrEnum):
    CONTRIBUTE = "contribute"
    SIGN = "sign"


Until = StrEnum("Until", {state.name: state.name for state in State})


@dataclass(frozen=True, slots=True)
class InstitutionPart:
    key: Key
    name: Label
    acronym: Line = ""
    uai: Line = ""
    timezone: Line = "Europe/Paris"


@dataclass(frozen=True, slots=True)
class PersonPart:
    key: Key
    name: Label
    email: Email
    roles: tuple[Role, ...] = ()
    institution: Key = ""
    rights: tuple[Right, ...] = ()
    profile: Profile | None = None
    affiliation: Line = ""

    @property
    def works_for_the_agency(self) -> bool:
        return any(role != Role.EXPERT for role in self.roles)

    @property
    def can_sign(self) -> bool:
        return Right.SIGN in self.rights


@dataclass(frozen=True, slots=True)
class DeadlinesPart:
    dossier: Day = ""
    corrections_days: int = 15
    observations_days: int = 30
    working_days: bool = False


@dataclass(frozen=True, slots=True)
class CampaignPart:
    key: Key
    code: Mark
    title: Label
    framework: Code
    period: Line = ""
    wave: Line = ""
    contract: Line = ""
    visit: VisitRule = VisitRule.NONE
    deadlines: DeadlinesPart | None = None


@dataclass(frozen=True, slots=True)
class ProgrammePart:
    key: Key
    kind: ProgrammeKind
    title: Label
    institution: Key
    partners: tuple[Key, ...] = ()
    field: Line = ""
    national_title: Line = ""
    domain: Line = ""
    mention: Line = ""
    speciality: Line = ""
    track: Line = ""
    option: Line = ""


@dataclass(frozen=True, slots=True)
class CommitteePart:
    chair: Key = ""
    chairs: tuple[Key, ...] = ()
    rapporteur: Key = ""
    members: tuple[Key, ...] = ()

    @property
    def presidency(self) -> tuple[str, ...]:
        return (self.chair,) if self.chair else self.chairs

    @property
    def seats(self) -> Iterator[tuple[str, CommitteeRole]]:
        """Everybody's key and role, in the order of the list."""
        for key in self.presidency:
            yield key, CommitteeRole.CHAIR
        for key in self.members:
            yield key, CommitteeRole.RAPPORTEUR if key == self.rapporteur else CommitteeRole.EXPERT


@dataclass(frozen=True, slots=True)
class ConflictPart:
    person: Key
    since: Day = ""
    reason: Line = ""


@dataclass(frozen=True, slots=True)
class PiecePart:
    """A part of the dossier: one of ``text``, ``table`` (rich texts) and ``file`` (a PDF beside the scenario)."""

    title: Label
    text: Prose = ""
    table: Prose = ""
    file: Line = ""


@dataclass(frozen=True, slots=True)
class ExpectedPiecePart:
    """A piece that the framework's form expects, and the pages of its places, by code.

    ``file``: a PDF beside the scenario; or ``pages``: rich texts, of which one is printed.
    """

    code: Code
    file: Line = ""
    pages: tuple[Prose, ...] = ()
    places: dict[Code, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class DossierChangesPart:
    """Changes to the texts of a deposited dossier, sent to the agency, which has not ruled on them yet."""

    sections: dict[Code, Prose]
    message: Prose = ""


@dataclass(frozen=True, slots=True)
class DossierFormPart:
    """The dossier of a framework that has a form. ``sections``: rich texts by code, which may refer to the tables.

    Written as soon as it is expected; deposited where ``until`` goes further.
    """

    sections: dict[Code, Prose] = field(default_factory=dict)
    pieces: tuple[ExpectedPiecePart, ...] = field(default=(), metadata=unique("code"))
    indicators: tuple[IndicatorTable, ...] = field(default=(), metadata=unique("code"))
    changes: DossierChangesPart | None = None


@dataclass(frozen=True, slots=True)
class FindingPart:
    kind: FindingKind
    text: Prose
    criterion: tuple[Code, ...] = ()
    addresses: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class AnsweredPart:
    """The finding that an item answers: exactly one of these, its number."""

    weakness: int = 0
    strength: int = 0
    recommendation: int = 0

    @property
    def named(self) -> tuple[FindingKind, int] | None:
        for kind in FindingKind:
            if number := getattr(self, kind.lower()):
                return kind, number
        return None


@dataclass(frozen=True, slots=True)
class ItemPart:
    text: Prose
    answers: AnsweredPart | None = None
    quote: Prose = ""
    about: Line = ""
    heading: Line = ""
    stance: Stance | None = None
    on: Day = ""  # of an action


@dataclass(frozen=True, slots=True)
class ObservationsPart:
    """``attachments``: files beside the scenario."""

    by: Key = ""
    office: Line = ""
    signed_on: Day = ""
    heading: Prose = ""
    general: Prose = ""
    items: tuple[ItemPart, ...] = ()
    attachments: tuple[Line, ...] = ()
    waived: bool = False


@dataclass(frozen=True, slots=True)
class CorrectionPart:
    """An error of fact. ``about``: the code of a text, or ``finding``: which finding; neither: the whole report.

    ``becomes``: the text, or the words of the finding, once it is granted; without it ``right`` takes the place of
    ``quote``. Without ``ruling`` it waits for one.
    """

    by: Key
    text: Prose
    about: Line = ""
    finding: AnsweredPart | None = None
    quote: Prose = ""
    right: Prose = ""
    ruling: CorrectionRuling | None = None
    reason: Prose = ""
    becomes: Prose = ""
    files: tuple[Line, ...] = ()

    @property
    def is_granted(self) -> bool:
        return self.ruling in (CorrectionRuling.ACCEPTED, CorrectionRuling.PARTLY)


@dataclass(frozen=True, slots=True)
class SignaturePart:
    role: SignatureRole
    name: Label
    office: Line = ""
    capacity: SignatureCapacity = SignatureCapacity.HOLDER


@dataclass(frozen=True, slots=True)
class DatesPart:
    """The days of the acts that are printed."""

    deposited: Day = ""
    published: Day = ""


@dataclass(frozen=True, slots=True)
class EvaluationPart:
    key: Key
    programme: Key
    campaign: Key
    until: Until
    committee: CommitteePart | None = None
    conflicts: tuple[ConflictPart, ...] = ()
    file_reference: Line = ""
    sheets: tuple[Key, ...] = ()  # evaluations given before, whose published sheets the report gathers
    dates: DatesPart = DatesPart()
    particulars: dict[HeadKey, Line] = field(default_factory=dict)
    dossier: tuple[PiecePart, ...] = ()
    dossier_form: DossierFormPart | None = None  # in a file: ``dossier: {sections: …}``
    texts: dict[Code, Prose] = field(default_factory=dict)
    ratings: dict[Code, Line] = field(default_factory=dict)
    findings: tuple[FindingPart, ...] = ()
    signatures: tuple[SignaturePart, ...] = ()
    corrections: tuple[CorrectionPart, ...] = ()
    observations: ObservationsPart | None = None


@dataclass(frozen=True, slots=True)
class Scenario:
    now: Instant = ""
    password: Line = ""
    institutions: tuple[InstitutionPart, ...] = field(default=(), metadata=unique("key"))
    people: tuple[PersonPart, ...] = field(default=(), metadata=unique("key"))
    frameworks: tuple[Line, ...] = ()
    campaigns: tuple[CampaignPart, ...] = field(default=(), metadata=unique("key"))
    programmes: tuple[ProgrammePart, ...] = field(default=(), metadata=unique("key"))
    evaluations: tuple[EvaluationPart, ...] = field(default=(), metadata=unique("key"))
