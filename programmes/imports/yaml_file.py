"""A YAML file: one description, or « programmes: » and a list of them, read one after the other.

Of YAML only what plain data needs, as in ``evalprog.documents.yaml_files``: no tags, anchors nor aliases, no key twice,
and of the bare words only ``true``, ``false``, ``null`` and numbers are anything else than text. The events of the
parser in C are read as they come: the tree of a long file never stands in memory.
"""

import re
from collections.abc import Callable, Container, Iterator, Mapping
from typing import Any

import yaml
from django.utils.translation import gettext as _

from evalprog.documents import DocumentInvalid, Problem, quoted
from programmes.description import parse, tidied
from programmes.imports.limits import MOST_BAD_CELLS, MOST_PROGRAMMES
from programmes.imports.parsed import BadCell, BadFile, ReadFile, ReadProgramme, bad_file

LIST = "programmes"
_DEEPEST = 40
_INT = re.compile(r"-?[0-9]{1,9}\Z")
_FLOAT = re.compile(r"-?[0-9]{1,9}\.[0-9]{1,9}\Z")
_WORDS: dict[str, object] = {"true": True, "false": False, "null": None, "~": None, "": None}
_Parser: Any = getattr(yaml, "CSafeLoader", None) or yaml.SafeLoader


def read(text: str, *, tick: Callable[[int], None] = lambda line: None) -> ReadFile:
    """``tick`` is told the lines read.

    :raises BadFile: with every bad value, its line and its key.
    """
    read_programmes: list[ReadProgramme] = []
    failed: dict[int, list[Problem]] = {}
    for number, (document, line) in enumerate(documents(text)):
        if number >= MOST_PROGRAMMES:
            raise bad_file(
                _("Le fichier a plus de %(most)d formations ; faites-en plusieurs.") % {"most": MOST_PROGRAMMES}
            )
        try:
            read_programmes.append(ReadProgramme(tidied(parse(document)), line))
        except DocumentInvalid as invalid:
            failed[number] = invalid.problems[:MOST_BAD_CELLS]
        if sum(map(len, failed.values())) >= MOST_BAD_CELLS:
            break
        tick(line)
    if failed:
        raise BadFile(list(_cells(text, failed))[:MOST_BAD_CELLS])
    if not read_programmes:
        raise bad_file(_("Le fichier ne décrit aucune formation."))
    return ReadFile(tuple(read_programmes))


def documents(text: str) -> Iterator[tuple[object, int]]:
    """Each description as plain data, with the line where it begins.

    :raises BadFile: for what is not YAML, or more than plain data.
    """
    yield from _Walk(text).documents()


def _cells(text: str, failed: Mapping[int, list[Problem]]) -> Iterator[BadCell]:
    """The file once more, up to the last description that failed, to know where the keys of each of them stand."""
    walk = _Walk(text, positions_of=failed)
    last = max(failed)
    for number, (_document, line) in enumerate(walk.documents()):
        for problem in failed.get(number, ()):
            yield BadCell(walk.line_of(problem.path, line), problem.path, problem.sentence)
        if number == last:
            return


class _Walk:
    """``positions_of``: the numbers of the descriptions whose keys are remembered by their lines."""

    def __init__(self, text: str, positions_of: Container[int] = ()) -> None:
        self._text = text
        self._parser = _Parser(text)
        self._wanted = positions_of
        self._positions: dict[str, int] | None = None
        self._number = 0

    def line_of(self, path: str, default: int) -> int:
        """Of the key itself, else of the nearest part around it that the file has."""
        positions = self._positions or {}
        while path and path not in positions:
            path = path[: max(path.rfind("."), path.rfind("["), 0)]
        return positions.get(path, default)

    def documents(self) -> Iterator[tuple[object, int]]:
        try:
            yield from self._documents()
        except yaml.reader.ReaderError as error:
            line = self._text.count("\n", 0, error.position) + 1
            sentence = _("Ce caractère ne peut pas figurer dans un fichier YAML ; retirez-le.")
            raise BadFile([BadCell(line, "", sentence)]) from error
        except yaml.MarkedYAMLError as error:
            sentence = _("Ce n’est pas du YAML ; vérifiez ici le retrait, les deux-points et les guillemets.")
            raise _bad_at(error.problem_mark, sentence) from error

    def _documents(self) -> Iterator[tuple[object, int]]:
        event = self._next()
        while not isinstance(event, (yaml.DocumentStartEvent, yaml.StreamEndEvent)):
            event = self._next()
        if isinstance(event, yaml.StreamEndEvent):
            raise bad_file(_("Ce fichier est vide ; donnez-en un autre."))
        root = self._next()
        if not isinstance(root, yaml.MappingStartEvent):
            sentence = _("Il faut une description, ou « programmes » et une liste de descriptions.")
            raise _bad_at(root.start_mark, sentence)
        first = self._next()
        if isinstance(first, yaml.ScalarEvent) and first.value == LIST:
            yield from self._listed()
        else:
            yield self._whole(self._mapping(first, 1, ""), root.start_mark.line + 1)
        event = self._next()
        while not isinstance(event, yaml.StreamEndEvent):
            if isinstance(event, yaml.DocumentStartEvent):
                raise _bad_at(
                    event.start_mark, _("Un fichier ne contient qu’un document ; mettez les descriptions en liste.")
                )
            event = self._next()

    def _listed(self) -> Iterator[tuple[object, int]]:
        start = self._next()
        if not isinstance(start, yaml.SequenceStartEvent):
            raise _bad_at(start.start_mark, _("« programmes » est une liste de descriptions."))
        while not isinstance(event := self._next(), yaml.SequenceEndEvent):
            line = event.start_mark.line + 1
            self._positions = {} if self._number in self._wanted else None
            yield self._whole(self._value(event, 2, ""), line)
        after = self._next()
        if not isinstance(after, yaml.MappingEndEvent):
            raise _bad_at(after.start_mark, _("Rien ne va à côté de « programmes » ; retirez cette clé."))

    def _whole(self, document: object, line: int) -> tuple[object, int]:
        self._number += 1
        return document, line

    def _next(self) -> Any:
        event = self._parser.get_event()
        if getattr(event, "anchor", None) is not None:
            sentence = _("Ancres (&) et renvois (*) ne sont pas admis ; écrivez la valeur en entier.")
            raise _bad_at(event.start_mark, sentence)
        if getattr(event, "tag", None) is not None:
            raise _bad_at(event.start_mark, _("Les types de YAML (!) ne sont pas admis ; retirez ce mot."))
        return event

    def _value(self, event: Any, depth: int, path: str) -> object:
        if self._positions is not None:
            self._positions.setdefault(path, event.start_mark.line + 1)
        if isinstance(event, yaml.ScalarEvent):
            return _plain(event)
        if depth > _DEEPEST:
            raise _bad_at(event.start_mark, _("Trop de niveaux ; il en faut moins de %(most)d.") % {"most": _DEEPEST})
        if isinstance(event, yaml.MappingStartEvent):
            return self._mapping(self._next(), depth + 1, path)
        items: list[object] = []
        while not isinstance(event := self._next(), yaml.SequenceEndEvent):
            items.append(self._value(event, depth + 1, f"{path}[{len(items)}]" if self._positions is not None else ""))
        return items

    def _mapping(self, event: Any, depth: int, path: str) -> dict[str, object]:
        if self._number in self._wanted and self._positions is None:
            self._positions = {}
        found: dict[str, object] = {}
        while not isinstance(event, yaml.MappingEndEvent):
            if not isinstance(event, yaml.ScalarEvent):
                raise _bad_at(event.start_mark, _("Une clé est un mot ; corrigez-la."))
            if event.value in found:
                sentence = _("La clé « %(key)s » est donnée deux fois ; gardez l’une des deux.")
                raise _bad_at(event.start_mark, sentence % {"key": quoted(event.value)})
            name, here = event.value, ""
            if self._positions is not None:
                here = f"{path}.{name}" if path else name
                self._positions[here] = event.start_mark.line + 1
            found[name] = self._value(self._next(), depth, here)
            event = self._next()
        return found


def _plain(event: Any) -> object:
    value = event.value
    if not event.implicit[0]:
        return value
    if value in _WORDS:
        return _WORDS[value]
    if value[0] in "-0123456789":
        if _INT.match(value):
            return int(value)
        if _FLOAT.match(value):
            return float(value)
    return value


def _bad_at(mark: Any, sentence: str) -> BadFile:
    return BadFile([BadCell(mark.line + 1, str(mark.column + 1), sentence)])
