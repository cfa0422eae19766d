"""A committee as large as a proof needs, and a report of as many texts."""

from evaluations.enums import CommitteeRole, InvitationStatus, State
from evaluations.models import CommitteeMember, Evaluation
from tests import factories


def framework_of(texts: int) -> dict:
    """Sections of a framework with « avis » and that many texts more: « texte-1 », « texte-2 »…"""
    avis, *others = factories.TINY_FRAMEWORK["sections"]
    more = [{"code": code, "kind": "text", "label": code.capitalize()} for code in codes(texts)]
    return {"sections": [avis, *more, *others]}


def codes(texts: int) -> list[str]:
    return [f"texte-{n}" for n in range(1, texts + 1)]


def world_of(texts: int) -> factories.World:
    return factories.world(framework=factories.framework(**framework_of(texts)))


def being_written(world: factories.World, *, writers: int = 0) -> Evaluation:
    """An evaluation in drafting, its committee joined by that many experts who write too."""
    evaluation = factories.evaluation(world, State.DRAFTING)
    for n in range(writers):
        person = factories.expert(f"Rédactrice {n}")
        CommitteeMember.objects.create(
            evaluation=evaluation,
            user=person,
            name=person.name,
            role=CommitteeRole.EXPERT,
            status=InvitationStatus.ACCEPTED,
            position=100 + n,
        )
    return evaluation


def writers_of(evaluation: Evaluation) -> list:
    return [member.user for member in evaluation.members.filter(position__gte=100).order_by("position")]
