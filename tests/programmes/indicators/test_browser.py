"""The pages of indicators in a browser: axe, phone, keyboard, a block of cells pasted, references copied."""

from pathlib import Path

import pytest
from django.conf import settings
from django.urls import reverse

from programmes import figures_writing
from tests import factories
from tests.programmes.indicators.samples import origins, regions

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
AXE = Path(settings.BASE_DIR) / "node_modules" / "axe-core" / "axe.min.js"
PHONE, DESK = {"width": 360, "height": 780}, {"width": 1440, "height": 900}


@pytest.fixture
def programme():
    programme = factories.programme(factories.institution())
    figures_writing.add(programme, origins(), by=None)
    figures_writing.add(programme, regions(), by=None)
    return programme


@pytest.fixture
def cookies(programme, client, live_server):
    client.force_login(factories.contributor(programme.institution))
    return [{"name": "sessionid", "value": client.cookies["sessionid"].value, "url": live_server.url}]


def opened(browser, cookies, url, size):
    # axe is put into the page by its text, which the policy of our pages rightly refuses.
    context = browser.new_context(viewport=size, bypass_csp=True, locale="fr-FR")
    context.add_cookies(cookies)
    page = context.new_page()
    page.goto(url)
    return page


@pytest.mark.parametrize("size", [PHONE, DESK], ids=["phone", "desk"])
@pytest.mark.parametrize("name", ["list", "add", "new", "edit", "history"])
def test_axe_finds_nothing_and_the_page_is_no_wider_than_its_window(
    live_server, browser, programme, cookies, name, size
):
    own = [programme.indicators.first().public_id] if name in ("edit", "history") else []
    url = live_server.url + reverse(f"programmes:indicator-{name}", args=[programme.public_id, *own])
    page = opened(browser, cookies, url, size)

    page.evaluate(AXE.read_text())
    found = page.evaluate("axe.run().then(found => found.violations.map(v => v.id + ' ' + v.nodes[0].html))")

    assert found == []
    assert page.evaluate("document.documentElement.scrollWidth") <= size["width"]


def test_the_grid_is_filled_by_keyboard_and_by_a_block_of_cells(live_server, browser, programme, cookies):
    own = programme.indicators.first()
    url = live_server.url + reverse("programmes:indicator-edit", args=[programme.public_id, own.public_id])
    page = opened(browser, cookies, url, DESK)

    page.focus('[name="cell-0-0"]')
    page.keyboard.press("ArrowDown")
    assert page.evaluate("document.activeElement.name") == "cell-1-0"
    page.keyboard.press("ArrowRight")
    page.keyboard.press("ArrowRight")
    page.keyboard.press("ArrowUp")
    page.evaluate(
        """() => {
          const data = new DataTransfer();
          data.setData("text/plain", "30\\t31\\n28\\t29\\n");
          document.activeElement.dispatchEvent(new ClipboardEvent("paste", {clipboardData: data, bubbles: true}));
        }"""
    )
    page.wait_for_function("""document.querySelector('[name="cell-1-2"]').value === "29" """)
    page.get_by_role("button", name="Enregistrer le tableau").click()
    page.wait_for_url("**/indicateurs/")
    page.wait_for_load_state()

    table = programme.indicators.tables()[0]
    assert [row.values[:3] for row in table.rows[:2]] == [("13", "30", "31"), ("11", "28", "29")]
