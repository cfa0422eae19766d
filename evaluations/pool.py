"""The pool of experts, as one person of the agency may see it.

What somebody does for a dossier on which the reader has a conflict is not counted for that reader (INV-C4).
"""

from collections.abc import Iterable

from django.db.models import Count, OuterRef, QuerySet, Subquery

from evalprog.accounts.models import User
from evalprog.text import folded
from evaluations.enums import InvitationStatus
from evaluations.models import CommitteeMember, Declaration, Evaluation, ExpertProfile


def experts() -> QuerySet[ExpertProfile]:
    """Everybody in the pool by name, with ``declared_at``: when they filed their last declaration."""
    last = Declaration.objects.filter(user=OuterRef("user")).order_by("-filed_at", "-pk")
    found = ExpertProfile.objects.select_related("user", "institution")
    return found.annotate(declared_at=Subquery(last.values("filed_at")[:1])).order_by("user__name", "user__email")


def with_loads(found: Iterable[ExpertProfile], reader: User) -> list[ExpertProfile]:
    """The same, each with ``load`` and ``asked``: the committees under way that they are on, or are asked to join."""
    shown = list(found)
    places = _places(reader, [expert.user_id for expert in shown])
    for expert in shown:
        expert.load = places.get((expert.user_id, InvitationStatus.ACCEPTED), 0)
        asked = (InvitationStatus.INVITED, InvitationStatus.TO_CONFIRM)
        expert.asked = sum(places.get((expert.user_id, status), 0) for status in asked)
    return shown


def matching(found: QuerySet[ExpertProfile], words: str = "", profile: str = "") -> QuerySet[ExpertProfile]:
    """Those whose name, address, place or expertise has every word, whatever the accents; and that profile, if given.

    The words are compared here and not in the database, which would tell « Émile » from « emile ».
    """
    if profile:
        found = found.filter(profile=profile)
    wanted = folded(words).split()
    if not wanted:
        return found
    said = ExpertProfile.objects.values_list(
        "pk", "user__name", "user__email", "affiliation", "expertise", "institution__name", "institution__acronym"
    )
    keys = []
    for pk, *texts in said:
        text = folded(" ".join(t for t in texts if t))
        if all(word in text for word in wanted):
            keys.append(pk)
    return found.filter(pk__in=keys)


def loads(reader: User, people: list[int]) -> dict[int, int]:
    """How many committees under way each of these people, by primary key, is on; nothing for those on none."""
    places = _places(reader, people)
    return {user: count for (user, status), count in places.items() if status == InvitationStatus.ACCEPTED}


def _places(reader: User, people: list[int]) -> dict[tuple[int, str], int]:
    """How many places each person has, or is offered, by person and status."""
    dossiers = Evaluation.objects.visible_to(reader).in_progress()
    places = CommitteeMember.objects.filter(ended_at=None, user__in=people, evaluation__in=dossiers.values("pk"))
    counted = places.order_by().values_list("user", "status").annotate(count=Count("pk"))
    return {(user, status): count for user, status, count in counted}
