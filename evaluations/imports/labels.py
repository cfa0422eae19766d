"""Comparing what is printed with the labels of a framework."""

import re
from functools import lru_cache

from evalprog.text import folded

MAX_HEADING = 200  # characters

_NOTE_CALL = re.compile("[⁰¹²³⁴-⁹]")
_WORD = re.compile(r"[^\W_]+")
# « 1. », « 2.3 », « II - », « B) » before a heading
_NUMBERING = re.compile(r"^[\s#*_]*(?:(?:\d{1,2}|[IVX]{1,4}|[A-H])(?:\s?[.)/–-]\s?\d{0,2}){1,3}|\d{1,2}\s)\s*[–-]?\s*")
_AFTER_LABEL = re.compile(r"^[)\]°*_⁰¹²³⁴-⁹]*\s*(?:\([^()]*\)[*_]*\s*(?=:))?(?P<colon>:?)[*_]*\s*")


@lru_cache(maxsize=30_000)
def key(text: str) -> str:
    """Letters and digits, folded, without spaces and calls of notes: equal for two printings of one label."""
    return folded(_NOTE_CALL.sub("", text)).replace(" ", "")


def may_be_heading(text: str) -> bool:
    """A line short enough, and without the end of a sentence."""
    return 0 < len(text) <= MAX_HEADING and not text.endswith((".", ";", ","))


def heading_keys(text: str) -> tuple[str, ...]:
    """The keys under which a line may be a heading: as it is, and without the number in front of it."""
    bare = _NUMBERING.sub("", text)
    return (key(text),) if bare == text else (key(text), key(bare))


def after_label(text: str, label: str, *, colon: bool = False) -> str | None:
    """What a line says after the label it begins with; nothing if it does not begin with it.

    ``colon``: only when « : » or the end of the line follows, for labels that may begin a sentence.

    >>> after_label("Champ(s) de formations : Sciences", "Champ(s) de formations")
    'Sciences'
    """
    wanted, met = key(label), ""
    for word in _WORD.finditer(text):
        met += key(word.group())
        if not wanted.startswith(met):
            return None
        if met == wanted:
            rest = text[word.end() :]
            follows = _AFTER_LABEL.match(rest)
            assert follows is not None  # every part of it is optional
            value = rest[follows.end() :].strip()
            return None if colon and value and not follows["colon"] else value
    return None
