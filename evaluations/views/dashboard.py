"""What I must do now: the first page of whoever signs in, and the way to the evaluations of my institution."""

from django.core.paginator import Page, Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from evalprog import clock
from evalprog.accounts.models import User
from evaluations.guidance import stage_name
from evaluations.models import Evaluation
from evaluations.standing import Standing, shown_state
from evaluations.tasks import AT_MOST, Section, tasks_for
from programmes.models import Membership

SHOWN_FIRST = 20  # lines of a section; the others are folded, so that a phone comes to the next one
OWN_A_PAGE = 20
OF_THE_HOUSE = Standing(contributes=True)


@require_safe
def dashboard(request: HttpRequest) -> HttpResponse:
    tasks = tasks_for(request.user)
    found = [(section, [task for task in tasks if task.section == section]) for section in Section]
    context = {
        "count": len(tasks),
        "sections": [(s, len(lines), lines[:SHOWN_FIRST], lines[SHOWN_FIRST:]) for s, lines in found if lines],
        "at_most": AT_MOST,
        "cut": any(len(lines) >= AT_MOST for _section, lines in found),
        "now": clock.now(),
        **_of_the_house(request.user, request.GET.get("page", "")),
    }
    return render(request, "evaluations/dashboard.html", context)


def _of_the_house(user: User, number: str) -> dict[str, object]:
    """Every evaluation of their institutions of which they may know, in the words of an institution, whatever else they
    are (INV-C2). Who is attached to none is asked nothing more."""
    houses = Membership.objects.current().filter(user=user).count()
    if not houses:
        return {"houses": 0}
    own = Evaluation.objects.visible_to(user).of_institutions_of(user).under_way_first()
    own = own.select_related("programme__institution", "campaign")
    page: Page = Paginator(own, OWN_A_PAGE).get_page(number)
    return {
        "houses": houses,
        "own": [(one, shown_state(one, OF_THE_HOUSE), stage_name(one, OF_THE_HOUSE)) for one in page],
        "page": page,
        "pages": page.paginator.get_elided_page_range(page.number, on_each_side=2, on_ends=1),
    }
