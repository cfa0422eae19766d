"""Reading elements: their text, plain or rich, the blocks that we named, and a note of what is not understood."""

import html
import re
from collections.abc import Iterator
from decimal import Decimal, InvalidOperation
from typing import Any

from django.utils.translation import gettext as _
from lxml import etree

from evalprog.documents import quoted
from programmes.description.languages import spoken
from programmes.exports.cdm.names import UNDETERMINED, XHTML
from programmes.imports.parsed import Noted

Element = Any
MOST_NOTES = 200
_BLANKS = re.compile("[ \t\r\n]+")  # non-breaking spaces are part of a text
_HTML = {"bold": "strong", "italic": "em", "p": "p", "listItem": "li", "br": "br"}


class Notes:
    """What a reader of the file should know. Each sort of element that is ignored is told at its first lines."""

    def __init__(self) -> None:
        self.all: list[Noted] = []
        self._told: dict[str, int] = {}

    def ignored(self, element: Element) -> None:
        name = local(element)
        self.say(
            element,
            "cdm-ignored",
            _("L’élément « %(name)s » n’est pas repris : %(text)s")
            % {"name": quoted(name), "text": quoted(plain(element)) or "–"},
        )

    def say(self, element: Element, code: str, sentence: str) -> None:
        if len(self.all) < MOST_NOTES:
            self.all.append(Noted(element.sourceline, code, sentence))


def local(element: Element) -> str:
    return element.tag.rpartition("}")[2] if isinstance(element.tag, str) else ""


def children(element: Element) -> Iterator[Element]:
    for child in element:
        if isinstance(child.tag, str):
            yield child


def plain(element: Element) -> str:
    """Its text; a new line for each break, paragraph and item."""
    return _trimmed("".join(_plain(element)))


def _plain(element: Element) -> Iterator[str]:
    yield element.text or ""
    for child in children(element):
        name = local(child)
        if name == "br":
            yield "\n"
        elif name in ("p", "listItem", "li", "subBlock", "header", "text"):
            inner = "".join(_plain(child)).strip(" \t\n")
            yield f"\n{inner}\n" if name != "text" else inner
        else:
            yield from _plain(child)
        yield child.tail or ""


def _trimmed(text: str) -> str:
    lines = [line.strip() for line in text.strip().split("\n")]
    return "\n".join(line for number, line in enumerate(lines) if line or (number and lines[number - 1]))


def own(element: Element) -> str:
    """A text of ours as it was written: only line breaks within."""
    text = element.text or ""
    for child in children(element):
        if local(child) == "br":
            text += "\n" + (child.tail or "")
    return text


def line(element: Element) -> str:
    """On one line, without blanks at its ends."""
    text = plain(element) if len(element) else element.text or ""
    return _BLANKS.sub(" ", text).strip()


def language(element: Element) -> str:
    """The code of the language that it says; nothing where it says that there is none to say."""
    code = spoken(element.get("teachingLang") or line(element))
    return "" if code == UNDETERMINED else code


def name_of(element: Element) -> str:
    """Of « <x><text>…</text></x> » the text in French, else the first; or the element's own."""
    texts = [child for child in children(element) if local(child) == "text"]
    french = [child for child in texts if (child.get("language") or "fr").startswith("fr")]
    chosen = (french or texts or [element])[0]
    return line(chosen)


def blocks(element: Element) -> dict[str, list[Element]]:
    """The sub-blocks by the name that we gave them."""
    found: dict[str, list[Element]] = {}
    for child in children(element):
        if local(child) == "subBlock" and child.get("userDefined"):
            found.setdefault(child.get("userDefined"), []).append(child)
    return found


def facts(element: Element, *names: str) -> dict[str, str]:
    named = blocks(element)
    return {name: own(named[name][0]) for name in names if name in named}


def number(text: str | None) -> Any:
    """As documents take it; what is no number stays a text, for their rules to refuse."""
    if not text:
        return None
    try:
        value = Decimal(text.strip().replace(",", "."))
    except InvalidOperation:
        return text
    if not value.is_finite():
        return text
    return int(value) if value == value.to_integral_value() and abs(value) < 10**12 else float(value)


def rich(element: Element) -> str:
    """An HTML fragment, not cleaned yet: XHTML as it stands, the schema's own elements as their likes."""
    return "".join(_rich(element)).strip()


def _rich(element: Element) -> Iterator[str]:
    if element.text and element.text.strip():
        yield html.escape(element.text)
    for child in children(element):
        yield from _rich_child(child)
        if child.tail and child.tail.strip():
            yield html.escape(child.tail)


def _rich_child(child: Element) -> Iterator[str]:
    name = local(child)
    if child.tag.startswith(f"{{{XHTML}}}"):
        yield _html(child)
    elif name == "br":
        yield "<br>"
    elif name == "header":
        yield f"<p><strong>{html.escape(line(child))}</strong></p>"
    elif name == "list":
        tag = "ol" if child.get("listType") == "numbered" else "ul"
        yield f"<{tag}>{''.join(_rich(child))}</{tag}>"
    elif name in _HTML:
        yield f"<{_HTML[name]}>{''.join(_rich(child))}</{_HTML[name]}>"
    elif name == "webLink":
        yield from _link(child)
    elif name == "subBlock":
        inner = "".join(_rich(child))
        yield inner if inner.lstrip().startswith("<p") else f"<p>{inner}</p>"
    else:
        yield from _rich(child)


def _link(element: Element) -> Iterator[str]:
    href = next((line(child) for child in children(element) if local(child) == "href"), "")
    text = next((line(child) for child in children(element) if local(child) == "linkName"), "") or href
    yield f'<a href="{html.escape(href)}">{html.escape(text)}</a>'


def _html(element: Element) -> str:
    copy = etree.fromstring(etree.tostring(element, with_tail=False))
    for each in copy.iter():
        if isinstance(each.tag, str):
            each.tag = local(each)
    etree.cleanup_namespaces(copy)
    return etree.tostring(copy, encoding="unicode", method="html")
