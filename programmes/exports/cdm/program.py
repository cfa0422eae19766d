"""« program »: what is said of the programme itself, its elements in the order of the schema."""

from decimal import Decimal

from evalprog.text import folded
from programmes.description import AccessTable, CourseGroup, Narrative, Outcome, ProgrammeDescription
from programmes.exports.cdm.blocks import Element, add, block, facts, named, rich
from programmes.exports.cdm.names import (
    DEGREES,
    LEVEL_CODES,
    LEVELS,
    MODES,
    NARRATIVES,
    PROGRAM,
    TIMES,
    UNDETERMINED,
)
from programmes.exports.cdm.references import References

ACCESS_COLUMNS = ("heading", "diploma", "conditions", "access", "remarks", "extra_from", "extra_to")


def add_program(root: Element, description: ProgrammeDescription, references: References) -> None:
    program = add(root, "program", id=references.program, language="fr-FR")
    add(program, "programID", references.program)
    _identity(program, description)
    _narratives(program, description)
    _qualification(program, description)
    _level(program, description)
    _outcomes(program, description)
    _access(program, description)
    for site in description.sites:
        add(add(add(program, "teachingPlace"), "adr"), "locality", site)
    for mode in description.modes:
        if mode in MODES:
            key, value = MODES[mode]
            add(program, "formOfTeaching", **{key: value})
    if not any(child.tag.endswith("}formOfAssessment") for child in program):
        add(program, "formOfAssessment", extension=True)
    for language in description.languages[1:]:
        add(program, "instructionLanguage", teachingLang=language)
    _duration(program, description)
    if description.groups:
        structure = add(program, "programStructure")
        for group in description.groups:
            _group(structure, group, references)
    _contacts(program, description, references)
    if references.habilitation:
        add(program, "refHabilitation", ref=references.habilitation)
    program[:] = sorted(program, key=lambda child: PROGRAM.index(child.tag.rpartition("}")[2]))


def _identity(program: Element, description: ProgrammeDescription) -> None:
    for title in (description.title, *description.aliases):
        named(program, "programName", title)
    for code in description.codes:
        add(program, "programCode", code)
    for sheet in description.rncp:
        add(program, "programCode", sheet.number, codeSet="RNCP")
    add(program, "ppalTeachingLanguage", description.languages[0] if description.languages else UNDETERMINED)


def _narratives(program: Element, description: ProgrammeDescription) -> None:
    for number, narrative in enumerate(description.narratives, start=1):
        *above, last = NARRATIVES[narrative.kind]
        holder = program
        for name in above:
            holder = _once(holder, name)
        extension = True if last == "formOfAssessment" else None
        element = _once(holder, last, extension=extension) if last not in ("formOfTeaching",) else add(holder, last)
        _narrative(element, narrative, number)


def _narrative(element: Element, narrative: Narrative, number: int) -> None:
    """« text.3 »: the third text of the catalogue."""
    holder = block(element, f"text.{number}")
    rich(holder, narrative.text)
    if narrative.title:
        add(holder, "header", narrative.title)


def _once(parent: Element, name: str, *, extension: bool | None = None) -> Element:
    found = next((child for child in parent if child.tag.rpartition("}")[2] == name), None)
    return found if found is not None else add(parent, name, extension=extension)


def _qualification(program: Element, description: ProgrammeDescription) -> None:
    """Its children in their order: credits, degree, professions, further studies."""
    qualification = _once(program, "qualification")
    level = LEVELS.get(description.level or 0, "")
    for further in description.further_studies:
        holder = block(_once(qualification, "studyQualification"), "further", None)
        facts(holder, title=further.title, condition=further.condition, url=further.url)
    own = list(qualification)
    if description.credits is not None:
        add(qualification, "credits", ECTScredits=str(description.credits))
    add(qualification, "degree", description.kind.value, degree=DEGREES.get(level, ""))
    order = ["credits", "degree", "profession", "studyQualification"]
    qualification[:] = sorted([*qualification[len(own) :], *own], key=lambda e: order.index(e.tag.rpartition("}")[2]))


def _level(program: Element, description: ProgrammeDescription) -> None:
    add(program, "level", level=LEVELS.get(description.level or 0, ""))
    if description.eqf in LEVEL_CODES:
        code = LEVEL_CODES[description.eqf]
        add(program, "levelCode", code, codeSet=code)


def _outcomes(program: Element, description: ProgrammeDescription) -> None:
    for outcome_set in description.outcome_sets:
        holder = block(_once(program, "learningObjectives"), "outcomes")
        facts(holder, title=outcome_set.title, code=outcome_set.code)
        for outcome in outcome_set.outcomes:
            _outcome(holder, outcome)


def _outcome(parent: Element, outcome: Outcome) -> None:
    holder = block(parent, "outcome")
    facts(holder, code=outcome.code, text=outcome.text)
    for below in outcome.outcomes:
        _outcome(holder, below)


def _access(program: Element, description: ProgrammeDescription) -> None:
    for table in description.access:
        _access_table(_once(_once(program, "admissionInfo"), "admissionDescription"), table)


def _access_table(parent: Element, table: AccessTable) -> None:
    holder = block(parent, "access")
    facts(holder, title=table.title, note=table.note)
    for row in table.rows:
        facts(block(holder, "row"), **{name: getattr(row, name) for name in ACCESS_COLUMNS})


def _duration(program: Element, description: ProgrammeDescription) -> None:
    times = [schedule for schedule in description.schedules if schedule in TIMES]
    duration = add(
        program,
        "programDuration",
        start=f"{description.year[:4]}-09-01",
        duration=duration_of(description.years),
        timeOfDay=TIMES[times[0]] if times else "",
    )
    if len(description.schedules) > 1 or len(times) < len(description.schedules):
        block(duration, "schedules", " ".join(schedule.value for schedule in description.schedules))


def duration_of(years: Decimal | None) -> str:
    """« P2Y », « P1Y6M »; nothing for what is no number of months."""
    if years is None or years * 12 != (years * 12).to_integral_value():
        return ""
    whole, months = divmod(int(years * 12), 12)
    return f"P{f'{whole}Y' if whole or not months else ''}{f'{months}M' if months else ''}"


def _group(parent: Element, group: CourseGroup, references: References) -> None:
    holder = block(parent, f"group.{group.kind.value}")
    add(holder, "header", group.title)
    for course in group.courses:
        add(holder, "refCourse", ref=references.course(course))
    facts(holder, code=group.code, requirement=group.requirement, credits=group.credits, note=group.note)
    for below in group.groups:
        _group(holder, below, references)


def _contacts(program: Element, description: ProgrammeDescription, references: References) -> None:
    contacts = _once(program, "contacts")
    add(contacts, "refOrgUnit", ref=references.institution)
    for ref in (*references.entities, *references.partners):
        add(contacts, "refOrgUnit", ref=ref)
    management = description.management
    if management is None:
        return
    if management.head:
        named(add(contacts, "contactData", userDefined="head"), "contactName", management.head)
    for member in management.jury:
        named(add(contacts, "contactData", userDefined=f"jury.{member.role.value}"), "contactName", member.name)
    for contact in management.contacts:
        data = add(contacts, "contactData", userDefined="contact")
        if contact.name:
            named(data, "contactName", contact.name)
        for name, value in (("telephone", contact.phone), ("email", contact.email)):
            if value:
                add(data, name, value)
        if contact.role:
            facts(add(data, "infoBlock"), role=contact.role)
    if management.path:
        facts(_once(contacts, "infoBlock"), path=management.path)


def slug(text: str) -> str:
    """Of what an identifier of XML may hold."""
    return folded(text).replace(" ", "-")[:60]
