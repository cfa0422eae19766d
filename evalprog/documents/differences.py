"""What changed from one version of a document to the next: parts that came, went, moved or say something else.

Works on documents, so that a draft can be compared before it is coherent.
"""

from bisect import bisect_left
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from evalprog.documents.editing import Document, Shape, Spot, nested_part
from evalprog.documents.reading import keys_of


class Change(StrEnum):
    ADDED = "added"
    REMOVED = "removed"
    CHANGED = "changed"
    MOVED = "moved"


@dataclass(frozen=True, slots=True)
class Difference:
    """``spot`` is the part as it is now (as it was, if removed); ``name``, ``before``, ``after``: the key changed."""

    change: Change
    spot: Spot
    name: str = ""
    before: object = None
    after: object = None


def differences(
    shape: Shape, before: Document, after: Document, *, never_told: Collection[str] = ()
) -> list[Difference]:
    """In the order of the newer document, then what was removed. ``never_told``: keys of the root."""
    old, new = shape.addressed(before), shape.addressed(after)
    held = _holders(old)
    gone = [spot for where, spot in old.items() if where not in new and held.get(where) in new]
    return [
        *(each for each in _came_or_changed(old, new) if each.spot.path or each.name not in never_told),
        *(Difference(Change.REMOVED, spot) for spot in gone),
    ]


def _holders(found: dict[str, Spot]) -> dict[str, str]:
    """Address → that of the record which holds it."""
    addresses = {spot.path: where for where, spot in found.items()}
    return {where: addresses[spot.holder] for where, spot in found.items() if spot.holder in addresses}


def trimmed(shape: Shape, before: Document, after: Document) -> tuple[Document, Document]:
    """Both without the lists and parts that they have alike, so that what differs is found without a walk through
    the rest. The order of what stays is the same, its ranks are not."""
    old, new = dict(before), dict(after)
    for name in before.keys() & after.keys():
        was, now = before[name], after[name]
        if not isinstance(was, (list, dict)):
            continue
        if was == now:
            del old[name], new[name]
        elif isinstance(was, dict) and isinstance(now, dict):
            old[name], new[name] = trimmed(shape, was, now)
        elif isinstance(was, list) and isinstance(now, list):
            old[name], new[name] = _trimmed_lists(shape, was, now)
    return old, new


def _trimmed_lists(shape: Shape, was: list[Any], now: list[Any]) -> tuple[list[Any], list[Any]]:
    if not all(isinstance(item, dict) for item in (*was, *now)):
        return was, now
    alike = _alike(was, now)
    was, now = was[alike:], now[alike:]
    if alike := _alike(was[::-1], now[::-1]):
        was, now = was[:-alike], now[:-alike]
    if [shape.identity(item) for item in was] != [shape.identity(item) for item in now]:
        return was, now  # some came, went or moved: what stands at one rank is not one part
    pairs = [trimmed(shape, *pair) for pair in zip(was, now, strict=True)]
    return [old for old, _new in pairs], [new for _old, new in pairs]


def _alike(was: list[Any], now: list[Any]) -> int:
    """How many items are the same from the beginning."""
    return next((i for i, (old, new) in enumerate(zip(was, now, strict=False)) if old != new), min(len(was), len(now)))


def _came_or_changed(old: dict[str, Spot], new: dict[str, Spot]) -> Iterator[Difference]:
    moved, held = _moved(old, new), _holders(new)
    for where, spot in new.items():
        if where in old:
            yield from _changes(old[where], spot)
            if where in moved:
                yield Difference(Change.MOVED, spot)
        elif held.get(where) in old:  # what came with its holder is not told again
            yield Difference(Change.ADDED, spot)


def _changes(old: Spot, new: Spot) -> Iterator[Difference]:
    for name, _field, hint in keys_of(new.part):
        if nested_part(hint):
            continue
        empty: object = False if hint is bool else None
        before, after = old.record.get(name) or empty, new.record.get(name) or empty
        if before != after:
            yield Difference(Change.CHANGED, new, name, before, after)


def _moved(old: dict[str, Spot], new: dict[str, Spot]) -> set[str]:
    """Those that stay in their list but not in their rank among those that stay: the fewest that explain the order."""
    lists: dict[tuple[str, str], list[str]] = {}
    for where, spot in new.items():
        if where in old and spot.index is not None:
            lists.setdefault((spot.holder, spot.name), []).append(where)
    return {where for stayed in lists.values() for where in _out_of_order(stayed, old)}


def _out_of_order(stayed: list[str], old: dict[str, Spot]) -> set[str]:
    """All but a longest increasing run of the old ranks."""
    ends: list[int] = []  # of the runs of each length, the one that ends lowest: positions in ``stayed``
    before: list[int | None] = []
    ranks = [old[where].index or 0 for where in stayed]
    for position, rank in enumerate(ranks):
        length = bisect_left(ends, rank, key=ranks.__getitem__)
        before.append(ends[length - 1] if length else None)
        ends[length : length + 1] = [position]
    kept, position = set(), ends[-1] if ends else None
    while position is not None:
        kept.add(stayed[position])
        position = before[position]
    return set(stayed) - kept
