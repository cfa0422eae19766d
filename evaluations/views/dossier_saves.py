"""The saving of one text of a dossier: JSON for the page's script and for integrators, pages for a plain form."""

import re

from django.contrib import messages
from django.core.exceptions import ObjectDoesNotExist
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from evalprog import wordiff
from evaluations.models import Evaluation
from evaluations.permissions import allow, reads_dossier
from evaluations.standing import standing_of
from evaluations.views.dossier_form import box_address, show_form, told_after
from evaluations.views.dossier_place import PAGE, DossierPlace
from evaluations.views.text_saves import as_json, read_sending
from evaluations.workspace import dossier_texts, texts
from evaluations.workspace.saving import Saved


@require_POST
def text_save(request: HttpRequest, public_id: str, code: str) -> HttpResponse:
    """``code``: of the section."""
    sent = texts.cleaned(request.POST.get("text", ""))  # may take a moment: before anybody is held up
    with transaction.atomic():
        here = _held(request, public_id)
        problems, fields = read_sending(request)
        del fields["value"]
        if problems:
            allow(here.writes, str(dossier_texts.NOT_NOW))
        saved, problems = _saved(request, here, code, problems, {**fields, "fragment": sent})
    return _answer(request, here, code, saved, problems)


def _held(request: HttpRequest, public_id: str) -> DossierPlace:
    """:raises Http404, PermissionDenied: as ``dossier_place.place`` does of the institution's own business."""
    related = Evaluation.objects.visible_to(request.user).select_related(
        "programme__institution", "campaign", "framework"
    )
    evaluation = get_object_or_404(related.select_for_update(of=("self",)), public_id=public_id)
    standing = standing_of(request.user, evaluation)
    if not reads_dossier(standing, evaluation):
        raise Http404
    allow(standing.contributes, _("Le dossier est préparé par l’établissement."))
    return DossierPlace(evaluation, standing)


def _saved(
    request: HttpRequest, here: DossierPlace, code: str, problems: list[str], fields: dict
) -> tuple[Saved | None, list[str]]:
    """What became of the text, or why it was not taken. The evaluation is held: the standing is the one that counts."""
    if problems:
        return None, problems
    try:
        return dossier_texts.save(here.evaluation, code, by=request.user, standing=here.standing, **fields), []
    except texts.TextRefused as refusal:
        return None, refusal.problems
    except ObjectDoesNotExist:
        raise Http404 from None


def _answer(
    request: HttpRequest, here: DossierPlace, code: str, saved: Saved | None, problems: list[str]
) -> HttpResponse:
    plain = "text/html" in request.headers.get("Accept", "")
    if saved is None:
        if not plain:
            return JsonResponse({"errors": problems}, status=422)
        sent = {"name": code, "text": request.POST.get("text", "")}
        if re.fullmatch("[0-9]{1,9}", base := request.POST.get("base_revision", "")):
            sent["base_revision"] = base
        return show_form(request, here, problems=problems, sent=sent, status=422)
    if not plain:
        told = as_json(saved, answered=False)
        if not saved.is_stale:
            told |= told_after(here, dossier_texts.section_of(here.evaluation, code))
        return JsonResponse(told, status=409 if saved.is_stale else 200)
    if saved.is_stale:
        return conflict(request, here, code, saved)
    messages.success(request, _("Enregistré à %(time)s.") % {"time": f"{timezone.localtime(saved.saved_at):%H:%M}"})
    return redirect(box_address(here, code))


def conflict(request: HttpRequest, here: DossierPlace, code: str, saved: Saved) -> HttpResponse:
    """Both texts, what differs, and three ways out, each on the revision that is shown."""
    context = {
        "label": dossier_texts.section_of(here.evaluation, code).label,
        "evaluation": here.evaluation,
        "saved": saved,
        "value": None,
        "their_answer": "",
        "your_answer": "",
        "changes": wordiff.as_html(wordiff.differences(saved.text, saved.yours)),
        "together": wordiff.together(saved.text, saved.yours),
        "mine": saved.author == request.user,
        "save_url": reverse("evaluations:dossier-text-save", args=[here.evaluation.public_id, code]),
        "back": reverse(PAGE, args=[here.evaluation.public_id]),
    }
    return render(request, "evaluations/workspace/conflict.html", context, status=409)
