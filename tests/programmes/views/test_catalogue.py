"""The programmes of one's institutions, and the beginning of a description."""

import pytest

from evalprog import clock
from programmes import writing
from programmes.models import Description, Programme, RncpEntry
from programmes.views.catalogue import following
from tests import factories
from tests.programmes.views.reading import document, text

pytestmark = pytest.mark.django_db

CATALOGUE, NEW = "/formations/gestion/", "/formations/gestion/nouvelle/"
SHELF = "/formations/gestion/mises-de-cote/"
GIVEN = {"kind": "MASTER", "title": "Master en droit", "year": "2026-2027", "code": "DRT2M"}


def test_an_empty_catalogue_says_how_to_begin(client, contributor):
    page = text(client.get(CATALOGUE))

    assert "Aucune formation décrite pour l’instant" in page
    assert f'href="{NEW}"' in page


def test_each_programme_stands_with_its_years_and_their_state(client, signatory, institution, description):
    writing.publish(description, revision=1, by=signatory)
    client.post(f"/formations/gestion/{description.public_id}/annee-suivante/")
    factories.programme(institution, title="Licence que l’agence prépare")
    factories.description(factories.institution(), title="Master d’ailleurs")

    rows = client.get(CATALOGUE).context["rows"]

    told = [(row["title"], [(d.year, d.is_published, d.has_draft) for d in row["years"]]) for row in rows]
    assert told == [
        (
            "Master en administration des territoires",
            [("2027-2028", False, True), ("2026-2027", True, False)],
        ),
    ]


@pytest.mark.parametrize("count", [1, 3])
def test_the_directory_of_certifications_is_asked_once_for_all(
    client, contributor, institution, count, django_assert_max_num_queries
):
    RncpEntry.objects.create(number="RNCP36315", title="Autre fiche", is_active=True)
    for number in range(count):
        factories.description(institution, title=f"Master {number}", rncp=[{"number": "RNCP99999"}])

    with django_assert_max_num_queries(11):
        page = client.get(CATALOGUE)

    assert text(page).count("1 remarque") + sum(row["remark_count"] for row in page.context["rows"]) >= 2 * count


def test_whoever_works_for_two_institutions_sees_both(client, contributor, description):
    other = factories.institution(name="École d’à côté")
    other.memberships.create(user=contributor, starts_at=factories.ALWAYS)
    factories.description(other, title="Master d’à côté")

    page = client.get(CATALOGUE)

    assert [row["title"] for row in page.context["rows"]] == [
        "Master d’à côté",
        "Master en administration des territoires",
    ]
    assert "École d’à côté" in text(page)


def test_a_description_is_begun_from_four_answers(client, contributor, institution):
    response = client.post(NEW, GIVEN | {"institution": institution.pk})

    description = Description.objects.get()
    assert response["Location"] == f"/formations/gestion/{description.public_id}/"
    assert document(description) == {
        "year": "2026-2027",
        "institution": {"name": "Université d’essai"},
        "kind": "MASTER",
        "title": "Master en droit",
        "codes": ["DRT2M"],
    }
    assert (description.programme.kind, description.programme.title) == ("MASTER", "Master en droit")


def test_sent_twice_it_is_one_programme_and_the_second_says_why(client, contributor, institution):
    for _time in range(2):
        response = client.post(NEW, GIVEN | {"institution": institution.pk})

    assert response.context["form"].errors == {"year": ["Cette formation est déjà décrite pour 2026-2027."]}
    assert (Programme.objects.count(), Description.objects.count()) == (1, 1)


def test_a_programme_that_the_agency_knows_is_described_as_it_is(client, contributor, institution):
    known = factories.programme(institution, title="Licence professionnelle connue")
    url = f"{NEW}?formation={known.public_id}"

    assert 'value="Licence professionnelle connue"' in text(client.get(url))
    client.post(url, GIVEN | {"kind": "MASTER", "institution": "0"})

    assert Description.objects.get().programme == known
    assert document(Description.objects.get())["kind"] == "LP"


def test_no_programme_is_begun_for_another_institution(client, contributor):
    other = factories.institution()
    hidden = factories.programme(other)

    response = client.post(NEW, GIVEN | {"institution": other.pk})

    assert list(response.context["form"].errors) == ["institution"]
    assert client.get(f"{NEW}?formation={hidden.public_id}").status_code == 404
    assert client.get(f"{NEW}?formation=\x00").status_code == 404
    assert Description.objects.count() == 0


@pytest.mark.parametrize("year", ["2026-2027", "2026/27", "2026 – 2027", " 2026-27 "])
def test_a_year_is_written_in_several_ways(client, contributor, institution, year):
    client.post(NEW, GIVEN | {"institution": institution.pk, "year": year})

    assert Description.objects.get().year == "2026-2027"


@pytest.mark.parametrize("year", ["2026", "2026-2028", "2026/28", "1999/20", ""])
def test_a_year_is_two_years_that_follow(client, contributor, institution, year):
    response = client.post(NEW, GIVEN | {"institution": institution.pk, "year": year})

    assert list(response.context["form"].errors) == ["year"]


def test_the_next_year_is_a_copy(client, contributor, description, address):
    response = client.post(f"{address}annee-suivante/")

    copy = Description.objects.get(year="2027-2028")
    assert response["Location"] == f"/formations/gestion/{copy.public_id}/"
    assert document(copy) == document(description) | {"year": "2027-2028"}
    assert copy.revisions.get().origin == "copie de 2026-2027"


def test_a_next_year_that_exists_is_shown_and_not_overwritten(client, contributor, description, address):
    first = client.post(f"{address}annee-suivante/")["Location"]
    client.post(first, {"revision": "1", "where": "", "kind": "MASTER", "title": "Changé"})

    response = client.post(f"{address}annee-suivante/", follow=True)

    assert response.redirect_chain[-1][0] == first
    assert "Cette formation est déjà décrite pour 2027-2028." in text(response)
    assert document(Description.objects.get(year="2027-2028"))["title"] == "Changé"


def test_a_year_follows_another():
    assert following("1999-2000") == "2000-2001"


def test_the_list_asks_as_many_questions_for_one_programme_as_for_three(
    client, contributor, institution, description, django_assert_num_queries
):
    client.get(CATALOGUE)
    with django_assert_num_queries(9):
        client.get(CATALOGUE)
    for _time in range(2):
        factories.description(institution)
    with django_assert_num_queries(9):
        client.get(CATALOGUE)


# -- who may come in

PAGES = [
    ("get", ""),
    ("post", ""),
    ("get", "ajouter/?dans=&liste=groups"),
    ("post", "retirer/"),
    ("post", "retablir/"),
    ("get", "cours/?groupe=groups[0]"),
    ("get", "matrice/"),
    ("get", "versions/"),
    ("get", "versions/1/"),
    ("post", "versions/1/retablir/"),
    ("get", "publier/"),
    ("post", "publier/"),
    ("post", "depublier/"),
    ("post", "annee-suivante/"),
    ("post", "mettre-de-cote/"),
    ("post", "reprendre/"),
]


@pytest.mark.parametrize("person", ["officer", "admin", "chair", "stranger", "elsewhere"])
def test_for_everybody_else_there_is_nothing_not_even_a_draft(client, person):
    world = factories.world()
    description = factories.description(world.institution)
    someone = factories.signatory(factories.institution()) if person == "elsewhere" else getattr(world, person)
    client.force_login(someone)

    for method, page in PAGES:
        hidden = getattr(client, method)(f"/formations/gestion/{description.public_id}/{page}")
        unknown = getattr(client, method)(f"/formations/gestion/222222222222/{page}")
        assert (hidden.status_code, unknown.status_code) == (404, 404), page
        tokens = [text(each).replace(description.public_id, "222222222222") for each in (hidden, unknown)]
        assert _without_token(tokens[0]) == _without_token(tokens[1])
    if person != "elsewhere":
        assert client.get(CATALOGUE).status_code == 404
        assert client.get(SHELF).status_code == 404
        assert client.get(NEW).status_code == 404


def _without_token(page: str) -> str:
    before, _, after = page.partition('name="csrfmiddlewaretoken" value="')
    return before + after[64:]


def test_an_attachment_that_ends_closes_the_next_page(client, contributor, address):
    assert client.get(address).status_code == 200

    contributor.memberships.update(ends_at=clock.now())

    assert client.get(address).status_code == 404
    assert client.post(f"{address}retirer/", {"revision": "1", "path": "groups[0]"}).status_code == 404
    assert client.get(CATALOGUE).status_code == 404
    assert "Nos formations" not in text(client.get("/rapports/"))


def test_the_menu_leads_members_to_their_programmes(client, contributor):
    assert 'href="/formations/gestion/"' in text(client.get("/rapports/"))
