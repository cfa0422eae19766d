"""Inviting somebody of the pool, having read what ties them to the institution."""

import pytest

from tests.evaluations.committee_data import conflict, dossier, expert, person, place
from tests.evaluations.views.committee.committees import url
from tests.evaluations.views.reading import rows, text

pytestmark = pytest.mark.django_db


def test_what_ties_an_expert_to_the_institution_is_shown_before_the_invitation(client, officer):
    evaluation = dossier()
    institution = evaluation.programme.institution
    tied = expert("Ada", institution=institution)
    named = expert("Blaise", affiliation=f"Laboratoire de l’{institution.name}, directeur")
    declared = expert("Chloé")
    declared.declarations.get().interests.create(description="Vacataire", institution=institution, since="2024-01-01")
    free = expert("Denis")
    client.force_login(officer)

    response = client.get(url(evaluation, "inviter/"))

    read = text(response)
    assert f"Ada est ou a été rattaché à {institution.name}. Ne peut pas être invité" in read
    assert f"« {institution.name} » est nommé dans la fiche ou la déclaration de Blaise." in read
    assert f"Chloé est ou a été rattaché à {institution.name}. Ne peut pas être invité" in read
    offered = {named.expert_profile.public_id, free.expert_profile.public_id}
    assert {i for i in rows(response) if f'value="{i}"' in response.content.decode()} == offered
    assert tied.expert_profile.public_id in rows(response)


def test_a_member_with_the_same_place_is_pointed_out(client, officer):
    evaluation = dossier()
    place(evaluation, expert("Ada", affiliation="École de Près"))
    expert("Blaise", affiliation="École de près")
    client.force_login(officer)

    read = text(client.get(url(evaluation, "inviter/?q=blaise")))

    assert "Ada, déjà dans le comité, a le même rattachement." in read


def test_the_officer_invites_somebody_of_the_pool_in_a_role(client, officer):
    evaluation, ada = dossier(), expert("Ada", affiliation="École de Près")
    client.force_login(officer)

    response = client.post(
        url(evaluation, "inviter/"), {"expert": ada.expert_profile.public_id, "role": "CHAIR"}, follow=True
    )

    assert response.redirect_chain == [(url(evaluation), 302)]
    assert "Ada est invité dans le comité." in text(response)
    member = evaluation.members.get()
    assert (member.user, member.role, member.status, member.affiliation) == (ada, "CHAIR", "INVITED", "École de Près")


def test_two_chairs_are_co_presidents(client, officer):
    evaluation = dossier()
    client.force_login(officer)

    for user in (expert("Ada"), expert("Blaise")):
        client.post(url(evaluation, "inviter/"), {"expert": user.expert_profile.public_id, "role": "CHAIR"})

    assert list(evaluation.members.values_list("name", "role")) == [("Ada", "CHAIR"), ("Blaise", "CHAIR")]


def test_somebody_tied_to_the_institution_is_not_invited(client, officer):
    evaluation = dossier()
    ada = expert("Ada", institution=evaluation.programme.institution)
    client.force_login(officer)

    response = client.post(url(evaluation, "inviter/"), {"expert": ada.expert_profile.public_id, "role": "EXPERT"})

    assert response.status_code == 409
    refusal = f"Cette personne n’a pas été invitée Ada est ou a été rattaché à {evaluation.programme.institution.name}."
    assert refusal in text(response)
    assert not evaluation.members.exists()


@pytest.mark.parametrize("role", ["OFFICER", "BOSS", ""])
def test_a_role_that_is_not_offered_is_refused(client, officer, role):
    evaluation, ada = dossier(), expert("Ada")
    client.force_login(officer)

    response = client.post(url(evaluation, "inviter/"), {"expert": ada.expert_profile.public_id, "role": role})

    assert response.status_code == 409
    assert "Choisissez une personne du vivier et sa fonction." in text(response)
    assert not evaluation.members.exists()


def test_an_invitation_is_read_before_it_is_sent(client, officer):
    evaluation = dossier(message_texts={"invitation": "La visite a lieu en mars."})
    expert("Ada")
    client.force_login(officer)

    page = text(client.get(url(evaluation, "inviter/")))

    assert "Le message que reçoit la personne invitée" in page
    assert "L’agence vous propose de prendre part à l’évaluation de cette formation." in page
    assert "La visite a lieu en mars." in page
    assert "Bonjour Odile" not in page


@pytest.mark.parametrize("number", [1, 20])
def test_inviting_costs_the_same_queries_with_one_candidate_and_with_twenty(
    number, client, officer, django_assert_num_queries
):
    evaluation = dossier()
    place(evaluation, person("Zoé"))
    conflict(evaluation, person())
    for _ in range(number):
        expert().declarations.get().interests.create(description="Professeur", since="2024-01-01")
    client.force_login(officer)

    with django_assert_num_queries(20):
        client.get(url(evaluation, "inviter/?q=personne"))
