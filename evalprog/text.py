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


def normalise(text: str) -> str:
    """NFC, newlines as ``\\n``, and without characters that no page can show.

    Removed: control characters, lone surrogates, byte-order marks, non-characters, soft hyphens (a place where a
    word may break is the printer's decision, not part of the word). Everything else is kept, invisible joiners and
    bidirectional marks included, because scripts need them.
    """
    text = _NEW_LINES.sub("\n", text)
    text = _FORBIDDEN.sub("", text.replace(_SOFT_HYPHEN, ""))
    return unicodedata.normalize("NFC", text)


def one_line(text: str) -> str:
    """``normalise``, with every run of ordinary white space made one space. Non-breaking spaces are kept."""
    return re.sub("[ \t\n]+", " ", normalise(text)).strip(" ")


def folded(text: str) -> str:
    """Letters and digits only, unaccented, lower case, one space between words: to compare what people mean.

    >>> folded("Établissement(s) co-habilité(s) :")
    'etablissement s co habilite s'
    """
    text = text.replace("œ", "oe").replace("Œ", "oe").replace("æ", "ae").replace("Æ", "ae")
    # Twice: a mathematical capital has no small letter until it is an ordinary one.
    plain = unicodedata.normalize("NFKD", unicodedata.normalize("NFKD", text.casefold()).casefold())
    plain = "".join(c for c in plain if not unicodedata.combining(c))
    return " ".join(re.findall(r"[^\W_]+", plain))
