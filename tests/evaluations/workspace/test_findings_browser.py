"""Findings and the dossier in a browser: by mouse, by keyboard, accessible, and no wider than a phone."""

from pathlib import Path

import pytest
from django.conf import settings

from evaluations import transitions
from evaluations.enums import DossierKind, FindingKind, State
from evaluations.models import Citation, Finding
from evaluations.workspace import citations, dossier, findings
from evaluations.workspace.citations import Place
from evaluations.workspace.uploads import checked
from tests import factories, replay
from tests.evaluations.sent_files import pdf

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

AXE = Path(settings.BASE_DIR) / "node_modules" / "axe-core" / "axe.min.js"
SIZES = [(360, 740), (1440, 900)]
STRENGTH, WEAKNESS, RECOMMENDATION = FindingKind
TABLE = "Année;Inscrits\n2025;42\n2026;51"
# Selects a sentence as a reader would, in a text like the editor's; what the editor is made of does not matter.
SELECT = """() => {
  const text = document.createElement("div");
  text.dataset.criterion = "pilotage";
  text.innerHTML = "<p>Avant. <span>Le suivi des diplômés manque.</span> Après.</p>";
  document.querySelector("main article").prepend(text);
  getSelection().selectAllChildren(text.querySelector("span"));
}"""


@replay.kept
def beginning():
    criterion = {"code": "pilotage", "kind": "narrative", "label": "Pilotage"}
    section = {"code": "analyse", "kind": "criteria", "label": "Analyse", "criteria": [criterion]}
    sections = [section, *factories.TINY_FRAMEWORK["sections"]]
    world = factories.world(framework=factories.framework(sections=sections))
    begun = factories.evaluation(world, State.DOSSIER_EXPECTED)
    begun.world = world
    by = world.contributor
    dossier.add(begun, DossierKind.TABLE, "Effectifs", TABLE, by=by)
    document = checked("annexe.pdf", pdf("Une page", "Effectifs 2026"))
    dossier.add_document(begun, "Rapport d’activité", document, by=by)
    factories.advance(begun, State.DRAFTING, world)
    return begun


@pytest.fixture
def evaluation(own_anchor):
    return beginning()


@pytest.fixture
def three(evaluation):
    by = evaluation.world.chair
    return [findings.add(evaluation, STRENGTH, text, criteria=["pilotage"], by=by) for text in "ABC"]


def order(evaluation):
    return "".join(evaluation.findings.kept().order_by("number").values_list("text", flat=True))


def test_a_selected_sentence_becomes_a_finding(open_page, evaluation):
    page = open_page("criteres/pilotage/?volet=constats")
    page.evaluate(SELECT)

    page.get_by_role("form", name="Faire un constat").get_by_role("button", name="Point faible").click()

    page.locator("[data-pane-findings]").get_by_text("Le suivi des diplômés manque.").wait_for()
    finding = Finding.objects.get()
    assert (finding.kind, finding.text, finding.criteria) == (
        "WEAKNESS",
        "Le suivi des diplômés manque.",
        ["pilotage"],
    )
    assert page.locator("[data-selection-said]").inner_text() == "Constat ajouté\u00a0: point faible 1."
    assert page.refused == []


def test_a_selected_sentence_is_taken_into_the_form_by_keyboard(open_page, evaluation):
    page = open_page("criteres/pilotage/?volet=constats")
    page.evaluate(SELECT)

    page.get_by_role("button", name="Faire un constat de la sélection").press("Enter")

    page.locator('select[name="kind"]:focus').wait_for()
    assert page.locator("#ajout-text").input_value() == "Le suivi des diplômés manque."


def test_the_order_is_changed_by_keyboard_and_said(open_page, evaluation, three):
    page = open_page("constats/")
    down = page.get_by_role("button", name="Descendre point fort 1")
    down.focus()

    page.keyboard.press("Enter")

    page.get_by_text("Constat déplacé\u00a0: point fort 2.").wait_for()
    assert order(evaluation) == "BAC"
    # The focus follows the finding: pressing again moves it again.
    assert page.evaluate("document.activeElement.id") == f"descendre-{three[0].public_id}"
    page.keyboard.press("Enter")
    page.get_by_text("Constat déplacé\u00a0: point fort 3.").wait_for()
    assert order(evaluation) == "BCA"
    assert page.evaluate("document.activeElement.id") == f"monter-{three[0].public_id}"
    assert page.refused == []


def test_the_order_is_changed_by_dragging(open_page, evaluation, three):
    page = open_page("constats/")
    handles = page.locator(".finding-handle")
    first, last = handles.nth(0).bounding_box(), handles.nth(2).bounding_box()

    page.mouse.move(last["x"] + 4, last["y"] + 4)
    page.mouse.down()
    page.mouse.move(last["x"] + 4, first["y"] - 4, steps=8)
    page.mouse.up()

    page.get_by_text("Constat déplacé\u00a0: point fort 1.").wait_for()
    assert order(evaluation) == "CAB"
    assert page.refused == []


def test_dragging_a_list_that_has_changed_shows_it_as_it_stands(open_page, evaluation, three):
    page = open_page("constats/")
    findings.add(evaluation, STRENGTH, "D", by=evaluation.world.chair)
    handles = page.locator(".finding-handle")
    first, last = handles.nth(0).bounding_box(), handles.nth(2).bounding_box()

    page.mouse.move(last["x"] + 4, last["y"] + 4)
    page.mouse.down()
    page.mouse.move(last["x"] + 4, first["y"] - 4, steps=8)
    page.mouse.up()

    page.get_by_text("La liste a changé pendant que vous la rangiez").wait_for()
    assert page.locator(".finding-words").all_inner_texts() == ["A", "B", "C", "D"]
    assert order(evaluation) == "ABCD"


def test_a_finding_taken_away_is_brought_back_at_once(open_page, evaluation, three):
    page = open_page("constats/")

    page.get_by_role("button", name="Retirer point fort 2").click()
    page.get_by_text("Constat retiré.").wait_for()
    assert order(evaluation) == "AC"
    page.locator('button[value="restore"]:focus').wait_for()
    page.keyboard.press("Enter")

    page.get_by_text("Constat rétabli\u00a0: point fort 2.").wait_for()
    assert order(evaluation) == "ABC"


@pytest.mark.parametrize("wrong", ["offline", "no longer allowed", "signed out"])
def test_words_that_cannot_be_sent_stay_where_they_were_typed(open_page, evaluation, three, wrong):
    page = open_page("constats/")
    page.get_by_text("Ajouter un point fort").click()
    page.locator("#ajout-strength-text").fill("Un long constat.")
    if wrong == "offline":
        page.context.set_offline(True)
    elif wrong == "signed out":
        page.context.clear_cookies()
    else:
        transitions.submit_for_validation(evaluation, by=evaluation.world.chair)

    page.locator("form:has(#ajout-strength-text) [type=submit]").click()
    if wrong == "signed out":
        page.get_by_role("button", name="Revenir au texte").click()

    page.get_by_text("Rien n’est enregistré").wait_for()
    assert page.locator("#ajout-strength-text").input_value() == "Un long constat."


def test_a_gesture_leaves_what_is_half_written_beside_it(open_page, evaluation, three):
    page = open_page("constats/")
    page.get_by_text("Ajouter un point fort").click()
    page.locator("#ajout-strength-text").fill("Un long constat.")

    page.get_by_role("button", name="Retirer point fort 2").click()

    page.get_by_text("Constat retiré.").wait_for()
    assert page.locator("#ajout-strength-text").input_value() == "Un long constat."


def test_a_page_of_the_dossier_is_opened_beside_the_text_and_cited(open_page, evaluation, three):
    page = open_page("criteres/pilotage/?volet=dossier")
    page.get_by_role("link", name="Rapport d’activité").click()
    page.get_by_role("link", name="Page suivante").click()
    page.get_by_text("page 2 sur 2").wait_for()
    image = page.get_by_role("img", name="Effectifs 2026")
    image.evaluate("image => image.decode()")
    assert image.evaluate("image => image.naturalWidth") == 1400

    page.get_by_label("Pour", exact=True).select_option(three[1].public_id)
    page.get_by_role("button", name="Citer cette page").click()

    page.get_by_text("Citation enregistrée.").wait_for()
    made = Citation.objects.get()
    assert (made.finding, made.page, made.author) == (three[1], 2, evaluation.world.expert)
    assert page.refused == []


def test_a_cell_is_cited_by_keyboard(open_page, evaluation):
    part = evaluation.dossier.get(kind="TABLE")
    page = open_page(f"criteres/pilotage/?volet=dossier&piece={part.public_id}")

    page.get_by_role("link", name="51", exact=True).press("Enter")
    page.get_by_role("button", name="Citer cette cellule").press("Enter")

    page.get_by_text("Citation enregistrée.").wait_for()
    made = Citation.objects.get()
    assert (made.code, made.row, made.column, made.quote) == ("pilotage", 3, 2, "51")


@pytest.mark.parametrize("size", SIZES, ids=["phone", "desk"])
@pytest.mark.parametrize("shown", ["list", "pane", "form", "parts", "page", "table"])
def test_axe_finds_nothing_and_nothing_sticks_out(open_page, evaluation, three, size, shown):
    table, document = evaluation.dossier.all()
    weakness = findings.add(evaluation, WEAKNESS, "Peu suivi.", by=evaluation.world.chair)
    findings.add(evaluation, RECOMMENDATION, "Suivre.", addresses=[weakness], by=evaluation.world.chair)
    citations.cite(evaluation, Place(document, page=2), finding=three[0], by=evaluation.world.chair)
    beside = "criteres/pilotage/?volet="
    path = {
        "list": f"constats/?geste=add&constat_fait={three[0].public_id}",
        "pane": f"{beside}constats",
        "form": f"constats/{three[0].public_id}/",
        "parts": f"{beside}dossier",
        "page": f"{beside}dossier&piece={document.public_id}&page=2",
        "table": f"{beside}dossier&piece={table.public_id}&ligne=3&colonne=2",
    }[shown]
    page = open_page(path, size=size, bypass_csp=True)

    assert violations(page) == []
    assert page.evaluate("document.documentElement.scrollWidth") <= size[0]


@pytest.fixture
def prepared(open_page, live_server, evaluation):
    """A function that opens a page of a dossier that its institution is putting together, and that dossier."""
    other = factories.evaluation(evaluation.world, State.DOSSIER_EXPECTED)

    def opened(path="dossier/"):
        page = open_page("", person="contributor")
        page.goto(f"{live_server.url}{other.get_absolute_url()}{path}")
        return page

    return other, opened


def test_the_institution_writes_a_text_in_the_editor(prepared):
    dossier_of, opened = prepared
    page = opened()
    page.get_by_text("Un texte", exact=True).click()
    page.locator("#piece-text-title").fill("Bilan")
    text = page.get_by_role("textbox", name="Texte")
    text.click()
    page.keyboard.press("Control+b")
    page.keyboard.type("Deux heures")
    page.get_by_role("button", name="Ajouter ce texte").click()

    page.get_by_text("La pièce est ajoutée au dossier.").wait_for()
    assert dossier_of.dossier.get().text == "<p><strong>Deux heures</strong></p>"
    assert page.refused == []


def test_the_institution_changes_a_text_and_a_table_in_the_editor(prepared, evaluation):
    dossier_of, opened = prepared
    by = evaluation.world.contributor
    text = dossier.add(dossier_of, DossierKind.TEXT, "Bilan", "<p>Deux heures.</p>", by=by)
    table = dossier.add(dossier_of, DossierKind.TABLE, "Effectifs", TABLE, by=by)
    read = table.text

    for part, words in ((text, "Deux heures."), (table, "51")):
        page = opened(f"dossier/{part.public_id}/")
        page.locator(".tiptap").get_by_text(words).click()
        page.keyboard.press("End")
        page.keyboard.type("00")
        page.get_by_role("button", name="Enregistrer").click()
        page.get_by_text("La pièce est enregistrée.").wait_for()
        assert page.refused == []

    text.refresh_from_db()
    table.refresh_from_db()
    assert text.text == "<p>Deux heures.00</p>"
    assert table.text == read.replace("51", "5100")


@pytest.mark.parametrize("size", SIZES, ids=["phone", "desk"])
def test_the_page_of_the_dossier_being_prepared_is_accessible(open_page, live_server, evaluation, size):
    other = factories.evaluation(evaluation.world, State.DOSSIER_EXPECTED)
    dossier.add(other, DossierKind.TABLE, "Effectifs", TABLE, by=evaluation.world.contributor)
    page = open_page("", "contributor", size, bypass_csp=True)
    page.goto(f"{live_server.url}{other.get_absolute_url()}dossier/")
    for summary in page.locator("main summary").all():
        summary.click()

    assert violations(page) == []
    assert page.evaluate("document.documentElement.scrollWidth") <= size[0]


def violations(page):
    # axe is put into the page by its text, which the policy of our pages rightly refuses.
    page.evaluate(AXE.read_text())
    found = page.evaluate("axe.run()")["violations"]
    return [(v["id"], [n["html"] for n in v["nodes"]]) for v in found]
