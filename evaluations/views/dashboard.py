"""What I must do now: the first page of whoever signs in."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from evalprog import clock
from evaluations.tasks import Section, tasks_for


@require_safe
def dashboard(request: HttpRequest) -> HttpResponse:
    tasks = tasks_for(request.user)
    context = {
        "count": len(tasks),
        "sections": [(s, found) for s in Section if (found := [t for t in tasks if t.section == s])],
        "now": clock.now(),
    }
    return render(request, "evaluations/dashboard.html", context)
