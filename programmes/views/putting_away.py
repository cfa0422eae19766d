"""What was begun by mistake is put away in one gesture, and taken back in one."""

from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import F
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from evalprog.asked import revision_in, whole
from evalprog.public_id import named
from programmes import permissions, putting_away
from programmes.models import Description, DescriptionRevision
from programmes.views.drafts import draft_of
from programmes.writing import Stale, WritingRefused

A_PAGE = 20
_LISTS = {"formations": "programmes:catalogue", "mises-de-cote": "programmes:shelf"}


@require_safe
def shelf(request: HttpRequest) -> HttpResponse:
    """What was put away, the last first, each with the way back."""
    institutions = permissions.institutions_of(request.user)
    if not institutions:
        raise Http404
    away = Description.objects.put_away().of_institutions(institutions).order_by("-put_away_at", "-pk")
    page = Paginator(away.select_related("programme__institution", "put_away_by").defer("words"), A_PAGE).get_page(
        request.GET.get("page")
    )
    titles = _titles([description.pk for description in page])
    context = {
        "page": page,
        "rows": [(description, titles[description.pk]) for description in page],
        "has_several": len(institutions) > 1,
    }
    return render(request, "programmes/describe/shelf.html", context)


@require_POST
def description_put_away(request: HttpRequest, public_id: str) -> HttpResponse:
    """From its row or from its page; the list then says how to undo it."""
    draft = draft_of(request, public_id)
    try:
        putting_away.put_away(draft.description, revision=revision_in(request), by=request.user)
    except Stale:
        messages.error(
            request, _("Quelqu’un y a écrit entre-temps : elle n’a pas été mise de côté. Relisez-la d’abord.")
        )
        return redirect(draft.url())
    except WritingRefused as refusal:
        messages.error(request, str(refusal))
        return redirect(draft.page("description-publish"))
    return redirect(_list("formations", request, **{"mise-de-cote": draft.description.public_id}))


@require_POST
def description_take_back(request: HttpRequest, public_id: str) -> HttpResponse:
    """Back to the list whose button was pressed (``liste``), else to its page."""
    draft = draft_of(request, public_id)
    putting_away.take_back(draft.description, by=request.user)
    what = {"title": draft.document["title"], "year": draft.description.year}
    messages.success(request, _("« %(title)s », %(year)s : de nouveau parmi vos formations.") % what)
    name = request.POST.get("liste", "")
    return redirect(_list(name, request) if name in _LISTS else draft.url())


def put_away_just_now(request: HttpRequest, institutions: frozenset[int]) -> dict[str, Any] | None:
    """What the address says was put away, if it still is."""
    asked = request.GET.get("mise-de-cote", "")
    if not asked:
        return None
    description = named(Description.objects.put_away().of_institutions(institutions), asked)
    return {"description": description, "title": _titles([description.pk])[description.pk]} if description else None


def _list(name: str, request: HttpRequest, **said: str) -> str:
    """The page of the list from which the gesture came."""
    page = request.POST.get("page", "")
    number = {"page": page} if whole(page) else {}
    query = urlencode(number | said)
    return f"{reverse(_LISTS[name])}{'?' if query else ''}{query}"


def _titles(keys: list[int]) -> dict[int, str]:
    """As the last writing of each says it; no document is read."""
    last = DescriptionRevision.objects.filter(description__in=keys, revision=F("description__revision"))
    return dict(last.order_by().values_list("description_id", "document__title"))
