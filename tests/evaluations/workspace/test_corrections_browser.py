"""Errors of fact in a browser, by keyboard: selected, signalled, sent, ruled on, the text changed and linked."""

from pathlib import Path

import pytest
from django.conf import settings

from evaluations import writing
from evaluations.enums import State
from evaluations.models import CorrectionRequest
from tests import factories, replay

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

AXE = Path(settings.BASE_DIR) / "node_modules" / "axe-core" / "axe.min.js"
AVIS = "<p>La formation est ouverte. Elle accueille 42 étudiants.</p><ul><li>Le taux est de 78 %.</li></ul>"


SCALES = [{"code": "degres", "label": "Degrés", "values": [{"code": "B", "label": "Assez satisfaisant"}]}]
ANALYSIS = {
    "code": "analyse",
    "kind": "criteria",
    "label": "Analyse",
    "criteria": [{"code": "pilotage", "label": "Pilotage", "kind": "scale", "scale": "degres"}],
}


@replay.kept
def beginning():
    sections = [*factories.TINY_FRAMEWORK["sections"], ANALYSIS]
    world = factories.world(framework=factories.framework(sections=sections, scales=SCALES))
    drafting = factories.evaluation(world, State.DRAFTING)
    writing.write_text(drafting, "avis", AVIS)
    writing.write_text(drafting, "pilotage", "<p>Un conseil se réunit.</p>")
    writing.write_answer(drafting, "pilotage", "B")
    factories.advance(drafting, State.DRAFT_TRANSMITTED, world)
    drafting.world = world
    return drafting


@pytest.fixture
def evaluation(own_anchor):
    return beginning()


def check(page):
    """Accessible, and no wider than the window."""
    page.evaluate(AXE.read_text())
    broken = page.evaluate("axe.run().then(found => found.violations.map(v => v.id + ' ' + v.nodes[0].html))")
    assert broken == []
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


def test_from_the_selected_sentence_to_the_linked_change_by_keyboard(open_page, evaluation):
    page = open_page("corrections/", "contributor")
    page.locator("[data-correctable] [data-part='text']").first.focus()
    page.keyboard.press("ArrowRight")
    page.keyboard.press("ArrowRight")
    page.locator("[data-correction-menu]").wait_for(state="visible")
    page.keyboard.press("Enter")
    assert page.input_value("#erreur-quote") == "Elle accueille 42 étudiants."
    assert page.input_value("#erreur-place") == "texte:avis"
    page.keyboard.type("Ils sont 45.")
    page.keyboard.press("Tab")
    page.keyboard.type("45 étudiants")
    page.locator("form[data-form='correction-add'] [type='submit']").press("Enter")
    page.get_by_text("1 erreur à envoyer").wait_for()
    check(page)

    page = open_page("actes/repondre-au-projet/", "signatory")
    page.get_by_text("1 erreur factuelle sera envoyée").wait_for()
    check(page)
    page.get_by_role("button", name="Répondre au projet").press("Enter")
    page.get_by_text("Votre réponse est enregistrée.").wait_for()

    page = open_page("corrections/", "chair")
    check(page)
    page.get_by_label("acceptée", exact=True).press("Space")
    page.get_by_role("button", name="Enregistrer la décision").press("Enter")
    page.locator(".is-opened").wait_for()
    check(page)
    text = page.locator(".workspace-text [contenteditable='true']")
    text.focus()
    page.keyboard.press("Control+End")
    page.keyboard.type(" Soit 45 étudiants.")
    page.locator(".is-opened .state[data-state='LINKED']").wait_for()

    answered = CorrectionRequest.objects.get()
    assert (answered.change_from, answered.change_to) == (2, 3)


SELECT = """([from, to]) => {
  const words = document.querySelector("[data-correctable] [data-part='text'] p").firstChild;
  document.getSelection().setBaseAndExtent(words, words.data.indexOf(from) + 2, words, words.data.indexOf(to) + 4);
}"""


def test_words_half_selected_are_quoted_whole_and_a_refused_form_opens_in_sight(open_page):
    page = open_page("corrections/", "contributor")
    page.set_viewport_size({"width": 360, "height": 740})
    page.evaluate(SELECT, ["accueille", "étudiants"])  # as a mouse does, from within a word to within another
    page.locator("[data-correction-menu] button").click()
    assert page.input_value("#erreur-quote") == "accueille 42 étudiants"

    page.fill("#erreur-quote", "accueille 43 étudiants")
    page.fill("#erreur-wrong", "Ils sont 45.")
    page.locator("form[data-form='correction-add'] [type='submit']").click()

    refused = page.get_by_text("Ces mots ne sont pas dans")
    refused.wait_for()
    assert 0 <= refused.bounding_box()["y"] <= 740
    check(page)


def test_an_answer_on_a_scale_is_chosen_by_keyboard_like_a_sentence(open_page):
    page = open_page("corrections/", "contributor")
    answer = page.locator("[data-correctable] [data-part='answer B']")
    assert answer.get_attribute("tabindex") == "0"
    answer.focus()
    page.keyboard.press("ArrowRight")
    page.locator("[data-correction-menu]").wait_for(state="visible")
    check(page)
    page.keyboard.press("Enter")

    assert page.input_value("#erreur-quote") == "Assez satisfaisant"
    assert page.input_value("#erreur-place") == "texte:pilotage"


@pytest.mark.parametrize("size", [(360, 740), (1440, 900)])
def test_the_pages_are_accessible_and_no_wider_than_a_phone(open_page, size):
    check(open_page("corrections/", "contributor", size, bypass_csp=True))
