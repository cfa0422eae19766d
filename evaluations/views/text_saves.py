"""The saving of one text: JSON for the page's script and for integrators, pages for a plain form. One rule for both."""

import re
from collections.abc import Callable
from uuid import UUID

from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from evalprog import wordiff
from evalprog.text import one_line
from evaluations.models import Assessment
from evaluations.permissions import allow
from evaluations.views.criteria import answer_label, show_text
from evaluations.views.desk import NOTES, Desk, desk
from evaluations.workspace import texts
from evaluations.workspace.correction_rulings import link_save
from evaluations.workspace.saving import Saved
from evaluations.writing import answers

LONGEST_ANSWER = 80  # characters
_BLANK_LINE = re.compile(r"\n\s*\n")
_NUMBER = re.compile(r"[-+−]?\d+(?:[\s\u00a0\u202f]\d{3})*(?:[.,]\d+)?")


@require_POST
def criterion_save(request: HttpRequest, public_id: str, code: str) -> HttpResponse:
    """The committee's text."""
    sent = texts.cleaned(_typed(request))  # may take a moment: before anybody is held up
    with transaction.atomic():
        here = desk(request, public_id, code, held=True)
        problems, fields = _read(request, here)
        if problems:
            allow(here.writes, str(texts.NOT_NOW))
        saved, problems = _saved(here, texts.save_text, problems, {**fields, "fragment": sent})
        if saved is not None and not saved.is_stale and (answered := request.POST.get("correction", "")):
            _link(here, answered, base=fields["base_revision"], saved=saved.revision)
    return _answer(request, here, saved, problems, notes=False)


def _link(here: Desk, correction: str, *, base: int, saved: int) -> None:
    """What was saved beside an error of fact is the answer to it."""
    row = Assessment.objects.get(evaluation=here.evaluation, code=here.text.code)
    link_save(row, correction, base=base, saved=saved)


@require_POST
def notes_save(request: HttpRequest, public_id: str, code: str) -> HttpResponse:
    """One's own notes, by the same rule; they have no answer beside them."""
    sent = texts.cleaned(_typed(request))
    with transaction.atomic():
        here = desk(request, public_id, code, held=True)
        problems, fields = _read(request, here)
        if problems:
            allow(here.contributes, str(texts.NO_NOTES))
        del fields["value"]
        saved, problems = _saved(here, texts.save_notes, problems, {**fields, "fragment": sent})
    return _answer(request, here, saved, problems, notes=True)


def _typed(request: HttpRequest) -> str:
    """The text as it was sent; where no script sent it, its blank lines begin paragraphs, as who types them means."""
    text = request.POST.get("text", "")
    if request.POST.get("save_id") or not _wants_page(request):
        return text
    return _BLANK_LINE.sub("\n<p>", text.replace("\r\n", "\n"))


def _wants_page(request: HttpRequest) -> bool:
    return "text/html" in request.headers.get("Accept", "")


def _saved(here: Desk, save: Callable[..., Saved], problems: list[str], fields: dict) -> tuple[Saved | None, list[str]]:
    """What became of the text, or why it was not taken. The evaluation is held: the standing is the one that counts."""
    if problems:
        return None, problems
    try:
        return save(here.evaluation, here.text.code, by=here.user, standing=here.standing, **fields), []
    except texts.TextRefused as refusal:
        return None, refusal.problems


def _answer(request: HttpRequest, here: Desk, saved: Saved | None, problems: list[str], *, notes: bool) -> HttpResponse:
    plain = _wants_page(request)
    if saved is None:
        if not plain:
            return JsonResponse({"errors": problems}, status=422)
        sent = {
            name: request.POST[name]
            for name in ("text", "value", "base_revision", "correction")
            if name in request.POST
        }
        return show_text(request, here, notes=notes, sent=sent, problems=tuple(problems), status=422)
    if not plain:
        return JsonResponse(as_json(saved, answered=_answered(here, notes)), status=409 if saved.is_stale else 200)
    if saved.is_stale:
        return conflict(request, here, saved, notes=notes, value=request.POST.get("value"))
    messages.success(request, _("Enregistré à %(time)s.") % {"time": f"{timezone.localtime(saved.saved_at):%H:%M}"})
    return redirect(_back(request, here, notes=notes))


def _read(request: HttpRequest, here: Desk) -> tuple[list[str], dict]:
    """``read_sending``, and whether the answer is one that the framework allows."""
    problems, fields = read_sending(request)
    if fields["value"]:
        fields["value"] = one_line(fields["value"])
        problems += _answer_problems(here, fields["value"])
    return problems, fields


def read_sending(request: HttpRequest) -> tuple[list[str], dict]:
    """What is wrong with what was sent, as sentences, and what the saving asks for."""
    problems, fields = [], {"fragment": request.POST.get("text"), "value": request.POST.get("value")}
    if fields["fragment"] is None:
        problems.append(_("Le texte manque : envoyez-le dans « text »."))
    base = request.POST.get("base_revision", "")
    if re.fullmatch(r"[0-9]{1,9}", base):
        fields["base_revision"] = int(base)
    else:
        problems.append(_("La révision lue manque : donnez le nombre reçu avec le texte dans « base_revision »."))
    try:
        fields["save_id"] = UUID(request.POST["save_id"]) if request.POST.get("save_id") else None
    except ValueError:
        problems.append(_("« save_id » n’est pas un UUID."))
    return problems, fields


def _answer_problems(here: Desk, value: str) -> list[str]:
    allowed = answers(here.evaluation.framework.definition, here.text.code)
    if allowed is None or (allowed and value not in allowed):
        return [_("Cette réponse n’est pas de celles que le référentiel propose.")]
    if not allowed and (len(value) > LONGEST_ANSWER or not _NUMBER.fullmatch(value)):
        return [_("Un nombre est attendu, comme 42 ou 3,5.")]
    return []


def conflict(request: HttpRequest, here: Desk, saved: Saved, *, notes: bool, value: str | None = None) -> HttpResponse:
    """Both texts, what differs, and three ways out, each on the revision that is shown; both answers, where they do."""
    differ = _answered(here, notes) and value is not None and value != saved.value
    place = [here.evaluation.public_id, here.text.code]
    context = {
        "label": here.text.label,
        "evaluation": here.evaluation,
        "saved": saved,
        "value": value,
        "their_answer": _label_of(here, saved.value) if differ else "",
        "your_answer": _label_of(here, value) if differ else "",
        "changes": wordiff.as_html(wordiff.differences(saved.text, saved.yours)),
        "together": wordiff.together(saved.text, saved.yours),
        "mine": saved.author == here.user,
        "save_url": reverse(f"evaluations:{'notes' if notes else 'criterion'}-save", args=place),
        "back": reverse("evaluations:criterion-edit", args=place),
        "view": NOTES if notes else "texte",
    }
    return render(request, "evaluations/workspace/conflict.html", context, status=409)


def _answered(here: Desk, notes: bool) -> bool:
    """Whether an answer on a scale goes with the text."""
    return not notes and answers(here.evaluation.framework.definition, here.text.code) is not None


def _label_of(here: Desk, value: str) -> str:
    return answer_label(here, value) or _("Pas encore de réponse")


def _back(request: HttpRequest, here: Desk, *, notes: bool) -> str:
    page = reverse("evaluations:criterion-edit", args=[here.evaluation.public_id, here.text.code])
    kept = {"vue": NOTES if notes else "texte"}
    kept |= {name: request.POST.get(name, "") for name in ("volet", "correction")}
    return f"{page}?{urlencode({name: value for name, value in kept.items() if value})}"


def as_json(saved: Saved, *, answered: bool) -> dict:
    """What a save is answered, 200 or 409; ``answered``: an answer goes with the text."""
    told = {"revision": saved.revision, "saved_at": saved.saved_at.isoformat(), "text": saved.text}
    if saved.is_stale:
        told |= {"author": str(saved.author) if saved.author else "", "yours": saved.yours}
    if saved.is_stale and answered:
        told |= {"answer": {"text": saved.value, "yours": saved.your_value}}
    return told
