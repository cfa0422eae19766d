"""Words in the form in which they are compared, and a search as somebody types it.

Accents, case, ligatures and inflexions do not count: « Évaluées » and « evaluation » have one stem. Accents go first,
so that what is typed without them has the same stem as what is printed with them.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from functools import lru_cache

import snowballstemmer

from evalprog.text import folded

LONGEST = 200  # characters of a search
MOST = 20  # words of a search
_PHRASE = re.compile('["“”«»]([^"“”«»]+)["“”«»]|[^\\s"“”«»]+')
# Words that stand in every report, and tell none from another.
_COMMON = frozenset(
    "au aux avec ce ces dans de des du elle en et eux il je la le leur lui ma mais me mes moi mon ne nos notre nous on "
    "ou par pas pour qu que qui sa se ses son sur ta te tes toi ton tu un une vos votre vous c d j l m n s t y suis es "
    "est sommes sont serai seras sera serons serez seront serais serait serions seriez seraient fus fut furent sois "
    "soit soyons soyez soient fusse fusses fussions fussiez fussent ayant ayante ayantes ayants eu eue eues eus ai as "
    "avons avez ont aurai auras aura aurons aurez auront aurais aurait aurions auriez auraient avais avait avions "
    "aviez avaient eut eurent aie aies ait ayons ayez aient eusse eusses eussions eussiez eussent les".split()
)
_stemmer = snowballstemmer.stemmer("french")


@dataclass(frozen=True, slots=True)
class Query:
    """What somebody looks for: terms of one word or of several that follow each other, folded; all of them at once."""

    terms: tuple[tuple[str, ...], ...] = ()

    def __bool__(self) -> bool:
        return bool(self.terms)

    @property
    def words(self) -> tuple[str, ...]:
        return tuple(dict.fromkeys(word for term in self.terms for word in term))

    @property
    def stems(self) -> frozenset[str]:
        return frozenset(stem(word) for word in self.words if word not in _COMMON)

    def corrected(self, corrections: dict[str, str]) -> "Query":
        """The same with other words in the place of some."""
        return replace(self, terms=tuple(tuple(corrections.get(w, w) for w in term) for term in self.terms))


def query(typed: str) -> Query:
    """What is between quotation marks, or joined as « plate-forme », is one term; common words alone are none."""
    terms: list[tuple[str, ...]] = []
    for found in _PHRASE.finditer(typed[:LONGEST]):
        term = tuple(folded(found[1] or found[0]).split())
        if not found[1]:
            term = _without_elision(term)
        if any(word not in _COMMON for word in term):
            terms.append(term[:MOST])
    return Query(tuple(dict.fromkeys(terms))[:MOST])


def _without_elision(term: tuple[str, ...]) -> tuple[str, ...]:
    """« l’évaluation » is « évaluation »."""
    return term[1:] if len(term) > 1 and term[0] in _COMMON else term


@lru_cache(maxsize=100_000)
def stem(word: str) -> str:
    """Of a folded word. What is no French word has a stem too, the same wherever it stands.

    The stemmer knows endings by their accents, and would leave an « e » of « évaluées » once these are gone.
    """
    found = _stemmer.stemWord(word)
    return found.rstrip("e") if len(found.rstrip("e")) >= 3 else found


def stems_of(text: str) -> str:
    return " ".join(map(stem, folded(text).split()))


def near(word: str, candidates: Iterable[tuple[str, str]]) -> tuple[str, str] | None:
    """The candidate, (folded, accented), that the word with a typing error is; or none that is near enough.

    Of those as near, the first.
    """
    most = errors_in(word)
    measured = ((distance(word, candidate[0], most), candidate) for candidate in candidates)
    found = min((m for m in measured if m[0] <= most), key=lambda m: m[0], default=None)
    return found[1] if found else None


def errors_in(word: str) -> int:
    """How many are mended: one in a word of up to seven letters, two in a longer one."""
    return 1 if len(word) <= 7 else 2


def distance(one: str, other: str, most: int) -> int:
    """Letters to add, take away, change or exchange with their neighbour; ``most`` + 1 for all that is further."""
    if abs(len(one) - len(other)) > most:
        return most + 1
    before: list[int] = []
    row = list(range(len(other) + 1))
    for i, letter in enumerate(one, 1):
        last, before, row = before, row, [i]
        for j, wanted in enumerate(other, 1):
            cost = min(before[j] + 1, row[j - 1] + 1, before[j - 1] + (letter != wanted))
            if i > 1 and j > 1 and letter == other[j - 2] and one[i - 2] == wanted:
                cost = min(cost, last[j - 2] + 1)
            row.append(cost)
    return min(row[-1], most + 1)
