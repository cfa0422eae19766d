"""The lines of a pasted HTML page: those of its tables with their cells parted by tabs, and the others."""

from collections.abc import Iterator

from lxml import etree
from lxml import html as lxml_html

from evalprog import richtext

_INDENT = "  "


def lines_of_html(text: str) -> list[str]:
    """Made canonical first: no script, no attribute but spans and levels."""
    root = lxml_html.fragment_fromstring(richtext.clean(text), create_parent="div")
    return [line for block in root for line in _lines(block)]


def _lines(block: etree._Element) -> Iterator[str]:
    if block.tag != "table":
        yield from (_words(item) for item in (block.iter("li") if block.tag in ("ul", "ol") else [block]))
        return
    yield ""
    if (caption := block.find("caption")) is not None:
        yield _words(caption).rstrip(" :") + " :"
    for row in block.iter("tr"):
        yield "\t".join(_cells(row))
    yield ""


def _cells(row: etree._Element) -> Iterator[str]:
    """A cell over several columns is followed by as many empty ones."""
    for cell in row:
        yield _INDENT * int(cell.get("data-level", "0")) + _words(cell)
        yield from [""] * (int(cell.get("colspan", "1")) - 1)


def _words(element: etree._Element) -> str:
    return " ".join("".join(element.itertext()).split())
