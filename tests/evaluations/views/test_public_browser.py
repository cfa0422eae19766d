"""The public pages in a browser: accessible, at the size of a phone and of a desk, by keyboard."""

from dataclasses import replace
from pathlib import Path

import pytest
from django.conf import settings
from django.urls import reverse

from evalprog import richtext
from evaluations.models import RegisterEntry
from tests.evaluations.reports.covers import COVERS
from tests.evaluations.reports.published import published_report
from tests.evaluations.reports.sample import sample_reading

pytestmark = pytest.mark.browser

AXE = Path(settings.BASE_DIR) / "node_modules" / "axe-core" / "axe.min.js"
SIZES = [(360, 740), (1440, 900)]
PAGES = [
    "/rapports/",
    "/rapports/?q=metrologie",
    "/rapports/?q=zoologie",
    "/rapports/?q=metrologei",
    "/rapports/filtres/etablissement/",
    "/rapports/verifier/",
    f"/rapports/verifier/{'a' * 64}/",
    "programme",
    "institution",
    "verified",
    "report",
    "/compte/connexion/",
    "/rapports/none/",
]


@pytest.fixture
def report(settings, tmp_path, live_server):
    settings.MEDIA_ROOT = tmp_path
    return published_report()


def address(path, report):
    """Of what is made anew for each test, the address is asked of its row."""
    entry = RegisterEntry.objects.get()
    made = {
        "programme": reverse("evaluations:programme-detail", args=[entry.programme.public_id]),
        "institution": reverse("evaluations:institution-detail", args=[entry.institution.key]),
        "verified": reverse("evaluations:report-verify-hash", args=[report.pdf_sha256]),
        "report": report.get_absolute_url(),
    }
    return made.get(path, path)


def faults(browser, url, size):
    """What axe finds, and whether the page is wider than its window."""
    # axe is put into the page by its text, which the policy of our pages rightly refuses.
    context = browser.new_context(viewport={"width": size[0], "height": size[1]}, bypass_csp=True, locale="fr-FR")
    page = context.new_page()
    page.goto(url)
    page.add_script_tag(path=AXE)
    found = page.evaluate("axe.run().then(found => found.violations.map(v => v.id + ' ' + v.nodes[0].html))")
    sticks_out = page.evaluate("document.documentElement.scrollWidth > window.innerWidth")
    context.close()
    return [*found, *(["sticks out"] if sticks_out else [])]


@pytest.mark.parametrize("size", SIZES, ids=["phone", "desk"])
@pytest.mark.parametrize("path", PAGES)
def test_axe_finds_nothing(live_server, report, browser, path, size):
    assert faults(browser, live_server.url + address(path, report), size) == []


@pytest.mark.parametrize("size", SIZES, ids=["phone", "desk"])
@pytest.mark.parametrize("kind", ["champ", "charts", "doctoral_school", "letter_grades", "matrix_of_counts", "opinion"])
def test_axe_finds_nothing_in_reports_of_every_kind(live_server, settings, tmp_path, browser, kind, size):
    settings.MEDIA_ROOT = tmp_path
    report = published_report(COVERS[kind]())

    assert faults(browser, live_server.url + report.get_absolute_url(), size) == []


def test_a_drawing_keeps_its_size_on_a_phone_and_is_no_stop_on_a_desk(live_server, settings, tmp_path, page):
    settings.MEDIA_ROOT = tmp_path
    page.set_viewport_size({"width": 360, "height": 740})
    page.goto(live_server.url + published_report(COVERS["charts"]()).get_absolute_url())
    region = page.locator(".figure .table-scroll:has(svg)").first

    assert region.evaluate("e => [e.tabIndex, e.role, e.scrollWidth > e.clientWidth]") == [0, "region", True]
    page.set_viewport_size({"width": 1440, "height": 900})
    page.wait_for_function("document.querySelector('.figure .table-scroll').tabIndex === -1")
    assert region.get_attribute("aria-label") is None


def test_a_citation_is_copied(live_server, report, browser):
    context = browser.new_context(permissions=["clipboard-read", "clipboard-write"], locale="fr-FR")
    page = context.new_page()
    page.goto(live_server.url + report.get_absolute_url())
    citation = page.locator("[data-citation=BibTeX]")

    citation.get_by_role("button", name="Copier").click()
    citation.get_by_role("button", name="Copié").wait_for()

    copied = page.evaluate("navigator.clipboard.readText()")
    assert copied == citation.locator("[data-copied]").text_content()
    assert copied.startswith("@techreport{")
    context.close()


@pytest.mark.parametrize("path", ["/rapports/", "report", "/compte/connexion/"])
def test_pages_load_without_a_word_in_the_console(live_server, report, page, path):
    said = []
    page.on("console", lambda message: said.append(message.text))
    page.on("pageerror", lambda error: said.append(str(error)))

    page.goto(live_server.url + (report.get_absolute_url() if path == "report" else path), wait_until="networkidle")

    assert said == []


def test_pages_ask_nobody_else_for_anything(live_server, report, page):
    asked = []
    page.on("request", lambda request: asked.append(request.url))

    page.goto(live_server.url + report.get_absolute_url(), wait_until="networkidle")

    assert [url for url in asked if not url.startswith(live_server.url)] == []


def test_a_wide_table_scrolls_in_its_own_region_on_a_phone(live_server, settings, tmp_path, page):
    settings.MEDIA_ROOT = tmp_path
    years = "".join(f'<th scope="col">{year}-{year + 1}</th>' for year in range(2010, 2018))
    table = f"<table><caption>Inscrits</caption><thead><tr>{years}</tr></thead></table>"
    reading = sample_reading()
    section = replace(reading.sections[0], text=richtext.clean(table))
    page.set_viewport_size({"width": 360, "height": 740})

    page.goto(live_server.url + published_report(replace(reading, sections=(section,))).get_absolute_url())

    region = page.get_by_role("region", name="Inscrits", exact=True)
    assert region.evaluate("e => e.scrollWidth > e.clientWidth && e.tabIndex === 0")
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")


def test_a_column_is_as_wide_as_its_longest_word_on_a_phone(live_server, settings, tmp_path, page):
    settings.MEDIA_ROOT = tmp_path
    heads = "".join(f'<th scope="col">{word}</th>' for word in ["Baccalauréat", "Entrants", "Redoublants", "Sortants"])
    row = '<th scope="row">Professionnel</th><td>6</td><td>1</td><td>3</td>'
    table = f"<table><caption>Devenir</caption><thead><tr>{heads}</tr></thead><tbody><tr>{row}</tr></tbody></table>"
    reading = sample_reading()
    section = replace(reading.sections[0], text=richtext.clean(table))
    page.set_viewport_size({"width": 360, "height": 740})

    page.goto(live_server.url + published_report(replace(reading, sections=(section,))).get_absolute_url())

    word = page.get_by_role("columnheader", name="Redoublants").locator(".nb")
    assert word.evaluate("e => e.getClientRects().length") == 1
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")


def test_the_first_key_leads_to_the_content(live_server, report, page):
    page.goto(f"{live_server.url}/rapports/")

    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.textContent") == "Aller au contenu"
    assert page.locator(".skip-link").bounding_box()["y"] >= 0
    page.keyboard.press("Enter")

    assert page.evaluate("document.activeElement.id") == "contenu"


def test_a_report_is_found_and_opened_by_keyboard(live_server, report, page):
    page.goto(f"{live_server.url}/rapports/")

    page.locator("#q").focus()
    page.keyboard.type("metrologie")
    page.keyboard.press("Enter")
    page.wait_for_url("**/rapports/?q=metrologie")
    page.locator(".register-row h3 a").focus()
    page.keyboard.press("Enter")
    page.wait_for_url(f"**{report.get_absolute_url()}")

    assert page.locator("h1").inner_text().startswith("Licence professionnelle Métiers de la mesure")


def test_the_table_of_contents_is_folded_on_a_phone_and_open_on_a_desk(live_server, report, page):
    page.set_viewport_size({"width": 360, "height": 740})
    page.goto(live_server.url + report.get_absolute_url())
    assert not page.locator(".page-contents a").first.is_visible()

    page.locator(".page-contents summary").click()
    page.locator('.page-contents a[href="#critere-diplomes"]').click()
    assert page.locator("#critere-diplomes h3").is_visible()

    page.set_viewport_size({"width": 1440, "height": 900})
    page.goto(live_server.url + report.get_absolute_url())
    assert page.locator(".page-contents a").first.is_visible()
