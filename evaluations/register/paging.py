"""The rows of one page of the register, in the order that is asked for: their keys, in one question to the database.

By relevance, few reports are ranked by how often and where they have the words. Of many, a word tells too little: those
that have it in their heading come first, and the latest of either first.
"""

from typing import Any

from django.db import connection

from evaluations.register.storage import matching, wanted
from evaluations.register.words import Query

RECENT = "e.published_on DESC, e.title_key, e.id"
MANY = 1_000  # reports that are found
NEAR = 1_000  # rows before the end of a page: so many are passed by faster than all are found
_HEADING = 8  # times what a word in the text counts

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
    with connection.cursor() as cursor:
        cursor.execute(f"{sql} LIMIT {last - first} OFFSET {first}", parameters)
        return [key for (key,) in cursor.fetchall()]


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
    matched, (words, parameters) = matching(query), wanted(query)
    if many and last <= NEAR:
        return _passed_by(words, parameters, narrowed, order, last)
    text, rank = "", ""
    if order is None and many:
        rank = f"e.id NOT IN (SELECT entry_id FROM evaluations_registertext WHERE heading_words @@ {words}), "
    elif order is None:
        text = "JOIN evaluations_registertext t ON t.entry_id = e.id"
        rank = f"-ts_rank('{{0.1, 0.2, 0.4, 0.8}}', t.words, {words}, 1), "
    sql = f"{_ENTRIES} {matched.join} {text} WHERE {narrowed} ORDER BY {rank}{order or RECENT}"
    return sql, [*matched.parameters, *(parameters if rank else ())]


def _passed_by(words: str, parameters: tuple[str, ...], narrowed: str, order: str | None, last: int) -> Question:
    """Most entries match: those of the first pages are met soon when all are looked at in their order."""
    matching_text = f"evaluations_registerentry e JOIN evaluations_registertext t ON t.entry_id = e.id WHERE {narrowed}"
    if order:
        return f"SELECT e.id FROM {matching_text} AND t.words @@ {words} ORDER BY {order}", [*parameters]
    tiers = (f"t.heading_words @@ {words}", f"t.words @@ {words} AND NOT t.heading_words @@ {words}")
    met = " UNION ALL ".join(
        f"(SELECT {at} AS tier, e.id, e.published_on, e.title_key FROM {matching_text} AND {tier}"
        f" ORDER BY {RECENT} LIMIT {last})"
        for at, tier in enumerate(tiers)
    )
    return f"SELECT e.id FROM ({met}) e ORDER BY e.tier, {RECENT}", [*parameters * 3]
