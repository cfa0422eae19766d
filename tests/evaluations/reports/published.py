"""Published reports as rows of the database, for tests of pages: made directly, without the walk to publication."""

import datetime as dt
from dataclasses import replace
from itertools import count

from evaluations.content import ReportReading
from evaluations.enums import FrameworkStatus, ReportKind, State
from evaluations.models import Campaign, Evaluation, Framework, Report
from evaluations.register import index
from evaluations.reports import store
from programmes.enums import ProgrammeKind
from programmes.models import Institution, Programme
from tests.evaluations.reports.sample import sample_reading

PDF = b"%PDF-1.7 a published report\n"
_numbers = count(1)


def published_report(
    reading: ReportReading | None = None, *, pdf: bytes = PDF, published_on: dt.date = dt.date(2017, 6, 14), **fields
) -> Report:
    """A report with its file in the store. ``fields`` overrides any field of the row."""
    reading = reading or sample_reading()
    row = {
        "kind": ReportKind.FINAL,
        "content": reading.as_json(),
        "sha256": reading.sha256,
        "title": reading.cover.title,
        "institution": reading.cover.institution,
        "campaign": reading.cover.campaign,
        "findings": reading.numbers(),
        "frozen_at": dt.datetime(2017, 6, 14, 9, tzinfo=dt.UTC),
        "published_on": published_on,
        "pdf_sha256": store.keep(pdf),
        "pdf_size": len(pdf),
    }
    if "evaluation" not in fields:
        row["evaluation"] = evaluation()
    report = Report.objects.create(**row | fields)
    if Report.objects.published().filter(pk=report.pk).exists():
        index.enter(report)
    return report


def evaluation() -> Evaluation:
    number = next(_numbers)
    framework, _ = Framework.objects.get_or_create(
        code="essai", version=1, defaults={"title": "Essai", "status": FrameworkStatus.CONFIRMED, "document": {}}
    )
    campaign = Campaign.objects.create(code=f"c{number}", title=f"Campagne {number}", framework=framework)
    institution = Institution.objects.create(name=f"Université {number}")
    programme = Programme.objects.create(kind=ProgrammeKind.LP, title=f"Licence {number}", institution=institution)
    return Evaluation.objects.create(programme=programme, campaign=campaign, framework=framework, state=State.PUBLISHED)


def titled(title: str, *, institution: str = "Université de la Côte d’Albâtre - UCA") -> ReportReading:
    """The sample under another title."""
    reading = sample_reading()
    return replace(reading, cover=replace(reading.cover, title=title, institution=institution))
