"""The register to take away: the reports of a selection, one line each. The columns are in docs/open-data.md."""

import json
from collections.abc import Iterator

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.views.decorators.http import require_safe

from evalprog import sheets
from evaluations.enums import Facet, FindingKind
from evaluations.models import RegisterEntry, RegisterTerm
from evaluations.register import search
from evaluations.register.search import Selection, label_of
from evaluations.reports.reading import LIST_SEPARATOR

_AT_ONCE = 500
_SINGLE = [facet for facet in Facet if not facet.has_several]
_COUNTED = {
    "points_forts": FindingKind.STRENGTH,
    "points_faibles": FindingKind.WEAKNESS,
    "recommandations": FindingKind.RECOMMENDATION,
}
# What a line says, in this order.
COLUMNS = (
    "identifiant", "intitule", "etablissement", "etablissement_id", "partenaires", "formation_id", "nature", "niveau",
    "domaine", "campagne", "referentiel", "publie_le", "version", *_COUNTED, "adresse", "pdf", "pdf_sha256",
)  # fmt: skip

Row = dict[str, str | int]


@login_not_required
@require_safe
def report_csv(request: HttpRequest) -> HttpResponseBase:
    lines = sheets.csv_lines(COLUMNS, (row.values() for row in _rows(request)))
    return _streamed(lines, sheets.CSV, "rapports.csv")


@login_not_required
@require_safe
def report_json(request: HttpRequest) -> HttpResponseBase:
    return _streamed(_json(_rows(request)), "application/json", "rapports.json")


def _streamed(lines: Iterator[str], content_type: str, name: str) -> StreamingHttpResponse:
    response = StreamingHttpResponse(lines, content_type=content_type)
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    response["X-Content-Type-Options"] = "nosniff"
    return response


def _json(rows: Iterator[Row]) -> Iterator[str]:
    """An array, one object a line."""
    before = "[\n"
    for row in rows:
        yield before + json.dumps(row, ensure_ascii=False)
        before = ",\n"
    yield "\n]\n" if before == ",\n" else "[]\n"


def _rows(request: HttpRequest) -> Iterator[Row]:
    """The reports of the selection, in its order, a few hundred in memory at a time."""
    results = search.find(Selection.of(request.GET))
    keys = results.keys(0, results.count) if results.count else []
    related = ["report", "programme", *(facet.column for facet in _SINGLE)]
    partners = dict(RegisterTerm.objects.filter(facet=Facet.PARTNER).values_list("pk", "label")) if keys else {}
    for at in range(0, len(keys), _AT_ONCE):
        batch = RegisterEntry.objects.select_related(*related).defer("report__content")
        entries = batch.in_bulk(keys[at : at + _AT_ONCE])
        yield from (_row(entries[key], partners, request) for key in keys[at : at + _AT_ONCE] if key in entries)


def _row(entry: RegisterEntry, partners: dict[int, str], request: HttpRequest) -> Row:
    report = entry.report
    said = {facet: label_of(term) if (term := getattr(entry, facet.column)) else "" for facet in _SINGLE}
    return {
        "identifiant": report.public_id,
        "intitule": report.title,
        "etablissement": said[Facet.INSTITUTION],
        "etablissement_id": entry.institution.key if entry.institution else "",
        "partenaires": LIST_SEPARATOR.join(partners[key] for key in entry.term_keys if key in partners),
        "formation_id": entry.programme.public_id,
        "nature": said[Facet.KIND],
        "niveau": said[Facet.LEVEL],
        "domaine": said[Facet.FIELD],
        "campagne": said[Facet.CAMPAIGN],
        "referentiel": entry.framework.key if entry.framework else "",
        "publie_le": entry.published_on.isoformat(),
        "version": report.version,
        **{name: len(report.findings.get(kind.value, ())) for name, kind in _COUNTED.items()},
        "adresse": request.build_absolute_uri(report.get_absolute_url()),
        "pdf": request.build_absolute_uri(report.get_pdf_url()),
        "pdf_sha256": report.pdf_sha256,
    }
