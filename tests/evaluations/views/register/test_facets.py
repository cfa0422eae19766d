"""The list of the register: facets, what is chosen, what is searched."""

import re

import pytest

from tests.evaluations.register.reports import published
from tests.evaluations.views.register.pages import REGISTER, rows, text

pytestmark = pytest.mark.django_db


def test_facets_are_links_with_their_counts(client, three):
    page = client.get(REGISTER)

    for shown in ("Master 2 rapports", "Licence professionnelle 1 rapport", "Sciences 1 rapport", "2018 2 rapports"):
        assert shown in text(page)
    assert 'href="?nature=master" rel="nofollow"' in page.content.decode()


def test_what_is_chosen_is_said_counted_and_taken_away(client, three):
    page = client.get(REGISTER, {"nature": "master", "q": "droit"})

    assert rows(page) == [three[1].public_id]
    content = page.content.decode()
    assert '<a class="chip" href="?q=droit">' in content
    assert 'href="?q=droit" aria-current="true"' in content
    assert '<input type="hidden" name="nature" value="master">' in content
    assert "1 filtre" in text(page)


def test_filters_that_nothing_answers_say_what_to_do(client, three):
    page = client.get(REGISTER, {"nature": "lp", "domaine": "sciences"})

    assert "Aucun rapport ne répond à tous ces filtres." in text(page)


@pytest.mark.parametrize("asked", [{"campagne": "vague-z"}, {"annee": "quand"}, {"annee": ["2018", "x" * 400]}])
def test_a_value_that_no_report_has_is_shown_to_be_taken_away(client, three, asked):
    page = client.get(REGISTER, asked)

    chips = re.findall(r'<a class="chip" href="([^"]*)">(.*?)</a>', page.content.decode())
    unknown = [address for address, said in chips if "inconnu" in said]
    assert len(unknown) == 1
    assert client.get(REGISTER + unknown[0]).status_code == 200
    assert rows(client.get(REGISTER + unknown[0]))
    assert "x" * 41 not in text(page)


@pytest.mark.parametrize("typed", ["le", "%", "😀", "« »"])
def test_a_search_without_a_word_to_look_for_says_that_everything_is_shown(client, three, typed):
    page = client.get(REGISTER, {"q": typed})

    assert len(rows(page)) == 3
    assert f"Il n’y a pas de mot à chercher dans « {typed} » : tous les rapports sont montrés." in text(page)
    assert "rapports pour «" not in text(page) and "dans les rapports publiés" not in text(page)
    narrowed = text(client.get(REGISTER, {"q": typed, "nature": "lp"}))
    assert f"Il n’y a pas de mot à chercher dans « {typed} » : la liste ne tient compte que des filtres." in narrowed


def test_a_search_without_a_word_in_an_empty_register_gives_no_advice_about_filters(client):
    page = text(client.get(REGISTER, {"q": "%"}))

    assert "Aucun rapport n’est encore publié." in page
    assert "Retirez-en un" not in page


def test_whoever_has_a_file_finds_where_it_is_verified(client):
    address = 'href="/rapports/verifier/">Vérifier un fichier</a>'

    assert address in client.get(REGISTER).content.decode()
    assert address in client.get(published().get_absolute_url()).content.decode()


def test_a_long_facet_has_a_page_of_its_own(client):
    for n in range(8):
        published(field=f"Champ {n}")

    page = client.get(REGISTER, {"q": "licence"})
    assert 'href="/rapports/filtres/domaine/?q=licence">2 autres' in page.content.decode()
    whole = client.get("/rapports/filtres/domaine/", {"q": "licence"})
    assert re.findall(r'href="/rapports/\?q=licence&amp;domaine=(champ-\d)"', whole.content.decode()) == [
        f"champ-{n}" for n in range(8)
    ]
    assert client.get("/rapports/filtres/inconnu/").status_code == 404


def test_a_typing_error_is_mended_on_the_page(client, three):
    page = client.get(REGISTER, {"q": "chimei"})

    assert rows(page) == [three[2].public_id]
    assert "Aucun rapport ne contient « chimei ». Voici ceux qui contiennent « chimie »" in text(page)


def test_nobody_is_asked_for_markup(client, three):
    page = client.get(REGISTER, {"q": "<b>droit", "nature": '"><script>', "ordre": "<x>"}).content.decode()

    assert "<b>droit" not in page and "<script>" not in page.replace("<script type", "")
