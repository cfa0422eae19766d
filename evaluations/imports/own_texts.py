"""Rich texts, back from the elements of a PDF that we made."""

import html
from collections.abc import Iterable, Iterator

from evalprog import marks, richtext
from evalprog.marks import LINE_BREAK, PLAIN, Marks, Piece
from evaluations.imports.pdf_tree import Element

_LISTS = {"Decimal": "ol"}
_GROUPS = {"THead": "thead", "TBody": "tbody"}
_INSIDE = {"L", "Table"}  # blocks that stand in an item beside its text


def rich(element: Element | None) -> str:
    """The canonical text of the part; empty when there is none."""
    return richtext.clean("".join(_blocks(element.kids))) if element else ""


def plain(element: Element | None) -> str:
    """The text of the part on one line; empty when there is none."""
    return element.words.strip(" ") if element else ""


def _blocks(elements: Iterable[Element]) -> Iterator[str]:
    for element in elements:
        if element.tag == "L":
            yield _list(element)
        elif element.tag == "Table":
            yield _table(element)
        elif element.tag == "P":
            yield f"<p>{_inline(element)}</p>"
        else:
            yield from _blocks(element.kids)


def _inline(element: Element) -> str:
    return marks.to_html(_pieces(element, PLAIN))


def _pieces(element: Element, around: Marks) -> Iterator[Piece]:
    """The texts inside, with the marks that the names tell: « em », « a https://… », « br »."""
    name, _space, address = element.name.partition(" ")
    if name == "br":
        yield LINE_BREAK, PLAIN
        return
    worn = around.within(name, address) if name in richtext.INLINE else around
    yield element.text, worn
    for kid in element.kids:
        if kid.tag not in _INSIDE:
            yield from _pieces(kid, worn)


def _list(element: Element) -> str:
    tag = _LISTS.get(element.attributes.get("ListNumbering", ""), "ul")
    items: list[str] = []
    for kid in element.kids:
        if kid.tag == "LI":
            items.append("".join(_item(kid)))
        elif items:  # a list in an item stands after it in the tree
            items[-1] += "".join(_blocks([kid]))
    return f"<{tag}>{''.join(f'<li>{item}</li>' for item in items)}</{tag}>"


def _item(element: Element) -> Iterator[str]:
    for body in (kid for kid in element.kids if kid.tag == "LBody"):
        yield _inline(body)
        yield from _blocks(_inside(body))


def _inside(element: Element) -> Iterator[Element]:
    """The lists and tables that stand in an item, however deep, but not those inside them."""
    for kid in element.kids:
        if kid.tag in _INSIDE:
            yield kid
        else:
            yield from _inside(kid)


def _table(element: Element) -> str:
    caption = "".join(f"<caption>{_inline(kid)}</caption>" for kid in element.kids if kid.tag == "Caption")
    groups = "".join(_group(kid) for kid in element.kids if kid.tag in _GROUPS)
    return f"<table>{caption}{groups}</table>"


def _group(element: Element) -> str:
    tag = _GROUPS[element.tag]
    usual = "col" if tag == "thead" else "row"
    rows = "".join(
        f"<tr>{''.join(_cell(cell, usual) for cell in row.kids)}</tr>" for row in element.kids if row.tag == "TR"
    )
    return f"<{tag}>{rows}</{tag}>"


def _cell(element: Element, usual: str) -> str:
    """A cell with its spans; a header with its scope and level, which are its name: « colgroup », « level 2 »."""
    tag, attributes = element.tag.lower(), ""
    if tag == "th":
        scope, _level, level = element.name.partition("level ")
        attributes = f' scope="{html.escape(scope.strip() or usual)}" data-level="{html.escape(level)}"'
    for span, told in (("colspan", "ColSpan"), ("rowspan", "RowSpan")):
        if told in element.attributes:
            attributes += f' {span}="{int(element.attributes[told])}"'
    return f"<{tag}{attributes}>{_inline(element)}</{tag}>"
