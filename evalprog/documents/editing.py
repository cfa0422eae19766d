"""A document while it is being made: its parts found by path, and the gestures on them.

Documents are plain data and are never changed in place: every gesture gives a new one. Coherence is not asked for
(a draft may have a list that is still empty for a while), only that the document has the shape of its root part.
"""

import copy
import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, is_dataclass
from enum import Enum
from typing import Annotated, Any, get_args, get_origin

from evalprog.documents.reading import keys_of

Document = dict[str, Any]
_BETWEEN_STEPS = " "
_NEW = "+"  # instead of a path
_STEP = re.compile(r"([a-z_]+)(?:\[(\d{1,4})\])?")


class PartNotFound(LookupError):
    """The document has no part at this place."""


class PartAmbiguous(PartNotFound):
    """Several parts are called alike, and nothing tells which one is meant. ``spots``: those it may be."""

    def __init__(self, wanted: str, spots: "Sequence[Spot]") -> None:
        super().__init__(wanted)
        self.spots = list(spots)


@dataclass(frozen=True, slots=True)
class Spot:
    """One record of a document. ``holder`` is the path of the record it stands in, ``name`` the key there."""

    path: str
    part: type
    record: Document
    holder: str = ""
    name: str = ""
    index: int | None = None

    @property
    def is_new(self) -> bool:
        """It is not in the document yet."""
        return self.path == _NEW


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


def _next(spot: Spot, step: str) -> Spot:
    match = _STEP.fullmatch(step)
    if match is None:
        raise PartNotFound(step)
    name, index = match[1], match[2] and int(match[2])
    hint = next((hint for key, _field, hint in keys_of(spot.part) if key == name), None)
    part, value = nested_part(hint), spot.record.get(name)
    if part is None or value is None or (index is not None) != is_list(hint):
        raise PartNotFound(step)
    path = f"{spot.path}.{name}" if spot.path else name
    if index is None:
        return Spot(path, part, value, spot.path, name)
    if index >= len(value):
        raise PartNotFound(step)
    return Spot(f"{path}[{index}]", part, value[index], spot.path, name, index)


def list_part(spot: Spot, name: str) -> tuple[type, bool]:
    """The part that may be added under this key, and whether the key holds a list.

    :raises PartNotFound: if nothing can be added there.
    """
    for key, _field, hint in keys_of(spot.part):
        part = nested_part(hint)
        if key == name and part is not None:
            return part, is_list(hint)
    raise PartNotFound(name)


def most_often(part: type) -> Document:
    """What most parts of this sort are: of the first kind, and mandatory."""
    keys = [name for name, _field, _hint in keys_of(part)]
    record: Document = {"kind": next(iter(enum_of(part, "kind") or ())).value} if "kind" in keys else {}
    return {**record, "mandatory": True} if "mandatory" in keys else record


def named_identity(record: Document) -> str:
    """The identity of parts that carry a code, a key or a role of their own."""
    return str(record.get("code") or record.get("key") or record.get("role") or "")


@dataclass(frozen=True, slots=True)
class Shape:
    """The documents of one root part. ``identity`` tells a record from the others of its list, wherever it stands."""

    root: type
    identity: Callable[[Document], str] = named_identity

    # -- finding

    def find(self, document: Document, path: str) -> Spot:
        """:raises PartNotFound: if nothing stands at this path."""
        spot = Spot("", self.root, document)
        for step in path.split(".") if path else ():
            spot = _next(spot, step)
        return spot

    def walk(self, document: Document) -> Iterator[Spot]:
        """Every record, each before those that stand in it."""
        waiting = [self.find(document, "")]
        while waiting:
            spot = waiting.pop()
            yield spot
            waiting += reversed(list(children(spot)))

    def may_go(self, document: Document, spot: Spot) -> bool:
        """Items of lists and optional records may be removed; the cover may not."""
        holder = self.find(document, spot.holder)
        return any(
            name == spot.name and (is_list(hint) or key_field.default is None)
            for name, key_field, hint in keys_of(holder.part)
        )

    def owner_of(self, document: Document, path: str) -> tuple[Spot, str]:
        """The innermost record that a path leads into, and the key of it that the path goes on with (or nothing)."""
        spot = self.find(document, "")
        for step in path.split(".") if path else ():
            try:
                spot = _next(spot, step)
            except PartNotFound:
                return spot, step.partition("[")[0]
        return spot, ""

    def address(self, document: Document, path: str) -> str:
        """Where a part stands, by the identities on the way: still right when the parts before it come and go."""
        spot = self.find(document, path)
        return self._address(spot, self.address(document, spot.holder) if spot.holder else "") if spot.path else ""

    def _address(self, spot: Spot, holder: str) -> str:
        if not spot.path:
            return ""
        step = f"{spot.name}={'' if spot.index is None else self.identity(spot.record)}"
        return f"{holder}{_BETWEEN_STEPS}{step}" if spot.holder else step

    def addressed(self, document: Document) -> dict[str, Spot]:
        """Every record by its address. Of two that nothing tells apart, the first has it."""
        found: dict[str, Spot] = {}
        for where, spot in self._with_addresses(document):
            found.setdefault(where, spot)
        return found

    def _with_addresses(self, document: Document) -> Iterator[tuple[str, Spot]]:
        addresses: dict[str, str] = {}
        for spot in self.walk(document):
            addresses[spot.path] = where = self._address(spot, addresses.get(spot.holder, ""))
            yield where, spot

    def path_at(self, document: Document, wanted: str) -> str:
        """:raises PartNotFound: if the part has gone since, or its code has changed.
        :raises PartAmbiguous: if several have that address.
        """
        found = [spot for where, spot in self._with_addresses(document) if where == wanted]
        if not found:
            raise PartNotFound(wanted)
        if len(found) > 1:
            raise PartAmbiguous(wanted, found)
        return found[0].path

    def path_meant(self, document: Document, path: str, wanted: str) -> str:
        """The path, if the part of that address stands there; else the path at which that part stands now.

        :raises PartNotFound: if that part has gone, or nothing tells which one it is.
        """
        try:
            if self.address(document, path) == wanted:
                return path
        except PartNotFound:
            pass  # somebody removed parts before it: it is looked for below
        return self.path_at(document, wanted)

    # -- gestures

    @staticmethod
    def copied(document: Document) -> Document:
        """The same, that one may write in."""
        return copy.deepcopy(document)

    def new_spot(self, document: Document, holder: str, name: str) -> Spot:
        """A part not yet in the document, with what is most often chosen.

        :raises PartNotFound: if no part, or no other one, can be put there.
        """
        above = self.find(document, holder)
        part, is_many = list_part(above, name)
        if not is_many and name in above.record:
            raise PartNotFound(name)
        return Spot(_NEW, part, most_often(part), holder, name)

    def replaced(self, document: Document, path: str, record: Document) -> Document:
        """:raises PartNotFound: if nothing stands at this path."""
        spot = self.find(document, path)
        if not path:
            return record
        changed = copy.deepcopy(document)
        holder = self.find(changed, spot.holder).record
        if spot.index is None:
            holder[spot.name] = record
        else:
            holder[spot.name][spot.index] = record
        return changed

    def added(
        self, document: Document, holder: str, name: str, record: Document, index: int | None = None
    ) -> tuple[Document, str]:
        """With a record at the end of a list (or at ``index``), or as the value of a key; and the path it now has.

        :raises PartNotFound: if nothing can be added there, or the key has its only value already.
        """
        changed = copy.deepcopy(document)
        spot = self.find(changed, holder)
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

    def removed(self, document: Document, path: str) -> Document:
        """:raises PartNotFound: if nothing stands at this path, or only the document itself."""
        changed = copy.deepcopy(document)
        spot = self.find(changed, path)
        if not path:
            raise PartNotFound(path)
        holder = self.find(changed, spot.holder).record
        if spot.index is None:
            del holder[spot.name]
        else:
            del holder[spot.name][spot.index]
            if not holder[spot.name]:
                del holder[spot.name]
        return changed

    def moved(self, document: Document, path: str, by: int) -> tuple[Document, str]:
        """One place up (``by`` = -1) or down (+1) in its list; at either end nothing changes. The path it now has.

        :raises PartNotFound: if no item of a list stands at this path.
        """
        changed = copy.deepcopy(document)
        spot = self.find(changed, path)
        if spot.index is None:
            raise PartNotFound(path)
        items = self.find(changed, spot.holder).record[spot.name]
        place = min(max(spot.index + by, 0), len(items) - 1)
        items.insert(place, items.pop(spot.index))
        return changed, f"{path.rpartition('[')[0]}[{place}]"

    # -- shape

    def has_shape(self, document: object) -> bool:
        """Records, lists and values where the root has them, and no other key; whatever is missing or incoherent."""
        return has_shape(document, self.root)


# -- shape


def has_shape(document: object, part: type) -> bool:
    """Records, lists and values where the part has them, and no other key; whatever is missing or incoherent."""
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
