"""Roles given and ended: mandates at the agency, attachments to institutions."""

import logging

import pytest

from evalprog import clock
from evalprog.accounts.models import User
from evaluations.enums import AgencyRole
from evaluations.models import Mandate
from programmes.models import Institution, Membership
from tests.evaluations.committee_data import agent, attached, dossier, person
from tests.evaluations.views.reading import forms, text
from tests.factories import ALWAYS, paris

pytestmark = pytest.mark.django_db

AGENCY = "/agence/"


@pytest.fixture
def admin(client):
    user = agent("ADMIN", name="Aïcha Admin")
    user.mandates.update(starts_at=ALWAYS)  # at whatever day a test is played
    client.force_login(user)
    return user


@pytest.fixture
def institution():
    return Institution.objects.create(name="Université de Nulle-Part", acronym="UNP")


def people(institution: Institution) -> str:
    return f"/etablissements/{institution.public_id}/personnes/"


# -- the agency


def test_mandates_are_listed_by_role_with_those_that_have_ended(client, admin):
    ended = Mandate.objects.get(user=agent("OFFICER", name="Odile"))
    ended.ends_at = ended.starts_at
    ended.save()
    agent("AUDITOR", name="Édouard")

    read = text(client.get(AGENCY))

    assert "Administration 1 Aïcha Admin" in read
    assert "Audit et protection des données 1 Édouard" in read
    assert read.index("Mandats terminés") < read.index("Odile")


def test_a_role_is_given_to_somebody_new_who_then_belongs_to_the_agency(client, admin, caplog):
    with caplog.at_level(logging.INFO, logger="evalprog.roles"):
        response = client.post(
            AGENCY, {"email": "odile@example.org", "person": "Odile", "role": "OFFICER"}, follow=True
        )

    user = User.objects.get(email="odile@example.org")
    assert "Odile exerce désormais la fonction : conseiller scientifique ou chargé de projet." in text(response)
    assert (user.is_staff, user.has_usable_password()) == (True, False)
    assert list(user.mandates.current().values_list("role", flat=True)) == ["OFFICER"]
    assert caplog.messages == [
        f"account {user.pk} made by {admin.pk}",
        f"mandate OFFICER given to {user.pk} by {admin.pk}",
    ]


DELEGATION = {
    "email": "odile@example.org",
    "person": "Odile",
    "role": "PUBLISHER",
    "capacity": "DELEGATE",
    "decision": "Décision n° 2026-12",
    "decided_on": "2026-03-01",
}
NOON = paris(2026, 11, 20, 12)


def test_a_delegation_names_its_decision_and_its_days(client, admin):
    with clock.played_at(NOON):
        client.post(AGENCY, DELEGATION | {"starts_on": "2026-12-01", "ends_on": "2027-06-30"})
        page = text(client.get(AGENCY))

    mandate = Mandate.objects.get(user__email="odile@example.org")
    assert (mandate.role, mandate.capacity, mandate.basis) == (
        "PUBLISHER",
        "DELEGATE",
        "Décision n° 2026-12 du 1er mars 2026",
    )
    assert (mandate.starts_at, mandate.ends_at) == (paris(2026, 12, 1), paris(2027, 7, 1))
    assert "Mandats à venir Odile délégation odile@example.org du 1er décembre 2026 au 30 juin 2027" in page
    assert mandate.user.is_staff  # a second factor is asked of them before they begin


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"decision": ""}, "Une délégation ou un intérim nomme la décision qui l’établit."),
        ({"decided_on": ""}, "Donnez la date de cette décision."),
        ({"role": "OFFICER"}, "Seule la présidence se délègue ou s’exerce par intérim."),
        ({"starts_on": "2026-11-19"}, "Ce jour est passé : donnez une date à partir d’aujourd’hui."),
        ({"starts_on": "2026-12-02", "ends_on": "2026-12-01"}, "Ce mandat finirait avant de commencer."),
        ({"ends_on": "2026-11-19"}, "Ce mandat finirait avant de commencer."),
    ],
)
def test_what_makes_no_delegation_is_refused_with_a_sentence(client, admin, change, sentence):
    with clock.played_at(NOON):
        response = client.post(AGENCY, DELEGATION | change)

    assert sentence in text(response)
    assert not User.objects.filter(email="odile@example.org").exists()


def test_two_mandates_of_one_person_for_one_role_do_not_overlap(client, admin):
    with clock.played_at(NOON):
        client.post(AGENCY, DELEGATION | {"starts_on": "2026-12-01", "ends_on": "2027-06-30"})
        refused = client.post(AGENCY, DELEGATION | {"starts_on": "2027-06-30"})
        client.post(AGENCY, DELEGATION | {"starts_on": "2027-07-01"})
        before = client.post(AGENCY, DELEGATION | {"ends_on": "2026-11-30"}, follow=True)

    assert "Odile exerce déjà cette fonction." in text(refused)
    assert "Odile exerce désormais la fonction : présidence et publication." in text(before)
    days = Mandate.objects.filter(user__email="odile@example.org").order_by("starts_at").values_list("starts_at")
    assert [day for (day,) in days] == [NOON, paris(2026, 12, 1), paris(2027, 7, 1)]


def test_a_mandate_that_has_not_begun_can_be_taken_back(client, admin):
    with clock.played_at(NOON):
        client.post(AGENCY, DELEGATION | {"starts_on": "2026-12-01"})
        mandate = Mandate.objects.get(user__email="odile@example.org")
        client.post(f"{AGENCY}mandats/{mandate.public_id}/fin/")

    mandate.refresh_from_db()
    assert mandate.ends_at == mandate.starts_at
    with clock.played_at(paris(2026, 12, 2)):
        assert not Mandate.objects.current().filter(pk=mandate.pk).exists()
    assert not User.objects.get(pk=mandate.user_id).is_staff


def test_a_role_is_not_given_twice(client, admin):
    officer = agent("OFFICER", name="Odile")

    response = client.post(AGENCY, {"email": officer.email, "role": "OFFICER"})

    assert "Odile exerce déjà cette fonction." in text(response)
    assert officer.mandates.count() == 1


def test_a_refused_role_leaves_no_new_account_behind(client, admin):
    response = client.post(AGENCY, {"email": "odile@example.org", "role": "BOSS"})

    assert response.status_code == 200
    assert not User.objects.filter(email="odile@example.org").exists()


def test_ending_a_mandate_closes_the_dossiers_at_the_next_request(client, admin):
    officer, evaluation = agent("OFFICER", name="Odile"), dossier()
    officer.is_staff = True
    officer.save()
    mandate = officer.mandates.get()
    address = f"/evaluations/{evaluation.public_id}/comite/"
    client.force_login(officer)
    assert client.get(address).status_code == 200

    client.force_login(admin)
    response = client.post(f"{AGENCY}mandats/{mandate.public_id}/fin/", follow=True)

    assert "Le mandat de Odile a pris fin." in text(response)
    officer.refresh_from_db()
    assert officer.is_staff is False
    client.force_login(officer)
    assert client.get(address).status_code == 404


def test_a_mandate_ends_once(client, admin):
    mandate = agent("OFFICER").mandates.get()
    address = f"{AGENCY}mandats/{mandate.public_id}/fin/"
    client.post(address)
    mandate.refresh_from_db()
    ends_at = mandate.ends_at

    response = client.post(address)

    assert (response.status_code, "Ce mandat a déjà pris fin." in text(response)) == (409, True)
    mandate.refresh_from_db()
    assert mandate.ends_at == ends_at


def test_a_role_may_be_given_again_after_it_ended(client, admin):
    officer = agent("OFFICER")
    client.post(f"{AGENCY}mandats/{officer.mandates.get().public_id}/fin/")

    client.post(AGENCY, {"email": officer.email, "role": "OFFICER"})

    assert (officer.mandates.count(), officer.mandates.current().count()) == (2, 1)


def test_the_agency_always_keeps_an_administrator(client, admin):
    mine = admin.mandates.get()
    former = agent("ADMIN")
    former.is_active = False
    former.save()

    response = client.post(f"{AGENCY}mandats/{mine.public_id}/fin/")

    assert response.status_code == 409
    sentence = "L’agence n’aurait plus personne pour l’administrer : confiez d’abord cette fonction à quelqu’un."
    assert sentence in text(response)

    agent("ADMIN")
    response = client.post(f"{AGENCY}mandats/{mine.public_id}/fin/", follow=True)
    assert response.redirect_chain == [("/tableau-de-bord/", 302)]
    assert client.get(AGENCY).status_code == 403


# -- institutions


def test_institutions_are_listed_with_how_many_people_work_for_each(client, admin, institution):
    attached(institution)
    attached(institution)

    read = text(client.get(f"{AGENCY}etablissements/"))

    assert "Université de Nulle-Part - UNP 2 personnes personne ne peut signer" in read


def test_somebody_is_attached_with_the_right_to_sign_then_detached(client, admin, institution):
    response = client.post(
        people(institution), {"email": "chloe@example.org", "person": "Chloé", "can_sign": "on"}, follow=True
    )

    assert "Chloé est rattaché à l’établissement." in text(response)
    membership = Membership.objects.get()
    assert (membership.user.name, membership.can_sign, membership.user.is_staff) == ("Chloé", True, False)

    response = client.post(f"{people(institution)}{membership.public_id}/fin/", follow=True)

    assert "Le rattachement de Chloé a pris fin." in text(response)
    assert not Membership.objects.current().exists()
    assert "Rattachements terminés" in text(response)


def test_somebody_detached_loses_the_dossiers_at_the_next_request(client, admin):
    evaluation = dossier()
    institution = evaluation.programme.institution
    user = attached(institution)
    address = f"/evaluations/{evaluation.public_id}/comite/"
    client.force_login(user)
    assert client.get(address).status_code == 200

    client.force_login(admin)
    client.post(f"{people(institution)}{user.memberships.get().public_id}/fin/")

    client.force_login(user)
    assert client.get(address).status_code == 404


def test_somebody_is_attached_once_and_detached_once(client, admin, institution):
    user = attached(institution, name="Chloé")
    again = client.post(people(institution), {"email": user.email})
    address = f"{people(institution)}{user.memberships.get().public_id}/fin/"
    client.post(address)

    twice = client.post(address)

    assert "Chloé est déjà rattaché à cet établissement." in text(again)
    assert (twice.status_code, "Ce rattachement a déjà pris fin." in text(twice)) == (409, True)


def test_an_attachment_is_ended_from_its_own_institution_only(client, admin, institution):
    other = Institution.objects.create(name="Université d’Ailleurs")
    user = attached(other)

    response = client.post(f"{people(institution)}{user.memberships.get().public_id}/fin/")

    assert response.status_code == 404
    assert Membership.objects.current().exists()


def test_an_institution_without_anybody_says_what_it_cannot_do(client, admin, institution):
    assert "Personne n’est rattaché à cet établissement." in text(client.get(people(institution)))


# -- for whom


@pytest.mark.parametrize("role", [*(r for r in AgencyRole.values if r != "ADMIN"), "signatory", "stranger"])
def test_roles_are_for_administrators_alone(client, role, institution):
    mandate, membership = agent("OFFICER").mandates.get(), attached(institution).memberships.get()
    user = {"signatory": lambda: attached(institution, can_sign=True), "stranger": person}.get(
        role, lambda: agent(role)
    )()
    client.force_login(user)
    pages = [AGENCY, f"{AGENCY}etablissements/", people(institution), "/etablissements/222222222222/personnes/"]
    acts = [f"{AGENCY}mandats/{mandate.public_id}/fin/", f"{people(institution)}{membership.public_id}/fin/"]

    answers = [client.get(page) for page in pages] + [client.post(page) for page in (*acts, AGENCY)]

    assert [a.status_code for a in answers] == [403] * 7
    sentence = "Les fonctions et les rattachements sont tenus par les administrateurs de l’agence."
    assert [sentence in text(a) for a in answers] == [True] * 7
    assert (Mandate.objects.current().filter(role="OFFICER").exists(), Membership.objects.current().exists()) == (
        True,
        True,
    )


@pytest.mark.parametrize("number", [1, 30])
def test_lists_cost_the_same_queries_at_one_and_at_thirty(
    number, client, admin, institution, django_assert_num_queries
):
    for n in range(number):
        agent("OFFICER")
        attached(institution)
        Institution.objects.create(name=f"Université {n}")

    for page, queries in ((AGENCY, 7), (f"{AGENCY}etablissements/", 6), (people(institution), 7)):
        with django_assert_num_queries(queries):
            assert "agence" in client.get(page).content.decode()


def test_each_page_has_the_forms_of_its_acts(client, admin, institution):
    attached(institution)

    assert forms(client.get(AGENCY)) == {"mandate-give", "mandate-end"}
    assert forms(client.get(people(institution))) == {"membership-give", "membership-end"}
