"""What I must do now: the first page of whoever signs in."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from evalprog import clock
from evaluations.enums import AgencyRole
from evaluations.standing import agency_roles
from evaluations.tasks import Section, tasks_for


@require_safe
def dashboard(request: HttpRequest) -> HttpResponse:
    tasks = tasks_for(request.user)
    roles = agency_roles(request.user)
    context = {
        "count": len(tasks),
        "sections": [(s, found) for s in Section if (found := [t for t in tasks if t.section == s])],
        "now": clock.now(),
        "keeps_pool": AgencyRole.OFFICER in roles,
        "administers": AgencyRole.ADMIN in roles,
    }
    return render(request, "evaluations/dashboard.html", context)
