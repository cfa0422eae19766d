"""Elements and the blocks of text within them. What stands in a block of a name of ours is read again by that name."""

from typing import Any

from lxml import etree, html

from programmes.exports.cdm.names import CDM, CDMFR, EXTENSION, XHTML

Element = Any


def add(
    parent: Element, name: str, text: object = None, *, extension: bool | None = None, **attributes: str
) -> Element:
    """A child in its namespace; attributes that say nothing are left out."""
    namespace = CDMFR if (name in EXTENSION if extension is None else extension) else CDM
    child = etree.SubElement(parent, f"{{{namespace}}}{name}")
    for key, value in attributes.items():
        if value:
            child.set(key, value)
    if text is not None:
        write(child, str(text))
    return child


def write(element: Element, text: str) -> None:
    """Plain text, a line break for each new line."""
    first, *others = text.split("\n")
    element.text = first
    for line in others:
        etree.SubElement(element, f"{{{CDM}}}br").tail = line


def block(parent: Element, name: str, text: object = None) -> Element:
    """A sub-block under a name of ours."""
    return add(parent, "subBlock", text, userDefined=name)


def facts(parent: Element, **given: object) -> None:
    """A sub-block for each that says something; words are told by their code."""
    for name, value in given.items():
        if value is not None and value != "" and value is not False:
            block(parent, name, getattr(value, "value", value))


def named(parent: Element, name: str, text: str) -> Element:
    """A text as the schema wants names: in an element « text »."""
    holder = add(parent, name)
    add(holder, "text", text, language="fr-FR")
    return holder


def rich(parent: Element, fragment: str) -> None:
    """A canonical fragment as XHTML, which blocks may hold."""
    for piece in html.fragments_fromstring(fragment) if fragment else ():
        if isinstance(piece, str):
            etree.SubElement(parent, f"{{{XHTML}}}p").text = piece
            continue
        for element in piece.iter():
            if isinstance(element.tag, str):
                element.tag = f"{{{XHTML}}}{element.tag}"
        piece.tail = None
        parent.append(piece)
