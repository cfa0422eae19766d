"""Names, offices and dates under a text: who signed it, and when."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from evalprog.text import folded
from evaluations.content import Fact
from evaluations.imports.blocks import Block, Kind
from evaluations.imports.dates import find_date
from evaluations.imports.markup import without_marks
from evaluations.imports.sources import Line

_NAME = re.compile(
    r"(?:(?:M|Mme|Mr|Pr|Dr|Prof)\.?\s+)?[A-ZÀ-Þ][\w’'.-]*(?:\s+(?:d[eu]s?|la|le|van|von|[A-ZÀ-Þ][\w’'.-]*)){1,5}"
)
_OFFICES = frozenset(
    "president vice directeur directrice doyen doyenne recteur rectrice administrateur administratrice delegue"
    " responsable provost secretaire chef cheffe pour par".split()
)
_SIGNED = re.compile(r"(?:vu|fait|signé)\b.{0,60}|.{1,40},?\s+le", re.IGNORECASE)
_LINE_LENGTH = 120
_SIGNATURE_LINES = 8
_PERSON_LINES = 4  # a name and what it signs for


@dataclass(frozen=True, slots=True)
class Signed:
    name: str = ""
    office: str = ""
    signed: Fact | None = None


def is_name(text: str) -> bool:
    """Two to six words that a person may be called."""
    return _NAME.fullmatch(text) is not None and not is_office(text)


def is_office(text: str) -> bool:
    """A line that names a function rather than a person."""
    words = folded(text).removeprefix("le ").removeprefix("la ").split(" ")
    return words[0] in _OFFICES or words[0].removesuffix("e") in _OFFICES


def take_signature(blocks: list[Block]) -> tuple[list[Block], Signed]:
    """The blocks without the signature that ends them, and that signature; empty if none can be made out.

    Known forms: « Vu le … », name, office; or a name and an office (in either order) as the last two lines.
    """
    lines = _last_lines(blocks)
    dated = next((n for n in range(len(lines) - 1, -1, -1) if _date_of(lines[n])), None)
    if dated is not None:
        name, office = _name_and_office(lines[dated + 1 :])
        if name or not lines[dated + 1 :]:
            return _without_last(blocks, len(lines) - dated), Signed(name, office, _date_of(lines[dated]))
    for count in (2, 1):
        name, office = _name_and_office(lines[-count:])
        if name and office:
            return _without_last(blocks, count), Signed(name, office)
    return blocks, Signed()


def _last_lines(blocks: Sequence[Block]) -> list[str]:
    """The short lines at the end, from the first of them."""
    lines: list[str] = []
    for block in reversed(blocks):
        for line in reversed(block.lines):
            text = without_marks(line.text)
            if block.kind != Kind.PARAGRAPH or len(text) > _LINE_LENGTH or len(lines) == _SIGNATURE_LINES:
                return lines[::-1]
            lines.append(text)
    return lines[::-1]


def _date_of(line: str) -> Fact | None:
    found = find_date(line)
    if found is None or not _SIGNED.fullmatch(found.before) or not line.rstrip(" .").endswith(found.text):
        return None
    return Fact("signed_on", found.before, found.text, found.day.isoformat())


def _name_and_office(lines: Sequence[str]) -> tuple[str, str]:
    """The one line that is a name, and the others, which are offices; nothing if that is not what they are."""
    if len(lines) == 1:
        name, _comma, office = (part.strip() for part in lines[0].partition(","))
        return (name, office) if is_name(name) and (not office or is_office(office)) else ("", "")
    if len(lines) > _PERSON_LINES or any(line.endswith((".", ",", ";", ":")) for line in lines):
        return "", ""
    names = [line for line in lines if is_name(line)]
    offices = [line for line in lines if line not in names]
    if len(names) != 1 or (offices and not any(is_office(line) for line in offices)):
        return "", ""
    return names[0], ", ".join(offices)


def _without_last(blocks: Sequence[Block], count: int) -> list[Block]:
    """The blocks without their last lines."""
    kept = list(blocks)
    while count and kept:
        last = kept.pop()
        if len(last.lines) > count:
            lines: tuple[Line, ...] = last.lines[:-count]
            kept.append(replace(last, html=" ".join(without_marks(line.text) for line in lines), lines=lines))
            count = 0
        count -= min(count, len(last.lines))
    return kept
