"""Who is told: the same dated relations from which rights follow, read at the act and again before each sending.

Nobody is ever in an audience whose conflict of interest is recorded (INV-C4), or whose account is closed. The agency
is told through those of its officers who sit on the committee for it, and without any through all of its officers.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace

from django.utils.translation import gettext as _

from evalprog.accounts.models import User
from evaluations.enums import AgencyRole, CommitteeRole, InvitationStatus, State
from evaluations.models import Comment, CommitteeMember, Evaluation, Event, Mandate
from evaluations.permissions import reads_workspace
from evaluations.standing import standing_of
from programmes.models import Membership


@dataclass(frozen=True, slots=True)
class Recipient:
    """A person, and the sentence fragment that says why they are told.

    ``acknowledged``: the message is a receipt, which whoever performed the act is given too.
    """

    user: User
    reason: str
    acknowledged: bool = False


Audience = Callable[[Event], Iterator[Recipient]]


def gathered(event: Event, audiences: Iterable[Audience]) -> list[Recipient]:
    """The people of several audiences, each once and for the first reason, without those who may not be told.

    Whoever performed the act knows of it already, and is given its receipt.
    """
    evaluation, found = event.evaluation, {}
    author = event.actor.user_id if event.actor else None
    conflicted = {conflict.user_id for conflict in evaluation.conflicts.all()}
    for audience in audiences:
        for recipient in audience(event):
            user = recipient.user
            told = user.pk != author or recipient.acknowledged
            if user.is_active and user.pk not in conflicted and told:
                found.setdefault(user.pk, recipient)
    return list(found.values())


def institution(event: Event) -> Iterator[Recipient]:
    """Those attached to the institution, once the campaign is open for it: before, it knows of nothing."""
    if _reached(event) < State.DOSSIER_EXPECTED:
        return
    attached = Membership.objects.current().filter(institution_id=event.evaluation.programme.institution_id)
    for membership in attached.select_related("user").order_by("-can_sign", "pk"):
        reason = _("signataire de l’établissement") if membership.can_sign else _("contributeur de l’établissement")
        yield Recipient(membership.user, reason)


def depositors(event: Event) -> Iterator[Recipient]:
    """The institution, which is given the receipt of what it filed: who filed it too."""
    for recipient in institution(event):
        yield replace(recipient, acknowledged=True)


def committee(event: Event) -> Iterator[Recipient]:
    """The members, once the committee is appointed: before, the dossier is not theirs to read."""
    yield from _members(event.evaluation, event, CommitteeRole.CHAIR, CommitteeRole.RAPPORTEUR, CommitteeRole.EXPERT)


def writers(event: Event) -> Iterator[Recipient]:
    yield from _members(event.evaluation, event, CommitteeRole.CHAIR, CommitteeRole.RAPPORTEUR)


def chair(event: Event) -> Iterator[Recipient]:
    yield from _members(event.evaluation, event, CommitteeRole.CHAIR)


def invited(event: Event) -> Iterator[Recipient]:
    """The person whom an invitation is for, as long as it waits for an answer."""
    pending = event.evaluation.members.filter(
        pk=event.details.get("member"), status=InvitationStatus.INVITED, ended_at=None, user__isnull=False
    )
    for member in pending.select_related("user"):
        yield Recipient(member.user, _("invitation au comité"))


def joining(event: Event) -> Iterator[Recipient]:
    """The person whom an act has just let into the committee."""
    for member in event.evaluation.members.current().filter(pk=event.details.get("member"), user__isnull=False):
        yield Recipient(member.user, _("comité : %(role)s") % {"role": member.get_role_display()})


def mentioned(event: Event) -> Iterator[Recipient]:
    """Those whom a comment calls, as long as they read the workspace; its author knows of it."""
    comment = Comment.objects.filter(evaluation=event.evaluation, public_id=event.details.get("comment")).first()
    if comment is None:
        return
    for user in comment.mentions.exclude(pk=comment.author_id).order_by("pk"):
        if reads_workspace(standing_of(user, event.evaluation), event.evaluation):
            yield Recipient(user, _("mention dans un commentaire"))


def officers(event: Event) -> Iterator[Recipient]:
    holders = {m.user_id: m.user for m in _mandates(AgencyRole.OFFICER)}
    seats = event.evaluation.members.current().filter(role=CommitteeRole.OFFICER)
    named = [holders[pk] for pk in seats.values_list("user_id", flat=True) if pk in holders]
    for user in named or holders.values():
        yield Recipient(user, AgencyRole.OFFICER.label)


def publishers(event: Event) -> Iterator[Recipient]:
    for mandate in _mandates(AgencyRole.PUBLISHER):
        yield Recipient(mandate.user, AgencyRole.PUBLISHER.label)


def may_know(user: User, evaluation: Evaluation) -> bool:
    """Whether the page that the message leads to would open for this person."""
    return Evaluation.objects.visible_to(user).filter(pk=evaluation.pk).exists()


def _reached(event: Event) -> int:
    """How far the evaluation had come: a suspension or a withdrawal says nothing of it, the state before does."""
    return event.before if event.after >= State.SUSPENDED else event.after


def _members(evaluation: Evaluation, event: Event, *roles: CommitteeRole) -> Iterator[Recipient]:
    if _reached(event) < State.COMMITTEE_APPOINTED:
        return
    members: Iterable[CommitteeMember] = evaluation.members.current().filter(role__in=roles, user__isnull=False)
    for member in members.select_related("user"):
        yield Recipient(member.user, _("comité : %(role)s") % {"role": member.get_role_display()})


def _mandates(role: AgencyRole) -> Iterable[Mandate]:
    return Mandate.objects.current().filter(role=role).select_related("user").order_by("pk")
