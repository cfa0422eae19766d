"""A programme: its published evaluations over the waves, and what became of the weaknesses."""

from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from evaluations.register.course import course
from evaluations.register.search import label_of


@login_not_required
@require_safe
def programme_detail(request: HttpRequest, public_id: str) -> HttpResponse:
    """From frozen reports alone: a programme without any is a page that does not exist."""
    found = course(public_id)
    if found is None:
        raise Http404
    latest = found.latest
    context = {
        "course": found,
        "title": latest.report.title,
        "institution": latest.institution,
        "facts": [label_of(term) for term in (latest.kind, latest.level) if term],
    }
    return render(request, "evaluations/public/programme_detail.html", context)
