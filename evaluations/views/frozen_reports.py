"""The frozen reports of an evaluation, for those who work on it: what was transmitted, signed, published.

The institution reads a report from the moment at which it is sent to it, and exactly as it was frozen (INV-C2); the
page says neither who wrote nor when a passage was written (INV-C5).
"""

import logging

from django.contrib import messages
from django.db.models import Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from evaluations.enums import ReportKind
from evaluations.models import Evaluation, Report
from evaluations.reports import presentation, store
from evaluations.reports.press import NotPrinted, printed
from evaluations.standing import Standing, standing_of
from evaluations.views.preview import too_long_for_paper
from evaluations.workspace.observations import versions_sent

logger = logging.getLogger(__name__)


def readable_reports(evaluation: Evaluation, standing: Standing) -> QuerySet[Report]:
    """The reports that this person may read, the latest first."""
    reports = evaluation.reports.order_by("-frozen_at", "-pk")
    if standing.sees_behind_the_veil:
        return reports
    provisional = Q(kind=ReportKind.PROVISIONAL, version__lte=versions_sent(evaluation))
    if standing.contributes:
        return reports.filter(provisional | Q(kind__in=(ReportKind.DRAFT, ReportKind.FINAL, ReportKind.COMPLETE)))
    return reports.filter(provisional | Q(kind=ReportKind.FINAL))


@require_safe
def frozen_report_list(request: HttpRequest, public_id: str) -> HttpResponse:
    evaluation, standing = _known(request, public_id)
    context = {
        "agency": standing.reads_for_the_agency,
        "evaluation": evaluation,
        "reports": readable_reports(evaluation, standing).defer("content"),
    }
    return render(request, "evaluations/frozen/report_list.html", context)


@require_safe
def frozen_report(request: HttpRequest, public_id: str, report_id: str) -> HttpResponse:
    """The reading as it was frozen, through the partials of the public page."""
    evaluation, standing = _known(request, public_id)
    report = get_object_or_404(readable_reports(evaluation, standing), public_id=report_id)
    reading = report.reading
    context = {
        "agency": standing.reads_for_the_agency,
        "evaluation": evaluation,
        "report": report,
        "reading": reading,
        "contents": presentation.contents(reading),
        "parts": presentation.parts(reading),
        "annex": presentation.annex(reading),
        "replies": presentation.replies(reading),
    }
    return render(request, "evaluations/frozen/report_detail.html", context)


@require_safe
def frozen_report_pdf(request: HttpRequest, public_id: str, report_id: str) -> HttpResponse:
    """The same on paper, to be circulated: the stored bytes of a published one; the others say on each page what they
    are, and nothing of who wrote them nor when (INV-C5)."""
    evaluation, standing = _known(request, public_id)
    report = get_object_or_404(readable_reports(evaluation, standing), public_id=report_id)
    if not report.pdf_sha256 and (told := too_long_for_paper(report.reading.length)):
        messages.warning(request, told)
        return redirect("evaluations:frozen-report-detail", public_id, report_id)
    try:
        data = store.read(report.pdf_sha256) if report.pdf_sha256 else printed(report.reading, marked=_mark(report))
    except NotPrinted as why:
        messages.error(request, str(why))
        return redirect("evaluations:frozen-report-detail", public_id, report_id)
    except OSError as error:
        logger.error("No file for the report %s: %s", report.public_id, type(error).__name__)
        unavailable = render(request, "503.html", {"report": report}, status=503)
        unavailable["Cache-Control"] = "no-store"
        return unavailable
    response = HttpResponse(data, content_type="application/pdf")
    response["Content-Disposition"] = f'inline; filename="{report.kind.lower()}-{report.version}.pdf"'
    response["Cache-Control"] = "private, no-store"
    return response


def _mark(report: Report) -> str:
    return _("Projet") if report.kind == ReportKind.DRAFT else _("Rapport provisoire")


def _known(request: HttpRequest, public_id: str) -> tuple[Evaluation, Standing]:
    evaluations = Evaluation.objects.visible_to(request.user).select_related("programme__institution")
    evaluation = get_object_or_404(evaluations, public_id=public_id)
    return evaluation, standing_of(request.user, evaluation)
