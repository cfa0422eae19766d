"""The published programmes, searched and narrowed by an address that can be kept."""

from django.contrib.auth.decorators import login_not_required
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from programmes.reports.catalogue import Results, Selection

A_PAGE = 25
OPTIONS_SHOWN, MOST_OPTIONS = 8, 60  # of each facet, at once and unfolded: the words find the others


@login_not_required
@require_safe
def programme_list(request: HttpRequest) -> HttpResponse:
    selection = Selection.of(request.GET)
    results = Results(selection)
    paginator = Paginator(range(results.count), A_PAGE)
    page = paginator.get_page(request.GET.get("page"))
    rows = results.rows(page.start_index() - 1, page.end_index()) if results.count else []
    facets = results.facets()
    context = {
        "selection": selection,
        "page": page,
        "pages": paginator.get_elided_page_range(page.number, on_each_side=1, on_ends=1),
        "rows": rows,
        "facets": [
            (facet, facet.options[:OPTIONS_SHOWN], facet.options[OPTIONS_SHOWN:MOST_OPTIONS]) for facet in facets
        ],
        "chips": [(facet, option) for facet in facets for option in facet.options if option.is_chosen],
    }
    return render(request, "programmes/programme_list.html", context)
