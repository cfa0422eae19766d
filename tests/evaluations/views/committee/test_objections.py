"""The discussion with the institution: it objects, the agency answers."""

import pytest

from evaluations import transitions
from evaluations.enums import State
from evaluations.models import Objection
from tests.evaluations.committee_data import attached, dossier
from tests.evaluations.views.committee.committees import proposed, url
from tests.evaluations.views.reading import text

pytestmark = pytest.mark.django_db


def test_the_institution_objects_and_reads_the_answer(client, officer):
    evaluation = proposed(officer)
    member = evaluation.members.get()
    signatory = attached(evaluation.programme.institution, can_sign=True)
    client.force_login(signatory)

    response = client.post(
        url(evaluation, "objections/"), {"member": member.public_id, "text": "Un ancien collègue."}, follow=True
    )
    assert "Membre 0 En attente de réponse" in text(response)

    objection = Objection.objects.get()
    client.force_login(officer)
    client.post(url(evaluation, f"objections/{objection.public_id}/"), {"upheld": "yes", "answer": "Nous changeons."})

    client.force_login(signatory)
    read = text(client.get(url(evaluation)))
    assert "Membre 0 Retenue" in read
    assert "Nous changeons." in read
    member.refresh_from_db()
    assert member.ended_at is not None


def test_who_objects_reads_that_the_agency_is_told_and_not_by_whom(client, officer):
    evaluation = proposed(officer)
    client.force_login(attached(evaluation.programme.institution))

    page = text(client.get(url(evaluation, "objections/")))

    assert "Un message partira conseiller scientifique ou chargé de projet" in page
    assert "Odile" not in page


def test_an_objection_may_be_to_the_whole_and_not_upheld(client, officer):
    evaluation = proposed(officer)
    client.force_login(attached(evaluation.programme.institution))
    client.post(url(evaluation, "objections/"), {"member": "", "text": "Trop peu d’étudiants."})
    client.force_login(officer)

    objection = Objection.objects.get()
    client.post(url(evaluation, f"objections/{objection.public_id}/"), {"upheld": "no", "answer": "C’est la règle."})

    read = text(client.get(url(evaluation)))
    assert "La composition dans son ensemble Non retenue" in read
    assert evaluation.members.get().ended_at is None


def test_an_answered_objection_is_not_answered_again(client, officer):
    evaluation = proposed(officer)
    objection = transitions.object_to_committee(evaluation, by=attached(evaluation.programme.institution), text="Non.")
    transitions.answer_objection(objection, by=officer, answer="Si.", upheld=False)
    client.force_login(officer)

    response = client.post(
        url(evaluation, f"objections/{objection.public_id}/"), {"upheld": "yes", "answer": "Finalement oui."}
    )

    assert response.status_code == 409
    assert "Cette objection a déjà reçu une réponse." in text(response)
    assert "Finalement oui." in response.content.decode()
    objection.refresh_from_db()
    assert (objection.answer, objection.upheld) == ("Si.", False)


def test_the_institution_cannot_object_to_somebody_of_another_committee(client, officer):
    evaluation, elsewhere = proposed(officer), proposed(officer)
    client.force_login(attached(evaluation.programme.institution))

    response = client.post(
        url(evaluation, "objections/"), {"member": elsewhere.members.get().public_id, "text": "Non."}
    )

    assert response.status_code == 200
    assert not Objection.objects.exists()


@pytest.mark.parametrize("state", [State.EXPERTISE, State.DRAFTING, State.COLLEGIAL_VALIDATION, State.AGENCY_READING])
def test_a_late_objection_is_refused_without_telling_how_far_the_committee_is(client, state):
    evaluation = dossier(state)
    client.force_login(attached(evaluation.programme.institution))

    response = client.post(url(evaluation, "objections/"), {"text": "Trop tard ?"})

    assert response.status_code == 409
    assert "Le comité est arrêté : une objection porte sur une personne appelée à le rejoindre." in text(response)
