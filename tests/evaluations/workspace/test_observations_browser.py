"""The institution before its page in a real browser: many texts, none of which is lost."""

import os
import re
from pathlib import Path

import pytest
from django.conf import settings
from django.contrib.sessions.models import Session
from playwright.sync_api import expect

from evaluations import transitions, writing
from evaluations.enums import FindingKind, SaveOutcome
from evaluations.models import ItemRevision, Observation, ObservationItem
from evaluations.workspace import observations
from tests import replay
from tests.evaluations import sent_files
from tests.evaluations.workspace.answering import address, observed

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

AXE = Path(settings.BASE_DIR) / "node_modules" / "axe-core" / "axe.min.js"
PASSWORD = "quatre mots sans rapport"
MANY = [
    (FindingKind.WEAKNESS, "Le suivi du devenir des diplômés reste irrégulier et ne couvre pas toutes les promotions."),
    (FindingKind.WEAKNESS, "La mobilité internationale, pourtant annoncée, ne concerne que deux étudiants par an."),
    (FindingKind.WEAKNESS, "Le conseil de perfectionnement ne se réunit pas chaque année."),
    (FindingKind.STRENGTH, "L’équipe pédagogique associe de nombreux professionnels du secteur."),
    (FindingKind.RECOMMENDATION, "Mettre en place un suivi des diplômés à dix-huit et à trente mois."),
]  # fmt: skip


@replay.kept
def beginning():
    return observed(MANY)


@pytest.fixture
def stage(db, own_anchor):
    return beginning()


@pytest.fixture
def world(stage):
    return stage[0]


@pytest.fixture
def evaluation(stage):
    return stage[1]


def box(page, name):
    return page.locator(f"[data-box='{name}']")


def write(page, name, text):
    """Opens the box by the keyboard, and types at the end of its text."""
    here = box(page, name)
    if here.evaluate("box => box.matches('details') && !box.open"):
        here.locator("summary").focus()
        page.keyboard.press("Enter")
    here.scroll_into_view_if_needed()
    page.wait_for_selector(f"[data-box='{name}'] .answer-form[data-ready]")
    here.locator(".tiptap").first.focus()
    page.keyboard.press("Control+End")
    page.keyboard.type(text)
    return here


def saved(here):
    expect(here.locator(".answer-form")).to_have_attribute("data-unsent", "0", timeout=15_000)


def texts():
    return {observations.name_of(item): item.text for item in ObservationItem.objects.select_related("finding")}


def look(page, name):
    """A picture to be looked at, where somebody asks for it."""
    if folder := os.environ.get("PICTURES"):
        page.evaluate("window.scrollTo(0, 0)")
        page.screenshot(path=f"{folder}/{name}.png", full_page=True)


def problems_of(page):
    page.evaluate(AXE.read_text())
    result = page.evaluate("axe.run(document, {runOnly: ['wcag2a', 'wcag2aa', 'wcag21aa', 'best-practice']})")
    return [(one["id"], [node["html"][:120] for node in one["nodes"]]) for one in result["violations"]]


def test_boxes_are_filled_by_the_keyboard_and_each_says_when_it_was_saved(seat, world, evaluation):
    here = seat(world.contributor)
    page = here.open(address(evaluation))
    assert page.locator(".answers .tiptap").count() == 0  # an editor is made for a box that is opened

    first = write(page, "point-faible-1", "Une enquête est lancée.")
    first.locator("select[name=value]").select_option("ACTION_PLANNED")
    first.locator("input[name=on]").fill("2027-09-01")
    second = write(page, "point-fort-1", "Merci.")
    page.keyboard.press("Control+s")
    saved(first)
    saved(second)

    assert page.locator(".answers details .tiptap").count() == 2
    assert texts() == {"point-faible-1": "<p>Une enquête est lancée.</p>", "point-fort-1": "<p>Merci.</p>"}
    assert ObservationItem.objects.get(target="WEAKNESS").value == "ACTION_PLANNED 2027-09-01"
    expect(first.locator("[data-status]")).to_have_text(re.compile(r"^Enregistré à \d\d:\d\d$"))
    expect(page.locator("[data-coverage]")).to_contain_text("1 point faible sur 3")
    expect(first.locator("[data-answer-state]")).to_have_text("action prévue")
    expect(page.locator("[data-answered=weakness]")).to_have_text("1")
    assert page.evaluate("Object.keys(localStorage).length") == 0
    assert here.errors == []


def test_offline_each_box_says_so_and_both_are_sent_when_the_network_is_back(seat, world, evaluation):
    here = seat(world.contributor)
    page = here.open(address(evaluation))
    write(page, "point-faible-1", "Un")
    saved(box(page, "point-faible-1"))

    here.context.set_offline(True)
    first, second = write(page, "point-faible-1", " de plus"), write(page, "point-faible-2", "Deux")
    page.keyboard.press("Control+s")
    for one in (first, second):
        expect(one.locator("[data-status]")).to_have_text(re.compile("^Hors ligne, "))
    expect(page.locator("[data-all-status]")).to_have_text("2 textes ne sont pas encore enregistrés")
    assert page.evaluate("Object.keys(localStorage).length") == 2  # one entry each
    here.context.set_offline(False)
    page.evaluate("window.dispatchEvent(new Event('online'))")
    saved(first)
    saved(second)

    assert texts() == {"point-faible-1": "<p>Un de plus</p>", "point-faible-2": "<p>Deux</p>"}


def test_what_was_typed_in_a_page_that_was_closed_is_sent_by_the_next(seat, world, evaluation):
    here = seat(world.contributor)
    page = here.open(address(evaluation))
    page.wait_for_selector("[data-answers][data-ready]")  # the scripts are there before the network goes
    here.context.set_offline(True)
    write(page, "point-faible-3", "Écrit dans le train.")
    page.close(run_before_unload=False)
    here.context.set_offline(False)

    again = here.open(address(evaluation))
    expect(box(again, "point-faible-3")).to_have_attribute("open", "")
    again.wait_for_selector("[data-box='point-faible-3'] .answer-form[data-ready]")
    saved(box(again, "point-faible-3"))

    assert texts() == {"point-faible-3": "<p>Écrit dans le train.</p>"}


def test_two_people_in_one_box_are_shown_both_texts_and_others_are_left_alone(seat, world, evaluation):
    page = seat(world.contributor).open(address(evaluation))
    first = write(page, "point-faible-1", "La mienne.")
    write(page, "point-faible-2", "À part.")
    observations.save(
        evaluation, "point-faible-1", "<p>La sienne.</p>", base_revision=0, save_id=None, by=world.signatory
    )

    page.keyboard.press("Control+s")
    conflict = first.locator("#conflit")
    expect(conflict).to_contain_text("a écrit avant vous")
    look(page, "conflict")
    saved(box(page, "point-faible-2"))
    conflict.locator("[data-form=conflict-keep-theirs] button").click()

    expect(first.locator(".tiptap").first).to_have_text("La sienne.")
    expect(conflict).to_have_count(0)
    assert texts() == {"point-faible-1": "<p>La sienne.</p>", "point-faible-2": "<p>À part.</p>"}
    assert ItemRevision.objects.get(outcome=SaveOutcome.SET_ASIDE).text == "<p>La mienne.</p>"


def test_two_tabs_of_one_person_follow_each_other(seat, world, evaluation):
    here = seat(world.contributor)
    one, other = (
        here.open(address(evaluation, "?ouvert=point-faible-1")),
        here.open(address(evaluation, "?ouvert=point-faible-1")),
    )
    other.wait_for_selector("[data-box='point-faible-1'] .answer-form[data-ready]")

    saved(write(one, "point-faible-1", "D’un onglet."))

    expect(box(other, "point-faible-1").locator(".tiptap")).to_have_text("D’un onglet.")


def test_a_session_that_ended_is_opened_again_in_place(seat, world, evaluation):
    world.contributor.set_password(PASSWORD)
    world.contributor.save()
    page = seat(world.contributor).open(address(evaluation))
    here = write(page, "point-faible-1", "Avant.")
    saved(here)
    Session.objects.all().delete()

    page.keyboard.type(" Après.")
    page.keyboard.press("Control+s")
    page.locator("#session-dialog input[type=password]").fill(PASSWORD)
    page.keyboard.press("Enter")
    saved(here)

    assert texts() == {"point-faible-1": "<p>Avant. Après.</p>"}


def test_a_table_of_a_spreadsheet_stays_a_table(seat, world, evaluation):
    page = seat(world.contributor).open(address(evaluation, "?ouvert=point-faible-1"))
    here = write(page, "point-faible-1", "")
    paste = """(data) => {
      const transfer = new DataTransfer();
      for (const [type, said] of Object.entries(data)) transfer.setData(type, said);
      const options = {clipboardData: transfer, bubbles: true, cancelable: true};
      document.activeElement.dispatchEvent(new ClipboardEvent("paste", options));
    }"""
    page.evaluate(paste, {"text/html": "<table><tr><td>2025</td><td>42</td></tr></table>", "text/plain": "2025\t42"})
    page.keyboard.press("Control+s")
    saved(here)
    letter = write(page, "lettre", "")
    page.evaluate(paste, {"text/plain": "Année\tInscrits\n2026\t51"})
    page.keyboard.press("Control+s")
    saved(letter)

    assert texts()["point-faible-1"].count("<td>") == 2
    assert Observation.objects.get().text.count("<tr>") == 2


def test_the_deposit_from_the_page_to_the_receipt(seat, world, evaluation, tmp_path):
    world.signatory.set_password(PASSWORD)
    world.signatory.save()
    file = tmp_path / "Annexe.pdf"
    file.write_bytes(sent_files.pdf("Une page."))
    here = seat(world.signatory)
    page = here.open(address(evaluation))
    saved(write(page, "point-faible-1", "Une enquête est lancée auprès des diplômés des trois dernières promotions."))
    box(page, "point-faible-2").locator("summary").click()
    saved(write(page, "point-faible-2", "Deux accords sont en cours de signature."))
    page.get_by_text("Joindre un fichier").click()
    page.get_by_label("Fichier", exact=False).set_input_files(file)
    page.get_by_role("button", name="Joindre ce fichier").click()
    expect(page.locator("#pieces")).to_contain_text("annexe.pdf")
    assert problems_of(page) == []
    for width in (360, 1440):
        page.set_viewport_size({"width": width, "height": 900})
        look(page, f"page-{width}")
        assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")

    page.get_by_role("link", name="Déposer…").click()
    page.locator("#id_password").fill(PASSWORD)
    page.keyboard.press("Enter")
    page.get_by_label("Qualité").fill("présidente de l’université")
    assert problems_of(page) == []
    for width in (360, 1440):
        page.set_viewport_size({"width": width, "height": 900})
        look(page, f"file-{width}")
        assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
    page.get_by_role("button", name="Déposer les observations").click()

    expect(page.locator("h1")).to_contain_text("Accusé de réception")
    assert problems_of(page) == []
    page.get_by_label("Fichier à vérifier").set_input_files(file)
    page.get_by_role("button", name="Vérifier", exact=True).click()
    expect(page.locator(".verify-answer")).to_contain_text("C’est la pièce n° 1, « annexe.pdf ».")
    for width in (360, 1440):
        page.set_viewport_size({"width": width, "height": 900})
        look(page, f"receipt-{width}")
        assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
    page.goto(here.url + address(evaluation))
    assert problems_of(page) == []
    for width in (360, 1440):
        page.set_viewport_size({"width": width, "height": 900})
        look(page, f"filed-{width}")
    assert Observation.objects.filed().count() == 1
    assert here.errors == []


def test_what_was_not_sent_before_the_deposit_is_shown_after_it(seat, world, evaluation):
    """By the contributor's own browser alone, on the page of the letters, on the receipt and where it is too late."""
    here = seat(world.contributor)
    page = here.open(address(evaluation))
    page.wait_for_selector("[data-answers][data-ready]")
    here.context.set_offline(True)
    write(page, "point-faible-2", "Jamais parti.")
    write(page, "lettre", "Madame,")
    page.keyboard.press("Enter")
    page.keyboard.type("voici.")
    expect(box(page, "lettre").locator(".answer-form")).to_have_attribute("data-kind", "offline", timeout=15_000)
    page.close(run_before_unload=False)
    here.context.set_offline(False)
    writing.write_observations(evaluation, text="<p>Une lettre.</p>", signatory="Jeanne Vernet")
    transitions.file_observations(evaluation, by=world.signatory)

    page = here.open(address(evaluation))

    left = page.locator("[data-unsent-texts]")
    expect(left).to_contain_text("Ce texte n’a pas été envoyé")
    expect(left.get_by_label("Point faible n° 2")).to_have_value("Jamais parti.")
    expect(left.get_by_label("Lettre")).to_have_value("Madame,\nvoici.")
    assert problems_of(page) == []
    for width in (360, 1440):
        page.set_viewport_size({"width": width, "height": 900})
        look(page, f"unsent-{width}")
        assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
    page.goto(here.url + address(evaluation, "recu/1/"))
    expect(left.get_by_label("Lettre")).to_have_value("Madame,\nvoici.")
    left.get_by_role("button", name="Oublier cette copie").first.click()
    left.get_by_role("button", name="Oublier cette copie").click()
    expect(left).to_be_hidden()
    assert page.evaluate("Object.keys(localStorage).length") == 0
    assert [error for error in here.errors if "ERR_INTERNET_DISCONNECTED" not in error] == []


def test_a_deposit_that_comes_too_late_shows_what_was_not_sent(seat, world, evaluation):
    here = seat(world.signatory)
    page = here.open(address(evaluation))
    page.wait_for_selector("[data-answers][data-ready]")
    here.context.set_offline(True)
    write(page, "point-faible-1", "Jamais parti.")
    expect(box(page, "point-faible-1").locator(".answer-form")).to_have_attribute(
        "data-kind", "offline", timeout=15_000
    )
    page.close(run_before_unload=False)
    here.context.set_offline(False)
    transitions.waive_observations(evaluation, by=world.signatory)

    page = here.open(address(evaluation, "deposer/"))
    left = page.locator("[data-unsent-texts]")

    expect(left.get_by_label("Point faible n° 1")).to_have_value("Jamais parti.")
    other = seat(world.contributor).open(address(evaluation))
    other.wait_for_selector("[data-unsent-texts][data-ready]", state="attached")
    expect(other.locator("[data-unsent-texts]")).to_be_hidden()


def test_without_scripts_a_form_obeys_the_same_rule(seat, world, evaluation):
    page = seat(world.contributor, java_script_enabled=False).open(address(evaluation))
    box(page, "point-faible-1").locator("summary").click()
    box(page, "point-faible-1").locator("textarea").fill("Sans script.")
    box(page, "point-faible-1").get_by_role("button", name="Enregistrer").click()

    assert texts() == {"point-faible-1": "<p>Sans script.</p>"}
    expect(box(page, "point-faible-1")).to_have_attribute("open", "")


def test_nothing_of_it_is_seen_from_the_agency(seat, world, evaluation):
    observations.save(evaluation, "lettre", "<p>Brouillon.</p>", base_revision=0, save_id=None, by=world.contributor)

    page = seat(world.officer).open(address(evaluation))

    expect(page.locator("#contenu")).to_contain_text("Aucune observation n’est déposée.")
    assert "Brouillon" not in page.content()
