"""Who may come in: the tables of diplomas, the lists with the credits to be added, what is said of a category."""

import re
from dataclasses import dataclass, field
from decimal import Decimal

from evalprog.text import folded
from programmes.description import AccessRow, AccessTable
from programmes.imports.prospectus.courses import cells_of
from programmes.imports.prospectus.lines import Account, Line
from programmes.imports.prospectus.markup import Block, blocks_of, bullet, plain
from programmes.imports.prospectus.sections import Section

_COLUMNS = {
    "diplomes": "diploma",
    "diplome": "diploma",
    "titres": "diploma",
    "conditions specifiques": "conditions",
    "conditions": "conditions",
    "acces": "access",
    "remarques": "remarks",
    "remarque": "remarks",
}
_BY_CUSTOM = dict(enumerate(("diploma", "conditions", "access", "remarks")))
_EXTRA = (
    re.compile(r"crédits supplémentaires\s?:?\s?(?:entre|de)\s(\d{1,3})\s(?:et|à)\s(\d{1,3})", re.IGNORECASE),
    re.compile(r"entre\s(\d{1,3})\set\s(\d{1,3})\scrédits supplémentaires", re.IGNORECASE),
    re.compile(r"(\d{1,3})\s(?:à|-|–)\s(\d{1,3})\scrédits supplémentaires", re.IGNORECASE),
    re.compile(r"(\d{1,3})()\scrédits supplémentaires", re.IGNORECASE),
)
_CATEGORIES = ("diplomes d", "titulaires", "bacheliers", "etudiants", "candidats", "porteurs")
_LONGEST = 20_000  # characters of a line or a paragraph


@dataclass(slots=True)
class Draft:
    """A table in the making: its rows, each with its line; ``notes``: what is said below them."""

    title: str
    heading: Line | None
    rows: list[tuple[AccessRow, Line]] = field(default_factory=list)
    notes: list[Block] = field(default_factory=list)


class Access:
    """Takes the sections about access, in order; gives back the prose that belongs to no category."""

    def __init__(self, account: Account) -> None:
        self.account = account
        self.tables: list[Draft] = []
        self._columns = _BY_CUSTOM

    def take(self, section: Section) -> list[Block]:
        draft = Draft(section.title, section.heading.line if section.heading else None)
        rest, below = self._rows(section.lines, draft)
        prose, notes = blocks_of(rest), blocks_of(below)
        if not draft.rows and folded(section.title).startswith(_CATEGORIES):
            prose, notes = [], prose
        if not draft.rows and not notes:
            return prose
        prose += [block for block in notes if len(block.text) > _LONGEST]
        draft.notes = notes = [block for block in notes if len(block.text) <= _LONGEST]
        for block in notes:
            self.account.place(*block.lines)
        self.tables.append(draft)
        return prose

    def _rows(self, lines: list[Line], draft: Draft) -> tuple[list[Line], list[Line]]:
        """The rows go into the draft; what is prose before them, and after the first of them."""
        before: list[Line] = []
        below: list[Line] = []
        heading = ""
        for line in lines:
            cells = [plain(cell) for cell in cells_of(line.text)] if _has_cells(line.text) else []
            if self._is_heading(cells) or (cells and not re.search(r"\w", line.text)):
                self.account.place(line)
            elif cells and len([cell for cell in cells if cell]) == 1:
                heading = next(cell for cell in cells if cell)
                self.account.place(line)
            elif row := self._row(line, cells, heading):
                draft.rows.append((row, line))
                self.account.place(line)
            else:
                (below if draft.rows else before).append(line)
        return before, below

    def _is_heading(self, cells: list[str]) -> bool:
        said = {place: _COLUMNS[folded(cell)] for place, cell in enumerate(cells) if folded(cell) in _COLUMNS}
        if len(said) < 2 or len(said) < len([cell for cell in cells if cell]):
            return False
        self._columns = said
        return True

    def _row(self, line: Line, cells: list[str], heading: str) -> AccessRow | None:
        if cells:
            return self._from_cells(line, cells, heading)
        if len(line.text) > 500:
            return None
        text = plain(bullet(line.text) or line.text)
        found = _extra(text)
        if found is None:
            return None
        begin, low, high = found
        diploma = text[:begin].rstrip(" -–—:,(")
        if not diploma or diploma.count(" ") > 25 or text.endswith(":"):
            return None
        rest = ""  # what is told after the credits
        match = next(pattern.search(text) for pattern in _EXTRA if pattern.search(text))
        if match:
            rest = text[match.end() :].strip(" .;,)")
        return AccessRow(diploma=diploma, remarks=rest, extra_from=low, extra_to=high)

    def _from_cells(self, line: Line, cells: list[str], heading: str) -> AccessRow:
        said: dict[str, str] = {}
        for place, cell in enumerate(cells):
            name = self._columns.get(place)
            if name is None or len(cell) > _LONGEST:
                self.account.lose(line, cell)
            elif cell:
                said[name] = cell
        extra = _extra(said.get("remarks", "")) or _extra(said.get("conditions", ""))
        low, high = extra[1:] if extra else (None, None)
        return AccessRow(heading=heading, extra_from=low, extra_to=high, **said)


def _has_cells(text: str) -> bool:
    if len(text) > _LONGEST:
        return False
    return "\t" in text.strip() or "\t\t" in text or (text.lstrip().startswith("|") and text.count("|") > 2)


def _extra(text: str) -> tuple[int, Decimal, Decimal] | None:
    """Where the credits to be added are told, and from how many to how many."""
    for pattern in _EXTRA:
        if found := pattern.search(text):
            low = Decimal(found[1])
            return found.start(), low, Decimal(found[2]) if found[2] else low
    return None


def frozen(drafts: list[Draft], places: dict[str, int]) -> tuple[AccessTable, ...]:
    """``places``: of every path, the number of its line; added to."""
    tables = []
    for index, draft in enumerate(drafts):
        path = f"access[{index}]"
        if draft.heading:
            places[path] = draft.heading.number
        if draft.notes:
            places[f"{path}.note"] = draft.notes[0].lines[0].number
        for number, (_row, line) in enumerate(draft.rows):
            places[f"{path}.rows[{number}]"] = line.number
        note = "\n\n".join(("- " if block.is_item else "") + plain(block.text) for block in draft.notes)
        tables.append(AccessTable(title=draft.title, rows=tuple(row for row, _line in draft.rows), note=note))
    return tuple(tables)
