"""What is asked of institutions, and of the agency in turn: the dossier, the committee, documents."""

import datetime as dt

import pytest
from django.urls import reverse

from evaluations import transitions
from evaluations.enums import State, WindowKind
from evaluations.models import DocumentRequest, Mandate, Visit
from evaluations.tasks import tasks_for
from programmes.models import Institution
from tests.evaluations import dossier_data
from tests.evaluations.committee_data import attached, dossier, person, window
from tests.evaluations.tasks.told import late_evening, sentences

pytestmark = pytest.mark.django_db


def test_a_signatory_answers_for_the_institution():
    institution = Institution.objects.create(name="Université de Nulle-Part")
    dossier(State.DOSSIER_EXPECTED, institution=institution, dossier_due_on=dt.date(2026, 12, 1))
    dossier(State.COMMITTEE_PROPOSED, institution=institution)
    draft = dossier(State.DRAFT_TRANSMITTED, institution=institution)
    window(draft, WindowKind.CORRECTIONS, late_evening(23))
    observed = dossier(State.OBSERVATIONS_OPEN, institution=institution)
    window(observed, WindowKind.OBSERVATIONS, late_evening(30))

    tasks = tasks_for(attached(institution, can_sign=True))

    assert [(t.sentence, t.due, t.blocked) for t in tasks] == [
        ("Relire le projet de rapport et répondre", late_evening(23), ""),
        ("Déposer les observations, ou y renoncer", late_evening(30), ""),
        ("Déposer le dossier", late_evening(1, 12), ""),
        ("Examiner la composition du comité ; des objections sont possibles", None, ""),
    ]


def test_a_contributor_is_told_who_may_sign():
    institution = Institution.objects.create(name="Université de Nulle-Part")
    dossier(State.DOSSIER_EXPECTED, institution=institution)
    dossier(State.COMMITTEE_PROPOSED, institution=institution)

    tasks = tasks_for(attached(institution))

    assert [t.blocked for t in tasks] == [
        "Cet acte revient à une personne habilitée à signer pour l’établissement.",
        "",
    ]


# -- a dossier whose framework has a form


def test_what_an_awaited_dossier_lacks_is_said_to_those_who_write_it_and_who_deposit_it():
    world = dossier_data.world()
    evaluation = dossier_data.expected(world)
    page = reverse("evaluations:dossier", args=[evaluation.public_id])
    lacks = "Présentation de la formation\u00a0: le texte manque. Règlement des études\u00a0: la pièce manque."

    told = [(t.sentence, t.blocked, t.url) for p in (world.contributor, world.signatory) for t in tasks_for(p)]
    assert told == [("Compléter le dossier", lacks, page), ("Déposer le dossier", lacks, page)]

    dossier_data.fill(evaluation, world)
    told = [(t.sentence, t.blocked) for p in (world.contributor, world.signatory) for t in tasks_for(p)]
    signs = "Cet acte revient à une personne habilitée à signer pour l’établissement."
    assert told == [("Déposer le dossier", signs), ("Déposer le dossier", "")]


def test_the_officer_rules_on_changes_that_wait_and_nobody_of_the_committee_learns_of_them():
    world = dossier_data.world()
    evaluation = dossier_data.deposited(world, State.DRAFTING)
    people = (world.officer, world.chair, world.expert, world.signatory)
    before = {person: sentences(person) for person in people}
    proposal = dossier_data.propose(evaluation, world)
    asked = "Décider des modifications que l’établissement propose à son dossier"

    (task,) = (task for task in tasks_for(world.officer) if task.sentence == asked)
    assert task.url == reverse("evaluations:dossier-changes", args=[evaluation.public_id])
    assert {person: sentences(person) for person in people} == {
        **before,
        world.officer: [*before[world.officer], asked],
    }

    Mandate.objects.create(user=world.expert, role="OFFICER")
    assert asked not in sentences(world.expert)

    transitions.decline_dossier_changes(evaluation, proposal.public_id, by=world.officer, reason="Sans objet.")
    assert {person: sentences(person) for person in people[:2]} == {person: before[person] for person in people[:2]}


SEND = "Envoyer les modifications du dossier"


def test_who_signs_sends_what_was_written_after_the_deposit_as_long_as_nobody_has_and_nobody_else_learns_of_it():
    world = dossier_data.world()
    evaluation = dossier_data.deposited(world, State.DRAFTING)
    people = (world.officer, world.chair, world.expert, world.contributor)
    before = {person: sentences(person) for person in people}
    assert SEND not in sentences(world.signatory)

    dossier_data.write(evaluation, text="<p>Revue.</p>", base=1, by=world.contributor)
    (task,) = (task for task in tasks_for(world.signatory) if task.sentence == SEND)
    assert (task.url, task.blocked) == (reverse("evaluations:dossier-changes", args=[evaluation.public_id]), "")
    assert {person: sentences(person) for person in people} == before

    dossier_data.write(evaluation, text="<p>Une licence.</p>", base=2, by=world.contributor)
    assert SEND not in sentences(world.signatory)  # as it was deposited


def test_changes_that_wait_or_were_declined_are_sent_again_once_they_are_others():
    world = dossier_data.world()
    evaluation = dossier_data.deposited(world, State.DRAFTING)
    proposal = dossier_data.propose(evaluation, world)
    assert SEND not in sentences(world.signatory)

    transitions.decline_dossier_changes(evaluation, proposal.public_id, by=world.officer, reason="Sans objet.")
    assert SEND not in sentences(world.signatory)

    dossier_data.write(evaluation, text="<p>Autre.</p>", base=2, by=world.contributor)
    assert SEND in sentences(world.signatory)

    transitions.propose_dossier_changes(evaluation, by=world.signatory)
    (last,) = evaluation.dossier_proposals.filter(outcome="")
    transitions.accept_dossier_changes(evaluation, last.public_id, by=world.officer)
    assert SEND not in sentences(world.signatory)


def test_another_name_of_the_institution_is_no_change_to_send():
    world = dossier_data.world()
    evaluation = dossier_data.deposited(world, State.DRAFTING)
    Institution.objects.filter(pk=evaluation.programme.institution_id).update(name="Université nouvelle")

    assert SEND not in sentences(world.signatory)


@pytest.mark.parametrize("number", [1, 3])
def test_to_know_what_is_to_be_sent_costs_the_same_queries_for_one_dossier_and_for_three(
    number, django_assert_num_queries
):
    world = dossier_data.world()
    for _ in range(number):
        evaluation = dossier_data.deposited(world)
        dossier_data.write(evaluation, text="<p>Revue.</p>", base=1, by=world.contributor)

    with django_assert_num_queries(15):
        tasks = tasks_for(world.signatory)

    assert [task.sentence for task in tasks] == [SEND] * number


@pytest.mark.parametrize(
    "state", [State.EXPERTISE, State.DRAFTING, State.COLLEGIAL_VALIDATION, State.AGENCY_READING, State.CHAIR_SIGNED]
)
def test_the_progress_of_the_committee_gives_the_institution_nothing_to_do(state):
    institution = Institution.objects.create(name="Université de Nulle-Part")
    dossier(state, institution=institution)

    assert tasks_for(attached(institution, can_sign=True)) == []


def test_documents_and_visits_are_asked_of_the_institution():
    evaluation = dossier(State.EXPERTISE)
    DocumentRequest.objects.create(evaluation=evaluation, by=person(), text="La maquette", due_on=dt.date(2026, 11, 27))
    Visit.objects.create(evaluation=evaluation, planned_on=dt.date(2026, 12, 3))

    tasks = tasks_for(attached(evaluation.programme.institution))

    assert [(t.sentence, t.due) for t in tasks] == [
        ("Fournir le document demandé par le comité", late_evening(27)),
        ("Convenir de la visite du comité", late_evening(3, 12)),
    ]


def test_another_institution_has_nothing_to_do():
    dossier(State.DOSSIER_EXPECTED)
    other = Institution.objects.create(name="Université d’Ailleurs")

    assert tasks_for(attached(other, can_sign=True)) == []


def test_an_institution_overseas_reads_its_own_time():
    evaluation = dossier(State.DOSSIER_EXPECTED, dossier_due_on=dt.date(2026, 12, 1))
    institution = evaluation.programme.institution
    institution.timezone = "Indian/Reunion"
    institution.save()

    (task,) = tasks_for(attached(institution, can_sign=True))

    assert task.zone == "Indian/Reunion"
