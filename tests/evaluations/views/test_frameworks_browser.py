"""A framework made in a browser, without code: from a copy to publication; the pages are accessible on any screen."""

from pathlib import Path

import pytest
from django.conf import settings

from evaluations import framework_files, framework_library
from evaluations.models import Framework
from tests import factories

pytestmark = pytest.mark.browser

AXE = Path(settings.BASE_DIR) / "node_modules" / "axe-core" / "axe.min.js"
SIZES = [(360, 740), (1440, 900)]
DRAFT = "/referentiels/hceres-formations-2016/2/"
PAGES = [
    "/referentiels/",
    "/referentiels/nouveau/",
    "/referentiels/hceres-formations-2016/1/",
    DRAFT,
    f"{DRAFT}modifier/",
    f"{DRAFT}modifier/?partie=sections[1].criteria[0]",
    f"{DRAFT}modifier/?partie=sections[2].blocks[2]",
    f"{DRAFT}modifier/ajouter/?dans=sections[1]&liste=criteria",
]


@pytest.fixture
def published(live_server):
    path = framework_files.SHIPPED / "hceres-formations-2016.yaml"
    return framework_library.take_in(framework_files.read(path))[0]


@pytest.fixture
def signed_in(live_server, client):
    """The cookie of an officer's session, as a browser keeps it."""
    client.force_login(factories.officer())
    return {"name": "sessionid", "value": client.cookies["sessionid"].value, "url": live_server.url}


def test_an_officer_makes_a_framework_from_a_copy(live_server, published, signed_in, page):
    page.context.add_cookies([signed_in])
    page.goto(f"{live_server.url}/referentiels/")
    page.get_by_role("link", name="Nouveau référentiel").click()
    page.get_by_label("Partir de").select_option(label="Évaluation des formations, vague C 2016-2017 (version 1)")
    page.get_by_label("Intitulé du nouveau référentiel").fill("Évaluation des masters")
    page.get_by_role("button", name="Créer le brouillon").click()

    page.get_by_role("link", name="Objectifs", exact=True).click()
    page.get_by_label("Libellé").fill("Buts de la formation")
    page.get_by_role("button", name="Enregistrer").click()
    page.get_by_text("Enregistré.").wait_for()

    page.get_by_role("link", name="Rubrique « Analyse »").click()
    page.get_by_role("link", name="Ajouter un critère").click()
    page.get_by_label("Libellé").fill("Vie étudiante")
    page.get_by_role("button", name="Enregistrer", exact=True).click()
    page.get_by_text("ajouté à la fin de la liste").wait_for()

    page.get_by_role("link", name="Rubrique « Analyse »").click()
    page.get_by_role("button", name="Monter « Vie étudiante »").press("Enter")
    page.wait_for_url("**deplace=*")
    page.locator("button:focus").press("Enter")  # the same button has the focus again
    page.wait_for_url(lambda url: "deplace=sections[1].criteria[13]" in url)

    page.get_by_role("link", name="Publier cette version").click()
    page.locator("summary", has_text="Publier cette version").click()
    page.get_by_role("button", name="Oui, publier la version 1").click()
    page.get_by_text("Cette version est publiée").wait_for()

    made = Framework.objects.published().get(code="evaluation-des-masters").definition
    labels = [criterion.label for criterion in made.criteria]
    assert (labels[0], labels[13], len(labels)) == ("Buts de la formation", "Vie étudiante", 16)


def test_leaving_with_a_text_not_sent_asks_first(live_server, published, signed_in, page):
    framework_library.derive(published)
    page.context.add_cookies([signed_in])
    page.goto(f"{live_server.url}{DRAFT}modifier/?partie=sections[1]")
    page.get_by_label("Libellé").fill("Analyse du comité")
    asked = []
    page.on("dialog", lambda dialog: (asked.append(dialog.type), dialog.accept()))

    page.get_by_role("button", name="Descendre « Objectifs »").click()
    page.wait_for_url("**deplace=*")

    assert asked == ["beforeunload"]


@pytest.mark.parametrize("size", SIZES, ids=["phone", "desk"])
@pytest.mark.parametrize("path", PAGES)
def test_axe_finds_nothing_and_nothing_is_cut_off(live_server, published, signed_in, browser, path, size):
    framework_library.derive(published)
    # axe is put into the page by its text, which the policy of our pages rightly refuses.
    context = browser.new_context(viewport={"width": size[0], "height": size[1]}, bypass_csp=True, locale="fr-FR")
    context.add_cookies([signed_in])
    page = context.new_page()
    assert page.goto(live_server.url + path).status == 200

    page.add_script_tag(path=AXE)
    violations = page.evaluate("axe.run().then(found => found.violations.map(v => v.id + ' ' + v.nodes[0].html))")

    assert violations == []
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
    context.close()
