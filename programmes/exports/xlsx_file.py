"""A description as a workbook of several sheets, whole: one sheet for the programme, one for each list within it."""

from evalprog import sheets
from programmes.description import ProgrammeDescription, as_document
from programmes.description.columns import TABLES, rows_of


def write(description: ProgrammeDescription) -> bytes:
    rows = rows_of(as_document(description))
    return sheets.as_xlsx(
        sheets.Sheet(table.title, table.header, [[row.get(name) for name in table.header] for row in rows[table.title]])
        for table in TABLES
    )
