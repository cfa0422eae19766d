"""Two years of a programme, or two programmes, beside each other."""

import html
import re

import pytest

from programmes import writing
from tests import factories
from tests.programmes.described import COURSE, description, hostile, published

pytestmark = pytest.mark.django_db
COMPARE = "/formations/comparer/"


def said(response) -> str:
    return " ".join(html.unescape(re.sub(r"<[^>]*>", " ", response.text)).split())


def key(row) -> str:
    return f"{row.programme.public_id}:{row.year}"


@pytest.fixture
def years():
    old = published(year="2023-2024", credits=8)
    return old, published(old.programme, year="2024-2025")


def test_two_years_are_compared(client, years):
    page = client.get(COMPARE, {"a": key(years[0]), "b": key(years[1])})

    assert "Ce qui change de 2023-2024 à 2024-2025" in said(page)
    assert "Crédits 8 crédits 10 crédits" in said(page)


def test_what_is_new_stands_after_and_what_is_gone_stood_before(client):
    old = published(year="2023-2024", groups=[{"title": "Tronc commun", "courses": [COURSE]}])
    other = COURSE | {"code": "ADT1102", "title": "Droit fiscal"}
    new = published(old.programme, year="2024-2025", groups=[{"title": "Tronc commun", "courses": [other]}])

    page = said(client.get(COMPARE, {"a": key(old), "b": key(new)}))

    assert "ADT1102 Droit fiscal rien Ajouté" in page
    assert "ADT1101 Finances locales présent Retiré" in page


def test_what_did_not_change_is_said_to_be_the_same(client, years):
    page = client.get(COMPARE, {"a": key(years[0]), "b": key(years[0])})

    assert "Rien n’a changé." in said(page)


def test_two_programmes_are_compared(client, years):
    other = published(title="Master Chimie")

    page = client.get(COMPARE, {"a": key(years[1]), "b": other.programme.public_id})

    assert "Deux formations comparées" in said(page)
    assert "Intitulé Master Administration des territoires Master Chimie" in said(page)


def test_the_other_sheet_is_chosen_among_the_years_and_the_programmes(client, years):
    other = published(title="Master Chimie")

    page = client.get(COMPARE, {"a": key(years[1])})

    assert f"?a={key(years[0])}&amp;b={key(years[1])}" in page.text
    assert f"?a={key(years[1])}&amp;b={key(other)}" in page.text
    assert re.findall(r'<li data-id="([^"]+)"', page.text) == [other.programme.public_id]


def test_without_any_sheet_a_first_one_is_asked_for(client):
    assert "Aucune autre formation n’est publiée." in said(client.get(COMPARE))

    row = published()

    assert f"?a={key(row)}" in client.get(COMPARE).text


@pytest.mark.parametrize("asked", ["222222222222", "222222222222:2024-2025", ":", "\0", "x" * 3_000])
def test_what_was_never_published_does_not_exist(client, years, asked):
    assert client.get(COMPARE, {"a": key(years[0]), "b": asked}).status_code == 404


def test_a_draft_is_compared_for_nobody(client, years):
    programme = years[0].programme
    writing.begin(programme, description(year="2025-2026"), by=None)
    client.force_login(factories.signatory(programme.institution))

    page = client.get(COMPARE, {"a": key(years[0]), "b": f"{programme.public_id}:2025-2026"})

    assert page.status_code == 404


def test_hostile_texts_are_shown_as_texts(client):
    row = published(**hostile())
    other = published()

    page = client.get(COMPARE, {"a": key(other), "b": key(row)})

    assert page.status_code == 200
    assert "<script>alert" not in page.text and "onerror=" not in page.text


@pytest.mark.parametrize("number", [1, 3])
def test_a_comparison_costs_four_queries(client, django_assert_num_queries, number):
    rows = [published(year="2020-2021")]
    rows += [published(rows[0].programme, year=f"202{n}-202{n + 1}") for n in range(1, number + 1)]
    asked = {"a": key(rows[0]), "b": key(rows[-1])}

    with django_assert_num_queries(4):
        client.get(COMPARE, asked)
