"""« program »: its own facts, its texts, the outline of its groups."""

import re
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from evalprog.text import folded
from programmes.enums import GroupKind, NarrativeKind, ProgrammeKind
from programmes.exports.cdm.names import LEVEL_CODES, MODES, NARRATIVES, TIMES
from programmes.exports.cdm.program import ACCESS_COLUMNS
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
    own,
    plain,
    rich,
)
from programmes.imports.cdm.parts import Parts, Program

_TEXTS = {
    path[-1]: kind for kind, path in NARRATIVES.items() if path not in (("infoBlock",), ("contacts", "infoBlock"))
}
_MODES = {pair: mode.value for mode, pair in MODES.items()}
_TIMES = {word: schedule.value for schedule, word in TIMES.items()}
_LEVEL_CODES = {code: eqf for eqf, code in LEVEL_CODES.items()}
_KINDS = {kind.value: kind.value for kind in ProgrammeKind} | {folded(str(k.label)): k.value for k in ProgrammeKind}
_BY_LEVEL = {"L": ProgrammeKind.LICENCE, "M": ProgrammeKind.MASTER, "Doc": ProgrammeKind.DOCTORAL_SCHOOL}
_BY_DEGREE = {"bachelor": "L", "master": "M", "phd": "Doc"}
_DURATION = re.compile(r"P(?:(\d{1,3})Y)?(?:(\d{1,4})M)?")
_MODES_IN_BOTH = ("en présence",)  # what goes without saying


def read_program(element: Element, parts: Parts, notes: Notes) -> None:
    _Reading(element, parts, notes).all()


class _Reading:
    def __init__(self, element: Element, parts: Parts, notes: Notes) -> None:
        self.element, self.notes = element, notes
        self.program = Program({}, element.sourceline)
        self.document = self.program.document
        self.texts: list[tuple[int, dict[str, str]]] = []
        self.words: dict[str, str] = {}
        parts.programs.append(self.program)

    def all(self) -> None:
        for child in children(self.element):
            handler = getattr(self, f"_{local(child)}", None)
            if handler is not None:
                handler(child)
            elif local(child) in _TEXTS:
                self._text(child, _TEXTS[local(child)])
            else:
                self.notes.ignored(child)
        if self.texts:
            self.document["narratives"] = [text for _number, text in sorted(self.texts, key=lambda pair: pair[0])]
        self._kind()

    def _list(self, key: str, value: Any) -> None:
        values = self.document.setdefault(key, [])
        if value not in values:
            values.append(value)

    def _programID(self, element: Element) -> None:  # noqa: N802 (the names of the schema)
        self.words["id"] = line(element)

    def _programName(self, element: Element) -> None:  # noqa: N802
        if "title" not in self.document:
            self.document["title"] = name_of(element)
            self.program.lines["title"] = element.sourceline
        else:
            self._list("aliases", name_of(element))

    def _programCode(self, element: Element) -> None:  # noqa: N802
        if (element.get("codeSet") or "").upper() == "RNCP" or re.fullmatch(r"(RNCP|RS)\d+", line(element)):
            self._list("rncp", {"number": line(element)})
            return
        self._list("codes", line(element))

    def _qualification(self, element: Element) -> None:
        for child in children(element):
            name = local(child)
            if name == "credits":
                self.document["credits"] = number(child.get("ECTScredits") or line(child))
            elif name == "degree":
                self.words["degree"], self.words["degree-level"] = line(child), child.get("degree") or ""
            elif name == "qualificationName" and name_of(child) == self.document.get("title"):
                continue
            elif name in _TEXTS:
                self._text(child, _TEXTS[name])
            else:
                self.notes.ignored(child)

    def _ppalTeachingLanguage(self, element: Element) -> None:  # noqa: N802
        if code := language(element):
            self._list("languages", code)

    _instructionLanguage = _ppalTeachingLanguage

    def _level(self, element: Element) -> None:
        self.words["level"] = element.get("level") or line(element)

    def _levelCode(self, element: Element) -> None:  # noqa: N802
        code = line(element) or element.get("codeSet") or ""
        if code in _LEVEL_CODES:
            self.document["eqf"] = _LEVEL_CODES[code]
        else:
            self.notes.ignored(element)

    def _learningObjectives(self, element: Element) -> None:  # noqa: N802
        for holder in blocks(element).get("outcomes", ()):
            outcome_set: dict[str, Any] = facts(holder, "title", "code")
            if outcomes := _outcomes(holder):
                outcome_set["outcomes"] = outcomes
            self._append("outcome_sets", outcome_set)
        self._text(element, NarrativeKind.OUTCOMES, also="outcomes")

    def _append(self, key: str, value: Any) -> None:
        self.document.setdefault(key, []).append(value)

    def _admissionInfo(self, element: Element) -> None:  # noqa: N802
        for child in children(element):
            if local(child) != "admissionDescription":
                if local(child) == "teachingStart" and child.get("date"):
                    self.words.setdefault("start", child.get("date"))
                else:
                    self.notes.ignored(child)
                continue
            for holder in blocks(child).get("access", ()):
                table: dict[str, Any] = facts(holder, "title", "note")
                rows = [_access_row(row) for row in blocks(holder).get("row", ())]
                self._append("access", table | ({"rows": rows} if rows else {}))
            self._text(child, NarrativeKind.ACCESS, also="access")

    def _studyQualification(self, element: Element) -> None:  # noqa: N802
        for holder in blocks(element).get("further", ()):
            self._append("further_studies", facts(holder, "title", "condition", "url"))
        self._text(element, NarrativeKind.FURTHER_STUDIES, also="further")

    def _teachingPlace(self, element: Element) -> None:  # noqa: N802
        places = [line(each) for each in element.iter() if isinstance(each.tag, str) and local(each) == "locality"]
        for place in places or [line(element)]:
            if place:
                self._list("sites", place)

    def _formOfTeaching(self, element: Element) -> None:  # noqa: N802
        for key in ("org", "method"):
            if word := element.get(key):
                if (key, word) in _MODES:
                    self._list("modes", _MODES[key, word])
                elif word not in _MODES_IN_BOTH:
                    self.notes.ignored(element)
        self._text(element, NarrativeKind.TEACHING)

    def _programDuration(self, element: Element) -> None:  # noqa: N802
        if element.get("start"):
            self.words["start"] = element.get("start")
        if (found := _DURATION.fullmatch(element.get("duration") or "")) and (found[1] or found[2]):
            years = Decimal(int(found[1] or 0)) + Decimal(int(found[2] or 0)) / 12
            self.document["years"] = number(str(round(years, 2)))
        named = blocks(element)
        if "schedules" in named:
            self.document["schedules"] = own(named["schedules"][0]).split()
        elif element.get("timeOfDay") in _TIMES:
            self.document["schedules"] = [_TIMES[element.get("timeOfDay")]]

    def _programStructure(self, element: Element) -> None:  # noqa: N802
        groups = [child for child in children(element) if _is_group(child)]
        self.program.structure += [_group(child) for child in groups]
        loose = [ref for ref in children(element) if local(ref) == "refCourse"]
        if loose:
            title = _("Programme")
            self.program.structure.append(
                {"title": title, "line": element.sourceline, "refs": _refs(element), "within": []}
            )
        for child in groups:
            element.remove(child)
        if plain(element):
            self._add_text(NarrativeKind.STRUCTURE, "", rich(element))

    def _contacts(self, element: Element) -> None:
        management: dict[str, Any] = {}
        for child in children(element):
            name = local(child)
            if name == "refOrgUnit":
                self.program.references.append(child.get("ref") or child.get("idRef") or "")
            elif name == "contactData":
                _contact(child, management, self.notes)
            elif name == "infoBlock":
                management |= facts(child, "path")
                self._text(child, NarrativeKind.MANAGEMENT, also="path")
            elif name == "refPerson" or name == "person":
                self._append("heads", child.get("ref") or child.get("idRef") or child.get("read") or "")
            else:
                self.notes.ignored(child)
        if management:
            self.document["management"] = management

    def _infoBlock(self, element: Element) -> None:  # noqa: N802
        self._text(element, NarrativeKind.OTHER)

    def _refHabilitation(self, element: Element) -> None:  # noqa: N802
        self.program.habilitation = element.get("ref") or element.get("idRef") or line(element)

    def _text(self, element: Element, kind: NarrativeKind, also: str = "") -> None:
        """Texts of ours in their order; what else the element says is one more, after them."""
        if local(element) == "studyQualification" and not also:
            self._studyQualification(element)
            return
        rest = False
        for child in list(children(element)):
            name = child.get("userDefined") or ""
            if local(child) == "subBlock" and (found := re.fullmatch(r"text\.(\d{1,6})", name)):
                self._own_text(child, kind, int(found[1]))
                element.remove(child)
            elif local(child) == "subBlock" and also and name == also:
                element.remove(child)
            else:
                rest = True
        if rest or (element.text or "").strip():
            self._add_text(kind, "", rich(element))

    def _own_text(self, element: Element, kind: NarrativeKind, place: int) -> None:
        header = next((child for child in children(element) if local(child) == "header"), None)
        title = ""
        if header is not None:
            title = header.text or ""
            element.remove(header)
        self._add_text(kind, title, rich(element), place)

    def _add_text(self, kind: NarrativeKind, title: str, text: str, place: int = 10**7) -> None:
        if not (text or title) and place == 10**7:
            return
        narrative = {"kind": kind.value}
        if title:
            narrative["title"] = title
        if text:
            narrative["text"] = text
        self.texts.append((place, narrative))

    def _kind(self) -> None:
        """The degree in our words, else the level: then the reader is told."""
        said = self.words.get("degree", "")
        kind = _KINDS.get(said) or _KINDS.get(folded(said))
        level = self.words.get("level") or _BY_DEGREE.get(self.words.get("degree-level", ""), "")
        if kind is None and level in _BY_LEVEL:
            kind = _BY_LEVEL[level].value
            sentence = _("La nature du diplôme n’est pas dite : « %(kind)s » est déduit du niveau %(level)s.")
            self.notes.say(self.element, "cdm-kind", sentence % {"kind": _BY_LEVEL[level].label, "level": level})
        if kind is not None:
            self.document["kind"] = kind
        if start := self.words.get("start"):
            self.document["start"] = start


def _outcomes(holder: Element) -> list[dict[str, Any]]:
    found = []
    for element in blocks(holder).get("outcome", ()):
        outcome: dict[str, Any] = {"text": ""} | facts(element, "code", "text")
        if below := _outcomes(element):
            outcome["outcomes"] = below
        found.append(outcome)
    return found


def _access_row(element: Element) -> dict[str, Any]:
    row: dict[str, Any] = facts(element, *ACCESS_COLUMNS)
    for key in ("extra_from", "extra_to"):
        if key in row:
            row[key] = number(row[key])
    return row


def _is_group(element: Element) -> bool:
    """A sub-block of ours, or any that holds courses."""
    return local(element) == "subBlock" and (
        (element.get("userDefined") or "").startswith("group.")
        or any(isinstance(each.tag, str) and local(each) == "refCourse" for each in element.iter())
    )


def _group(element: Element) -> dict[str, Any]:
    """Title, facts, references to courses, groups within; its line for what must be said of it."""
    group: dict[str, Any] = facts(element, "code", "requirement", "note")
    header = next((child for child in children(element) if local(child) == "header"), None)
    group["title"] = (header.text or "").strip() if header is not None else (line(element)[:200] or _("Groupe"))
    kind = (element.get("userDefined") or "").removeprefix("group.")
    if kind in GroupKind.values:
        group["kind"] = kind
    credits = facts(element, "credits").get("credits")
    if credits is not None:
        group["credits"] = number(credits)
    group |= {"line": element.sourceline, "refs": _refs(element)}
    group["within"] = [_group(child) for child in children(element) if _is_group(child)]
    return group


def _refs(element: Element) -> list[str]:
    return [
        child.get("ref") or child.get("idRef") or child.get("read") or ""
        for child in children(element)
        if local(child) in ("refCourse", "course")
    ]


def _contact(element: Element, management: dict[str, Any], notes: Notes) -> None:
    use, said = element.get("userDefined") or "contact", {}
    for child in children(element):
        name = local(child)
        if name == "contactName":
            said["name"] = name_of(child)
        elif name == "telephone":
            said.setdefault("phone", line(child))
        elif name == "email":
            said["email"] = line(child)
        elif name == "infoBlock" and facts(child, "role"):
            said |= facts(child, "role")
        else:
            notes.ignored(child)
    if use == "head":
        management["head"] = said.get("name", "")
    elif use.startswith("jury."):
        management.setdefault("jury", []).append({"name": said.get("name", ""), "role": use.removeprefix("jury.")})
    else:
        management.setdefault("contacts", []).append(said)
