"""The past of a text of the dossier, for the institution that writes it: who, when, what differs, coming back."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import ObjectDoesNotExist
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBadRequest
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from evaluations import permissions
from evaluations.forms.history import RestoreForm
from evaluations.models import DossierText
from evaluations.views.dossier_form import box_address, show_form
from evaluations.views.dossier_place import DossierPlace, place
from evaluations.views.dossier_saves import conflict
from evaluations.views.observation_history import show_history, show_revision
from evaluations.workspace import dossier_texts, history
from evaluations.workspace.texts import TextRefused


@require_safe
def text_history(request: HttpRequest, public_id: str, code: str) -> HttpResponse:
    here, row = _row(request, public_id, code)
    return show_history(request, row, _around(here, row))


@require_http_methods(["GET", "HEAD", "POST"])
def text_revision(request: HttpRequest, public_id: str, code: str, revision: str) -> HttpResponse:
    """What differs between this text and the one that its author had read, and the current one; taken up by POST."""
    here, row = _row(request, public_id, code)
    if request.method == "POST":
        return _restored(request, here, row, revision)
    return show_revision(request, row, revision, _around(here, row), restorable=here.writes)


def _restored(request: HttpRequest, here: DossierPlace, row: DossierText, revision: str) -> HttpResponse:
    form = RestoreForm(request.POST)
    if not form.is_valid():
        return HttpResponseBadRequest(_("La révision lue manque : revenez à l’historique et recommencez."))
    try:
        earlier = history.revision_named(row, revision)
        saved = dossier_texts.save(
            here.evaluation,
            row.code,
            earlier.text,
            base_revision=form.cleaned_data["base_revision"],
            save_id=None,
            by=request.user,
            restores=None if earlier.is_set_aside else earlier.number,
        )
    except ObjectDoesNotExist:
        raise Http404 from None
    except TextRefused as refusal:  # written before there was a limit
        return show_form(request, here, problems=refusal.problems, status=422)
    if saved.is_stale:
        return conflict(request, here, row.code, saved)
    messages.success(request, _("Ce texte est rétabli ; la révision %(number)d le dit.") % {"number": saved.revision})
    return redirect(box_address(here, row.code))


def _row(request: HttpRequest, public_id: str, code: str) -> tuple[DossierPlace, DossierText]:
    """:raises Http404: as long as nothing was written under that section."""
    here = place(request, public_id, house=True)
    permissions.allow(here.writes, str(dossier_texts.NOT_NOW))
    try:
        dossier_texts.section_of(here.evaluation, code)
        return here, dossier_texts.row_of(here.evaluation, code)
    except ObjectDoesNotExist:
        raise Http404 from None


def _around(here: DossierPlace, row: DossierText) -> dict[str, Any]:
    return {
        "evaluation": here.evaluation,
        "name": row.code,
        "row": row,
        "label": dossier_texts.section_of(here.evaluation, row.code).label,
        "back": box_address(here, row.code),
        "history_route": "evaluations:dossier-text-history",
        "revision_route": "evaluations:dossier-text-revision",
    }
