"""The journal and the messages in a browser: accessible, and no wider than a phone."""

from pathlib import Path

import pytest
from django.conf import settings

from evaluations.enums import DeliveryState, State
from evaluations.models import Delivery
from tests import factories

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

AXE = Path(settings.BASE_DIR) / "node_modules" / "axe-core" / "axe.min.js"
SIZES = [(360, 740), (1440, 900)]


@pytest.fixture
def page_of(live_server, browser, client, own_anchor):
    """A function that opens an address as an officer, at a size."""
    world = factories.world()
    evaluation = factories.evaluation(world, State.DRAFT_TRANSMITTED)
    first = Delivery.objects.first()
    Delivery.objects.filter(pk=first.pk).update(state=DeliveryState.FAILED, error="550 x" * 20, sent_at=None)
    client.force_login(world.officer)
    cookie = {"name": "sessionid", "value": client.cookies["sessionid"].value, "url": live_server.url}
    contexts = []

    def open_page(path, size):
        # axe is put into the page by its text, which the policy of our pages rightly refuses.
        context = browser.new_context(viewport={"width": size[0], "height": size[1]}, bypass_csp=True, locale="fr-FR")
        contexts.append(context)
        context.add_cookies([cookie])
        page = context.new_page()
        page.goto(live_server.url + path.format(evaluation.public_id))
        return page

    yield open_page
    for context in contexts:
        context.close()


@pytest.mark.parametrize("size", SIZES, ids=["phone", "desk"])
@pytest.mark.parametrize("path", ["/evaluations/{}/journal/", "/evaluations/{}/messages/", "/messages/?etat=FAILED"])
def test_axe_finds_nothing_and_nothing_sticks_out(page_of, path, size):
    page = page_of(path, size)

    page.evaluate(AXE.read_text())
    violations = page.evaluate("axe.run()")["violations"]
    assert [(v["id"], [n["html"] for n in v["nodes"]]) for v in violations] == []
    assert page.evaluate("document.documentElement.scrollWidth") <= size[0]
