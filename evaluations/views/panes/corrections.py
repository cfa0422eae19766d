"""Beside the text: the errors of fact that the institution has sent about it, the rulings, the state of the changes."""

from typing import Any

from django.http import HttpRequest

from evaluations.enums import State
from evaluations.models import Finding
from evaluations.models.correction import CorrectionQuerySet
from evaluations.views.desk import Desk
from evaluations.workspace.correction_list import Drafts, for_committee

NAME = "corrections"
TEMPLATE = "evaluations/workspace/panes/corrections.html"


def context(request: HttpRequest, desk: Desk) -> dict[str, Any]:
    """``?correction=<id>``: the one that is being answered."""
    of_text = desk.evaluation.corrections.filter(about=desk.text.code, finding=None)
    return _shown(desk, of_text, request.GET.get("correction", ""))


def about_finding(desk: Desk, finding: Finding, asked: str) -> dict[str, Any]:
    """The same beside the form of a finding, which has a page of its own."""
    if not is_shown(desk):
        return {"rows": [], "opened": ""}
    return _shown(desk, desk.evaluation.corrections.filter(finding=finding), asked)


def _shown(desk: Desk, corrections: CorrectionQuerySet, asked: str) -> dict[str, Any]:
    rows = for_committee(Drafts(desk.evaluation), corrections)
    opened = next((row for row in rows if row.correction.public_id == asked and row.correction.is_granted), None)
    return {"rows": rows, "opened": opened.correction.public_id if opened else ""}


def is_shown(desk: Desk) -> bool:
    """Once any was sent: before a draft is transmitted there is nothing to ask."""
    return desk.evaluation.state >= State.DRAFT_TRANSMITTED and desk.evaluation.corrections.sent().exists()
