"""The words by which pages call the parts of a document and their fields: what a person reads instead of keys."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.utils.text import capfirst
from django.utils.translation import gettext

from evalprog.documents.editing import Document, PartNotFound, Shape, Spot, enum_of, nested_part
from evalprog.documents.problems import NBSP
from evalprog.documents.reading import is_rich, keys_of

_SHORT = 60  # letters of a value that a line may give
_PATH = re.compile(r"[a-z_]+\[\d+\](?:\.[a-z_]+(?:\[\d+\])?)*")


@dataclass(frozen=True, slots=True)
class ListWords:
    """Of a list of parts, or of a part that comes once: what it is called, what adds to it, what it is for."""

    title: Any
    add: Any
    help: Any = ""


@dataclass(frozen=True, slots=True)
class Words:
    """``fields``: field → label, help; what means something else in one part has an entry under « Part.field » too,
    and so it is in ``lists``.

    ``title``, ``detail``: what a part is called in lists, and the few words after it. ``values``: labels of values
    that are not the words of an enum. ``called_by_their_list``: keys whose title is the noun of what stands there.
    """

    shape: Shape
    parts: Mapping[type, Any]
    lists: Mapping[str, ListWords]
    fields: Mapping[str, tuple[Any, Any]]
    title: Callable[[Spot], str]
    detail: Callable[[Spot], str]
    values: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)
    called_by_their_list: tuple[str, ...] = ()

    def words_of(self, part: type, name: str) -> tuple[Any, Any]:
        """Label and help of a field."""
        return self.fields.get(f"{part.__name__}.{name}") or self.fields[name]

    def list_words(self, part: type, name: str) -> ListWords:
        """The words of a list, or of a part that comes once, under that key of a part."""
        return self.lists.get(f"{part.__name__}.{name}") or self.lists[name]

    def label_of(self, part: type, name: str) -> str:
        return str(self.list_words(part, name).title if self.is_of_parts(part, name) else self.words_of(part, name)[0])

    def is_of_parts(self, part: type, name: str) -> bool:
        """The key holds parts, whose list has a place of its own on the page; in another part it may be a field."""
        return name in self.lists and any(
            key == name and nested_part(hint) is not None for key, _field, hint in keys_of(part)
        )

    def title_of(self, spot: Spot) -> str:
        """What a part is called in lists: its label, or what else tells it from its neighbours."""
        return self.title(spot)

    def detail_of(self, spot: Spot) -> str:
        """The few words after the title in a list."""
        return self.detail(spot)

    def noun_of(self, spot: Spot) -> str:
        return str(self.lists[spot.name].title if spot.name in self.called_by_their_list else self.parts[spot.part])

    def named(self, spot: Spot) -> str:
        """The part with its noun: « Critère « Objectifs » »; those that come once are called by their noun."""
        noun, title = self.noun_of(spot), self.title_of(spot)
        return noun if title == noun else f"{noun} «{NBSP}{title}{NBSP}»"

    def place_name(self, document: Document, path: str) -> str:
        """Where a problem stands: the part, then the field if the path goes on."""
        spot, name = self.shape.owner_of(document, path)
        label = self.label_of(spot.part, name) if name in {key for key, _field, _hint in keys_of(spot.part)} else ""
        if not spot.path:
            return label or self.named(spot)
        return f"{self.named(spot)}{NBSP}› {label}" if label else self.named(spot)

    def without_paths(self, document: Document, sentence: str) -> str:
        """A sentence of the reader with the parts that it names called as the page calls them."""
        return _PATH.sub(lambda path: self._named_at(document, path[0]), sentence)

    def _named_at(self, document: Document, path: str) -> str:
        try:
            return self.named(self.shape.find(document, path))
        except PartNotFound:
            return self.place_name(document, path)

    def shown(self, part: type, name: str, value: object) -> str:
        """The value of a simple field as a sentence may give it."""
        if isinstance(value, bool):
            return gettext("oui") if value else gettext("non")
        items = value if isinstance(value, list) else [value]
        return ", ".join(str(self._label_of_value(part, name, item)) for item in items if item not in (None, ""))

    def changed(self, part: type, name: str, before: object, after: object) -> str:
        """A field that changed, in few words: « crédits 5 → 6 »; of a long text only that it did: « description »."""
        label = self.label_of(part, name)
        label = label[:1].lower() + label[1:]
        was, now = (self.shown(part, name, value) for value in (before, after))
        if self.is_long(part, name, was, now):
            return label
        if not was:
            return f"{label}{NBSP}: {now}"
        return f"{label} {was} → {now or gettext('vide')}"

    @staticmethod
    def is_long(part: type, name: str, *texts: str) -> bool:
        """One of these values of the field is no matter for a line."""
        return is_rich(part, name) or any(len(text) > _SHORT or "\n" in text for text in texts)

    def _label_of_value(self, part: type, name: str, value: Any) -> Any:
        if isinstance(value, float):
            return str(value).replace(".", ",")
        words = self.values.get(name) or self.choices_of(part, name)
        return words.get(value, value)

    def choices_of(self, part: type, name: str) -> dict[str, Any]:
        """The words among which a field chooses, with their labels; empty if it does not choose among words."""
        enum = enum_of(part, name)
        return {word.value: capfirst(word.label) for word in enum} if enum else {}  # type: ignore[attr-defined]
