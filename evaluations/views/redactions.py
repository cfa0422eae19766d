"""What is left out of the public report: marked beside the text, seen as the public will see it, decided."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBadRequest
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from evaluations import permissions, readiness, transitions
from evaluations.enums import ReportKind
from evaluations.forms.redactions import RedactionForm
from evaluations.permissions import allow, missing_role
from evaluations.readiness import Problem
from evaluations.reports import presentation, reading, redaction
from evaluations.reports.press import NotPrinted, printed
from evaluations.transitions import TransitionRefused
from evaluations.views.house_place import HousePlace
from evaluations.views.preview import too_long_for_paper
from evaluations.workspace import redactions

GESTURES = {"remove": transitions.withdraw_redaction, "restore": transitions.restore_redaction}


class Place(HousePlace):
    __slots__ = ()

    @property
    def complete(self):
        """The adopted reading: that of the complete edition once it is published."""
        kept = self.evaluation.reports.filter(kind=ReportKind.COMPLETE, version=self.evaluation.version).first()
        return kept.reading if kept and self.evaluation.is_published else reading.read(self.evaluation)

    def public(self, complete):
        return redaction.redacted(complete, list(self.evaluation.redactions.kept()))

    def may(self, verb: str) -> bool:
        return permissions.may(self.standing, self.evaluation, verb)


@require_safe
@never_cache
def redaction_page(request: HttpRequest, public_id: str) -> HttpResponse:
    return _page(request, _found(request, public_id))


@require_POST
def redaction_add(request: HttpRequest, public_id: str) -> HttpResponse:
    here = _acting(request, public_id, "propose_redaction")
    form = _form(here, here.complete, request.POST)
    if not form.is_valid():
        return _page(request, here, form=form, status=422)
    try:
        mark = transitions.propose_redaction(here.evaluation, by=request.user, **form.cleaned_data)
    except TransitionRefused as refusal:
        form.add_error(None, str(refusal))
        return _page(request, here, form=form, status=409)
    messages.success(request, _("Le passage est marqué."))
    return redirect(f"{_address(here)}#occultation-{mark.public_id}")


@require_POST
def redaction_act(request: HttpRequest, public_id: str, redaction_id: str) -> HttpResponse:
    """Taken away, or brought back."""
    here = _acting(request, public_id, "propose_redaction")
    mark = get_object_or_404(here.evaluation.redactions, public_id=redaction_id)
    gesture = request.POST.get("gesture", "")
    if gesture not in GESTURES:
        return HttpResponseBadRequest()
    try:
        GESTURES[gesture](mark, by=request.user)
    except TransitionRefused as refusal:
        return _page(request, here, problems=refusal.problems, status=409)
    removed = gesture == "remove"
    return redirect(f"{_address(here)}{f'?retiree={mark.public_id}' if removed else ''}#occultations")


@require_POST
def redaction_decide(request: HttpRequest, public_id: str) -> HttpResponse:
    here = _acting(request, public_id, "decide_redactions")
    try:
        transitions.decide_redactions(here.evaluation, by=request.user, seen=request.POST.get("seen", ""))
    except TransitionRefused as refusal:
        return _page(request, here, problems=refusal.problems, status=409)
    messages.success(request, _("Les occultations sont décidées."))
    return redirect(_address(here))


@require_safe
@never_cache
def redaction_preview(request: HttpRequest, public_id: str) -> HttpResponse:
    """What the public will read, through the partials of its page."""
    here = _found(request, public_id)
    content = here.public(here.complete)
    context = {
        "evaluation": here.evaluation,
        "reading": content,
        "contents": presentation.contents(content),
        "parts": presentation.parts(content),
        "annex": presentation.annex(content),
        "replies": presentation.replies(content),
    }
    return render(request, "evaluations/redactions/preview.html", context)


@require_safe
@never_cache
def redaction_preview_pdf(request: HttpRequest, public_id: str) -> HttpResponse:
    here = _found(request, public_id)
    content = here.public(here.complete)
    if told := too_long_for_paper(content.length):
        messages.warning(request, told)
        return redirect("evaluations:redaction-preview", public_id)
    try:
        data = printed(content, marked=_("Aperçu"))
    except NotPrinted as why:
        messages.error(request, str(why))
        return redirect("evaluations:redaction-preview", public_id)
    response = HttpResponse(data, content_type="application/pdf")
    response["Content-Disposition"] = 'inline; filename="apercu-public.pdf"'
    response["Cache-Control"] = "private, no-store"
    return response


def _found(request: HttpRequest, public_id: str) -> Place:
    return Place.found(request, public_id, permissions.reads_redactions)


def _acting(request: HttpRequest, public_id: str, verb: str) -> Place:
    """:raises PermissionDenied: for whoever sees the page, and does not hold that office."""
    here = _found(request, public_id)
    allow(permissions.ACTS[verb].who(here.standing), missing_role(verb))
    return here


def _form(here: Place, complete, data=None) -> RedactionForm:
    action = reverse("evaluations:redaction-add", args=[here.evaluation.public_id])
    return RedactionForm(data, found=redaction.places(complete), action=action)


def _page(
    request: HttpRequest,
    here: Place,
    *,
    form: RedactionForm | None = None,
    problems: list[Problem] | None = None,
    status: int = 200,
) -> HttpResponse:
    complete, marks = here.complete, here.may("propose_redaction")
    rows = redactions.rows(here.evaluation, complete)
    away = here.evaluation.redactions.filter(removed_at__isnull=False)
    asked = request.GET.get("retiree", "")
    context = {
        "evaluation": here.evaluation,
        "reading": complete,
        "parts": presentation.parts(complete),
        "annex": presentation.annex(complete),
        "rows": rows,
        "marks": marks,
        "decides": here.may("decide_redactions"),
        "decided": readiness.redactions_are_decided(here.evaluation),
        "ever": here.evaluation.redactions.exists(),
        "seen": redaction.fingerprint(row.mark for row in rows),
        "undo": next((mark for mark in away if mark.public_id == asked), None) if marks else None,
        "form": (form or _form(here, complete)) if marks else None,
        "problems": problems,
    }
    return render(request, "evaluations/redactions/redactions.html", context, status=status)


def _address(here: Place) -> str:
    return reverse("evaluations:redactions", args=[here.evaluation.public_id])
