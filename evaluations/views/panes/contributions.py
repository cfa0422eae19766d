"""Beside the text: one's own notes on this criterion, and what the others have shared of theirs."""

from typing import Any

from django.http import HttpRequest

from evaluations.models import Contribution
from evaluations.views.desk import Desk
from evaluations.workspace.contributions import shared_with


def context(request: HttpRequest, desk: Desk) -> dict[str, Any]:
    return {
        "own": own_notes(desk),
        "others": shared_with(desk.evaluation, desk.text.code, desk.user),
        "inserts": desk.writes or desk.contributes,
    }


def own_notes(desk: Desk) -> Contribution:
    """Those of the person at the desk; blank and not kept as long as they have written none."""
    named = {"evaluation": desk.evaluation, "code": desk.text.code, "author": desk.user}
    return Contribution.objects.filter(**named).first() or Contribution(**named)
