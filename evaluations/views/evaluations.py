"""One evaluation, as the person in front of it may know it: where it stands, whose turn it is, what they may do."""

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass

from django.contrib.auth.decorators import login_not_required
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_safe

from evalprog import clock, deadlines
from evaluations import guidance, readiness
from evaluations.enums import State, VisitRule, WindowKind
from evaluations.models import DocumentRequest, Evaluation, Report, Visit, Window
from evaluations.permissions import performable, prepares_dossier, reads_dossier, reads_workspace
from evaluations.readiness import Problem
from evaluations.standing import Standing, committee_is_told, shown_state, standing_of
from evaluations.views.frozen_reports import readable_reports
from evaluations.views.gestures import GESTURES, Gesture

# The acts of the committee's own page that are awaited while it is being made.
_COMMITTEE_ACTS = {"propose_committee", "appoint_committee", "object"}
_AWAITED = {State.DRAFT_TRANSMITTED: WindowKind.CORRECTIONS, State.OBSERVATIONS_OPEN: WindowKind.OBSERVATIONS}


@dataclass(frozen=True, slots=True)
class Offer:
    """An act that this person may perform now, and what is still missing for it."""

    verb: str
    gesture: Gesture
    problems: list[Problem]


@dataclass(frozen=True, slots=True)
class Proceedings:
    """What runs beside the states."""

    window: Window | None  # the one in which the institution is awaited now
    requests: list[DocumentRequest]
    visit: Visit | None

    @property
    def open_requests(self) -> bool:
        return any(request.answered_at is None for request in self.requests)


@login_not_required
@require_safe
def evaluation_detail(request: HttpRequest, public_id: str) -> HttpResponse:
    """Where it stands, for those who work on it; the public is led to the report once published, else to sign in."""
    if not request.user.is_authenticated:
        report = Report.objects.published().filter(evaluation__public_id=public_id).order_by("-version").first()
        return redirect(report) if report else redirect_to_login(request.get_full_path())
    evaluations = Evaluation.objects.visible_to(request.user)
    related = evaluations.select_related("programme__institution", "campaign", "framework")
    evaluation = get_object_or_404(related, public_id=public_id)
    standing = standing_of(request.user, evaluation)
    proceedings = Proceedings(
        evaluation.windows.filter(kind=_AWAITED[evaluation.state]).last() if evaluation.state in _AWAITED else None,
        list(evaluation.document_requests.all()) if _reads_requests(standing) else [],
        Visit.objects.filter(evaluation=evaluation).first(),
    )
    offers = list(_offers(evaluation, standing, proceedings))
    context = {
        "agency": standing.reads_for_the_agency,
        "evaluation": evaluation,
        "institution": evaluation.programme.institution,
        "standing": standing,
        "state": shown_state(evaluation, standing),
        "duty": guidance.duty(evaluation, standing),
        "path": guidance.path(evaluation, standing),
        "due_at": _due_at(evaluation),
        "now": clock.now(),
        "proceedings": proceedings,
        "committee": standing.sees_behind_the_veil or (standing.contributes and committee_is_told(evaluation)),
        "reads_dossier": reads_dossier(standing, evaluation),
        "prepares_dossier": prepares_dossier(standing, evaluation),
        "reads_workspace": reads_workspace(standing, evaluation),
        "makes_committee": not _COMMITTEE_ACTS.isdisjoint(performable(standing, State(evaluation.state))),
        "offers": [offer for offer in offers if not _stands_apart(offer, standing)],
        "aside": [offer for offer in offers if _stands_apart(offer, standing)],
        "answers": any(offer.verb == "answer_document_request" for offer in offers),
        "reports": readable_reports(evaluation, standing).defer("content", "search"),
        "reason": _reason(evaluation, standing),
    }
    return render(request, "evaluations/evaluation_detail.html", context)


def _offers(evaluation: Evaluation, standing: Standing, proceedings: Proceedings) -> Iterator[Offer]:
    for verb in performable(standing, State(evaluation.state)):
        if verb in GESTURES and _has_an_object(verb, evaluation, proceedings):
            yield Offer(verb, GESTURES[verb], readiness.before(verb, evaluation))


def _stands_apart(offer: Offer, standing: Standing) -> bool:
    """Not the way forward, or not by this hand but when it has to be: a dossier that came by post."""
    return offer.gesture.steps_aside or (offer.verb == "deposit_dossier" and not standing.signs)


def _has_an_object(verb: str, evaluation: Evaluation, proceedings: Proceedings) -> bool:
    """Whether there is a visit to agree on, a request to answer, an earlier version to keep the observations of."""
    visit = proceedings.visit
    awaited = visit is not None and visit.held_on is None
    return {
        "plan_visit": evaluation.campaign.visit != VisitRule.NONE and (visit is None or awaited),
        "agree_on_visit": awaited and visit.agreed_at is None,
        "record_visit": awaited,
        "answer_document_request": proceedings.open_requests,
        "carry_observations_over": evaluation.version > 1,
    }.get(verb, True)


def _reads_requests(standing: Standing) -> bool:
    return standing.sees_behind_the_veil or standing.contributes


def _due_at(evaluation: Evaluation) -> dt.datetime | None:
    """When the dossier is due, while it is."""
    due_on = evaluation.campaign.dossier_due_on
    return deadlines.end_of(due_on) if due_on and evaluation.state == State.DOSSIER_EXPECTED else None


def _reason(evaluation: Evaluation, standing: Standing) -> str:
    """The reason given for where it stands. That of a dossier returned is read by its institution too."""
    told = {"return_dossier"} if standing.contributes else set()
    if standing.reads_for_the_agency:
        told = {"return_dossier", "suspend", "withdraw"}
    last = evaluation.events.filter(verb__in=told, after=evaluation.state).last()
    return last.details["reason"] if last else ""
