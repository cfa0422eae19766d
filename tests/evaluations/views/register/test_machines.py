"""What machines read of the register: feed, map of the site, robots."""

import pytest

from evaluations.views.public import feeds
from tests.evaluations.register.reports import published
from tests.evaluations.views.register.pages import parsed

pytestmark = pytest.mark.django_db
ATOM = {"a": "http://www.w3.org/2005/Atom"}
MAP = {"s": "http://www.sitemaps.org/schemas/sitemap/0.9"}


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

    assert named[:3] == [f"http://testserver/{path}/" for path in ("rapports", "formations", "rapports/verifier")]
    assert len(named) == 12
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
    assert len(parsed(client.get(places[0])).xpath("s:url", namespaces=MAP)) == 3
    for address in ("/sitemap/rapports-1.xml", "/sitemap/pages-2.xml"):
        assert client.get(address).status_code == 404


def test_robots_are_told_where_the_map_is(client):
    said = client.get("/robots.txt")

    assert said["Content-Type"] == "text/plain; charset=utf-8"
    assert "Sitemap: http://testserver/sitemap.xml" in said.content.decode().splitlines()
