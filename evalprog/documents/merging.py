"""Two who write the same part at once, read three ways: what it said, what one typed, what the other has kept since.

What only one of them changed is no quarrel. What both changed is for a person to settle: ``Merged.collided``.
"""

from dataclasses import dataclass

from evalprog.documents.editing import Document, PartAmbiguous, PartNotFound, Shape, Spot, children, nested_part
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


def part_read(shape: Shape, read: Document, path: str, where: str) -> Spot:
    """The part of which a page was made, in the writing ``read`` that the page showed: it stood at that path.

    :raises PartNotFound: if that writing has no such part, or several when the path is that of none of them.
    """
    try:
        return shape.find(read, shape.path_meant(read, path, where))
    except PartAmbiguous:
        raise PartNotFound(where) from None


def path_since(shape: Shape, before: Document, after: Document, path: str) -> str:
    """Where the part at this path of ``before`` stands in ``after``, under another name if need be: when it alone
    went from its list and another alone came, at the same rank.

    :raises PartNotFound: if it has gone, or nobody can tell which it is now.
    """
    return _now(shape, before, after, shape.find(before, path))


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
    called_so = [each for each in new if shape.identity(each.record) == wanted]
    if before_names.count(wanted) > 1 or len(called_so) > 1:
        return _same_twin(called_so, spot)
    if called_so:
        return called_so[0].path
    came = set(names) - set(before_names)
    if len(old) == len(new) and set(before_names) - set(names) == {wanted} and came == {names[spot.index]}:
        return new[spot.index].path
    raise PartNotFound(wanted)


def _same_twin(twins: list[Spot], wanted: Spot) -> str:
    """Of parts that are called alike, the one that stands unchanged where it stood. Any other one is a guess."""
    for twin in twins:
        if twin.index == wanted.index and twin.record == wanted.record:
            return twin.path
    raise PartAmbiguous(wanted.path, twins) if twins else PartNotFound(wanted.path)


def _only(spots: list[Spot], wanted: Spot) -> str:
    if not spots:
        raise PartNotFound(wanted.path)
    return spots[0].path
