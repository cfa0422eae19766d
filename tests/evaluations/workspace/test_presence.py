"""Who is where: one row a person, for those who may be here, and for less than a minute."""

import datetime as dt

import pytest
import time_machine

from evaluations import transitions
from evaluations.models import Comment, Presence
from evaluations.workspace import presence
from evaluations.workspace.outline import outline
from evaluations.workspace.texts import save_text
from tests import factories

pytestmark = pytest.mark.django_db
NOON = factories.paris(2026, 11, 20, 12)


@pytest.fixture
def ask(client, evaluation):
    """What a person is answered who says where they are."""

    def asked(person, code="avis"):
        client.force_login(person)
        return client.post(f"/evaluations/{evaluation.public_id}/presence", {"code": code})

    return asked


def test_each_learns_who_else_is_on_which_text(world, ask):
    first = ask(world.chair)
    second = ask(world.officer)

    assert first.json() == {"others": [], "revision": 1, "comments": 0}
    assert second.json()["others"] == [{"name": str(world.chair), "code": "avis"}]
    assert ask(world.chair).json()["others"] == [{"name": str(world.officer), "code": "avis"}]


def test_somebody_has_one_row_whatever_they_do(world, evaluation, ask):
    with time_machine.travel(NOON, tick=False):
        for _ in range(3):
            ask(world.chair)
        ask(world.chair, "")

    assert list(Presence.objects.values_list("user", "code", "seen_at")) == [(world.chair.pk, "", NOON)]


@pytest.mark.parametrize(("seconds", "seen"), [(45, 1), (46, 0)])
def test_who_has_been_silent_for_a_while_is_not_here(world, evaluation, ask, seconds, seen):
    with time_machine.travel(NOON, tick=False) as traveller:
        ask(world.chair)
        traveller.shift(dt.timedelta(seconds=seconds))

        assert len(ask(world.expert).json()["others"]) == seen
        assert len(outline(evaluation, world.expert)[0].entries[0].present) == seen


def test_the_revision_and_the_open_comments_of_the_text_are_told(world, evaluation, ask):
    save_text(evaluation, "avis", "<p>Mieux.</p>", base_revision=1, save_id=None, by=world.expert)
    opened = Comment.objects.create(evaluation=evaluation, code="avis", author=world.chair, text="Un chiffre ?")
    Comment.objects.create(evaluation=evaluation, code="avis", author=world.expert, text="Oui.", parent=opened)
    Comment.objects.create(
        evaluation=evaluation, code="avis", author=world.chair, text="Vu.", resolved_at=NOON, resolved_by=world.chair
    )

    assert ask(world.chair).json() == {"others": [], "revision": 2, "comments": 1}


def test_who_has_a_conflict_neither_asks_nor_appears(world, evaluation, ask):
    ask(world.expert)
    transitions.record_conflict(evaluation, world.expert, by=world.officer, reason="Coauteur.")

    assert ask(world.expert).status_code == 404
    assert ask(world.chair).json()["others"] == []


def test_who_has_left_the_committee_neither_asks_nor_appears(world, evaluation, ask):
    ask(world.expert)
    transitions.dismiss(factories.seat(evaluation, world.expert), by=world.officer, reason="Empêchement.")

    assert ask(world.expert).status_code == 404
    assert ask(world.chair).json()["others"] == []


@pytest.mark.parametrize("person", ["signatory", "contributor", "stranger", "college"])
def test_those_outside_do_not_learn_that_anybody_works_here(world, evaluation, ask, person):
    assert ask(getattr(world, person)).status_code == 404
    assert not Presence.objects.exists()


def test_a_text_that_the_framework_does_not_have_is_nowhere(world, ask):
    assert ask(world.chair, "inconnu").status_code == 404


@pytest.mark.parametrize("number", [1, 30])
def test_the_others_cost_one_query_however_many(number, world, evaluation, django_assert_num_queries):
    for _ in range(number):
        presence.tell(evaluation, factories.officer(), "avis")

    with django_assert_num_queries(1):
        names = [str(row.user) for row in presence.others(evaluation, world.chair)]

    assert len(names) == number


def test_saying_where_one_is_is_one_query(world, evaluation, django_assert_num_queries):
    presence.tell(evaluation, world.chair, "avis")

    with django_assert_num_queries(1):
        presence.tell(evaluation, world.chair, "avis")
