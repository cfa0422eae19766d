"""The editor in a real browser: what is pasted, shown and done by keyboard, accessible, no wider than a phone."""

from pathlib import Path

import pytest
from django.conf import settings
from playwright.sync_api import expect

from evaluations.enums import State
from evaluations.workspace.texts import save_text
from tests import factories
from tests.evaluations.workspace.writing_desk import all_sent, path, standing, status, type_at_end

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

AXE = Path(settings.BASE_DIR) / "node_modules" / "axe-core" / "axe.min.js"
SIZES = [(360, 740), (1440, 900)]


WORD = """<html xmlns:o="urn:schemas-microsoft-com:office:office">
<head><style>p.MsoNormal {margin:0cm}</style></head><body><!--StartFragment-->
<p class=MsoNormal style='margin:0cm'><b style='mso-bidi-font-weight:normal'>Bilan<o:p></o:p></b></p>
<p class=MsoListParagraphCxSpFirst style='mso-list:l0 level1 lfo1'><![if !supportLists]>
<span style='mso-list:Ignore'>·<span style='font:7.0pt "Times New Roman"'>&nbsp;&nbsp; </span></span><![endif]>Un</p>
<p class=MsoListParagraphCxSpLast style='mso-list:l0 level2 lfo1'>
<span style='mso-list:Ignore'>o<span>&nbsp;</span></span>Deux</p>
<table class=MsoTableGrid border=1 style='border-collapse:collapse'><tr style='height:1pt'>
<td width=100 colspan=2 style='width:75pt'><p class=MsoNormal>Inscrits</p></td></tr>
<tr><td rowspan=2><p class=MsoNormal>2025</p></td><td><p class=MsoNormal>12</p></td></tr>
<tr><td align=center><p>13</p></td></tr></table>
<p><img src="file:///C:/x.png" onerror="alert(1)"><a href="file:///C:/x">ici</a></p>
<!--EndFragment--></body></html>"""


def paste(page, content):
    page.evaluate(
        """(html) => {
          const clipboardData = new DataTransfer();
          clipboardData.setData("text/html", html);
          const event = new ClipboardEvent("paste", { clipboardData, bubbles: true, cancelable: true });
          document.querySelector(".tiptap").dispatchEvent(event);
        }""",
        content,
    )


def test_what_is_pasted_from_word_keeps_its_lists_and_merged_cells_and_nothing_else(desk_of, world, drafting):
    desk = desk_of(world.rapporteur)
    page = desk.open(path(drafting))
    type_at_end(page, "")
    page.keyboard.press("Enter")

    paste(page, WORD)
    all_sent(page)

    assert standing() == (
        "<p>Un avis.</p><p><strong>Bilan</strong></p><ul><li>Un<ul><li>Deux</li></ul></li></ul>"
        '<table><tbody><tr><td colspan="2">Inscrits</td></tr><tr><td rowspan="2">2025</td><td>12</td></tr>'
        "<tr><td>13</td></tr></tbody></table><p>ici</p>"
    )
    assert desk.errors == []  # the policy had nothing to report


RICH = (
    '<p>a<sup>2</sup> <a href="https://exemple.fr/" rel="noreferrer noopener">b</a><br>c</p>'
    "<table><caption>Taux <em>bruts</em></caption>"
    '<thead><tr><th scope="col">An</th><th scope="col" colspan="2">Taux</th></tr></thead>'
    '<tbody><tr><th scope="row" data-level="2">x</th><td>1\u00a0%</td><td>2</td></tr></tbody></table>'
    "<ol><li>fin</li></ol>"
)


def test_a_text_that_passes_through_the_editor_stays_as_it_is(desk_of, world, drafting):
    save_text(drafting, "avis", RICH, base_revision=1, save_id=None, by=world.chair)
    desk = desk_of(world.rapporteur)
    page = desk.open(path(drafting))

    type_at_end(page, "!")
    all_sent(page)

    assert standing() == RICH + "<p>!</p>"
    assert desk.errors == []


def test_a_text_that_is_refused_says_why_and_stays(desk_of, world, drafting):
    page = desk_of(world.rapporteur).open(path(drafting))
    type_at_end(page, "")

    paste(page, f"<table>{'<tr><td>x</td></tr>' * 501}</table>")

    expect(page.locator("[data-refusal]")).to_contain_text("Un tableau est trop grand", timeout=15_000)
    expect(status(page)).to_have_text("Non enregistré\u00a0: voyez sous le texte")
    page.keyboard.press("Control+Z")
    all_sent(page)
    expect(page.locator("[data-refusal]")).to_be_hidden()
    assert standing() == "<p>Un avis.</p>"


def test_everything_is_done_by_keyboard(desk_of, own_anchor):
    texts = [{"code": code, "kind": "text", "label": code.capitalize()} for code in ("avis", "suite")]
    world = factories.world(framework=factories.framework(sections=texts))
    evaluation = factories.evaluation(world, State.DRAFTING)
    page = desk_of(world.rapporteur).open(path(evaluation))

    page.focus(".tiptap")
    page.keyboard.press("Control+End")
    page.keyboard.type(" Oui")
    page.keyboard.press("Alt+F10")
    expect(page.locator("[data-tool=bold]")).to_be_focused()
    page.keyboard.press("ArrowRight")
    page.keyboard.press("Enter")
    expect(page.locator("[data-tool=italic]")).to_have_attribute("aria-pressed", "true")
    page.keyboard.type(", bien.")
    page.keyboard.press("Alt+ArrowDown")
    page.wait_for_url("**/criteres/suite/")

    assert standing() == "<p>Un avis. Oui<em>, bien.</em></p>"
    page.wait_for_selector(".text-form[data-ready]")
    page.keyboard.press("Alt+ArrowUp")
    page.wait_for_url("**/criteres/avis/")
    page.wait_for_selector("[data-opens-keys]:not([hidden])")
    page.keyboard.press("?")
    expect(page.locator("#raccourcis")).to_be_visible()


def test_a_list_of_answers_is_opened_by_its_own_key(desk_of, own_anchor):
    values = [{"code": "A", "label": "A"}, {"code": "B", "label": "B"}]
    criterion = {"code": "note", "label": "Note", "kind": "scale", "scale": "lettres"}
    sections = [
        {"code": "avis", "kind": "text", "label": "Avis", "mandatory": True},
        {"code": "pilotage", "kind": "criteria", "label": "Pilotage", "criteria": [criterion]},
    ]
    scales = [{"code": "lettres", "label": "Lettres", "values": values}]
    world = factories.world(framework=factories.framework(sections=sections, scales=scales))
    evaluation = factories.evaluation(world, State.DRAFTING)
    page = desk_of(world.rapporteur).open(path(evaluation).replace("avis", "note"))

    def is_taken(place):
        """Whether the page takes Alt + ↑ for itself there."""
        return page.locator(place).evaluate(
            """(place) => !place.dispatchEvent(
                new KeyboardEvent("keydown", { key: "ArrowUp", altKey: true, bubbles: true, cancelable: true }))"""
        )

    assert not is_taken(".text-form select[name=value]")
    assert is_taken(".text-form .tiptap")


def test_typography_is_shown_applied_and_undone_in_one_step(desk_of, world, drafting):
    typed = 'Oui ! Il dit "bien" : l\'avis (voir https://x.fr/a?b) est-il sûr? À 12 %.'
    save_text(drafting, "avis", f"<p>{typed}</p>", base_revision=1, save_id=None, by=world.chair)
    page = desk_of(world.rapporteur).open(path(drafting))

    page.click("[data-tool=typography]")
    expect(page.locator("[data-changes] li")).to_have_count(7)
    page.click("#typographie [data-apply]")
    expect(page.locator(".tiptap")).to_contain_text("l’avis")
    all_sent(page)

    assert standing() == (
        "<p>Oui\u00a0! Il dit «\u00a0bien\u00a0»\u00a0: l’avis (voir https://x.fr/a?b) est-il sûr\u00a0? "
        "À 12\u00a0%.</p>"
    )
    page.keyboard.press("Control+Z")
    all_sent(page)
    assert standing() == f"<p>{typed}</p>"


def test_a_pane_is_changed_without_leaving_the_text(desk_of, world, drafting):
    page = desk_of(world.rapporteur).open(path(drafting))
    type_at_end(page, " Encore")

    page.click(".pane-tabs a >> nth=0")
    page.wait_for_url("**?volet=consigne")

    expect(page.locator(".tiptap")).to_have_text("Un avis. Encore")
    all_sent(page)


@pytest.mark.parametrize("size", SIZES, ids=["phone", "desk"])
def test_axe_finds_nothing_and_nothing_sticks_out(desk_of, world, drafting, size):
    save_text(drafting, "avis", RICH, base_revision=1, save_id=None, by=world.chair)
    # axe is put into the page by its text, which the policy of our pages rightly refuses.
    desk = desk_of(world.rapporteur, viewport={"width": size[0], "height": size[1]}, bypass_csp=True)
    page = desk.open(path(drafting))
    save_text(drafting, "avis", "<p>Autre.</p>", base_revision=2, save_id=None, by=world.chair)
    type_at_end(page, "x")
    page.wait_for_selector("#conflit")

    page.evaluate(AXE.read_text())
    violations = page.evaluate("axe.run()")["violations"]
    assert [(v["id"], [n["html"] for n in v["nodes"]]) for v in violations] == []
    assert page.evaluate("document.documentElement.scrollWidth") <= size[0]
