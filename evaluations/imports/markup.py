"""The marks that reports in plain text carry inside a line: emphasis, links, line breaks."""

import html
import re

_STRONG_EM = re.compile(r"\*\*\*(?=[^\s*])([^*]{1,5000})(?<=\S)\*\*\*")
_EM = re.compile(r"(?<![*\\])\*(?=[^\s*])([^*]{1,5000})(?<=[^\s\\])\*(?!\*)")
_STRONG = re.compile(r"\*\*(?=[^\s*])([^*]{1,5000})(?<=\S)\*\*")
_UNDERLINED = re.compile(r"(?<![^\W_])__(?=[^\s_])([^_]{1,5000})(?<=\S)__(?![^\W_])")
_SLANTED = re.compile(r"(?<![\w\\])_(?=[^\s_])([^_]{1,5000})(?<=[^\s\\])_(?!\w)")
_ELEMENT = re.compile(r"&lt;(/?(?:em|strong|b|i|sub|sup)|br ?/?)&gt;", re.IGNORECASE)
_LINK = re.compile(r"\[([^\[\]]{1,500})\]\((https?://[^\s()\"]{1,500})\)")
_ESCAPED = re.compile(r"\\([*_#\[\]\\-])")
_MARKS = re.compile(r"\*{1,3}|(?<![^\W_])_{1,2}(?=\S)|(?<=\S)_{1,2}(?![^\W_])|</?(?:em|strong|b|i)>")
_WHOLLY_STRONG = re.compile(r"\s*(?:\*\*[^*]+\*\*|__[^_]+__|<(?:strong|b)>[^<]+</(?:strong|b)>)\s*")


def inline(text: str, *, entities: bool = False) -> str:
    """The text as inline HTML. ``entities``: it stood between HTML marks, so that « &amp; » means « & »."""
    rich = html.escape(html.unescape(text) if entities else text, quote=False)
    rich = _ELEMENT.sub(lambda mark: f"<{mark[1].lower()}>", rich)
    rich = _STRONG_EM.sub(r"<strong><em>\1</em></strong>", rich)
    rich = _STRONG.sub(r"<strong>\1</strong>", _EM.sub(r"<em>\1</em>", rich))
    rich = _SLANTED.sub(r"<em>\1</em>", _UNDERLINED.sub(r"<strong>\1</strong>", rich))
    rich = _LINK.sub(r'<a href="\2">\1</a>', rich)
    return _ESCAPED.sub(r"\1", rich)


def literal(text: str) -> str:
    """The text of a source without marks (a PDF) as inline HTML."""
    return html.escape(text, quote=False)


def without_marks(text: str) -> str:
    """One line without emphasis, heading and list marks: what a label or a name is read from."""
    bare = re.sub(r"^\s*(?:#{1,6}|>)\s+", "", text)
    return _ESCAPED.sub(r"\1", _MARKS.sub("", bare)).strip()


def is_wholly_strong(text: str) -> bool:
    return _WHOLLY_STRONG.fullmatch(text) is not None
