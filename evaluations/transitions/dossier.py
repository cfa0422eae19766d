"""The dossier: deposited and frozen, given back, changed once more by a proposal that the agency accepts.

What everybody but the institution reads is the last ``DossierSnapshot``; whatever the institution writes afterwards
changes nothing of it. Each version stays, for the citations that name it.
"""

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from evalprog import clock
from evalprog.accounts.models import User
from evalprog.text import normalise
from evaluations import readiness
from evaluations.dossier_content import DossierReading
from evaluations.dossier_facts import facts_of
from evaluations.enums import ProposalOutcome
from evaluations.models import DossierProposal, DossierSnapshot, Evaluation
from evaluations.reports import dossier_reading
from evaluations.transitions.machine import Begun, begin, needed, refuse, refuse_if


@transaction.atomic
def deposit_dossier(evaluation: Evaluation, *, by: User | None, seen: str | None = None) -> Evaluation:
    """The institution deposits its dossier, frozen: what the others read is this. The day is printed on the report.

    Whoever does not sign for the institution records that it came by post: with a form, nothing is frozen of what the
    institution keeps here. ``seen``: the SHA-256 of what the page has shown; none is compared when nothing was shown.

    :raises TransitionRefused: with everything that its framework's form asks for and that is missing; when it is no
        longer what was seen; by post, when the institution prepares it here.
    """
    begun = begin(evaluation, "deposit_dossier", by)
    facts, by_post = facts_of(begun.evaluation), not begun.standing.signs
    refuse_if(readiness.missing_in(facts, by_post=by_post))
    if by_post and facts.form:
        content = dossier_reading.came_by_post(begun.evaluation)
    else:
        content = dossier_reading.read(begun.evaluation, facts)
        _refuse_unseen(content, seen)
    begun.evaluation.deposited_on = clock.today()
    snapshot = _freeze(begun, content, deposited_by=by)
    begun.done(also=("deposited_on",), **_proof(snapshot))
    return begun.evaluation


@transaction.atomic
def return_dossier(evaluation: Evaluation, *, by: User | None, reason: str) -> Evaluation:
    """The dossier is incomplete: it goes back to the institution, which is told why. What was deposited stays."""
    why = needed(reason)
    begun = begin(evaluation, "return_dossier", by)
    _set_waiting_aside(begun)
    begun.done(reason=why)
    return begun.evaluation


@transaction.atomic
def propose_dossier_changes(
    evaluation: Evaluation, *, by: User | None, message: str = "", seen: str | None = None
) -> DossierProposal:
    """The institution sends the changes that it has made since its deposit: the agency decides of them.

    They take the place of those that it had sent before and that nobody has decided of. ``seen``: as for a deposit.

    :raises TransitionRefused: when nothing differs, when the form is no longer complete, when they were sent already,
        when they are no longer what was seen.
    """
    begun = begin(evaluation, "propose_dossier_changes", by)
    deposited = _last(begun)
    if begun.evaluation.framework.definition.dossier is None:
        refuse(_("Ce dossier ne change plus : son référentiel ne demande pas de rubriques."), "dossier")
    facts = facts_of(begun.evaluation)
    content = dossier_reading.read(begun.evaluation, facts)
    if content.sha256 == deposited.sha256:
        refuse(_("Rien n’a changé depuis le dépôt : il n’y a pas de modification à proposer."), "dossier")
    if _waiting(begun).filter(sha256=content.sha256).exists():
        refuse(_("Ces modifications sont déjà envoyées à l’agence."), "already")
    _refuse_unseen(content, seen)
    refuse_if(readiness.missing_in(facts))
    _set_waiting_aside(begun)
    last = begun.evaluation.dossier_proposals.aggregate(last=Max("number"))["last"] or 0
    proposal = DossierProposal.objects.create(
        evaluation=begun.evaluation,
        number=last + 1,
        base=deposited.number,
        content=content.as_json(),
        sha256=content.sha256,
        message=normalise(message).strip(),
        sent_by=by,
    )
    begun.done(proposal=proposal.public_id, base=deposited.number, sha256=proposal.sha256)
    return proposal


@transaction.atomic
def accept_dossier_changes(evaluation: Evaluation, proposal: str, *, by: User | None) -> DossierSnapshot:
    """The agency accepts them: from now on everybody reads the next version, and the committee is told.

    ``proposal``: the public id of what the person has read.

    :raises TransitionRefused: when it was decided of already, or others have taken its place.
    """
    begun = begin(evaluation, "accept_dossier_changes", by)
    read = _to_decide(begun, proposal)
    _decide(read, ProposalOutcome.ACCEPTED, by=by)
    snapshot = _freeze(begun, read.reading, deposited_by=read.sent_by)
    begun.done(proposal=read.public_id, **_proof(snapshot))
    return snapshot


@transaction.atomic
def decline_dossier_changes(evaluation: Evaluation, proposal: str, *, by: User | None, reason: str) -> DossierProposal:
    """The agency declines them, and says why to the institution: the deposited dossier stays what it is.

    :raises TransitionRefused: as ``accept_dossier_changes``, and without a reason.
    """
    begun = begin(evaluation, "decline_dossier_changes", by)
    read = _to_decide(begun, proposal)
    reason = needed(reason)
    _decide(read, ProposalOutcome.DECLINED, by=by, reason=reason)
    begun.done(proposal=read.public_id, sha256=read.sha256, reason=reason)
    return read


def _freeze(begun: Begun, content: DossierReading, *, deposited_by: User | None) -> DossierSnapshot:
    _set_waiting_aside(begun)
    last = begun.evaluation.dossier_snapshots.aggregate(last=Max("number"))["last"] or 0
    return DossierSnapshot.objects.create(
        evaluation=begun.evaluation,
        number=last + 1,
        content=content.as_json(),
        sha256=content.sha256,
        deposited_by=deposited_by,
    )


def _refuse_unseen(content: DossierReading, seen: str | None) -> None:
    if seen is not None and content.sha256 != seen:
        refuse(_("Le dossier a changé pendant que vous le relisiez : relisez-le, puis déposez-le."), "text")


def _proof(snapshot: DossierSnapshot) -> dict[str, str | int]:
    """What the journal remembers of a version: its hash is that of its content."""
    return {"dossier": snapshot.public_id, "dossier_version": snapshot.number, "sha256": snapshot.sha256}


def _last(begun: Begun) -> DossierSnapshot:
    deposited = dossier_reading.last_deposit(begun.evaluation)
    if deposited is None:
        refuse(_("Ce dossier a été déposé avant que ses versions soient gardées : il ne change plus."), "dossier")
    return deposited


def _waiting(begun: Begun):
    return begun.evaluation.dossier_proposals.filter(outcome="")


def _set_waiting_aside(begun: Begun) -> None:
    _waiting(begun).update(outcome=ProposalOutcome.REPLACED, decided_at=clock.now())


def _to_decide(begun: Begun, proposal: str) -> DossierProposal:
    read = _waiting(begun).filter(public_id=proposal).first()
    if read is None:
        refuse(_("Ces modifications ne sont plus à décider : elles l’ont été, ou d’autres les remplacent."), "already")
    return read


def _decide(read: DossierProposal, outcome: ProposalOutcome, *, by: User | None, reason: str = "") -> None:
    read.outcome, read.decided_at, read.decided_by, read.reason = outcome, clock.now(), by, reason
    read.save(update_fields=["outcome", "decided_at", "decided_by", "reason"])
