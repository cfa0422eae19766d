"""The pool of experts, kept by the officers."""

import pytest

from evalprog.accounts.models import User
from evaluations.enums import InvitationStatus, State
from evaluations.models import ExpertProfile
from programmes.models import Institution
from tests.evaluations.committee_data import agent, dossier, expert, person, place
from tests.evaluations.views.reading import rows, text

pytestmark = pytest.mark.django_db

POOL = "/experts/"
SHEET = {"profile": "PROFESSIONAL", "affiliation": "Atelier du Port", "expertise": "soudage", "institution": ""}


@pytest.fixture
def officer(client):
    user = agent("OFFICER")
    client.force_login(user)
    return user


def test_an_empty_pool_says_what_it_is_for(client, officer):
    assert "Le vivier est vide." in text(client.get(POOL))


def test_each_expert_is_shown_with_load_invitations_and_declaration(client, officer):
    ada = expert("Ada", affiliation="École de Près", expertise="hydrologie", declared=False)
    ada.declarations.create(nothing_to_declare=True, filed_at="2026-03-01T12:00:00+01:00")
    place(dossier(), ada)
    place(dossier(State.EXPERTISE), ada)
    place(dossier(State.PUBLISHED), ada)
    place(dossier(), ada, status=InvitationStatus.INVITED)
    expert("Blaise", declared=False)

    read = text(client.get(POOL))

    assert "Ada Enseignant École de Près hydrologie 2 comités en cours 1 invitation en attente" in read
    assert "intérêts déclarés le 1er mars 2026" in read
    assert "Blaise Enseignant 0 comité en cours aucune déclaration d’intérêts" in read


@pytest.mark.parametrize(
    ("query", "names"),
    [
        ({}, ["Blaise", "Élodie"]),
        ({"q": "elodie"}, ["Élodie"]),
        ({"q": "HYDRO"}, ["Blaise"]),
        ({"q": "école près"}, ["Élodie"]),
        ({"q": "nulle-part"}, ["Blaise"]),
        ({"q": "blaise près"}, []),
        ({"profil": "STUDENT"}, ["Élodie"]),
        ({"q": "blaise", "profil": "STUDENT"}, []),
        ({"profil": "n’importe quoi"}, ["Blaise", "Élodie"]),
    ],
)
def test_experts_are_found_by_name_expertise_place_institution_and_profile(client, officer, query, names):
    there = Institution.objects.create(name="Université de Nulle-Part")
    people = {
        "Blaise": expert("Blaise", expertise="hydrologie", institution=there),
        "Élodie": expert("Élodie", affiliation="École de Près", profile="STUDENT"),
    }

    assert rows(client.get(POOL, query)) == [people[name].expert_profile.public_id for name in names]


def test_a_search_without_answer_says_how_to_go_on(client, officer):
    expert("Ada")

    assert "Aucun expert ne répond à cette recherche." in text(client.get(POOL, {"q": "zzz"}))


def test_an_expert_is_added_with_an_account_that_has_no_password_yet(client, officer):
    words = SHEET | {"email": "Ada@Example.org", "name": "  Ada  Byron "}

    response = client.post(f"{POOL}ajouter/", words, follow=True)

    user = User.objects.get(email="ada@example.org")
    assert (user.name, user.has_usable_password()) == ("Ada Byron", False)
    assert response.redirect_chain == [(f"{POOL}{user.expert_profile.public_id}/", 302)]
    assert "Ada Byron est dans le vivier." in text(response)
    assert user.expert_profile.affiliation == "Atelier du Port"


def test_somebody_who_has_an_account_keeps_it_and_their_name(client, officer):
    user = person("Ada")

    client.post(f"{POOL}ajouter/", SHEET | {"email": user.email.upper(), "name": "Quelqu’un d’autre"})

    assert ExpertProfile.objects.get().user == user
    user.refresh_from_db()
    assert user.name == "Ada"


def test_an_expert_is_added_once(client, officer):
    ada = expert("Ada")

    response = client.post(f"{POOL}ajouter/", SHEET | {"email": ada.email, "name": "Ada"})

    assert "Ada est déjà dans le vivier." in text(response)
    assert ExpertProfile.objects.count() == 1


def test_a_sheet_is_kept_up_to_date(client, officer):
    ada = expert("Ada")

    client.post(f"{POOL}{ada.expert_profile.public_id}/modifier/", SHEET)

    assert ExpertProfile.objects.get().expertise == "soudage"


def test_the_sheet_shows_committees_and_the_last_declaration(client, officer):
    ada = expert("Ada")
    ada.declarations.create().interests.create(
        description="Présidente", organisation="Union des Ports", since="2024-05-01", until="2025-06-30"
    )
    member = place(dossier(), ada)

    read = text(client.get(f"{POOL}{ada.expert_profile.public_id}/"))

    assert f"{member.evaluation.programme.title} Expert" in read
    assert "Présidente, Union des Ports du 1er mai 2024 au 30 juin 2025" in read


@pytest.mark.parametrize("role", ["PUBLISHER", "ADMIN", "AUDITOR", "COLLEGE", None])
@pytest.mark.parametrize("rest", ["", "ajouter/", "{id}/", "{id}/modifier/", "222222222222/"])
def test_the_pool_is_for_officers_alone(client, role, rest):
    ada = expert("Ada")
    client.force_login(agent(role) if role else ada)

    response = client.get(POOL + rest.format(id=ada.expert_profile.public_id))

    assert response.status_code == 403
    sentence = "Le vivier d’experts est tenu par les conseillers scientifiques et chargés de projet de l’agence."
    assert sentence in text(response)


@pytest.mark.parametrize("number", [1, 30])
def test_the_pool_costs_the_same_queries_at_one_and_at_thirty_experts(
    number, client, officer, django_assert_num_queries
):
    for _ in range(number):
        place(dossier(), expert("Ada"))

    with django_assert_num_queries(8):
        client.get(POOL, {"q": "ada"})
