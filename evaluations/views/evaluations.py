"""One evaluation, as the person in front of it may know it: where it stands, whose turn it is, what they may do."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.contrib.auth.decorators import login_not_required
from django.contrib.auth.views import redirect_to_login
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from evalprog import clock
from evaluations import guidance, readiness
from evaluations.enums import State, VisitRule
from evaluations.models import DocumentRequest, Evaluation, Observation, Report, Visit, Window
from evaluations.models.proceedings import AWAITED
from evaluations.permissions import (
    contributes_notes,
    performable,
    prepares_corrections,
    prepares_dossier,
    prepares_observations,
    reads_corrections,
    reads_dossier,
    reads_observations,
    reads_proposals,
    reads_redactions,
    reads_workspace,
    writes_text,
)
from evaluations.readiness import Problem
from evaluations.standing import Standing, committee_is_told, shown_state, standing_of
from evaluations.views import first_sending
from evaluations.views.committee import offered
from evaluations.views.frozen_reports import readable_reports
from evaluations.views.gestures import GESTURES, Gesture, form_name

# The acts of the committee's own page that are awaited while it is being made.
_COMMITTEE_ACTS = {"propose_committee", "appoint_committee", "object"}
# What the clock has closed: then only what had reached us before is still an answer.
_CLOSED = {("reply_to_draft", State.CORRECTIONS_RULING), ("waive_observations", State.OBSERVATIONS_CLOSED)}


@dataclass(frozen=True, slots=True)
class Offer:
    """An act that this person may perform now, and what is still missing for it."""

    verb: str
    gesture: Gesture
    problems: list[Problem]

    @property
    def form_name(self) -> str:
        return form_name(self.verb)


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
    """Where it stands, for those who work on it; everybody else is led to the report once published."""
    evaluations = Evaluation.objects.visible_to(request.user)
    related = evaluations.select_related("programme__institution", "campaign", "framework")
    evaluation = related.filter(public_id=public_id).first()
    if evaluation is None:
        return _for_the_public(request, public_id)
    standing = standing_of(request.user, evaluation)
    proceedings = Proceedings(
        evaluation.windows.awaited().first() if evaluation.state in AWAITED else None,
        list(evaluation.document_requests.all()) if _reads_requests(standing) else [],
        Visit.objects.filter(evaluation=evaluation).first(),
    )
    offers = list(_offers(request, evaluation, standing, proceedings))
    context = {
        "agency": standing.reads_for_the_agency,
        "evaluation": evaluation,
        "institution": evaluation.programme.institution,
        "standing": standing,
        "state": shown_state(evaluation, standing),
        "duty": guidance.duty(evaluation, standing),
        "path": guidance.path(evaluation, standing),
        "due_at": evaluation.dossier_due_at if evaluation.state == State.DOSSIER_EXPECTED else None,
        "now": clock.now(),
        "proceedings": proceedings,
        "committee": standing.sees_behind_the_veil or committee_is_told(evaluation),
        "makes_committee": not _COMMITTEE_ACTS.isdisjoint(offered(evaluation, standing)),
        "reads_workspace": reads_workspace(standing, evaluation),
        "reads_disputes": reads_workspace(standing, evaluation) and reads_corrections(standing, evaluation),
        "writes": writes_text(standing, evaluation) or contributes_notes(standing, evaluation),
        "reads_dossier": reads_dossier(standing, evaluation),
        "prepares_dossier": prepares_dossier(standing, evaluation),
        "reads_changes": _has_changes(evaluation, standing),
        "reads_corrections": reads_corrections(standing, evaluation),
        "prepares_corrections": prepares_corrections(standing, evaluation),
        "reads_redactions": reads_redactions(standing, evaluation),
        "reads_observations": reads_observations(standing, evaluation),
        "prepares_observations": prepares_observations(standing, evaluation),
        "offers": [offer for offer in offers if not _stands_apart(offer, standing)],
        "aside": [offer for offer in offers if _stands_apart(offer, standing)],
        "answers": next((offer.gesture for offer in offers if offer.verb == "answer_document_request"), None),
        "reports": readable_reports(evaluation, standing).defer("content"),
        "reason": _reason(evaluation, standing),
    }
    return render(request, "evaluations/evaluation_detail.html", context)


def _has_changes(evaluation: Evaluation, standing: Standing) -> bool:
    """Whether changes to the deposited dossier wait for a decision, for those who may know of them."""
    has_form = evaluation.framework.definition.dossier is not None
    if not has_form or not (reads_dossier(standing, evaluation) and reads_proposals(standing, evaluation)):
        return False
    return evaluation.dossier_proposals.filter(outcome="").exists()


def _for_the_public(request: HttpRequest, public_id: str) -> HttpResponse:
    """:raises Http404: as for an address that never was, when nothing is published and nobody is left to sign in."""
    report = Report.objects.published().filter(evaluation__public_id=public_id).order_by("-version").first()
    if report is not None:
        return redirect(report)
    if request.user.is_authenticated:
        raise Http404
    return redirect_to_login(request.get_full_path())


def _offers(
    request: HttpRequest, evaluation: Evaluation, standing: Standing, proceedings: Proceedings
) -> Iterator[Offer]:
    for verb in performable(standing, State(evaluation.state)):
        in_time = _is_in_time(request, evaluation, verb)
        if verb in GESTURES and _has_an_object(verb, evaluation, proceedings, in_time):
            problems = readiness.before(verb, evaluation, request.user, in_time=in_time)
            yield Offer(verb, GESTURES[verb], problems)


def _is_in_time(request: HttpRequest, evaluation: Evaluation, verb: str) -> bool:
    """Whether the clock has closed what it would answer, and it had reached us before."""
    return (verb, evaluation.state) in _CLOSED and first_sending.has_come_in_time(request, evaluation, verb)


def _stands_apart(offer: Offer, standing: Standing) -> bool:
    """Not the way forward, or not by this hand but when it has to be: a dossier that came by post."""
    return offer.gesture.steps_aside or (offer.verb == "deposit_dossier" and not standing.signs)


def _has_an_object(verb: str, evaluation: Evaluation, proceedings: Proceedings, in_time: bool) -> bool:
    """Whether there is a visit to agree on, a request to answer, a late letter to decide of, an earlier version to
    keep the observations of."""
    if verb == "reply_to_draft" and evaluation.state == State.CORRECTIONS_RULING:
        return not readiness.before_replying_to_draft(evaluation, in_time=in_time)
    if verb == "waive_observations" and evaluation.state == State.OBSERVATIONS_CLOSED:
        return in_time and not readiness.before_waiving_observations(evaluation, in_time=True)
    if verb in ("admit_late_corrections", "leave_out_late_corrections"):
        return evaluation.corrections.undecided().exists()
    letters = Observation.objects.filter(evaluation=evaluation)
    if verb == "file_observations" and evaluation.state == State.OBSERVATIONS_CLOSED:
        return letters.in_preparation().exists()
    if verb in ("admit_late_observations", "leave_out_late_observations"):
        return letters.undecided().exists()
    visit = proceedings.visit
    awaited = visit is not None and visit.held_on is None
    return {
        "plan_visit": evaluation.campaign.visit != VisitRule.NONE and (visit is None or awaited),
        "agree_on_visit": awaited and visit.agreed_at is None,
        "record_visit": awaited,
        "answer_document_request": proceedings.open_requests,
        "carry_observations_over": evaluation.version > 1,
        "annex_dissent": verb == "annex_dissent" and evaluation.members.current().exclude(dissent="").exists(),
    }.get(verb, True)


def _reads_requests(standing: Standing) -> bool:
    return standing.sees_behind_the_veil or standing.contributes


# Whose the reasons of acts are to read, beside the agency's; that of a suspension stays with it.
_TOLD_TO_INSTITUTION = frozenset({"return_dossier", "leave_out_late_corrections", "leave_out_late_observations"})
_TOLD_TO_COMMITTEE = frozenset({"resume_drafting", "send_back_to_drafting", "retransmit_draft", "open_erratum"})
_TOLD_TO_AGENCY = _TOLD_TO_INSTITUTION | _TOLD_TO_COMMITTEE | {"revise_committee", "suspend", "withdraw"}


def _reason(evaluation: Evaluation, standing: Standing) -> str:
    """The reason given for where it stands, to those who are told of it."""
    told: frozenset[str] = frozenset()
    if standing.reads_for_the_agency:
        told |= _TOLD_TO_AGENCY
    if standing.committee:
        told |= _TOLD_TO_COMMITTEE
    if standing.contributes:
        told |= _TOLD_TO_INSTITUTION
    last = evaluation.events.filter(verb__in=told, after=evaluation.state).last()
    return last.details["reason"] if last else ""
