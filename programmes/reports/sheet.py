"""From a description to its sheet: the only reading of page, paper and comparison.

read(description) -> Sheet      in the language that is spoken now
"""

from collections.abc import Iterable, Iterator
from enum import Enum

from django.utils.translation import gettext as _

from programmes.description import AccessRow, AccessTable, Contact, Entity, Management, Outcome, ProgrammeDescription
from programmes.description.matrix import Matrix, matrix
from programmes.enums import NarrativeKind
from programmes.reports import structure
from programmes.reports.parts import (
    AccessLine,
    AccessPart,
    ContactPart,
    EntityPart,
    HeadFact,
    ManagementPart,
    MatrixPart,
    NarrativePart,
    OutcomePart,
    OutcomeSetPart,
    Sheet,
    SheetSection,
)
from programmes.reports.words import credits_of, language, number, web_address

LARGEST_MATRIX = 12_000  # cells: a page with more is slow to show, and nobody reads it

# The chapters in their order: anchor, kind of narrative, the data that stand there. The matrix follows the courses.
_CHAPTERS = (
    ("presentation", NarrativeKind.INTRODUCTION, ""),
    ("acquis", NarrativeKind.OUTCOMES, "outcomes"),
    ("programme", NarrativeKind.STRUCTURE, "structure"),
    ("prerequis", NarrativeKind.PREREQUISITES, ""),
    ("matrice", None, "matrix"),
    ("acces", NarrativeKind.ACCESS, "access"),
    ("pedagogie", NarrativeKind.TEACHING, ""),
    ("evaluation-des-etudiants", NarrativeKind.ASSESSMENT, ""),
    ("mobilite", NarrativeKind.MOBILITY, ""),
    ("formations-ulterieures", NarrativeKind.FURTHER_STUDIES, "further"),
    ("reglement", NarrativeKind.REGULATIONS, ""),
    ("debouches", NarrativeKind.CAREERS, ""),
    ("gestion", NarrativeKind.MANAGEMENT, "management"),
    ("divers", NarrativeKind.OTHER, ""),
)


def read(description: ProgrammeDescription, *, largest_matrix: int = LARGEST_MATRIX) -> Sheet:
    served = matrix(description)
    courses = structure.read(description)
    return Sheet(
        title=description.title,
        year=description.year,
        institution=_institution(description),
        kind=str(description.kind.label),
        credits=number(description.credits),
        facts=tuple(fact for fact in _facts(description) if fact.items),
        sections=tuple(_sections(description, served)),
        structure=courses,
        outcome_sets=tuple(_outcome_sets(description, served)),
        matrix=MatrixPart(served, len(served.columns) * len(served.rows) > largest_matrix),
        access=tuple(map(_access, description.access)),
        management=_management(description.management) if description.management else None,
        further_studies=description.further_studies,
    )


def _institution(description: ProgrammeDescription) -> str:
    house = description.institution
    return f"{house.name} - {house.acronym}" if house.acronym else house.name


def _facts(description: ProgrammeDescription) -> Iterator[HeadFact]:
    yield _fact("codes", _("Codes"), description.codes)
    yield _fact("kind", _("Nature"), [description.kind])
    yield _fact("level", _("Niveau"), _levels(description))
    yield _fact("national-title", _("Dénomination nationale"), [description.national_title])
    yield _fact("domain", _("Domaine"), [description.domain])
    yield _fact("mention", _("Mention"), [description.mention])
    yield _fact("speciality", _("Spécialité"), [description.speciality])
    yield _fact("track", _("Parcours"), [description.track])
    yield _fact("option", _("Option"), [description.option])
    yield _fact("aliases", _("Autres intitulés"), description.aliases)
    yield _fact("field", _("Champ de formations"), [description.field])
    yield _fact("credits", _("Crédits"), [credits_of(description.credits)])
    yield _fact("years", _("Durée"), [_duration(description)])
    yield _fact("sites", _("Lieux"), description.sites)
    yield _fact("schedules", _("Horaires"), description.schedules)
    yield _fact("languages", _("Langues"), map(language, description.languages))
    yield _fact("modes", _("Modalités"), description.modes)
    partners = (f"{partner.name} ({partner.role.label})" for partner in description.partners)
    yield _fact("partners", _("Partenaires"), partners)
    yield _fact("rncp", _("Répertoire national"), (f"{s.number} {s.title}".strip() for s in description.rncp))
    yield _fact("supplement", _("Supplément au diplôme"), [description.diploma_supplement])


def _fact(key: str, label: str, values: Iterable[object]) -> HeadFact:
    told = (str(getattr(value, "label", value)) for value in values if value)
    return HeadFact(key, label, tuple(told))


def _levels(description: ProgrammeDescription) -> Iterator[str]:
    if description.level is not None:
        yield _("niveau %(level)s du cadre européen des certifications") % {"level": description.level}
    if description.qualification_cycle is not None:
        yield str(description.qualification_cycle.label)


def _duration(description: ProgrammeDescription) -> str:
    if description.years is None:
        return ""
    sentence = _("%(years)s an") if description.years == 1 else _("%(years)s ans")
    return sentence % {"years": number(description.years)}


def _sections(description: ProgrammeDescription, served: Matrix) -> Iterator[SheetSection]:
    present = {
        "outcomes": any(held.outcomes for held in description.outcome_sets),
        "structure": bool(description.groups),
        "matrix": served.has_marks,
        "access": any(table.rows or table.note for table in description.access),
        "further": bool(description.further_studies),
        "management": description.management is not None,
    }
    for anchor, kind, part in _CHAPTERS:
        told = tuple(
            NarrativePart(narrative.kind.value, narrative.title, narrative.text)
            for narrative in description.narratives
            if narrative.kind == kind and (narrative.text or narrative.title)
        )
        if told or present.get(part):
            yield SheetSection(anchor, _chapter(kind), part if present.get(part) else "", told)


def _chapter(kind: Enum | None) -> str:
    return str(NarrativeKind(kind).label) if kind else _("Contribution des cours aux acquis")


def _outcome_sets(description: ProgrammeDescription, served: Matrix) -> Iterator[OutcomeSetPart]:
    courses: dict[str, dict[str, None]] = {}
    for course in description.all_courses():
        for code in course.outcomes:
            courses.setdefault(code, {})[course.code] = None
    gaps = {column.code for column in served.uncovered} if served.has_marks else set()
    for held in description.outcome_sets:
        title = f"{held.code} {held.title}".strip() if held.code else held.title
        yield OutcomeSetPart(title, tuple(_outcome(outcome, courses, gaps) for outcome in held.outcomes))


def _outcome(outcome: Outcome, courses: dict[str, dict[str, None]], gaps: set[str]) -> OutcomePart:
    return OutcomePart(
        outcome.code or "",
        outcome.text,
        tuple(courses.get(outcome.code or "", ())),
        outcome.code in gaps,
        tuple(_outcome(inner, courses, gaps) for inner in outcome.outcomes),
    )


def _access(table: AccessTable) -> AccessPart:
    lines = tuple(
        AccessLine(row.heading, row.diploma, row.conditions, row.access, row.remarks, _extra(row)) for row in table.rows
    )
    return AccessPart(table.title, lines, table.note)


def _extra(row: AccessRow) -> str:
    least, most = row.extra_from, row.extra_to
    if least is not None and most is not None and least != most:
        return _("de %(least)s à %(most)s crédits") % {"least": number(least), "most": number(most)}
    only = most if most is not None else least
    return credits_of(only)


def _management(management: Management) -> ManagementPart:
    return ManagementPart(
        management.path,
        management.head,
        tuple(map(_entity, management.entities)),
        management.jury,
        tuple(map(_contact, management.contacts)),
    )


def _entity(entity: Entity) -> EntityPart:
    name = f"{entity.name} ({entity.acronym})" if entity.acronym else entity.name
    phone = _("Tél. : %(number)s") % {"number": entity.phone} if entity.phone else ""
    fax = _("Fax : %(number)s") % {"number": entity.fax} if entity.fax else ""
    website = web_address(entity.website)
    lines = (*entity.address.split("\n"), phone, fax, "" if website else entity.website)
    return EntityPart(str(entity.kind.label), name, tuple(line for line in lines if line), website)


def _contact(contact: Contact) -> ContactPart:
    return ContactPart(contact.role, contact.name, contact.email, contact.phone)
