"""Dossiers and the people around them, as rows, for tests of committees, roles and tasks."""

import datetime as dt
from itertools import count

from evalprog.accounts.models import User
from evaluations.enums import CommitteeRole, FrameworkStatus, InvitationStatus, State
from evaluations.models import (
    Campaign,
    CommitteeMember,
    Conflict,
    Declaration,
    Evaluation,
    ExpertProfile,
    Framework,
    Mandate,
    Window,
)
from programmes.enums import ProgrammeKind
from programmes.models import Institution, Membership, Programme

_numbers = count(1)


def dossier(
    state: State = State.DOSSIER_DEPOSITED, *, institution: Institution | None = None, **campaign
) -> Evaluation:
    """``campaign``: fields of its campaign."""
    number = next(_numbers)
    framework, _ = Framework.objects.get_or_create(
        code="essai", version=1, defaults={"title": "Essai", "status": FrameworkStatus.CONFIRMED, "document": {}}
    )
    return Evaluation.objects.create(
        programme=Programme.objects.create(
            kind=ProgrammeKind.LP,
            title=f"Licence {number}",
            institution=institution or Institution.objects.create(name=f"Université {number}"),
        ),
        campaign=Campaign.objects.create(
            code=f"c{number}", title=f"Campagne {number}", framework=framework, **{"members_minimum": 1} | campaign
        ),
        framework=framework,
        state=state,
    )


def person(name: str = "") -> User:
    number = next(_numbers)
    return User.objects.create_user(f"personne{number}@example.org", name=name or f"Personne {number}")


def agent(*roles: str, name: str = "") -> User:
    """Somebody with these roles at the agency."""
    user = person(name)
    for role in roles:
        Mandate.objects.create(user=user, role=role)
    return user


def expert(name: str = "", **facts) -> User:
    """Somebody of the pool, whose declaration holds unless ``declared=False``."""
    declared = facts.pop("declared", True)
    user = person(name)
    ExpertProfile.objects.create(user=user, **facts)
    if declared:
        Declaration.objects.create(user=user, nothing_to_declare=True)
    return user


def attached(institution: Institution, *, can_sign: bool = False, name: str = "") -> User:
    user = person(name)
    Membership.objects.create(user=user, institution=institution, can_sign=can_sign)
    return user


def place(
    evaluation: Evaluation,
    user: User,
    role: CommitteeRole = CommitteeRole.EXPERT,
    status: InvitationStatus = InvitationStatus.ACCEPTED,
) -> CommitteeMember:
    """A place on the committee, with what the person's sheet says."""
    profile = getattr(user, "expert_profile", None)
    return CommitteeMember.objects.create(
        evaluation=evaluation,
        user=user,
        role=role,
        status=status,
        name=user.name,
        affiliation=profile.affiliation if profile else "",
        profile=profile.profile if profile else "",
        position=evaluation.members.count() + 1,
    )


def conflict(evaluation: Evaluation, user: User) -> Conflict:
    return Conflict.objects.create(evaluation=evaluation, user=user)


def window(evaluation: Evaluation, kind: str, closes_at: dt.datetime) -> Window:
    opens_at = closes_at - dt.timedelta(days=15)
    return Window.objects.create(evaluation=evaluation, kind=kind, opens_at=opens_at, closes_at=closes_at)
