"""Two who write the same part at once, read three ways: what it said, what one typed, what the other has kept since.

What only one of them changed is no quarrel. What both changed is for a person to settle: ``Merged.collided``.
"""

from dataclasses import dataclass

from evalprog.documents.editing import Document, PartNotFound, Shape, Spot, children, nested_part
from evalprog.documents.reading import keys_of


@dataclass(frozen=True, slots=True)
class Merged:
    """``record``: what was typed, with what only the other changed. ``taken``: those fields. ``collided``: those that
    both changed, each in their way; ``record`` has them as they were typed."""

    record: Document
    taken: tuple[str, ...] = ()
    collided: tuple[str, ...] = ()


def said(record: Document, name: str) -> object:
    """The value of a key, nothing where it says nothing. Nought says something."""
    value = record.get(name)
    return None if says_nothing(value) else value


def says_nothing(value: object) -> bool:
    return not value and (isinstance(value, bool) or value != 0)


def merge(part: type, *, base: Document | None, typed: Document, standing: Document) -> Merged:
    """``base``: what the one who typed had before their eyes; ``None`` if nobody knows, and nothing is taken then."""
    taken, collided = [], []
    record: Document = {}
    for name, _field, hint in keys_of(part):
        source = typed
        if nested_part(hint):
            source = standing  # parts have forms of their own
        elif said(typed, name) != said(standing, name):
            if base is not None and said(base, name) == said(typed, name):
                source = standing
                taken.append(name)
            elif base is None or said(base, name) != said(standing, name):
                collided.append(name)
        if name in source:
            record[name] = source[name]
    return Merged(record, tuple(taken), tuple(collided))


def path_since(shape: Shape, before: Document, after: Document, where: str) -> str:
    """Where the part at this address of ``before`` stands in ``after``, under another name if need be: when it alone
    went from its list and another alone came, at the same rank.

    :raises PartNotFound: if it has gone, or nobody can tell which it is now.
    """
    spot = shape.addressed(before).get(where)
    if spot is None:
        raise PartNotFound(where)
    return _now(shape, before, after, spot)


def _now(shape: Shape, before: Document, after: Document, spot: Spot) -> str:
    if not spot.path:
        return ""
    holder = shape.find(before, spot.holder)
    old = [each for each in children(holder) if each.name == spot.name]
    new = [each for each in children(shape.find(after, _now(shape, before, after, holder))) if each.name == spot.name]
    if spot.index is None or not new:
        return _only(new, spot)
    names = [shape.identity(each.record) for each in new]
    wanted, before_names = shape.identity(spot.record), [shape.identity(each.record) for each in old]
    if wanted in names:
        return new[names.index(wanted)].path
    came = set(names) - set(before_names)
    if len(old) == len(new) and set(before_names) - set(names) == {wanted} and came == {names[spot.index]}:
        return new[spot.index].path
    raise PartNotFound(wanted)


def _only(spots: list[Spot], wanted: Spot) -> str:
    if not spots:
        raise PartNotFound(wanted.path)
    return spots[0].path
