"""The server dies while somebody writes, and is started again: what they typed is saved, and once."""

import pytest
from playwright.sync_api import expect

from evaluations.enums import State
from evaluations.models import Assessment, AssessmentRevision
from tests import factories
from tests.evaluations.workspace.web_server import PATIENCE, Killable, session_of

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def server(tmp_path):
    site = Killable(tmp_path)
    yield site
    site.kill()


def test_what_is_typed_while_the_server_is_killed_is_saved_when_it_is_back(own_anchor, server, context):
    world = factories.world()
    evaluation = factories.evaluation(world, State.DRAFTING)
    server.start()
    context.add_cookies([{"name": "sessionid", "value": session_of(world.rapporteur), "url": server.url}])
    page = context.new_page()
    page.goto(f"{server.url}/evaluations/{evaluation.public_id}/criteres/avis/")
    page.wait_for_selector(".text-form[data-ready]")
    form = page.locator(".text-form")
    page.locator(".tiptap").click()
    page.keyboard.press("Control+End")

    page.keyboard.type(" Avant.")
    with page.expect_request("**/enregistrer"):
        page.keyboard.press("Control+s")
    server.kill()
    page.keyboard.type(" Pendant.")
    expect(page.locator("[data-status]")).to_contain_text("Le serveur ne répond pas", timeout=15_000)
    server.start()
    page.keyboard.type(" Après.")

    expect(form).to_have_attribute("data-unsent", "0", timeout=PATIENCE * 1000)
    assert Assessment.objects.get(code="avis").text == "<p>Un avis. Avant. Pendant. Après.</p>"
    assert page.evaluate("Object.keys(localStorage).length") == 0
    texts = list(AssessmentRevision.objects.order_by("number").values_list("text", flat=True))
    assert len(texts) == len(set(texts))  # a sending whose answer was lost is not saved twice
