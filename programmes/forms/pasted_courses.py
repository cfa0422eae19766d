"""Courses pasted as lines of a spreadsheet: in the columns that the first line names, else in those of the page.

ADT1103⇥Europe⇥3⇥30⇥15                                 in the order of the page
Code⇥Intitulé⇥CM⇥TD⇥Crédits, then ADT1103⇥…            in the order of these headings
"""

import re
from collections.abc import Sequence

from django.utils.translation import gettext as _

from evalprog.documents import quoted
from evalprog.documents.editing import Document
from evalprog.documents.errors import ErrorLine
from evalprog.numbers import NOT_AVAILABLE
from evalprog.text import folded, one_line
from programmes.enums import HourKind
from programmes.forms.course_cells import Cell, Column, every_column, record

LINES_ID = "lignes"  # of the field where lines are pasted
LONGEST_PASTE = 400_000  # letters: two thousand lines
_UNIT = re.compile(r"(?<=\d)\s*(h|heures?|ects|crédits?)\.?$", re.IGNORECASE)
_ALSO = {
    "ects": "credits",
    "credits ects": "credits",
    "titre": "title",
    "cours": "title",
    "heures": HourKind.TOTAL.value,
}


class PastedCourses:
    """``shown``: the columns of the page, in order. ``records``: what the lines say. ``errors``: what is wrong."""

    def __init__(self, text: str, shown: Sequence[Column]) -> None:
        self.records: list[Document] = []
        self.errors: list[ErrorLine] = []
        if len(text) > LONGEST_PASTE:
            self._refuse(_("C’est trop en une fois : collez au plus deux mille lignes."))
            return
        lines = [(number, _words(line)) for number, line in enumerate(text.split("\n"), 1) if line.strip()]
        columns: Sequence[Column] | None = shown
        if lines and _are_headings(lines[0][1]):
            columns = self._named(lines.pop(0)[1])
        if columns is not None:
            self.records = [self._read(number, words, columns) for number, words in lines]

    def _named(self, headings: list[str]) -> list[Column] | None:
        """The columns that these headings mean, or nothing when one of them means none, or what another one means."""
        columns, known = [], {column.name: column for column in every_column()}
        for heading in headings:
            name = _meant(heading)
            if name is None or known[name] in columns:
                sentence = _("« %(heading)s » n’est pas une colonne de ce tableau, ou y est deux fois ; retirez-la.")
                self._refuse(sentence % {"heading": quoted(heading)}, _("Ligne %(line)d") % {"line": 1})
            else:
                columns.append(known[name])
        return None if self.errors else columns

    def _read(self, number: int, words: list[str], columns: Sequence[Column]) -> Document:
        if len(words) > len(columns):
            sentence = _("il y a %(found)d colonnes ; ce tableau en a %(known)d : %(names)s.")
            names = ", ".join(column.short for column in columns)
            said = {"found": len(words), "known": len(columns), "names": names}
            self._refuse(sentence % said, _("Ligne %(line)d") % {"line": number})
            return {}
        values = zip(columns, [*words, *[""] * len(columns)], strict=False)
        cells = [Cell(column, "", _without_unit(word) if column.is_number else word) for column, word in values]
        read = record(cells)
        for cell in cells:
            place = _("Ligne %(line)d, %(column)s") % {"line": number, "column": cell.column.label}
            for sentence in cell.errors:
                said = f"« {quoted(cell.value)} » : {sentence}" if cell.value else sentence
                self._refuse(said, place)
        return read

    def _refuse(self, sentence: str, place: str = "") -> None:
        self.errors.append(ErrorLine(sentence, place or _("Lignes collées"), LINES_ID))


def _words(line: str) -> list[str]:
    """Between tabs or semicolons; spreadsheets end a line by empty cells."""
    words = [one_line(word) for word in (line.split("\t") if "\t" in line else line.split(";"))]
    while len(words) > 1 and not words[-1]:
        words.pop()
    return words


def _are_headings(words: Sequence[str]) -> bool:
    return {"code", "title"} <= set(map(_meant, words))


def _meant(heading: str) -> str | None:
    """The name of the column that is called so."""
    word = folded(heading)
    called = {folded(str(kind.label)): kind.value for kind in HourKind}
    called |= {folded(said): column.name for column in every_column() for said in (column.label, column.short)}
    return called.get(word) or _ALSO.get(word)


def _without_unit(word: str) -> str:
    """« 24 h », « 6 ECTS » and a dash, as spreadsheets have them."""
    return "" if word.casefold() in NOT_AVAILABLE else _UNIT.sub("", word)
