"""The indicators of a programme to take away: a workbook with a tab for each table, or one file of all values."""

from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from evalprog import sheets
from programmes.indicators import IndicatorTable
from programmes.views.indicators import programme_of


@require_safe
def indicator_export(request: HttpRequest, programme_id: str, form: str) -> HttpResponse:
    programme = programme_of(request, programme_id)
    tables = programme.indicators.tables()
    if form == "xlsx":
        pages = [_sheet(table, number) for number, table in enumerate(tables, 1)]
        data = sheets.as_xlsx(pages or [sheets.Sheet(_("Indicateurs"), [_("Aucun tableau")], [])])
        response = HttpResponse(data, content_type=sheets.XLSX)
    elif form == "csv":
        response = HttpResponse(sheets.as_csv(_HEADER, _values(tables)), content_type=sheets.CSV)
    else:
        raise Http404
    response["Content-Disposition"] = f'attachment; filename="indicateurs-{programme.public_id}.{form}"'
    response["X-Content-Type-Options"] = "nosniff"
    return response


_HEADER = ("tableau", "code_tableau", "ligne", "code_ligne", "partie_de", "hors_total", "colonne", "valeur", "unite")


def _values(tables: tuple[IndicatorTable, ...]) -> list[tuple[str, ...]]:
    return [
        (
            table.title,
            table.code,
            row.label,
            row.code,
            row.part_of,
            "oui" if row.outside_total else "",
            year,
            value,
            table.unit,
        )
        for table in tables
        for row in table.rows
        for year, value in zip(table.years, row.values, strict=True)
    ]


def _sheet(table: IndicatorTable, number: int) -> sheets.Sheet:
    """Numbers as numbers; what is not available, and every other word, as it was written."""
    rows = [
        ["– " * table.level(row) + row.label]
        + [
            value if (found := row.number(n)) is None or "%" in value else float(found)
            for n, value in enumerate(row.values)
        ]
        for row in table.rows
    ]
    return sheets.Sheet(f"{number} {table.code}", [table.title, *table.years], rows)
