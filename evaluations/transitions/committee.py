"""The committee: invited, declared, discussed with the institution, appointed (R114-14, R114-17)."""

import logging
from typing import Any

from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from evalprog import clock
from evalprog.accounts.models import User
from evaluations import journal, notifications, readiness
from evaluations.enums import CommitteeRole, InvitationStatus, State
from evaluations.models import CommitteeMember, Conflict, Declaration, Evaluation, Interest, Objection
from evaluations.permissions import COMMITTEE_AT_WORK, COMMITTEE_OPEN, allow
from evaluations.standing import standing_of
from evaluations.transitions.machine import begin, needed, refuse, refuse_if, step

logger = logging.getLogger("evalprog.roles")


@transaction.atomic
def invite(evaluation: Evaluation, user: User, *, by: User | None, role: str = CommitteeRole.EXPERT) -> CommitteeMember:
    """Propose a place on the committee to somebody of the pool."""
    begun = begin(evaluation, "invite", by)
    refuse_if(readiness.before_invitation(begun.evaluation, user))
    profile = getattr(user, "expert_profile", None)
    last = begun.evaluation.members.order_by("-position").first()
    member = CommitteeMember.objects.create(
        evaluation=begun.evaluation,
        user=user,
        role=role,
        profile=profile.profile if profile else "",
        name=str(user),
        affiliation=profile.affiliation if profile else "",
        position=last.position + 1 if last else 1,
    )
    begun.done(member=member.pk, role=str(role))
    return member


def accept_invitation(member: CommitteeMember, *, by: User) -> CommitteeMember:
    """The expert accepts. From the appointment on, the dossier is theirs to read; who is asked to join a committee
    already at work reads it once the agency has confirmed them."""
    return _answer(member, by, "accept_invitation", InvitationStatus.ACCEPTED)


def decline_invitation(member: CommitteeMember, *, by: User, reason: str = "") -> CommitteeMember:
    return _answer(member, by, "decline_invitation", InvitationStatus.DECLINED, reason=reason.strip())


@transaction.atomic
def _answer(
    member: CommitteeMember, by: User, verb: str, status: InvitationStatus, *, reason: str = ""
) -> CommitteeMember:
    """The invited person answers for themselves, once, until the presidency of the committee signs."""
    evaluation = Evaluation.objects.select_for_update().get(pk=member.evaluation_id)
    locked = CommitteeMember.objects.get(pk=member.pk)
    allow(locked.user_id == by.pk and not standing_of(by, evaluation).conflicted)
    if locked.status != InvitationStatus.INVITED or locked.ended_at is not None:
        refuse(_("Vous avez déjà répondu à cette invitation, ou elle a été retirée."), "invitation")
    if evaluation.state not in COMMITTEE_OPEN:
        refuse(_("Le comité n’est plus en cours de constitution."), "invitation")
    if status == InvitationStatus.ACCEPTED and evaluation.state in COMMITTEE_AT_WORK:
        status = InvitationStatus.TO_CONFIRM
    locked.status, locked.answered_at, locked.decline_reason = status, clock.now(), reason
    locked.save(update_fields=["status", "answered_at", "decline_reason"])
    state = State(evaluation.state)
    event = journal.append(evaluation, verb, by=by, role="expert", before=state, details={"member": locked.pk})
    notifications.tell(event)
    return locked


@transaction.atomic
def declare_interests(user: User, interests: list[dict[str, Any]]) -> Declaration:
    """File a declaration of the functions, mandates and interests of the last five years; an empty list says none.

    Each interest has ``description``, ``since``, and optionally ``organisation``, ``institution``, ``until``.

    It counts for every committee that the person is on or is asked to join: the journal of each has one event, which
    says that it was filed and nothing of what it says. The log has one line, whether there is any committee or not.
    """
    declaration = Declaration.objects.create(user=user, nothing_to_declare=not interests)
    for interest in interests:
        Interest.objects.create(declaration=declaration, **interest)
    for member in _places_declared_for(user):
        evaluation = Evaluation.objects.select_for_update().get(pk=member.evaluation_id)
        state, details = State(evaluation.state), {"member": member.pk}
        journal.append(evaluation, "declare_interests", by=user, role="expert", before=state, details=details)
    logger.info("interests declared by %s", user.pk)
    return declaration


def _places_declared_for(user: User) -> QuerySet[CommitteeMember]:
    """On committees that are being made, at work, or stopped for a time. A conflict has closed the dossier (INV-C4)."""
    states = COMMITTEE_OPEN | {State.SUSPENDED}
    places = CommitteeMember.objects.not_declined().filter(user=user, evaluation__state__in=states)
    # In the order of the evaluations, so that two declarations never wait for each other.
    return places.exclude(evaluation__conflicts__user=user).order_by("evaluation_id")


@transaction.atomic
def dismiss(member: CommitteeMember, *, by: User | None, reason: str) -> CommitteeMember:
    """End somebody's mission on the committee. Their access ends at the next request."""
    begun = begin(member.evaluation, "dismiss", by)
    locked = begun.evaluation.members.get(pk=member.pk)
    if locked.ended_at is not None:
        refuse(_("Cette mission est déjà terminée."), "already")
    _end(locked)
    begun.done(member=member.pk, reason=needed(reason))
    member.refresh_from_db()
    return member


@transaction.atomic
def propose_committee(evaluation: Evaluation, *, by: User | None) -> Evaluation:
    """Submit the composition to the institution, which may object."""
    begun = begin(evaluation, "propose_committee", by)
    refuse_if(readiness.before_proposing_committee(begun.evaluation))
    begun.done()
    return begun.evaluation


@transaction.atomic
def object_to_committee(
    evaluation: Evaluation, *, by: User, text: str, member: CommitteeMember | None = None
) -> Objection:
    """The institution objects to a member, or to the composition as a whole."""
    begun = begin(evaluation, "object", by)
    if member is not None and member.evaluation_id != begun.evaluation.pk:
        refuse(_("Cette personne n’est pas de ce comité."), "member")
    if begun.evaluation.objections.filter(by=by, member=member, text=text.strip(), answered_at=None).exists():
        refuse(_("Cette objection est déjà déposée."), "already")
    refuse_if(readiness.before_objecting(begun.evaluation, member))
    objection = Objection.objects.create(
        evaluation=begun.evaluation, member=member, by=by, text=needed(text, "text"), filed_at=clock.now()
    )
    begun.done(objection=objection.pk)
    return objection


@transaction.atomic
def answer_objection(objection: Objection, *, by: User, answer: str, upheld: bool) -> Objection:
    """The agency answers; an upheld objection ends the mission of the member it is about."""
    begun = begin(objection.evaluation, "answer_objection", by)
    locked = Objection.objects.get(pk=objection.pk)
    if locked.answered_at is not None:
        refuse(_("Cette objection a déjà reçu une réponse."), "answer")
    locked.answer, locked.answered_at, locked.upheld = needed(answer, "answer"), clock.now(), upheld
    locked.save(update_fields=["answer", "answered_at", "upheld"])
    if upheld and locked.member:
        _end(locked.member)
    begun.done(objection=locked.pk, upheld=upheld)
    return locked


def revise_committee(evaluation: Evaluation, *, by: User | None, reason: str) -> Evaluation:
    """Take the proposal back to change it."""
    return step(evaluation, "revise_committee", by, reason=needed(reason))


@transaction.atomic
def appoint_committee(evaluation: Evaluation, *, by: User | None) -> Evaluation:
    """The composition is final: accepted by its members, declared, discussed with the institution."""
    begun = begin(evaluation, "appoint_committee", by)
    refuse_if(readiness.before_appointing_committee(begun.evaluation))
    begun.done()
    return begun.evaluation


@transaction.atomic
def confirm_member(member: CommitteeMember, *, by: User | None) -> CommitteeMember:
    """Somebody joins a committee already at work, by the same path as those appointed with it: they have accepted and
    declared, nothing ties them to the institution, and it was heard (R114-14, R114-17)."""
    begun = begin(member.evaluation, "confirm_member", by)
    locked = begun.evaluation.members.get(pk=member.pk)
    if not locked.is_newcomer:
        refuse(_("Cette personne n’attend pas d’être confirmée."), "already")
    refuse_if(readiness.before_confirming(begun.evaluation, locked))
    locked.status = InvitationStatus.ACCEPTED
    locked.save(update_fields=["status"])
    begun.done(member=locked.pk)
    return locked


def record_conflict(evaluation: Evaluation, user: User, *, by: User | None, reason: str) -> Conflict:
    """The agency recuses somebody: from this commit on they receive nothing about the dossier (INV-C4)."""
    return _conflict(evaluation, user, "record_conflict", by, needed(reason))


def declare_conflict(evaluation: Evaluation, *, by: User, reason: str = "") -> Conflict:
    """An expert withdraws from a dossier for a conflict of interest."""
    return _conflict(evaluation, by, "declare_conflict", by, reason.strip())


@transaction.atomic
def _conflict(evaluation: Evaluation, user: User, verb: str, by: User | None, reason: str) -> Conflict:
    begun = begin(evaluation, verb, by)
    if begun.evaluation.conflicts.filter(user=user).exists():
        refuse(_("Ce conflit d’intérêts est déjà enregistré."), "conflict")
    conflict = Conflict.objects.create(evaluation=begun.evaluation, user=user, reason=reason, recorded_at=clock.now())
    # Who took part in a report that is signed stays named in it (R114-14): the conflict alone closes the dossier.
    state = journal.suspended_from(begun.evaluation) if begun.before == State.SUSPENDED else begun.before
    if state < State.CHAIR_SIGNED:
        for member in begun.evaluation.members.filter(user=user, ended_at=None):
            _end(member)
    begun.done(conflict=conflict.pk)
    return conflict


def _end(member: CommitteeMember) -> None:
    if member.ended_at is None:
        member.ended_at = clock.now()
        member.save(update_fields=["ended_at"])
