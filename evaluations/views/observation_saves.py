"""The saving of one answer or of the letter: JSON for the page's script, pages for a plain form. One rule for both, and
the one of the committee's texts (``text_saves``)."""

import re

from django.contrib import messages
from django.core.exceptions import ObjectDoesNotExist
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.utils.html import strip_tags
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from evalprog import wordiff
from evaluations.models import Evaluation
from evaluations.permissions import allow, reads_observations
from evaluations.reports import presentation
from evaluations.standing import standing_of
from evaluations.views.observations import PAGE, Place, box_address, show_boxes
from evaluations.views.text_saves import as_json, read_sending
from evaluations.workspace import observations, stances, texts
from evaluations.workspace.saving import Saved


@require_POST
def observation_save(request: HttpRequest, public_id: str, name: str) -> HttpResponse:
    """``name``: « lettre », the kind and number of a finding, or what names a passage or a free observation."""
    sent = texts.cleaned(request.POST.get("text", ""))  # may take a moment: before anybody is held up
    with transaction.atomic():
        here = _held(request, public_id)
        problems, fields = _read(request, name)
        if problems:
            allow(here.prepares, str(observations.NOT_NOW))
        saved, problems = _saved(request, here, name, problems, {**fields, "fragment": sent})
    return _answer(request, here, name, saved, problems, fields.get("value"))


def _held(request: HttpRequest, public_id: str) -> Place:
    """:raises Http404, PermissionDenied: as ``views.observations.place`` does of the institution's own business."""
    related = Evaluation.objects.visible_to(request.user).select_related(
        "programme__institution", "campaign", "framework"
    )
    evaluation = get_object_or_404(related.select_for_update(of=("self",)), public_id=public_id)
    standing = standing_of(request.user, evaluation)
    if not reads_observations(standing, evaluation):
        raise Http404
    allow(standing.contributes, _("Les observations sont préparées par l’établissement."))
    return Place(evaluation, standing)


def _read(request: HttpRequest, name: str) -> tuple[list[str], dict]:
    problems, fields = read_sending(request)
    if name == observations.LETTER:
        fields["value"] = None
    elif fields["value"] is not None:
        try:
            fields["value"] = stances.value_of(fields["value"], request.POST.get("on", ""))
        except ValueError as wrong:
            problems.append(str(wrong))
    return problems, fields


def _saved(
    request: HttpRequest, here: Place, name: str, problems: list[str], fields: dict
) -> tuple[Saved | None, list[str]]:
    """What became of the text, or why it was not taken. The evaluation is held: the standing is the one that counts."""
    if problems:
        return None, problems
    try:
        hand = {"by": request.user, "standing": here.standing, "received_at": request.received_at}
        saved = observations.save(here.evaluation, name, **hand, **fields)
    except texts.TextRefused as refusal:
        return None, refusal.problems
    except ObjectDoesNotExist:
        raise Http404 from None
    return saved, []


def _answer(
    request: HttpRequest, here: Place, name: str, saved: Saved | None, problems: list[str], value: str | None
) -> HttpResponse:
    plain = "text/html" in request.headers.get("Accept", "")
    if saved is None:
        if not plain:
            return JsonResponse({"errors": problems}, status=422)
        sent = {key: request.POST[key] for key in ("text", "value", "on") if key in request.POST}
        if re.fullmatch("[0-9]{1,9}", base := request.POST.get("base_revision", "")):
            sent["base_revision"] = base
        return show_boxes(request, here, problems=tuple(problems), sent={"name": name, **sent}, status=422)
    if not plain:
        told = as_json(saved, answered=name != observations.LETTER)
        if not saved.is_stale:
            told["coverage"] = coverage_in_words(here.evaluation)
        return JsonResponse(told, status=409 if saved.is_stale else 200)
    if saved.is_stale:
        return conflict(request, here, name, saved, value)
    messages.success(request, _("Enregistré à %(time)s.") % {"time": f"{timezone.localtime(saved.saved_at):%H:%M}"})
    return redirect(box_address(here.evaluation, name))


def coverage_in_words(evaluation: Evaluation) -> list[str]:
    """What the page says of it, after this save too."""
    if not (report := observations.report_sent(evaluation)):
        return []
    annexed = observations.annexed(report.reading, observations.being_prepared(evaluation), evaluation)
    parts = presentation.coverage(annexed)
    said = [render_to_string("evaluations/report/coverage.html", {"coverage": part}) for part in parts]
    return [strip_tags(sentence).strip() for sentence in said]


def conflict(request: HttpRequest, here: Place, name: str, saved: Saved, value: str | None) -> HttpResponse:
    """Both texts, what differs, and three ways out, each on the revision that is shown; both stances, where they do."""
    differ = name != observations.LETTER and value is not None and value != saved.value
    context = {
        "label": label_of(here.evaluation, name),
        "evaluation": here.evaluation,
        "saved": saved,
        "value": value,
        "their_answer": stance_in_words(saved.value) if differ else "",
        "your_answer": stance_in_words(value or "") if differ else "",
        "changes": wordiff.as_html(wordiff.differences(saved.text, saved.yours)),
        "together": wordiff.together(saved.text, saved.yours),
        "mine": saved.author == request.user,
        "save_url": reverse("evaluations:observation-save", args=[here.evaluation.public_id, name]),
        "back": reverse(PAGE, args=[here.evaluation.public_id]),
    }
    return render(request, "evaluations/workspace/conflict.html", context, status=409)


def stance_in_words(value: str) -> str:
    return stances.in_words(value, get_language() or "fr") or _("Aucune position")


def label_of(evaluation: Evaluation, name: str) -> str:
    """What a box is called: « Point faible n° 3 », « Lettre »."""
    if name == observations.LETTER:
        return _("Lettre")
    box = next((box for box in observations.sheet_of(evaluation).boxes if box.name == name), None)
    if box is None:
        return _("Observation")
    return f"{box.target.label.capitalize()} n°\u00a0{box.number}" if box.number else box.target.label.capitalize()
