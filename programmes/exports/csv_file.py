"""A description as one CSV file, whole: the sheets of the workbook one after the other, each row naming its own.

#Cours;formation;dans;code;…      begins a sheet and gives its columns
Cours;1;1.2;ADT1101;…             a row of it

No cell is a formula for a spreadsheet: an apostrophe is put before what would be one, and taken off when it is read.
"""

import csv
import io
import re

from programmes.description import ProgrammeDescription, as_document
from programmes.description.columns import BY_TITLE, TABLES, rows_of

HEADER = "#"  # before the name of a sheet, in the row of its headings
_BEGINS = r"(?:(?<=[;\r\n])|\A)"
_WOULD_COMPUTE = r"[ \t']*[=+@\t\r-]"
_TO_GUARD = re.compile(rf"{_BEGINS}(?={_WOULD_COMPUTE})")
_GUARDED = re.compile(rf"{_BEGINS}'(?={_WOULD_COMPUTE})")


def write(*descriptions: ProgrammeDescription) -> bytes:
    """UTF-8 with its mark, semicolons, as French spreadsheets take it. One programme after the other.

    Sheets of which none has a row come last, by their headings: what is not there at all would be left as it was.
    """
    text = io.StringIO()
    writer = csv.writer(text, delimiter=";", lineterminator="\r\n")
    empty = dict.fromkeys(table.title for table in TABLES)
    for number, description in enumerate(descriptions, start=1):
        rows = rows_of(as_document(description), str(number))
        for table in TABLES:
            if not rows[table.title]:
                continue
            empty.pop(table.title, None)
            writer.writerow([HEADER + table.title, *table.header])
            for row in rows[table.title]:
                writer.writerow([table.title, *(_shown(row.get(name)) for name in table.header)])
    for title in empty:
        writer.writerow([HEADER + title, *BY_TITLE[title].header])
    return ("\ufeff" + text.getvalue()).encode()


def guarded(text: str) -> str:
    """``unguarded(guarded(text)) == text``, and no spreadsheet computes it."""
    return _TO_GUARD.sub("'", text)


def unguarded(text: str) -> str:
    return _GUARDED.sub("", text)


def _shown(value: object) -> object:
    if isinstance(value, bool):
        return "oui" if value else "non"
    return guarded(value) if isinstance(value, str) else value
