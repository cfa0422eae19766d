"""A few lines of a report for the register: around the words that were looked for, else its beginning."""

import re
from collections.abc import Iterator
from functools import lru_cache

from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

from evalprog.text import folded, one_line
from evaluations.register.words import Query, stem

LENGTH = 240  # characters
_BEFORE = 60  # of them before the first word that was found
_LOOKED_AT = 12  # places among which the best is chosen

# How each unaccented letter may be written: the register is searched without accents, the text has them.
_SPELLINGS = {
    "a": "[aàáâãäå]", "c": "[cç]", "e": "[eèéêë]", "i": "[iìíîï]", "n": "[nñ]",
    "o": "[oòóôõö]", "u": "[uùúûü]", "y": "[yýÿ]",
}  # fmt: skip


def extract(text: str, wanted: Query) -> SafeString:
    """HTML: at most ``LENGTH`` characters of the text, the words looked for in ``<mark>``."""
    line = one_line(text[: 4 * LENGTH]) if not wanted else ""
    if not wanted:
        return escape(_around(line, 0))
    pattern, stems = _pattern(wanted.stems), wanted.stems
    passage = _around(text, _best(text, pattern, stems))
    return mark_safe("".join(_marked(one_line(passage), pattern, stems)))


def marked(text: str, wanted: Query) -> SafeString:
    """HTML: the whole of a short text, the words looked for in ``<mark>``."""
    if not wanted:
        return escape(text)
    return mark_safe("".join(_marked(text, _pattern(wanted.stems), wanted.stems)))


@lru_cache(maxsize=256)
def _pattern(stems: frozenset[str]) -> re.Pattern[str]:
    """Words that may have one of the stems: they begin like it. Whether they do, the stem tells."""
    begun = sorted({word[: max(3, len(word) - 2)] for word in stems})
    spelt = ["".join(_SPELLINGS.get(letter, re.escape(letter)) for letter in word) for word in begun]
    spelt = [word.replace("[oòóôõö][eèéêë]", "(?:œ|[oòóôõö][eèéêë])") for word in spelt]
    return re.compile(rf"(?<!\w)(?:{'|'.join(spelt) or '(?!)'})\w*", re.IGNORECASE)


def _found(text: str, pattern: re.Pattern[str], stems: frozenset[str]) -> Iterator[tuple[re.Match[str], str]]:
    for found in pattern.finditer(text):
        if (known := _stem_of(found[0])) in stems:
            yield found, known


@lru_cache(maxsize=20_000)
def _stem_of(written: str) -> str:
    return stem(folded(written))


def _best(text: str, pattern: re.Pattern[str], stems: frozenset[str]) -> int:
    """Where most of the words stand together, the first place of those as good; 0 where there is none."""
    places: list[tuple[int, str]] = []
    for found, known in _found(text, pattern, stems):
        places.append((found.start(), known))
        if len(stems) == 1 or len(places) == _LOOKED_AT:
            break
    best, most = 0, 0
    for at, (start, _known) in enumerate(places):
        together = len({known for place, known in places[at:] if place < start + LENGTH - _BEFORE})
        if together > most:
            best, most = start, together
    return best


def _around(text: str, position: int) -> str:
    """Whole words, beginning a little before the position."""
    if len(text) <= LENGTH:
        return text
    start = _begin(text, position)
    end = max(text.rfind(" ", start, start + LENGTH), text.rfind("\n", start, start + LENGTH))
    passage = text[start : end if end > start else start + LENGTH]
    return f"{'… ' if start else ''}{passage}{' …' if start + len(passage) < len(text) else ''}"


def _begin(text: str, position: int) -> int:
    """The beginning of the line, if it is near; else of a word."""
    nearest = max(position - _BEFORE, 0)
    line = text.rfind("\n", nearest, position) + 1
    if line or nearest == 0:
        return line
    return text.rfind(" ", max(nearest - 60, 0), nearest) + 1 or nearest


def _marked(passage: str, pattern: re.Pattern[str], stems: frozenset[str]) -> Iterator[str]:
    end = 0
    for found, _known in _found(passage, pattern, stems):
        yield f"{escape(passage[end : found.start()])}<mark>{escape(found[0])}</mark>"
        end = found.end()
    yield escape(passage[end:])
