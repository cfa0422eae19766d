"""The editor of a description: one part at a time. Each writing is kept, whoever else writes meanwhile."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from evalprog.asked import revision_in
from evalprog.documents import DocumentInvalid
from evalprog.documents.editing import Document, PartNotFound, Spot, children
from evalprog.documents.merging import Merged
from programmes.description import CourseGroup, InstitutionName, OutcomeSet
from programmes.description.editing import DESCRIPTION
from programmes.forms.description_parts import PartForm, typed_in
from programmes.forms.description_words import WORDS
from programmes.permissions import publishes_for
from programmes.views.changes import shown
from programmes.views.drafts import Draft, again, draft_of, save
from programmes.views.gone import gone
from programmes.views.part_gestures import removed_last
from programmes.writing import Stale


@require_http_methods(["GET", "HEAD", "POST"])
def description_edit(request, public_id):
    """The form of one part (``?partie=``), or of the programme itself."""
    draft = draft_of(request, public_id)
    try:
        path = _path_meant(request, draft, request.GET.get("partie", ""))
    except PartNotFound as why:
        return gone(request, draft, typed_in(request.POST), why)
    form = _form(request, draft, DESCRIPTION.find(draft.document, path))
    if form.is_valid():
        if form.cleaned_data["revision"] != draft.revision:
            return _edited_meanwhile(request, draft)
        document = DESCRIPTION.replaced(draft.document, path, form.record())
        if _kept(request, draft, form, document, path):
            messages.success(request, _("Enregistré."))
            return redirect(draft.url(path))
        if form.is_valid():
            return _edited_meanwhile(request, again(draft))
    return _page(request, draft, form)


@require_http_methods(["GET", "HEAD", "POST"])
def part_add(request, public_id):
    """The form of a new part, put at the end of the list ``?liste=`` of the part ``?dans=``."""
    draft = draft_of(request, public_id)
    name = request.GET.get("liste", "")
    if not name:
        return redirect(draft.url())
    try:
        holder = _path_meant(request, draft, request.GET.get("dans", ""))
    except PartNotFound as why:
        return gone(request, draft, typed_in(request.POST), why)
    if request.method == "POST" and _comes_once(draft.document, holder, name):
        return _merged(request, draft, DESCRIPTION.find(draft.document, f"{holder}.{name}".lstrip(".")), {})
    form = _form(request, draft, _new_spot(draft.document, holder, name))
    if form.is_valid():
        document, path = DESCRIPTION.added(draft.document, holder, name, form.record())
        if _kept(request, draft, form, document, path):
            return _after_addition(request, draft, DESCRIPTION.find(document, path))
        if form.is_valid():
            return _added_meanwhile(request, again(draft), form.record())
    return _page(request, draft, form)


def _kept(request: HttpRequest, draft: Draft, form: PartForm, document: Document, path: str) -> bool:
    """What is refused is told by the form; of what is stale the form says nothing yet."""
    try:
        save(draft, document, revision=form.cleaned_data["revision"], request=request)
    except Stale:
        return False
    except DocumentInvalid as invalid:
        form.tell(invalid, document, path)
        return False
    return True


def _after_addition(request: HttpRequest, draft: Draft, spot: Spot) -> HttpResponse:
    messages.success(request, _("%(what)s : ajouté à la fin de la liste.") % {"what": WORDS.named(spot)})
    return redirect(request.get_full_path() if "another" in request.POST else draft.url(spot.path))


# -- what the person had before their eyes


def _path_meant(request: HttpRequest, draft: Draft, path: str) -> str:
    """The path asked for; when a form comes back, that of the part it was made for, wherever it stands now.

    :raises PartNotFound: if that part has gone since the form was made, or nothing tells which one it is now.
    :raises Http404: for a path that leads nowhere.
    """
    if request.method != "POST" or "where" not in request.POST:
        try:
            return DESCRIPTION.find(draft.document, path).path
        except PartNotFound as error:
            raise Http404 from error
    return draft.path_meant(path, request.POST["where"], revision_in(request))


def _new_spot(document: Document, holder: str, name: str) -> Spot:
    """:raises Http404: if no part, or no other one, can be put there."""
    try:
        return DESCRIPTION.new_spot(document, holder, name)
    except PartNotFound as error:
        raise Http404 from error


def _form(request: HttpRequest, draft: Draft, spot: Spot, data: Any = None) -> PartForm:
    data = data or request.POST or None
    return PartForm(data, spot=spot, document=draft.document, revision=draft.revision, is_new=spot.is_new)


def _comes_once(document: Document, holder: str, name: str) -> bool:
    """A part that comes once has been put there already."""
    return isinstance(DESCRIPTION.find(document, holder).record.get(name), dict)


# -- what others wrote meanwhile


def _edited_meanwhile(request: HttpRequest, draft: Draft) -> HttpResponse:
    try:
        path = _path_meant(request, draft, request.GET.get("partie", ""))
    except PartNotFound as why:
        return gone(request, draft, typed_in(request.POST), why)
    part = draft.part_read(request.GET.get("partie", ""), request.POST.get("where", ""), revision_in(request))
    return _merged(request, draft, DESCRIPTION.find(draft.document, path), part.record if part else None)


def _merged(request: HttpRequest, draft: Draft, spot: Spot, read: Document | None) -> HttpResponse:
    """What only others changed in the part is taken over and told; what both changed is for the person to settle.

    ``read``: the part as the person had it before their eyes, nothing if nobody knows.
    """
    sent = _form(request, draft, spot)
    if not sent.is_valid():
        return _page(request, draft, sent)
    merged = sent.merged(read)
    who = draft.writers_since(revision_in(request), request.user)
    taken = [WORDS.changed(spot.part, name, (read or {}).get(name), spot.record.get(name)) for name in merged.taken]
    form = _form(request, draft, spot, sent.data_with(merged.taken))
    if form.is_valid() and not merged.collided:
        document = DESCRIPTION.replaced(draft.document, spot.path, merged.record)
        if _kept(request, draft, form, document, spot.path):
            messages.success(request, _told_with(taken, who))
            return redirect(draft.url(spot.path))
        if form.is_valid():
            return _edited_meanwhile(request, again(draft))
    form.tell_taken(merged.taken, who)
    for name in merged.collided:
        form.tell_collision(name, who)
    return _page(request, draft, form, status=409, meanwhile=_meanwhile(form, merged, taken, who))


def _told_with(taken: list[str], who: str) -> str:
    if taken:
        sentence = _("Enregistré. Changé entre-temps par %(who)s, et gardé aussi : %(fields)s.")
        return sentence % {"who": who, "fields": ", ".join(taken)}
    sentence = _("Enregistré. D’autres parties ont été changées entre-temps par %(who)s : elles sont gardées.")
    return sentence % {"who": who} if who else _("Enregistré.")


def _meanwhile(form: PartForm, merged: Merged, taken: list[str], who: str) -> dict[str, Any]:
    """What happened, then what to do; ``texts``: those that both changed and that no sentence can quote."""
    sentences = [_("Cette partie a été changée entre-temps par %(who)s.") % {"who": who}]
    if taken:
        sentences.append(_("Repris de %(who)s : %(fields)s.") % {"who": who, "fields": ", ".join(taken)})
    hint = _("Pour chaque champ signalé, gardez votre saisie ou recopiez l’autre, puis enregistrez.")
    part, record = form.spot.part, form.spot.record
    long = [name for name in merged.collided if form.is_long(name)]
    return {
        "lead": " ".join(sentences),
        "hint": hint if merged.collided else "",
        "texts": [(WORDS.label_of(part, name), shown(part, name, record)) for name in long],
    }


def _added_meanwhile(request: HttpRequest, draft: Draft, record: Document) -> HttpResponse:
    """What is added overwrites nothing. When the same form was sent twice, the part is there already."""
    name = request.GET.get("liste", "")
    try:
        holder = _path_meant(request, draft, request.GET.get("dans", ""))
    except PartNotFound as why:
        return gone(request, draft, typed_in(request.POST), why)
    for sibling in children(DESCRIPTION.find(draft.document, holder)):
        if sibling.name == name and sibling.record == record:
            return _after_addition(request, draft, sibling)
    spot = _new_spot(draft.document, holder, name)
    form = _form(request, draft, spot)
    form = _form(request, draft, spot, form.data_with(())) if form.is_valid() else form
    if form.is_valid():
        document, path = DESCRIPTION.added(draft.document, holder, name, record)
        if _kept(request, draft, form, document, path):
            return _after_addition(request, draft, DESCRIPTION.find(document, path))
        if form.is_valid():
            return _added_meanwhile(request, again(draft), record)
    return _page(request, draft, form, status=409)


def _page(
    request: HttpRequest, draft: Draft, form: PartForm, status: int = 200, meanwhile: dict[str, Any] | None = None
) -> HttpResponse:
    spot, outline = form.spot, draft.outline()
    said = outline.to_correct()
    context = {
        "draft": draft,
        "form": form,
        "is_new": spot.is_new,
        "is_root": not spot.path,
        "noun": WORDS.noun_of(spot),
        "title": "" if spot.is_new else WORDS.title_of(spot),
        "detail": "" if spot.is_new else WORDS.detail_of(spot),
        "errors": form.summary,
        "meanwhile": meanwhile,
        "action": request.get_full_path() if spot.is_new else draft.url(spot.path),
        "ancestors": outline.ancestors(spot),
        "groups": outline.groups(spot.path),
        "lists": [] if spot.is_new else outline.lists_of(spot),
        "acts": draft.acts(),
        "path": spot.path,
        "root_url": draft.url(),
        "remarks": said,
        "remarks_here": [each for each in said if spot.path and each.part == spot.path],
        "is_group": spot.part is CourseGroup and not spot.is_new,
        "is_institution": spot.part is InstitutionName,
        "is_outcomes": spot.part is OutcomeSet and not spot.is_new,
        "moved": request.GET.get("deplace", ""),
        "moved_down": request.GET.get("vers") == "bas",
        "removed": removed_last(request, draft),
        "may_publish": publishes_for(request.user, draft.description.programme.institution),
    }
    return render(request, "programmes/describe/edit.html", context, status=status)
