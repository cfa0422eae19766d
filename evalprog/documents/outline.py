"""What stands around the form of a part: the outline of the document, what is to be said of it, the lists below."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

from evalprog.documents.editing import Document, Spot, children, is_list, nested_part
from evalprog.documents.reading import keys_of
from evalprog.documents.words import ListWords, Words


class Said(Protocol):
    """A sentence about a part of the document: something to correct, a remark."""

    @property
    def where(self) -> str: ...

    @property
    def sentence(self) -> str: ...


@dataclass(frozen=True, slots=True)
class Entry:
    """One part in the outline or in a list."""

    path: str
    title: str
    detail: str
    url: str
    problems: int
    is_current: bool = False
    entries: "tuple[Entry, ...]" = ()


@dataclass(frozen=True, slots=True)
class Group:
    """The parts under one key of the root."""

    title: Any
    url: str
    entries: tuple[Entry, ...]
    is_open: bool
    problems: int
    is_current: bool = False


@dataclass(frozen=True, slots=True)
class PartList:
    """A list below the form: its words, what is in it, and whether more may be put there."""

    name: str
    words: ListWords
    entries: tuple[Entry, ...]
    is_many: bool
    can_add: bool
    can_remove: bool


@dataclass(frozen=True, slots=True)
class ToCorrect:
    """A problem as the page tells it, with the address of the field and the path of the part concerned."""

    place: str
    sentence: str
    url: str
    part: str


@dataclass(frozen=True, slots=True)
class Outline:
    """Of one document. ``url(path, fragment)``: the page of a part, a place on it. ``left_out``: parts that stand on
    the page of the one they belong to. ``open``: keys of the root shown with all they hold."""

    document: Document
    words: Words
    url: Callable[[str, str], str]
    problems: Sequence[Said] = ()
    left_out: tuple[type, ...] = ()
    open: tuple[str, ...] = ()

    def groups(self, current: str) -> list[Group]:
        """The keys of the root, in printed order; those that are empty too, so that one sees what may be filled."""
        root = self.words.shape.find(self.document, "")
        groups = []
        for name, _field, hint in keys_of(root.part):
            if nested_part(hint) is None:
                continue
            spots = [spot for spot in children(root) if spot.name == name]
            on_root = is_list(hint) or not spots
            url = self.url("", f"#liste-{name}") if on_root else self.url(name, "")
            shown = [spot for spot in spots if spot.part not in self.left_out]
            entries = tuple(self._entry(spot, current) for spot in shown) if is_list(hint) else ()
            is_within = _is_within(current, name)
            is_open = name in self.open or is_within
            groups.append(
                Group(
                    self.words.list_words(root.part, name).title,
                    url,
                    entries,
                    is_open,
                    self._count(name),
                    is_current=is_within,
                )
            )
        return groups

    def _entry(self, spot: Spot, current: str) -> Entry:
        return Entry(
            spot.path,
            self.words.title_of(spot),
            self.words.detail_of(spot),
            self.url(spot.path, ""),
            self._count(spot.path),
            spot.path == current,
            tuple(self._entry(inner, current) for inner in children(spot) if inner.part not in self.left_out),
        )

    def lists_of(self, spot: Spot) -> list[PartList]:
        """Those of the part's kind, and those that hold something although they are of another kind."""
        inner = list(children(spot))
        lists = []
        for name, key_field, hint in keys_of(spot.part):
            if nested_part(hint) is None:
                continue
            entries = tuple(self._entry(child, "") for child in inner if child.name == name)
            kinds = key_field.metadata.get("kinds")
            belongs = kinds is None or spot.record.get("kind") in kinds
            if not (belongs or entries):
                continue
            is_many = is_list(hint)
            can_remove = is_many or key_field.default is None
            can_add = belongs and (is_many or not entries)
            lists.append(PartList(name, self.words.list_words(spot.part, name), entries, is_many, can_add, can_remove))
        return lists

    def ancestors(self, spot: Spot) -> list[Entry]:
        """From the root down to what holds this part."""
        above: list[Entry] = []
        while spot.path:
            spot = self.words.shape.find(self.document, spot.holder)
            above.insert(0, Entry(spot.path, self.words.named(spot), "", self.url(spot.path, ""), 0))
        return above

    def to_correct(self) -> list[ToCorrect]:
        return [
            ToCorrect(
                self.words.place_name(self.document, problem.where),
                self.words.without_paths(self.document, problem.sentence),
                self._where_to_correct(problem.where),
                self.words.shape.owner_of(self.document, problem.where)[0].path,
            )
            for problem in self.problems
        ]

    def _where_to_correct(self, path: str) -> str:
        spot, name = self.words.shape.owner_of(self.document, path)
        if not name:
            return self.url(spot.path, "")
        return self.url(spot.path, f"#liste-{name}" if self.words.is_of_parts(spot.part, name) else f"#id_{name}")

    def _count(self, path: str) -> int:
        return sum(_is_within(problem.where, path) for problem in self.problems)


def _is_within(path: str, holder: str) -> bool:
    return path == holder or path.startswith((f"{holder}.", f"{holder}["))
