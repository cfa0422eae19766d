"""Sharing out the work: one sheet, written as a whole, that nobody overwrites unseen."""

import re

import pytest
from django.core.exceptions import PermissionDenied

from evaluations import transitions
from evaluations.enums import State
from evaluations.models import Assignment, CommitteeMember
from evaluations.tasks import tasks_for
from evaluations.workspace.assignments import SheetChanged, assign, sheet_of
from evaluations.workspace.contributions import share
from evaluations.workspace.outline import outline
from evaluations.workspace.texts import save_notes
from tests import factories
from tests.evaluations.views.reading import forms, text

pytestmark = pytest.mark.django_db


def begin():
    world = factories.world()
    return world, factories.evaluation(world, State.EXPERTISE)


@pytest.fixture
def seats(world, evaluation):
    """Public ids of the members: chair, rapporteur, expert."""
    return [factories.seat(evaluation, p).public_id for p in (world.chair, world.rapporteur, world.expert)]


def share_out(evaluation, by, *members):
    pairs = frozenset(("avis", member) for member in members)
    return assign(evaluation, pairs, base=sheet_of(evaluation).fingerprint, by=by)


def address(evaluation):
    return f"/evaluations/{evaluation.public_id}/repartition/"


def checked(page):
    boxes = re.findall(r'<input class="form-check-input"[^>]*>', page.content.decode())
    return [re.search(r'value="([^"]*)"', box)[1] for box in boxes if " checked" in box]


def in_place():
    return sorted(Assignment.objects.values_list("code", "member__public_id"))


def test_the_sheet_is_what_was_sent(world, evaluation, seats):
    share_out(evaluation, world.chair, seats[0], seats[1])

    share_out(evaluation, world.officer, seats[1], seats[2])

    assert in_place() == sorted([("avis", seats[1]), ("avis", seats[2])])


def test_a_sheet_made_from_an_older_one_changes_nothing(world, evaluation, seats):
    base = sheet_of(evaluation).fingerprint
    share_out(evaluation, world.chair, seats[0])

    with pytest.raises(SheetChanged) as change:
        assign(evaluation, frozenset({("avis", seats[2])}), base=base, by=world.rapporteur)

    assert change.value.sheet.pairs == {("avis", seats[0])}
    assert in_place() == [("avis", seats[0])]


def test_an_expert_reads_and_does_not_decide(world, evaluation, seats):
    with pytest.raises(PermissionDenied):
        share_out(evaluation, world.expert, seats[2])
    assert in_place() == []


def test_who_has_left_the_committee_is_on_no_sheet(world, evaluation, seats):
    share_out(evaluation, world.chair, *seats)

    CommitteeMember.objects.filter(public_id=seats[2]).update(ended_at=factories.ALWAYS)

    assert {member for _code, member in sheet_of(evaluation).pairs} == set(seats[:2])
    assert outline(evaluation, world.chair)[0].entries[0].assigned == (str(world.chair), str(world.rapporteur))


def test_one_s_own_texts_are_marked_in_the_outline(client, world, evaluation, seats):
    share_out(evaluation, world.chair, seats[2])
    client.force_login(world.expert)

    page = client.get(f"/evaluations/{evaluation.public_id}/criteres/avis/")

    assert '<li data-criterion-entry="avis" class="outline-entry" data-mine>' in page.content.decode()
    assert "Mes textes seulement" in text(page)


# -- the page


def test_who_decides_checks_the_boxes(client, world, evaluation, seats):
    client.force_login(world.chair)
    base = sheet_of(evaluation).fingerprint

    answer = client.post(address(evaluation), {"base": base, "texte-avis": [seats[1], seats[2]]})

    assert (answer.status_code, answer["Location"]) == (302, address(evaluation))
    assert checked(client.get(address(evaluation))) == [seats[1], seats[2]]


def test_the_others_read_names_and_no_boxes(client, world, evaluation, seats):
    share_out(evaluation, world.chair, seats[1])
    client.force_login(world.expert)

    page = client.get(address(evaluation))

    assert forms(page) == set()
    assert f"Avis {world.rapporteur}" in text(page)


def test_a_stale_form_gets_its_boxes_back_beside_what_is_in_place(client, world, evaluation, seats):
    client.force_login(world.chair)
    base = sheet_of(evaluation).fingerprint
    share_out(evaluation, world.rapporteur, seats[0])

    answer = client.post(address(evaluation), {"base": base, "texte-avis": [seats[2]]})

    assert answer.status_code == 409
    assert "Rien n’est enregistré : la répartition a changé pendant que vous la prépariez." in text(answer)
    assert checked(answer) == [seats[2]]
    assert answer.content.decode().count("<td data-differs>") == 2
    assert in_place() == [("avis", seats[0])]
    # Sent again, from what was just shown, it is applied.
    renewed = re.search(r'name="base" value="([^"]*)"', answer.content.decode())[1]
    assert client.post(address(evaluation), {"base": renewed, "texte-avis": [seats[2]]}).status_code == 302
    assert in_place() == [("avis", seats[2])]


def test_a_member_who_has_left_meanwhile_is_assigned_nothing(client, world, evaluation, seats):
    client.force_login(world.chair)
    base = sheet_of(evaluation).fingerprint
    transitions.dismiss(factories.seat(evaluation, world.expert), by=world.officer, reason="Empêchement.")

    answer = client.post(address(evaluation), {"base": base, "texte-avis": [seats[2]]})

    assert answer.status_code == 409
    assert "Le comité a changé : voici ce qui est en place." in text(answer)
    assert in_place() == []


@pytest.mark.parametrize("number", [1, 30])
def test_the_sheet_costs_the_same_queries_at_one_and_at_thirty(number, world, evaluation, django_assert_num_queries):
    for at in range(number):
        member = CommitteeMember.objects.create(
            evaluation=evaluation, user=factories.expert(), name=f"M{at}", position=100 + at, status="ACCEPTED"
        )
        Assignment.objects.create(evaluation=evaluation, code="avis", member=member)

    with django_assert_num_queries(2):
        sheet = sheet_of(evaluation)

    assert len(sheet.pairs) == number


# -- what one has to do


def contribution_tasks(person):
    return [(t.sentence, t.url) for t in tasks_for(person) if t.sentence.startswith("Rédiger votre contribution")]


def test_an_expert_is_told_how_many_texts_remain(world, evaluation, seats):
    share_out(evaluation, world.chair, seats[2])

    assert contribution_tasks(world.expert) == [
        ("Rédiger votre contribution : 1 critère reste", f"/evaluations/{evaluation.public_id}/criteres/")
    ]
    assert contribution_tasks(world.rapporteur) == []


def test_a_text_on_which_one_has_shared_notes_remains_no_more(world, evaluation, seats):
    share_out(evaluation, world.chair, seats[2])
    save_notes(evaluation, "avis", "<p>Oui.</p>", base_revision=0, save_id=None, by=world.expert)
    share(evaluation.contributions.get(), by=world.expert)

    assert contribution_tasks(world.expert) == []


@pytest.mark.parametrize("number", [1, 30])
def test_the_tasks_of_an_expert_cost_the_same_queries_at_one_and_at_thirty(
    number, world, evaluation, seats, django_assert_num_queries
):
    share_out(evaluation, world.chair, seats[2])
    for _ in range(number - 1):
        another = factories.evaluation(world, State.EXPERTISE)
        share_out(another, world.chair, factories.seat(another, world.expert).public_id)

    with django_assert_num_queries(6):
        tasks = contribution_tasks(world.expert)

    assert len(tasks) == number
