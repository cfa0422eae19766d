"""What everybody may read of programmes: the published ones, found by words and narrowed by facets.

Only the latest published year of a programme stands in the list. Two questions to the database, whatever is asked: one
counts those that have the words by the values of their facets, one reads the rows of the page.
"""

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from decimal import Decimal
from functools import cached_property

from django.db.models import Count, Q, QuerySet
from django.http import QueryDict
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from evalprog.text import folded
from programmes.enums import ProgrammeKind, ProgrammeLevel
from programmes.models import Description
from programmes.reports.words import credits_of

MOST_WORDS, LONGEST = 12, 200  # words of a search, characters typed
_AMOUNT = re.compile(r"\d{1,7}(\.\d{1,2})?", re.ASCII)
FACETS = ("nature", "niveau", "etablissement", "credits")


@dataclass(frozen=True, slots=True)
class Option:
    """A value of a facet: how many programmes have it, and the address that takes it, or lets it go."""

    key: str
    label: str
    count: int
    is_chosen: bool
    address: str

    @property
    def word(self) -> str:
        """What is counted."""
        return ngettext("formation", "formations", self.count)


@dataclass(frozen=True, slots=True)
class Facet:
    name: str
    label: str
    options: tuple[Option, ...]


@dataclass(frozen=True)
class Selection:
    """What is asked: words and, by facet, the values of which one is enough."""

    typed: str = ""
    chosen: dict[str, tuple[str, ...]] = field(default_factory=dict)

    @classmethod
    def of(cls, asked: QueryDict) -> "Selection":
        typed = " ".join(asked.get("q", "").replace("\0", " ").split())[:LONGEST]
        chosen = {name: tuple(dict.fromkeys(filter(None, asked.getlist(name))))[:50] for name in FACETS}
        return cls(typed, {name: values for name, values in chosen.items() if values})

    @cached_property
    def words(self) -> tuple[str, ...]:
        return tuple(dict.fromkeys(folded(self.typed).split()))[:MOST_WORDS]

    @property
    def is_narrowed(self) -> bool:
        return bool(self.typed or self.chosen)

    @property
    def address(self) -> str:
        """« ?q=droit&nature=MASTER »; « ? » for everything."""
        pairs = [("q", self.typed)] if self.typed else []
        pairs += [(name, value) for name in FACETS for value in self.chosen.get(name, ())]
        return "?" + urlencode(pairs, doseq=True)

    def toggled(self, name: str, value: str) -> "Selection":
        held = self.chosen.get(name, ())
        kept = tuple(other for other in held if other != value) if value in held else (*held, value)
        chosen = {key: values for key, values in (self.chosen | {name: kept}).items() if values}
        return replace(self, chosen=chosen)

    @property
    def without_words(self) -> "Selection":
        return replace(self, typed="")


# Of each facet, the column that is asked, and the place of its value in a group. The level follows from the kind.
_COLUMNS = {
    "nature": ("kind", 0),
    "niveau": ("kind", 0),
    "etablissement": ("programme__institution__public_id", 2),
    "credits": ("credits", 3),
}


class Results:
    """The programmes of a selection, in the order of their titles."""

    def __init__(self, selection: Selection) -> None:
        self.selection = selection
        self._houses: dict[str, str] = {}
        # Few values are there beside the programmes that have them: the database counts those of one sort together.
        self._counts = dict(self._read())

    @property
    def count(self) -> int:
        return sum(number for values, number in self._counts.items() if self._is_met(values))

    def rows(self, first: int, end: int) -> list[Description]:
        rows = _with_words(self.selection.words).filter(self._narrowed()).order_by("title_key", "pk")
        return list(rows.defer("words").select_related("programme__institution")[first:end])

    def facets(self) -> list[Facet]:
        """Each counts what its values would find, the other facets as they are chosen."""
        labels = (_("Nature"), _("Niveau"), _("Établissement"), _("Crédits"))
        return [
            Facet(name, label, tuple(self._options(at, name)))
            for at, (name, label) in enumerate(zip(FACETS, labels, strict=True))
        ]

    def _read(self) -> Iterator[tuple[tuple[str, ...], int]]:
        """The values of each facet, in the order of ``FACETS``, and how many programmes with the words have them."""
        columns = ("kind", "credits", "programme__institution__public_id", "programme__institution__name")
        # Without an order: the rows are told apart by these columns alone.
        groups = _with_words(self.selection.words).order_by().values_list(*columns).annotate(Count("pk"))
        for kind, credits, house, house_name, number in groups:
            self._houses[house] = house_name
            amount = "" if credits is None else f"{credits.normalize():f}"
            yield (kind, ProgrammeLevel.of(kind).value, house, amount), number

    def _narrowed(self) -> Q:
        """What the chosen values ask of the columns, in the very groups that are counted."""
        met = [values for values in self._counts if self._is_met(values)]
        asked = Q()
        for name in self.selection.chosen:
            column, at = _COLUMNS[name]
            asked &= Q((f"{column}__in", {values[at] for values in met}))
        return asked

    def _options(self, at: int, name: str) -> Iterable[Option]:
        counts: Counter[str] = Counter()
        for values, number in self._counts.items():
            if self._is_met(values, but=name):
                counts[values[at]] += number
        chosen = self.selection.chosen.get(name, ())
        known = [key for key in (*chosen, *counts) if key and self._label(name, key)]
        names = {key: self._label(name, key) for key in known}
        for key in sorted(names, key=lambda key: (key not in chosen, -counts[key], folded(names[key]))):
            yield Option(key, names[key], counts[key], key in chosen, self.selection.toggled(name, key).address)

    def _label(self, name: str, key: str) -> str:
        """The name of a value; nothing for one that nobody has: it was typed into the address."""
        if name == "nature":
            return str(ProgrammeKind(key).label) if key in ProgrammeKind.values else ""
        if name == "niveau":
            return str(ProgrammeLevel(key).label) if key in ProgrammeLevel.values else ""
        if name == "etablissement":
            return self._houses.get(key, "")
        return credits_of(Decimal(key)) if _AMOUNT.fullmatch(key) else ""

    def _is_met(self, values: tuple[str, ...], but: str = "") -> bool:
        return all(
            values[FACETS.index(name)] in wanted for name, wanted in self.selection.chosen.items() if name != but
        )


def _with_words(words: Iterable[str]) -> QuerySet[Description]:
    """The latest published year of each programme, where every word begins one of its words."""
    asked = Q()
    for word in words:
        asked &= Q(words__contains=f" {word}")
    return Description.objects.latest_published().filter(asked)
