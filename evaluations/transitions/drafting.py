"""Writing: individual expertise, the collegial text, its validation."""

from django.db import transaction
from django.utils.translation import gettext as _

from evalprog import clock
from evalprog.accounts.models import User
from evaluations import readiness
from evaluations.models import CommitteeMember, Evaluation
from evaluations.transitions.machine import Begun, begin, needed, refuse, refuse_if, step

VOTE = ["approved_at", "dissent", "dissent_annexed_at"]


@transaction.atomic
def start_expertise(evaluation: Evaluation, *, by: User | None) -> Evaluation:
    """Experts are trained and the work is shared out: individual contributions begin."""
    begun = begin(evaluation, "start_expertise", by)
    refuse_if(readiness.needs_a_chair(begun.evaluation))
    begun.done()
    return begun.evaluation


def start_drafting(evaluation: Evaluation, *, by: User | None) -> Evaluation:
    """The rapporteur or the chair begins the collegial text."""
    return step(evaluation, "start_drafting", by)


@transaction.atomic
def submit_for_validation(evaluation: Evaluation, *, by: User | None) -> Evaluation:
    """The report is written: the committee validates it as a body. Earlier votes were on another text."""
    begun = begin(evaluation, "submit_for_validation", by)
    refuse_if(readiness.before_collegial_validation(begun.evaluation))
    begun.evaluation.members.current().update(approved_at=None, dissent="", dissent_annexed_at=None)
    begun.done()
    return begun.evaluation


@transaction.atomic
def approve(evaluation: Evaluation, *, by: User) -> CommitteeMember:
    """A member approves the text."""
    begun, member = _voter(evaluation, "approve", by)
    if member.approved_at is not None:
        refuse(_("Vous avez déjà approuvé ce texte."), "already")
    member.approved_at, member.dissent, member.dissent_annexed_at = clock.now(), "", None
    member.save(update_fields=VOTE)
    begun.done(member=member.pk)
    return member


@transaction.atomic
def dissent(evaluation: Evaluation, *, by: User, text: str) -> CommitteeMember:
    """A member has a dissent recorded; the chair may then conclude all the same."""
    begun, member = _voter(evaluation, "dissent", by)
    if member.dissent and member.dissent == text.strip():
        refuse(_("Votre opinion dissidente est déjà enregistrée."), "already")
    # Whether to annex it was decided of other words.
    member.approved_at, member.dissent, member.dissent_annexed_at = None, needed(text, "text"), None
    member.save(update_fields=VOTE)
    begun.done(member=member.pk)
    return member


@transaction.atomic
def annex_dissent(member: CommitteeMember, *, by: User | None, annexed: bool) -> CommitteeMember:
    """The chair decides whether a member's dissent is printed with the report, without a name."""
    begun = begin(member.evaluation, "annex_dissent", by)
    member.refresh_from_db()
    if not member.is_current or not member.dissent:
        refuse(_("Cette personne n’a pas d’opinion dissidente enregistrée."), "member")
    if annexed == (member.dissent_annexed_at is not None):
        refuse(_("C’est déjà ainsi que la présidence en a décidé."), "already")
    member.dissent_annexed_at = clock.now() if annexed else None
    member.save(update_fields=["dissent_annexed_at"])
    begun.done(member=member.pk, annexed=annexed)
    return member


def _voter(evaluation: Evaluation, verb: str, by: User) -> tuple[Begun, CommitteeMember]:
    begun = begin(evaluation, verb, by)
    member = begun.evaluation.members.current().filter(user=by).first()
    if member is None:
        refuse(_("Seuls les membres du comité se prononcent."), "member")
    return begun, member


def resume_drafting(evaluation: Evaluation, *, by: User | None, reason: str) -> Evaluation:
    """The chair takes the text up again after what members said."""
    return step(evaluation, "resume_drafting", by, reason=needed(reason))


@transaction.atomic
def validate(evaluation: Evaluation, *, by: User | None) -> Evaluation:
    """Every member has approved or dissented: the chair concludes and the agency reads."""
    begun = begin(evaluation, "validate", by)
    refuse_if(readiness.before_agency_reading(begun.evaluation))
    begun.done()
    return begun.evaluation


def send_back_to_drafting(evaluation: Evaluation, *, by: User | None, reason: str) -> Evaluation:
    """The agency's reading asks for more than suggestions: the committee writes again."""
    return step(evaluation, "send_back_to_drafting", by, reason=needed(reason))
