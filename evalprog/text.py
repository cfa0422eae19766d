"""The one normalisation that every text goes through when it is kept.

What somebody writes is stored as sent, but for what has no meaning on a page: see ``normalise``. Applied twice it
changes nothing more.
"""

import re
import unicodedata

# C0 and C1 controls but tab and newline; the byte-order mark; surrogates that are not part of a pair; non-characters.
_FORBIDDEN = re.compile("[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\ufeff\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff]")
# Word's soft break (VT), page breaks (FF), NEL and Unicode's own separators all mean « a new line here ».
_NEW_LINES = re.compile("\r\n?|[\x0b\x0c\x85\u2028\u2029]")
_SOFT_HYPHEN = "\u00ad"
# Marks piled on one letter: no language has thirty (Unicode's stream-safe format, UAX 15). They are sorted in a time
# that grows with the square of their number.
_MOST_PILED = 30
_PILE = re.compile(r"[^\w\s\x00-\x7f]{12,}")  # where there may be one: a mark is neither letter nor space
_JOINER = "\u034f"
# The end of a sentence: a stop, closed or not, then a capital or a number. « M. Dupont », « p. 12 » and « art. L123 »
# do not end one.
_ABBREVIATED = r"(?<!\b[A-ZÀ-Þ]\.)(?<!\bMM\.)(?<!\bp\.)(?<!\bart\.)(?<!\bcf\.)"
_SENTENCE_END = re.compile(rf"{_ABBREVIATED}(?<=[.!?…])(?:\s?[»”\")])?\s+(?=[«“\"(]?\s?[A-ZÀ-ÖØ-Þ0-9])")


def normalise(text: str) -> str:
    """NFC, newlines as ``\\n``, no endless pile of accents, and without characters that no page can show.

    Removed: control characters, lone surrogates, byte-order marks, non-characters, soft hyphens (a place where a
    word may break is the printer's decision, not part of the word). Everything else is kept, invisible joiners and
    bidirectional marks included, because scripts need them.
    """
    return composed(legible(text))


def legible(text: str) -> str:
    """``normalise`` without its composition of letters, for markup: there a combining stroke would eat a ``>``."""
    return _FORBIDDEN.sub("", _NEW_LINES.sub("\n", text).replace(_SOFT_HYPHEN, ""))


def composed(text: str) -> str:
    """NFC: a letter and its accents are one character wherever there is one.

    Of more than thirty marks on one letter none is lost: an invisible joiner comes after each thirty.
    """
    return unicodedata.normalize("NFC", _PILE.sub(_with_joiners, text))


def _with_joiners(pile: re.Match[str]) -> str:
    before = pile.string[pile.start() - 1 : pile.start()]
    piled, written = _marks_of(before), []
    for character in pile[0]:
        marks = _marks_of(character)
        if not unicodedata.combining(character):
            piled = 0
        elif piled + marks > _MOST_PILED:
            written.append(_JOINER)
            piled = 0
        piled += marks
        written.append(character)
    return "".join(written)


def _marks_of(character: str) -> int:
    """How many marks it is made of, itself included: two in « ế »."""
    return sum(unicodedata.combining(part) > 0 for part in unicodedata.normalize("NFD", character))


def one_line(text: str) -> str:
    """``normalise``, with every run of ordinary white space made one space. Non-breaking spaces are kept."""
    return re.sub("[ \t\n]+", " ", normalise(text)).strip(" ")


def folded(text: str) -> str:
    """Letters and digits only, unaccented, lower case, one space between words: to compare what people mean.

    >>> folded("Établissement(s) co-habilité(s) :")
    'etablissement s co habilite s'
    """
    text = text.replace("œ", "oe").replace("Œ", "oe").replace("æ", "ae").replace("Æ", "ae")
    # Without its marks first: to sort a pile of them takes a time that grows with the square of their number.
    text = _unmarked(text.casefold())
    # Twice: a mathematical capital has no small letter until it is an ordinary one.
    plain = unicodedata.normalize("NFKD", unicodedata.normalize("NFKD", text).casefold())
    return " ".join(re.findall(r"[^\W_]+", _unmarked(plain)))


def _unmarked(text: str) -> str:
    return text if text.isascii() else "".join(c for c in text if not unicodedata.combining(c))


def sentences(line: str) -> list[str]:
    """The sentences of a line of plain text, without the white space between them.

    >>> sentences("Le taux est bon. M. le doyen le dit. Voir p. 3.")
    ['Le taux est bon.', 'M. le doyen le dit.', 'Voir p. 3.']
    >>> sentences("« Le taux est bon. » 42 le disent.")
    ['« Le taux est bon. »', '42 le disent.']
    """
    begins = [0, *(end.end() for end in _SENTENCE_END.finditer(line))]
    cut = (line[begin:end].strip() for begin, end in zip(begins, [*begins[1:], None], strict=True))
    return [sentence for sentence in cut if sentence]
