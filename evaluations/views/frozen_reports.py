"""The frozen reports of an evaluation, for those who work on it: what was transmitted, signed, published.

The institution reads a report from the moment at which it is sent to it, and exactly as it was frozen (INV-C2); the
page says neither who wrote nor when a passage was written (INV-C5).
"""

from django.db.models import Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from evaluations.enums import ReportKind
from evaluations.models import Evaluation, Report
from evaluations.reports import presentation
from evaluations.standing import Standing, standing_of

# The acts by which a provisional report leaves the agency: one for each of its versions.
_SENDING = ("open_observations", "carry_observations_over")


def readable_reports(evaluation: Evaluation, standing: Standing) -> QuerySet[Report]:
    """The reports that this person may read, the latest first."""
    reports = evaluation.reports.order_by("-frozen_at", "-pk")
    if standing.sees_behind_the_veil:
        return reports
    sent = evaluation.events.filter(verb__in=_SENDING).count()
    provisional = Q(kind=ReportKind.PROVISIONAL, version__lte=sent)
    if standing.contributes:
        return reports.filter(provisional | Q(kind__in=(ReportKind.DRAFT, ReportKind.FINAL)))
    return reports.filter(provisional | Q(kind=ReportKind.FINAL))


@require_safe
def frozen_report_list(request: HttpRequest, public_id: str) -> HttpResponse:
    evaluation, standing = _known(request, public_id)
    context = {
        "agency": standing.reads_for_the_agency,
        "evaluation": evaluation,
        "reports": readable_reports(evaluation, standing).defer("content", "search"),
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


def _known(request: HttpRequest, public_id: str) -> tuple[Evaluation, Standing]:
    evaluations = Evaluation.objects.visible_to(request.user).select_related("programme__institution")
    evaluation = get_object_or_404(evaluations, public_id=public_id)
    return evaluation, standing_of(request.user, evaluation)
