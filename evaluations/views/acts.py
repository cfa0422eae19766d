"""Performing an act on an evaluation: what it will do, its form, its refusals."""

import logging

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from evalprog import system_errors
from evalprog.accounts.confirmation import asked_first
from evaluations import notifications, readiness
from evaluations.dossier_facts import facts_of
from evaluations.enums import State
from evaluations.models import Evaluation
from evaluations.permissions import ACTS, allow, missing_role
from evaluations.readiness import Problem
from evaluations.reports import presentation
from evaluations.standing import Standing, shown_state, standing_of
from evaluations.transitions import TransitionRefused
from evaluations.views import first_sending, table_drawings
from evaluations.views.gestures import GESTURES, VERBS, Gesture, form_name

logger = logging.getLogger(__name__)

_KEPT_FAILED = gettext_lazy(
    "Le fichier ne peut pas être conservé (%(reason)s) : rien n’est fait. Recommencez plus tard ; si cela dure, "
    "signalez-le à qui administre l’application."
)
PAST = {"state", "already"}  # where a problem lies that no correction of the form will mend


@require_http_methods(["GET", "HEAD", "POST"])
def act(request: HttpRequest, public_id: str, gesture: str) -> HttpResponse:
    """One act: its page says what will happen and what is missing; sent, it is performed once."""
    verb = VERBS.get(gesture, "")
    if not verb:
        raise Http404
    related = Evaluation.objects.visible_to(request.user).select_related(
        "programme__institution", "campaign__framework"
    )
    evaluation = get_object_or_404(related.select_related("framework"), public_id=public_id)
    standing = standing_of(request.user, evaluation)
    allow(ACTS[verb].who(standing), str(missing_role(verb)))
    if request.method != "POST" and (late := _past(request, evaluation, verb)) is not None:
        return _too_late(request, evaluation, standing, verb, late)
    if GESTURES[verb].page:
        return redirect(GESTURES[verb].page, public_id)
    if GESTURES[verb].confirms and (confirmation := asked_first(request)):
        return confirmation
    sent = request.POST if request.method == "POST" else None
    form = GESTURES[verb].form(sent, initial=request.GET.dict(), evaluation=evaluation, user=request.user)
    problems: list[Problem] = []
    if form.is_valid():
        dated = {}
        if GESTURES[verb].is_dated:
            shown = request.POST.get("seen", "")
            dated["received_at"] = first_sending.reached_us_at(request, evaluation, verb, sha256=shown)
        try:
            GESTURES[verb].perform(evaluation, by=request.user, **form.arguments(), **dated)
        except OSError as error:
            logger.exception("%s: a file cannot be kept", verb)
            problems = [Problem(_KEPT_FAILED % {"reason": system_errors.reason(error)}, "report")]
        except TransitionRefused as refusal:
            problems = refusal.problems
            if all(problem.where in PAST for problem in problems):
                evaluation.refresh_from_db(fields=["state"])
                return _too_late(request, evaluation, standing, verb, problems)
            if refusal.is_of_a_change and verb in first_sending.SENT:
                first_sending.note(request, evaluation, verb)
                problems = problems + first_sending.who_changed(evaluation, verb)
        else:
            messages.success(request, GESTURES[verb].done)
            return redirect(evaluation)
    return _page(request, evaluation, standing, verb, form, problems)


def _past(request: HttpRequest, evaluation: Evaluation, verb: str) -> list[Problem] | None:
    """Why nothing that one could do will make the act possible, if so: its time is not now, or it is done."""
    if State(evaluation.state) not in ACTS[verb].sources:
        return []
    problems = readiness.before(verb, evaluation, request.user)
    return problems if problems and all(problem.where in PAST for problem in problems) else None


def _page(request, evaluation, standing, verb, form, problems) -> HttpResponse:
    gesture = GESTURES[verb]
    arrival = first_sending.arrival(request, evaluation, verb, sha256=form.seen)
    context = {
        "agency": standing.reads_for_the_agency,
        "evaluation": evaluation,
        "form_name": form_name(verb),
        "gesture": gesture,
        "form": form,
        "refused": bool(problems),
        "problems": problems or readiness.before(verb, evaluation, request.user, in_time=arrival.in_time),
        "outgoing": notifications.preview(verb, evaluation, request.user, **arrival.details),
        "noted": arrival.noted,
        "over": arrival.window if arrival.late else None,
        "facts": gesture.facts(evaluation) if gesture.facts else None,
    }
    if form.dossier:
        context["tables"] = table_drawings.deposited(form.dossier.tables)
        context["warnings"] = readiness.warnings_in(facts_of(evaluation))
        context["years"] = [description.year for description in form.dossier.descriptions]
    if form.shown:
        context |= {"annex": presentation.annex(form.shown), "replies": presentation.replies(form.shown)}
        context |= {"grids": presentation.grids(form.shown.sections, form.shown.scales)}
        context |= {"sheets": presentation.sheets(form.shown)}
    return render(request, "evaluations/acts/act.html", context, status=409 if problems else 200)


def _too_late(
    request: HttpRequest, evaluation: Evaluation, standing: Standing, verb: str, problems: list[Problem] | None = None
) -> HttpResponse:
    """The act was performed before, by another click or another hand, or its time has not come."""
    gesture: Gesture = GESTURES[verb]
    done = problems is not None and any(problem.where == "already" for problem in problems)
    last = evaluation.events.filter(verb=verb).last()
    context = {
        "agency": standing.reads_for_the_agency,
        "evaluation": evaluation,
        "gesture": gesture,
        "state": shown_state(evaluation, standing),
        # An act that moves on is done when the journal has it; one that stays says so itself.
        "done_at": last.at if last and (done or ACTS[verb].target is not None) else None,
        "problems": problems or [],
    }
    return render(request, "evaluations/acts/too_late.html", context, status=409)
