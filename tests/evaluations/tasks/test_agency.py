"""What officers and the presidency of the agency have to do: sentences, deadlines, reasons."""

import datetime as dt

import pytest

from evaluations.enums import CommitteeRole, InvitationStatus, State, WindowKind
from evaluations.models import Objection, Visit
from evaluations.tasks import Section, tasks_for
from tests.evaluations.committee_data import agent, dossier, expert, person, place, window
from tests.evaluations.tasks.told import NOW, late_evening, sentences

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("state", "sentence"),
    [
        (State.DOSSIER_DEPOSITED, "Composer et proposer le comité"),
        (State.COMMITTEE_PROPOSED, "Réunir ce qui manque pour que le comité soit arrêté"),
        (State.COMMITTEE_APPOINTED, "Ouvrir l’expertise"),
        (State.AGENCY_READING, "Relire le projet et le transmettre à l’établissement"),
        (State.CHAIR_SIGNED, "Ouvrir les observations de l’établissement"),
    ],
)
def test_the_officer_takes_each_dossier_further(state, sentence):
    evaluation = dossier(state)

    (task,) = tasks_for(agent("OFFICER"))

    assert (task.sentence, task.section, task.due) == (sentence, Section.OFFICER, None)
    assert task.subject == f"{evaluation.programme.title}, {evaluation.programme.institution.name}"


@pytest.mark.parametrize(
    "state",
    [
        State.PLANNED,
        State.DOSSIER_EXPECTED,
        State.EXPERTISE,
        State.DRAFTING,
        State.COLLEGIAL_VALIDATION,
        State.DRAFT_TRANSMITTED,
        State.CORRECTIONS_RULING,
        State.OBSERVATIONS_OPEN,
        State.OBSERVATIONS_CLOSED,
        State.COUNTERSIGNED,
        State.PUBLISHED,
        State.SUSPENDED,
        State.WITHDRAWN,
    ],
)
def test_the_officer_waits_while_others_work(state):
    dossier(state)

    assert tasks_for(agent("OFFICER")) == []


def test_a_programme_added_to_an_open_campaign_is_asked_for_its_dossier():
    dossier(State.PLANNED, opened_at=NOW)

    assert sentences(agent("OFFICER")) == ["Demander le dossier"]


def test_the_published_observations_of_an_erratum_are_taken_over():
    evaluation = dossier(State.CHAIR_SIGNED)
    evaluation.version = 2
    evaluation.save()

    assert sentences(agent("OFFICER")) == ["Reprendre les observations déjà publiées"]


def test_a_committee_that_breaks_the_rules_of_its_campaign_says_which():
    dossier(members_minimum=2)

    (task,) = tasks_for(agent("OFFICER"))

    assert task.blocked == (
        "Le comité n’a pas de présidence. Il manque 2 membres au comité ; la campagne en demande 2."
    )


def test_beyond_two_reasons_the_others_are_counted():
    evaluation = dossier(State.COMMITTEE_PROPOSED)
    place(evaluation, expert("Ada", declared=False), CommitteeRole.CHAIR, InvitationStatus.INVITED)
    place(evaluation, expert("Blaise", declared=False))

    (task,) = tasks_for(agent("OFFICER"))

    assert task.blocked == (
        "Ada n’a pas encore accepté. Ada n’a pas déposé de déclaration d’intérêts depuis un an. Et 1 autre raison."
    )


def test_an_objection_is_answered_before_the_committee_is_appointed():
    evaluation = dossier(State.COMMITTEE_PROPOSED)
    place(evaluation, expert("Ada"), CommitteeRole.CHAIR)
    Objection.objects.create(evaluation=evaluation, by=person(), text="Non.")

    answer, appoint = tasks_for(agent("OFFICER"))

    assert answer.sentence == "Répondre aux objections de l’établissement"
    assert answer.url == f"/evaluations/{evaluation.public_id}/comite/"
    assert appoint.blocked == "1 objection de l’établissement attend une réponse."


def test_a_committee_that_is_ready_waits_for_the_president_of_the_agency_alone():
    evaluation = dossier(State.COMMITTEE_PROPOSED)
    place(evaluation, expert("Ada"), CommitteeRole.CHAIR)

    (task,) = tasks_for(agent("PUBLISHER"))

    assert (task.sentence, task.blocked, task.section) == ("Arrêter le comité", "", Section.PUBLISHER)
    assert task.url == f"/evaluations/{evaluation.public_id}/comite/"
    assert tasks_for(agent("OFFICER")) == []


def test_a_committee_that_is_not_ready_does_not_trouble_the_president_of_the_agency():
    place(dossier(State.COMMITTEE_PROPOSED), expert("Ada"), CommitteeRole.CHAIR, InvitationStatus.INVITED)

    assert tasks_for(agent("PUBLISHER")) == []


def test_late_dossiers_come_first_the_oldest_before_the_others():
    composing = dossier()
    later = dossier(State.DOSSIER_EXPECTED, dossier_due_on=dt.date(2026, 11, 18))
    earlier = dossier(State.DOSSIER_EXPECTED, dossier_due_on=dt.date(2026, 11, 2))
    dossier(State.DOSSIER_EXPECTED, dossier_due_on=dt.date(2026, 11, 20))  # until tonight

    tasks = tasks_for(agent("OFFICER"))

    assert [(t.subject.split(",")[0], t.due) for t in tasks] == [
        (earlier.programme.title, late_evening(2)),
        (later.programme.title, late_evening(18)),
        (composing.programme.title, None),
    ]


def test_a_window_is_watched_within_the_delay_of_reminders():
    soon = dossier(State.OBSERVATIONS_OPEN, reminder_days=5)
    window(soon, WindowKind.OBSERVATIONS, late_evening(24))
    far = dossier(State.OBSERVATIONS_OPEN, reminder_days=5)
    window(far, WindowKind.OBSERVATIONS, late_evening(26))

    (task,) = tasks_for(agent("OFFICER"))

    assert (task.sentence, task.due) == ("Suivre la fin du délai donné à l’établissement", late_evening(24))
    assert task.subject.startswith(soon.programme.title)


def test_a_visit_that_has_taken_place_is_recorded():
    evaluation = dossier(State.EXPERTISE)
    Visit.objects.create(evaluation=evaluation, planned_on=dt.date(2026, 11, 19))
    Visit.objects.create(evaluation=dossier(State.EXPERTISE), planned_on=dt.date(2026, 11, 21))

    (task,) = tasks_for(agent("OFFICER"))

    assert (task.sentence, task.due) == ("Enregistrer la visite et son compte rendu", late_evening(19))


def test_the_publisher_countersigns_then_publishes():
    dossier(State.OBSERVATIONS_CLOSED)
    dossier(State.COUNTERSIGNED)

    tasks = tasks_for(agent("PUBLISHER"))

    assert [t.sentence for t in tasks] == ["Contresigner le rapport", "Publier le rapport"]
    assert {t.section for t in tasks} == {Section.PUBLISHER}
