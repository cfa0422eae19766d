"""What a place on a committee asks for: sentences, deadlines, reasons."""

import datetime as dt

import pytest

from evaluations import transitions
from evaluations.enums import CommitteeRole, InvitationStatus, State, VisitRule
from evaluations.models import Visit
from evaluations.tasks import Section, tasks_for
from tests import factories
from tests.evaluations.committee_data import dossier, expert, place
from tests.evaluations.tasks.told import NOW, sentences

pytestmark = pytest.mark.django_db


def test_an_invitation_waits_for_an_answer():
    member = place(dossier(), expert("Ada"), status=InvitationStatus.INVITED)

    (task,) = tasks_for(member.user)

    assert (task.sentence, task.url) == ("Répondre à l’invitation", f"/invitations/{member.public_id}/")


def test_a_declaration_is_asked_of_whoever_has_accepted_until_it_is_filed():
    user = expert("Ada", declared=False)
    place(dossier(), user)

    assert sentences(user) == ["Déposer votre déclaration d’intérêts"]

    user.declarations.create(nothing_to_declare=True, filed_at=NOW)
    assert sentences(user) == []


def test_a_declaration_older_than_a_year_is_asked_for_again():
    user = expert("Ada", declared=False)
    place(dossier(), user)
    user.declarations.create(nothing_to_declare=True, filed_at=NOW - dt.timedelta(days=365))

    assert sentences(user) == ["Déposer votre déclaration d’intérêts"]


@pytest.mark.parametrize(
    ("state", "role", "expected"),
    [
        (State.COMMITTEE_APPOINTED, "CHAIR", []),
        (State.EXPERTISE, "CHAIR", ["Commencer la rédaction du rapport"]),
        (State.EXPERTISE, "RAPPORTEUR", ["Commencer la rédaction du rapport"]),
        (State.EXPERTISE, "EXPERT", ["Contribuer au rapport"]),
        (State.DRAFTING, "RAPPORTEUR", ["Rédiger le rapport et le soumettre au comité"]),
        (State.DRAFTING, "EXPERT", ["Contribuer au rapport"]),
        (State.COLLEGIAL_VALIDATION, "EXPERT", ["Approuver le rapport, ou dire votre désaccord"]),
        (State.COLLEGIAL_VALIDATION, "OFFICER", []),
        (
            State.COLLEGIAL_VALIDATION,
            "CHAIR",
            ["Approuver le rapport, ou dire votre désaccord", "Valider le rapport au nom du comité"],
        ),
        (State.CORRECTIONS_RULING, "CHAIR", ["Statuer sur les corrections et signer"]),
        (State.CORRECTIONS_RULING, "RAPPORTEUR", []),
        (State.CHAIR_SIGNED, "CHAIR", []),
    ],
)
def test_each_role_on_a_committee_has_its_tasks(state, role, expected):
    user = expert("Ada")
    place(dossier(state), user, role)

    assert sentences(user) == expected


def test_the_chair_waits_for_those_who_have_not_voted():
    evaluation = dossier(State.COLLEGIAL_VALIDATION)
    chair, other = expert("Ada"), expert("Blaise")
    member = place(evaluation, chair, CommitteeRole.CHAIR)
    place(evaluation, other)
    member.approved_at = NOW
    member.save()

    (task,) = tasks_for(chair)

    assert (task.section, task.blocked) == (Section.CHAIR, "Blaise n’a pas encore donné son avis.")
    assert sentences(other) == ["Approuver le rapport, ou dire votre désaccord"]


def test_the_signature_waits_for_the_visit_of_the_campaign():
    evaluation = dossier(State.CORRECTIONS_RULING, visit=VisitRule.AFTER)
    chair = expert("Ada")
    place(evaluation, chair, CommitteeRole.CHAIR)

    assert tasks_for(chair)[0].blocked == "La visite prévue par la campagne n’a pas eu lieu."

    Visit.objects.create(evaluation=evaluation, planned_on=NOW.date(), held_on=NOW.date())
    assert tasks_for(chair)[0].blocked == ""


def two_presidents(own_anchor):
    world = factories.world(co_chairs=1)
    return world, factories.evaluation(world, State.CORRECTIONS_RULING), world.chair, world.co_chairs[0]


def test_a_co_president_who_has_signed_waits_for_the_other(own_anchor):
    _world, evaluation, first, second = two_presidents(own_anchor)

    transitions.sign_as_chair(evaluation, by=first)

    assert sentences(first) == []
    assert sentences(second) == ["Statuer sur les corrections et signer"]


def test_a_signature_under_an_earlier_text_is_asked_again(own_anchor):
    _world, evaluation, first, second = two_presidents(own_anchor)
    transitions.sign_as_chair(evaluation, by=first)

    factories.write(evaluation, "<p>Un autre avis.</p>")

    assert sentences(first) == [
        "Signer de nouveau\u00a0: le rapport a changé depuis votre signature du 20 novembre 2026"
    ]

    transitions.sign_as_chair(evaluation, by=second)
    assert sentences(first) == [
        "Signer de nouveau\u00a0: le rapport a changé depuis votre signature du 20 novembre 2026\u00a0;"
        f" il porte celle de {second}"
    ]
    assert sentences(second) == []

    transitions.sign_as_chair(evaluation, by=first)
    assert (sentences(first), sentences(second)) == ([], [])
    evaluation.refresh_from_db()
    assert evaluation.state == State.CHAIR_SIGNED


def test_a_text_that_comes_back_to_what_was_signed_is_not_signed_again(own_anchor):
    _world, evaluation, first, _second = two_presidents(own_anchor)
    transitions.sign_as_chair(evaluation, by=first)

    factories.write(evaluation, "<p>Un autre avis.</p>")
    factories.write(evaluation)

    assert sentences(first) == []


def test_a_co_president_left_alone_by_a_recusal_signs_again(own_anchor):
    world, evaluation, first, second = two_presidents(own_anchor)
    transitions.sign_as_chair(evaluation, by=first)

    transitions.record_conflict(evaluation, second, by=world.officer, reason="Lien.")

    assert sentences(first) == [
        "Signer de nouveau\u00a0: le rapport a changé depuis votre signature du 20 novembre 2026"
    ]


def test_where_no_committee_is_printed_who_is_left_alone_concludes(own_anchor):
    framework = factories.framework()
    del framework.document["committee"]
    framework.save()
    world = factories.world(co_chairs=1, framework=framework)
    evaluation = factories.evaluation(world, State.CORRECTIONS_RULING)
    transitions.sign_as_chair(evaluation, by=world.chair)

    transitions.record_conflict(evaluation, world.co_chairs[0], by=world.officer, reason="Lien.")

    assert sentences(world.chair) == [
        "Signer de nouveau pour conclure\u00a0: aucune autre signature n’est plus attendue"
    ]


def test_an_erratum_is_signed_anew(own_anchor):
    world = factories.world()
    evaluation = factories.evaluation(world, State.PUBLISHED)

    transitions.open_erratum(evaluation, by=world.officer, reason="Un chiffre.")

    assert sentences(world.chair) == ["Statuer sur les corrections et signer"]
