"""The words of a report that everybody may read: the one source of the register's index and of its extracts.

Whatever is withheld from the public must be withheld here, and then no search, extract or export has it.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from evalprog import richtext
from evaluations.content import ReportReading


@dataclass(frozen=True, slots=True)
class PublicText:
    """``heading``: what the report is about; ``body``: what it says, a line per paragraph."""

    heading: str
    body: str


def public_text(reading: ReportReading) -> PublicText:
    """The public words of a reading, without anybody's name: signatories and committee are not searched for."""
    return PublicText(heading="\n".join(_heading(reading)), body="\n".join(_body(reading)))


def words_of(reading: ReportReading) -> str:
    """All that the public may read of it, in one string."""
    text = public_text(reading)
    return f"{text.heading}\n{text.body}"


def _heading(reading: ReportReading) -> Iterator[str]:
    cover = reading.cover
    yield from filter(None, (cover.title, cover.institution, cover.campaign))
    yield from (fact.text for fact in (*cover.lines, *reading.head) if any(map(str.isalnum, fact.text)))


def _body(reading: ReportReading) -> Iterator[str]:
    for fragment in reading.rich_texts():
        yield from filter(None, richtext.to_plain(fragment).split("\n"))
    gathered = (section for sheet in reading.sheets for section in sheet.sections)
    for section in (*reading.sections, *gathered):
        yield from (finding.text for block in section.blocks for finding in block.findings)
    yield from reading.annex
