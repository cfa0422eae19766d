"""Two years of a programme, or two programmes, beside each other; and the choice of the other one."""

from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from programmes.reports import publication
from programmes.reports.catalogue import Results, Selection
from programmes.reports.comparison import compare
from programmes.reports.publication import Published

PROPOSED = 20  # programmes to choose from: the words of a search find the others


@login_not_required
@require_safe
def programme_compare(request: HttpRequest) -> HttpResponse:
    """``?a=<identifier>:<year>&b=…``: what b has other than a. Without one of them, the page asks for it."""
    first, second = _asked(request, "a"), _asked(request, "b")
    if first is None or second is None:
        return _choice(request, first, second)
    chapters = compare(first.sheet, second.sheet)
    context = {
        "first": first,
        "second": second,
        "chapters": chapters,
        "same_programme": first.description.programme_id == second.description.programme_id,
    }
    return render(request, "programmes/programme_compare.html", context)


def _asked(request: HttpRequest, side: str) -> Published | None:
    """
    :raises Http404: for what is not published, as for what never was.
    """
    key = request.GET.get(side, "")
    if not key:
        return None
    found = publication.of_key(key)
    if found is None:
        raise Http404
    return found


def _choice(request: HttpRequest, first: Published | None, second: Published | None) -> HttpResponse:
    given, side = (first, "b") if first else (second, "a")
    selection = Selection(Selection.of(request.GET).typed)
    results = Results(selection)
    others = [year for year in given.years if year != given.description.year] if given else []
    rows = [row for row in results.rows(0, PROPOSED + 1) if given is None or row.pk != given.description.pk][:PROPOSED]
    context = {
        "given": given,
        "side": side,
        "other_side": "b" if side == "a" else "a",
        "years": others,
        "selection": selection,
        "rows": rows,
        "more": results.count > PROPOSED,
    }
    return render(request, "programmes/programme_choice.html", context)
