"""Taking in the catalogue of an academy: every form, read, judged and written, in rows a second: courses, or the rows
of the sheets of a workbook, which openpyxl reads at its own pace.

Against the least that it can be: the same documents read as JSON and written one row each.
"""

import io
import json
import time
import tracemalloc
import zipfile
from collections.abc import Callable
from typing import Any

from django.db import transaction

from evaluations.benchmarks.measuring import Result, compared
from evaluations.benchmarks.writing import _throw_away_database
from programmes import exports
from programmes.description import ProgrammeDescription, as_document, parse
from programmes.imports.reading import read
from programmes.imports.taking_in import take_in
from programmes.models import Description, DescriptionRevision, Institution, Programme

PROGRAMMES, COURSES = 100, 40
ROWS_A_SECOND = 1_000
FORMS = {
    "import_yaml": "yaml",
    "import_csv": "csv",
    "import_xlsx": "xlsx",
    "import_cdm": "cdm-fr",
}


def measure_importing(programmes: int = PROGRAMMES) -> dict[str, Result]:
    """Each form once, on an empty database of its own; memory on a tenth of the file, for tracing slows it down."""
    described = [_description(number) for number in range(programmes)]
    documents = json.dumps([as_document(each) for each in described])
    results: dict[str, Result] = {}
    with _throw_away_database():
        reference = _timed(lambda: _write_rows(documents))
        for name, form in FORMS.items():
            data = exports.write(form, *described)
            ours = _timed(lambda form=form, data=data: _take(form, data))  # type: ignore[misc]
            rows = _sheet_rows(data) if form == "xlsx" else programmes * COURSES
            results[name] = compared(ours, reference, budget_ms=1000 * rows / ROWS_A_SECOND) | {
                "rows": rows,
                "rows_a_second": round(1000 * rows / ours),
                "peak_mb": _peak(form, exports.write(form, *described[: max(1, programmes // 10)])),
            }
    return results


def _sheet_rows(data: bytes) -> int:
    """Of all sheets: in a workbook a course is a row, and so is each of its teachers and of its hours."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        sheets = [name for name in archive.namelist() if name.startswith("xl/worksheets/")]
        return sum(archive.read(name).count(b"<row ") for name in sheets)


def _take(form: str, data: bytes) -> None:
    taken = take_in(read(f"x.{exports.FORMS[form].suffix}", data), by=None, origin="bench", publish=True)
    if not all(each.is_changed for each in taken):
        raise RuntimeError("nothing was written")


def _timed(work: Callable[[], Any]) -> float:
    """Milliseconds of the clock; what was written is taken back."""
    with transaction.atomic():
        start = time.perf_counter()
        work()
        taken = 1000 * (time.perf_counter() - start)
        transaction.set_rollback(True)
    return taken


def _peak(form: str, data: bytes) -> float:
    tracemalloc.start()
    try:
        read(f"x.{exports.FORMS[form].suffix}", data)
        return round(tracemalloc.get_traced_memory()[1] / 1_000_000, 1)
    finally:
        tracemalloc.stop()


def _write_rows(documents: str) -> None:
    institution = Institution.objects.create(name="Plancher")
    programmes = Programme.objects.bulk_create(
        Programme(kind=document["kind"], title=document["title"], institution=institution)
        for document in json.loads(documents)
    )
    descriptions = Description.objects.bulk_create(
        Description(programme=programme, year="2024-2025") for programme in programmes
    )
    DescriptionRevision.objects.bulk_create(
        DescriptionRevision(description=each, revision=1, document=document, sha256="")
        for each, document in zip(descriptions, json.loads(documents), strict=True)
    )


def _description(number: int) -> ProgrammeDescription:
    courses = [_course(number, place) for place in range(COURSES)]
    document = {
        "year": "2024-2025",
        "institution": {"name": "Université de mesure", "uai": "0673021V"},
        "kind": "MASTER",
        "title": f"Formation mesurée {number}",
        "codes": [f"FM{number}"],
        "credits": 120,
        "narratives": [{"kind": "INTRODUCTION", "text": "<p>Une formation <strong>ordinaire</strong>.</p>" * 3}],
        "groups": [{"title": "Tronc commun", "kind": "CORE", "courses": courses}],
    }
    return parse(document)


def _course(number: int, place: int) -> dict[str, object]:
    return {
        "code": f"FM{number}-{place}",
        "title": f"Cours ordinaire {place}",
        "teachers": [{"name": f"Enseignante {place}"}],
        "language": "fr",
        "term": "FIRST",
        "hours": [{"kind": "LECTURE", "hours": 30}],
        "credits": 3,
        "blocks": [1],
    }
