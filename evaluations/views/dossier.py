"""The self-evaluation dossier: the institution's page of it, and its files for those who read it."""

import logging

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBadRequest
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import condition, require_http_methods, require_POST, require_safe

from evaluations import permissions
from evaluations.enums import DossierKind, FileKind
from evaluations.forms.dossier import ADDING, PartForm, RewriteForm
from evaluations.models import DossierPart, Evaluation
from evaluations.reports import store
from evaluations.standing import Standing, standing_of
from evaluations.views.files import as_attachment
from evaluations.workspace import dossier as parts
from evaluations.workspace.dossier import Overtaken
from evaluations.workspace.refusal import Refused
from evaluations.workspace.uploads import page_image

logger = logging.getLogger(__name__)

GESTURES = {
    "up": lambda part, by: parts.move(part, -1, by=by),
    "down": lambda part, by: parts.move(part, +1, by=by),
    "remove": lambda part, by: parts.remove(part, by=by),
}


@require_safe
def dossier(request: HttpRequest, public_id: str) -> HttpResponse:
    evaluation, standing = _read(request, public_id)
    return _page(request, evaluation, standing)


@require_POST
def dossier_add(request: HttpRequest, public_id: str) -> HttpResponse:
    evaluation, standing = _prepared(request, public_id)
    kind = request.POST.get("kind", "")
    if kind not in DossierKind.values:
        return HttpResponseBadRequest(_("Cette nature de pièce n’existe pas."))
    form = ADDING[DossierKind(kind)](request.POST, request.FILES, evaluation=evaluation, kind=DossierKind(kind))
    if not form.is_valid():
        return _page(request, evaluation, standing, form, status=422)
    said = form.cleaned_data
    try:
        if kind == DossierKind.DOCUMENT:
            parts.add_document(evaluation, said["title"], said["file"], by=request.user)
        else:
            parts.add(evaluation, kind, said["title"], said["text"], by=request.user)
    except Refused as refusal:
        form.add_error(None, str(refusal))
        return _page(request, evaluation, standing, form, status=409)
    messages.success(request, _("La pièce est ajoutée au dossier."))
    return redirect("evaluations:dossier", public_id)


@require_http_methods(["GET", "HEAD", "POST"])
def dossier_edit(request: HttpRequest, public_id: str, part_id: str) -> HttpResponse:
    """Another title, another text. When somebody else came first, both texts are shown."""
    evaluation, standing = _prepared(request, public_id)
    part = evaluation.dossier.filter(public_id=part_id).first()
    if part is None:
        if request.method != "POST":
            raise Http404
        return _page(request, evaluation, standing, problems=[str(parts.GONE)], status=409)
    if not permissions.prepares_dossier(standing, evaluation):
        return _page(request, evaluation, standing, problems=[str(parts.SEALED)], status=409)
    form, overtaken = RewriteForm(request.POST or None, part=part), None
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        try:
            parts.rewrite(part, said["title"], said.get("text", ""), read=said["read"], by=request.user)
        except Overtaken as late:
            overtaken, yours = late, {"title": said["title"], "text": said.get("text", "")}
            form = RewriteForm(part=late.standing, initial=yours)
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("La pièce est enregistrée."))
            return redirect("evaluations:dossier", public_id)
    context = {"evaluation": evaluation, "part": part, "form": form, "overtaken": overtaken}
    status = 409 if overtaken else 422 if form.errors else 200
    return render(request, "evaluations/dossier/part_form.html", context, status=status)


@require_POST
def dossier_act(request: HttpRequest, public_id: str, part_id: str) -> HttpResponse:
    """One gesture of ``GESTURES`` on one part."""
    evaluation, standing = _prepared(request, public_id)
    part = get_object_or_404(evaluation.dossier, public_id=part_id)
    gesture = request.POST.get("gesture", "")
    if gesture not in GESTURES:
        return HttpResponseBadRequest(_("Ce geste n’existe pas."))
    try:
        GESTURES[gesture](part, request.user)
    except Refused as refusal:
        return _page(request, evaluation, standing, problems=[str(refusal)], status=409)
    messages.success(request, _("La pièce est retirée.") if gesture == "remove" else _("La pièce est déplacée."))
    return redirect("evaluations:dossier", public_id)


@require_safe
def dossier_file(request: HttpRequest, public_id: str, part_id: str) -> HttpResponseBase:
    """The document's bytes, to be kept and never shown in place."""
    part = _document(request, public_id, part_id)
    try:
        data = store.read(part.sha256)
    except OSError as error:
        return _unavailable(request, part, error)
    return as_attachment(data, part.file_name, FileKind.PDF)


def _etag(request: HttpRequest, public_id: str, part_id: str, page: int) -> str:
    # Asked before the page is drawn: who may not read it is told so, whatever their browser has kept.
    return f'"{_document(request, public_id, part_id).sha256}-{page}"'


@require_safe
@condition(etag_func=_etag)
def dossier_page(request: HttpRequest, public_id: str, part_id: str, page: int) -> HttpResponse:
    """One page of a document as an image. A browser may keep it, and asks again each time."""
    part = _document(request, public_id, part_id)
    try:
        image = page_image(part.sha256, page) if 1 <= page <= part.pages else None
    except OSError as error:
        return _unavailable(request, part, error)
    if image is None:
        raise Http404
    response = HttpResponse(image, content_type="image/png")
    response["X-Content-Type-Options"] = "nosniff"
    response["Cache-Control"] = "private, no-cache"
    return response


def _unavailable(request: HttpRequest, part: DossierPart, error: OSError) -> HttpResponse:
    """A file that is missing or is no longer the one deposited is not served: the operator restores it."""
    logger.error("No file for the part %s of a dossier: %s", part.public_id, type(error).__name__)
    context = {"evaluation": part.evaluation, "part": part}
    response = render(request, "evaluations/dossier/file_unavailable.html", context, status=503)
    response["Cache-Control"] = "no-store"
    return response


def _read(request: HttpRequest, public_id: str) -> tuple[Evaluation, Standing]:
    """:raises Http404: for whoever may not open the dossier."""
    related = Evaluation.objects.visible_to(request.user).select_related("programme__institution", "campaign")
    evaluation = get_object_or_404(related, public_id=public_id)
    standing = standing_of(request.user, evaluation)
    if not permissions.reads_dossier(standing, evaluation):
        raise Http404
    return evaluation, standing


def _prepared(request: HttpRequest, public_id: str) -> tuple[Evaluation, Standing]:
    """:raises PermissionDenied: for readers who are not of the institution."""
    evaluation, standing = _read(request, public_id)
    permissions.allow(standing.contributes, _("Le dossier est préparé par l’établissement."))
    return evaluation, standing


def _document(request: HttpRequest, public_id: str, part_id: str) -> DossierPart:
    evaluation, _standing = _read(request, public_id)
    return get_object_or_404(evaluation.dossier, public_id=part_id, kind=DossierKind.DOCUMENT)


def _page(
    request: HttpRequest,
    evaluation: Evaluation,
    standing: Standing,
    refused: PartForm | None = None,
    *,
    problems: list[str] | None = None,
    status: int = 200,
) -> HttpResponse:
    prepares = permissions.prepares_dossier(standing, evaluation)
    forms = [
        refused if isinstance(refused, form) else form(evaluation=evaluation, kind=k) for k, form in ADDING.items()
    ]
    if refused is not None and not prepares:
        problems = [error for errors in refused.errors.values() for error in errors]
    context = {
        "evaluation": evaluation,
        "standing": standing,
        "parts": list(evaluation.dossier.all()),
        "prepares": prepares,
        "forms": forms if prepares else [],
        "deposits": permissions.may(standing, evaluation, "deposit_dossier"),
        "problems": problems or [],
        "unsent": _unsent(request) if problems else None,
    }
    return render(request, "evaluations/dossier/dossier.html", context, status=status)


def _unsent(request: HttpRequest) -> dict[str, str] | None:
    """The title and the text of a sending that was refused, for whoever wrote them."""
    sent = {name: request.POST.get(name, "") for name in ("title", "text")}
    return sent if any(sent.values()) else None
