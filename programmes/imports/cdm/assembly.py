"""References followed: a programme with its institution, its partners, its courses and who gives them."""

from typing import Any

from django.utils.translation import gettext as _

from evalprog.documents import quoted
from programmes.enums import EntityKind
from programmes.exports.cdm.names import BEFORE
from programmes.imports.cdm.course import role_of
from programmes.imports.cdm.parts import Course, Parts, Program, Unit
from programmes.imports.parsed import Noted

_INSTITUTION = ("name", "acronym", "uai", "ror", "siret", "eter", "deqar")
_PARTNER = ("name", "uai", "ror")
_ENTITY = ("name", "kind", "acronym", "address", "phone", "fax", "website")
_BEFORE = {kind.value: years for kind, years in BEFORE.items()}


def assembled(program: Program, parts: Parts) -> tuple[dict[str, Any], list[Noted]]:
    """The document, and what was noted on the way."""
    document, noted = dict(program.document), list(program.noted)
    _year(document, program, parts, noted)
    habilitation = dict(parts.habilitations.get(program.habilitation, {}))
    roles = habilitation.pop("roles", {})
    document |= {key: value for key, value in habilitation.items() if value}
    _units(document, program, parts, roles)
    heads = [parts.persons[key]["name"] for key in document.pop("heads", ()) if key in parts.persons]
    if heads:
        document.setdefault("management", {}).setdefault("contacts", []).extend({"name": name} for name in heads)
    groups = [
        _group(group, f"groups[{number}]", document, program, parts, noted)
        for number, group in enumerate(program.structure)
    ]
    if groups:
        document["groups"] = groups
    return document, noted


def _year(document: dict[str, Any], program: Program, parts: Parts, noted: list[Noted]) -> None:
    """Of the beginning of the programme, else of the day of the exchange: then the reader is told."""
    day = document.pop("start", "") or parts.day
    if len(day) >= 7 and day[:4].isdigit() and day[5:7].isdigit():
        first = int(day[:4]) - (int(day[5:7]) < 7)
        document["year"] = f"{first}-{first + 1}"
        if not program.document.get("start"):
            sentence = _("L’année universitaire n’est pas dite : %(year)s est déduite de la date de l’échange.")
            noted.append(Noted(program.line, "cdm-year", sentence % {"year": document["year"]}))


def _units(document: dict[str, Any], program: Program, parts: Parts, roles: dict[str, str]) -> None:
    units: list[tuple[str, Unit]] = []
    for key in [*program.references, *roles]:
        if key in parts.units and all(parts.units[key] is not unit for _key, unit in units):
            units.append((key, parts.units[key]))
    institution = _institution(units, parts)
    if institution is None:
        return
    document["institution"] = _kept(institution.document, _INSTITUTION)
    inner = [unit for key, unit in units if unit is not institution and unit.is_within]
    entities = [_kept(unit.document, _ENTITY) | _kind_of(unit) for unit in inner]
    if entities:
        document.setdefault("management", {})["entities"] = entities
    partners = [
        _kept(unit.document, _PARTNER) | {"role": roles.get(key, "OTHER")}
        for key, unit in units
        if unit is not institution and not unit.is_within
    ]
    if partners:
        document["partners"] = partners


def _institution(units: list[tuple[str, Unit]], parts: Parts) -> Unit | None:
    """The first unit of the root to which the programme refers, else the first of the file with a code of its own."""
    for _key, unit in units:
        if not unit.is_within:
            return unit
    for unit in parts.units.values():
        if not unit.is_within and unit.document.get("uai"):
            return unit
    return next((unit for unit in parts.units.values() if not unit.is_within), None)


def _kept(document: dict[str, Any], names: tuple[str, ...]) -> dict[str, Any]:
    return {name: document[name] for name in names if document.get(name)}


def _kind_of(unit: Unit) -> dict[str, str]:
    kind = unit.document.get("kind", "")
    return {"kind": kind if kind in EntityKind.values else EntityKind.ENTITY.value}


def _group(
    read: dict[str, Any], path: str, document: dict[str, Any], program: Program, parts: Parts, noted: list[Noted]
) -> dict[str, Any]:
    group = {key: value for key, value in read.items() if key not in ("line", "refs", "within")}
    program.lines[path] = read["line"]
    courses: list[dict[str, Any]] = []
    for ref in read["refs"]:
        course = parts.courses.get(ref)
        if course is None:
            sentence = _("Le cours « %(ref)s » n’est pas décrit dans le fichier ; il n’est pas repris.")
            noted.append(Noted(read["line"], "cdm-course-missing", sentence % {"ref": quoted(ref)}))
            continue
        if course.line:
            program.lines[f"{path}.courses[{len(courses)}]"] = course.line
        courses.append(_course(course, document.get("kind", ""), parts, noted))
    if courses:
        group["courses"] = courses
    within = [
        _group(below, f"{path}.groups[{number}]", document, program, parts, noted)
        for number, below in enumerate(read["within"])
    ]
    if within:
        group["groups"] = within
    return group


def _course(course: Course, kind: str, parts: Parts, noted: list[Noted]) -> dict[str, Any]:
    document = dict(course.document)
    teachers = [_teacher(key, role, parts) for key, role in course.teachers if key in parts.persons]
    if teachers:
        document["teachers"] = teachers
    years = [int(word.removeprefix("bac+")) for word in course.years if word.removeprefix("bac+").isdigit()]
    blocks = [year - _BEFORE.get(kind, 0) for year in years]
    if blocks and min(blocks) >= 1:
        document["blocks"] = blocks
    return document


def _teacher(key: str, role: str, parts: Parts) -> dict[str, str]:
    document = dict(parts.persons[key])
    if role_of(role):
        document["role"] = role_of(role)
    return document
