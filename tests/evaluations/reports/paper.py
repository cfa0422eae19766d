"""Reading a PDF of ours back, for tests: its structure tree with the text of each element."""

import io
from collections.abc import Iterator
from dataclasses import dataclass, field

import pdfplumber
from pdfplumber.structure import PDFStructElement, PDFStructTree


@dataclass
class Element:
    tag: str
    name: str  # the part it is, or empty
    text: str = ""  # of the element itself, lines run together
    kids: list["Element"] = field(default_factory=list)

    def walk(self) -> Iterator["Element"]:
        yield self
        for kid in self.kids:
            yield from kid.walk()

    def all(self, *tags: str) -> list["Element"]:
        return [e for e in self.walk() if e.tag in tags]

    def named(self, name: str) -> list["Element"]:
        """The elements of that part, whatever comes after its first word."""
        return [e for e in self.walk() if e.name.split(" ")[0] == name]

    @property
    def words(self) -> str:
        """All the text inside, with one space between what stood in different places."""
        return " ".join(" ".join(e.text for e in self.walk()).split())


def tree(pdf: bytes) -> Element:
    with pdfplumber.open(io.BytesIO(pdf)) as document:
        texts: dict[tuple[int, int | None], str] = {}
        for page in document.pages:
            for char in page.chars:
                key = (page.page_number, char["mcid"])
                texts[key] = texts.get(key, "") + char["text"]
        root = _element(PDFStructTree(document).children[0], texts)
    assert {mcid for _, mcid in texts} <= {None}, "text drawn that the tree does not have"
    return root


def _element(node: PDFStructElement, texts: dict) -> Element:
    # A space alone between two inline elements is not drawn at all.
    text = "".join(texts.pop((node.page_number, mcid), " ") for mcid in node.mcids)
    return Element(node.type, node.title or "", text, [_element(kid, texts) for kid in node.children])
