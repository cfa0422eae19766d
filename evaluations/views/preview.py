"""The report as it stands, as page and as PDF, marked as a working copy: for those who write and read it meanwhile."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from evaluations.enums import ReportKind
from evaluations.reports import presentation, reading
from evaluations.reports.render import to_pdf
from evaluations.views.desk import desk


@require_safe
def preview(request: HttpRequest, public_id: str) -> HttpResponse:
    """The working copy, through the partials of the published page."""
    here = desk(request, public_id)
    content = reading.read(here.evaluation, kind=ReportKind.DRAFT)
    context = {
        "evaluation": here.evaluation,
        "reading": content,
        "contents": presentation.contents(content),
        "parts": presentation.parts(content),
    }
    return render(request, "evaluations/workspace/preview.html", context)


@require_safe
def preview_pdf(request: HttpRequest, public_id: str) -> HttpResponse:
    """The same as PDF. Nothing of it is kept, here or by the browser: it is no report."""
    here = desk(request, public_id)
    content = reading.read(here.evaluation, kind=ReportKind.DRAFT)
    data = to_pdf(content, marked=_("Copie de travail"))
    response = HttpResponse(data, content_type="application/pdf")
    response["Content-Disposition"] = 'inline; filename="copie-de-travail.pdf"'
    response["Cache-Control"] = "private, no-store"
    return response
