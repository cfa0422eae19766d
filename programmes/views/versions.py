"""The writings of a description: who wrote when, what each says, what differs between two, how to come back."""

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from evalprog.asked import revision_in, whole
from evalprog.documents import DocumentInvalid
from evalprog.documents.differences import differences
from evalprog.documents.editing import Spot, nested_part
from evalprog.documents.reading import keys_of
from programmes import writing
from programmes.description import parse
from programmes.description.editing import DESCRIPTION
from programmes.forms.description_words import WORDS
from programmes.models import DescriptionEvent, DescriptionRevision
from programmes.views.changes import in_short, shown, told
from programmes.views.drafts import Draft, draft_of

A_PAGE = 25
MOST_TOLD = 500


@require_safe
def version_list(request, public_id):
    draft = draft_of(request, public_id)
    rows = draft.description.revisions.defer("document").select_related("author")
    page = Paginator(rows, A_PAGE).get_page(request.GET.get("page"))
    said = _changes_of(draft, [row.revision for row in page])
    events = _events_of(draft, [row.revision for row in page])
    versions = [(row, said.get(row.revision, ""), events.get(row.revision, ())) for row in page]
    return render(request, "programmes/describe/versions.html", {"draft": draft, "page": page, "versions": versions})


def _changes_of(draft: Draft, revisions: list[int]) -> dict[int, str]:
    """What each of these writings changed in the one before it, two of them at a time in memory."""
    rows = draft.description.revisions.filter(revision__range=(min(revisions) - 1, max(revisions)))
    said: dict[int, str] = {}
    before = None
    for revision, document in rows.order_by("revision").values_list("revision", "document").iterator(chunk_size=2):
        said[revision] = _("première version") if before is None else in_short(before, document)
        before = document
    return said


def _events_of(draft: Draft, revisions: list[int]) -> dict[int, list[DescriptionEvent]]:
    """What was done with the description while each of these writings was the last one, the last first."""
    found: dict[int, list[DescriptionEvent]] = {}
    for event in draft.description.events.filter(revision__in=revisions).select_related("by").order_by("-pk"):
        found.setdefault(event.revision, []).append(event)
    return found


@require_safe
def version_detail(request, public_id, revision):
    """What that writing says, and what it changed (``?avec=``: from another one)."""
    draft = draft_of(request, public_id)
    version = _version(draft, revision)
    other = _other(draft, request.GET.get("avec", ""), revision)
    found = differences(DESCRIPTION, other.document, version.document) if other else []
    context = {
        "draft": draft,
        "version": version,
        "other": other,
        "others": draft.description.revisions.exclude(revision=revision).values_list("revision", flat=True)[:200],
        "differences": [told(difference) for difference in found[:MOST_TOLD]],
        "untold": max(0, len(found) - MOST_TOLD),
        "parts": [_part(spot) for spot in DESCRIPTION.walk(version.document)],
        "is_last": version.revision == draft.revision,
    }
    return render(request, "programmes/describe/version.html", context)


@require_POST
def version_restore(request, public_id, revision):
    """Says again what that writing said: a new one, so that nothing is lost."""
    draft = draft_of(request, public_id)
    version = _version(draft, revision)
    try:
        writing.save(
            draft.description,
            parse(version.document),
            based_on=revision_in(request),
            by=request.user,
            origin=_("version %(revision)d rétablie") % {"revision": version.revision},
        )
    except writing.Stale as refusal:
        messages.error(request, str(refusal))
        return redirect(draft.page("version-list"))
    except DocumentInvalid as invalid:
        messages.error(
            request, _("Cette version n’obéit plus aux règles d’aujourd’hui : %(why)s") % {"why": invalid.problems[0]}
        )
        return redirect(draft.page("version-list"))
    messages.success(request, _("La version %(revision)d est rétablie.") % {"revision": version.revision})
    return redirect(draft.url())


def _version(draft: Draft, revision: int) -> DescriptionRevision:
    version = draft.description.revisions.select_related("author").filter(revision=revision).first()
    if version is None:
        raise Http404
    return version


def _other(draft: Draft, given: str, revision: int) -> DescriptionRevision | None:
    """The one to compare with: that asked for, else the one before.

    :raises Http404: if the one asked for does not exist.
    """
    if not given:
        return draft.description.revisions.filter(revision__lt=revision).first()
    number = whole(given)
    if number is None:
        raise Http404
    return _version(draft, number)


# -- what it says


def _part(spot: Spot) -> dict[str, Any]:
    """One part as it is read: its name, how deep it stands, its fields."""
    return {
        "what": WORDS.named(spot),
        "depth": min(spot.path.count(".") + 1 if spot.path else 0, 4),
        "fields": [(WORDS.label_of(spot.part, name), shown(spot.part, name, spot.record)) for name in _simple(spot)],
    }


def _simple(spot: Spot) -> list[str]:
    said = [name for name, _field, hint in keys_of(spot.part) if nested_part(hint) is None and name in spot.record]
    return [name for name in said if WORDS.shown(spot.part, name, spot.record[name])]
