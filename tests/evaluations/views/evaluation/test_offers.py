"""Who may know of an evaluation, and which acts its page offers to whom."""

import pytest

from evaluations.enums import AgencyRole, CommitteeRole, State
from evaluations.models import Conflict, Event
from evaluations.permissions import ACTS
from evaluations.views.gestures import GESTURES
from tests.evaluations import campaign_data as data
from tests.evaluations.views.evaluation.page import address, offered, page_of, text

pytestmark = pytest.mark.django_db

LOGIN = "/compte/connexion/"
# Acts with a page of their own elsewhere, or performed by the clock.
ELSEWHERE = {
    "postpone_dossiers",
    "invite",
    "dismiss",
    "propose_committee",
    "object",
    "answer_objection",
    "revise_committee",
    "appoint_committee",
    "confirm_member",
    "record_conflict",
    "declare_conflict",
    "rule_on_correction",
    "link_change",
    "close_corrections",
    "close_observations",
    "record_published_elsewhere",
    "propose_redaction",
    "withdraw_redaction",
    "restore_redaction",
    "decide_redactions",
    "propose_dossier_changes",
    "accept_dossier_changes",
    "decline_dossier_changes",
}


def test_every_act_has_a_gesture_here_or_a_page_elsewhere():
    assert set(ACTS) == set(GESTURES) | ELSEWHERE
    assert not set(GESTURES) & ELSEWHERE


@pytest.mark.parametrize("path", ["", "rapports/", "actes/suspendre/"])
def test_who_may_not_know_of_an_evaluation_finds_nothing(client, path):
    evaluation = data.evaluation(State.DRAFTING)
    conflicted = data.expert(evaluation)
    Conflict.objects.create(evaluation=evaluation, user=conflicted)
    elsewhere = data.staff(data.evaluation(State.DRAFTING))

    for user in (conflicted, elsewhere, data.person(), data.agent(AgencyRole.COLLEGE)):
        client.force_login(user)
        assert client.get(evaluation.get_absolute_url() + path).status_code == 404
        assert client.post(evaluation.get_absolute_url() + "actes/suspendre/").status_code == 404


@pytest.mark.parametrize("path", ["", "rapports/", "actes/suspendre/"])
def test_somebody_unknown_signs_in_first(client, path):
    address = data.evaluation(State.DRAFTING).get_absolute_url() + path

    assert client.get(address)["Location"] == f"{LOGIN}?next={address}"


def test_an_act_that_is_not_offered_here_is_not_found(client):
    evaluation = data.evaluation(State.DRAFT_TRANSMITTED)
    client.force_login(data.agent())

    for word in ("close_corrections", "record_conflict", "suspend", "anything"):
        assert client.post(f"{evaluation.get_absolute_url()}actes/{word}/").status_code == 404


@pytest.mark.parametrize(
    ("verb", "sentence"),
    [
        ("transmit_draft", "Cet acte revient au conseiller scientifique ou au chargé de projet qui suit l’évaluation."),
        ("publish", "Cet acte revient à la présidence de l’agence ou à son délégué."),
        ("suspend", "Cet acte revient à l’agence."),
        ("validate", "Cet acte revient à la présidence du comité."),
        ("start_drafting", "Cet acte revient au rapporteur ou à la présidence du comité."),
        ("reply_to_draft", "Cet acte revient à une personne habilitée à signer pour l’établissement."),
        ("agree_on_visit", "Cet acte revient à l’établissement."),
        ("deposit_dossier", "Cet acte revient à une personne habilitée à signer pour l’établissement, ou à l’agence."),
        ("request_document", "Cet acte revient à l’agence, à la présidence ou au rapporteur du comité."),
    ],
)
def test_an_act_of_another_hand_is_refused_with_its_name(client, verb, sentence):
    evaluation = data.evaluation(State.DRAFTING)
    client.force_login(data.expert(evaluation))

    for response in (
        client.get(address(evaluation, verb)),
        client.post(address(evaluation, verb)),
    ):
        assert response.status_code == 403
        assert sentence in text(response)
    assert Event.objects.count() == 0


@pytest.mark.parametrize(
    ("state", "role", "verbs"),
    [
        (State.PLANNED, "officer", ["expect_dossier", "suspend", "withdraw"]),
        (State.DOSSIER_EXPECTED, "signatory", ["deposit_dossier"]),
        (State.DOSSIER_EXPECTED, "contributor", []),
        (State.DOSSIER_EXPECTED, "officer", ["deposit_dossier", "suspend", "withdraw"]),
        (State.DOSSIER_DEPOSITED, "officer", ["return_dossier", "suspend", "withdraw"]),
        (State.COMMITTEE_APPOINTED, "officer", ["start_expertise", "suspend", "withdraw"]),
        (State.EXPERTISE, "chair", ["start_drafting", "request_document"]),
        (State.DRAFTING, "chair", ["submit_for_validation", "request_document"]),
        (State.DRAFTING, "signatory", []),
        (State.COLLEGIAL_VALIDATION, "expert", ["approve", "dissent"]),
        (
            State.COLLEGIAL_VALIDATION,
            "chair",
            ["approve", "validate", "dissent", "resume_drafting", "request_document"],
        ),
        (
            State.AGENCY_READING,
            "officer",
            ["transmit_draft", "send_back_to_drafting", "request_document", "suspend", "withdraw"],
        ),
        (State.DRAFT_TRANSMITTED, "signatory", ["reply_to_draft"]),
        (State.DRAFT_TRANSMITTED, "officer", ["extend_window", "request_document", "suspend", "withdraw"]),
        (State.CORRECTIONS_RULING, "chair", ["sign_as_chair", "request_document"]),
        (State.CHAIR_SIGNED, "officer", ["open_observations", "suspend", "withdraw"]),
        (State.OBSERVATIONS_OPEN, "signatory", ["file_observations", "waive_observations"]),
        (State.OBSERVATIONS_OPEN, "contributor", []),
        (State.OBSERVATIONS_CLOSED, "publisher", ["countersign", "suspend", "withdraw"]),
        (State.COUNTERSIGNED, "publisher", ["publish", "suspend", "withdraw"]),
        (State.COUNTERSIGNED, "officer", ["suspend", "withdraw"]),
        (State.PUBLISHED, "officer", ["open_erratum"]),
        (State.SUSPENDED, "officer", ["resume", "withdraw"]),
        (State.WITHDRAWN, "officer", []),
        (State.DRAFTING, "auditor", []),
    ],
)
def test_the_page_offers_the_acts_of_this_person_at_this_state(client, state, role, verbs):
    evaluation = data.evaluation(state)
    people = {
        "officer": lambda: data.agent(),
        "publisher": lambda: data.agent(AgencyRole.PUBLISHER),
        "auditor": lambda: data.agent(AgencyRole.AUDITOR),
        "chair": lambda: data.expert(evaluation, CommitteeRole.CHAIR),
        "expert": lambda: data.expert(evaluation),
        "signatory": lambda: data.staff(evaluation),
        "contributor": lambda: data.staff(evaluation, can_sign=False),
    }

    assert offered(page_of(client, people[role](), evaluation)) == verbs
