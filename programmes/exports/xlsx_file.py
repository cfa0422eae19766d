"""A description as a workbook of several sheets, whole: one sheet for the programme, one for each list within it."""

from evalprog import sheets
from programmes.description import ProgrammeDescription, as_document
from programmes.description.columns import TABLES, Row, rows_of


def write(*descriptions: ProgrammeDescription) -> bytes:
    rows: dict[str, list[Row]] = {table.title: [] for table in TABLES}
    for number, description in enumerate(descriptions, start=1):
        for title, more in rows_of(as_document(description), str(number)).items():
            rows[title] += more
    return sheets.as_xlsx(
        sheets.Sheet(table.title, table.header, [[row.get(name) for name in table.header] for row in rows[table.title]])
        for table in TABLES
    )
