"""The institution before the page of its dossier in a real browser."""

import re
from pathlib import Path

import pytest
from django.conf import settings
from playwright.sync_api import expect

from evaluations import transitions
from evaluations.enums import SaveOutcome
from evaluations.models import DossierText, DossierTextRevision
from tests.evaluations import dossier_data as data

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

AXE = Path(settings.BASE_DIR) / "node_modules" / "axe-core" / "axe.min.js"


@pytest.fixture
def world(db, own_anchor):
    return data.world()


@pytest.fixture
def evaluation(world):
    return data.expected(world)


def address(evaluation):
    return f"{evaluation.get_absolute_url()}dossier/"


def write(page, code, text):
    """Opens the box by the keyboard, and types at the end of its text."""
    here = page.locator(f"[data-box='{code}']")
    if here.evaluate("box => !box.open"):
        here.locator("summary").first.focus()
        page.keyboard.press("Enter")
    page.wait_for_selector(f"[data-box='{code}'] .answer-form[data-ready]")
    here.locator(".tiptap").first.focus()
    page.keyboard.press("Control+End")
    page.keyboard.type(text)
    return here


def saved(here):
    expect(here.locator(".answer-form")).to_have_attribute("data-unsent", "0", timeout=15_000)


def problems_of(page):
    page.evaluate(AXE.read_text())
    result = page.evaluate("axe.run(document, {runOnly: ['wcag2a', 'wcag2aa', 'wcag21aa', 'best-practice']})")
    return [(one["id"], [node["html"][:120] for node in one["nodes"]]) for one in result["violations"]]


def test_a_text_saves_itself_and_the_page_says_what_is_still_missing(seat, world, evaluation):
    here = seat(world.contributor)
    page = here.open(address(evaluation))
    box = write(page, "presentation", "Une licence.")
    saved(box)

    assert DossierText.objects.get().text == "<p>Une licence.</p>"
    expect(box.locator("[data-status]")).to_have_text(re.compile(r"^Enregistré à \d\d:\d\d"))
    expect(box.locator("[data-answer-state]")).to_have_text("rédigée")
    expect(page.locator("[data-coverage]")).to_contain_text("1 rubrique rédigée sur 2")
    expect(page.locator("[data-missing] li")).to_have_count(1)
    assert here.errors == []


def test_a_value_of_a_table_is_written_as_a_reference(seat, world, evaluation):
    data.count(evaluation, by=world.contributor)
    page = seat(world.contributor).open(address(evaluation))
    box = write(page, "suivi", "Inscrits : ")
    box.locator("[data-insert] select").select_option("{{effectifs.inscrits.2025-2026}}")
    page.keyboard.press("Control+s")
    saved(box)

    assert "{{effectifs.inscrits.2025-2026}}" in DossierText.objects.get().text


def test_a_colleague_who_came_first_is_shown_and_nothing_is_lost(seat, world, evaluation):
    page = seat(world.contributor).open(address(evaluation))
    box = write(page, "presentation", "La mienne.")
    data.write(evaluation, text="<p>La première.</p>", by=world.signatory)
    page.keyboard.press("Control+s")

    conflict = box.locator(".conflict")
    expect(conflict).to_contain_text(world.signatory.name, timeout=15_000)
    assert DossierTextRevision.objects.get(outcome=SaveOutcome.SET_ASIDE).text == "<p>La mienne.</p>"
    conflict.get_by_role("button", name="Garder mon texte").click()
    saved(box)
    assert DossierText.objects.get().text == "<p>La mienne.</p>"


@pytest.mark.parametrize("width", [360, 1440])
def test_the_page_is_accessible_and_fits(seat, world, evaluation, width):
    data.fill(evaluation, world)
    data.count(evaluation, by=world.contributor)
    page = seat(world.contributor).open(f"{address(evaluation)}?ouvert=suivi")
    page.set_viewport_size({"width": width, "height": 900})
    page.wait_for_selector("[data-box='suivi'] .answer-form[data-ready]")

    assert problems_of(page) == []
    assert page.evaluate("document.documentElement.scrollWidth - window.innerWidth") <= 0


def test_who_writes_while_the_dossier_is_deposited_is_told_that_it_is_now_a_proposal(seat, world, evaluation):
    data.fill(evaluation, world)
    page = seat(world.contributor).open(address(evaluation))
    saved(write(page, "suivi", "Avant. "))
    warned = page.locator("[data-deposited-since]")
    expect(warned).to_be_hidden()

    transitions.deposit_dossier(evaluation, by=world.signatory)
    saved(write(page, "suivi", "Après."))

    expect(warned).to_be_visible()
    assert problems_of(page) == []
    assert data.snapshot(evaluation).reading.section("suivi").text == "<p>Avant.</p>"
