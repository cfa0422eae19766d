"""What the letters on a page do not say, said in the structure tree.

A PDF knows a text by the glyphs that are drawn. The space at which a line ends is not drawn, nor one that stands
alone between two elements; the hyphen at which a word is cut is drawn and was not written; two characters may have one
drawing, and some scripts are drawn in another order than they are written. In these places, and nowhere else, the tree
says what was written (``ActualText``), so that whoever reads it - a voice, a search, ourselves - has nothing to guess:
the text of an element is that of its pieces, in order.
"""

import re
from collections.abc import Iterable, Iterator
from typing import Any, TypeAlias

import pydyf

HYPHEN = "-"  # the style sheet's hyphenate-character
_BLANK = re.compile("[ \t\r\n\f]+")
_FONT = re.compile(rb"/(\S+) \S+ Tf")
_GLYPHS = re.compile(rb"<([0-9a-f]*)>")

Node: TypeAlias = Any  # a pydyf.Dictionary, a structure element
Piece: TypeAlias = tuple[Node, Any]  # one that holds one marked content, and the box of the text drawn there


def tell_text(pieces: Iterable[Piece], drawn: Iterable[str], written: str, tree: Any) -> None:
    """Gives the pieces their ``ActualText`` where the glyphs differ, and adds the spaces that were not drawn.

    ``pieces``: in the order of the document, and ``drawn`` what a reader finds in each. ``written``: the text of the
    whole document. ``tree``: can ``add_space`` after an element, and tell its ``block_of``.

    :raises ValueError: when a piece is not found in what was written; a new WeasyPrint would then cut texts anew.
    """
    text, position, last, open_end = _BLANK.sub(" ", written), 0, None, False
    for (node, box), glyphs in zip(pieces, drawn, strict=True):
        said = glyphs if glyphs == f"{box.text} " else box.text  # now and then the space at the end of a line is drawn
        is_written = bool(said.strip(" ")) and not is_generated(box)
        is_parted = is_written and text.startswith(" ", position)
        position += is_parted
        if is_written and _is_cut(said, text, position):
            said = said.removesuffix(HYPHEN)
        if said != glyphs:
            node["ActualText"] = pydyf.String(said)
        if not is_written:
            open_end = open_end and not said
            continue
        if not text.startswith(said.strip(" "), position):
            raise ValueError(f"« {box.text} » is not what was written: « {text[position : position + 80]} »")
        if last and open_end and is_parted and box.text[0] != " " and tree.block_of(last) is tree.block_of(node):
            tree.add_space(last)
        position += len(said.strip(" "))
        last, open_end = node, not said.endswith(" ")


def _is_cut(said: str, text: str, position: int) -> bool:
    """Whether the hyphen at the end was made by the line: what was written goes on without it."""
    words = said.strip(" ")
    return words.endswith(HYPHEN) and not text.startswith(words, position)


def is_generated(box: Any) -> bool:
    """Whether the style sheet made the text: the mark of an item, a page number of the table of contents."""
    return "::" in box.element_tag


def drawn_in(stream: Iterable[Any], fonts: dict[str, dict[int, str]]) -> dict[int, str]:
    """What a reader of glyphs finds in each marked content of a page. ``fonts``: text by glyph, by name."""
    found: dict[int, str] = {}
    opened: list[int | None] = []
    glyphs: dict[int, str] = {}
    before: Any = None
    for operand in stream:
        if operand in (b"BDC", b"BMC"):
            opened.append(before.get("MCID") if operand == b"BDC" else None)
        elif operand == b"EMC":
            opened.pop()
        elif isinstance(operand, bytes) and (font := _FONT.fullmatch(operand)):
            glyphs = fonts[font[1].decode()]
        elif isinstance(operand, bytes) and operand.endswith(b"] TJ") and opened and opened[-1] is not None:
            found[opened[-1]] = found.get(opened[-1], "") + "".join(_read(operand, glyphs))
        before = operand
    return found


def _read(shown: bytes, glyphs: dict[int, str]) -> Iterator[str]:
    for codes in _GLYPHS.findall(shown):
        yield from (glyphs.get(int(codes[at : at + 4], 16), "") for at in range(0, len(codes), 4))
