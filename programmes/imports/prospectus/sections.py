"""The sections of a prospectus: what its headings say that the lines below are about."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field

from evalprog.text import folded
from programmes.enums import NarrativeKind
from programmes.imports.prospectus.lines import Line
from programmes.imports.prospectus.markup import plain, strong

_MARKED = re.compile(r"\s{0,3}(#{1,6})\s+(.*?)\s*#*$")
_CODE = re.compile(r"(?P<code>[A-Z]{2,8}\d[A-Z0-9]{0,6})\s*[-–—:]\s*(?P<title>\S.*)")
# The first that a heading begins with tells; longer and more certain ones come first.
_BEGINNINGS: tuple[tuple[str, NarrativeKind], ...] = (
    ("formations ulterieures", NarrativeKind.FURTHER_STUDIES),
    ("poursuite d etudes", NarrativeKind.FURTHER_STUDIES),
    ("poursuites d etudes", NarrativeKind.FURTHER_STUDIES),
    ("prerequis", NarrativeKind.PREREQUISITES),
    ("condition d acces", NarrativeKind.ACCESS),
    ("conditions d acces", NarrativeKind.ACCESS),
    ("conditions d admission", NarrativeKind.ACCESS),
    ("conditions specifiques d admission", NarrativeKind.ACCESS),
    ("acces", NarrativeKind.ACCESS),
    ("admission", NarrativeKind.ACCESS),
    ("procedure d admission", NarrativeKind.ACCESS),
    ("procedures d admission", NarrativeKind.ACCESS),
    ("inscription", NarrativeKind.ACCESS),
    ("diplomes du", NarrativeKind.ACCESS),
    ("diplomes de", NarrativeKind.ACCESS),
    ("bacheliers", NarrativeKind.ACCESS),
    ("evaluation", NarrativeKind.ASSESSMENT),
    ("modalites d evaluation", NarrativeKind.ASSESSMENT),
    ("pedagogie", NarrativeKind.TEACHING),
    ("methodes d enseignement", NarrativeKind.TEACHING),
    ("mobilite", NarrativeKind.MOBILITY),
    ("international", NarrativeKind.MOBILITY),
    ("gestion", NarrativeKind.MANAGEMENT),
    ("contact", NarrativeKind.MANAGEMENT),
    ("debouches", NarrativeKind.CAREERS),
    ("metiers", NarrativeKind.CAREERS),
    ("reglement", NarrativeKind.REGULATIONS),
    ("introduction", NarrativeKind.INTRODUCTION),
    ("presentation", NarrativeKind.INTRODUCTION),
    ("objectifs", NarrativeKind.INTRODUCTION),
    ("profil enseignement", NarrativeKind.OUTCOMES),
    ("profil de sortie", NarrativeKind.OUTCOMES),
    ("competences", NarrativeKind.OUTCOMES),
    ("acquis", NarrativeKind.OUTCOMES),
    ("referentiel", NarrativeKind.OUTCOMES),
    ("cours et acquis", NarrativeKind.OUTCOMES),
    ("structure", NarrativeKind.STRUCTURE),
    ("programme", NarrativeKind.STRUCTURE),
    ("liste des cours", NarrativeKind.STRUCTURE),
    ("informations diverses", NarrativeKind.OTHER),
)
_LONGEST = 200


@dataclass(frozen=True, slots=True)
class Heading:
    """``level``: from 1; of one that only its words betray, 6. ``kind``: what its words announce, if anything."""

    line: Line
    level: int
    title: str
    code: str
    kind: NarrativeKind | None


@dataclass(slots=True)
class Section:
    """``kind``: its own, or that of the section in which its heading, which says nothing, stands."""

    kind: NarrativeKind
    heading: Heading | None = None
    lines: list[Line] = field(default_factory=list)

    @property
    def is_empty(self) -> bool:
        return all(line.is_blank for line in self.lines)

    @property
    def title(self) -> str:
        return in_small_letters(self.heading.title) if self.heading else ""


def kind_of(title: str) -> NarrativeKind | None:
    words = folded(title)
    return next((kind for beginning, kind in _BEGINNINGS if words.startswith(beginning)), None)


def heading_of(line: Line) -> Heading | None:
    """Marked with « # »; or a line all in capitals, or bold, whose words announce a section."""
    if len(line.text) > _LONGEST:
        return None
    marked = _MARKED.match(line.text)
    if marked:
        return _heading(line, len(marked[1]), plain(marked[2]))
    if not (line.text.isupper() or "<" in line.text):
        return None
    words = strong(line.text) or plain(line.text)
    if len(words) < 80 and words.isupper():
        heading = _heading(line, 6, words)
        return heading if heading.kind else None
    return None


def _heading(line: Line, level: int, words: str) -> Heading:
    coded = _CODE.match(words)
    title = coded["title"] if coded else words
    return Heading(line, level, title, coded["code"] if coded else "", kind_of(title))


def sections_of(lines: Iterable[Line]) -> list[Section]:
    """In the order of the file; what comes before the first heading is a section without any.

    A heading whose words announce nothing is about what the section around it is about, if it is within one.
    """
    sections = [Section(NarrativeKind.OTHER)]
    around: Heading | None = None
    for line in lines:
        heading = heading_of(line)
        if heading is None:
            sections[-1].lines.append(line)
            continue
        if heading.kind or around is None or heading.level <= around.level:
            around = heading
        sections.append(Section(around.kind or NarrativeKind.OTHER, heading))
    return sections


def in_small_letters(title: str) -> str:
    """« CONDITIONS D’ACCÈS » as one writes it in a sentence; any other title as it is."""
    return (
        title[:1] + title[1:].lower()
        if title.isupper() and " " in title or len(title) > 4 and title.isupper()
        else title
    )
