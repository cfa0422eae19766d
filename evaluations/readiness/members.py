"""Before somebody sits on a committee: their answer, their declaration, and what ties them to the institution.

What is asked of a person reads ``.all()`` of their relations, fetched for many at once with ``PERSON_FACTS``.
"""

import datetime as dt
from collections.abc import Iterator

from django.utils.translation import gettext as _

from evalprog import clock
from evalprog.accounts.models import User
from evalprog.text import folded
from evaluations.enums import InvitationStatus
from evaluations.models import CommitteeMember, Declaration, Evaluation
from evaluations.readiness.problem import Problem

LOOK_BACK = dt.timedelta(days=5 * 365 + 2)  # interests of the last five years are declared (R114-17)
DECLARATION_HOLDS = dt.timedelta(days=365)
PERSON_FACTS = ("expert_profile", "declarations__interests", "memberships")


def member_problems(member: CommitteeMember, concerned: dict[int, str]) -> Iterator[Problem]:
    if member.status not in (InvitationStatus.ACCEPTED, InvitationStatus.TO_CONFIRM):
        yield Problem(_("%(name)s n’a pas encore accepté.") % {"name": member.name}, "members")
    if member.user is None:
        return
    if not has_declared(member.user):
        sentence = _("%(name)s n’a pas déposé de déclaration d’intérêts depuis un an.")
        yield Problem(sentence % {"name": member.name}, "members")
    for hint in _affiliation_hints(member.user, concerned):
        yield Problem(hint, "members")


def has_declared(user: User) -> bool:
    """Whether a declaration of theirs still holds."""
    return any(d.filed_at > clock.now() - DECLARATION_HOLDS for d in user.declarations.all())


def affiliation_hints(evaluation: Evaluation, user: User) -> list[str]:
    """Why this person may not judge this dossier: they belong, or belonged in the last five years, to an institution
    that runs the programme (R114-17)."""
    return _affiliation_hints(user, concerned_institutions(evaluation))


def concerned_institutions(evaluation: Evaluation) -> dict[int, str]:
    """The institutions that run the programme, by primary key: their names."""
    programme = evaluation.programme
    return {i.pk: i.name for i in (programme.institution, *programme.partners.all())}


def _affiliation_hints(user: User, concerned: dict[int, str]) -> list[str]:
    profile, declaration = getattr(user, "expert_profile", None), _latest_declaration(user)
    since = clock.now() - LOOK_BACK
    tied = {profile.institution_id} if profile else set()
    tied |= {m.institution_id for m in user.memberships.all() if m.ends_at is None or m.ends_at >= since}
    if declaration:
        day = since.astimezone(clock.PARIS).date()
        tied |= {i.institution_id for i in declaration.interests.all() if i.until is None or i.until >= day}
    return [
        _("%(person)s est ou a été rattaché à %(institution)s.") % {"person": user, "institution": name}
        for name in sorted(name for pk, name in concerned.items() if pk in tied)
    ]


def affiliation_notices(evaluation: Evaluation, user: User) -> list[str]:
    """What should be looked at before inviting somebody, and does not forbid it: words that name an institution of the
    programme, and a member of the committee who works at the same place."""
    profile, declaration = getattr(user, "expert_profile", None), _latest_declaration(user)
    words = [profile.affiliation] if profile else []
    words += [i.organisation for i in declaration.interests.all()] if declaration else []
    said = [f" {folded(word)} " for word in words if word]
    notices = [
        _("« %(institution)s » est nommé dans la fiche ou la déclaration de %(person)s.")
        % {"institution": name, "person": user}
        for name in concerned_institutions(evaluation).values()
        if any(f" {folded(name)} " in word for word in said)
    ]
    if profile and profile.affiliation:
        notices += [
            _("%(member)s, déjà dans le comité, a le même rattachement.") % {"member": member.name}
            for member in evaluation.members.all()
            if member.is_proposed
            and member.user_id != user.pk
            and folded(member.affiliation) == folded(profile.affiliation)
        ]
    return notices


def _latest_declaration(user: User) -> Declaration | None:
    return next(iter(user.declarations.all()), None)
