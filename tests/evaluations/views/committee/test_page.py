"""The page of a committee: each person sees it from where they stand."""

import pytest

from evaluations import transitions
from evaluations.enums import CommitteeRole, InvitationStatus, State
from evaluations.models import CommitteeMember, Conflict
from programmes.models import Institution
from tests.evaluations.committee_data import agent, attached, dossier, expert, person, place
from tests.evaluations.views.committee.committees import appointed, proposed, url
from tests.evaluations.views.reading import forms, text

pytestmark = pytest.mark.django_db


def test_each_person_sees_the_committee_from_where_they_stand(client, officer):
    evaluation = appointed(officer)
    member = evaluation.members.get().user
    own, other = evaluation.programme.institution, Institution.objects.create(name="Université d’Ailleurs")
    expected = [
        (officer, 200),
        (agent("ADMIN"), 200),
        (agent("AUDITOR"), 200),
        (member, 200),
        (attached(own), 200),
        (attached(other), 404),
        (expert("Étrangère"), 404),
        (person(), 404),
    ]

    seen = []
    for user, _status in expected:
        client.force_login(user)
        seen.append((user, client.get(url(evaluation)).status_code))
    client.logout()

    assert seen == expected
    assert client.get(url(evaluation))["Location"].startswith("/compte/connexion/")


def test_before_the_committee_is_appointed_its_members_know_only_their_invitation(client, officer):
    evaluation = proposed(officer)
    client.force_login(evaluation.members.get().user)

    assert client.get(url(evaluation)).status_code == 404


def test_the_officer_reads_roles_invitations_loads_and_declarations(client, officer):
    evaluation = dossier()
    place(evaluation, expert("Ada", affiliation="École de Près", profile="STUDENT"), CommitteeRole.RAPPORTEUR)
    invited = expert("Blaise", declared=False)
    place(evaluation, invited, status=InvitationStatus.INVITED)
    place(dossier(), invited)
    place(dossier(State.PUBLISHED), invited)
    client.force_login(officer)

    read = text(client.get(url(evaluation)))

    assert "Ada rapporteur École de Près étudiant 1 comité en cours Acceptée Intérêts déclarés" in read
    assert "Blaise expert enseignant 1 comité en cours Invitation envoyée Sans déclaration" in read


def test_an_auditor_reads_the_committee_but_neither_conflicts_nor_what_declarations_say(client, officer):
    evaluation = dossier()
    tied = expert("Ada", institution=evaluation.programme.institution)
    place(evaluation, tied)
    Conflict.objects.create(evaluation=evaluation, user=person("Blaise"), reason="Ancien directeur.")
    sentences = ["Ada est ou a été rattaché à", "Ancien directeur."]

    client.force_login(officer)
    for_officer = text(client.get(url(evaluation)))
    client.force_login(agent("AUDITOR"))
    response = client.get(url(evaluation))

    assert [s in for_officer for s in sentences] == [True, True]
    assert [s in text(response) for s in sentences] == [False, False]
    assert forms(response) == set()


def test_an_empty_committee_says_how_to_begin(client, officer):
    client.force_login(officer)

    read = text(client.get(url(dossier())))

    assert "Personne n’est encore invité." in read
    assert "Le comité n’a pas de présidence." in read


def test_the_institution_reads_names_places_and_profiles_and_who_presides(client, officer):
    evaluation = proposed(officer, members=2)
    CommitteeMember.objects.filter(position=2).update(role="RAPPORTEUR")
    client.force_login(attached(evaluation.programme.institution))

    response = client.get(url(evaluation))

    read = text(response)
    assert "Membre 0 présidence École de Près enseignant Objecter" in read
    assert "Membre 1 École de Près enseignant Objecter" in read
    hidden = ["apporteur", "cceptée", "éclar", "en cours", "@"]
    assert [word in read for word in hidden] == [False] * len(hidden)


def test_before_the_proposal_the_institution_cannot_tell_whether_anybody_was_asked(client, officer):
    institution = Institution.objects.create(name="Université de Nulle-Part")
    asked, untouched = dossier(institution=institution), dossier(institution=institution)
    place(asked, expert("Ada"))
    client.force_login(attached(institution))

    pages = [text(client.get(url(e))).replace(e.programme.title, "…") for e in (asked, untouched)]

    assert pages[0] == pages[1]
    assert "La composition du comité ne vous est pas encore soumise." in pages[0]


def test_a_proposal_taken_back_is_hidden_again_even_when_the_evaluation_is_suspended(client, officer):
    evaluation = proposed(officer)
    client.force_login(attached(evaluation.programme.institution))
    assert "Membre 0" in text(client.get(url(evaluation)))

    transitions.revise_committee(evaluation, by=officer, reason="Un désistement.")
    assert "Membre 0" not in text(client.get(url(evaluation)))

    transitions.suspend(evaluation, by=officer, reason="Une fusion.")
    assert "Membre 0" not in text(client.get(url(evaluation)))


def test_members_read_who_works_with_them_and_no_objection(client, officer):
    evaluation = proposed(officer)
    objection = transitions.object_to_committee(
        evaluation, by=attached(evaluation.programme.institution), text="Trop loin de la discipline."
    )
    transitions.answer_objection(objection, by=officer, answer="Non.", upheld=False)
    transitions.appoint_committee(evaluation, by=agent("PUBLISHER"))
    client.force_login(evaluation.members.get().user)

    read = text(client.get(url(evaluation)))

    assert "Membre 0 présidence" in read
    assert "Trop loin de la discipline." not in read


@pytest.mark.parametrize("number", [1, 30])
def test_the_page_costs_the_same_queries_with_one_member_and_with_thirty(
    number, client, officer, django_assert_num_queries
):
    evaluation = dossier()
    for _ in range(number):
        user = expert()
        user.declarations.get().interests.create(description="Professeur", since="2024-01-01")
        place(evaluation, user, CommitteeRole.CHAIR)
    client.force_login(officer)

    with django_assert_num_queries(22):
        client.get(url(evaluation))
