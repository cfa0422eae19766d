"""The rows of one page of the register, in the order that is asked for: their keys, in one question to the database.

By relevance, few reports are ranked by how often and where they have the words. Of many, a word tells too little: those
that have it in their heading come first, and the latest of either first.
"""

from typing import Any

from django.db import connection

from evaluations.register.storage import asked, matching, wanted
from evaluations.register.words import Query

RECENT = "e.published_on DESC, e.title_key, e.id"
MANY = 1_000  # reports that are found
NEAR = 1_000  # rows before the end of a page: so many are passed by faster than all are found
_HEADING, _WEIGHTS = 8, "{0.1, 0.2, 0.4, 0.8}"  # a word there counts eight times one in the text: on PostgreSQL, D to A

Question = tuple[str, list[Any]]
_ENTRIES = "SELECT e.id FROM evaluations_registerentry e"


def keys(query: Query, narrowed: str, order: str | None, found: int, first: int, last: int) -> list[int]:
    """The keys of the entries ``first`` to ``last`` of those that match.

    ``narrowed``: a condition on the entries « e ». ``order``: their columns, or None for the relevance of the words.
    ``found``: how many match; it decides how they are ranked, and asked for.
    """
    if not query:
        question: Question = f"{_ENTRIES} WHERE {narrowed} ORDER BY {order or RECENT}", []
    elif connection.vendor == "postgresql":
        question = _postgresql(query, narrowed, order, found > MANY, last)
    else:
        question = _sqlite(query, narrowed, order, found > MANY)
    sql, parameters = question
    rows = asked(f"{sql} LIMIT {last - first} OFFSET {first}", parameters, by_index=bool(query))
    return [key for (key,) in rows]


def _sqlite(query: Query, narrowed: str, order: str | None, many: bool) -> Question:
    matched = matching(query)
    (words,) = matched.parameters
    rank: list[str] = []
    if order is None and many:
        inside = "SELECT rowid FROM evaluations_registerindex WHERE evaluations_registerindex MATCH %s"
        order, rank = f"e.id NOT IN ({inside}), {RECENT}", [f"heading : ({words})"]
    order = order or f"bm25(evaluations_registerindex, {_HEADING}.0, 1.0), {RECENT}"
    sql = f"{_ENTRIES} {matched.join} WHERE {matched.condition} AND {narrowed} ORDER BY {order}"
    return sql, [words, *rank]


def _postgresql(query: Query, narrowed: str, order: str | None, many: bool, last: int) -> Question:
    words, parameters = wanted(query)
    if many and last <= NEAR:
        return _passed_by(words, parameters, narrowed, order, last)
    rank = ""
    if order is None:
        ranked = f"NOT e.heading_words @@ {words}" if many else f"-ts_rank('{_WEIGHTS}', e.words, {words}, 1)"
        rank, parameters = f"{ranked}, ", parameters * 2
    return f"{_ENTRIES} WHERE e.words @@ {words} AND {narrowed} ORDER BY {rank}{order or RECENT}", [*parameters]


def _passed_by(words: str, parameters: tuple[str, ...], narrowed: str, order: str | None, last: int) -> Question:
    """Those of the first pages are met soon when all entries are looked at in their order; the words of an entry, which
    cost most, after everything else."""
    if order:
        return f"{_ENTRIES} WHERE CASE WHEN {narrowed} THEN e.words @@ {words} END ORDER BY {order}", [*parameters]
    in_text = f"CASE WHEN {narrowed} THEN e.words @@ {words} AND NOT e.heading_words @@ {words} END"
    met = " UNION ALL ".join(
        f"(SELECT {half} AS half, e.id, e.published_on, e.title_key FROM evaluations_registerentry e"
        f" WHERE {condition} ORDER BY {RECENT} LIMIT {last})"
        for half, condition in enumerate((f"e.heading_words @@ {words} AND {narrowed}", in_text))
    )
    return f"SELECT e.id FROM ({met}) e ORDER BY e.half, {RECENT}", [*parameters * 3]
