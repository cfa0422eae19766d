"""« course » and « person »."""

from django.utils.translation import gettext as _

from evalprog.text import folded
from programmes.enums import TeacherRole, Term
from programmes.exports.cdm.names import EVERY_OTHER_YEAR, SEASONS, VOLUMES, YEARLY
from programmes.imports.cdm.elements import (
    Element,
    Notes,
    blocks,
    children,
    facts,
    language,
    line,
    local,
    name_of,
    number,
    plain,
    rich,
)
from programmes.imports.cdm.parts import Course, Parts

_SEASONS = {word: term.value for term, word in SEASONS.items()}
_YEARLY = {word: organisation.value for organisation, word in YEARLY.items()}
_TERMS = {folded(str(term.label)): term.value for term in Term}
_VOLUMES = {folded(word): kind.value for kind, word in VOLUMES.items()}
_ROLES = {folded(str(role.label)): role.value for role in TeacherRole} | {
    role.value: role.value for role in TeacherRole
}
_ADDED = ("courseIntroduction", "syllabus", "targetGroup", "formOfAssessment", "exam", "recommendedPrerequisites")


def read_course(element: Element, parts: Parts, notes: Notes) -> None:
    document: dict[str, object] = {}
    course = Course(document, element.sourceline)
    ids, texts = [element.get("id"), element.get("ident")], []
    for child in children(element):
        name = local(child)
        if name == "courseID":
            ids.append(line(child))
        elif name == "courseName":
            document.setdefault("title", name_of(child))
        elif name == "courseCode":
            document.setdefault("code", line(child))
        elif name == "courseDescription":
            texts.append(rich(child))
        elif name in _ADDED:
            texts.append(rich(child))
        elif name == "learningObjectives":
            _objectives(child, document, texts)
        elif name == "formalPrerequisites":
            _prerequisites(child, document, texts)
        elif name == "levelCode":
            course.years.append(line(child) or child.get("codeSet") or "")
        elif name == "teachingTerm":
            _term(child, document, notes)
        elif name == "credits":
            _credits(child, document, notes)
        elif name == "instructionLanguage":
            document.setdefault("language", language(child))
        elif name == "contacts":
            _contacts(child, course, notes)
        elif name == "infoBlock":
            _information(child, document, texts)
        elif name not in ("level",) or line(child):
            notes.ignored(child)
    if description := "".join(filter(None, texts)):
        document["description"] = description
    document.setdefault("code", next(filter(None, reversed(ids)), ""))
    for key in filter(None, ids):
        parts.courses.setdefault(key, course)


def _codes(element: Element) -> list[str]:
    return [line(each) for each in element.iter() if isinstance(each.tag, str) and local(each) == "listItem"]


def _objectives(element: Element, document: dict[str, object], texts: list[str]) -> None:
    if element.get("userDefined") == "outcomes":
        document["outcomes"] = _codes(element)
    else:
        texts.append(rich(element))


def _prerequisites(element: Element, document: dict[str, object], texts: list[str]) -> None:
    """Codes of ours, or a text that says which: then the course has some, and the text is kept."""
    if "marked" in blocks(element):
        document["with_prerequisites"] = True
    if element.get("userDefined") == "codes":
        document["prerequisites"] = _codes(element)
    elif "marked" not in blocks(element) and plain(element):
        document["with_prerequisites"] = True
        texts.append(rich(element))


def _term(element: Element, document: dict[str, object], notes: Notes) -> None:
    word, said = (element.get("term") or "").strip(), folded(line(element))
    if word in _SEASONS:
        document["term"] = _SEASONS[word]
    elif word in _YEARLY:
        document["organisation"] = _YEARLY[word]
    elif said in _TERMS:
        document["term"] = _TERMS[said]
    elif word == EVERY_OTHER_YEAR:
        sentence = _(
            "« un an sur deux » ne dit pas laquelle des deux années : le cours est repris sans signe d’organisation."
        )
        notes.say(element, "cdm-every-other-year", sentence)
    else:
        notes.ignored(element)


def _credits(element: Element, document: dict[str, object], notes: Notes) -> None:
    for key, attribute in (("credits", "ECTScredits"), ("workload", "totalWorkLoad")):
        value = number(element.get(attribute))
        if value is not None:
            document[key] = value
    hours = []
    for child in children(element):
        kind = _VOLUMES.get(folded(child.get("teachingtype") or ""))
        if local(child) == "globalVolume" and kind:
            hours.append({"kind": kind, "hours": number(line(child))})
        else:
            notes.ignored(child)
    if hours:
        document["hours"] = hours
    if "credits" not in document and not len(element) and number(line(element)) is not None:
        document["credits"] = number(line(element))


def _contacts(element: Element, course: Course, notes: Notes) -> None:
    for child in children(element):
        if local(child) == "refPerson":
            course.teachers.append((child.get("ref") or child.get("idRef") or "", child.get("role") or ""))
        elif local(child) == "person":
            course.teachers.append((child.get("read") or "", ""))
        elif local(child) != "refOrgUnit":
            notes.ignored(child)


def _information(element: Element, document: dict[str, object], texts: list[str]) -> None:
    named = facts(element, "requirement")
    document |= named
    if not named:
        texts.append(rich(element))


def read_person(element: Element, parts: Parts, notes: Notes) -> None:
    document: dict[str, str] = {}
    ids, roles = [element.get("id"), element.get("ident")], []
    for child in children(element):
        name = local(child)
        if name == "personID":
            ids.append(line(child))
        elif name == "name":
            said = {local(each): line(each) for each in children(child)}
            document["name"] = " ".join(filter(None, (said.get("given"), said.get("family")))) or line(child)
        elif name == "role":
            roles.append(name_of(child))
        elif name == "infoBlock":
            document |= facts(child, "replaces", "orcid", "idref")
        elif name not in ("affiliation", "title") or (name == "title" and line(child)):
            notes.ignored(child)
    for role in roles:
        if folded(role) in _ROLES:
            document["role"] = _ROLES[folded(role)]
    for key in filter(None, ids):
        parts.persons.setdefault(key, document)


def role_of(word: str) -> str:
    return _ROLES.get(word, "")
