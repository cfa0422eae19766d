"""A published report: its page, its file, its citations."""

from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from evaluations.content import ReportReading
from evaluations.enums import Facet
from evaluations.models import RegisterEntry, RegisterTerm, Report
from evaluations.register import citing
from evaluations.reports import presentation
from evaluations.views.published_files import serve


@login_not_required
@require_safe
def report_detail(request: HttpRequest, public_id: str) -> HttpResponse:
    report = _report(public_id)
    reading = report.reading
    others = Report.objects.published().filter(evaluation=report.evaluation_id).exclude(pk=report.pk)
    versions = list(others.defer("content").order_by("version"))
    entry = getattr(report.evaluation, "entry", None)
    context = {
        "report": report,
        "reading": reading,
        "contents": presentation.contents(reading),
        "parts": presentation.parts(reading),
        "annex": presentation.annex(reading),
        "replies": presentation.replies(reading),
        "newer": next((other for other in reversed(versions) if other.version > report.version), None),
        "replaced": next((other for other in reversed(versions) if other.version < report.version), None),
        "citations": citing.texts(report, reading, request.build_absolute_uri(report.get_absolute_url())),
        "entry": entry,
        "partners": _partners(reading, entry),
    }
    return render(request, "evaluations/public/report_detail.html", context)


@login_not_required
@require_safe
def report_pdf(request: HttpRequest, public_id: str) -> HttpResponseBase:
    """The bytes kept at publication, and no others. A correction is another report, at another address."""
    return serve(request, _report(public_id))


@login_not_required
@require_safe
def report_citation(request: HttpRequest, public_id: str, form: str) -> HttpResponse:
    """For a bibliography: BibTeX or RIS."""
    report = _report(public_id)
    if form not in citing.FILES:
        raise Http404
    content_type, write = citing.FILES[form]
    address = request.build_absolute_uri(report.get_absolute_url())
    response = HttpResponse(write(report, report.reading, address), content_type=content_type)
    response["Content-Disposition"] = f'attachment; filename="{report.public_id}.{form}"'
    return response


def _partners(reading: ReportReading, entry: RegisterEntry | None) -> list[RegisterTerm]:
    """The partners that have a page, in the order of the report; nothing is asked where it names none."""
    named = reading.fact("partners")
    if entry is None or named is None or not any(map(str.isalnum, named.text)):
        return []
    known = RegisterTerm.objects.filter(facet=Facet.PARTNER).in_bulk(entry.term_keys)
    return [known[key] for key in entry.term_keys if key in known]


def _report(public_id: str) -> Report:
    reports = Report.objects.published().select_related(
        "evaluation__entry__programme", "evaluation__entry__institution"
    )
    return get_object_or_404(reports, public_id=public_id)
