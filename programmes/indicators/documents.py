"""A table of indicators as a document of plain dicts, lists and texts: in and out."""

from typing import Any, cast

from evalprog.documents import DocumentInvalid, Problem, Reader, as_plain
from programmes.indicators import coherence
from programmes.indicators.parts import IndicatorTable


def parse(document: object) -> IndicatorTable:
    """:raises DocumentInvalid: with every problem of the document."""
    reader = Reader()
    table = reader.record(IndicatorTable, document)
    problems = reader.problems or coherence.problems(table)
    if problems:
        raise DocumentInvalid(problems)
    return cast(IndicatorTable, table)


def problems_of(document: object) -> list[Problem]:
    try:
        parse(document)
    except DocumentInvalid as invalid:
        return invalid.problems
    return []


def as_document(table: IndicatorTable) -> dict[str, Any]:
    """The canonical document: keys in the order of the fields, defaults left out."""
    return cast(dict[str, Any], as_plain(table))
