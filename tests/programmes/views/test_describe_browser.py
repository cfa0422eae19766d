"""A programme described in a browser: by keyboard, pasted from a spreadsheet, on any screen, for everybody."""

import os
from pathlib import Path

import pytest
from django.conf import settings

from programmes.models import Description
from tests import factories
from tests.programmes.views.reading import document

pytestmark = pytest.mark.browser

AXE = Path(settings.BASE_DIR) / "node_modules" / "axe-core" / "axe.min.js"
SIZES = [(360, 740), (1440, 900)]
PAGES = [
    "",
    "?partie=groups[0]",
    "?partie=groups[0].courses[0]",
    "ajouter/?dans=groups[0]&liste=courses",
    "cours/?groupe=groups[0]",
    "matrice/",
    "versions/",
    "versions/1/",
    "publier/",
    "../",
    "../nouvelle/",
]
UNCODED = [{"outcomes": [{"code": "A1", "text": "lire"}, {"text": "rendre compte à un client"}]}]


@pytest.fixture
def institution(live_server):
    return factories.institution(name="Université d’essai")


@pytest.fixture
def description(institution):
    return factories.description(institution)


@pytest.fixture
def signed_in(live_server, client, institution):
    """The cookie of a signatory's session, as a browser keeps it."""
    client.force_login(factories.signatory(institution))
    return {"name": "sessionid", "value": client.cookies["sessionid"].value, "url": live_server.url}


def test_a_programme_is_begun_and_its_courses_typed_by_keyboard(live_server, signed_in, page):
    page.context.add_cookies([signed_in])
    page.goto(f"{live_server.url}/rapports/")
    page.get_by_role("link", name="Nos formations").click()
    page.get_by_role("link", name="Décrire une formation").first.click()
    page.get_by_label("Intitulé").fill("Master en droit")
    page.get_by_role("button", name="Commencer la description").click()
    page.get_by_role("link", name="Ajouter un groupe").click()
    page.get_by_label("Intitulé").fill("Tronc commun")
    page.get_by_label("Sorte de groupe").select_option(label="Tronc commun")
    page.get_by_role("button", name="Enregistrer", exact=True).click()
    page.get_by_role("link", name="Saisir les cours dans un tableau").click()

    page.locator("input[name=n0-code]").focus()
    for code, title, credits in (("DR1", "Droit civil", "5"), ("DR2", "Droit pénal", "2,5")):
        page.keyboard.type(code)
        page.keyboard.press("Tab")
        page.keyboard.type(title)
        page.keyboard.press("Tab")
        page.keyboard.type(credits)
        page.keyboard.press("Enter")
    page.get_by_role("button", name="Enregistrer").click()
    page.get_by_text("Enregistré : 2 cours.").wait_for()

    assert document(Description.objects.get())["groups"][0]["courses"] == [
        {"code": "DR1", "title": "Droit civil", "credits": 5},
        {"code": "DR2", "title": "Droit pénal", "credits": 2.5},
    ]


def test_forty_courses_are_pasted_into_the_cells(live_server, description, signed_in, page):
    page.context.add_cookies([signed_in])
    page.goto(f"{live_server.url}/formations/gestion/{description.public_id}/cours/?groupe=groups[0]")
    lines = "\n".join(f"P{number}\tCours {number}\t3" for number in range(40))

    page.locator("input[name=n0-code]").evaluate(
        """(cell, text) => {
            const data = new DataTransfer();
            data.setData("text/plain", text);
            cell.dispatchEvent(new ClipboardEvent("paste", { clipboardData: data, bubbles: true, cancelable: true }));
        }""",
        lines,
    )
    page.get_by_role("button", name="Enregistrer").click()
    page.get_by_text("Enregistré : 42 cours.").wait_for()

    courses = document(description)["groups"][0]["courses"]
    assert (len(courses), courses[-1]) == (42, {"code": "P39", "title": "Cours 39", "credits": 3})


def test_a_new_line_is_taken_away_before_it_is_saved(live_server, description, signed_in, page):
    page.context.add_cookies([signed_in])
    page.goto(f"{live_server.url}/formations/gestion/{description.public_id}/cours/?groupe=groups[0]")
    page.locator("[name=n0-code]").fill("FAUX")
    page.locator("[name=n1-code]").fill("ADT1103")
    page.locator("[name=n1-title]").fill("Europe")

    page.get_by_role("button", name="Retirer cette nouvelle ligne").first.click()
    assert page.evaluate("document.activeElement.name") == "n1-code"
    page.get_by_role("button", name="Ajouter une ligne").click()
    page.keyboard.type("ADT1104")
    page.keyboard.press("Tab")
    page.keyboard.type("Stage")
    page.get_by_role("button", name="Enregistrer").click()
    page.get_by_text("Enregistré : 4 cours.").wait_for()

    codes = [course["code"] for course in document(description)["groups"][0]["courses"]]
    assert codes[:2] == ["ADT1101", "ADT1102"] and sorted(codes[2:]) == ["ADT1103", "ADT1104"]


@pytest.mark.parametrize(
    "path, field", [("?partie=groups[0].courses[0]", "credits"), ("cours/?groupe=groups[0]", "c0-credits")]
)
def test_without_scripts_the_list_of_errors_has_the_focus_and_leads_to_the_fields(
    live_server, description, signed_in, browser, path, field
):
    context = browser.new_context(java_script_enabled=False, locale="fr-FR")
    context.add_cookies([signed_in])
    page = context.new_page()
    page.goto(f"{live_server.url}/formations/gestion/{description.public_id}/{path}")
    page.locator(f"[name={field}]").fill("beaucoup")
    page.get_by_role("button", name="Enregistrer", exact=True).click()

    page.locator("#erreurs:focus").wait_for()
    page.locator("#erreurs").get_by_role("link", name="Crédits").click()
    page.locator(f"[name={field}]:focus").wait_for()
    context.close()


def test_the_matrix_is_ticked_by_keyboard(live_server, description, signed_in, page):
    page.context.add_cookies([signed_in])
    page.goto(f"{live_server.url}/formations/gestion/{description.public_id}/matrice/")

    page.get_by_label("ADT1101, A1").focus()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowRight")
    page.keyboard.press("Space")
    page.get_by_role("button", name="Enregistrer la matrice").click()
    page.get_by_text("La matrice est enregistrée.").wait_for()

    assert document(description)["groups"][0]["courses"][1]["outcomes"] == ["A2"]


@pytest.mark.parametrize("size", SIZES, ids=["phone", "desk"])
def test_axe_finds_nothing_and_nothing_is_cut_off(live_server, description, signed_in, browser, size):
    # axe is put into the page by its text, which the policy of our pages rightly refuses.
    context = browser.new_context(viewport={"width": size[0], "height": size[1]}, bypass_csp=True, locale="fr-FR")
    context.add_cookies([signed_in])
    description.revisions.update(document=document(description) | {"outcome_sets": UNCODED})
    page, found = context.new_page(), {}
    for number, path in enumerate(PAGES):
        url = f"{live_server.url}/formations/gestion/{description.public_id}/{path}"
        assert page.goto(url).status == 200, path
        if shots := os.environ.get("SHOTS"):
            page.screenshot(path=f"{shots}/{number}-{size[0]}.png", full_page=True)
        page.add_script_tag(path=AXE)
        wrong = page.evaluate("axe.run().then(found => found.violations.map(v => v.id + ' ' + v.nodes[0].html))")
        if not page.evaluate("document.documentElement.scrollWidth <= window.innerWidth"):
            wrong.append("cut off")
        if wrong:
            found[path] = wrong
    context.close()

    assert found == {}


def test_a_very_long_word_of_a_title_is_cut_rather_than_the_page(live_server, institution, signed_in, page):
    long = factories.description(institution, title="Master " + "Transdisciplinarité" * 6)
    page.context.add_cookies([signed_in])
    page.set_viewport_size({"width": 360, "height": 740})
    widths = {}

    for path in ("", "cours/?groupe=groups[0]", "matrice/", "versions/", "apercu/", "publier/", "../"):
        page.goto(f"{live_server.url}/formations/gestion/{long.public_id}/{path}")
        widths[path] = page.evaluate("document.documentElement.scrollWidth")

    assert set(widths.values()) == {360}, widths


def test_a_text_is_written_in_the_editor_and_the_page_complains_of_nothing(live_server, description, signed_in, page):
    complaints = []
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.context.add_cookies([signed_in])

    page.goto(f"{live_server.url}/formations/gestion/{description.public_id}/?partie=groups[0].courses[0]")
    page.get_by_role("toolbar").first.wait_for()

    assert complaints == []
