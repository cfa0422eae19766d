"""The notice, the page of what was put away and the page of one of them, in a browser, on any screen, for everybody."""

from pathlib import Path

import pytest
from django.conf import settings

from tests import factories

pytestmark = pytest.mark.browser

AXE = Path(settings.BASE_DIR) / "node_modules" / "axe-core" / "axe.min.js"
SIZES = [(360, 740), (1440, 900)]
LIST = "/formations/gestion/"


@pytest.fixture
def description(live_server):
    return factories.description(factories.institution(name="Université d’essai"))


@pytest.fixture
def signed_in(live_server, client, description):
    """The cookie of a contributor's session, as a browser keeps it."""
    client.force_login(factories.contributor(description.programme.institution))
    return {"name": "sessionid", "value": client.cookies["sessionid"].value, "url": live_server.url}


def wrong_with(page) -> list[str]:
    page.add_script_tag(path=AXE)
    wrong = page.evaluate("axe.run().then(found => found.violations.map(v => v.id + ' ' + v.nodes[0].html))")
    return wrong if page.evaluate("document.documentElement.scrollWidth <= window.innerWidth") else [*wrong, "cut off"]


@pytest.mark.parametrize("size", SIZES, ids=["phone", "desk"])
def test_put_away_by_keyboard_found_again_and_undone(live_server, description, signed_in, browser, size):
    # axe is put into the page by its text, which the policy of our pages rightly refuses.
    context = browser.new_context(viewport={"width": size[0], "height": size[1]}, bypass_csp=True, locale="fr-FR")
    context.add_cookies([signed_in])
    page, found = context.new_page(), {}
    page.goto(live_server.url + LIST)

    page.get_by_role("button", name="Mettre de côté").focus()
    page.keyboard.press("Enter")
    page.get_by_text("Rien n’en est perdu.").wait_for()
    found["notice"] = wrong_with(page)
    page.get_by_role("link", name="Mises de côté (1)").click()
    page.get_by_role("heading", name="Mises de côté").wait_for()
    found["shelf"] = wrong_with(page)
    page.get_by_role("link", name="Master en administration des territoires").click()
    page.get_by_text("Cette description est mise de côté").wait_for()
    found["page"] = wrong_with(page)
    page.go_back()
    page.go_back()
    page.get_by_role("button", name="Annuler").click()
    page.get_by_text("de nouveau parmi vos formations.").wait_for()
    found["undone"] = wrong_with(page)
    context.close()

    description.refresh_from_db()
    assert (description.is_put_away, found) == (False, {"notice": [], "shelf": [], "page": [], "undone": []})
