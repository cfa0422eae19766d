"""French line breaks, without touching the text: what must stay together is put in ``<span class="nb">``.

Many texts are typed with ordinary spaces, and are read in court: no character may change. So the spaces stay as they
are, and the style sheets forbid a line to end inside such a span. Kept together: a word and the `` : ; ! ? % € »``
after it, ``«`` and the word after it. A word that could be cut itself, because it holds a hyphen or is long, is kept
too and is named (``data-part="word"``), so that whoever reads a file back knows that no space stood at the end of the
line.
"""

import html
import re
from collections.abc import Iterator
from functools import partial

IN_TEXT, IN_CELLS = 25, 9  # letters from which a word may have to be cut
_LONGEST = 48  # letters: what is longer has to be cut somewhere
_MARKS = r"(?: [:;!?%€»]+[^ <]*)"
_TOKEN = re.compile(
    rf"« <(?P<tag>em|strong|sub|sup|a)\b[^>]*>[^<]{{1,{_LONGEST}}}</(?P=tag)>{_MARKS}*"  # « <em>mot</em> »
    r"|<[^>]*>"
    rf"|(?:« )?[^ <]+{_MARKS}*"
    rf"|{_MARKS}+"  # the mark that follows a closing tag
)
_BREAKS_INSIDE = re.compile(r"[^\s\w’'.,(]\w")  # « socio-économique », « et/ou »: a line may end after the sign
_WORD = re.compile(r"<[^>]*>|[^ <]+")


def keep_together(fragment: str, *, long: int = IN_TEXT) -> str:
    """An HTML fragment with the spans. Its text is unchanged."""
    return "".join(_tokens(fragment, long))


def keep_together_plain(text: str) -> str:
    """A plain text as HTML, escaped, with the spans."""
    return keep_together(html.escape(text, quote=False))


def _tokens(fragment: str, long: int) -> Iterator[str]:
    end = 0
    for found in _TOKEN.finditer(fragment):
        yield fragment[end : found.start()]
        end = found.end()
        token = found[0]
        if token.startswith("<"):
            yield token
            continue
        named = _WORD.sub(partial(_name, long=long), token)
        yield f'<span class="nb">{named}</span>' if " " in token and len(token) <= 2 * _LONGEST else named
    yield fragment[end:]


def _name(found: re.Match[str], *, long: int) -> str:
    word = found[0]
    plain = html.unescape(word)
    if word.startswith("<") or not (len(plain) >= long or _BREAKS_INSIDE.search(plain)):
        return word
    return f'<span class="{"nb" if len(plain) <= _LONGEST else "word"}" data-part="word">{word}</span>'
