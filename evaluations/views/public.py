"""What everybody may read, without signing in: the register, the reports, their files."""

from django.contrib.auth.decorators import login_not_required
from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_safe

from evaluations.models import Report
from evaluations.reports import excerpts, presentation
from evaluations.views.published_files import serve

REPORTS_A_PAGE = 25
LONGEST_SEARCH = 200  # letters
ORDERS = {"recent": ("-published_on", "title", "pk"), "ancien": ("published_on", "title", "pk")}


@login_not_required
@require_safe
def home(request: HttpRequest) -> HttpResponse:
    return redirect("evaluations:report-list")


@login_not_required
@require_safe
def report_list(request: HttpRequest) -> HttpResponse:
    words = request.GET.get("q", "")[:LONGEST_SEARCH].strip()
    order = request.GET.get("ordre", "recent")
    if order not in ORDERS:
        order = "recent"
    page = Paginator(_register(words, order), REPORTS_A_PAGE).get_page(request.GET.get("page"))
    context = {
        "page": page,
        "pages": page.paginator.get_elided_page_range(page.number, on_each_side=2, on_ends=1),
        "rows": [(report, excerpts.excerpt(report.reading, words)) for report in page],
        "words": words,
        "order": order,
    }
    return render(request, "evaluations/public/report_list.html", context)


@login_not_required
@require_safe
def report_detail(request: HttpRequest, public_id: str) -> HttpResponse:
    report = _report(public_id)
    reading = report.reading
    others = Report.objects.published().filter(evaluation=report.evaluation_id).exclude(pk=report.pk)
    versions = list(others.defer("content", "search").order_by("version"))
    context = {
        "report": report,
        "reading": reading,
        "contents": presentation.contents(reading),
        "parts": presentation.parts(reading),
        "annex": presentation.annex(reading),
        "replies": presentation.replies(reading),
        "newer": next((other for other in reversed(versions) if other.version > report.version), None),
        "replaced": next((other for other in reversed(versions) if other.version < report.version), None),
        "address": request.build_absolute_uri(report.get_absolute_url()),
    }
    return render(request, "evaluations/public/report_detail.html", context)


@login_not_required
@require_safe
def report_pdf(request: HttpRequest, public_id: str) -> HttpResponseBase:
    """The bytes kept at publication, and no others. A correction is another report, at another address."""
    return serve(request, _report(public_id))


def _report(public_id: str) -> Report:
    return get_object_or_404(Report.objects.published(), public_id=public_id)


def _register(words: str, order: str) -> QuerySet[Report]:
    return Report.objects.published().saying(words).order_by(*ORDERS[order]).defer("search")
