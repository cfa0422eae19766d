"""Who is where in the workspace, now: one row a person, rewritten as they go, without a past."""

import datetime as dt

from django.db.models import Exists, OuterRef, Q, QuerySet

from evalprog import clock
from evalprog.accounts.models import User
from evaluations.models import CommitteeMember, Evaluation, Mandate, Presence
from evaluations.models.agency import READING_ROLES
from programmes.models import Membership

SEEN_RECENTLY = dt.timedelta(seconds=45)  # a page tells where it is every fifteen seconds


def tell(evaluation: Evaluation, user: User, code: str) -> None:
    """That person is on that text now."""
    Presence.objects.bulk_create(
        [Presence(evaluation=evaluation, user=user, code=code, seen_at=clock.now())],
        update_conflicts=True,
        unique_fields=("evaluation", "user"),
        update_fields=("code", "seen_at"),
    )


def others(evaluation: Evaluation, user: User) -> QuerySet[Presence]:
    """The others who are here now, by name; nobody whose place or mandate has ended, nor who has a conflict."""
    member = CommitteeMember.objects.current().filter(evaluation=evaluation, user=OuterRef("user"))
    agent = Mandate.objects.current().filter(role__in=READING_ROLES, user=OuterRef("user"))
    return (
        evaluation.presences.filter(
            Q(Exists(member)) | Q(Exists(agent)),
            seen_at__gte=clock.now() - SEEN_RECENTLY,
            user__is_active=True,
        )
        .exclude(user=user)
        .exclude(Exists(evaluation.conflicts.filter(user=OuterRef("user"))))
        .select_related("user")
        .order_by("user__name", "user_id")
    )


def colleagues(evaluation: Evaluation, user: User) -> QuerySet[Presence]:
    """The others of the institution who are at its dossier now, by name; of nobody else anything is said."""
    attached = Membership.objects.current().filter(
        institution=evaluation.programme.institution_id, user=OuterRef("user")
    )
    return (
        evaluation.presences.filter(Exists(attached), seen_at__gte=clock.now() - SEEN_RECENTLY, user__is_active=True)
        .exclude(user=user)
        .exclude(Exists(evaluation.conflicts.filter(user=OuterRef("user"))))
        .select_related("user")
        .order_by("user__name", "user_id")
    )
