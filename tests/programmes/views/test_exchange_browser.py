"""The page that takes files in, in a browser: accessible, no wider than a phone, from the file to the drafts."""

from pathlib import Path

import pytest
from django.conf import settings

from programmes import exports
from programmes.models import Description
from tests import factories
from tests.programmes.everything import everything

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

AXE = Path(settings.BASE_DIR) / "node_modules" / "axe-core" / "axe.min.js"
SIZES = [(360, 740), (1440, 900)]
BAD = b"year;institution.name;kind;title\n2024-2026;U;MASTER;T\n2024-2025;U;MAITRISE;T\n"
GOOD = {"name": "catalogue.yaml", "mimeType": "application/yaml"}


@pytest.fixture
def page_of(live_server, browser, client):
    """A function that opens the page as somebody of an institution, at a size."""
    client.force_login(factories.contributor(factories.institution(name="Université d’essai", uai="0673021V")))
    cookie = {"name": "sessionid", "value": client.cookies["sessionid"].value, "url": live_server.url}
    contexts = []

    def open_page(size):
        context = browser.new_context(viewport={"width": size[0], "height": size[1]}, bypass_csp=True, locale="fr-FR")
        contexts.append(context)
        context.add_cookies([cookie])
        page = context.new_page()
        page.goto(f"{live_server.url}/formations/importer/")
        return page

    yield open_page
    for context in contexts:
        context.close()


def read(page, data):
    page.set_input_files("input[type=file]", {**GOOD, "name": data[0], "buffer": data[1]})
    page.click("[data-form=programmes-read] [type=submit]")
    page.wait_for_load_state()


@pytest.mark.parametrize("size", SIZES, ids=["phone", "desk"])
@pytest.mark.parametrize("data", [None, ("x.csv", BAD), ("x.yaml", exports.write("yaml", everything()))])
def test_axe_finds_nothing_and_nothing_sticks_out(page_of, size, data):
    page = page_of(size)
    if data:
        read(page, data)

    page.evaluate(AXE.read_text())
    violations = page.evaluate("axe.run()")["violations"]
    assert [(v["id"], [n["html"] for n in v["nodes"]]) for v in violations] == []
    assert page.evaluate("document.documentElement.scrollWidth") <= size[0]


def test_from_the_file_to_the_drafts(page_of):
    page = page_of(SIZES[1])
    read(page, ("x.yaml", exports.write("yaml", everything())))

    page.click("[data-form=programmes-import] [type=submit]")

    page.wait_for_url("**/formations/gestion/")
    assert Description.objects.get().revisions.get().content == everything()
