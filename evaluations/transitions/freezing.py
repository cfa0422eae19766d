"""Freezing: a reading becomes a report that never changes."""

import datetime as dt

from evalprog import clock
from evaluations.content import ReportReading
from evaluations.models import Evaluation, Report
from evaluations.register import index
from evaluations.reports import store


def freeze(
    evaluation: Evaluation,
    content: ReportReading,
    *,
    pdf: store.Kept | None = None,
    published_on: dt.date | None = None,
    version: int = 0,
) -> Report:
    """Keep a reading as the next version of its kind, or as the one given; what is published with it is entered in the
    register."""
    cover = content.cover
    report = Report.objects.create(
        evaluation=evaluation,
        kind=content.kind,
        version=version or evaluation.reports.filter(kind=content.kind).count() + 1,
        content=content.as_json(),
        sha256=content.sha256,
        title=cover.title,
        institution=cover.institution,
        campaign=cover.campaign,
        findings=content.numbers(),
        frozen_at=clock.now(),
        published_on=published_on,
        pdf_sha256=pdf.sha256 if pdf else "",
        pdf_size=pdf.size if pdf else None,
    )
    if published_on is not None:
        index.enter(report)
    return report


def proof(report: Report) -> dict[str, str]:
    """What the journal remembers of a frozen report."""
    return {"report": report.public_id, "sha256": report.sha256, "pdf_sha256": report.pdf_sha256}
