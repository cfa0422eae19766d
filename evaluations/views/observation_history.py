"""The past of an answer or of the letter, for the institution that writes it: who, when, what differs, coming back."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import ObjectDoesNotExist
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBadRequest
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from evalprog import wordiff
from evaluations import permissions
from evaluations.forms.history import RestoreForm
from evaluations.models import Observation, ObservationItem, Revision
from evaluations.views.observation_saves import conflict, label_of, stance_in_words
from evaluations.views.observations import Place, box_address, place, show_boxes
from evaluations.workspace import history, observations
from evaluations.workspace.texts import TextRefused


@require_safe
def observation_history(request: HttpRequest, public_id: str, name: str) -> HttpResponse:
    here, row = _row(request, public_id, name)
    return show_history(request, row, _around(here, name, row))


@require_http_methods(["GET", "HEAD", "POST"])
def observation_revision(request: HttpRequest, public_id: str, name: str, revision: str) -> HttpResponse:
    """What differs between this text and the one that its author had read, and the current one; taken up by POST."""
    here, row = _row(request, public_id, name)
    if request.method == "POST":
        _revision(row, revision)
        return _restored(request, here, row, name, revision)
    return show_revision(request, row, revision, _around(here, name, row))


def show_history(request: HttpRequest, row: history.Told, around: dict[str, Any]) -> HttpResponse:
    """A page of the past of any text that an institution writes. ``around``: what names the text and its addresses."""
    page, lines = history.page_of(row, request.GET.get("page"))
    context = {
        **around,
        "lines": lines,
        "page": page,
        "pages": page.paginator.get_elided_page_range(page.number, on_each_side=1, on_ends=1),
    }
    return render(request, "evaluations/observations/history.html", context)


def show_revision(
    request: HttpRequest, row: history.Told, name: str, around: dict[str, Any], *, restorable: bool = True
) -> HttpResponse:
    """One state of it, or a text that was set aside. ``restorable``: this person may take it up."""
    found, before = _revision(row, name)
    is_current = not found.is_set_aside and found.number == row.revision
    offers = restorable and not is_current
    context = {
        **around,
        "revision": found,
        "is_current": is_current,
        "changes": wordiff.as_html(wordiff.differences(before, found.text)),
        "to_current": "" if is_current else wordiff.as_html(wordiff.differences(row.text, found.text)),
        "stance": stance_in_words(found.value) if found.value else "",
        "restore": RestoreForm(button=_("Rétablir ce texte"), initial={"base_revision": row.revision})
        if offers
        else None,
    }
    return render(request, "evaluations/observations/revision.html", context)


def _revision(row: history.Told, name: str) -> tuple[Revision, str]:
    """The save of that address, and the text that its author had read.

    :raises Http404: when there is none.
    """
    try:
        found = history.revision_named(row, name)
        return found, history.text_at(row, found.based_on if found.is_set_aside else max(found.number - 1, 0))
    except ObjectDoesNotExist:
        raise Http404 from None


def _restored(
    request: HttpRequest, here: Place, row: Observation | ObservationItem, name: str, revision: str
) -> HttpResponse:
    form = RestoreForm(request.POST)
    if not form.is_valid():
        return HttpResponseBadRequest(_("La révision lue manque : revenez à l’historique et recommencez."))
    earlier = history.revision_named(row, revision)
    value = None if isinstance(row, Observation) else earlier.value
    try:
        saved = observations.save(
            here.evaluation,
            name,
            earlier.text,
            value=(value or None) if earlier.is_set_aside else value,
            base_revision=form.cleaned_data["base_revision"],
            save_id=None,
            by=request.user,
            received_at=request.received_at,
            restores=None if earlier.is_set_aside else earlier.number,
        )
    except ObjectDoesNotExist:  # taken away meanwhile
        raise Http404 from None
    except TextRefused as refusal:  # written before there was a limit
        return show_boxes(request, here, problems=tuple(refusal.problems), status=422)
    if saved.is_stale:
        return conflict(request, here, name, saved, saved.your_value)
    messages.success(request, _("Ce texte est rétabli ; la révision %(number)d le dit.") % {"number": saved.revision})
    return redirect(box_address(here.evaluation, name))


def _row(request: HttpRequest, public_id: str, name: str) -> tuple[Place, Observation | ObservationItem]:
    """:raises Http404: as long as nothing was written under that name."""
    here = place(request, public_id, house=True)
    permissions.allow(here.prepares, str(observations.NOT_NOW))
    try:
        return here, observations.row_named(here.evaluation, name)
    except ObjectDoesNotExist:
        raise Http404 from None


def _around(here: Place, name: str, row: Observation | ObservationItem) -> dict[str, Any]:
    return {
        "evaluation": here.evaluation,
        "name": name,
        "row": row,
        "label": label_of(here.evaluation, name),
        "back": box_address(here.evaluation, name),
        "history_route": "evaluations:observation-history",
        "revision_route": "evaluations:observation-revision",
    }
