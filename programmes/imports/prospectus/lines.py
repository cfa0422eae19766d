"""The lines of a prospectus, and the account of what became of each of them."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from programmes.imports.parsed import Noted, Unplaced


@dataclass(frozen=True, slots=True)
class Line:
    """``number`` counts from 1 in the file."""

    number: int
    text: str

    @property
    def is_blank(self) -> bool:
        return not self.text.strip()


def lines_of(text: str) -> list[Line]:
    """``text``: normalised, lines ended by ``\\n``. Tabulations at the end count: they are empty columns."""
    return [Line(number, line) for number, line in enumerate(text.split("\n"), 1)]


def weight(text: str) -> int:
    """How many characters are not blank."""
    return sum(map(len, text.split()))


@dataclass(slots=True)
class Account:
    """What was placed, line by line, what of a line was not, and what was noted."""

    _placed: set[int] = field(default_factory=set)
    _lost: dict[int, list[str]] = field(default_factory=dict)
    noted: list[Noted] = field(default_factory=list)

    def place(self, *lines: Line) -> None:
        """They say something that the description now says, or that was understood and says nothing of it."""
        self._placed.update(line.number for line in lines)

    def lose(self, line: Line, fragment: str) -> None:
        """Of a line that is placed, what fits nowhere."""
        if fragment.strip():
            self._lost.setdefault(line.number, []).append(fragment.strip())

    def displace(self, line: Line) -> None:
        """It seemed to fit, and does not."""
        self._placed.discard(line.number)

    def note(self, line: int | None, code: str, text: str) -> None:
        self.noted.append(Noted(line, code, text))

    def unplaced(self, lines: Iterable[Line]) -> list[Unplaced]:
        """In the order of the file: lines as they are, and fragments of those that were placed but for them."""
        found: list[Unplaced] = []
        for line in lines:
            if line.number not in self._placed and not line.is_blank:
                found.append(Unplaced(line.number, line.text))
            elif line.number in self._lost:
                found += [Unplaced(line.number, fragment) for fragment in self._lost[line.number]]
        return found

    def coverage(self, lines: list[Line]) -> float:
        """The share of the characters that are not blank and were placed; of an empty text, the whole."""
        total = sum(weight(line.text) for line in lines)
        lost = sum(weight(fragment.text) for fragment in self.unplaced(lines))
        return 1.0 if not total else (total - lost) / total
