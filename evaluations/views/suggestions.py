"""The agency's reading: the officer proposes changes to a text, the chair rules on each."""

from functools import partial

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST

from evaluations.enums import Ruling
from evaluations.forms.suggestions import TAKEN_BACK, NoteForm, ProposalForm, RulingForm
from evaluations.models import Assessment, Suggestion
from evaluations.permissions import allow
from evaluations.views.desk import Desk, desk
from evaluations.views.panes import back_to, pane_alone
from evaluations.workspace import suggestions
from evaluations.workspace.refusal import Refused

PANE = "suggestions"


@require_http_methods(["GET", "HEAD", "POST"])
def suggestion_create(request: HttpRequest, public_id: str, code: str) -> HttpResponse:
    """A copy of the text that the officer changes: what differs becomes suggestions."""
    here = desk(request, public_id, code)
    allow(here.suggests, str(suggestions.NOT_THE_READER))
    assessment = Assessment.objects.filter(evaluation=here.evaluation, code=code).first() or Assessment()
    form = ProposalForm(request.POST or None, initial={"base_revision": assessment.revision, "text": assessment.text})
    if form.is_valid():
        given = form.cleaned_data
        try:
            made = suggestions.propose(
                here.evaluation,
                code,
                given["text"],
                read_revision=given["base_revision"],
                note=given["note"],
                by=here.user,
            )
        except Refused as refusal:
            form.add_error("text", str(refusal))
        else:
            sentence = ngettext("%(count)d suggestion est faite.", "%(count)d suggestions sont faites.", len(made))
            messages.success(request, sentence % {"count": len(made)})
            return back_to(here, PANE)
    context = {"desk": here, "evaluation": here.evaluation, "form": form}
    return render(request, "evaluations/workspace/suggestion_form.html", context, status=422 if form.is_bound else 200)


@require_POST
def suggestion_rule(request: HttpRequest, public_id: str, code: str, suggestion_id: str) -> HttpResponse:
    """The chair accepts, refuses, or comes back on that."""
    here, suggestion = _find(request, public_id, code, suggestion_id)
    allow(here.rules, str(suggestions.NOT_THE_CHAIR))
    form = RulingForm(request.POST)
    gestures = {
        Ruling.ACCEPTED: suggestions.accept,
        Ruling.REFUSED: suggestions.refuse,
        TAKEN_BACK: suggestions.take_back,
    }
    gesture = gestures.get(request.POST.get("ruling", ""))
    if gesture is None or not form.is_valid():
        refusal = _("Choisissez « Accepter » ou « Refuser » ; un motif a 5 000 signes au plus.")
        return pane_alone(request, here, PANE, refusal=refusal)
    reason = {} if gesture is suggestions.take_back else {"reason": form.cleaned_data["reason"]}
    return _performed(request, here, partial(gesture, suggestion, by=here.user, **reason))


@require_POST
def suggestion_note(request: HttpRequest, public_id: str, code: str, suggestion_id: str) -> HttpResponse:
    here, suggestion = _find(request, public_id, code, suggestion_id)
    allow(here.suggests, str(suggestions.NOT_THE_READER))
    form = NoteForm(request.POST)
    if not form.is_valid():
        return pane_alone(request, here, PANE, refusal=_("Une raison a 5 000 signes au plus."))
    return _performed(request, here, partial(suggestions.annotate, suggestion, form.cleaned_data["note"], by=here.user))


@require_POST
def suggestion_withdraw(request: HttpRequest, public_id: str, code: str, suggestion_id: str) -> HttpResponse:
    here, suggestion = _find(request, public_id, code, suggestion_id)
    return _performed(request, here, partial(suggestions.withdraw, suggestion, by=here.user))


@require_POST
def suggestions_send(request: HttpRequest, public_id: str, code: str) -> HttpResponse:
    """The officer has finished: the presidency is told by mail, once for what is proposed now."""
    here = desk(request, public_id, code)
    try:
        told = suggestions.announce(here.evaluation, by=here.user)
    except Refused as refusal:
        return pane_alone(request, here, PANE, refusal=str(refusal))
    sentence = _("La présidence du comité est prévenue.") if told else _("La présidence du comité l’était déjà.")
    messages.success(request, sentence)
    return back_to(here, PANE)


def _find(request: HttpRequest, public_id: str, code: str, suggestion_id: str) -> tuple[Desk, Suggestion]:
    here = desk(request, public_id, code)
    of_text = Suggestion.objects.filter(evaluation=here.evaluation, code=code)
    return here, get_object_or_404(of_text, public_id=suggestion_id)


def _performed(request: HttpRequest, here: Desk, gesture: partial) -> HttpResponse:
    try:
        gesture()
    except Refused as refusal:
        return pane_alone(request, here, PANE, refusal=str(refusal))
    return back_to(here, PANE)
