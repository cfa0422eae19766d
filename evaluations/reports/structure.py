"""The structure tree of the PDF, finished: what a page break cut is one element again, and every element has its role.

WeasyPrint writes one element per page: a paragraph over two pages is two paragraphs to a screen reader, and a table
over two pages is two tables. ``finish`` joins them, names each element after its ``data-part`` (the structure's ``T``,
« title »), says in it what the letters do not (``letters``), and declares as decoration whatever stands outside the
tree: running headers, repeated table headers.

WeasyPrint tells nobody which HTML element a structure element comes from; ``note_sources`` has it noted. That and
``name_pages_once`` are the places that touch its inside, and ``test_structure`` fails should a new version move them.
"""

from collections.abc import Callable, Iterable, Iterator
from typing import Any, TypeAlias

import pydyf
from weasyprint.pdf import tags as weasyprint_tags

from evaluations.reports import letters

UNSEEN = "visually-hidden"  # class of what is said to those who listen to a page; report.css prints none of it
INLINE = {"em", "strong", "sub", "sup", "br"}
_NEVER_JOINED = {"/Link", "/Figure"}  # their content is named by page
_DRAWING = "{http://www.w3.org/2000/svg}svg"
_POINT = 0.75  # of a pixel of the style sheet
_IN_LINES = {"/Span", "/Link", "/NonStruct"}

Node: TypeAlias = Any  # a pydyf.Dictionary, a structure element: S tag, K kids, P parent, Pg page


def note_sources() -> None:
    """From now on every PDF made knows the HTML element of each structure element, by object number, and the box of
    each text, by page and number of its marked content."""
    build: Callable[..., Iterator[Node]] = weasyprint_tags._build_box_tree

    def build_and_note(
        box: Any, parent: Node, pdf: pydyf.PDF, page: int, numbers: Any, annotations: Any, tags: dict
    ) -> Iterator[Node]:
        sources = pdf.__dict__.setdefault("sources", {})
        pdf.__dict__.setdefault("boxes", {}).setdefault(page, {mark["mcid"]: box for box, mark in tags.items()})
        for node in build(box, parent, pdf, page, numbers, annotations, tags):
            if box.element is not None:
                sources.setdefault(node.number, box.element)
            yield node

    weasyprint_tags._build_box_tree = build_and_note


def name_pages_once() -> None:
    """From now on a PDF names its pages when it has gained some, and not again for each link and each element of each:
    what is long would cost the square of its length."""
    named: Callable[[pydyf.PDF], tuple[bytes, ...]] = pydyf.PDF.page_references.fget

    def known(pdf: pydyf.PDF) -> tuple[bytes, ...]:
        names = pdf.__dict__.get("page_names", ())
        if len(names) != len(pdf.pages["Kids"][::3]):
            names = pdf.__dict__["page_names"] = named(pdf)
        return names

    pydyf.PDF.page_references = property(known)


def finish(document: Any, pdf: pydyf.PDF) -> None:
    """To be given to ``write_pdf`` as its finisher."""
    if "StructTreeRoot" in pdf.catalog:
        _Tree(document, pdf).finish()


class _Tree:
    """The structure tree of one PDF under way."""

    def __init__(self, document: Any, pdf: pydyf.PDF):
        self.pdf = pdf
        self.sources = pdf.__dict__.pop("sources", {})
        self.boxes = pdf.__dict__.pop("boxes", {})
        self.fonts = {font.hash: font.to_unicode for font in document.fonts.values()}
        self.root = self._object(pdf.catalog["StructTreeRoot"])
        self.document = self._object(self.root["K"][0])

    def finish(self) -> None:
        self._join_kids(self.document)
        for node in list(self._walk(self.document)):
            if node["S"] == "/Table":
                self._drop_repeated_headers(node)
            elif node["S"] == "/LI":
                self._give_body(node)
            elif node["S"] == "/Link":
                self._part_text(node)
            elif node["S"] == "/L":
                self._tell_numbering(node)
            elif node["S"] == "/Figure":
                self._describe(node)
            self._name(node)
        self._tell_text()
        self._declare_decoration({node.number for node in self._walk(self.document)})
        for node in reversed(list(self._walk(self.document))):  # cells before their row
            if node["S"] in ("/TD", "/TH") or "T" in node:
                self._fill(node)

    def _object(self, reference: bytes) -> Any:
        return self.pdf.objects[int(reference.split()[0])]

    def _kids(self, node: Node) -> list[Node]:
        """The elements inside; not the numbers of marked content, nor the references to links."""
        found = (self._object(kid) for kid in node["K"] if isinstance(kid, bytes))
        return [kid for kid in found if kid.get("Type") == "/StructElem"]

    def _walk(self, node: Node) -> Iterator[Node]:
        yield node
        for kid in self._kids(node):
            yield from self._walk(kid)

    def _join_kids(self, parent: Node) -> None:
        """Puts into one what stands side by side and comes from one HTML element, then looks inside."""
        last: dict[tuple[int, str], Node] = {}
        for kid in self._kids(parent):
            source = self.sources.get(kid.number)
            key = (id(source), kid["S"])
            first = last.get(key) if source is not None and kid["S"] not in _NEVER_JOINED | {"/THead"} else None
            if first is None:
                last[key] = kid
                continue
            for grandchild in self._kids(kid):
                grandchild["P"] = first.reference
            first["K"].extend(kid["K"])
            parent["K"].remove(kid.reference)
        for kid in self._kids(parent):
            if kid["S"] not in _NEVER_JOINED:
                self._join_kids(kid)

    def _drop_repeated_headers(self, table: Node) -> None:
        """Keeps the first header of a table that goes on over pages; cells then refer to that one."""
        first, *repeated = [kid for kid in self._kids(table) if kid["S"] == "/THead"] or [None]
        if not repeated:
            return
        kept = [cell["ID"] for cell in self._walk(first) if "ID" in cell]
        same: dict[str, Any] = {}
        for header in repeated:
            same |= zip([cell["ID"].string for cell in self._walk(header) if "ID" in cell], kept, strict=True)
            table["K"].remove(header.reference)
        for cell in self._walk(table):
            if headers := cell.get("A", {}).get("Headers"):
                headers[:] = [same.get(header.string, header) for header in headers]

    def _give_body(self, item: Node) -> None:
        """A list item holds its label and its body, nothing else (ISO 14289-1, 7.6)."""
        loose = [kid for kid in self._kids(item) if kid["S"] not in ("/Lbl", "/LBody")]
        if not loose:
            return
        body = self._new("/LBody", item)
        for kid in loose:
            item["K"].remove(kid.reference)
            body["K"].append(kid.reference)
            kid["P"] = body.reference
        item["K"].append(body.reference)

    def _new(self, tag: str, parent: Node, kids: Iterable[Any] = ()) -> Node:
        node = pydyf.Dictionary(
            {"Type": "/StructElem", "S": tag, "K": pydyf.Array(kids), "Pg": parent["Pg"], "P": parent.reference}
        )
        self.pdf.add_object(node)
        return node

    def _part_text(self, link: Node) -> None:
        """Gives each text of a link an element of its own, as everywhere else: its order among the others is known."""
        owners = self._owners(self._object(link["Pg"]))
        for position, kid in enumerate(link["K"]):
            if isinstance(kid, int):
                text = self._new("/Span", link, [kid])
                link["K"][position] = owners[kid] = text.reference

    def _describe(self, figure: Node) -> None:
        """A drawing says in words what it shows; and where it stands, in the measures of the page."""
        source = self.sources[figure.number]
        words = [found.text for found in source if found.tag.endswith(("}title", "}desc"))]
        figure["Alt"] = pydyf.String(" ".join(words[-1:] or [source.get("aria-label", "")]))
        left, top, right, bottom = figure["A"]["BBox"]
        height = self._object(figure["Pg"])["MediaBox"][3]
        figure["A"]["BBox"] = pydyf.Array(
            [left * _POINT, height - bottom * _POINT, right * _POINT, height - top * _POINT]
        )

    def _tell_numbering(self, node: Node) -> None:
        """A list whose items have labels says of which kind they are (ISO 14289-1, 7.6)."""
        source = self.sources[node.number]
        labelled = any(kid["S"] == "/Lbl" for item in self._kids(node) for kid in self._kids(item))
        numbering = ("/Decimal" if source.tag == "ol" else "/Disc") if labelled else "/None"
        node["A"] = pydyf.Dictionary({"O": "/List", "ListNumbering": numbering})

    def _tell_text(self) -> None:
        pages = {reference: number for number, reference in enumerate(self.pdf.page_references)}
        drawn = [letters.drawn_in(self._object(self._object(page)["Contents"]).stream, self.fonts) for page in pages]
        pieces = [
            (node, pages[node["Pg"]], kid)
            for node in self._walk(self.document)
            for kid in node["K"]
            if isinstance(kid, int) and node["S"] != "/Figure"
        ]
        letters.tell_text(
            [(node, self.boxes[page][kid]) for node, page, kid in pieces],
            [drawn[page].get(kid, "") for _node, page, kid in pieces],
            "".join(_printed(self._first_source())),
            self,
        )

    def _first_source(self) -> Any:
        return next(self.sources[n.number] for n in self._walk(self.document) if n.number in self.sources)

    def block_of(self, node: Node) -> Node:
        """The paragraph, item or cell in whose lines an element stands."""
        while node["S"] in _IN_LINES:
            node = self._object(node["P"])
        return node

    def add_space(self, node: Node) -> None:
        """An element for a space that is not drawn, after the one given."""
        parent = self._object(node["P"])
        space = self._new("/Span", node)
        space["P"], space["ActualText"] = parent.reference, pydyf.String(" ")
        parent["K"].insert(parent["K"].index(node.reference) + 1, space.reference)
        self._mark_place(space)

    def _name(self, node: Node) -> None:
        source = self.sources.get(node.number)
        if source is None or self.sources.get(self._object(node["P"]).number) is source:
            return  # an anonymous box: its element is named already
        is_sign = source.get("role") == "img" and not source.tag.endswith("svg")  # a drawing is described above
        if is_sign and (meaning := source.get("aria-label")):
            node["Alt"] = pydyf.String(meaning)  # a sign of a catalogue
        if source.tag in INLINE:
            node["S"] = "/Span"
        if name := source.get("data-part") or _inline(source) or self._header(node, source):
            node["T"] = pydyf.String(name)

    def _header(self, cell: Node, source: Any) -> str:
        """« colgroup », « level 2 », « rowgroup level 1 »: the scope is said where the header's place does not tell."""
        if source.tag != "th":
            return ""
        scope, level = source.get("scope"), source.get("data-level")
        usual = "col" if self._object(self._object(cell["P"])["P"])["S"] == "/THead" else "row"
        return " ".join(([scope] if scope != usual else []) + ([f"level {level}"] if level else []))

    def _fill(self, node: Node) -> None:
        """Marks an empty place in the page for an empty cell or part: readers forget an element without content."""
        if any(isinstance(kid, int) for inner in self._walk(node) for kid in inner["K"]):
            return
        self._mark_place(node)

    def _mark_place(self, node: Node) -> None:
        page = self._object(node["Pg"])
        owners = self._owners(page)
        node["K"][:] = [len(owners)]
        marks = pydyf.Dictionary({"MCID": len(owners)})
        self._object(page["Contents"]).stream.extend(["/Span", marks, b"BDC", b"EMC"])
        owners.append(node.reference)

    def _owners(self, page: pydyf.Dictionary) -> list[bytes]:
        """Which structure element each marked content of a page belongs to, in the order of their numbers."""
        numbers = self._object(self.root["ParentTree"])["Nums"]
        return numbers[2 * numbers[::2].index(page["StructParents"]) + 1]

    def _declare_decoration(self, kept: set[int]) -> None:
        """Marks as artifact the content whose element is not in the tree (any more)."""
        for reference in self.pdf.page_references:
            page = self._object(reference)
            owners = self._owners(page)
            outside = {mcid for mcid, owner in enumerate(owners) if int(owner.split()[0]) not in kept}
            if outside:
                _make_artifacts(self._object(page["Contents"]).stream, outside)
                owners[:] = [b"null" if mcid in outside else owner for mcid, owner in enumerate(owners)]


def _make_artifacts(stream: list[Any], outside: set[int]) -> None:
    for position, operand in enumerate(stream):
        if isinstance(operand, pydyf.Dictionary) and operand.get("MCID") in outside:
            stream[position - 1] = "/Artifact"
            del operand["MCID"]


def _inline(source: Any) -> str:
    """« em », « strong »…, or « a https://… » for a link that leaves the document."""
    if source.tag == "a" and not source.get("href", "#").startswith("#"):
        return f"a {source.get('href')}"
    return source.tag if source.tag in INLINE else ""


def _printed(source: Any) -> Iterator[str]:
    """The text of an HTML element, but for what the paper does not show."""
    if UNSEEN not in source.get("class", "").split() and source.tag != _DRAWING:
        yield source.text or ""
        for kid in source:
            yield from _printed(kid)
            yield kid.tail or ""
