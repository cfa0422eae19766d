"""Tables as people paste them: cells parted by tabs, semicolons or bars, HTML, with the lines around.

read(text) -> Pasted     the tables, what was noted of them, and every line that is part of none
"""

import re
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, replace

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from evalprog import numbers
from evalprog.documents import DocumentInvalid, quoted
from evalprog.text import folded, normalise, one_line
from programmes.indicators import coherence, guessing
from programmes.indicators.documents import as_document, parse
from programmes.indicators.html_cells import lines_of_html
from programmes.indicators.parts import IndicatorRow, IndicatorTable
from programmes.indicators.rules import is_year

MOST_CHARACTERS = 200_000
MOST_TABLES = 30
_SEPARATORS = ("\t", ";", "|")
_INDENT = re.compile(r"^(?P<space>[ \u00a0\u2003]*)(?P<signs>(?:[-–—•·*>]\s*)*)(?=\S)")
_RULER = re.compile(r"[\s|:+=-]+")  # the line under the header of a Markdown table
_LONGEST_CAPTION = 200
_LONGEST_HEADING = 80
_CAPTION = re.compile(r"^(?:tableaux?|tab\.?|figure|evolution|repartition|effectifs?)\b")
_SOURCE = re.compile(r"\s*\(?sources?\s*[:\-–—]\s*(?P<named>\S.*)", re.IGNORECASE)
_FOLLOWS = re.compile(r"\bci-dessous\b|\bsuivante?\b")


@dataclass(frozen=True, slots=True)
class Note:
    """Something to look at. ``line`` counts from 1 in what was pasted; ``column``: the heading of the column."""

    line: int | None
    column: str
    sentence: str


@dataclass(frozen=True, slots=True)
class Pasted:
    """``problems``: what kept a table from being read; ``noted``: what was read and should be looked at.

    ``unplaced``: the lines that belong to no table, with their number.
    """

    tables: tuple[IndicatorTable, ...]
    problems: tuple[Note, ...] = ()
    noted: tuple[Note, ...] = ()
    unplaced: tuple[tuple[int, str], ...] = ()


@dataclass(frozen=True, slots=True)
class _Cells:
    """A line of the source, cut."""

    number: int
    cells: tuple[str, ...]


@dataclass(slots=True)
class _Block:
    """Lines that follow each other and are cut alike; ``caption``: the number of the line that names them;
    ``source``: of the one that says where they come from."""

    lines: list[_Cells]
    caption: int | None = None
    source: int | None = None


def read(text: str, *, taken: Collection[str] = ()) -> Pasted:
    """``taken``: codes of tables that stand already."""
    if len(text) > MOST_CHARACTERS:
        sentence = _("Ce texte est trop long : %(length)d caractères, pour %(most)d au plus. Collez moins de tableaux.")
        return Pasted((), (Note(None, "", sentence % {"length": len(text), "most": MOST_CHARACTERS}),))
    plain = lines_of_html(text) if "<t" in text.lower() and "</t" in text.lower() else normalise(text).split("\n")
    blocks = list(_blocks(plain))
    if not blocks:
        sentence = _(
            "Aucun tableau dans ce texte : il faut une ligne d’en-tête avec les années, puis une ligne par indicateur, "
            "leurs cellules séparées par des tabulations, des points-virgules ou des barres."
        )
        return Pasted((), (Note(None, "", sentence),), (), _others(plain, []))
    _name(blocks, plain)
    return _Reading(plain, set(taken)).read(blocks)


def _others(plain: Sequence[str], blocks: Sequence[_Block]) -> tuple[tuple[int, str], ...]:
    placed = {line.number for block in blocks for line in block.lines}
    placed |= {number for block in blocks for number in (block.caption, block.source) if number}
    return tuple((n, line) for n, line in enumerate(plain, 1) if line.strip() and n not in placed)


def _blocks(plain: Sequence[str]) -> Iterator[_Block]:
    """Runs of lines cut by one sign, that begin with a header or hold figures."""
    run: list[_Cells] = []
    sign = ""
    for number, line in enumerate([*plain, ""], 1):
        here = sign if sign and sign in line else next((s for s in _SEPARATORS if s in line), "")
        if here and _RULER.fullmatch(line) and "-" in line and run:
            run.append(_Cells(number, ()))
        elif here and (here == sign or not run):
            run.append(_Cells(number, _cut(line, here)))
            sign = here
        else:
            if _is_table(run):
                yield _Block(run)
            run, sign = ([_Cells(number, _cut(line, here))], here) if here else ([], "")


def _cut(line: str, sign: str) -> tuple[str, ...]:
    if sign == "|" and line.strip().startswith("|") and line.strip().endswith("|"):
        line = line.strip().removeprefix("|").removesuffix("|")
    label, *cells = (cell.strip('"') if sign == ";" else cell for cell in line.split(sign))
    return (label.rstrip(), *(one_line(cell) for cell in cells))


def _is_table(run: Sequence[_Cells]) -> bool:
    """A header of years, or figures below the first line: a sentence with a semicolon is none."""
    full = [line for line in run if line.cells]
    if len(full) < 2:
        return False
    if any(is_year(cell) for cell in full[0].cells[1:]):
        return True
    figures = [cell for line in full[1:] for cell in line.cells[1:] if numbers.number(cell) is not None]
    return bool(figures) and len(full[0].cells) > 1


# -- captions


def _name(blocks: list[_Block], plain: Sequence[str]) -> None:
    """Each table takes the line above that names it, else the one below, else a heading. No line names two."""
    taken: set[int] = set()
    for at, block in enumerate(blocks):
        above, below = _beside(plain, block.lines[0].number, -1), _beside(plain, block.lines[-1].number, 1)
        following = blocks[at + 1] if at + 1 < len(blocks) else None
        if above is not None and above not in taken:
            block.caption = above
        elif below is not None and not _is_of_next(plain, below, following):
            block.caption = below
        else:
            block.caption = _alone_above(plain, block.lines[0].number, taken)
        if block.caption is not None:
            taken.add(block.caption)
        block.source = _source_below(plain, block)


def _source_below(plain: Sequence[str], block: _Block) -> int | None:
    """« Source : SISE » under the table, or under its caption there: the next line that is not blank."""
    below = (
        n for n in range(block.lines[-1].number + 1, len(plain) + 1) if plain[n - 1].strip() and n != block.caption
    )
    number = next(below, None)
    return number if number is not None and _source(plain[number - 1]) else None


def _source(line: str) -> str:
    """What « Source : … » names, or nothing."""
    found = _SOURCE.fullmatch(line)
    named = one_line(found["named"]) if found else ""
    return named.removesuffix(")") if line.lstrip().startswith("(") else named


def _is_source(line: _Cells) -> bool:
    """In a row of its own, as a spreadsheet copies it: with empty cells."""
    return bool(_source(line.cells[0])) and not any(line.cells[1:])


def _beside(plain: Sequence[str], number: int, step: int) -> int | None:
    """The number of the nearest line that is not blank, when it reads like the name of a table."""
    at = number - 1 + step
    while 0 <= at < len(plain) and not plain[at].strip():
        at += step
    return at + 1 if 0 <= at < len(plain) and _reads_like_a_name(plain[at]) else None


def _alone_above(plain: Sequence[str], number: int, taken: set[int]) -> int | None:
    """A few words that stand alone upon the table, « Réussite »; a sentence, which ends with a point, is none."""
    line = plain[number - 2].strip() if number > 1 else ""
    has_company = number > 2 and plain[number - 3].strip()
    if (
        not line
        or has_company
        or _source(line)
        or number - 1 in taken
        or len(line) > _LONGEST_HEADING
        or line.endswith(".")
    ):
        return None
    return None if any(sign in line for sign in _SEPARATORS) else number - 1


def _reads_like_a_name(line: str) -> bool:
    if len(line) > _LONGEST_CAPTION or any(sign in line for sign in _SEPARATORS):
        return False
    bare = line.strip()
    return _CAPTION.match(folded(bare)) is not None or (bare.endswith(":") and len(bare.split()) > 1)


def _is_of_next(plain: Sequence[str], number: int, following: _Block | None) -> bool:
    """« Le tableau ci-dessous … » names what follows, where something does."""
    if following is None or _beside(plain, following.lines[0].number, -1) != number:
        return False
    return _FOLLOWS.search(plain[number - 1].casefold()) is not None


# -- tables


class _Reading:
    def __init__(self, plain: Sequence[str], taken: set[str]) -> None:
        self.plain = plain
        self.taken = taken
        self.problems: list[Note] = []
        self.noted: list[Note] = []

    def read(self, blocks: list[_Block]) -> Pasted:
        if len(blocks) > MOST_TABLES:
            sentence = _("Ce texte a %(count)d tableaux ; collez-en %(most)d au plus à la fois.")
            self._refuse(None, "", sentence % {"count": len(blocks), "most": MOST_TABLES})
            blocks = []
        tables = [table for block in blocks if (table := self._table(block)) is not None]
        return Pasted(tuple(tables), tuple(self.problems), tuple(self.noted), _others(self.plain, blocks))

    def _table(self, block: _Block) -> IndicatorTable | None:
        head, *body = [line for line in block.lines if line.cells]
        sources = [_source(line.cells[0]) for line in body if _is_source(line)]
        sources += [_source(self.plain[block.source - 1])] if block.source is not None else []
        body = [line for line in body if not _is_source(line)]
        years = head.cells[1:]
        while years and not years[-1] and all(len(line.cells) <= len(years) or not line.cells[-1] for line in body):
            years = years[:-1]  # a tab too many at the end of each line
        if len(years) > coherence.MOST_YEARS or len(body) > coherence.MOST_ROWS:
            sentence = _("Ce tableau a %(rows)d lignes et %(years)d colonnes, pour %(most)d et %(widest)d au plus.")
            told = {
                "rows": len(body),
                "years": len(years),
                "most": coherence.MOST_ROWS,
                "widest": coherence.MOST_YEARS,
            }
            return self._refuse(head.number, "", sentence % told)
        if not all(self._fits(line, years) for line in body):
            return None
        rows = self._rows(body, years)
        title = self._title(block, head)
        kind = guessing.kind_of_table(title, [row.label for row in rows if not row.part_of])
        code = guessing.table_code(kind, self.taken)
        table = IndicatorTable(
            code=code,
            kind=kind,
            title=title or kind.label.capitalize(),
            unit=_unit(rows),
            source=" · ".join(sources),
            years=years,
            rows=tuple(rows),
        )
        return self._sound(table, head)

    def _sound(self, table: IndicatorTable, head: _Cells) -> IndicatorTable | None:
        try:
            parse(as_document(table))
        except DocumentInvalid as invalid:
            for problem in invalid.problems[:10]:
                self._refuse(head.number, "", _("Tableau « %(title)s » : %(problem)s") % {
                    "title": quoted(table.title), "problem": problem.sentence,
                })  # fmt: skip
            return None
        self.taken.add(table.code)
        return table

    def _fits(self, line: _Cells, years: Sequence[str]) -> bool:
        """As many values as there are years; empty ones at the end may be left out or be too many."""
        count = len(line.cells) - 1
        while count > len(years) and not line.cells[count]:
            count -= 1
        if 0 < count <= len(years) and (count == len(years) or "" in line.cells[1:]) or not count:
            return True
        sentence = ngettext(
            "« %(label)s » a %(count)d valeur pour %(years)d années : on ne sait pas laquelle manque. Écrivez « - » "
            "pour ce qui n’est pas disponible.",
            "« %(label)s » a %(count)d valeurs pour %(years)d années : on ne sait pas laquelle manque ou est en trop. "
            "Écrivez « - » pour ce qui n’est pas disponible.",
            count,
        )
        told = {"label": quoted(one_line(line.cells[0])), "count": count, "years": len(years)}
        self._refuse(line.number, "", sentence % told)
        return False

    def _rows(self, body: Sequence[_Cells], years: Sequence[str]) -> list[IndicatorRow]:
        rows: list[IndicatorRow] = []
        above: list[tuple[int, str]] = []  # depth and code of the rows that may be cut into parts
        whole = ""  # the nearest row of which « dont … » without indentation is a part
        codes: set[str] = set()
        for line in body:
            depth, label = _label(line.cells[0])
            while above and above[-1][0] >= depth:
                above.pop()
            parent = above[-1][1] if above and depth else ""
            parent = parent or (whole if guessing.is_dont(label) else "")
            row = self._row(line, label, parent, rows, codes, years)
            rows.append(row)
            codes.add(row.code)
            above.append((depth, row.code))
            if not depth and not guessing.is_dont(label):
                whole = row.code
        return rows

    def _row(
        self,
        line: _Cells,
        label: str,
        parent: str,
        rows: Sequence[IndicatorRow],
        codes: set[str],
        years: Sequence[str],
    ) -> IndicatorRow:
        values = [*line.cells[1 : len(years) + 1], *[""] * (len(years) + 1 - len(line.cells))]
        for year, value in zip(years, values, strict=True):
            self._look_at(line, label, year, value)
        whole = None if parent else next((row for row in rows if _begins_with(label, row.label)), None)
        measure = guessing.kind_of(label) if not parent and whole is None else None
        named = label[len(whole.label) :] if whole else label
        code = guessing.row_code(named, measure, codes)
        row = IndicatorRow(
            code=code, label=label, part_of=whole.code if whole else parent, measure=measure, values=tuple(values)
        )
        return self._apart(line, row, rows)

    def _apart(self, line: _Cells, row: IndicatorRow, rows: Sequence[IndicatorRow]) -> IndicatorRow:
        """« dont … », VAE: under the total above, and not counted in it until somebody says so."""
        counted = (other.part_of for other in reversed(rows) if other.part_of and not other.outside_total)
        parent = row.part_of or next(counted, "")
        if not parent or not guessing.is_apart(row.label):
            return row
        sentence = _("« %(label)s » a été mis hors du total : vérifiez s’il y est compté.")
        self.noted.append(Note(line.number, "", sentence % {"label": quoted(row.label)}))
        code = row.code
        return replace(row, code=code, part_of=parent, outside_total=True, measure=None)

    def _look_at(self, line: _Cells, label: str, year: str, value: str) -> None:
        if value and numbers.number(value) is None and numbers.read_cell(value) is not None:
            sentence = _("« %(value)s » n’est pas un nombre ; il est gardé tel quel (« %(label)s », %(year)s).")
            told = {"value": quoted(value), "label": quoted(label), "year": quoted(year)}
            self.noted.append(Note(line.number, year, sentence % told))

    def _title(self, block: _Block, head: _Cells) -> str:
        if block.caption is not None:
            return one_line(self.plain[block.caption - 1]).rstrip(" :\u00a0")
        return one_line(head.cells[0])

    def _refuse(self, line: int | None, column: str, sentence: str) -> None:
        self.problems.append(Note(line, column, sentence))


def _label(cell: str) -> tuple[int, str]:
    """How deep a row stands, by its indentation or the dashes before its name, and the name."""
    found = _INDENT.match(cell)
    if found is None:
        return 0, one_line(cell) or _("Ligne")
    signs = len(re.findall(r"\S", found["signs"]))
    depth = 100 * signs + len(found["space"])
    return depth, one_line(cell[found.end() :]) or _("Ligne")


def _begins_with(label: str, other: str) -> bool:
    """« Nombre d’inscrits venant de L2 » is cut from « Nombre d’inscrits »."""
    return len(label) > len(other) + 1 and label.startswith(f"{other} ")


def _unit(rows: Sequence[IndicatorRow]) -> str:
    values = [value for row in rows for value in row.values if numbers.number(value) is not None]
    return "%" if values and all(value.rstrip().endswith("%") for value in values) else ""
