"""A chair who withdraws while the committee is at work, and everything that follows on the pages, to the signature."""

import pytest

from evaluations import transitions
from evaluations.enums import State
from evaluations.models import Delivery, Evaluation
from tests import factories
from tests.evaluations.views.reading import forms, text

pytestmark = pytest.mark.django_db

CHANGED = "Examiner le changement dans le comité ; des objections sont possibles"


@pytest.fixture
def world(own_anchor):
    return factories.world()


def as_(client, person):
    client.force_login(person)
    return client


def committee(evaluation: Evaluation, rest: str = "") -> str:
    return f"/evaluations/{evaluation.public_id}/comite/{rest}"


def page(client, person, evaluation, rest: str = "") -> str:
    return text(as_(client, person).get(committee(evaluation, rest)))


def dashboard(client, person) -> str:
    return text(as_(client, person).get("/tableau-de-bord/"))


def send(client, person, address, **words):
    response = as_(client, person).post(address, words)
    assert response.status_code == 302, text(response)


def told(kind: str) -> list[str]:
    return sorted(Delivery.objects.filter(message__kind=kind).values_list("user__name", flat=True))


def test_a_recused_chair_is_replaced_and_the_report_is_signed(client, world):
    evaluation, newcomer = factories.evaluation(world, State.DRAFTING), factories.expert()
    newcomer.declarations.all().delete()
    send(client, world.chair, committee(evaluation, "recusation/"), reason="Un lien.")

    # The officer is told why the committee no longer holds, and where.
    lacking = "Le comité n’a pas de présidence."
    assert f"Compléter le comité : {lacking}" in dashboard(client, world.officer)
    assert f"La composition ne répond plus aux règles de la campagne : {lacking}" in page(
        client, world.officer, evaluation
    )

    invite = {"expert": newcomer.expert_profile.public_id, "role": "CHAIR"}
    send(client, world.officer, committee(evaluation, "inviter/"), **invite)
    member = evaluation.members.get(user=newcomer)
    assert told("invitation") == sorted([str(world.expert), str(world.rapporteur), str(world.chair), str(newcomer)])
    assert "Répondre à l’invitation" in dashboard(client, newcomer)

    send(client, newcomer, f"/invitations/{member.public_id}/", answer="accept")
    assert "Déposer votre déclaration d’intérêts" in dashboard(client, newcomer)
    assert as_(client, newcomer).get(committee(evaluation)).status_code == 404
    undeclared = f"{newcomer} n’a pas déposé de déclaration d’intérêts depuis un an."
    assert f"Réunir ce qui manque pour que {newcomer} entre au comité" in dashboard(client, world.officer)
    assert "Confirmer" not in dashboard(client, world.publisher)
    assert f"Avant de confirmer cette personne : {undeclared}" in page(client, world.officer, evaluation)
    response = as_(client, world.publisher).post(committee(evaluation, f"membres/{member.public_id}/confirmer/"))
    assert (response.status_code, undeclared in text(response)) == (409, True)

    # The institution is told of the new composition, and is heard.
    assert told("composition_changed") == sorted([str(world.contributor), str(world.signatory)])
    assert CHANGED in dashboard(client, world.signatory)
    assert f"{newcomer} présidence Appelé à rejoindre le comité" in page(client, world.signatory, evaluation)
    objection = {"member": member.public_id, "text": "Un ancien collègue."}
    send(client, world.signatory, committee(evaluation, "objections/"), **objection)
    assert "Répondre aux objections de l’établissement" in dashboard(client, world.officer)
    filed = evaluation.objections.get()
    answer = {"upheld": "no", "answer": "Il y a douze ans."}
    send(client, world.officer, committee(evaluation, f"objections/{filed.public_id}/"), **answer)

    nothing = {"form-TOTAL_FORMS": "1", "form-INITIAL_FORMS": "0", "nothing": "on"}
    send(client, newcomer, "/declaration/", **nothing)
    assert "La présidence de l’agence peut confirmer cette personne au comité." in page(
        client, world.officer, evaluation
    )
    assert f"Confirmer {newcomer} au comité" in dashboard(client, world.publisher)
    assert "member-confirm" in forms(as_(client, world.publisher).get(committee(evaluation)))
    send(client, world.publisher, committee(evaluation, f"membres/{member.public_id}/confirmer/"))

    # Nothing is left over, and the newcomer takes the report to its signature.
    assert told("member_confirmed") == [str(newcomer)]
    for agent in (world.officer, world.publisher):
        assert "Rien ne vous attend aujourd’hui." in dashboard(client, agent)
    assert CHANGED not in dashboard(client, world.signatory)
    assert as_(client, world.signatory).get(committee(evaluation, "objections/")).status_code == 200
    assert "Rédiger le rapport et le soumettre au comité" in dashboard(client, newcomer)
    world.chair = newcomer
    factories.advance(evaluation, State.CHAIR_SIGNED, world)
    assert [s.user for s in evaluation.signatures.all()] == [newcomer]


@pytest.mark.parametrize(
    "state", [State.COMMITTEE_APPOINTED, State.EXPERTISE, State.DRAFTING, State.COLLEGIAL_VALIDATION]
)
def test_the_institution_reads_the_same_of_a_newcomer_whatever_the_committee_has_done(client, world, state):
    evaluation = factories.evaluation(world, state)
    newcomer = factories.expert(name=f"Camille {state.name}")
    transitions.invite(evaluation, newcomer, by=world.officer)

    read = page(client, world.signatory, evaluation)

    shown = "Comité arrêté" if state == State.COMMITTEE_APPOINTED else "Expertise"
    assert read.startswith(f"{evaluation.programme.title} Comité d’évaluation {shown}")
    assert read.endswith(
        f"{newcomer} Appelé à rejoindre le comité enseignant Objecter : {newcomer} Objecter à la composition"
    )


def test_nothing_to_object_to_is_not_offered_to_the_institution(client, world):
    evaluation = factories.evaluation(world, State.DRAFTING)

    assert "Objecter" not in page(client, world.signatory, evaluation)
    detail = text(as_(client, world.signatory).get(evaluation.get_absolute_url()))
    assert "Aller au comité" not in detail


def test_a_committee_below_its_numbers_says_what_it_lacks(client, world):
    world.campaign.members_minimum, world.campaign.profiles_required = 3, {"STUDENT": 1}
    world.campaign.save()
    evaluation = factories.evaluation(world, State.EXPERTISE)
    transitions.record_conflict(evaluation, world.expert, by=world.officer, reason="Coauteur.")

    reasons = (
        "Il manque 1 membre au comité ; la campagne en demande 3."
        " La campagne demande 1 membre(s) de profil « étudiant » ; le comité en a 0."
    )
    assert f"Compléter le comité : {reasons}" in dashboard(client, world.officer)
    assert reasons in page(client, world.officer, evaluation)


def test_a_newcomer_is_told_that_the_agency_has_yet_to_confirm(client, world):
    evaluation, newcomer = factories.evaluation(world, State.DRAFTING), factories.expert()
    member = transitions.invite(evaluation, newcomer, by=world.officer)
    transitions.accept_invitation(member, by=newcomer)

    read = text(as_(client, newcomer).get(f"/invitations/{member.public_id}/"))

    assert "le dossier vous sera ouvert quand l’agence aura confirmé votre entrée au comité." in read
