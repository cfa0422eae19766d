"""Words that people write, found among those that are known: one, or several in one text.

one(words, "Master")              -> "MASTER"
several(words, "fr ; en, de")     -> ["fr", "en", "de"]     ``words``: folded → as the document says it
"""

import re
from collections.abc import Iterator, Mapping

from evalprog.text import folded


def one(words: Mapping[str, str], text: str) -> str:
    """What is not known stays as it is, for the rules of the document to refuse."""
    return words.get(folded(text), text)


def several(words: Mapping[str, str], text: str) -> list[str]:
    """A word to a line, or with commas, semicolons or blanks between."""
    most = 1 + max(word.count(" ") for word in words)
    return [item for line in re.split(r"[\n;]", text) if line.strip() for item in _items(line, words, most)]


def _items(line: str, words: Mapping[str, str], most: int) -> Iterator[str]:
    """Words between commas; one of them may hold a comma itself, « horaire décalé, en soirée ».

    ``most``: the pieces that one of them may be in.
    """
    pieces = line.split(",")
    plain = [folded(piece) for piece in pieces]
    at = 0
    while at < len(pieces):
        known, count = _longest(plain[at : at + most], words)
        if known is not None:
            yield known
        else:
            yield from _blanks_between(pieces[at], words)
        at += count


def _longest(plain: list[str], words: Mapping[str, str]) -> tuple[str | None, int]:
    """The word that the most of these pieces make together, and how many they are."""
    for count in range(len(plain), 0, -1):
        word = words.get(" ".join(filter(None, plain[:count])))
        if word is not None:
            return word, count
    return None, 1


def _blanks_between(piece: str, words: Mapping[str, str]) -> Iterator[str]:
    """« fr en », else the piece whole."""
    items = piece.split()
    if items and all(folded(item) in words for item in items):
        yield from (words[folded(item)] for item in items)
    elif items:
        yield piece.strip()
