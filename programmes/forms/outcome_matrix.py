"""Which course contributes to which outcome, as a grid of check boxes kept in one go.

Only the boxes that are ticked are sent, of the courses of one page: never more than a browser may send at once. Which
boxes there were, and which were ticked, is told by the writing that the page showed: boxes are kept one by one.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.utils.html import strip_tags

from evalprog.documents.editing import Document, children
from programmes.description import Course, Outcome
from programmes.description.editing import DESCRIPTION

MOST_CELLS = 900
MOST_UNCODED = 100  # of the outcomes without a code, that are shown to be given one
ROW, PREFIX = "row", "o:"


@dataclass(frozen=True, slots=True)
class Heading:
    code: str
    text: str


@dataclass(frozen=True, slots=True)
class Uncoded:
    """An outcome that no course can name yet. ``path``: where it is given a code."""

    path: str
    text: str


@dataclass(frozen=True, slots=True)
class Box:
    """``differs``: what stands is not what was sent."""

    outcome: Heading
    is_ticked: bool
    differs: bool = False


@dataclass(frozen=True, slots=True)
class MatrixRow:
    code: str
    title: str
    name: str
    boxes: tuple[Box, ...]


@dataclass(frozen=True, slots=True)
class Lost:
    """Boxes of one course that were changed and that the matrix has no longer: codes of outcomes."""

    course: str
    ticked: tuple[str, ...]
    unticked: tuple[str, ...]


class OutcomeMatrix:
    """``data``: what came back, or nothing. A course that stands in several groups is one row."""

    def __init__(self, document: Document, page: int, data: Any = None) -> None:
        self.document, self.page = document, page
        spots = list(DESCRIPTION.walk(document))
        outcomes = [spot.record for spot in spots if spot.part is Outcome and spot.record.get("code")]
        uncoded = [spot for spot in spots if spot.part is Outcome and not spot.record.get("code")]
        self.uncoded = [Uncoded(spot.path, strip_tags(spot.record.get("text", ""))) for spot in uncoded[:MOST_UNCODED]]
        self.without_code = len(uncoded)
        self.more_uncoded = len(uncoded) - len(self.uncoded)
        self.outcomes = [Heading(o["code"], strip_tags(o.get("text", ""))) for o in outcomes[:MOST_CELLS]]
        self.left_out = len(outcomes) - len(self.outcomes)
        self.courses = {s.record["code"]: s.record for s in reversed(spots) if s.part is Course}
        self.courses = dict(reversed(self.courses.items()))
        a_page = max(1, MOST_CELLS // (len(self.outcomes) + 1))
        self.page_count = max(1, -(-len(self.courses) // a_page))
        codes = list(self.courses)[(page - 1) * a_page : page * a_page]
        sent = dict.fromkeys(data.getlist(ROW)) if data is not None else {}
        self.missing = [code for code in sent if code not in self.courses]
        self._typed = {code: frozenset(data.getlist(PREFIX + code)) for code in sent}
        self.sent = {code: ticked for code, ticked in self._typed.items() if code in self.courses}
        self.taken = False  # others changed a box of these rows, and it was kept
        self.lost: list[Lost] = []
        self._shown = codes

    @property
    def rows(self) -> list[MatrixRow]:
        return [self._row(code) for code in (self.sent or self._shown)]

    def _row(self, code: str) -> MatrixRow:
        kept = self._kept(code)
        ticked = self.sent.get(code, kept)
        boxes = tuple(Box(o, o.code in ticked, (o.code in ticked) != (o.code in kept)) for o in self.outcomes)
        return MatrixRow(code, self.courses[code]["title"], PREFIX + code, boxes)

    def _kept(self, code: str) -> frozenset[str]:
        return frozenset(self.courses[code].get("outcomes", ()))

    def merge(self, read: Document) -> None:
        """Boxes that the person left as the page showed them take what stands; those that they changed stay.

        ``read``: the writing that the page showed. A box is ticked or not: no two can change it in different ways.
        """
        before = OutcomeMatrix(read, 1)
        shown = frozenset(outcome.code for outcome in before.outcomes)
        columns = frozenset(outcome.code for outcome in self.outcomes)
        for code, typed in self._typed.items():
            if code not in before.courses:
                continue
            was = before._kept(code) & shown
            changed = was ^ (typed & shown)
            if code in self.courses:
                now = self._kept(code)
                self.sent[code] = (now - changed) | (changed & typed)
                self.taken |= any((outcome in now) != (outcome in was) for outcome in columns - changed)
            if nowhere := (changed - columns if code in self.courses else changed):
                self.lost.append(Lost(code, tuple(sorted(nowhere & typed)), tuple(sorted(nowhere - typed))))

    def ticked(self) -> Document:
        """The document with what was ticked; codes that the grid does not show stay."""
        shown = [outcome.code for outcome in self.outcomes]
        changed = DESCRIPTION.copied(self.document)
        for course in _courses_of(changed):
            if course["code"] in self.sent:
                others = [code for code in course.get("outcomes", ()) if code not in shown]
                told = [code for code in shown if code in self.sent[course["code"]]]
                course.pop("outcomes", None)
                if told or others:
                    course["outcomes"] = [*told, *others]
        return changed


def _courses_of(document: Document) -> Iterable[Document]:
    waiting = [DESCRIPTION.find(document, "")]
    while waiting:
        for spot in children(waiting.pop()):
            if spot.part is Course:
                yield spot.record
            elif spot.name in ("groups", "courses"):
                waiting.append(spot)
