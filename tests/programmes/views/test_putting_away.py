"""A description put away from its row or its page: the notice that undoes it, the page where it is found again."""

import pytest

from programmes import putting_away, writing
from programmes.description import parse
from programmes.models import Description
from programmes.views.drafts import newest_of
from tests import factories
from tests.programmes.views.reading import document, text

pytestmark = pytest.mark.django_db

CATALOGUE, SHELF, NEW = "/formations/gestion/", "/formations/gestion/mises-de-cote/", "/formations/gestion/nouvelle/"
TITLE = "Master en administration des territoires"
NOTICE = f"« {TITLE} », 2026-2027 : mise de côté. Rien n’en est perdu."


def put_away(client, address, follow=True, **sent):
    return client.post(f"{address}mettre-de-cote/", {"revision": "1"} | sent, follow=follow)


def is_put_away(description) -> bool:
    return Description.objects.get(pk=description.pk).is_put_away


def test_one_gesture_puts_it_away_and_one_undoes_it(client, contributor, description, address):
    row = text(client.get(CATALOGUE))
    assert f'action="{address}mettre-de-cote/"' in row

    page = put_away(client, address, page="1")

    assert page.redirect_chain[-1][0] == f"{CATALOGUE}?page=1&mise-de-cote={description.public_id}"
    assert NOTICE in text(page)
    assert (page.context["rows"], page.context["away_count"]) == ([], 1)
    assert Description.objects.get().put_away_by == contributor

    page = client.post(f"{address}reprendre/", {"liste": "formations", "page": "1"}, follow=True)

    assert page.redirect_chain[-1][0] == f"{CATALOGUE}?page=1"
    assert f"« {TITLE} », 2026-2027 : de nouveau parmi vos formations." in text(page)
    assert [row["title"] for row in page.context["rows"]] == [TITLE]


def test_the_notice_goes_with_what_it_tells(client, contributor, description, address):
    told = put_away(client, address).redirect_chain[-1][0]
    putting_away.take_back(description, by=None)

    assert NOTICE not in text(client.get(told))


@pytest.mark.parametrize("asked", ["222222222222", "\x00", "é"])
def test_an_address_that_names_nothing_tells_nothing(client, contributor, description, asked):
    other = factories.description(factories.institution(), title="Master d’ailleurs")
    putting_away.put_away(other, revision=1, by=None)

    for named in (asked, other.public_id):
        page = client.get(CATALOGUE, {"mise-de-cote": named})
        assert (page.status_code, page.context["away"]) == (200, None)


def test_it_is_found_on_its_own_page_with_who_put_it_away(client, contributor, description, address):
    assert "Rien n’est mis de côté" in text(client.get(SHELF))
    put_away(client, address)

    page = text(client.get(SHELF))

    assert "Mises de côté (1)" in page
    assert f'<a href="{address}">{TITLE}</a>' in page
    assert "par Claire Contributrice" in page
    back = client.post(f"{address}reprendre/", {"liste": "mises-de-cote", "page": "1"})
    assert back["Location"] == f"{SHELF}?page=1"
    assert "Rien n’est mis de côté" in text(client.get(SHELF))


def test_what_others_put_away_is_on_nobody_else_s_page(client, contributor, description):
    other = factories.description(factories.institution(), title="Master d’ailleurs")
    putting_away.put_away(other, revision=1, by=None)

    page = client.get(SHELF)

    assert (page.context["rows"], "Mises de côté (0)" in text(page)) == ([], True)


def test_an_empty_catalogue_says_what_was_put_away(client, contributor, description, address):
    put_away(client, address)

    assert "Une description est mise de côté : vous pouvez la reprendre." in text(client.get(CATALOGUE))


def test_a_year_put_away_leaves_the_row_to_the_year_before(client, contributor, description, address):
    mistake = client.post(f"{address}annee-suivante/")["Location"]
    put_away(client, mistake)

    (row,) = client.get(CATALOGUE).context["rows"]

    assert [each.year for each in row["years"]] == ["2026-2027"]
    assert row["newest"].description == description
    assert newest_of(description.programme).description == description


def test_a_programme_of_which_all_is_put_away_has_no_newest_year(client, contributor, description, address):
    put_away(client, address)

    assert newest_of(description.programme) is None
    page = client.get(f"/formations/{description.programme.public_id}/indicateurs/")
    assert f'href="{NEW}?formation={description.programme.public_id}"' in text(page)


def test_the_page_of_a_published_one_says_why_it_is_not(client, signatory, description, address):
    writing.publish(description, revision=1, by=signatory)
    why = (
        "Une formation publiée ne se met pas de côté : une personne habilitée à signer en retire d’abord la publication"
    )

    page = text(client.get(address))

    assert why in page
    assert "mettre-de-cote/" not in page
    assert "mettre-de-cote/" not in text(client.get(CATALOGUE))
    refused = put_away(client, address)
    assert (refused.redirect_chain[-1][0], why in text(refused)) == (f"{address}publier/", True)
    assert not is_put_away(description)


def test_what_somebody_wrote_since_is_shown_before_it_is_put_away(client, contributor, description, address):
    writing.save(description, parse(document(description) | {"title": "Changé"}), based_on=1, by=None)

    page = put_away(client, address)

    assert page.redirect_chain[-1][0] == address
    assert "Quelqu’un y a écrit entre-temps : elle n’a pas été mise de côté. Relisez-la d’abord." in text(page)
    assert not is_put_away(description)


def test_a_second_window_that_saves_loses_nothing_and_says_where_it_is(client, contributor, description, address):
    put_away(client, address)

    page = client.post(
        address, {"revision": "1", "where": "", "kind": "MASTER", "title": "Tapé entre-temps"}, follow=True
    )

    assert document(description)["title"] == "Tapé entre-temps"
    assert "Enregistré." in text(page)
    assert "Cette description est mise de côté" in text(page)
    assert f'action="{address}reprendre/"' in text(page)
    assert is_put_away(description)


@pytest.mark.parametrize(
    "where", ["", "versions/", "versions/1/", "matrice/", "cours/?groupe=groups[0]", "apercu/", "publier/"]
)
def test_each_of_its_pages_says_so_and_leads_back(client, signatory, description, address, where):
    put_away(client, address)

    page = text(client.get(f"{address}{where}"))

    assert "par Sami Signataire : elle ne compte plus parmi vos formations" in page
    assert f'action="{address}reprendre/"' in page
    assert "Publier la version" not in page
    assert client.post(f"{address}reprendre/")["Location"] == address
    assert not is_put_away(description)


def test_it_is_not_published_from_a_page_that_was_open_before(client, signatory, description, address):
    put_away(client, address)

    page = client.post(f"{address}publier/", {"revision": "1"}, follow=True)

    assert "Cette description est mise de côté : reprenez-la avant de la publier." in text(page)
    assert not Description.objects.get().is_published


def test_the_versions_tell_who_put_it_away_and_who_took_it_back(client, contributor, description, address):
    put_away(client, address)
    client.post(f"{address}reprendre/")

    ((_row, _said, events),) = client.get(f"{address}versions/").context["versions"]

    assert [(event.verb, event.by) for event in events] == [("TAKEN_BACK", contributor), ("PUT_AWAY", contributor)]
    page = text(client.get(f"{address}versions/"))
    assert page.index("<span>Reprise</span>") < page.index("<span>Mise de côté</span>") < page.index(">Version 1</a>")


def test_the_following_year_that_was_put_away_is_taken_back_rather_than_made_again(
    client, contributor, description, address
):
    following = client.post(f"{address}annee-suivante/")["Location"]
    put_away(client, following)

    page = client.post(f"{address}annee-suivante/", follow=True)

    assert page.redirect_chain[-1][0] == following
    assert "Cette formation est déjà décrite pour 2027-2028, et mise de côté : reprenez-la." in text(page)
    assert f'action="{following}reprendre/"' in text(page)


def test_a_programme_begun_again_is_offered_back_and_what_was_typed_stays(client, contributor, institution):
    given = {
        "kind": "MASTER",
        "title": "Master en droit",
        "year": "2026-2027",
        "code": "DRT",
        "institution": institution.pk,
    }
    begun = client.post(NEW, given)["Location"]
    put_away(client, begun)

    page = client.post(NEW, given)

    assert f'action="{begun}reprendre/"' in text(page)
    assert "L’année 2026-2027 de cette formation est mise de côté" in text(page)
    assert 'value="Master en droit"' in text(page)
    assert client.post(f"{begun}reprendre/")["Location"] == begun


def test_the_shelf_asks_as_many_questions_for_one_as_for_three(
    client, contributor, institution, description, address, django_assert_num_queries
):
    put_away(client, address)
    client.get(SHELF)
    with django_assert_num_queries(7):
        client.get(SHELF)
    for _time in range(2):
        putting_away.put_away(factories.description(institution), revision=1, by=contributor)
    with django_assert_num_queries(7):
        assert len(client.get(SHELF).context["rows"]) == 3
