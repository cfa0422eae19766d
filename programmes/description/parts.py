"""A programme as its catalogue describes it for one academic year: frozen dataclasses, one per noun.

The fields *are* the file format, as they are for frameworks: the reader takes from here the keys it knows, their
types, which are mandatory (no default) and which lists may not repeat a word. Credits and hours are decimals (ECTS
credits; hours of sixty minutes). Texts marked « rich » are canonical HTML fragments (``evalprog.richtext``).
"""

from collections.abc import Iterator
from dataclasses import dataclass
from dataclasses import field as key
from decimal import Decimal

from evalprog.documents import Label, Line, unique
from programmes.description.rules import RICH, AcademicYear, CatalogueCode, LanguageCode, LongText, Title
from programmes.enums import (
    QUALIFICATIONS,
    DiplomaSupplement,
    EntityKind,
    ExchangeAccess,
    GroupKind,
    HigherEducationCycle,
    HourKind,
    JuryRole,
    NarrativeKind,
    Organisation,
    PartnerRole,
    ProgrammeKind,
    Requirement,
    Schedule,
    StudyMode,
    TeacherRole,
    Term,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class InstitutionName:
    """The institution that awards the diploma, by its name and its identifiers."""

    name: Title
    acronym: Line = ""
    uai: Line = ""
    ror: Line = ""
    siret: Line = ""
    eter: Line = ""
    deqar: Line = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Partner:
    """Another institution, or a company, and what it does for the programme."""

    name: Title
    role: PartnerRole
    uai: Line = ""
    ror: Line = ""
    note: Line = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class RncpSheet:
    """A sheet of the national directory of certifications. ``number``: « RNCP36315 »."""

    number: CatalogueCode
    title: Line = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Narrative:
    """A text of the catalogue. ``text``: rich."""

    kind: NarrativeKind
    title: Line = ""
    text: LongText = key(default="", metadata=RICH)


@dataclass(frozen=True, slots=True, kw_only=True)
class Teacher:
    """``replaces``: of a substitute, who gives the course otherwise. ``orcid``, ``idref``: identifiers of a person."""

    name: Label
    role: TeacherRole = TeacherRole.TEACHER
    replaces: Line = ""
    orcid: Line = ""
    idref: Line = ""


@dataclass(frozen=True, slots=True)
class Hours:
    kind: HourKind
    hours: Decimal


@dataclass(frozen=True, slots=True, kw_only=True)
class Course:
    """One line of the programme: a teaching unit.

    ``blocks``: the annual blocks (years of study, from 1) in which it is followed. ``workload``: hours of work of a
    student, lessons included. ``with_prerequisites``: the catalogue marks it as having some, whether or not it names
    them. ``outcomes``: codes of the outcomes to which it contributes. ``cut_off``: its line in the source is not
    whole, and what is missing here is not known. ``description``: rich.
    """

    code: CatalogueCode
    title: Title
    teachers: tuple[Teacher, ...] = ()
    language: LanguageCode | None = None
    term: Term | None = None
    hours: tuple[Hours, ...] = key(default=(), metadata=unique("kind"))
    workload: Decimal | None = None
    credits: Decimal | None = None
    blocks: tuple[int, ...] = ()
    requirement: Requirement | None = None
    organisation: Organisation | None = None
    exchange: ExchangeAccess | None = None
    with_prerequisites: bool = False
    prerequisites: tuple[CatalogueCode, ...] = ()
    outcomes: tuple[CatalogueCode, ...] = ()
    description: LongText = key(default="", metadata=RICH)
    cut_off: bool = False

    @property
    def counted_hours(self) -> tuple[Hours, ...]:
        """Those that add up: the whole alone where the catalogue gives it, else its kinds."""
        whole = tuple(part for part in self.hours if part.kind == HourKind.TOTAL)
        return whole or self.hours

    @property
    def total_hours(self) -> Decimal | None:
        """All hours together; nothing where none are given."""
        return sum((part.hours for part in self.counted_hours), Decimal()) if self.hours else None


@dataclass(frozen=True, slots=True, kw_only=True)
class CourseGroup:
    """Courses that belong together, and groups within. ``credits``: those that the catalogue declares."""

    title: Title
    code: CatalogueCode | None = None
    kind: GroupKind = GroupKind.OTHER
    requirement: Requirement | None = None
    credits: Decimal | None = None
    note: LongText = ""
    courses: tuple[Course, ...] = ()
    groups: tuple["CourseGroup", ...] = ()

    def walk(self, level: int = 0) -> Iterator[tuple["CourseGroup", int]]:
        """This group and those within, each with how deep it stands."""
        yield self, level
        for group in self.groups:
            yield from group.walk(level + 1)

    def all_courses(self) -> Iterator[Course]:
        """In the order of the catalogue: its own first, then those of the groups within."""
        for group, _level in self.walk():
            yield from group.courses

    @property
    def computed_credits(self) -> Decimal:
        """The sum of its courses and of the groups within, of those groups that declare some by what they declare.

        A choice is worth what the group declares, not the sum of all that may be chosen.
        """
        own = sum((course.credits or Decimal() for course in self.courses), Decimal())
        return own + sum((group.worth for group in self.groups), Decimal())

    @property
    def worth(self) -> Decimal:
        """What it counts for in the whole: what it declares, or else what it holds."""
        return self.credits if self.credits is not None else self.computed_credits


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """What a graduate can do. An item of a list within one has no code."""

    code: CatalogueCode | None = None
    text: LongText
    outcomes: tuple["Outcome", ...] = ()

    def walk(self, level: int = 0) -> Iterator[tuple["Outcome", int]]:
        yield self, level
        for outcome in self.outcomes:
            yield from outcome.walk(level + 1)


@dataclass(frozen=True, slots=True, kw_only=True)
class OutcomeSet:
    """Outcomes under one heading: those of all programmes of a school, those of this one."""

    title: LongText = ""
    code: CatalogueCode | None = None
    outcomes: tuple[Outcome, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class AccessRow:
    """Who holds this diploma may come in, on these conditions; ``extra_from`` and ``extra_to``: credits to be added.

    ``heading``: the line above, that several rows share. ``access``: « accès direct », « accès sur dossier ».
    """

    diploma: Line = ""
    heading: Line = ""
    conditions: LongText = ""
    access: Line = ""
    remarks: LongText = ""
    extra_from: Decimal | None = None
    extra_to: Decimal | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class AccessTable:
    """The conditions for one category of candidates."""

    title: Line = ""
    rows: tuple[AccessRow, ...] = ()
    note: LongText = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Entity:
    """A part of the institution, beside those above it in ``Management.entities``, the widest last."""

    name: Title
    kind: EntityKind
    acronym: Line = ""
    address: LongText = ""
    phone: Line = ""
    fax: Line = ""
    website: Line = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class JuryMember:
    name: Label
    role: JuryRole


@dataclass(frozen=True, slots=True, kw_only=True)
class Contact:
    """Whom to ask. ``name`` or ``email`` may be all there is."""

    role: Line = ""
    name: Line = ""
    email: Line = ""
    phone: Line = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Management:
    """``path``: how the institution writes the place of the entity, « SSH/ESPO/PSAD »."""

    path: Line = ""
    entities: tuple[Entity, ...] = ()
    head: Line = ""
    jury: tuple[JuryMember, ...] = ()
    contacts: tuple[Contact, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class FurtherStudy:
    """A programme to which this one leads. ``condition``: « accès direct moyennant examen du dossier »."""

    title: Title
    condition: Line = ""
    url: Line = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ProgrammeDescription:
    """Everything that an institution says of a programme for one academic year."""

    year: AcademicYear
    institution: InstitutionName
    kind: ProgrammeKind
    title: Title
    codes: tuple[CatalogueCode, ...] = ()
    eqf: int | None = None
    cycle: HigherEducationCycle | None = None
    national_title: Line = ""
    domain: Line = ""
    mention: Line = ""
    speciality: Line = ""
    track: Line = ""
    option: Line = ""
    aliases: tuple[Title, ...] = ()
    field: Line = ""
    credits: Decimal | None = None
    years: Decimal | None = None
    sites: tuple[Label, ...] = ()
    schedules: tuple[Schedule, ...] = ()
    languages: tuple[LanguageCode, ...] = ()
    modes: tuple[StudyMode, ...] = ()
    partners: tuple[Partner, ...] = ()
    rncp: tuple[RncpSheet, ...] = key(default=(), metadata=unique("number"))
    diploma_supplement: DiplomaSupplement | None = None
    narratives: tuple[Narrative, ...] = ()
    groups: tuple[CourseGroup, ...] = ()
    outcome_sets: tuple[OutcomeSet, ...] = ()
    access: tuple[AccessTable, ...] = ()
    management: Management | None = None
    further_studies: tuple[FurtherStudy, ...] = ()

    @property
    def level(self) -> int | None:
        """The level of the European Qualifications Framework: declared, or that of its kind."""
        return self.eqf if self.eqf is not None else QUALIFICATIONS.get(self.kind, (None, None))[0]

    @property
    def qualification_cycle(self) -> HigherEducationCycle | None:
        return self.cycle or QUALIFICATIONS.get(self.kind, (None, None))[1]

    @property
    def computed_credits(self) -> Decimal:
        """What its groups are worth together; lessons for those who lack something come on top."""
        counted = (group.worth for group in self.groups if group.kind != GroupKind.SUPPLEMENTARY)
        return sum(counted, Decimal())

    def all_groups(self) -> Iterator[tuple[CourseGroup, int]]:
        for group in self.groups:
            yield from group.walk()

    def all_courses(self) -> Iterator[Course]:
        for group in self.groups:
            yield from group.all_courses()

    def all_outcomes(self) -> Iterator[tuple[Outcome, int]]:
        for outcome_set in self.outcome_sets:
            for outcome in outcome_set.outcomes:
                yield from outcome.walk()
