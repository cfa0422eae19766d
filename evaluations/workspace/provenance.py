"""From whom each sentence of a text comes: who first brought it, when, from a contribution or a suggestion.

Sentences are compared by their words: marks, and which kind of space parts the words, do not matter. The revisions are
read from the oldest on, one after another, until every sentence has its origin; what has been read already is not read
again, since most of a text is the same from one revision to the next.
"""

import datetime as dt
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from evalprog import richtext
from evalprog.accounts.models import User
from evalprog.text import sentences
from evaluations.enums import Ruling
from evaluations.models import Assessment, Evaluation, Suggestion
from evaluations.workspace.contributions import shared_with

AT_ONCE = 50  # texts held in memory
# The ends of lines of ``richtext.to_plain``: two texts are cut at the same places.
_LINE_END = re.compile(r"<(?:/p|/li|/tr|/caption|br|ul|ol)>")


@dataclass(frozen=True, slots=True)
class Origin:
    """The revision that first brought a sentence. ``author`` is ``None`` for a report read from a file."""

    number: int
    saved_at: dt.datetime
    author: User | None
    suggested_by: User | None = None
    contributed_by: tuple[User, ...] = ()


@dataclass(frozen=True, slots=True)
class Sentence:
    text: str
    origin: Origin


def provenance(evaluation: Evaluation, code: str, reader: User) -> list[list[Sentence]]:
    """The lines of the text as it stands, each as its sentences; of contributions, those that the reader may read."""
    assessment = Assessment.objects.filter(evaluation=evaluation, code=code).first()
    if assessment is None:
        return []
    lines = [sentences(line) for line in richtext.to_plain(assessment.text).split("\n") if line]
    origins = _origins(assessment, {folded(sentence) for line in lines for sentence in line})
    contributed = _contributed(evaluation, code, reader)
    suggested = _suggested(evaluation, code)
    authors = User.objects.in_bulk({author for _number, _at, author in origins.values() if author})

    def origin(sentence: str) -> Origin:
        key = folded(sentence)
        number, saved_at, author = origins[key]
        by_agency = suggested.get((number, key))
        return Origin(number, saved_at, authors.get(author), by_agency, tuple(contributed.get(key, ())))

    return [[Sentence(sentence, origin(sentence)) for sentence in line] for line in lines]


def folded(sentence: str) -> str:
    return " ".join(sentence.split())


def _origins(assessment: Assessment, wanted: set[str]) -> dict[str, tuple[int, dt.datetime, int | None]]:
    """For each sentence: number, instant and author of the first revision that had it."""
    found: dict[str, tuple[int, dt.datetime, int | None]] = {}
    seen: set[str] = set()
    past = assessment.revisions.accepted().order_by("number")
    rows = past.values_list("number", "saved_at", "author", "text").iterator(chunk_size=AT_ONCE)
    for number, saved_at, author, text in rows:
        for sentence in _new_sentences(text, seen):
            if sentence in wanted:
                found.setdefault(sentence, (number, saved_at, author))
        if len(found) == len(wanted):
            break
    return found


def _new_sentences(fragment: str, seen: set[str]) -> Iterator[str]:
    for piece in _LINE_END.split(fragment):
        if piece not in seen:
            seen.add(piece)
            yield from _folded_sentences(piece)


def _folded_sentences(fragment: str) -> Iterator[str]:
    for line in richtext.to_plain(fragment).split("\n"):
        yield from (folded(sentence) for sentence in sentences(line))


def _contributed(evaluation: Evaluation, code: str, reader: User) -> dict[str, list[User]]:
    own = evaluation.contributions.filter(code=code, author=reader).exclude(shared_at=None).select_related("author")
    readable = [*own, *shared_with(evaluation, code, reader).contributions]
    return _by_sentence((note.author, note.shared_text) for note in readable)


def _by_sentence(texts: Iterable[tuple[User, str]]) -> dict[str, list[User]]:
    found: dict[str, list[User]] = {}
    for author, text in texts:
        for sentence in set(_folded_sentences(text)):
            found.setdefault(sentence, []).append(author)
    return found


def _suggested(evaluation: Evaluation, code: str) -> dict[tuple[int, str], User]:
    """Who suggested the sentences that accepted suggestions brought, by revision and sentence."""
    accepted = Suggestion.objects.filter(evaluation=evaluation, code=code, ruling=Ruling.ACCEPTED)
    return {
        (suggestion.revision, sentence): suggestion.author
        for suggestion in accepted.select_related("author")
        for sentence in _folded_sentences(suggestion.after)
    }
