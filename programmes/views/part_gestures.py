"""Gestures on the lists of a description: a part moves, goes and comes back. Each one is a writing."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from evalprog.asked import revision_in
from evalprog.documents import NBSP, DocumentInvalid
from evalprog.documents.editing import Document, PartNotFound, Spot
from programmes.description.editing import DESCRIPTION
from programmes.forms.description_words import WORDS
from programmes.models import DescriptionRevision
from programmes.views.drafts import Draft, draft_of, save
from programmes.writing import Stale

# Where the session keeps which part was removed last from each description.
_REMOVED = "removed_description_parts"


@require_POST
def part_move(request, public_id, by):
    """One place up or down; the button pressed has the focus again on the next page."""
    draft = draft_of(request, public_id)
    spot = _posted_spot(draft, request)
    if spot is None or spot.index is None:
        return _changed(request, draft)
    document, path = DESCRIPTION.moved(draft.document, spot.path, by)
    if not _gesture(request, draft, document):
        return redirect(draft.url())
    return redirect(draft.url(spot.holder, deplace=path, vers="bas" if by > 0 else "haut"))


@require_POST
def part_remove(request, public_id):
    """What is removed is remembered in the session until the next removal, so that it can come back."""
    draft = draft_of(request, public_id)
    spot = _posted_spot(draft, request)
    if spot is None:
        return _changed(request, draft)
    written = _gesture(request, draft, DESCRIPTION.removed(draft.document, spot.path))
    if not written:
        return redirect(draft.url())
    remembered = {
        "what": WORDS.named(spot),
        "path": spot.path,
        "holder": DESCRIPTION.address(draft.document, spot.holder),
        "from": draft.revision,
        "revision": written.revision,
    }
    request.session[_REMOVED] = {**request.session.get(_REMOVED, {}), str(draft.description.pk): remembered}
    return redirect(draft.url(spot.holder, f"#liste-{spot.name}"))


@require_POST
def part_restore(request, public_id):
    """The part as it stood in the writing from which it was removed."""
    draft = draft_of(request, public_id)
    kept, key = request.session.get(_REMOVED, {}), str(draft.description.pk)
    if key not in kept:
        messages.error(request, _("Il n’y a plus rien à rétablir."))
        return redirect(draft.url())
    lost = kept[key]
    before = draft.description.revisions.get(revision=lost["from"])
    try:
        spot = DESCRIPTION.find(before.document, lost["path"])
        holder = draft.path_meant(spot.holder, lost["holder"], lost["revision"])
        document, _path = DESCRIPTION.added(draft.document, holder, spot.name, spot.record, spot.index)
    except PartNotFound:
        messages.error(request, _("L’endroit d’où il venait n’est plus le même ; ajoutez-le de nouveau."))
        return redirect(draft.url())
    if not _gesture(request, draft, document):
        return redirect(draft.url())
    request.session[_REMOVED] = {pk: other for pk, other in kept.items() if pk != key}
    messages.success(request, _("%(what)s est de nouveau à sa place.") % {"what": lost["what"]})
    return redirect(draft.url(holder, f"#liste-{spot.name}"))


def removed_last(request: HttpRequest, draft: Draft) -> dict[str, Any] | None:
    """What was removed last from the description, if it has not come back."""
    return request.session.get(_REMOVED, {}).get(str(draft.description.pk))


def _posted_spot(draft: Draft, request: HttpRequest) -> Spot | None:
    """The part whose button was pressed, if there is one that may come and go; whether it is still that one, the
    revision tells."""
    try:
        spot = DESCRIPTION.find(draft.document, request.POST.get("path", ""))
    except PartNotFound:
        return None
    return spot if spot.path and DESCRIPTION.may_go(draft.document, spot) else None


def _gesture(request: HttpRequest, draft: Draft, document: Document) -> DescriptionRevision | None:
    """The next writing, or a sentence that says why there is none."""
    try:
        return save(draft, document, revision=revision_in(request), request=request)
    except Stale as refusal:
        messages.error(request, str(refusal))
    except DocumentInvalid as invalid:
        for problem in invalid.problems[:5]:
            place = WORDS.place_name(document, problem.path)
            messages.error(
                request, f"{place}{NBSP}: {WORDS.without_paths(document, problem.on_page or problem.sentence)}"
            )
    return None


def _changed(request: HttpRequest, draft: Draft) -> HttpResponse:
    messages.error(request, _("Cette partie n’est plus là : la description a changé entre-temps."))
    return redirect(draft.url())
