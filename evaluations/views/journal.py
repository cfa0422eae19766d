"""The journal of an evaluation, for the agency: in sentences, verified, and to take away."""

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from evalprog import sheets
from evaluations import anchors, chronicle
from evaluations import journal as chain
from evaluations.models import Evaluation
from evaluations.permissions import can_read_journal

EVENTS_A_PAGE = 50


@require_safe
def journal(request: HttpRequest, public_id: str) -> HttpResponse:
    evaluation = _readable(request, public_id)
    page = Paginator(_events(evaluation).order_by("-number"), EVENTS_A_PAGE).get_page(request.GET.get("page"))
    context = {
        "evaluation": evaluation,
        "page": page,
        "pages": page.paginator.get_elided_page_range(page.number, on_each_side=2, on_ends=1),
        "lines": chronicle.lines(evaluation, page.object_list),
        "damages": list(chain.damages(evaluation)),
        "anchor": anchors.read_end(),
    }
    return render(request, "evaluations/agency/journal.html", context)


@require_safe
def journal_export(request: HttpRequest, public_id: str, form: str) -> HttpResponse:
    """The whole journal, oldest first. ``form``: csv or json."""
    evaluation = _readable(request, public_id)
    if form not in ("csv", "json"):
        raise Http404
    lines = chronicle.lines(evaluation, _events(evaluation).order_by("number"))
    if form == "json":
        response: HttpResponse = JsonResponse(
            {"evaluation": evaluation.public_id, "events": [chronicle.as_data(line) for line in lines]},
            json_dumps_params={"ensure_ascii": False, "indent": 2},
        )
    else:
        response = HttpResponse(chronicle.as_csv(lines), content_type=sheets.CSV)
    response["Content-Disposition"] = f'attachment; filename="journal-{evaluation.public_id}.{form}"'
    return response


def _readable(request: HttpRequest, public_id: str) -> Evaluation:
    """Whoever may not read the journal is not told that there is one."""
    related = Evaluation.objects.visible_to(request.user).select_related("programme__institution", "campaign")
    evaluation = get_object_or_404(related, public_id=public_id)
    if not can_read_journal(request.user, evaluation):
        raise Http404
    return evaluation


def _events(evaluation: Evaluation):
    return evaluation.events.select_related("actor__user")
