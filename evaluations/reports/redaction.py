"""What is left out of the public report: the reading without the passages that the law protects (R114-23).

``redacted`` makes the public reading from the complete one. In the place of each passage stands its legal reason:
neither the words nor how many there were can be told. Everything public (page, paper, search, hashes) is made of that
reading, so that nothing of a passage is in any of it.
"""

import hashlib
import html
import json
import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any, NamedTuple, Protocol
from urllib.parse import unquote

from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, override
from lxml import etree
from lxml import html as lxml_html

from evalprog import richtext
from evalprog.text import folded
from evaluations.content import BlockReading, Fact, ItemReading, ReportReading, SectionReading
from evaluations.enums import FindingKind, RedactionReason

_BREAKS = {"p", "li", "ul", "ol", "table", "caption", "thead", "tbody", "tr", "td", "th", "br"}


class Mark(Protocol):
    """Where, which words, why: a row of ``Redaction``, or the like. The words are on one line."""

    place: str
    quote: str
    reason: str


@dataclass(frozen=True, slots=True)
class Place:
    """A text of the reading of which passages may be left out. ``name``: as the report's partials name their parts."""

    name: str
    label: str
    text: str  # as it is read, plain


def redacted(reading: ReportReading, marks: Sequence[Mark]) -> ReportReading:
    """The public reading. Without a mark it is the reading itself."""
    if not marks:
        return reading
    with override(reading.language):
        by_place: dict[str, list[Mark]] = {}
        for mark in marks:
            by_place.setdefault(mark.place, []).append(mark)
        made = _mapped(reading, lambda name, text, rich: _without(text, by_place.get(name, ()), rich=rich))
        return replace(made, colophon=(*made.colophon, _said(marks)))


def places(reading: ReportReading) -> list[Place]:
    """The texts in which a passage may be marked, in printed order; those without a word are left out."""
    found: list[Place] = []
    labels = _labels(reading)

    def note(name: str, text: str, rich: bool) -> str:
        lines = (line.strip(" ") for line in _words(text, rich).split("\n"))
        if words := "\n".join(line for line in lines if line.strip()):
            found.append(Place(name, labels(name), words))
        return text

    _mapped(reading, note)
    return found


def stands(mark: Mark, reading: ReportReading) -> bool:
    """Whether its words are in its text: asked of the very text that they will be taken out of."""
    texts: list[str] = []

    def note(name: str, text: str, rich: bool) -> str:
        if name == mark.place:
            texts.append(_words(text, rich))
        return text

    _mapped(reading, note)
    return any(_spans(text, [mark]) for text in texts)


def found(quote: str, text: str) -> tuple[int, int] | None:
    """From where to where these very words stand in a plain text, however they are spaced."""
    there = _pattern(quote).search(text)
    return there.span() if there else None


def elsewhere(mark: Mark, public: ReportReading) -> list[str]:
    """Where else the public report says the same: labels of texts, each once. Spaces, case and accents aside."""
    words = folded(mark.quote)
    if not words:
        return []
    said = [place.label for place in places(public) if f" {words} " in f" {folded(place.text)} "]
    if any(f" {words} " in f" {folded(text)} " for text in _other_texts(public)):
        said.append(_("page de garde, mentions, noms, adresses de liens ou références"))
    return list(dict.fromkeys(said))


def fingerprint(marks: Iterable[Any]) -> str:
    """The hash of the marks as they stand, salted: what was decided is told from what was not."""
    said = sorted([m.public_id, m.place, m.quote, m.reason, m.salt] for m in marks)
    return hashlib.sha256(json.dumps(said, ensure_ascii=False).encode()).hexdigest()


def marker(reason: str) -> str:
    """What is printed in the place of a passage, in the language of the report."""
    return _("[passage occulté : %(reason)s]") % {"reason": RedactionReason(reason).label}


def markers() -> list[str]:
    """Every marker that can stand in a report, in every language, as text."""
    found = []
    for language, _name in settings.LANGUAGES:
        with override(language):
            found += [marker(reason) for reason in RedactionReason]
    return found


# -- the texts of a reading, each with its name


def _mapped(reading: ReportReading, change: Callable[[str, str, bool], str]) -> ReportReading:
    """The reading with each of its texts changed: name of the place, text, whether it is rich."""
    observations = reading.observations
    return replace(
        reading,
        sections=tuple(_section(section, change) for section in reading.sections),
        dissents=tuple(change(f"dissent {n}", text, True) for n, text in enumerate(reading.dissents, 1)),
        observations=observations
        and replace(
            observations,
            heading=change("observations heading", observations.heading, True),
            items=tuple(_item(n, item, change) for n, item in enumerate(observations.items, 1)),
            general=change("observations general", observations.general, True),
        ),
        annex=tuple(change(f"annex {n}", text, False) for n, text in enumerate(reading.annex, 1)),
    )


def _section(section: SectionReading, change: Callable[[str, str, bool], str]) -> SectionReading:
    return replace(
        section,
        text=change(f"section {section.code}", section.text, True),
        criteria=tuple(replace(c, text=change(f"criterion {c.code}", c.text, True)) for c in section.criteria),
        blocks=tuple(_block(block, change) for block in section.blocks),
    )


def _block(block: BlockReading, change: Callable[[str, str, bool], str]) -> BlockReading:
    name = f"block {block.code}"
    return replace(
        block,
        opening=change(f"{name} opening", block.opening, True),
        findings=tuple(replace(f, text=change(f"{name} finding {f.number}", f.text, False)) for f in block.findings),
        closing=change(f"{name} closing", block.closing, True),
    )


def _item(number: int, item: ItemReading, change: Callable[[str, str, bool], str]) -> ItemReading:
    return replace(
        item,
        heading=change(f"item {number} heading", item.heading, False),
        quote=change(f"item {number} quote", item.quote, False),
        text=change(f"item {number} text", item.text, True),
    )


def _labels(reading: ReportReading) -> Callable[[str], str]:
    """How each place is called on a page."""
    named = {f"section {s.code}": s.label for s in reading.sections}
    named |= {f"criterion {c.code}": c.label for c in reading.criteria}
    for block in reading.blocks:
        named[f"block {block.code} opening"] = block.label
        named[f"block {block.code} closing"] = _("%(label)s, texte final") % {"label": block.label}
        for finding in block.findings:
            kind = str(FindingKind(block.findings_kind).label)
            named[f"block {block.code} finding {finding.number}"] = f"{kind[:1].upper()}{kind[1:]} {finding.number}"

    def label(name: str) -> str:
        if name in named:
            return named[name]
        kind, _space, rest = name.partition(" ")
        number, _space, part = rest.partition(" ")
        words = {
            "item heading": _("Observation %(number)s, intitulé"),
            "item quote": _("Observation %(number)s, passage cité"),
            "item text": _("Observation %(number)s"),
            "dissent": _("Opinion %(number)s"),
            "annex": _("Annexe, paragraphe %(number)s"),
            "observations heading": _("Lettre de l’établissement, en-tête"),
            "observations general": _("Lettre de l’établissement, texte"),
        }
        return words[name if name in words else f"{kind} {part}".strip()] % {"number": number}

    return label


def _other_texts(reading: ReportReading) -> Iterator[str]:
    """What no mark reaches: cover, facts, names, attachments, addresses of links."""
    bare = _mapped(reading, lambda name, text, rich: "")
    yield from _strings(json.loads(bare.as_json()))
    for text in reading.rich_texts():
        for address in re.findall(r'href="([^"]*)"', text):
            yield unquote(html.unescape(address))


def _strings(part: Any) -> Iterator[str]:
    if isinstance(part, str):
        yield part
    elif isinstance(part, dict):
        for value in part.values():
            yield from _strings(value)
    elif isinstance(part, list):
        for value in part:
            yield from _strings(value)


def _said(marks: Sequence[Mark]) -> Fact:
    """The line of the references that says that this is the public version."""
    reasons = "\u00a0; ".join(sorted({str(RedactionReason(mark.reason).label) for mark in marks}))
    text = ngettext(
        "%(count)d passage occulté (%(reasons)s), article R114-23 du code de la recherche. Les signatures portent sur "
        "la version complète.",
        "%(count)d passages occultés (%(reasons)s), article R114-23 du code de la recherche. Les signatures portent "
        "sur la version complète.",
        len(marks),
    )
    return Fact("redacted", _("Version publique"), text % {"count": len(marks), "reasons": reasons}, str(len(marks)))


# -- passages taken out of a text


def _without(text: str, marks: Sequence[Mark], *, rich: bool) -> str:
    """Overlapping passages are one, under the reason of the first."""
    if not marks or not text:
        return text
    return _rich_without(text, marks) if rich else _plain_without(text, marks)


def _plain_without(text: str, marks: Sequence[Mark]) -> str:
    for begin, end, reason in reversed(_spans(text, marks)):
        text = text[:begin] + marker(reason) + text[end:]
    return text


def _words(text: str, rich: bool) -> str:
    """The text in which passages are looked for, plain."""
    return _runs(_parsed(text)).whole if rich and text else text


def _rich_without(fragment: str, marks: Sequence[Mark]) -> str:
    root = _parsed(fragment)
    runs, whole, line_breaks = _runs(root)
    spans = _spans(whole, marks)
    for begin, end, reason in reversed(spans):
        put = marker(reason)
        for at, element, is_tail in runs:
            held = (element.tail if is_tail else element.text) or ""
            first, last = max(begin - at, 0), min(end - at, len(held))
            if first >= last:
                continue
            _write(element, is_tail, held[:first] + put + held[last:])
            put = ""
            _unlink(element, is_tail)
    for at, line_break in line_breaks:
        if any(begin < at < end for begin, end, _reason in spans):
            line_break.drop_tree()  # how many lines there were is not told either
    for link in list(root.iter("a")):
        if not link.get("href"):
            link.drop_tag()
    made = (link_free.decode() for link_free in (etree.tostring(kid, encoding="utf-8", method="html") for kid in root))
    return richtext.clean("".join(made))


def _parsed(fragment: str) -> Any:
    return lxml_html.fragment_fromstring(fragment, create_parent="div")


class _Runs(NamedTuple):
    """The pieces of text with where they begin in the whole, in which blocks are a new line apart."""

    pieces: list[tuple[int, etree._Element, bool]]
    whole: str
    line_breaks: list[tuple[int, Any]]


def _runs(root: etree._Element) -> _Runs:
    runs: list[tuple[int, etree._Element, bool]] = []
    line_breaks: list[tuple[int, Any]] = []
    whole = ""

    def walk(element: etree._Element) -> None:
        nonlocal whole
        if element.tag == "br":
            line_breaks.append((len(whole), element))
        if element.tag in _BREAKS:
            whole += "\n"
        if element.text:
            runs.append((len(whole), element, False))
            whole += element.text
        for kid in element:
            walk(kid)
            if kid.tag in _BREAKS:
                whole += "\n"
            if kid.tail:
                runs.append((len(whole), kid, True))
                whole += kid.tail

    walk(root)
    return _Runs(runs, whole, line_breaks)


def _write(element: etree._Element, is_tail: bool, text: str) -> None:
    if is_tail:
        element.tail = text
    else:
        element.text = text


def _unlink(element: etree._Element, is_tail: bool) -> None:
    """The address of a link of which a word is left out goes too."""
    around = element.getparent() if is_tail else element
    while around is not None:
        if around.tag == "a":
            around.attrib.pop("href", None)
        around = around.getparent()


def _spans(text: str, marks: Sequence[Mark]) -> list[tuple[int, int, str]]:
    found = sorted((m.start(), m.end(), mark.reason) for mark in marks for m in _pattern(mark.quote).finditer(text))
    merged: list[tuple[int, int, str]] = []
    for begin, end, reason in found:
        if merged and begin < merged[-1][1]:
            merged[-1] = (merged[-1][0], max(end, merged[-1][1]), merged[-1][2])
        else:
            merged.append((begin, end, reason))
    return merged


def _pattern(quote: str) -> re.Pattern[str]:
    """Its words, however they are spaced; a number is not found inside a longer one."""
    words = r"\s+".join(re.escape(word) for word in quote.split())
    before = r"(?<![^\W_])" if quote[:1].isalnum() else ""
    after = r"(?![^\W_])" if quote[-1:].isalnum() else ""
    return re.compile(f"{before}{words}{after}" if words else r"(?!)")
