"""A committee proposed by the officer, appointed by the president of the agency, and a mission that ends."""

import pytest

from evaluations import transitions
from evaluations.enums import CommitteeRole, InvitationStatus, State
from evaluations.models import Evaluation
from tests.evaluations.committee_data import agent, attached, dossier, expert, place
from tests.evaluations.views.committee.committees import appointed, proposed, url
from tests.evaluations.views.reading import forms, text

pytestmark = pytest.mark.django_db


def test_a_committee_that_breaks_the_rules_is_not_proposed_and_the_reasons_are_listed(client, officer):
    evaluation = dossier(members_minimum=3, profiles_required={"STUDENT": 1})
    place(evaluation, expert("Ada"))
    client.force_login(officer)

    response = client.post(url(evaluation, "proposer/"))

    assert response.status_code == 409
    refusal = (
        "Cet acte n’a pas été fait Le comité n’a pas de présidence."
        " Il manque 2 membres au comité ; la campagne en demande 3."
        " La campagne demande 1 membre(s) de profil « étudiant » ; le comité en a 0."
    )
    assert refusal in text(response)
    assert Evaluation.objects.get().state == State.DOSSIER_DEPOSITED
    assert "committee-propose" not in forms(response)


def test_the_officer_proposes_then_the_president_of_the_agency_appoints(client, officer):
    evaluation = dossier()
    place(evaluation, expert("Ada"), CommitteeRole.CHAIR)
    client.force_login(officer)
    assert forms(client.get(url(evaluation))) == {"committee-propose"}

    client.post(url(evaluation, "proposer/"))
    assert Evaluation.objects.get().state == State.COMMITTEE_PROPOSED
    assert "La présidence de l’agence peut arrêter le comité." in text(client.get(url(evaluation)))
    assert client.post(url(evaluation, "arreter/")).status_code == 403

    client.force_login(agent("PUBLISHER"))
    assert forms(client.get(url(evaluation))) == {"committee-appoint"}
    client.post(url(evaluation, "arreter/"))
    assert Evaluation.objects.get().state == State.COMMITTEE_APPOINTED
    assert forms(client.get(url(evaluation))) == set()


def test_whom_a_proposal_and_an_appointment_tell_is_read_before_they_are_made(client, officer):
    evaluation = dossier()
    place(evaluation, expert("Ada"), CommitteeRole.CHAIR)
    attached(evaluation.programme.institution, name="Sacha Signe", can_sign=True)
    client.force_login(officer)

    before = text(client.get(url(evaluation)))
    transitions.propose_committee(evaluation, by=officer)
    told_of_nothing = text(client.get(url(evaluation)))
    client.force_login(agent("PUBLISHER"))
    last = text(client.get(url(evaluation)))

    assert "Un message partira Sacha Signe · signataire de l’établissement" in before
    assert "La composition du comité qui évaluera cette formation vous est soumise." in before
    assert "partira" not in told_of_nothing
    assert "Un message partira Ada · comité : présidence" in last


def test_an_institution_where_nobody_reads_messages_is_said(client, officer):
    evaluation = dossier()
    place(evaluation, expert("Ada"), CommitteeRole.CHAIR)
    client.force_login(officer)

    assert "Aucun message ne partira : personne n’est à prévenir." in text(client.get(url(evaluation)))


def test_without_what_is_missing_no_message_is_announced(client, officer):
    evaluation = dossier()
    attached(evaluation.programme.institution, can_sign=True)
    client.force_login(officer)

    assert "partira" not in text(client.get(url(evaluation)))


def test_who_enters_a_committee_at_work_reads_what_the_page_announced(client, officer, mailoutbox):
    evaluation = appointed(officer)
    place(evaluation, expert("Ada"), status=InvitationStatus.TO_CONFIRM)
    client.force_login(agent("PUBLISHER"))

    page = text(client.get(url(evaluation)))

    assert "Un message partira Ada · entrée au comité" in page
    assert "Bonjour Ada," in page
    assert "Votre entrée au comité est confirmée. Le dossier vous est ouvert." in page


def test_proposing_twice_is_refused_with_the_step_where_it_stands(client, officer):
    evaluation = proposed(officer)
    client.force_login(officer)

    response = client.post(url(evaluation, "proposer/"))

    assert response.status_code == 409
    assert "Cet acte n’est pas possible à l’étape « comité proposé »." in text(response)


def test_a_committee_whose_members_have_not_answered_is_not_appointed(client, officer):
    evaluation = dossier()
    place(evaluation, expert("Ada", declared=False), CommitteeRole.CHAIR, InvitationStatus.INVITED)
    transitions.propose_committee(evaluation, by=officer)
    client.force_login(agent("PUBLISHER"))

    response = client.post(url(evaluation, "arreter/"))

    assert response.status_code == 409
    assert (
        "Cet acte n’a pas été fait Ada n’a pas encore accepté."
        " Ada n’a pas déposé de déclaration d’intérêts depuis un an." in text(response)
    )


def test_the_officer_ends_a_mission_with_a_reason(client, officer):
    evaluation = appointed(officer, members=2)
    member = evaluation.members.get(position=2)
    client.force_login(officer)

    without = client.post(url(evaluation, f"membres/{member.public_id}/fin/"), {"reason": " "})
    client.post(url(evaluation, f"membres/{member.public_id}/fin/"), {"reason": "Départ à l’étranger."})

    assert without.status_code == 200
    assert "Ce champ est obligatoire." in text(without)
    member.refresh_from_db()
    assert member.ended_at is not None
    assert evaluation.events.get(verb="dismiss").details["reason"] == "Départ à l’étranger."
    client.force_login(member.user)
    assert client.get(url(evaluation)).status_code == 404


def test_a_member_of_another_committee_cannot_be_dismissed_from_here(client, officer):
    evaluation, elsewhere = dossier(), dossier()
    member = place(elsewhere, expert("Ada"))
    client.force_login(officer)

    response = client.post(url(evaluation, f"membres/{member.public_id}/fin/"), {"reason": "Non."})

    assert response.status_code == 404
    member.refresh_from_db()
    assert member.ended_at is None
