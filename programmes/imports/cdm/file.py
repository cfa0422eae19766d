"""The file: opened with care, its units, programmes, courses and persons read one by one and let go."""

import io
import re
from collections.abc import Callable, Iterator
from typing import Any

from django.utils.translation import gettext as _
from lxml import etree

from evalprog.documents import DocumentInvalid
from programmes.description import parse, tidied
from programmes.exports.cdm.names import NAMESPACES
from programmes.imports.cdm.assembly import assembled
from programmes.imports.cdm.course import read_course, read_person
from programmes.imports.cdm.elements import Notes, local
from programmes.imports.cdm.organisation import read_habilitation, read_unit
from programmes.imports.cdm.parts import Parts
from programmes.imports.cdm.program import read_program
from programmes.imports.limits import MOST_BAD_CELLS, MOST_PROGRAMMES
from programmes.imports.parsed import BadCell, BadFile, ReadFile, ReadProgramme, bad_file

_ENCODINGS = {"utf-8", "us-ascii", "ascii", "iso-8859-1", "iso-8859-15", "windows-1252"}
_DECLARED = re.compile(rb"""^<\?xml[^>]{0,200}?encoding\s*=\s*["']([A-Za-z0-9._-]{1,40})["']""")
_PROLOG = re.compile(rb"\s+|<\?.*?\?>|<!--.*?-->", re.DOTALL)
_READ = ("habilitation", "orgUnit", "program", "course", "person")
_AT_ROOT = {*_READ, "properties", "lheoAdds"}


def read(data: bytes, *, tick: Callable[[int], None] = lambda line: None) -> ReadFile:
    """``tick`` is told the lines read.

    :raises BadFile: for a file that is not CDM-fr, or hides more than elements; with every bad value and its line.
    """
    _inspect(data)
    notes, parts = Notes(), Parts()
    try:
        for count, element in enumerate(_elements(data, notes)):
            _take(element, parts, notes)
            if count % 200 == 0:
                tick(element.sourceline or 0)
    except etree.XMLSyntaxError as error:
        line = (error.position or (None, None))[0]
        sentence = _("Ce n’est pas du XML bien formé ; vérifiez ici les balises.")
        raise BadFile([BadCell(line, "", sentence)]) from error
    if not parts.programs:
        raise bad_file(_("Le fichier CDM-fr ne contient aucun élément « program »."))
    return _described(parts, notes)


def _inspect(data: bytes) -> None:
    """Encodings in which markup could hide, and every declaration of a type of document, are refused unread."""
    if data.startswith((b"\xff\xfe", b"\xfe\xff")) or b"\0" in data[:200]:
        raise bad_file(_("Le fichier XML est codé en UTF-16 ; enregistrez-le en UTF-8."))
    text = data.removeprefix(b"\xef\xbb\xbf")
    declared = _DECLARED.match(text)
    if declared and declared[1].decode().lower() not in _ENCODINGS:
        raise bad_file(_("Le codage annoncé par le fichier XML n’est pas admis ; enregistrez-le en UTF-8."))
    at = 0
    while found := _PROLOG.match(text, at):
        at = found.end()
    if text[at : at + 9].upper() == b"<!DOCTYPE":
        raise bad_file(
            _(
                "Le fichier XML déclare un type de document (DOCTYPE), ce qui n’est pas admis ; retirez cette "
                "déclaration."
            )
        )


def _elements(data: bytes, notes: Notes) -> Iterator[Any]:
    """The elements of the root that are read, the innermost first, emptied once they are read."""
    careful = {"resolve_entities": False, "load_dtd": False, "no_network": True, "huge_tree": False}
    _event, root = next(etree.iterparse(io.BytesIO(data), events=("start",), **careful))
    _check_root(root)
    walk = etree.iterparse(
        io.BytesIO(data),
        events=("end",),
        tag=[f"{{*}}{name}" for name in _AT_ROOT],
        remove_comments=True,
        remove_pis=True,
        **careful,
    )
    for _event, element in walk:
        is_outer = element.getparent() is not None and element.getparent().getparent() is None
        if local(element) in _READ or is_outer:
            yield element
            _empty(element, notes, is_outer=is_outer)
    for child in walk.root:
        _note_unread(child, notes)


def _check_root(root: Any) -> None:
    namespace, _brace, name = root.tag[1:].rpartition("}") if root.tag.startswith("{") else ("", "", root.tag)
    if name != "CDM" or namespace not in NAMESPACES:
        raise bad_file(
            _(
                "Ce fichier XML n’est pas du CDM-fr : sa racine doit être « CDM », dans un espace de noms de "
                "cdm-fr.fr (2006, 2011 ou 2012)."
            )
        )


def _empty(element: Any, notes: Notes, *, is_outer: bool) -> None:
    """What is left of it where it stood: a reference. What came before it in the root is let go."""
    ref = element.get("id") or element.get("ident") or ""
    tail, name = element.tail, element.tag
    element.clear()
    element.tail, element.tag = tail, name
    element.set("read", ref or "-")
    while is_outer and (before := element.getprevious()) is not None:
        _note_unread(before, notes)
        element.getparent().remove(before)


def _note_unread(element: Any, notes: Notes) -> None:
    if isinstance(element.tag, str) and element.get("read") is None:
        notes.ignored(element)


def _take(element: Any, parts: Parts, notes: Notes) -> None:
    name = local(element)
    if name == "program":
        if len(parts.programs) >= MOST_PROGRAMMES:
            sentence = _("Le fichier a plus de %(most)d formations ; faites-en plusieurs.")
            raise bad_file(sentence % {"most": MOST_PROGRAMMES})
        read_program(element, parts, notes)
    elif name == "course":
        read_course(element, parts, notes)
    elif name == "person":
        read_person(element, parts, notes)
    elif name == "orgUnit":
        read_unit(element, parts, notes)
    elif name == "habilitation":
        read_habilitation(element, parts, notes)
    elif name == "properties":
        parts.day = next((each.get("date") or "" for each in element.iter() if local(each) == "datetime"), "")
    else:
        notes.ignored(element)


def _described(parts: Parts, notes: Notes) -> ReadFile:
    read: list[ReadProgramme] = []
    bad: list[BadCell] = []
    for number, program in enumerate(parts.programs):
        document, noted = assembled(program, parts)
        if number == 0:
            noted = [*notes.all, *noted]
        try:
            read.append(ReadProgramme(tidied(parse(document)), program.line, tuple(noted)))
        except DocumentInvalid as invalid:
            bad += [
                BadCell(program.line_of(problem.path), problem.path, problem.sentence) for problem in invalid.problems
            ]
        if len(bad) >= MOST_BAD_CELLS:
            break
    if bad:
        raise BadFile(bad[:MOST_BAD_CELLS])
    return ReadFile(tuple(read))
