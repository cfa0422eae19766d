"""The editor of a draft: one part at a time, with gestures on the lists in it."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from evalprog.asked import revision_in
from evaluations import framework_library, readiness
from evaluations.definition.editing import (
    FRAMEWORK,
    Document,
    PartNotFound,
    Spot,
    added,
    address,
    children,
    find,
    may_go,
    moved,
    path_at,
    removed,
    replaced,
)
from evaluations.forms.framework_parts import PartForm
from evaluations.forms.framework_words import FIELDS, detail_of, named, noun_of, title_of
from evaluations.framework_library import DraftHasChanged, FrameworkRefused
from evaluations.models import Framework
from evaluations.views.framework_outline import acts_of, editor_url, outline_of
from evaluations.views.frameworks import draft_of, refusals_told

# Where the session keeps the last part removed from each draft.
_REMOVED = "removed_framework_parts"


@require_http_methods(["GET", "HEAD", "POST"])
@refusals_told
def draft_edit(request, code, version):
    """The form of one part (``?partie=``), or of the framework itself."""
    draft = draft_of(request, code, version)
    try:
        path = _path_meant(request, draft.document, request.GET.get("partie", ""))
    except PartNotFound:
        return _gone(request, draft)
    form = _form(request, draft, find(draft.document, path))
    if form.is_valid():
        record = form.record()
        if record != form.spot.record:
            try:
                document = replaced(draft.document, path, record)
                framework_library.revise(draft, document, revision=form.cleaned_data["revision"])
            except DraftHasChanged as refusal:
                return _stale_edit(request, draft, refusal)
        messages.success(request, _("Enregistré."))
        return redirect(editor_url(draft, path))
    return _page(request, draft, form)


@require_http_methods(["GET", "HEAD", "POST"])
@refusals_told
def part_add(request, code, version):
    """The form of a new part, put at the end of the list ``?liste=`` of the part ``?dans=``."""
    draft = draft_of(request, code, version)
    name = request.GET.get("liste", "")
    try:
        holder = _path_meant(request, draft.document, request.GET.get("dans", ""))
        spot = _new_spot(draft.document, holder, name)
    except PartNotFound:
        return _gone(request, draft)
    form = _form(request, draft, spot)
    if form.is_valid():
        record = form.record()
        try:
            document, path = added(draft.document, holder, name, record)
            framework_library.revise(draft, document, revision=form.cleaned_data["revision"])
        except DraftHasChanged as refusal:
            return _stale_addition(request, draft, record, refusal)
        return _after_addition(request, draft, find(document, path))
    return _page(request, draft, form)


def _after_addition(request: HttpRequest, draft: Framework, spot: Spot) -> HttpResponse:
    messages.success(request, _("%(what)s : ajouté à la fin de la liste.") % {"what": named(spot)})
    return redirect(request.get_full_path() if "another" in request.POST else editor_url(draft, spot.path))


# -- gestures on lists


@require_POST
@refusals_told
def part_move(request, code, version, by):
    """One place up or down; the button pressed has the focus again on the next page."""
    draft = draft_of(request, code, version)
    spot = _posted_spot(request, draft)
    if spot.index is None:
        raise Http404
    document, path = moved(draft.document, spot.path, by)
    framework_library.revise(draft, document, revision=revision_in(request))
    way = "bas" if by > 0 else "haut"
    return redirect(editor_url(draft, spot.holder, deplace=path, vers=way))


@require_POST
@refusals_told
def part_remove(request, code, version):
    """What is removed is remembered in the session until the next removal, so that it can come back."""
    draft = draft_of(request, code, version)
    spot = _posted_spot(request, draft)
    revised = framework_library.revise(draft, removed(draft.document, spot.path), revision=revision_in(request))
    remembered = {
        "what": named(spot),
        "holder": address(draft.document, spot.holder),
        "name": spot.name,
        "index": spot.index,
        "record": spot.record,
        "revision": revised.revision,
    }
    request.session[_REMOVED] = {**request.session.get(_REMOVED, {}), str(draft.pk): remembered}
    return redirect(editor_url(draft, spot.holder, f"#liste-{spot.name}"))


@require_POST
@refusals_told
def part_restore(request, code, version):
    draft = draft_of(request, code, version)
    kept = request.session.get(_REMOVED, {})
    lost = kept.get(str(draft.pk))
    if lost is None:
        raise FrameworkRefused(_("Il n’y a plus rien à rétablir."))
    try:
        holder = path_at(draft.document, lost["holder"])
        document, path = added(draft.document, holder, lost["name"], lost["record"], lost["index"])
    except PartNotFound as error:
        raise FrameworkRefused(_("L’endroit d’où il venait n’est plus le même ; ajoutez-le de nouveau.")) from error
    framework_library.revise(draft, document, revision=revision_in(request))
    request.session[_REMOVED] = {pk: other for pk, other in kept.items() if pk != str(draft.pk)}
    messages.success(request, _("%(what)s est de nouveau à sa place.") % {"what": lost["what"]})
    return redirect(editor_url(draft, holder, f"#liste-{lost['name']}"))


def _posted_spot(request: HttpRequest, draft: Framework) -> Spot:
    """The part whose button was pressed; whether it is still that one, the revision tells."""
    try:
        spot = find(draft.document, request.POST.get("path", ""))
    except PartNotFound as error:
        raise DraftHasChanged(_("Cette partie n’est plus là : le brouillon a changé entre-temps.")) from error
    if not may_go(draft.document, spot):
        raise Http404
    return spot


# -- what the person had before their eyes


def _path_meant(request: HttpRequest, document: Document, path: str) -> str:
    """The path asked for; when a form comes back, that of the part it was made for, wherever it stands now.

    :raises PartNotFound: if that part has gone since the form was made.
    :raises Http404: for a path that leads nowhere.
    """
    if request.method == "GET" or "where" not in request.POST:
        try:
            return find(document, path).path
        except PartNotFound as error:
            raise Http404 from error
    return FRAMEWORK.path_meant(document, path, request.POST["where"])


def _new_spot(document: Document, holder: str, name: str) -> Spot:
    """A part not yet in the document, with what is most often chosen.

    :raises Http404: if no part, or no other one, can be put there.
    """
    find(document, holder)
    try:
        return FRAMEWORK.new_spot(document, holder, name)
    except PartNotFound as error:
        raise Http404 from error


def _form(request: HttpRequest, draft: Framework, spot: Spot, data: Any = None) -> PartForm:
    data = data or request.POST or None
    return PartForm(data, spot=spot, document=draft.document, revision=draft.revision, is_new=spot.is_new)


def _stale_edit(request: HttpRequest, draft: Framework, refusal: DraftHasChanged) -> HttpResponse:
    draft.refresh_from_db()
    try:
        path = _path_meant(request, draft.document, request.GET.get("partie", ""))
    except PartNotFound:
        return _gone(request, draft)
    return _stale(request, draft, find(draft.document, path), refusal)


def _stale_addition(request: HttpRequest, draft: Framework, record: Document, refusal: DraftHasChanged) -> HttpResponse:
    """When the same form was sent twice, the part is there already."""
    draft.refresh_from_db()
    name = request.GET.get("liste", "")
    try:
        holder = _path_meant(request, draft.document, request.GET.get("dans", ""))
        spot = _new_spot(draft.document, holder, name)
    except PartNotFound:
        return _gone(request, draft)
    for sibling in children(find(draft.document, holder)):
        if sibling.name == name and sibling.record == record:
            return _after_addition(request, draft, sibling)
    return _stale(request, draft, spot, refusal)


def _stale(request: HttpRequest, draft: Framework, spot: Spot, refusal: DraftHasChanged) -> HttpResponse:
    """What was typed stays in the form, beside what the draft says now; saving again is a decision."""
    data = request.POST.copy()
    data["revision"] = str(draft.revision)
    form = _form(request, draft, spot, data)
    if form.is_valid():
        form.add_error(None, f"{refusal} {_('Ce que vous avez saisi est ci-dessous, mais pas enregistré.')}")
    return _page(request, draft, form, status=409)


def _gone(request: HttpRequest, draft: Framework) -> HttpResponse:
    """The part was removed meanwhile: what was typed is given back to be copied."""
    typed = [(FIELDS[name][0], request.POST[name]) for name in request.POST if name in FIELDS and request.POST[name]]
    context = {"framework": draft, "typed": typed}
    return render(request, "evaluations/frameworks/gone.html", context, status=409)


def _page(request: HttpRequest, draft: Framework, form: PartForm, status: int = 200) -> HttpResponse:
    spot, problems = form.spot, readiness.before_framework_publication(draft)
    is_new, is_stale = spot.is_new, status == 409
    outline = outline_of(draft, problems)
    to_mend = outline.to_correct()
    context = {
        "framework": draft,
        "form": form,
        "is_new": is_new,
        "noun": noun_of(spot),
        "title": "" if is_new else title_of(spot),
        "detail": "" if is_new else detail_of(spot),
        "is_root": not spot.path,
        "in_draft_now": form.differing() if is_stale and not is_new else [],
        "action": request.get_full_path() if is_new else editor_url(draft, spot.path),
        "ancestors": outline.ancestors(spot),
        "acts": acts_of(draft),
        "path": spot.path,
        "root_url": editor_url(draft),
        "groups": outline.groups(spot.path),
        "problems": to_mend,
        "problems_here": [problem for problem in to_mend if spot.path and problem.part == spot.path],
        "lists": [] if is_new else outline.lists_of(spot),
        "moved": request.GET.get("deplace", ""),
        "moved_down": request.GET.get("vers") == "bas",
        "removed": request.session.get(_REMOVED, {}).get(str(draft.pk)),
    }
    return render(request, "evaluations/frameworks/edit.html", context, status=status)
