"""The findings beside a text: those of this criterion first, the others folded, and a quick way to add one."""

from typing import Any

from django.http import HttpRequest
from django.utils.translation import gettext as _

from evalprog.documents import NBSP
from evalprog.public_id import named
from evaluations.forms.findings import AddFindingForm, EditFindingForm
from evaluations.models import Finding
from evaluations.views.desk import Desk
from evaluations.workspace.finding_list import groups
from evaluations.workspace.findings import numbered_since

TEMPLATE = "evaluations/workspace/panes/findings.html"


def context(request: HttpRequest, desk: Desk) -> dict[str, Any]:
    code, listed = desk.text.code, groups(desk.evaluation)
    rows = [row for group in listed for row in group.rows]
    edited = named(desk.evaluation.findings.kept(), request.GET.get("constat", ""))
    if edited:
        edited.evaluation = desk.evaluation
    return {
        "desk": desk,
        "evaluation": desk.evaluation,
        "here": [row for row in rows if code in row.criteria],
        "elsewhere": [row for row in rows if code not in row.criteria],
        "numbered": numbered_since(desk.evaluation) is not None,
        "add_form": AddFindingForm(evaluation=desk.evaluation, beside=code) if desk.writes else None,
        "edited": edited if desk.writes else None,
        "edit_form": EditFindingForm(finding=edited, beside=code) if edited and desk.writes else None,
        **done(request, desk),
    }


def done(request: HttpRequest, desk: Desk) -> dict[str, Any]:
    """What the gesture before did, in a sentence; ``undo``: the finding that was taken away, to be brought back."""
    finding = named(desk.evaluation.findings, request.GET.get("constat_fait", ""))
    gesture, gone = request.GET.get("geste", ""), finding is not None and finding.removed_at is not None
    # An address that is opened again later must not say what is no longer so.
    if finding is None or gone != (gesture == "remove"):
        return {"done": "", "undo": None}
    return {
        "done": sentence(gesture, finding),
        "undo": finding if gone and desk.writes else None,
    }


def sentence(gesture: str, finding: Finding) -> str:
    """« Constat ajouté : point fort 3. »"""
    words = {
        "add": _("Constat ajouté"),
        "edit": _("Constat enregistré"),
        "up": _("Constat déplacé"),
        "down": _("Constat déplacé"),
        "remove": _("Constat retiré"),
        "restore": _("Constat rétabli"),
    }
    said = words.get(gesture, "")
    if not said or gesture == "remove":
        return f"{said}." if said else ""
    return f"{said}{NBSP}: {finding}."
