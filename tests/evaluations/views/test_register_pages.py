"""The register's pages: facets, programmes, institutions, feed, map of the site, open data, citations."""

import csv
import datetime as dt
import html
import io
import json
import re

import pytest
from django.urls import reverse
from lxml import etree

from evalprog.access import ACCESS
from evaluations.content import Fact, ItemReading, ObservationsReading, StanceReading
from evaluations.enums import Facet, ReportKind
from evaluations.models import RegisterEntry, RegisterTerm
from evaluations.register import figures
from evaluations.views.public import feeds
from programmes.models import Institution, Partnership, Programme
from tests.evaluations.register.reports import LP, MASTER, again, conclusion, published
from tests.evaluations.reports.published import PDF, evaluation

pytestmark = pytest.mark.django_db

REGISTER = "/rapports/"
ATOM = {"a": "http://www.w3.org/2005/Atom"}
MAP = {"s": "http://www.sitemaps.org/schemas/sitemap/0.9"}


@pytest.fixture(autouse=True)
def own_folder(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


def text(response) -> str:
    return " ".join(html.unescape(re.sub(r"<[^>]*>", " ", response.content.decode())).split())


def rows(response) -> list[str]:
    return re.findall(r'<li class="register-row" data-id="([^"]+)">', response.content.decode())


def parsed(response):
    data = b"".join(response) if response.streaming else response.content
    return etree.fromstring(data, etree.XMLParser(resolve_entities=False))


# -- facets


@pytest.fixture
def three():
    return [
        published("Licence Droit", "droit", kind=LP, field="Droit", on=dt.date(2017, 1, 1)),
        published("Master Droit", "droit", kind=MASTER, field="Droit", on=dt.date(2018, 1, 1)),
        published("Master Chimie", "chimie", kind=MASTER, field="Sciences", on=dt.date(2018, 1, 2)),
    ]


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


# -- a programme

LETTER = ObservationsReading(
    "Observations",
    False,
    "",
    "",
    (
        ItemReading(
            "WEAKNESS", 1, "", "", "<p>Un conseil sera réuni.</p>", "",
            StanceReading("ACTION_PLANNED", "Action prévue"), Fact("action_on", "pour le", "4 mai 2018", "2018-05-04"),
        ),
    ),
    "X",
    "",
    None,
)  # fmt: skip


@pytest.fixture
def two_waves():
    first = published(
        "Licence Droit",
        on=dt.date(2017, 6, 1),
        observations=LETTER,
        sections=(
            conclusion(
                weaknesses=[("Pas de conseil.", ["pilotage"]), ("Peu d’anglais.", ["international"])],
                recommendations=[("Réunir un conseil.", (1,))],
            ),
        ),
    )
    second = published(
        "Licence Droit et gestion",
        on=dt.date(2022, 6, 1),
        of=again(first.evaluation),
        sections=(conclusion(strengths=[("Conseil actif.", ["pilotage"])], weaknesses=[("Locaux.", ["moyens"])]),),
    )
    return first, second


def programme(client, report):
    return client.get(reverse("evaluations:programme-detail", args=[report.evaluation.programme.public_id]))


def test_a_programme_shows_its_evaluations_and_what_became_of_each_weakness(client, two_waves):
    first, second = two_waves

    page = programme(client, first)

    content, said = page.content.decode(), text(page)
    assert "<h1>Licence Droit et gestion</h1>" in content
    assert "2 évaluations publiées" in said
    assert re.findall(r'class="timeline-year">(\d+)<', content) == ["2022", "2017"]
    item = content[content.index('data-weakness="1" value="1">\n<h3><a href="' + first.get_absolute_url()) :]
    item = " ".join(html.unescape(re.sub(r"<[^>]*>", " ", item[: item.index('data-weakness="2"')])).split())
    assert "Réunir un conseil." in item
    assert "Action prévue pour le 4 mai 2018 Un conseil sera réuni." in item
    assert "Ce que l’évaluation de 2022 relève Point fort Conseil actif." in item
    assert f'href="{second.get_absolute_url()}#constat-strength-1"' in content
    assert "Aucune recommandation n’y répond expressément." in said
    assert "Aucun constat sur les mêmes critères." in said
    assert "Aucune évaluation plus récente n’est publiée." in said


def test_a_programme_shows_the_version_that_holds(client):
    first = published("Licence Droit", sections=(conclusion(weaknesses=[("Faux.", ["x"])]),))
    published(
        "Licence Droit",
        of=first.evaluation,
        version=2,
        pdf=PDF + b"2",
        sections=(conclusion(weaknesses=[("Juste.", ["x"])]),),
    )

    page = text(programme(client, first))

    assert "Juste." in page and "Faux." not in page
    assert "Une évaluation publiée" in page and "version 2" in page


def test_a_correction_of_an_old_evaluation_is_no_new_evaluation(client, two_waves):
    first, second = two_waves
    corrected = published(
        "Licence Droit",
        on=dt.date(2023, 1, 1),
        of=first.evaluation,
        version=2,
        pdf=PDF + b"2",
        sections=(conclusion(weaknesses=[("Pas de conseil.", ["pilotage"])]),),
    )

    page = programme(client, first)

    content, said = page.content.decode(), text(page)
    assert "<h1>Licence Droit et gestion</h1>" in content
    assert re.findall(r'class="timeline-year">(\d+)<', content) == ["2022", "2017"]
    assert "Les points faibles relevés en 2017 et leurs suites" in said and "2023 et leurs" not in said
    assert "Ce que l’évaluation de 2022 relève Point fort Conseil actif." in said
    assert f'href="{second.get_absolute_url()}#constat-strength-1"' in content
    assert corrected.get_absolute_url() in content


def test_of_a_report_without_findings_none_are_counted(client, two_waves):
    assert "point faible" in text(programme(client, two_waves[0]))

    assert "point faible" not in text(programme(client, published("École doctorale")))


@pytest.mark.parametrize("name", ["programme", "institution"])
def test_what_has_nothing_published_does_not_exist(client, name):
    report = published()
    where = report.evaluation.programme if name == "programme" else report.evaluation.programme.institution
    address = reverse(f"evaluations:{name}-detail", args=[where.public_id])
    assert client.get(address).status_code == 200

    report.entry.delete()

    assert client.get(address).status_code == 404
    assert client.get(reverse(f"evaluations:{name}-detail", args=["222222222222"])).status_code == 404


@pytest.mark.parametrize("waves", [1, 3])
def test_a_programme_costs_one_query(client, django_assert_num_queries, waves):
    report = published()
    for _ in range(waves - 1):
        published(of=again(report.evaluation))
    address = reverse("evaluations:programme-detail", args=[report.evaluation.programme.public_id])

    with django_assert_num_queries(1):
        client.get(address)


# -- an institution


def test_an_institution_shows_its_reports_its_programmes_and_their_years(client, two_waves):
    first, second = two_waves
    published("Ailleurs")
    house = first.evaluation.programme.institution

    page = client.get(reverse("evaluations:institution-detail", args=[house.public_id]))

    content, said = page.content.decode(), text(page)
    assert "<h1>Université</h1>" in content
    assert re.findall(r'<li data-id="([^"]+)"><a href="/rapports', content) == [second.public_id, first.public_id]
    assert "1 formation évaluée" in said and "2 évaluations, de 2017 à 2022" in said
    assert "Ailleurs" not in said
    assert f'href="/rapports/?etablissement={house.public_id}"' in content
    assert '<th scope="row">2017</th><td>1</td>' in content and '<th scope="row">2018</th><td>0</td>' in content


def test_names_are_in_the_order_of_the_alphabet_accents_aside(client):
    first = published("Zoologie", field="Zones")
    for title in ("Économie", "Arts"):
        evaluation = again(first.evaluation)
        evaluation.programme = Programme.objects.create(
            title=title, kind=LP, institution=first.evaluation.programme.institution
        )
        evaluation.save(update_fields=["programme"])
        published(title, of=evaluation, field=title)

    house = client.get(
        reverse("evaluations:institution-detail", args=[first.evaluation.programme.institution.public_id])
    )
    facet = client.get("/rapports/filtres/domaine/")

    listed = house.content.decode().partition('<ul class="programmes">')[2]
    assert re.findall(r">(\w+)</a>", listed.partition("</ul>")[0]) == ["Arts", "Économie", "Zoologie"]
    assert re.findall(r'domaine=\w+">(\w+)</a>', facet.content.decode()) == ["Arts", "Économie", "Zones"]


@pytest.mark.parametrize("number", [1, 4])
def test_an_institution_costs_five_queries(client, django_assert_num_queries, number):
    report = published()
    for _ in range(number - 1):
        published(of=again(report.evaluation))
    house = report.evaluation.programme.institution

    with django_assert_num_queries(5):
        client.get(reverse("evaluations:institution-detail", args=[house.public_id]))


def test_a_chart_has_every_year_and_the_highest_bar_is_the_year_with_most():
    chart = figures.by_year([dt.date(2016, 1, 1), dt.date(2018, 1, 1), dt.date(2018, 5, 1)])

    assert [(bar.year, bar.count, bar.height) for bar in chart.bars] == [(2016, 1, 60), (2017, 0, 0), (2018, 2, 120)]
    assert figures.by_year([]).bars == ()


@pytest.fixture
def shared():
    """A report that names one of the two partners of its programme, and an institution that is only that."""
    about = evaluation()
    named, unnamed = (Institution.objects.create(name=name, acronym="EM") for name in ("École des mines", "École"))
    for position, house in enumerate((unnamed, named), 1):
        Partnership.objects.create(programme=about.programme, institution=house, position=position)
    return published("Master Mines", of=about, partners="École des mines - EM ; Université d’ailleurs"), named, unnamed


def test_a_partner_finds_the_reports_that_name_it(client, three, shared):
    report, named, unnamed = shared

    page = client.get(REGISTER, {"partenaire": named.public_id})

    assert rows(page) == [report.public_id]
    assert "Établissement partenaire École des mines - EM 1 rapport" in text(client.get(REGISTER))
    assert rows(client.get(REGISTER, {"partenaire": [named.public_id, unnamed.public_id]})) == [report.public_id]
    assert rows(client.get(REGISTER, {"partenaire": named.public_id, "nature": "master"})) == []
    house = client.get(reverse("evaluations:institution-detail", args=[named.public_id]))
    assert "<h1>École des mines - EM</h1>" in house.text and "Partenaire dans 1 rapport" in text(house)
    assert f'href="/rapports/?partenaire={named.public_id}"' in house.text and report.get_absolute_url() in house.text
    assert "formation évaluée" not in text(house)
    assert f'href="/etablissements/{named.public_id}/"' in client.get(report.get_absolute_url()).text
    assert client.get(reverse("evaluations:institution-detail", args=[unnamed.public_id])).status_code == 404
    line = json.loads(b"".join(client.get("/rapports/rapports.json", {"q": "mines"})))[0]
    assert line["partenaires"] == "École des mines - EM"


def test_the_keys_of_partners_are_told_apart(client, shared):
    """The 1 is not in the 11."""
    report, named, _unnamed = shared
    term = RegisterTerm.objects.get(facet=Facet.PARTNER)
    RegisterEntry.objects.filter(report=report).update(terms=f"1{term.pk},{term.pk}2")

    assert rows(client.get(REGISTER, {"partenaire": named.public_id})) == []
    assert not RegisterEntry.objects.having(term).exists()


# -- machines


def test_the_feed_holds_the_newest_of_the_search(client, three):
    feed = parsed(client.get("/rapports/flux.atom", {"q": "droit", "ordre": "ancien"}))

    assert feed.tag == f"{{{ATOM['a']}}}feed"
    assert feed.xpath("a:entry/a:title/text()", namespaces=ATOM) == [
        "Master Droit, Université", "Licence Droit, Université"
    ]  # fmt: skip
    assert set(feed.xpath("a:entry/a:author/a:name/text()", namespaces=ATOM)) == {
        "Agence pour la qualité des formations"
    }
    assert feed.xpath("a:entry/a:id/text()", namespaces=ATOM) == [
        f"http://testserver{report.get_absolute_url()}" for report in (three[1], three[0])
    ]
    assert feed.xpath("a:entry/a:updated/text()", namespaces=ATOM) == [
        "2018-01-01T12:00:00+00:00",
        "2017-01-01T12:00:00+00:00",
    ]
    assert feed.xpath("string(a:updated)", namespaces=ATOM) == "2018-01-01T12:00:00+00:00"
    assert (
        feed.xpath("string(a:link[@rel='alternate']/@href)", namespaces=ATOM) == "http://testserver/rapports/?q=droit"
    )


def test_what_a_feed_says_of_a_report_is_never_markup(client):
    published(text="Moins de <b>50</b> % & <script>alert(1)</script>")

    (said,) = parsed(client.get("/rapports/flux.atom")).xpath("a:entry/a:summary", namespaces=ATOM)

    assert said.get("type") == "html"
    assert said.text == "Moins de &lt;b&gt;50&lt;/b&gt; % &amp; &lt;script&gt;alert(1)&lt;/script&gt;"


@pytest.mark.parametrize("number", [1, 3])
def test_a_feed_costs_five_queries(client, django_assert_num_queries, number):
    for _ in range(number):
        published()

    with django_assert_num_queries(5):
        client.get("/rapports/flux.atom")


def test_an_empty_feed_is_one_too(client):
    assert parsed(client.get("/rapports/flux.atom")).xpath("a:entry", namespaces=ATOM) == []


def test_the_map_of_the_site_names_every_public_page_and_each_answers(client, three):
    places = parsed(client.get("/sitemap.xml")).xpath("s:sitemap/s:loc/text()", namespaces=MAP)
    assert places == [
        f"http://testserver/sitemap/{part}-1.xml" for part in ("pages", "rapports", "formations", "etablissements")
    ]

    named = [url for place in places for url in parsed(client.get(place)).xpath("s:url/s:loc/text()", namespaces=MAP)]

    assert named[:2] == ["http://testserver/rapports/", "http://testserver/rapports/verifier/"]
    assert len(named) == 11
    assert {client.get(url).status_code for url in named} == {200}
    beyond = f"/sitemap/rapports-{10**16}.xml"
    for address in ("/sitemap/rapports-2.xml", "/sitemap/autres-1.xml", "/sitemap/rapports-0.xml", beyond):
        assert client.get(address).status_code == 404


def test_a_long_map_has_several_parts(client, three, monkeypatch):
    monkeypatch.setattr(feeds, "ADDRESSES_A_PART", 2)

    assert b"/sitemap/rapports-2.xml" in client.get("/sitemap.xml").content
    part = parsed(client.get("/sitemap/rapports-2.xml"))
    assert part.xpath("s:url/s:loc/text()", namespaces=MAP) == [f"http://testserver{three[2].get_absolute_url()}"]
    assert part.xpath("s:url/s:lastmod/text()", namespaces=MAP) == ["2018-01-02"]


def test_the_map_is_never_empty(client):
    places = parsed(client.get("/sitemap.xml")).xpath("s:sitemap/s:loc/text()", namespaces=MAP)

    assert places == ["http://testserver/sitemap/pages-1.xml"]
    assert len(parsed(client.get(places[0])).xpath("s:url", namespaces=MAP)) == 2
    for address in ("/sitemap/rapports-1.xml", "/sitemap/pages-2.xml"):
        assert client.get(address).status_code == 404


def test_robots_are_told_where_the_map_is(client):
    said = client.get("/robots.txt")

    assert said["Content-Type"] == "text/plain; charset=utf-8"
    assert "Sitemap: http://testserver/sitemap.xml" in said.content.decode().splitlines()


# -- open data


def test_the_register_is_taken_away_as_csv(client, three):
    sections = (conclusion(weaknesses=[("a", []), ("b", [])], strengths=[("c", [])]),)
    odd = published(
        '=HYPERLINK("x")', kind=MASTER, field="+1", campaign="@x", sections=sections, on=dt.date(2020, 2, 3)
    )

    response = client.get("/rapports/rapports.csv", {"annee": ["2020", "2017"], "ordre": "ancien"})

    data = b"".join(response).decode()
    lines = list(csv.DictReader(io.StringIO(data.removeprefix("\ufeff"))))
    assert data.startswith("\ufeff") and response["Content-Type"] == "text/csv; charset=utf-8"
    assert [line["intitule"] for line in lines] == ["Licence Droit", '\'=HYPERLINK("x")']
    assert lines[1] == {
        "identifiant": odd.public_id,
        "intitule": '\'=HYPERLINK("x")',
        "etablissement": "Université",
        "etablissement_id": odd.evaluation.programme.institution.public_id,
        "partenaires": "",
        "formation_id": odd.evaluation.programme.public_id,
        "nature": "Master",
        "niveau": "Deuxième cycle",
        "domaine": "'+1",
        "campagne": "'@x",
        "referentiel": "essai",
        "publie_le": "2020-02-03",
        "version": "1",
        "points_forts": "1",
        "points_faibles": "2",
        "recommandations": "0",
        "adresse": f"http://testserver{odd.get_absolute_url()}",
        "pdf": f"http://testserver{odd.get_pdf_url()}",
        "pdf_sha256": odd.pdf_sha256,
    }


def test_the_register_is_taken_away_as_json(client, three):
    response = client.get("/rapports/rapports.json", {"nature": "master", "ordre": "intitule"})

    lines = json.loads(b"".join(response))
    assert [line["intitule"] for line in lines] == ["Master Chimie", "Master Droit"]
    assert lines[0]["pdf_sha256"] == three[2].pdf_sha256
    assert json.loads(b"".join(client.get("/rapports/rapports.json", {"annee": "1999"}))) == []


def test_nothing_unpublished_is_in_any_of_them(client):
    report = published("Licence Secrète", "inédit")
    report.entry.delete()
    type(report).objects.filter(pk=report.pk).update(kind=ReportKind.DRAFT, published_on=None)
    reads = [name for name in ACCESS if name.startswith("evaluations:report-") and "detail" not in name]

    for name in ("report-list", "report-csv", "report-json", "report-feed", "sitemap"):
        assert f"evaluations:{name}" in reads or name == "sitemap"
        response = client.get(reverse(f"evaluations:{name}"))
        data = b"".join(response) if response.streaming else response.content
        assert b"Secr" not in data and report.public_id.encode() not in data


@pytest.mark.parametrize(("form", "begins"), [("bib", b"@techreport{rapport-"), ("ris", b"TY  - RPRT\r\n")])
def test_a_citation_is_a_file(client, form, begins):
    report = published()

    response = client.get(f"{report.get_absolute_url()}citation.{form}")

    assert response.content.startswith(begins)
    assert response["Content-Disposition"] == f'attachment; filename="{report.public_id}.{form}"'
    assert client.get(f"{report.get_absolute_url()}citation.doc").status_code == 404
