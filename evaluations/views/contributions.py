"""Sharing one's notes with the committee."""

from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_POST

from evaluations.views.desk import desk
from evaluations.views.panes import back_to, pane_alone
from evaluations.views.panes.contributions import own_notes
from evaluations.workspace.contributions import share

PANE = "contributions"


@require_POST
def contribution_share(request: HttpRequest, public_id: str, code: str) -> HttpResponse:
    here = desk(request, public_id, code)
    try:
        share(own_notes(here), by=request.user)
    except ValidationError as refusal:
        return pane_alone(request, here, PANE, refusal=refusal.message)
    return back_to(here, PANE)
