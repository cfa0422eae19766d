"""Marking by selection, deciding; a file verified without leaving its machine."""

from pathlib import Path

import pytest
from django.conf import settings

from evaluations import transitions
from evaluations.enums import State
from evaluations.models import Report
from evaluations.reports import store
from tests import factories

AXE = Path(settings.BASE_DIR) / "node_modules" / "axe-core" / "axe.min.js"
pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def evaluation(own_anchor):
    world = factories.world()
    made = factories.evaluation(world, State.OBSERVATIONS_CLOSED)
    made.world = world
    return made


def select_words(page, words):
    page.evaluate(
        """(words) => {
            const walker = document.createTreeWalker(document.querySelector("#rapport"), NodeFilter.SHOW_TEXT);
            while (walker.nextNode()) {
                const at = walker.currentNode.data.indexOf(words);
                if (at < 0) continue;
                document.getSelection().setBaseAndExtent(walker.currentNode, at, walker.currentNode, at + words.length);
                return;
            }
        }""",
        words,
    )


@pytest.mark.parametrize("size", [(360, 800), (1440, 900)], ids=["phone", "wide"])
def test_a_selected_passage_is_marked_and_decided(open_page, evaluation, size):
    page = open_page("occultations/", "publisher", size)
    select_words(page, "observation")
    page.get_by_role("button", name="Occulter ce passage").click()

    assert page.locator("[name=quote]").input_value() == "observation"
    assert page.locator("[name=place]").input_value() == "observations general"
    page.locator("[name=reason]").select_option("BUSINESS")
    page.get_by_role("button", name="Marquer ce passage").click()
    page.get_by_text("Le passage est marqué.").wait_for()
    page.get_by_role("button", name="Décider ces occultations").click()
    page.get_by_text("Les occultations sont décidées.").wait_for()

    assert evaluation.redactions.get().quote == "observation"
    assert page.evaluate("document.documentElement.scrollWidth") <= size[0]
    assert page.refused == []


@pytest.mark.parametrize("size", [(360, 800), (1440, 900)], ids=["phone", "wide"])
def test_a_file_is_verified_without_being_sent(open_page, evaluation, tmp_path, size):
    factories.advance(evaluation, State.COUNTERSIGNED, evaluation.world)
    report = transitions.publish(evaluation, by=evaluation.world.publisher)
    file = tmp_path / "rapport.pdf"
    file.write_bytes(store.read(Report.objects.get(pk=report.pk).pdf_sha256))
    page = open_page("", "publisher", size)
    sent = []
    page.on("request", lambda request: sent.append(request.method))

    page.goto(page.url.split("/evaluations/")[0] + "/rapports/verifier/")
    page.locator("#file").set_input_files(file)
    page.locator("[data-verdict=known]").wait_for()

    assert set(sent) == {"GET"}
    assert page.url.endswith(f"/rapports/verifier/{report.pdf_sha256}/")
    assert page.evaluate("document.documentElement.scrollWidth") <= size[0]
    assert page.refused == []


@pytest.mark.parametrize("size", [(360, 800), (1440, 900)], ids=["phone", "wide"])
@pytest.mark.parametrize("path", ["occultations/", "occultations/apercu/"])
def test_axe_finds_nothing(open_page, evaluation, path, size):
    mark = {"place": "observations general", "quote": "observation", "reason": "BUSINESS", "precision": ""}
    transitions.propose_redaction(evaluation, by=evaluation.world.publisher, **mark)
    page = open_page(path, "publisher", size, bypass_csp=True)

    page.add_script_tag(path=AXE)
    assert [(v["id"], v["nodes"][0]["html"]) for v in page.evaluate("axe.run()")["violations"]] == []
    assert page.evaluate("document.documentElement.scrollWidth") <= size[0]


def test_a_passage_is_marked_by_keyboard_alone(open_page, evaluation):
    page = open_page("occultations/", "publisher")

    page.locator("[data-part=general]").focus()
    page.keyboard.press("ArrowRight")
    page.get_by_role("button", name="Occulter ce passage").wait_for()
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.name") == "reason"
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    page.get_by_text("Le passage est marqué.").wait_for()

    assert evaluation.redactions.get().quote == "Une observation."
