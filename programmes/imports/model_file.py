"""A file to fill in: headings in the words of the pages, what each column takes, lists to choose from.

write("xlsx") -> a workbook whose sheets are empty but for their headings, after the instructions
write("csv")  -> one table of programmes with one example, which the import refuses to take for a programme
"""

import csv
import io
from collections.abc import Iterator
from decimal import Decimal
from functools import cache
from typing import Any

from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _
from openpyxl import Workbook
from openpyxl.styles import Alignment, Font
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation

from evalprog import sheets
from programmes.description.columns import PLACE, PROGRAMME, TABLES, WITHIN, Column, Table
from programmes.enums import ProgrammeKind, Schedule, StudyMode
from programmes.imports.book_sheets import INSTRUCTIONS
from programmes.imports.cell_words import NO, YES, allowed
from programmes.imports.gathering import EXAMPLE
from programmes.imports.headings import help_of, label_of

FORMS = {"xlsx": sheets.XLSX, "csv": sheets.CSV}
_LISTS = "Listes"
_LAST_ROW = 2_000  # that has lists to choose from
_IDS = {
    PROGRAMME: gettext_lazy(
        "Un repère de votre choix, par exemple 1, que les autres feuilles rappellent. Inutile s’il n’y a qu’une "
        "formation."
    ),
    PLACE: gettext_lazy("Un repère de votre choix, par exemple 1 ou 1.2, qui ne figure qu’une fois dans sa feuille."),
    WITHIN: gettext_lazy("La place d’une ligne écrite plus haut, dans « %(sheet)s » : celle-ci s’y range."),
}
_EXAMPLE = {
    "year": "2026-2027",
    "institution.name": gettext_lazy("Université d’exemple"),
    "kind": ProgrammeKind.MASTER.label,
    "title": gettext_lazy("Master en administration publique"),
    "codes": "ADPU2M",
    "domain": gettext_lazy("Sciences humaines et sociales"),
    "credits": "120",
    "years": "2",
    "sites": "Mons",
    "schedules": Schedule.DAYTIME.label,
    "languages": "fr",
    "modes": StudyMode.INITIAL.label,
}


def write(form: str) -> bytes:
    return _written(form, get_language())


@cache  # nothing in it changes but its language
def _written(form: str, _language: str | None) -> bytes:
    return _workbook() if form == "xlsx" else _table()


def _table() -> bytes:
    columns = [column for column in TABLES[0].columns if not column.is_marker]
    text = io.StringIO()
    writer = csv.writer(text, delimiter=";", lineterminator="\r\n")
    writer.writerow(label_of(TABLES[0], column.name) for column in columns)
    writer.writerow(_example(column.name) for column in columns)
    return ("\ufeff" + text.getvalue()).encode()


def _example(name: str) -> str:
    said = str(_EXAMPLE.get(name, ""))
    return f"{EXAMPLE} – {said}" if name == "title" else said


def _workbook() -> bytes:
    book = Workbook()
    book.properties.creator = "EvalProg"
    _instruct(book.active)
    lists = _Lists(book)
    for table in TABLES:
        page = book.create_sheet(table.title)
        page.freeze_panes = "A2"
        for number, name in enumerate(_names(table), start=1):
            letter = get_column_letter(number)
            _put(page, 1, number, label_of(table, name), bold=True)
            page.column_dimensions[letter].width = max(14, len(label_of(table, name)) + 2)
            if choice := lists.choice(table, name):
                page.add_data_validation(choice)
                choice.add(f"{letter}2:{letter}{_LAST_ROW}")
    lists.close()
    data = io.BytesIO()
    book.save(data)
    return data.getvalue()


class _Lists:
    """The words of the columns that choose one, in a hidden sheet: a cell's own list holds 255 characters at most."""

    def __init__(self, book: Any) -> None:
        self._page = book.create_sheet(_LISTS)
        self._page.sheet_state = "hidden"
        self._book = book
        self._ranges: dict[tuple[str, ...], str] = {}

    def choice(self, table: Table, name: str) -> DataValidation | None:
        column = next((each for each in table.columns if each.name == name), None)
        if column is None or column.is_list:
            return None
        words = [str(YES), str(NO)] if column.kind is bool else allowed(table, name)
        if not words:
            return None
        choice = DataValidation(type="list", formula1=self._range(tuple(words)), allow_blank=True)
        choice.errorTitle, choice.error = label_of(table, name)[:32], _("Choisissez un mot de la liste.")
        choice.showErrorMessage = True
        return choice

    def _range(self, words: tuple[str, ...]) -> str:
        if words not in self._ranges:
            letter = get_column_letter(len(self._ranges) + 1)
            for row, word in enumerate(words, start=1):
                _put(self._page, row, len(self._ranges) + 1, word)
            self._ranges[words] = f"{_LISTS}!${letter}$1:${letter}${len(words)}"
        return self._ranges[words]

    def close(self) -> None:
        """After the sheets that people see."""
        self._book.move_sheet(self._page, len(self._book.worksheets))


def _instruct(page: Any) -> None:
    page.title = str(INSTRUCTIONS)
    said = (
        _("Une formation par ligne de la feuille « Formations » ; ses cours, ses acquis et le reste dans les autres."),
        _("Remplissez ce que vous savez : seules les colonnes marquées « oui » sont obligatoires. Une feuille inutile "
          "reste vide."),
        _("Puis donnez le fichier à la page « Importer des formations » : elle montre ce qui serait écrit avant de "
          "l’écrire."),
    )  # fmt: skip
    for row, sentence in enumerate(said, start=1):
        _put(page, row, 1, sentence, wraps=False)
    top = len(said) + 2
    headings = (_("Feuille"), _("Colonne"), _("Obligatoire"), _("Ce qu’on y met"), _("Valeurs admises"))
    for number, (heading, width) in enumerate(zip(headings, (22, 40, 13, 70, 60), strict=True), start=1):
        _put(page, top, number, heading, bold=True)
        page.column_dimensions[get_column_letter(number)].width = width
    for row, line in enumerate(_explained(), start=top + 1):
        for number, text in enumerate(line, start=1):
            _put(page, row, number, text)
    page.freeze_panes = f"A{top + 1}"


def _explained() -> Iterator[tuple[str, str, str, str, str]]:
    for table in TABLES:
        columns = {column.name: column for column in table.columns}
        for name in _names(table):
            needed = str(YES) if _is_needed(table, name) else ""
            words = "\n".join(allowed(table, name))
            yield table.title, label_of(table, name), needed, _explanation(table, name, columns.get(name)), words


def _explanation(table: Table, name: str, column: Column | None) -> str:
    if column is None:
        own = TABLES[0].title in (table.above, table.title)
        return str(_IDS[name]) % {"sheet": table.title if own else table.above} if name == WITHIN else str(_IDS[name])
    said = [str(help_of(table, name)), _kind(column, is_choice=bool(allowed(table, name)))]
    if column.is_list and "par ligne" not in said[0] and "un par" not in said[0]:
        said.append(_("S’il y en a plusieurs, un par ligne dans la cellule."))
    return " ".join(filter(None, said)) or _("Un texte.")


def _kind(column: Column, *, is_choice: bool) -> str:
    if is_choice:
        return _("Parmi les valeurs admises.")
    if column.kind is bool:
        return _("« oui » ou « non ».")
    if column.kind in (int, Decimal):
        return _("Un nombre.")
    return ""


def _is_needed(table: Table, name: str) -> bool:
    """What the document cannot do without, and what tells a row from the others where one is asked for."""
    column = next((each for each in table.columns if each.name == name), None)
    return name == WITHIN and table.above != TABLES[0].title if column is None else column.is_needed


def _names(table: Table) -> list[str]:
    markers = {column.name for column in table.columns if column.is_marker}
    return [name for name in table.header if name not in markers]


def _put(page: Any, row: int, column: int, value: str, *, bold: bool = False, wraps: bool = True) -> None:
    cell = page.cell(row, column, value)
    cell.alignment = Alignment(wrap_text=wraps, vertical="top")
    if bold:
        cell.font = Font(bold=True)
