"""Beside the text: its past, or that of one's own notes when they are what is being written."""

from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _

from evaluations.forms.history import RestoreForm
from evaluations.views.desk import NOTES, TEXT, Desk, shows_notes
from evaluations.workspace import history


def context(request: HttpRequest, desk: Desk) -> dict[str, Any]:
    # Notes are no longer written at some stages; their author still reads them.
    notes = shows_notes(request, desk) or request.GET.get("vue") == NOTES
    row = history.text_row(desk.evaluation, desk.text.code, desk.user, notes=notes)
    page, lines = history.page_of(row, request.GET.get("page")) if row else (None, [])
    return {
        "row": row,
        "of_notes": notes,
        "page": page,
        "pages": page.paginator.get_elided_page_range(page.number, on_each_side=1, on_ends=1) if page else (),
        "lines": lines,
        "shows_origins": row is not None and not notes and desk.traces_authors,
        "shows_names": notes or desk.traces_authors,
        "undo": _undo(desk, row, lines, notes) if page and page.number == 1 else None,
    }


def may_restore(desk: Desk, *, notes: bool) -> bool:
    return desk.contributes if notes else desk.writes


def restore_form(desk: Desk, name: str, base_revision: int, *, notes: bool, button: str) -> RestoreForm:
    action = reverse("evaluations:revision-restore", args=[desk.evaluation.public_id, desk.text.code, name])
    initial = {"base_revision": base_revision, "vue": NOTES if notes else TEXT}
    return RestoreForm(action=action, button=button, initial=initial)


def _undo(desk: Desk, row: history.Told, lines: list[history.Line], notes: bool) -> RestoreForm | None:
    """When an earlier text has just been taken up: come back to the one that stood before."""
    standing = next((line.newest for line in lines if not line.newest.revision.is_set_aside), None)
    if standing is None or standing.revision.restores is None or not may_restore(desk, notes=notes):
        return None
    return restore_form(desk, str(standing.before), row.revision, notes=notes, button=_("Annuler cette reprise"))
