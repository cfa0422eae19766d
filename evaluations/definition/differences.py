"""What changed from one version of a framework to the next: parts that came, went, moved or say something else.

Works on documents, so that a draft can be compared before it is coherent.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from evalprog.documents import keys_of
from evaluations.definition.editing import Document, Spot, above, address, nested_part, walk

# Told by the page itself.
_NEVER_TOLD = ("version",)


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


def differences(before: Document, after: Document) -> list[Difference]:
    """In the order of the newer document, then what was removed."""
    old = {address(before, spot.path): spot for spot in walk(before)}
    new = {address(after, spot.path): spot for spot in walk(after)}
    return [
        *_came_or_changed(old, new),
        *(Difference(Change.REMOVED, spot) for where, spot in old.items() if where not in new and above(where) in new),
    ]


def _came_or_changed(old: dict[str, Spot], new: dict[str, Spot]) -> Iterator[Difference]:
    moved = _moved(old, new)
    for where, spot in new.items():
        if where in old:
            yield from _changes(old[where], spot)
            if where in moved:
                yield Difference(Change.MOVED, spot)
        elif above(where) in old:  # what came with its holder is not told again
            yield Difference(Change.ADDED, spot)


def _changes(old: Spot, new: Spot) -> Iterator[Difference]:
    for name, _field, hint in keys_of(new.part):
        if nested_part(hint) or (name in _NEVER_TOLD and not new.path):
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
    """All but a longest increasing run of the old ranks (quadratic: lists have some tens of items)."""
    longest: list[list[str]] = []
    for position, where in enumerate(stayed):
        before = [run for run in longest[:position] if _rank(old, run[-1]) < _rank(old, where)]
        longest.append([*_longest(before), where])
    return set(stayed) - set(_longest(longest))


def _longest(runs: list[list[str]]) -> list[str]:
    return max(runs, key=lambda run: len(run), default=[])


def _rank(spots: dict[str, Spot], where: str) -> int:
    return spots[where].index or 0
