"""A framework's document while it is being made: its parts found by path, and the gestures on them.

Documents are plain data and are never changed in place: every gesture gives a new one. Coherence is not asked for
(a draft may have a section without criteria for a while), only that the document has the shape of a framework.
"""

import copy
import re
from collections.abc import Iterator
from dataclasses import dataclass, is_dataclass
from enum import Enum
from typing import Annotated, Any, get_args, get_origin

from evalprog.documents import keys_of
from evaluations.definition.parts import FrameworkDefinition

Document = dict[str, Any]
# No identity contains one.
_BETWEEN_STEPS = " "
_STEP = re.compile(r"([a-z_]+)(?:\[(\d{1,4})\])?")


class PartNotFound(LookupError):
    """The document has no part at this place."""


@dataclass(frozen=True, slots=True)
class Spot:
    """One record of a document. ``holder`` is the path of the record it stands in, ``name`` the key there."""

    path: str
    part: type
    record: Document
    holder: str = ""
    name: str = ""
    index: int | None = None


def nested_part(hint: Any) -> type | None:
    """The part that a key holds, alone or in a list; None for a key with a simple value."""
    inner = get_args(hint)[0] if is_list(hint) else hint
    return inner if is_dataclass(inner) and isinstance(inner, type) else None


def is_list(hint: Any) -> bool:
    return get_origin(hint) is tuple


def enum_of(part: type, name: str) -> type[Enum] | None:
    """The words among which a key, or each item of a key, is chosen."""
    hint = next(hint for key, _field, hint in keys_of(part) if key == name)
    inner = get_args(hint)[0] if is_list(hint) else hint
    return inner if isinstance(inner, type) and issubclass(inner, Enum) else None


# -- finding


def find(document: Document, path: str) -> Spot:
    """:raises PartNotFound: if nothing stands at this path."""
    spot = Spot("", FrameworkDefinition, document)
    for step in path.split(".") if path else ():
        spot = _next(spot, step)
    return spot


def _next(spot: Spot, step: str) -> Spot:
    match = _STEP.fullmatch(step)
    if match is None:
        raise PartNotFound(step)
    name, index = match[1], match[2] and int(match[2])
    found = next((s for s in children(spot) if s.name == name and s.index == index), None)
    if found is None:
        raise PartNotFound(step)
    return found


def children(spot: Spot) -> Iterator[Spot]:
    """The records that stand directly in this one, in printed order."""
    for name, _field, hint in keys_of(spot.part):
        part, value = nested_part(hint), spot.record.get(name)
        if part is None or value is None:
            continue
        path = f"{spot.path}.{name}" if spot.path else name
        if is_list(hint):
            for index, record in enumerate(value):
                yield Spot(f"{path}[{index}]", part, record, spot.path, name, index)
        else:
            yield Spot(path, part, value, spot.path, name)


def walk(document: Document) -> Iterator[Spot]:
    """Every record, each before those that stand in it."""
    waiting = [find(document, "")]
    while waiting:
        spot = waiting.pop(0)
        yield spot
        waiting = [*children(spot), *waiting]


def list_part(spot: Spot, name: str) -> tuple[type, bool]:
    """The part that may be added under this key, and whether the key holds a list.

    :raises PartNotFound: if nothing can be added there.
    """
    for key, _field, hint in keys_of(spot.part):
        part = nested_part(hint)
        if key == name and part is not None:
            return part, is_list(hint)
    raise PartNotFound(name)


def may_go(document: Document, spot: Spot) -> bool:
    """Items of lists and optional records may be removed; the cover may not."""
    holder = find(document, spot.holder)
    return any(
        name == spot.name and (is_list(hint) or key_field.default is None)
        for name, key_field, hint in keys_of(holder.part)
    )


def owner_of(document: Document, path: str) -> tuple[Spot, str]:
    """The innermost record that a path leads into, and the key of it that the path goes on with (or nothing)."""
    spot = find(document, "")
    for step in path.split(".") if path else ():
        try:
            spot = _next(spot, step)
        except PartNotFound:
            return spot, step.partition("[")[0]
    return spot, ""


def identity(record: Document) -> str:
    """What tells a record from the others of its list, wherever it stands there."""
    return str(record.get("code") or record.get("key") or record.get("role") or "")


def address(document: Document, path: str) -> str:
    """Where a part stands, by the identities on the way: still right when the parts before it come and go."""
    spot = find(document, path)
    if not spot.path:
        return ""
    step = f"{spot.name}={identity(spot.record)}"
    return f"{address(document, spot.holder)}{_BETWEEN_STEPS}{step}" if spot.holder else step


def above(where: str) -> str:
    """The address of the record that holds the one at this address."""
    return where.rpartition(_BETWEEN_STEPS)[0]


def path_at(document: Document, wanted: str) -> str:
    """:raises PartNotFound: if the part has gone since, or its code has changed."""
    for spot in walk(document):
        if address(document, spot.path) == wanted:
            return spot.path
    raise PartNotFound(wanted)


# -- gestures


def replaced(document: Document, path: str, record: Document) -> Document:
    """:raises PartNotFound: if nothing stands at this path."""
    spot = find(document, path)
    if not path:
        return record
    changed = copy.deepcopy(document)
    holder = find(changed, spot.holder).record
    if spot.index is None:
        holder[spot.name] = record
    else:
        holder[spot.name][spot.index] = record
    return changed


def added(
    document: Document, holder: str, name: str, record: Document, index: int | None = None
) -> tuple[Document, str]:
    """With a record at the end of a list (or at ``index``), or as the value of a key; and the path it now has.

    :raises PartNotFound: if nothing can be added there, or the key has its only value already.
    """
    changed = copy.deepcopy(document)
    spot = find(changed, holder)
    is_many = list_part(spot, name)[1]
    path = f"{holder}.{name}" if holder else name
    if not is_many:
        if name in spot.record:
            raise PartNotFound(path)
        spot.record[name] = record
        return changed, path
    items = spot.record.setdefault(name, [])
    place = len(items) if index is None else min(index, len(items))
    items.insert(place, record)
    return changed, f"{path}[{place}]"


def removed(document: Document, path: str) -> Document:
    """:raises PartNotFound: if nothing stands at this path, or only the document itself."""
    changed = copy.deepcopy(document)
    spot = find(changed, path)
    if not path:
        raise PartNotFound(path)
    holder = find(changed, spot.holder).record
    if spot.index is None:
        del holder[spot.name]
    else:
        del holder[spot.name][spot.index]
        if not holder[spot.name]:
            del holder[spot.name]
    return changed


def moved(document: Document, path: str, by: int) -> tuple[Document, str]:
    """One place up (``by`` = -1) or down (+1) in its list; at either end nothing changes. The path it now has.

    :raises PartNotFound: if no item of a list stands at this path.
    """
    changed = copy.deepcopy(document)
    spot = find(changed, path)
    if spot.index is None:
        raise PartNotFound(path)
    items = find(changed, spot.holder).record[spot.name]
    place = min(max(spot.index + by, 0), len(items) - 1)
    items.insert(place, items.pop(spot.index))
    return changed, f"{path.rpartition('[')[0]}[{place}]"


# -- shape


def has_shape(document: object, part: type = FrameworkDefinition) -> bool:
    """Records, lists and values where a framework has them, and no other key; whatever is missing or incoherent."""
    if not isinstance(document, dict):
        return False
    hints = {name: hint for name, _field, hint in keys_of(part)}
    return all(name in hints and _value_has_shape(value, hints[name]) for name, value in document.items())


def _value_has_shape(value: object, hint: Any) -> bool:
    if is_list(hint):
        return isinstance(value, list) and all(_value_has_shape(item, get_args(hint)[0]) for item in value)
    if part := nested_part(hint):
        return has_shape(value, part)
    if get_origin(hint) is Annotated or issubclass(hint, Enum):
        return isinstance(value, str)
    return type(value) is hint  # bool or int, which Python takes for one another
