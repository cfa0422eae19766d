"""Who has nothing to do, or no longer; and what it costs to know."""

import datetime as dt

import pytest
from django.urls import reverse

from evaluations.enums import CommitteeRole, InvitationStatus, State, WindowKind
from evaluations.models import Conflict, DocumentRequest, Objection, Visit
from evaluations.tasks import tasks_for
from programmes.models import Institution
from tests import factories
from tests.evaluations import dossier_data
from tests.evaluations.committee_data import agent, attached, conflict, dossier, expert, person, place, window
from tests.evaluations.tasks.told import NOW, late_evening

pytestmark = pytest.mark.django_db


def test_a_stranger_has_nothing_to_do():
    dossier()

    assert tasks_for(person()) == []


@pytest.mark.parametrize("role", ["ADMIN", "AUDITOR", "COLLEGE"])
def test_administrators_auditors_and_the_college_have_nothing_to_do_yet(role):
    dossier()
    dossier(State.OBSERVATIONS_CLOSED)

    assert tasks_for(agent(role)) == []


def test_a_conflict_takes_every_task_of_the_dossier_away():
    evaluation = dossier(State.COLLEGIAL_VALIDATION)
    user = expert("Ada")
    place(evaluation, user, CommitteeRole.CHAIR)
    invited = place(dossier(), user, status=InvitationStatus.INVITED)
    officer, signatory = agent("OFFICER"), attached(invited.evaluation.programme.institution, can_sign=True)
    for who in (user, officer, signatory):
        conflict(evaluation, who)
        conflict(invited.evaluation, who)

    assert [tasks_for(who) for who in (user, officer, signatory)] == [[], [], []]
    assert Conflict.objects.count() == 6


def test_a_mandate_that_has_ended_leaves_no_task():
    officer = agent("OFFICER")
    dossier()
    officer.mandates.update(ends_at=NOW - dt.timedelta(seconds=1), starts_at=NOW - dt.timedelta(days=1))

    assert tasks_for(officer) == []


def full(number: int, user) -> None:
    """So many dossiers of each kind around one person who holds every role."""
    institution = user.memberships.get().institution
    for _ in range(number):
        for state in (State.DOSSIER_DEPOSITED, State.COMMITTEE_PROPOSED, State.COMMITTEE_APPOINTED):
            evaluation = dossier(state)
            member = place(evaluation, expert(), CommitteeRole.CHAIR)
            interest = member.user.declarations.get()
            interest.interests.create(description="Professeur", since=dt.date(2024, 1, 1))
            Objection.objects.create(evaluation=evaluation, by=user, text="Non.")
        for state in (State.OBSERVATIONS_CLOSED, State.CHAIR_SIGNED):
            dossier(state)
        dossier(State.DOSSIER_EXPECTED, dossier_due_on=dt.date(2026, 11, 2))
        window(dossier(State.OBSERVATIONS_OPEN), WindowKind.OBSERVATIONS, late_evening(22))
        place(dossier(State.COLLEGIAL_VALIDATION), user, CommitteeRole.CHAIR)
        place(dossier(), user, status=InvitationStatus.INVITED)
        visited = dossier(State.EXPERTISE, institution=institution)
        Visit.objects.create(evaluation=visited, planned_on=dt.date(2026, 11, 2))
        DocumentRequest.objects.create(evaluation=visited, by=user, text="La maquette", due_on=dt.date(2026, 11, 27))
        dossier(State.DRAFT_TRANSMITTED, institution=institution)
        awaited = dossier(State.DOSSIER_EXPECTED, institution=institution)
        awaited.framework = factories.framework(dossier=dossier_data.FORM)
        awaited.save()
        dossier_data.write(awaited, by=user)
        dossier_data.count(awaited, by=user)


@pytest.mark.parametrize("number", [1, 30])
def test_it_costs_the_same_queries_for_one_dossier_of_each_kind_and_for_thirty(number, django_assert_num_queries):
    user = agent("OFFICER", "PUBLISHER")
    user.memberships.create(institution=Institution.objects.create(name="Université de Nulle-Part"))
    full(number, user)

    with django_assert_num_queries(41):
        tasks = tasks_for(user)

    # 12 for the officer, 11 for the publisher, 4 on committees, 8 for the institution, and one declaration. Of the 150
    # dossiers that wait for an act of the officer, the oldest fifty are listed: 60 tasks instead of 180; of the 60 that
    # wait for the institution, fifty.
    assert len(tasks) == {1: 18, 30: 30 * 17 + 1 - 130}[number]


def test_an_expert_with_forty_tasks_costs_five_queries(django_assert_num_queries):
    user = expert("Ada")
    for _ in range(40):
        place(dossier(State.COLLEGIAL_VALIDATION), user)

    with django_assert_num_queries(5):
        tasks = tasks_for(user)

    assert len(tasks) == 40


def test_the_dashboard_of_an_expert_with_forty_tasks_lists_them(client):
    user = expert("Ada")
    for _ in range(40):
        place(dossier(State.COLLEGIAL_VALIDATION), user)
    client.force_login(user)

    page = client.get(reverse("evaluations:dashboard")).content.decode()

    assert page.count("Approuver le rapport, ou dire votre désaccord") == 40
