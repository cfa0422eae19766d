"""The self-evaluation dossier: its page, and the free parts that the institution puts together."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBadRequest
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from evaluations import permissions
from evaluations.enums import DossierKind
from evaluations.forms.dossier import ADDING, PartForm, RewriteForm
from evaluations.models import Evaluation
from evaluations.reports import dossier_reading
from evaluations.standing import Standing
from evaluations.views.dossier_form import sentences_of, show_form, tell_notices
from evaluations.views.dossier_place import DossierPlace, place
from evaluations.views.dossier_versions import show_deposited
from evaluations.workspace import dossier as parts
from evaluations.workspace.dossier import Overtaken
from evaluations.workspace.refusal import Refused

GESTURES = {
    "up": lambda part, by: parts.move(part, -1, by=by),
    "down": lambda part, by: parts.move(part, +1, by=by),
    "remove": lambda part, by: parts.remove(part, by=by),
}


@require_safe
@never_cache  # going back must not show an older text than the one that was saved
def dossier(request: HttpRequest, public_id: str) -> HttpResponse:
    """One address, three faces: the form that the institution fills in, what was deposited, or a free list of parts."""
    here = place(request, public_id)
    if here.writes:
        return show_form(request, here)
    if here.form and (snapshot := dossier_reading.last_deposit(here.evaluation)):
        return show_deposited(request, here, snapshot)
    return _page(request, here.evaluation, here.standing)


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
    if kind == DossierKind.DOCUMENT:
        tell_notices(request, said["file"])
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


def _prepared(request: HttpRequest, public_id: str) -> tuple[Evaluation, Standing]:
    """:raises Http404, PermissionDenied: for readers who are not of the institution."""
    here = place(request, public_id, house=True)
    return here.evaluation, here.standing


def _page(
    request: HttpRequest,
    evaluation: Evaluation,
    standing: Standing,
    refused: PartForm | None = None,
    *,
    problems: list[str] | None = None,
    status: int = 200,
) -> HttpResponse:
    here = DossierPlace(evaluation, standing)
    if here.writes:
        sentences = problems or ([] if refused is None or here.prepares else sentences_of(refused))
        unsent = _unsent(request) if sentences else None
        return show_form(request, here, problems=sentences, adding=refused, unsent=unsent, status=status)
    prepares = here.prepares
    forms = [
        refused if isinstance(refused, form) else form(evaluation=evaluation, kind=k) for k, form in ADDING.items()
    ]
    if refused is not None and not prepares:
        problems = sentences_of(refused)
    context = {
        "evaluation": evaluation,
        "standing": standing,
        "parts": list(evaluation.dossier.all()) if prepares else dossier_reading.parts_as_deposited(evaluation),
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
