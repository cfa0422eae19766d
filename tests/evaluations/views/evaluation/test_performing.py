"""Acts performed from the page: refused in advance, done once, with their reasons, each at its time."""

import datetime as dt
import re

import pytest
from django.urls import reverse

from evalprog import clock
from evalprog.clock import PARIS
from evaluations import transitions, writing
from evaluations.enums import CommitteeRole, State, WindowKind
from evaluations.models import Observation, Window
from evaluations.tasks import tasks_for
from evaluations.views.gestures import GESTURES, VERBS, form_name
from tests import factories
from tests.confirmed import confirmed
from tests.evaluations import campaign_data as data
from tests.evaluations.views.evaluation.page import NOON, address, offered, page_of, perform, problems, text
from tests.evaluations.views.reading import forms

pytestmark = pytest.mark.django_db


def test_acts_have_french_addresses_and_hyphenated_names_of_forms():
    assert all(re.fullmatch("[a-z]+(-[a-z]+)*", path) for path in VERBS)
    assert len(VERBS) == len(GESTURES)
    assert GESTURES["transmit_draft"].path == "transmettre"
    assert GESTURES["sign_as_chair"].path == "signer"
    assert form_name("transmit_draft") == "evaluation-transmit-draft"


def test_the_form_of_an_act_is_named_alike_on_the_page_and_on_its_own(client):
    evaluation = data.evaluation(State.EXPERTISE)

    page = page_of(client, data.expert(evaluation, CommitteeRole.CHAIR), evaluation)
    own = client.get(address(evaluation, "start_drafting"))

    assert forms(page) == forms(own) == {"evaluation-start-drafting"}


def test_who_signs_is_led_to_the_page_of_the_observations(client):
    evaluation = data.evaluation(State.OBSERVATIONS_OPEN)
    signatory = data.staff(evaluation)
    client.force_login(signatory)

    assert offered(page_of(client, signatory, evaluation)) == ["file_observations", "waive_observations"]
    page = reverse("evaluations:observations-file", args=[evaluation.public_id])
    assert client.get(address(evaluation, "file_observations"))["Location"] == page
    task = tasks_for(signatory)[0]
    assert task.sentence == "Déposer les observations, ou y renoncer"
    assert task.url == reverse("evaluations:observations", args=[evaluation.public_id])


@pytest.mark.parametrize(("state", "verb"), [(State.SUSPENDED, "resume"), (State.PUBLISHED, "open_erratum")])
def test_going_on_beside_another_evaluation_is_refused_in_advance(client, state, verb):
    evaluation = data.evaluation(state)
    data.evaluation(State.PLANNED, programme=evaluation.programme, campaign=evaluation.campaign)
    client.force_login(data.agent())

    page = client.get(address(evaluation, verb))

    assert problems(page) == [f"Une autre évaluation de {evaluation.programme} est en cours dans cette campagne."]
    assert "disabled" in page.content.decode()


def test_a_waiver_over_written_observations_and_an_extension_of_no_delay_are_refused_in_advance(client):
    evaluation = data.evaluation(State.OBSERVATIONS_OPEN)
    Observation.objects.create(evaluation=evaluation, text="<p>Un mot.</p>")
    client.force_login(data.staff(evaluation))
    confirmed(client)
    assert problems(client.get(reverse("evaluations:observations-waive", args=[evaluation.public_id]))) == [
        "Des observations sont écrites : déposez-les, ou effacez-les avant d’y renoncer."
    ]

    officer = data.agent()
    client.force_login(officer)
    sentence = ["Aucun délai n’est ouvert : il n’y a rien à prolonger."]
    assert problems(client.get(address(evaluation, "extend_window"))) == sentence
    sent = perform(client, officer, evaluation, "extend_window", closes_on=str(clock.today()), reason="Grève")
    assert problems(sent) == sentence


def test_an_act_is_performed_and_leads_back(client):
    evaluation = data.evaluation(State.DOSSIER_EXPECTED)
    signatory = data.staff(evaluation)

    response = perform(client, signatory, evaluation, "deposit_dossier")

    evaluation.refresh_from_db()
    assert response["Location"] == evaluation.get_absolute_url()
    assert "Le dossier est déposé." in text(client.get(response["Location"]))
    assert evaluation.state == State.DOSSIER_DEPOSITED
    assert [(e.verb, e.role) for e in evaluation.events.all()] == [("deposit_dossier", "signatory")]


def test_sent_twice_it_is_performed_once_and_the_second_is_told_so(client, time_machine):
    time_machine.move_to(NOON, tick=False)
    evaluation = data.evaluation(State.DOSSIER_EXPECTED)
    signatory = data.staff(evaluation)

    perform(client, signatory, evaluation, "deposit_dossier")
    second = perform(client, signatory, evaluation, "deposit_dossier")

    assert second.status_code == 409
    assert "« Déposer le dossier » a été fait le 20 novembre 2026, 12:00:00, heure de Paris." in text(second)
    assert f'href="{evaluation.get_absolute_url()}"' in second.content.decode()
    assert evaluation.events.count() == 1


def test_an_act_whose_time_has_not_come_is_not_said_to_be_done(client):
    evaluation = data.evaluation(State.DRAFTING)

    response = perform(client, data.agent(), evaluation, "transmit_draft")

    assert response.status_code == 409
    assert "« Transmettre le projet » n’est pas possible à cette étape." in text(response)


@pytest.mark.parametrize("verb", ["return_dossier", "suspend", "withdraw"])
def test_a_reason_must_be_given(client, verb):
    evaluation = data.evaluation(State.DOSSIER_DEPOSITED)

    response = perform(client, data.agent(), evaluation, verb, reason="  ")

    assert response.context["form"].errors == {"reason": ["Ce champ est obligatoire."]}
    assert evaluation.events.count() == 0


def test_what_is_not_ready_is_refused_with_every_reason(client):
    evaluation = data.evaluation(State.COLLEGIAL_VALIDATION)
    chair = data.expert(evaluation, CommitteeRole.CHAIR, name="Odile Présidente")
    data.expert(evaluation, name="Yanis Expert")

    response = perform(client, chair, evaluation, "validate")

    assert response.status_code == 409
    assert problems(response) == [
        "Odile Présidente n’a pas encore donné son avis.",
        "Yanis Expert n’a pas encore donné son avis.",
    ]


def test_a_member_approves_or_dissents_once(client):
    evaluation = data.evaluation(State.COLLEGIAL_VALIDATION)
    expert = data.expert(evaluation)

    perform(client, expert, evaluation, "approve")
    second = perform(client, expert, evaluation, "approve")
    perform(client, expert, evaluation, "dissent", text="Le bilan manque de mesure.")

    member = evaluation.members.get()
    assert "Vous avez déjà approuvé ce texte." in text(second)
    assert (member.approved_at, member.dissent) == (None, "Le bilan manque de mesure.")
    assert [e.verb for e in evaluation.events.all()] == ["approve", "dissent"]


def test_a_window_is_prolonged_to_the_end_of_a_day_and_never_shortened(client, time_machine):
    time_machine.move_to(NOON, tick=False)
    evaluation = data.evaluation(State.OBSERVATIONS_OPEN)
    data.window(evaluation, WindowKind.OBSERVATIONS, dt.datetime(2026, 12, 5, tzinfo=PARIS))
    officer = data.agent()

    shorter = perform(client, officer, evaluation, "extend_window", closes_on="2026-12-03", reason="Essai")
    longer = perform(client, officer, evaluation, "extend_window", closes_on="2026-12-10", reason="Grève")
    again = perform(client, officer, evaluation, "extend_window", closes_on="2026-12-10", reason="Grève")

    assert problems(shorter) == ["Un délai se prolonge ; il ne se raccourcit pas."]
    assert longer.status_code == 302
    assert Window.objects.get().closes_at == dt.datetime(2026, 12, 11, tzinfo=PARIS)
    assert "Le délai court déjà jusqu’à ce jour." in text(again)
    assert [e.details["reason"] for e in evaluation.events.all()] == ["Grève"]


def test_the_page_of_an_extension_says_how_long_the_window_runs(client):
    evaluation = data.evaluation(State.OBSERVATIONS_OPEN)
    data.window(evaluation, WindowKind.OBSERVATIONS, dt.datetime(2026, 12, 5, tzinfo=PARIS))
    client.force_login(data.agent())

    page = text(client.get(address(evaluation, "extend_window")))

    assert "Le délai des observations court jusqu’au 4 décembre 2026, 23:59:59 (heure de Paris)." in page


def test_other_fields_of_a_request_have_no_effect(client):
    evaluation = data.evaluation(State.DOSSIER_EXPECTED)

    perform(client, data.staff(evaluation), evaluation, "deposit_dossier", state="150", version="9", by="1")

    evaluation.refresh_from_db()
    assert (evaluation.state, evaluation.version) == (State.DOSSIER_DEPOSITED, 1)


def test_what_came_late_is_decided_from_the_page_and_the_institution_reads_why(client):
    world = factories.world()
    waiting = factories.evaluation(world, State.OBSERVATIONS_OPEN)
    closes_at = waiting.windows.awaited().get().closes_at
    with clock.played_at(closes_at):
        transitions.close_observations(waiting)
        writing.write_observations(waiting, text="<p>Lettre.</p>", signatory="Jeanne Vernet")
        transitions.file_observations(waiting, by=world.signatory)

    page = page_of(client, world.publisher, waiting)
    assert offered(page)[:2] == ["admit_late_observations", "countersign"]
    sentence = "Des observations arrivées hors délai attendent une décision\u00a0: admettez-les, ou écartez-les."
    assert problems(page) == [sentence]
    perform(client, world.publisher, waiting, "leave_out_late_observations", reason="Reçues trois jours après.")

    assert "Motif donné Reçues trois jours après." in text(page_of(client, world.signatory, waiting))
    assert "leave_out_late_observations" not in offered(page_of(client, world.publisher, waiting))
