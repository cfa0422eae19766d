"""The register: what was published, searched and narrowed by an address that can be kept."""

from django.contrib.auth.decorators import login_not_required
from django.core.paginator import Page, Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.safestring import SafeString
from django.views.decorators.http import require_safe

from evalprog.text import folded
from evaluations.enums import Facet
from evaluations.models import RegisterEntry
from evaluations.register import extracts, search
from evaluations.register.search import Option, Results, Selection

REPORTS_A_PAGE = 25
OPTIONS_SHOWN = 6  # of each facet; the others stand on a page of their own


@login_not_required
@require_safe
def home(request: HttpRequest) -> HttpResponse:
    return redirect("evaluations:report-list")


@login_not_required
@require_safe
def report_list(request: HttpRequest) -> HttpResponse:
    selection = Selection.of(request.GET)
    results = search.find(selection)
    page = _page(results, request.GET.get("page"))
    context = {
        "selection": selection,
        "results": results,
        "page": page,
        "pages": page.paginator.get_elided_page_range(page.number, on_each_side=1, on_ends=1),
        "rows": [(entry, *_said(entry, results)) for entry in page.object_list],
        "filters": [(shown.facet, shown.options[: max(OPTIONS_SHOWN, len(shown.chosen))], _more(shown.options))
                    for shown in results.facets],
        "chips": [(shown.facet, option) for shown in results.facets for option in shown.chosen],
        "orders": [(key, label, selection.address(ordre=key)) for key, label in search.ORDERS.items()
                   if key != search.RELEVANCE or selection.query],
        "address": selection.address(),
        "without_words": selection.address(q=None),
    }  # fmt: skip
    return render(request, "evaluations/public/report_list.html", context)


@login_not_required
@require_safe
def report_facet(request: HttpRequest, facet: str) -> HttpResponse:
    """Every value of one facet, where the list shows the first ones."""
    if facet not in Facet.values:
        raise Http404
    selection = Selection.of(request.GET)
    shown = next(counts for counts in search.find(selection).facets if counts.facet == facet)
    options = sorted(shown.options, key=lambda option: folded(option.label)) if facet != Facet.YEAR else shown.options
    context = {"facet": Facet(facet), "options": options, "selection": selection, "address": selection.address()}
    return render(request, "evaluations/public/report_facet.html", context)


def _page(results: Results, number: str | None) -> Page:
    """A page of the results, whose number is known and not counted again."""
    paginator = Paginator(range(results.count), REPORTS_A_PAGE)
    page = paginator.get_page(number)
    first = page.start_index() - 1 if results.count else 0
    page.object_list = results.entries(first, page.end_index()) if results.count else []
    return page


def _said(entry: RegisterEntry, results: Results) -> tuple[SafeString, SafeString]:
    """The title and a few lines of the report, with the words that were found."""
    title = extracts.marked(entry.report.title, results.query)
    return title, extracts.extract(entry.text.plain, results.query)


def _more(options: tuple[Option, ...]) -> int:
    """How many values the list leaves to the facet's own page."""
    return max(0, len(options) - OPTIONS_SHOWN)
