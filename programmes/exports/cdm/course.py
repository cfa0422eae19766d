"""« course » and « person »: a line of the programme and who gives it."""

from programmes.description import Course, Teacher
from programmes.enums import Organisation, ProgrammeKind
from programmes.exports.cdm.blocks import Element, add, facts, named, rich
from programmes.exports.cdm.names import BEFORE, EVERY_OTHER_YEAR, LAST_YEAR, SEASONS, VOLUMES, YEARLY
from programmes.exports.cdm.references import References


def add_course(root: Element, course: Course, kind: ProgrammeKind, references: References) -> None:
    """Its elements in the order of the schema."""
    element = add(root, "course", id=references.course(course), language="fr-FR")
    add(element, "courseID", references.course(course))
    named(element, "courseName", course.title)
    add(element, "courseCode", course.code, codeSet="UE")
    rich(add(element, "courseDescription"), course.description)
    for block in course.blocks:
        if code := level_code(kind, block):
            add(element, "levelCode", code, codeSet=code)
    _terms(element, course)
    _credits(element, course)
    if course.outcomes:
        _codes(add(element, "learningObjectives", userDefined="outcomes"), course.outcomes)
    needs = add(element, "formalPrerequisites", userDefined="codes" if course.prerequisites else "")
    _codes(needs, course.prerequisites)
    if course.with_prerequisites:
        facts(needs, marked="oui")
    if course.language:
        add(element, "instructionLanguage", teachingLang=course.language)
    if course.teachers:
        contacts = add(element, "contacts")
        for teacher in course.teachers:
            add(contacts, "refPerson", ref=references.person(teacher), role=teacher.role.value)
    if course.requirement:
        facts(add(element, "infoBlock"), requirement=course.requirement)


def level_code(kind: ProgrammeKind, block: int) -> str:
    """The year of study of a block: the first of a master is « bac+4 »; nothing where none is said."""
    year = BEFORE.get(kind, LAST_YEAR) + block
    return f"bac+{year}" if year <= LAST_YEAR else ""


def _terms(element: Element, course: Course) -> None:
    if course.term in SEASONS:
        add(element, "teachingTerm", term=SEASONS[course.term])
    elif course.term is not None:
        add(element, "teachingTerm", str(course.term.label))
    if course.organisation in YEARLY:
        add(element, "teachingTerm", term=YEARLY[course.organisation])
    elif course.organisation in (Organisation.NEXT_YEAR, Organisation.THIS_YEAR_ONLY):
        add(element, "teachingTerm", term=EVERY_OTHER_YEAR)


def _credits(element: Element, course: Course) -> None:
    if course.credits is None and course.workload is None and not course.hours:
        return
    holder = add(
        element,
        "credits",
        ECTScredits="" if course.credits is None else str(course.credits),
        totalWorkLoad="" if course.workload is None else str(course.workload),
    )
    for hours in course.hours:
        add(holder, "globalVolume", hours.hours, teachingtype=VOLUMES[hours.kind])


def _codes(element: Element, codes: tuple[str, ...]) -> None:
    if codes:
        items = add(element, "list")
        for code in codes:
            add(items, "listItem", code)


def add_person(root: Element, teacher: Teacher, references: References) -> None:
    person = add(root, "person", id=references.person(teacher))
    add(person, "personID", references.person(teacher))
    given, _space, family = teacher.name.rpartition(" ")
    name = add(person, "name")
    add(name, "given", given)
    add(name, "family", family)
    add(person, "title")
    named(person, "role", str(teacher.role.label))
    add(add(person, "affiliation"), "refOrgUnit", extension=True, ref=references.institution)
    if teacher.replaces or teacher.orcid or teacher.idref:
        facts(add(person, "infoBlock"), replaces=teacher.replaces, orcid=teacher.orcid, idref=teacher.idref)
