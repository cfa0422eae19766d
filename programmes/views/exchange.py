"""Files in, looked at before they are written; files out, for everybody."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_safe

from evalprog.public_id import is_like_one, named
from programmes import exports, permissions
from programmes.forms.exchange import ImportForm
from programmes.imports import drafts, model_file, reading, taking_in
from programmes.imports.parsed import BadCell, BadFile, Unsaid
from programmes.imports.preview import preview
from programmes.models import Description, ImportDraft, Institution

_SHOWN = 200  # bad cells or lines without a place


@require_http_methods(["GET", "HEAD", "POST"])
def programme_import(request: HttpRequest) -> HttpResponse:
    """A file is read and told; what was told is kept, named by what comes back, and written as drafts."""
    own = permissions.institutions_of(request.user)
    if not own:
        raise Http404
    institutions = Institution.objects.filter(pk__in=own)
    if request.method == "POST" and "draft" in request.POST:
        return _write(request, institutions)
    form = ImportForm(request.POST or None, request.FILES or None, institutions=institutions)
    told: dict[str, Any] = {}
    if form.is_valid():
        told = _rehearsed(request, form)
    refused = bool(form.is_bound and (form.errors or told.get("bad_count")))
    return render(request, "programmes/import.html", {"form": form, **told}, status=422 if refused else 200)


def _rehearsed(request: HttpRequest, form: ImportForm) -> dict[str, Any]:
    """What the page says of a file: what would be written, or every reason why nothing can be."""
    given, chosen = form.cleaned_data, form.cleaned_data["institution"]
    typed = {name: given[name] or "" for name in ("text", "title", "year")}
    try:
        read = reading.read(
            given["name"],
            given["data"],
            year=typed["year"],
            institution=chosen.name if chosen else "",
            title=typed["title"],
        )
        taken = taking_in.rehearse(read, by=request.user, publish=False, institution=chosen)
    except Unsaid as refusal:
        for name in refusal.names:
            form.add_error(name, _("Le texte ne le dit pas : donnez-le ici."))
        return {**_bad(refusal.cells), "unsaid": [form[name] for name in refusal.names]}
    except BadFile as refusal:
        return _bad(refusal.cells)
    shown = preview(taken)
    draft = None
    if not shown.changes_nothing:
        draft = drafts.keep(taken, by=request.user, name=given["name"], institution=chosen, given=typed).public_id
    return {
        "preview": shown,
        "unplaced": read.unplaced[:_SHOWN],
        "unplaced_count": len(read.unplaced),
        "is_prose": read.is_prose,
        "draft": draft,
    }


def _bad(cells: list[BadCell]) -> dict[str, Any]:
    """``whole``: the one sentence about a file that cannot be read at all."""
    alone = cells[0] if len(cells) == 1 else None
    whole = alone.sentence if alone and alone.line is None and not alone.column else ""
    return {"bad": cells[:_SHOWN], "bad_count": len(cells), "more": max(0, len(cells) - _SHOWN), "whole": whole}


def _write(request: HttpRequest, institutions: Any) -> HttpResponse:
    draft = named(ImportDraft.objects.filter(owner=request.user).select_related("institution"), request.POST["draft"])
    if draft is None or (draft.institution and draft.institution not in institutions):
        raise Http404
    origin = _("import : %(name)s") % {"name": draft.name}
    try:
        read, shown = drafts.read(draft)
        taken = taking_in.take_in(
            read, by=request.user, origin=origin, publish=False, institution=draft.institution, shown=shown
        )
    except BadFile as refusal:
        form = ImportForm(initial=drafts.given(draft), institutions=institutions)
        return render(request, "programmes/import.html", {"form": form, **_bad(refusal.cells)}, status=422)
    changed = sum(each.does_something for each in taken)
    sentence = ngettext("%(count)d brouillon est enregistré.", "%(count)d brouillons sont enregistrés.", changed)
    unchanged = _("Ces brouillons étaient déjà enregistrés ; rien n’a changé.")
    messages.success(request, sentence % {"count": changed} if changed else unchanged)
    return redirect("programmes:catalogue")


@require_safe
def import_model(request: HttpRequest, form: str) -> HttpResponse:
    """A file to fill in, for whoever may import it."""
    if not permissions.institutions_of(request.user) or form not in model_file.FORMS:
        raise Http404
    response = HttpResponse(model_file.write(form), content_type=model_file.FORMS[form])
    response["Content-Disposition"] = f'attachment; filename="modele-formations.{form}"'
    return response


@login_not_required
@require_safe
def programme_export(request: HttpRequest, public_id: str, form: str) -> HttpResponse:
    """What is published of a year (``?annee=``, the newest without), in one of the forms of exchange."""
    published = Description.objects.published().filter(programme__public_id=public_id).newest_first()
    if year := request.GET.get("annee", "")[:9]:
        published = published.filter(year=year)
    description = published.first() if is_like_one(public_id) and form in exports.FORMS else None
    if description is None:
        raise Http404
    content = description.revisions.get(revision=description.published_revision).content
    kind = exports.FORMS[form]
    response = HttpResponse(exports.write(form, content), content_type=kind.content_type)
    name = f"formation-{public_id}-{description.year}.{kind.suffix}"
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response
