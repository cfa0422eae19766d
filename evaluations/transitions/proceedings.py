"""What runs beside the states: requests for documents, the visit, suspension, withdrawal."""

import datetime as dt

from django.db import transaction
from django.utils.translation import gettext as _

from evalprog import clock
from evalprog.accounts.models import User
from evaluations import readiness, suspension
from evaluations.enums import VisitRule
from evaluations.models import DocumentRequest, Evaluation, Visit
from evaluations.transitions.machine import begin, needed, refuse, refuse_if, step


@transaction.atomic
def request_document(evaluation: Evaluation, *, by: User, text: str, due_on: dt.date) -> DocumentRequest:
    """Ask the institution for a document; personal files of staff excepted (R114-14)."""
    begun = begin(evaluation, "request_document", by)
    if begun.evaluation.document_requests.filter(text=text.strip(), due_on=due_on, answered_at=None).exists():
        refuse(_("Ce document est déjà demandé."), "already")
    request = DocumentRequest.objects.create(
        evaluation=begun.evaluation, by=by, text=needed(text, "text"), due_on=due_on, asked_at=clock.now()
    )
    begun.done(request=request.pk, due_on=due_on.isoformat())
    return request


@transaction.atomic
def answer_document_request(request: DocumentRequest, *, by: User, answer: str) -> DocumentRequest:
    begun = begin(request.evaluation, "answer_document_request", by)
    locked = DocumentRequest.objects.get(pk=request.pk)
    if locked.answered_at is not None:
        refuse(_("Cette demande a déjà reçu une réponse."), "already")
    locked.answer, locked.answered_at = needed(answer, "answer"), clock.now()
    locked.save(update_fields=["answer", "answered_at"])
    begun.done(request=locked.pk)
    return locked


@transaction.atomic
def plan_visit(evaluation: Evaluation, *, by: User | None, planned_on: dt.date) -> Visit:
    """Set the day of the visit; a new day asks for a new agreement."""
    begun = begin(evaluation, "plan_visit", by)
    if begun.evaluation.campaign.visit == VisitRule.NONE:
        refuse(_("Cette campagne ne prévoit pas de visite."), "visit")
    if Visit.objects.filter(evaluation=begun.evaluation, planned_on=planned_on).exists():
        refuse(_("La visite est déjà prévue ce jour-là."), "already")
    visit, _created = Visit.objects.update_or_create(
        evaluation=begun.evaluation, defaults={"planned_on": planned_on, "agreed_at": None}
    )
    begun.done(planned_on=planned_on.isoformat())
    return visit


@transaction.atomic
def agree_on_visit(evaluation: Evaluation, *, by: User) -> Visit:
    """The institution agrees on the programme of the visit."""
    begun = begin(evaluation, "agree_on_visit", by)
    visit = _visit(begun.evaluation)
    if visit.agreed_at is not None:
        refuse(_("Le programme de la visite est déjà convenu."), "already")
    visit.agreed_at = clock.now()
    visit.save(update_fields=["agreed_at"])
    begun.done()
    return visit


@transaction.atomic
def record_visit(evaluation: Evaluation, *, by: User | None, held_on: dt.date, minutes: str) -> Visit:
    begun = begin(evaluation, "record_visit", by)
    visit = _visit(begun.evaluation)
    if (visit.held_on, visit.minutes) == (held_on, minutes.strip()):
        refuse(_("La visite est déjà enregistrée ainsi."), "already")
    visit.held_on, visit.minutes = held_on, minutes.strip()
    visit.save(update_fields=["held_on", "minutes"])
    begun.done(held_on=held_on.isoformat())
    return visit


def suspend(evaluation: Evaluation, *, by: User | None, reason: str) -> Evaluation:
    """Stop the evaluation for a time, from wherever it stands."""
    return step(evaluation, "suspend", by, reason=needed(reason))


@transaction.atomic
def resume(evaluation: Evaluation, *, by: User | None) -> Evaluation:
    """Go on from where the evaluation was suspended; the delay that was running is longer by as much."""
    begun = begin(evaluation, "resume", by)
    refuse_if(readiness.before_going_on(begun.evaluation))
    going_on = suspension.resumption(begun.evaluation)
    if going_on is None:
        refuse(_("Le journal ne dit pas où l’évaluation a été suspendue."), "state")
    if going_on.window is not None:
        going_on.window.closes_at = going_on.due_at
        going_on.window.save(update_fields=["closes_at"])
    else:
        begun.evaluation.dossier_postponed_by += going_on.postponed_by
    begun.done(target=going_on.state, also=("dossier_postponed_by",), **going_on.details)
    return begun.evaluation


def withdraw(evaluation: Evaluation, *, by: User | None, reason: str) -> Evaluation:
    """End the evaluation without a report."""
    return step(evaluation, "withdraw", by, reason=needed(reason))


def _visit(evaluation: Evaluation) -> Visit:
    visit = Visit.objects.filter(evaluation=evaluation).first()
    if visit is None:
        refuse(_("Aucune visite n’est prévue."), "visit")
    return visit
