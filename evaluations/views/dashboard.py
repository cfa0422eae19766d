"""What I must do now: the first page of whoever signs in."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from evalprog import clock
from evaluations.tasks import AT_MOST, Section, tasks_for

SHOWN_FIRST = 20  # lines of a section; the others are folded, so that a phone comes to the next one


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
    }
    return render(request, "evaluations/dashboard.html", context)
