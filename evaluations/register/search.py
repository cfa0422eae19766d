"""A selection of the register, as its address says it: which reports, in which order, and the counts of every facet.

Three questions to the database, whatever the number of reports and of filters: the terms, the counts, a page of rows.
A search that finds nothing asks what may have been meant, and then once more.
"""

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from urllib.parse import urlencode

from django.db import connection
from django.http import QueryDict
from django.utils.text import Truncator
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from evalprog.text import one_line
from evaluations.enums import Facet
from evaluations.models import RegisterEntry, RegisterTerm
from evaluations.register import paging, words
from evaluations.register.storage import Matching, asked, matching, resembling, unknown
from evaluations.register.words import Query, query
from programmes.enums import ProgrammeKind, ProgrammeLevel

RELEVANCE, RECENT = "pertinence", "recent"
ORDERS = {
    RELEVANCE: _("par pertinence"),
    RECENT: _("du plus récent"),
    "ancien": _("du plus ancien"),
    "intitule": _("par intitulé"),
    "etablissement": _("par établissement"),
}
_COLUMNS = {
    RECENT: paging.RECENT,
    "ancien": "e.published_on, e.title_key, e.id",
    "intitule": "e.title_key, e.published_on DESC, e.id",
    "etablissement": "e.institution_key, e.title_key, e.published_on DESC, e.id",
}
_MOST_CHOSEN = 20  # values of one facet
_SHOWN = 40  # characters of a value that no report has
_MOST_MENDED = 4  # words with a typing error

Terms = dict[int, RegisterTerm]


@dataclass(frozen=True, slots=True)
class Selection:
    """What the address asks for. ``chosen``: by facet, the keys; of one facet any of them, of several facets all."""

    typed: str = ""
    query: Query = Query()
    chosen: dict[Facet, tuple[str, ...]] = field(default_factory=dict)
    order: str = RECENT

    @classmethod
    def of(cls, parameters: QueryDict) -> "Selection":
        typed = one_line(parameters.get("q", "")[: words.LONGEST])
        wanted = query(typed)
        order = parameters.get("ordre", "")
        if order not in ORDERS or (order == RELEVANCE and not wanted):
            order = RELEVANCE if wanted else RECENT
        chosen = {facet: tuple(dict.fromkeys(parameters.getlist(facet.value)))[:_MOST_CHOSEN] for facet in Facet}
        return cls(typed, wanted, {facet: keys for facet, keys in chosen.items() if any(keys)}, order)

    @property
    def is_narrowed(self) -> bool:
        return bool(self.typed or self.chosen)

    def address(self, **changed: str | None) -> str:
        """The query string of this selection, with some of its parameters changed or taken away."""
        return _query_string([("q", self.typed), *self._filters(), ("ordre", self._order_said)], changed)

    def toggled(self, facet: Facet, key: str) -> str:
        """The same with one value of a facet more, or less."""
        keys = self.chosen.get(facet, ())
        others = tuple(k for k in keys if k != key) if key in keys else (*keys, key)
        filters = Selection(chosen={**self.chosen, facet: others})._filters()
        return _query_string([("q", self.typed), *filters, ("ordre", self._order_said)], {})

    @property
    def _order_said(self) -> str:
        return "" if self.order == (RELEVANCE if self.query else RECENT) else self.order

    def _filters(self) -> list[tuple[str, str]]:
        return [(facet.value, key) for facet in Facet for key in self.chosen.get(facet, ())]


def _query_string(pairs: list[tuple[str, str]], changed: Mapping[str, str | None]) -> str:
    kept = [(name, value) for name, value in pairs if name not in changed]
    return "?" + urlencode([(name, value) for name, value in (*kept, *changed.items()) if value])


@dataclass(frozen=True, slots=True)
class Option:
    """One value of a facet, and how many reports it leaves. Its address is made when it is shown: few are."""

    facet: Facet
    key: str
    label: str
    count: int
    chosen: bool
    selection: Selection

    @property
    def address(self) -> str:
        return self.selection.toggled(self.facet, self.key)


@dataclass(frozen=True, slots=True)
class FacetCounts:
    facet: Facet
    options: tuple[Option, ...]  # those that are chosen first, then the most frequent; years the latest first

    @property
    def chosen(self) -> tuple[Option, ...]:
        return tuple(option for option in self.options if option.chosen)


@dataclass(frozen=True, slots=True)
class Correction:
    """A word that no report has, and the one that was searched in its place."""

    typed: str
    meant: str


@dataclass(frozen=True)
class Results:
    """What a selection finds. ``query``: what was searched in the end; ``corrections``: how it came to that."""

    selection: Selection
    query: Query
    corrections: tuple[Correction, ...]
    count: int
    facets: tuple[FacetCounts, ...]
    _narrowed: str

    def entries(self, first: int, last: int) -> list[RegisterEntry]:
        """The rows of a page, with their reports; the texts of the reports are left where they are."""
        keys = self.keys(first, last)
        rows = RegisterEntry.objects.filter(pk__in=keys).select_related("report", "programme", "text")
        shown = rows.defer("report__content", "text__heading", "text__body")
        return sorted(shown, key=lambda entry: keys.index(entry.pk))

    def keys(self, first: int, last: int) -> list[int]:
        """The keys of the entries of a page, in their order."""
        order = _COLUMNS.get(self.selection.order)  # none for relevance
        return paging.keys(self.query, self._narrowed, order, self.count, first, last)


def find(selection: Selection) -> Results:
    """What the selection finds; where its words find nothing, what similar words find."""
    terms = {term.pk: term for term in RegisterTerm.objects.all()}
    found = _found(selection, selection.query, (), terms)
    if found.count or not selection.query:
        return found
    meant, corrections = _mended(selection.query)
    mended = _found(selection, meant, corrections, terms) if corrections else found
    return mended if mended.count else found


def _found(selection: Selection, wanted: Query, corrections: tuple[Correction, ...], terms: Terms) -> Results:
    filters = _filters(selection, terms)
    counted = _counted(filters, matching(wanted) if wanted else None)
    facets = tuple(_options(facet, selection, counted.get(facet, counted[None])[1], terms) for facet in Facet)
    return Results(selection, wanted, corrections, counted[None][0], facets, _narrowed(filters))


def _filters(selection: Selection, terms: Terms) -> dict[Facet, list[int]]:
    """By facet, the keys of the terms that are chosen; a value that no report has leaves none."""
    named = {(term.facet, term.key): term.pk for term in terms.values()}
    return {facet: [named.get((facet.value, key), 0) for key in keys] for facet, keys in selection.chosen.items()}


def _narrowed(filters: dict[Facet, list[int]], *, but: Facet | None = None) -> str:
    """The condition of the filters, but for one. The keys are ours, not the visitor's."""
    return " AND ".join(_has(facet, keys) for facet, keys in filters.items() if facet != but) or "1 = 1"


def _has(facet: Facet, keys: list[int]) -> str:
    if not facet.has_several:
        return f"e.{facet.column}_id IN ({','.join(map(str, keys))})"
    return "(" + " OR ".join(f"',' || e.terms || ',' LIKE '%%,{key},%%'" for key in keys) + ")"


def _counted(filters: dict[Facet, list[int]], matched: Matching | None) -> dict[Facet | None, tuple[int, Counter[str]]]:
    """How many there are, and of each term, in one pass. A facet that is chosen is counted as if it were not, so that
    its other values can be told; the others under ``None``.

    The keys of the terms come as one string: a database joins and Python counts them much faster than either groups
    seven times. But for institutions, few combinations of them are met, each of which is cut once.
    """
    views: list[Facet | None] = list(dict.fromkeys([None, *filters, Facet.INSTITUTION]))
    gathered = ", ".join(
        f"count(*) FILTER (WHERE {condition}), {_joined(view)} FILTER (WHERE {condition})"
        for view, condition in ((view, _narrowed(filters, but=view)) for view in views)
    )
    join, where = (matched.join, matched.condition) if matched else ("", "1 = 1")
    sql = f"SELECT {gathered} FROM evaluations_registerentry e {join} WHERE {where}"
    (row,) = asked(sql, matched.parameters if matched else [], by_index=matched is not None)
    return {view: (row[2 * at], _tally(row[2 * at + 1] or "")) for at, view in enumerate(views)}


def _joined(view: Facet | None) -> str:
    """The terms of every facet but the institution, or of one: « 3,17,4 3,18,4 »."""
    column = f"e.{view.column}_id" if view and not view.has_several else "e.terms"
    return f"string_agg({column}::text, ' ')" if connection.vendor == "postgresql" else f"group_concat({column}, ' ')"


def _tally(joined: str) -> Counter[str]:
    counted: Counter[str] = Counter()
    for combination, times in Counter(joined.split()).items():
        for key in combination.split(","):
            counted[key] += times
    return counted


def _options(facet: Facet, selection: Selection, counted: Counter[str], terms: Terms) -> FacetCounts:
    chosen = selection.chosen.get(facet, ())
    shown = [
        (term.key, label_of(term), counted[str(pk)], term.key in chosen)
        for pk, term in terms.items()
        if term.facet == facet and (str(pk) in counted or term.key in chosen)
    ]
    shown += [(key, _unknown(key), 0, True) for key in chosen if key and key not in {key for key, *_rest in shown}]
    if facet == Facet.YEAR:
        shown.sort(key=lambda value: (value[3], value[0]), reverse=True)
    else:
        shown.sort(key=lambda value: (not value[3], -value[2], value[1]))
    return FacetCounts(facet, tuple(Option(facet, *value, selection) for value in shown))


def _unknown(key: str) -> str:
    """A value that the address asks for and no report has: shown as chosen, so that it can be taken away."""
    return gettext("« %(value)s », inconnu") % {"value": Truncator(one_line(key)).chars(_SHOWN)}


def label_of(term: RegisterTerm) -> str:
    """As each visitor reads it: kinds and levels are words of ours."""
    if term.facet == Facet.KIND and term.label in ProgrammeKind.values:
        return str(ProgrammeKind(term.label).label)
    if term.facet == Facet.LEVEL:
        return str(ProgrammeLevel(term.key).label)
    return term.label


# -- typing errors


def _mended(wanted: Query) -> tuple[Query, tuple[Correction, ...]]:
    """The query with the nearest words that reports have in the place of those that none has."""
    found = dict(_corrections(wanted))
    meant = wanted.corrected({typed: word for typed, (word, _shown) in found.items()})
    return meant, tuple(Correction(typed, shown) for typed, (_word, shown) in found.items())


def _corrections(wanted: Query) -> Iterator[tuple[str, tuple[str, str]]]:
    for word in unknown([word for word in wanted.words if len(word) >= 4])[:_MOST_MENDED]:
        if nearest := words.near(word, resembling(word)):
            yield word, nearest
