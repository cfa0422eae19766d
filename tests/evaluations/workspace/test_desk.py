"""Who comes to the desk: never somebody to whom the evaluation is not visible."""

import pytest
from django.contrib.auth.models import AnonymousUser
from django.http import Http404

from evaluations import transitions
from evaluations.enums import State
from evaluations.models import Evaluation
from evaluations.views.desk import desk
from tests import factories

pytestmark = pytest.mark.django_db

PEOPLE = (
    *("officer", "publisher", "admin", "auditor", "college", "chair", "rapporteur", "expert"),
    *("contributor", "signatory", "stranger"),
)


def at_the_desk(rf, world, evaluation) -> set[str]:
    """Those who come to it; each must be among those who may know of the evaluation."""
    found = set()
    for name in PEOPLE:
        request = rf.get("/")
        request.user = getattr(world, name)
        try:
            desk(request, evaluation.public_id)
        except Http404:
            continue
        assert Evaluation.objects.visible_to(request.user).filter(pk=evaluation.pk).exists(), name
        found.add(name)
    return found


@pytest.mark.parametrize("state", list(State), ids=lambda state: state.name)
def test_whoever_comes_to_the_desk_may_know_of_the_evaluation(world, rf, state):
    evaluation = factories.evaluation(world, state)

    agency, committee = {"officer", "publisher", "admin", "auditor"}, {"chair", "rapporteur", "expert"}
    begun = state >= State.COMMITTEE_APPOINTED
    assert at_the_desk(rf, world, evaluation) == ((agency | committee) if begun else set())


@pytest.mark.parametrize("act", [transitions.suspend, transitions.withdraw])
def test_what_stopped_before_the_committee_was_appointed_has_no_desk(world, rf, act):
    evaluation = factories.evaluation(world, State.COMMITTEE_PROPOSED)
    for member in evaluation.members.all():
        transitions.accept_invitation(member, by=member.user)
    act(evaluation, by=world.officer, reason="Motif.")

    assert at_the_desk(rf, world, evaluation) == set()


def test_nobody_comes_unknown_or_with_a_conflict(world, rf):
    evaluation = factories.evaluation(world, State.DRAFTING)
    transitions.record_conflict(evaluation, world.expert, by=world.officer, reason="Coautrice.")
    world.chair.is_active = False
    world.chair.save()

    assert at_the_desk(rf, world, evaluation) == {"officer", "publisher", "admin", "auditor", "rapporteur"}
    request = rf.get("/")
    request.user = AnonymousUser()
    with pytest.raises(Http404):
        desk(request, evaluation.public_id)
