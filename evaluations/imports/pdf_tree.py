"""The structure tree of a PDF that we made: every element with its name, its text, and what stands in it.

What each element carries is told in ``templates/evaluations/report/document.html``; that the text of an element is
that of its pieces, in order, with nothing to guess, is the work of ``evaluations.reports``.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import pdfplumber
from pdfminer.layout import LTChar
from pdfminer.pdftypes import PDFStream, resolve1
from pdfminer.psparser import LIT
from pdfplumber.structure import PDFStructElement, PDFStructTree
from pdfplumber.utils import decode_text

_BLOCKS = {"P", "H1", "H2", "H3", "H4", "TH", "TD", "Caption", "LBody"}
Places = dict[tuple[int, int], str]  # text by page, from 1, and number of marked content


@dataclass(frozen=True, slots=True)
class Element:
    tag: str
    name: str  # « section text presentation »: the part, then what it says of itself; or empty
    text: str = ""  # of the element itself, not of those inside
    kids: tuple["Element", ...] = ()
    attributes: dict[str, Any] = field(default_factory=dict)

    def walk(self) -> Iterator["Element"]:
        yield self
        for kid in self.kids:
            yield from kid.walk()

    @property
    def words(self) -> str:
        """All its text."""
        return "".join(element.text for element in self.walk())


@dataclass(frozen=True, slots=True)
class OwnPaper:
    """The part « report » of a PDF of ours, and its language."""

    language: str
    report: Element

    @property
    def lines(self) -> list[str]:
        """Its texts, one line each."""
        return [element.words for element in self.report.walk() if element.tag in _BLOCKS]


def own_paper(document: pdfplumber.PDF) -> OwnPaper | None:
    """The structure of the document, if it is one of ours."""
    catalog = document.doc.catalog
    if not _is_ours(catalog):
        return None
    places = _places(document)
    (root,) = PDFStructTree(document)
    report = next(element for element in _elements(root.children, places) if element.name.startswith("report "))
    return OwnPaper(language=decode_text(resolve1(catalog.get("Lang", b""))), report=report)


def _is_ours(catalog: dict[str, Any]) -> bool:
    """Whether the first element inside the document is named « report »: only our template does so."""
    node = resolve1(catalog.get("StructTreeRoot"))
    for _step in ("document", "report"):
        kids = resolve1(node.get("K")) if isinstance(node, dict) else None
        node = resolve1(kids[0]) if isinstance(kids, list) and kids else None
    title = resolve1(node.get("T")) if isinstance(node, dict) else None
    return isinstance(title, bytes) and decode_text(title).startswith("report ")


def _places(document: pdfplumber.PDF) -> Places:
    """What is drawn in each marked content."""
    letters: dict[tuple[int, int], list[str]] = {}
    for page in document.pages:
        _number_glyphs(resolve1(page.page_obj.resources.get("Font")))
        for item in page.layout:
            mcid = getattr(item, "mcid", None)  # put there by pdfplumber
            if isinstance(item, LTChar) and mcid is not None:
                letters.setdefault((page.page_number, mcid), []).append(item.get_text())
        page.close()
    return {place: "".join(found) for place, found in letters.items()}


def _number_glyphs(fonts: dict[str, Any] | None) -> None:
    """Has pdfminer read the codes of every font as glyph numbers, which they are.

    When a character has no glyph at all, WeasyPrint writes the encoding out, in a stream that pdfminer cannot read.
    """
    for reference in (fonts or {}).values():
        font = resolve1(reference)
        if isinstance(resolve1(font.get("Encoding")), PDFStream):
            font["Encoding"] = LIT("Identity-H")


def _elements(nodes: list[PDFStructElement], places: Places) -> tuple[Element, ...]:
    return tuple(
        Element(
            tag=node.type,
            name=node.title or "",
            text=_text(node, places),
            kids=_elements(node.children, places),
            attributes=node.attributes,
        )
        for node in nodes
    )


def _text(node: PDFStructElement, places: Places) -> str:
    """What the tree says of the element, else what is drawn in it."""
    if node.actual_text is not None:
        return node.actual_text
    return "".join(places.get((node.page_number or 0, mcid), "") for mcid in node.mcids)
