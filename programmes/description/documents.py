"""A description as a document of plain dicts, lists, texts, numbers and booleans: in and out."""

import re
from dataclasses import is_dataclass, replace
from operator import is_
from typing import Any, TypeVar, cast

from evalprog import richtext
from evalprog.documents import DocumentInvalid, Problem, Reader, as_plain, keys_of
from evalprog.text import normalise
from programmes.description import coherence
from programmes.description.parts import ProgrammeDescription

_Part = TypeVar("_Part")
_BEGINS_WITH_BLOCK = re.compile(r"\s*<(p|ul|ol|table|h[1-6]|div)\b")


def parse(document: object) -> ProgrammeDescription:
    """:raises DocumentInvalid: with every problem of the document."""
    reader = Reader()
    description = reader.record(ProgrammeDescription, document)
    problems = reader.problems or coherence.problems(description)
    if problems:
        raise DocumentInvalid(problems)
    return cast(ProgrammeDescription, description)


def problems_of(document: object) -> list[Problem]:
    try:
        parse(document)
    except DocumentInvalid as invalid:
        return invalid.problems
    return []


def as_document(description: ProgrammeDescription) -> dict[str, Any]:
    """The canonical document: keys in the order of the fields, defaults left out."""
    return cast(dict[str, Any], as_plain(description))


def tidied(part: _Part, path: str = "") -> _Part:
    """The same with every text in its canonical form: rich ones cleaned, plain ones normalised.

    :raises DocumentInvalid: for a rich text longer than pages and paper can bear.
    """
    changes: dict[str, Any] = {}
    for name, key_field, _hint in keys_of(type(part)):
        value, where = getattr(part, name), f"{path}.{name}" if path else name
        if isinstance(value, str) and key_field.metadata.get("rich"):
            changes[name] = _rich(value, where)
        elif type(value) is str:
            changes[name] = _plain(value)
        elif is_dataclass(value) and not isinstance(value, type):
            changes[name] = tidied(value, where)
        elif isinstance(value, tuple):
            items = tuple(_item(item, f"{where}[{index}]") for index, item in enumerate(value))
            changes[name] = value if all(map(is_, items, value)) else items
    if all(value is getattr(part, name) for name, value in changes.items()):
        return part
    return cast(_Part, replace(part, **changes))  # type: ignore[type-var]


def _item(item: Any, where: str) -> Any:
    if is_dataclass(item):
        return tidied(item, where)
    return _plain(item) if type(item) is str else item


def _plain(text: str) -> str:
    """``normalise``, which leaves most texts as they are and is slow to find it out."""
    return text if text.isascii() and text.isprintable() else normalise(text)


def _rich(text: str, where: str) -> str:
    if excess := richtext.excess(fragment := _fragment(text)):
        raise DocumentInvalid([Problem(where, sentence) for sentence in excess])
    return richtext.clean(fragment)


def canonical(text: str) -> str:
    """A rich text as it would be kept; one that will be refused as it is."""
    return text if richtext.excess(fragment := _fragment(text)) else richtext.clean(fragment)


def _fragment(text: str) -> str:
    return text if not text or _BEGINS_WITH_BLOCK.match(text) else richtext.from_plain(text)
