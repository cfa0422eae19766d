"""A framework as a document of plain dicts, lists, texts, numbers and booleans: in and out."""

from dataclasses import MISSING, is_dataclass
from enum import Enum
from typing import Any, cast

from evalprog.documents import DocumentInvalid, Problem, Reader, keys_of
from evaluations.definition import coherence
from evaluations.definition.parts import FrameworkDefinition


def parse(document: object) -> FrameworkDefinition:
    """:raises DocumentInvalid: with every problem of the document."""
    reader = Reader()
    definition = reader.record(FrameworkDefinition, document)
    problems = [*reader.problems, *coherence.problems(reader.places)]
    if problems:
        raise DocumentInvalid(problems)
    return cast(FrameworkDefinition, definition)


def problems_of(document: object) -> list[Problem]:
    try:
        parse(document)
    except DocumentInvalid as invalid:
        return invalid.problems
    return []


def as_document(definition: FrameworkDefinition) -> dict[str, Any]:
    """The canonical document: keys in the order of the fields, defaults left out."""
    return cast(dict[str, Any], _plain(definition))


def _plain(value: object) -> Any:
    if is_dataclass(value) and not isinstance(value, type):
        return {
            name: _plain(getattr(value, name))
            for name, key_field, _hint in keys_of(type(value))
            if key_field.default is MISSING or getattr(value, name) != key_field.default
        }
    if isinstance(value, tuple):
        return [_plain(item) for item in value]
    return value.value if isinstance(value, Enum) else value
