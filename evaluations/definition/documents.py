"""A framework as a document of plain dicts, lists, texts, numbers and booleans: in and out."""

from typing import Any, cast

from evalprog.documents import DocumentInvalid, Problem, Reader, as_plain
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
    return cast(dict[str, Any], as_plain(definition))
