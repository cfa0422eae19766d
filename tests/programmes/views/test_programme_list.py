"""The public list of programmes: what is published, found and narrowed."""

import html
import re

import pytest

from programmes import writing
from tests import factories
from tests.programmes.described import COURSE, description, hostile, published

pytestmark = pytest.mark.django_db
LIST = "/formations/"


def rows(response) -> list[str]:
    return re.findall(r'<li class="register-row" data-id="([^"]+)">', response.text)


def said(response) -> str:
    return " ".join(html.unescape(re.sub(r"<[^>]*>", " ", response.text)).split())


def ids(*descriptions) -> list[str]:
    return [row.programme.public_id for row in descriptions]


def test_the_published_programmes_stand_in_the_order_of_their_titles(client):
    second, first = published(title="Master Économie"), published(title="Licence Droit")
    writing.begin(factories.programme(factories.institution()), description(title="Brouillon"), by=None)

    page = client.get(LIST)

    assert rows(page) == ids(first, second)
    assert "Brouillon" not in page.text
    assert "2 formations" in said(page)


def test_only_the_latest_published_year_of_a_programme_is_listed(client):
    old = published(title="Ancien titre", year="2023-2024")
    published(old.programme, title="Nouveau titre", year="2024-2025")
    writing.begin(old.programme, description(title="Titre à venir", year="2025-2026"), by=None)

    page = client.get(LIST)

    assert rows(page) == ids(old)
    assert "Nouveau titre" in page.text and "Ancien titre" not in page.text and "Titre à venir" not in page.text


@pytest.mark.parametrize("asked", ["ADT1101", "marchand", "ÉVE finances", "admin terri", "adt2m", "universite"])
def test_a_programme_is_found_by_its_courses_its_teachers_and_its_codes(client, asked):
    found = published()
    course = COURSE | {"code": "CHI1", "title": "Chimie"}
    published(
        title="Master Chimie",
        codes=["CH2M"],
        institution={"name": "École"},
        groups=[{"title": "A", "courses": [course]}],
    )

    assert rows(client.get(LIST, {"q": asked})) == ids(found)


def test_all_words_must_be_there_and_a_word_is_not_found_inside_another(client):
    published(title="Master Endroits")

    assert rows(client.get(LIST, {"q": "finances chimie"})) == []
    assert rows(client.get(LIST, {"q": "endroit"})) != []
    assert rows(client.get(LIST, {"q": "ndroit"})) == []


def test_facets_narrow_the_list_and_count_what_they_would_find(client):
    master, licence = published(title="B"), published(title="A", kind="LICENCE", credits=180)

    page = client.get(LIST, {"nature": "MASTER"})

    assert rows(page) == ids(master)
    assert "Licence 1 formation" in said(page) and "Premier cycle" not in said(page)
    assert rows(client.get(LIST, {"nature": ["MASTER", "LICENCE"]})) == ids(licence, master)
    assert rows(client.get(LIST, {"niveau": "premier-cycle"})) == ids(licence)
    assert rows(client.get(LIST, {"credits": "180"})) == ids(licence)
    house = licence.programme.institution.public_id
    assert rows(client.get(LIST, {"etablissement": house})) == ids(licence)
    # What no programme has finds none, beside others it finds what they find, and an empty value asks nothing.
    assert rows(client.get(LIST, {"niveau": "deuxieme-cycle", "credits": "180"})) == []
    assert rows(client.get(LIST, {"credits": ["180", "120.0"]})) == ids(licence)
    assert rows(client.get(LIST, {"credits": "", "nature": "LICENCE"})) == ids(licence)


@pytest.mark.parametrize(
    "asked",
    [
        {"q": "\0"}, {"q": "%_\\"}, {"q": "a" * 5_000}, {"q": "« »"}, {"page": "x"}, {"page": "99999999999"},
        {"nature": "<script>"}, {"niveau": "\0"}, {"credits": "1e999"}, {"credits": "²"}, {"etablissement": "' OR 1=1"},
        {"credits": ["120", "x", "1e2"]},
    ],
)  # fmt: skip
def test_whatever_is_typed_into_the_address_is_answered(client, asked):
    published()

    page = client.get(LIST, asked)

    assert page.status_code == 200
    assert "<script>" not in page.text


def test_an_empty_list_says_what_will_come_and_a_search_in_vain_what_to_try(client):
    assert "Aucune formation n’est encore publiée." in said(client.get(LIST))

    published()

    assert "Essayez avec moins de mots" in said(client.get(LIST, {"q": "zoologie"}))
    assert "Retirez-en un" in said(client.get(LIST, {"nature": "BUT"}))


def test_hostile_texts_are_shown_as_texts(client):
    published(**hostile())

    page = client.get(LIST)

    assert "<script>alert" not in page.text
    assert "&lt;script&gt;" in page.text


@pytest.mark.parametrize("number", [1, 3])
def test_the_list_costs_two_queries(client, django_assert_num_queries, number):
    for n in range(number):
        published(title=f"Master {n}")

    with django_assert_num_queries(2):
        client.get(LIST)


def test_the_list_has_pages_of_twenty_five(client):
    for n in range(27):
        published(title=f"Master {n:02}", groups=[], outcome_sets=[])

    assert len(rows(client.get(LIST))) == 25
    assert len(rows(client.get(LIST, {"page": 2}))) == 2
