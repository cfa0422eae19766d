"""The contradictory phase from the draft to the published report, by keyboard, in five people's browsers."""

import re
from pathlib import Path

import pytest
from django.conf import settings
from playwright.sync_api import expect

from evaluations import writing
from evaluations.enums import FindingKind, ReportKind, State
from evaluations.models import CorrectionRequest, Observation
from tests import factories, replay

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

PASSWORD = "quatre mots sans rapport"
AXE = Path(settings.BASE_DIR) / "node_modules" / "axe-core" / "axe.min.js"


@replay.kept
def beginning():
    """The agency has read the draft; those who will sign have a password to confirm who they are."""
    world = factories.world()
    drafting = factories.evaluation(world, State.DRAFTING)
    factories.write(drafting, "<p>La formation est ouverte. Elle accueille 42 étudiants.</p>")
    writing.add_finding(drafting, FindingKind.WEAKNESS, "Le suivi des diplômés est irrégulier.")
    factories.advance(drafting, State.AGENCY_READING, world)
    for person in (world.chair, world.signatory, world.publisher):
        person.set_password(PASSWORD)
        person.save()
    drafting.world = world
    return drafting


@pytest.fixture
def evaluation(own_anchor):
    return beginning()


def confirm(page):
    """Who they are, when they are asked."""
    page.locator("#id_password").fill(PASSWORD)
    page.keyboard.press("Enter")


def press(page, name):
    page.get_by_role("button", name=name, exact=True).press("Enter")


def test_from_the_draft_to_the_published_report_by_keyboard(open_page, evaluation):
    page = open_page("actes/transmettre/", "officer")
    press(page, "Transmettre le projet")
    page.get_by_text("Le projet est transmis à l’établissement.").wait_for()

    page = open_page("corrections/", "contributor")
    page.locator("[data-correctable] [data-part='text']").first.focus()
    for key in ("ArrowRight", "ArrowRight"):  # the second sentence
        page.keyboard.press(key)
    page.locator("[data-correction-menu]").wait_for(state="visible")
    page.keyboard.press("Enter")
    expect(page.locator("#erreur-quote")).not_to_have_value("")
    page.keyboard.type("Ils sont 45.")
    page.keyboard.press("Tab")
    page.keyboard.type("45 étudiants")
    page.locator("form[data-form='correction-add'] [type='submit']").press("Enter")
    page.get_by_text("1 erreur à envoyer").wait_for()

    page = open_page("actes/repondre-au-projet/", "signatory")
    press(page, "Répondre au projet")
    page.get_by_text("Votre réponse est enregistrée.").wait_for()

    page = open_page("corrections/", "chair")
    page.get_by_label("acceptée", exact=True).press("Space")
    press(page, "Enregistrer la décision")
    text = page.locator(".workspace-text [contenteditable='true']")
    text.focus()
    page.keyboard.press("Control+End")
    page.keyboard.type(" Soit 45 étudiants.")
    page.locator(".is-opened .state[data-state='LINKED']").wait_for()
    page = open_page("actes/signer/", "chair")
    confirm(page)
    expect(page.locator(".signing-hash code")).to_have_text(re.compile("[0-9a-f]{64}"))
    press(page, "Signer le rapport")
    page.get_by_text("Votre signature est enregistrée.").wait_for()

    page = open_page("actes/ouvrir-les-observations/", "officer")
    press(page, "Ouvrir les observations")
    page.get_by_text("Le rapport provisoire est envoyé ; les observations sont ouvertes.").wait_for()

    page = open_page("observations/", "contributor")
    box = page.locator("[data-box='point-faible-1']")
    box.locator("summary").press("Enter")
    box.locator(".tiptap").first.focus()
    page.keyboard.type("Une enquête est lancée.")
    page.keyboard.press("Control+s")
    expect(box.locator(".answer-form")).to_have_attribute("data-unsent", "0", timeout=15_000)

    page = open_page("observations/deposer/", "signatory")
    confirm(page)
    page.get_by_label("Qualité").fill("présidente de l’université")
    page.locator("form[data-keep] [type='submit']").press("Enter")
    page.wait_for_url("**/observations/recu/1/")

    page = open_page("actes/contresigner/", "publisher")
    confirm(page)
    press(page, "Contresigner le rapport")
    page.get_by_text("Le rapport est contresigné.").wait_for()
    page = open_page("actes/publier/", "publisher")
    press(page, "Publier le rapport")
    page.get_by_text("Le rapport est publié.").wait_for(timeout=60_000)

    page = open_page("contradictoire/", "officer")
    page.get_by_text("1 point faible sur 1 a reçu une réponse.").wait_for()
    page.evaluate(AXE.read_text())
    assert page.evaluate("axe.run().then(found => found.violations.map(v => v.id))") == []

    published = evaluation.reports.get(kind=ReportKind.FINAL).reading
    assert (
        published.sections[0].text == "<p>La formation est ouverte. Elle accueille 42 étudiants. Soit 45 étudiants.</p>"
    )
    assert [item.text for item in published.observations.items] == ["<p>Une enquête est lancée.</p>"]
    assert CorrectionRequest.objects.get().is_granted
    assert Observation.objects.get().late is False
