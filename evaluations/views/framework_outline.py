"""What stands around the form of a part: the outline of the draft, what remains to be corrected, the lists below."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.urls import reverse

from evalprog.documents import keys_of
from evaluations.definition import Choice, ScaleValue
from evaluations.definition.editing import Spot, children, find, is_list, nested_part, owner_of
from evaluations.forms.framework_words import (
    LISTS,
    detail_of,
    list_words,
    named,
    place_name,
    title_of,
    without_paths,
)
from evaluations.models import Framework
from evaluations.readiness import Problem

# Found on the page of the scale or criterion that they belong to.
_LEFT_OUT = (ScaleValue, Choice)


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
    """The parts under one key of the framework."""

    title: Any
    url: str
    entries: tuple[Entry, ...]
    is_open: bool
    problems: int


@dataclass(frozen=True, slots=True)
class PartList:
    """A list below the form: its words, what is in it, and whether more may be put there."""

    name: str
    words: Any
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


def editor_url(draft: Framework, path: str = "", fragment: str = "", **said: str) -> str:
    """The editor at one part (``sections[1]``), at one place of its page (``#liste-criteria``), told something."""
    url = reverse("evaluations:framework-edit", args=[draft.code, draft.version])
    query = urlencode({"partie": path, **said} if path else said, safe="[].")
    return f"{url}{'?' if query else ''}{query}{fragment}"


def outline(draft: Framework, current: str, problems: Sequence[Problem]) -> list[Group]:
    """The groups of the framework, in printed order; those that are empty too, so that one sees what may be filled."""
    root = find(draft.document, "")
    groups = []
    for name, _field, hint in keys_of(root.part):
        if nested_part(hint) is None:
            continue
        spots = [spot for spot in children(root) if spot.name == name]
        url = editor_url(draft, fragment=f"#liste-{name}") if is_list(hint) or not spots else editor_url(draft, name)
        entries = tuple(_entry(draft, spot, current, problems) for spot in spots) if is_list(hint) else ()
        is_open = name == "sections" or _is_within(current, name)
        groups.append(Group(list_words(root.part, name).title, url, entries, is_open, _count(problems, name)))
    return groups


def _entry(draft: Framework, spot: Spot, current: str, problems: Sequence[Problem]) -> Entry:
    return Entry(
        spot.path,
        title_of(spot),
        detail_of(spot),
        editor_url(draft, spot.path),
        _count(problems, spot.path),
        spot.path == current,
        tuple(_entry(draft, s, current, problems) for s in children(spot) if s.part not in _LEFT_OUT),
    )


def lists_of(draft: Framework, spot: Spot, problems: Sequence[Problem]) -> list[PartList]:
    """Those of the part's kind, and those that hold something although they are of another kind."""
    inner = list(children(spot))
    lists = []
    for name, key_field, hint in keys_of(spot.part):
        entries = tuple(_entry(draft, s, "", problems) for s in inner if s.name == name)
        kinds = key_field.metadata.get("kinds")
        belongs = kinds is None or spot.record.get("kind") in kinds
        if nested_part(hint) is None or not (belongs or entries):
            continue
        is_many = is_list(hint)
        can_remove = is_many or key_field.default is None
        words, can_add = list_words(spot.part, name), belongs and (is_many or not entries)
        lists.append(PartList(name, words, entries, is_many, can_add, can_remove))
    return lists


def ancestors(draft: Framework, spot: Spot) -> list[Entry]:
    """From the framework down to what holds this part."""
    above = []
    while spot.path:
        spot = find(draft.document, spot.holder)
        above.insert(0, Entry(spot.path, named(spot), "", editor_url(draft, spot.path), 0))
    return above


def to_correct(draft: Framework, problems: Sequence[Problem]) -> list[ToCorrect]:
    return [
        ToCorrect(
            place_name(draft.document, problem.where),
            without_paths(draft.document, problem.sentence),
            _where_to_correct(draft, problem.where),
            owner_of(draft.document, problem.where)[0].path,
        )
        for problem in problems
    ]


def _where_to_correct(draft: Framework, path: str) -> str:
    spot, name = owner_of(draft.document, path)
    if not name:
        return editor_url(draft, spot.path)
    return editor_url(draft, spot.path, f"#liste-{name}" if name in LISTS else f"#id_{name}")


def _count(problems: Sequence[Problem], path: str) -> int:
    return sum(_is_within(problem.where, path) for problem in problems)


def _is_within(path: str, holder: str) -> bool:
    return path == holder or path.startswith((f"{holder}.", f"{holder}["))
