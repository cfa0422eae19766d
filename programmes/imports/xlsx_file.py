"""A workbook of several sheets, read row by row; what could hurt is refused before it is opened."""

import io
import struct
import zipfile
import zlib
from collections.abc import Callable, Iterator
from typing import Any

from django.utils.translation import gettext as _
from openpyxl import load_workbook
from openpyxl.utils import get_column_letter

from evalprog.documents import quoted
from evalprog.sheets import LONGEST
from programmes.description.columns import PROGRAMME, Table
from programmes.imports import book_sheets
from programmes.imports.gathering import Gathered
from programmes.imports.limits import MOST_COLUMNS, MOST_ROWS
from programmes.imports.parsed import BadFile, ReadFile, bad_file

_MOST_PARTS = 200
_MOST_UNPACKED = 300_000_000  # bytes of all parts
_MOST_TEXTS = 80_000_000  # bytes of the part that is held whole, the shared texts
_LAST_ROW = 1_048_576
_CHUNK = 1 << 20


def read(data: bytes, *, tick: Callable[[int], None] = lambda line: None) -> ReadFile:
    """``tick`` is told the rows read.

    :raises BadFile: with every bad cell; its column is the sheet and the letter, « Cours!F ».
    """
    _inspect(data)
    try:
        book = load_workbook(io.BytesIO(data), read_only=True, data_only=False, keep_links=False)
    except Exception as error:  # openpyxl lets out whatever a damaged part makes it stumble on
        raise _damaged() from error
    letters: dict[tuple[str, str], str] = {}
    called: dict[str, str] = {}  # as the workbook calls its sheets
    gathered = Gathered(
        lambda title, name: f"{called.get(title, title)}!{letters.get((title, name), name)}".rstrip("!")
    )
    count = 0
    try:
        chosen = book_sheets.chosen(book)
        gathered.lack(chosen.wrong)
        for sheet, table in chosen.sheets:
            called[table.title] = quoted(sheet.title)
            for row in _rows(sheet, table, gathered, letters):
                count += 1
                if count > MOST_ROWS:
                    sentence = _("Le classeur a plus de %(most)d lignes ; faites-en plusieurs.")
                    raise bad_file(sentence % {"most": MOST_ROWS})
                gathered.add(table, *row)
                if count % 500 == 0:
                    tick(count)
    finally:
        book.close()
    return gathered.read()


def _inspect(data: bytes) -> None:
    """What the archive holds, really unpacked piece by piece: sizes that it declares are worth nothing."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            parts = archive.infolist()
            _check_parts([part.filename for part in parts])
            unpacked = 0
            for part in parts:
                unpacked += _checked_size(archive, part, _MOST_UNPACKED - unpacked)
    except (zipfile.BadZipFile, zlib.error, struct.error, OSError, EOFError, RuntimeError) as error:
        raise _damaged() from error


def _check_parts(names: list[str]) -> None:
    if len(names) > _MOST_PARTS:
        raise bad_file(
            _("Le classeur a plus de %(most)d parties ; enregistrez-le plus simplement.") % {"most": _MOST_PARTS}
        )
    lowered = [name.lower() for name in names]
    if any(name.endswith("vbaproject.bin") or "/macrosheets/" in name for name in lowered):
        raise bad_file(_("Le classeur contient des macros ; enregistrez-le sans elles, au format .xlsx."))
    if any("externallinks/" in name for name in lowered):
        raise bad_file(_("Le classeur renvoie à d’autres classeurs ; remplacez ces liens par leurs valeurs."))
    if "xl/workbook.xml" not in lowered:
        raise bad_file(_("Ce n’est pas un classeur .xlsx ; donnez le fichier tel que le tableur l’enregistre."))


def _checked_size(archive: zipfile.ZipFile, part: zipfile.ZipInfo, room: int) -> int:
    """Bytes of a part; XML that declares a type of document or entities is refused."""
    name, size, tail = part.filename.lower(), 0, b""
    most = min(room, _MOST_TEXTS) if name.endswith("sharedstrings.xml") else room
    is_markup = name.endswith((".xml", ".rels", ".vml"))
    with archive.open(part) as unpacked:
        while chunk := unpacked.read(_CHUNK):
            if is_markup and (b"<!DOCTYPE" in tail + chunk or b"<!ENTITY" in tail + chunk or b"\0" in chunk[:64]):
                raise bad_file(
                    _("Le classeur déclare des entités XML, ce qui n’est pas admis ; enregistrez-le à nouveau.")
                )
            size, tail = size + len(chunk), chunk[-16:]
            if size > most:
                raise bad_file(_("Le classeur, une fois décompressé, est trop grand ; faites-en plusieurs."))
    return size


def _rows(
    sheet: Any, table: Table, gathered: Gathered, letters: dict[tuple[str, str], str]
) -> Iterator[tuple[dict[str, Any], int]]:
    """Rows by heading, with their number; those that only go on with a long text are joined to the one above."""
    headings: list[str] | None = None
    row: dict[str, Any] = {}
    begins = 0
    for number, cells in enumerate(_cells(sheet), start=1):
        values = _values(cells, table, gathered, number)
        if not values:
            continue
        if headings is None:
            given = [str(values.get(at, "")).strip() for at in range(max(values) + 1)]
            letters.update({(table.title, name): get_column_letter(at + 1) for at, name in enumerate(given) if name})
            headings = gathered.headed(table, given, number)
            letters.update({(table.title, name): get_column_letter(at + 1) for at, name in enumerate(headings) if name})
            continue
        named = _named(values, headings, table, gathered, number)
        if _goes_on(row, named):
            for name, value in named.items():
                row[name] += value
            continue
        if row:
            yield row, begins
        row, begins = named, number
    if row:
        yield row, begins


def _cells(sheet: Any) -> Iterator[tuple[Any, ...]]:
    try:
        sheet.reset_dimensions()  # what a file declares of its size is worth nothing
        for number, cells in enumerate(sheet.iter_rows(), start=1):
            if number > _LAST_ROW:
                raise bad_file(_("Une feuille a plus de lignes qu’un tableur n’en a ; enregistrez-la à nouveau."))
            if len(cells) > MOST_COLUMNS:
                sentence = _("La ligne %(line)d de « %(sheet)s » a plus de %(most)d colonnes ; videz celles de droite.")
                raise bad_file(sentence % {"line": number, "sheet": sheet.title, "most": MOST_COLUMNS})
            yield cells
    except BadFile:
        raise
    except Exception as error:  # the workbook is read as it goes: openpyxl stumbles here too
        raise _damaged() from error


def _values(cells: tuple[Any, ...], table: Table, gathered: Gathered, number: int) -> dict[int, Any]:
    found: dict[int, Any] = {}
    for at, cell in enumerate(cells):
        if cell.value is None or cell.value == "":
            continue
        if cell.data_type == "f":
            sentence = _("Cette cellule contient une formule ; remplacez-la par sa valeur.")
            gathered.refuse(number, table.title, get_column_letter(at + 1), sentence)
        elif cell.data_type == "e":
            sentence = _("Cette cellule contient une erreur de calcul (%(value)s) ; corrigez-la.")
            gathered.refuse(
                number, table.title, get_column_letter(at + 1), sentence % {"value": quoted(str(cell.value))}
            )
        else:
            found[at] = cell.value
    return found


def _named(
    values: dict[int, Any], headings: list[str], table: Table, gathered: Gathered, number: int
) -> dict[str, Any]:
    named: dict[str, Any] = {}
    for at, value in values.items():
        if at < len(headings) and headings[at]:
            named[headings[at]] = value
        else:
            sentence = _(
                "Cette cellule est dans une colonne sans titre ; donnez-lui un titre, ou videz-la. Une cellule "
                "fusionnée ne donne de titre qu’à sa première colonne."
            )
            gathered.refuse_column(number, table, get_column_letter(at + 1), sentence)
    return named


def _goes_on(row: dict[str, Any], named: dict[str, Any]) -> bool:
    """A row without a programme, each of whose texts follows one that filled its cell."""
    return (
        PROGRAMME in row
        and PROGRAMME not in named
        and bool(named)
        and all(
            isinstance(value, str) and isinstance(row.get(name), str) and len(row[name]) % LONGEST == 0
            for name, value in named.items()
        )
    )


def _damaged() -> BadFile:
    return bad_file(
        _("Ce classeur est abîmé, protégé par un mot de passe ou n’est pas au format .xlsx ; enregistrez-le à nouveau.")
    )
