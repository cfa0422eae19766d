"""Being asked to join a committee, answering, and declaring one's interests."""

import datetime as dt

import pytest

from evaluations.enums import InvitationStatus
from evaluations.models import Declaration
from programmes.models import Institution
from tests.evaluations.committee_data import agent, conflict, dossier, expert, person, place
from tests.evaluations.views.reading import forms, text

pytestmark = pytest.mark.django_db

DECLARATION = "/declaration/"


@pytest.fixture
def ada(client):
    user = expert("Ada", declared=False)
    client.force_login(user)
    return user


def invited(user):
    member = place(dossier(period="2026-2027"), user, "RAPPORTEUR", InvitationStatus.INVITED)
    return member, f"/invitations/{member.public_id}/"


def lines(*typed: dict, **more) -> dict:
    """What the page sends for these lines."""
    sent = {"form-TOTAL_FORMS": str(len(typed)), "form-INITIAL_FORMS": "0"}
    for n, line in enumerate(typed):
        sent |= {f"form-{n}-{key}": value for key, value in line.items()}
    return sent | more


TEACHING = {"description": "Vacataire", "organisation": "Université de Nulle-Part", "since": "2024-09-01", "until": ""}


# -- the invitation


def test_the_invitation_says_what_for(client, ada):
    member, address = invited(ada)

    response = client.get(address)

    evaluation, read = member.evaluation, text(response)
    assert f"Formation {evaluation.programme.title}" in read
    assert f"Établissement {evaluation.programme.institution.name}" in read
    assert f"Campagne {evaluation.campaign.title} (2026-2027)" in read
    assert "Votre fonction Rapporteur" in read
    assert forms(response) == {"invitation-accept", "invitation-decline"}


def test_before_answering_one_reads_what_each_answer_sends(client, ada):
    agent("OFFICER", name="Odile Officier")
    _member, address = invited(ada)

    read = text(client.get(address))
    client.post(address, {"answer": "decline", "reason": "Trop loin."})

    accepting, declining = read.split("Je préfère décliner")
    for part, sentence in (
        (accepting, "Une personne invitée au comité a accepté."),
        (declining, "Une personne invitée au comité a décliné."),
    ):
        assert "Un message partira conseiller scientifique" in part
        assert sentence in part
    assert "Odile" not in read
    assert "partira" not in text(client.get(address))


def test_accepting_leads_to_the_declaration(client, ada):
    member, address = invited(ada)

    response = client.post(address, {"answer": "accept"}, follow=True)

    assert response.redirect_chain == [(DECLARATION, 302)]
    assert "Vous avez accepté. Il reste à déposer votre déclaration d’intérêts." in text(response)
    member.refresh_from_db()
    assert member.status == InvitationStatus.ACCEPTED


def test_whose_declaration_holds_is_not_asked_again(client, ada):
    ada.declarations.create(nothing_to_declare=True)
    _member, address = invited(ada)

    response = client.post(address, {"answer": "accept"}, follow=True)

    assert response.redirect_chain == [("/tableau-de-bord/", 302)]


def test_declining_takes_a_reason_that_the_officer_reads(client, ada):
    member, address = invited(ada)

    without = client.post(address, {"answer": "decline", "reason": ""})
    response = client.post(address, {"answer": "decline", "reason": "Je serai en congé."}, follow=True)

    assert (without.status_code, "Ce champ est obligatoire." in text(without)) == (200, True)
    assert response.redirect_chain == [("/tableau-de-bord/", 302)]
    member.refresh_from_db()
    assert (member.status, member.decline_reason) == ("DECLINED", "Je serai en congé.")
    client.force_login(agent("OFFICER"))
    assert "Je serai en congé." in text(client.get(f"/evaluations/{member.evaluation.public_id}/comite/"))


def test_an_invitation_is_answered_once(client, ada):
    _member, address = invited(ada)
    client.post(address, {"answer": "accept"})

    response = client.post(address, {"answer": "decline", "reason": "Finalement non."})

    assert response.status_code == 409
    assert "Vous avez déjà répondu à cette invitation, ou elle a été retirée." in text(response)


def test_an_invitation_is_for_the_invited_person_alone(client, ada):
    _member, address = invited(ada)

    answers = []
    for user in (agent("OFFICER"), expert("Blaise"), person()):
        client.force_login(user)
        answers += [client.get(address).status_code, client.post(address, {"answer": "accept"}).status_code]

    assert answers == [404] * 6


def test_an_invitation_taken_back_or_under_a_conflict_is_gone(client, ada):
    ended, address = invited(ada)
    ended.ended_at = dt.datetime(2026, 1, 1, tzinfo=dt.UTC)
    ended.save()
    hidden, other = invited(ada)
    conflict(hidden.evaluation, ada)

    assert [client.get(address).status_code, client.get(other).status_code] == [404, 404]
    assert client.post(other, {"answer": "accept"}).status_code == 404


# -- the declaration


def test_interests_are_filed_and_a_known_institution_is_recognised(client, ada):
    known = Institution.objects.create(name="Université de Nulle-Part", acronym="UNP")
    elsewhere = {
        "description": "Gérante",
        "organisation": "Atelier du Port",
        "since": "2020-01-01",
        "until": "2025-01-01",
    }

    response = client.post(
        DECLARATION, lines(TEACHING | {"organisation": "universite de NULLE PART"}, elsewhere), follow=True
    )

    assert response.redirect_chain == [("/tableau-de-bord/", 302)]
    declaration = Declaration.objects.get()
    assert (declaration.user, declaration.nothing_to_declare) == (ada, False)
    filed = declaration.interests.order_by("pk").values_list("description", "organisation", "institution", "until")
    assert list(filed) == [
        ("Vacataire", "universite de NULLE PART", known.pk, None),
        ("Gérante", "Atelier du Port", None, dt.date(2025, 1, 1)),
    ]


def test_nothing_to_declare_is_said(client, ada):
    client.post(DECLARATION, lines({}, nothing="on"))

    declaration = Declaration.objects.get()
    assert (declaration.nothing_to_declare, declaration.interests.count()) == (True, 0)


@pytest.mark.parametrize(
    ("sent", "sentence"),
    [
        (lines({}), "Remplissez au moins une ligne, ou cochez « Rien à déclarer »."),
        (lines(TEACHING, nothing="on"), "Retirez les lignes, ou décochez « Rien à déclarer »."),
        (lines(TEACHING | {"until": "2023-01-01"}), "La fin précède le début."),
        (lines(TEACHING | {"since": ""}), "Ce champ est obligatoire."),
        (lines(TEACHING | {"since": "hier"}), "Saisissez une date valide."),
    ],
)
def test_a_declaration_that_does_not_hold_together_is_given_back(client, ada, sent, sentence):
    response = client.post(DECLARATION, sent)

    assert response.status_code == 200
    assert sentence in text(response)
    assert not Declaration.objects.exists()


def test_a_line_more_keeps_what_was_typed(client, ada):
    response = client.post(DECLARATION, lines(TEACHING | {"since": ""}, more="1"))

    page = response.content.decode()
    assert 'value="Vacataire"' in page
    assert 'name="form-TOTAL_FORMS" value="2"' in page
    assert not Declaration.objects.exists()


def test_a_new_filing_starts_from_the_last_and_keeps_it(client, ada):
    client.post(DECLARATION, lines(TEACHING))
    assert 'value="Vacataire"' in client.get(DECLARATION).content.decode()

    client.post(DECLARATION, lines(TEACHING | {"form-0-DELETE": "on"}, {}, nothing="on") | {"form-0-DELETE": "on"})

    first, second = Declaration.objects.order_by("pk")
    assert [first.interests.count(), second.interests.count()] == [1, 0]
    read = text(client.get(DECLARATION))
    assert "Vacataire, Université de Nulle-Part depuis le 1er septembre 2024" in read
    assert read.index("Rien à déclarer", read.index("Vos déclarations")) < read.index("Vacataire, Université")


def test_one_reads_ones_own_declarations_only(client, ada):
    other = expert("Blaise").declarations.get()
    other.interests.create(description="Trésorier", since="2024-01-01")

    assert "Trésorier" not in client.get(DECLARATION).content.decode()


@pytest.mark.parametrize("sent", [{}, {"form-TOTAL_FORMS": "x"}, lines(*[{}] * 100), {"more": "1"}])
def test_a_page_tampered_with_files_nothing(client, ada, sent):
    assert client.post(DECLARATION, sent).status_code == 200
    assert not Declaration.objects.exists()
