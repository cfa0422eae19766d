"""A few lines of a report for the register: around the words that were looked for, else its beginning."""

import re
from collections.abc import Iterator

from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

from evalprog import richtext
from evalprog.text import folded
from evaluations.content import ReportReading

LENGTH = 240  # characters

# How each unaccented letter may be written: the register is searched without accents, the text has them.
_SPELLINGS = {
    "a": "[aàáâãäå]", "c": "[cç]", "e": "[eèéêë]", "i": "[iìíîï]", "n": "[nñ]",
    "o": "[oòóôõö]", "u": "[uùúûü]", "y": "[yýÿ]",
}  # fmt: skip


def excerpt(reading: ReportReading, words: str) -> SafeString:
    """HTML: at most ``LENGTH`` characters of the report, the words looked for in ``<mark>``."""
    wanted = _pattern(words)
    text = next(_texts(reading, wanted), "")
    found = wanted.search(text) if wanted else None
    passage = _around(text, found.start() if found else 0)
    if wanted is None:
        return escape(passage)
    return mark_safe("".join(_marked(passage, wanted)))


def _texts(reading: ReportReading, wanted: re.Pattern | None) -> Iterator[str]:
    """The texts in which a word stands, then the first that is not empty."""
    first = ""
    for fragment in reading.rich_texts():
        text = " ".join(richtext.to_plain(fragment).split())
        first = first or text
        if text and (wanted is None or wanted.search(text)):
            yield text
    yield first


def _pattern(words: str) -> re.Pattern | None:
    spelt = ["".join(_SPELLINGS.get(letter, re.escape(letter)) for letter in w) for w in folded(words).split()]
    spelt = [word.replace("[oòóôõö][eèéêë]", "(?:œ|[oòóôõö][eèéêë])") for word in spelt]
    return re.compile("|".join(spelt), re.IGNORECASE) if spelt else None


def _around(text: str, position: int) -> str:
    """Whole words, beginning a little before the position."""
    if len(text) <= LENGTH:
        return text
    start = text.rfind(" ", 0, max(position - 60, 0)) + 1 if position > 60 else 0
    end = text.rfind(" ", start, start + LENGTH)
    passage = text[start : end if end > start else start + LENGTH]
    return f"{'… ' if start else ''}{passage}{' …' if start + len(passage) < len(text) else ''}"


def _marked(passage: str, wanted: re.Pattern) -> Iterator[str]:
    end = 0
    for found in wanted.finditer(passage):
        yield f"{escape(passage[end : found.start()])}<mark>{escape(found[0])}</mark>"
        end = found.end()
    yield escape(passage[end:])
