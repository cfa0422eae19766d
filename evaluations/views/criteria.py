"""The committee's texts: the page where they are written, and the saving of one."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from evaluations.models import Assessment
from evaluations.permissions import allow
from evaluations.views.desk import Desk, desk
from evaluations.views.panes import PANES, pane_named
from evaluations.workspace import texts
from evaluations.workspace.outline import outline
from evaluations.workspace.saving import Saved, standing_text
from evaluations.writing import answers


@require_safe
def criterion_list(request: HttpRequest, public_id: str) -> HttpResponse:
    """The first text on which this person is awaited, else the first of the framework."""
    here = desk(request, public_id)
    entries = [entry for chapter in outline(here.evaluation, here.user) for entry in chapter.entries]
    first = next((e for e in entries if e.mine and e.status != "VALIDATED"), entries[0])
    return redirect("evaluations:criterion-edit", public_id, first.text.code)


@require_safe
def criterion_edit(request: HttpRequest, public_id: str, code: str) -> HttpResponse:
    here = desk(request, public_id, code)
    assessment = Assessment.objects.filter(evaluation=here.evaluation, code=code).first() or Assessment(code=code)
    pane = pane_named(request.GET.get("volet", ""))
    context = {
        "desk": here,
        "evaluation": here.evaluation,
        "chapters": outline(here.evaluation, here.user),
        "assessment": assessment,
        "standing_text": standing_text(assessment) if assessment.pk else None,
        "panes": PANES,
        "pane": pane,
        **pane.context(request, here),
    }
    return render(request, "evaluations/workspace/criterion.html", context)


@require_POST
def criterion_save(request: HttpRequest, public_id: str, code: str) -> HttpResponse:
    """One save of one text: JSON for the page's script and for integrators, a page for a plain form."""
    here = desk(request, public_id, code)
    problems, fields = _read(request, here)
    if problems:
        allow(here.writes, str(texts.NOT_NOW))
        return JsonResponse({"errors": problems}, status=422)
    saved = texts.save_text(here.evaluation, code, by=here.user, **fields)
    if "text/html" in request.headers.get("Accept", ""):
        if saved.is_stale:
            return render(request, "evaluations/workspace/conflict.html", {"desk": here, "saved": saved}, status=409)
        return redirect("evaluations:criterion-edit", public_id, code)
    return JsonResponse(_as_json(saved), status=409 if saved.is_stale else 200)


def _read(request: HttpRequest, here: Desk) -> tuple[list[str], dict]:
    problems, fields = [], {"fragment": request.POST.get("text"), "value": request.POST.get("value")}
    if fields["fragment"] is None:
        problems.append(_("Le texte manque : envoyez-le dans « text »."))
    base = request.POST.get("base_revision", "")
    if base.isascii() and base.isdigit():
        fields["base_revision"] = int(base)
    else:
        problems.append(_("La révision lue manque : donnez le nombre reçu avec le texte dans « base_revision »."))
    try:
        fields["save_id"] = UUID(request.POST["save_id"]) if request.POST.get("save_id") else None
    except ValueError:
        problems.append(_("« save_id » n’est pas un UUID."))
    allowed = answers(here.evaluation.framework.definition, here.text.code)
    if fields["value"] and (allowed is None or (allowed and fields["value"] not in allowed)):
        problems.append(_("Cette réponse n’est pas de celles que le référentiel propose."))
    return problems, fields


def _as_json(saved: Saved) -> dict:
    told = {"revision": saved.revision, "saved_at": saved.saved_at.isoformat(), "text": saved.text}
    if saved.is_stale:
        told |= {"author": str(saved.author) if saved.author else "", "yours": saved.yours}
    return told
