"""The pool of experts, as one person of the agency may see it.

What somebody does for a dossier on which the reader has a conflict is not counted for that reader (INV-C4).
"""

from django.db.models import Count, IntegerField, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce

from evalprog.accounts.models import User
from evalprog.text import folded
from evaluations.enums import InvitationStatus
from evaluations.models import CommitteeMember, Declaration, Evaluation, ExpertProfile


def experts(reader: User) -> QuerySet[ExpertProfile]:
    """Everybody in the pool by name, with ``load`` and ``asked`` (committees under way that they are on, or are asked
    to join) and ``declared_at`` (their last declaration)."""
    return (
        ExpertProfile.objects.select_related("user", "institution")
        .annotate(
            load=_places(reader, InvitationStatus.ACCEPTED),
            asked=_places(reader, InvitationStatus.INVITED),
            declared_at=Subquery(
                Declaration.objects.filter(user=OuterRef("user")).order_by("-filed_at", "-pk").values("filed_at")[:1]
            ),
        )
        .order_by("user__name", "user__email")
    )


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
    places = _under_way(reader).filter(user__in=people, status=InvitationStatus.ACCEPTED)
    return dict(places.values_list("user").annotate(count=Count("pk")))


def _places(reader: User, status: InvitationStatus) -> Coalesce:
    counted = _under_way(reader).filter(user=OuterRef("user"), status=status)
    count = counted.order_by().values("user").annotate(count=Count("pk")).values("count")
    return Coalesce(Subquery(count, output_field=IntegerField()), 0)


def _under_way(reader: User) -> QuerySet[CommitteeMember]:
    dossiers = Evaluation.objects.visible_to(reader).in_progress()
    return CommitteeMember.objects.filter(ended_at=None, evaluation__in=dossiers.values("pk")).order_by()
