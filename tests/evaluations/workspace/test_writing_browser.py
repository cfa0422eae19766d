"""Writing in a real browser: what is typed reaches the server, whatever happens on the way."""

import re
from pathlib import Path

import pytest
from django.conf import settings
from django.contrib.sessions.models import Session
from playwright.sync_api import expect

from evaluations import transitions
from evaluations.enums import SaveOutcome, State
from evaluations.models import Assessment, AssessmentRevision
from evaluations.workspace.texts import save_text
from tests import factories

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

AXE = Path(settings.BASE_DIR) / "node_modules" / "axe-core" / "axe.min.js"
SIZES = [(360, 740), (1440, 900)]
PASSWORD = "quatre mots sans rapport"


class Desk:
    """A person's browser before one text; ``errors`` are those of its console."""

    def __init__(self, browser, client, url, person, **options):
        self.context = browser.new_context(locale="fr-FR", timezone_id="Europe/Paris", **options)
        client.force_login(person)
        cookie = {"name": "sessionid", "value": client.cookies["sessionid"].value, "url": url}
        self.context.add_cookies([cookie])
        self.url, self.errors = url, []

    def open(self, path):
        page = self.context.new_page()
        page.on("console", lambda message: message.type == "error" and self.errors.append(message.text))
        page.on("pageerror", lambda error: self.errors.append(str(error)))
        page.goto(self.url + path)
        if page.locator(".text-form[data-writes]").count():
            page.wait_for_selector(".text-form[data-ready]")
        return page


@pytest.fixture
def world(db, own_anchor):
    return factories.world()


@pytest.fixture
def drafting(world):
    return factories.evaluation(world, State.DRAFTING)


@pytest.fixture
def desk_of(live_server, browser, client):
    """A function that seats a person before a browser of their own."""
    desks = []

    def seat(person, **options):
        desks.append(Desk(browser, client, live_server.url, person, **options))
        return desks[-1]

    yield seat
    for desk in desks:
        desk.context.close()


def path(evaluation, query=""):
    return f"/evaluations/{evaluation.public_id}/criteres/avis/{query}"


def type_at_end(page, text):
    page.locator(".tiptap").first.click()
    page.keyboard.press("Control+End")
    page.keyboard.type(text)


def all_sent(page, *, at_once=True):
    """Sends what is typed, or leaves the page to do it by itself; then nothing is unsent."""
    if at_once:
        page.keyboard.press("Control+s")
    expect(page.locator(".text-form")).to_have_attribute("data-unsent", "0", timeout=15_000)


def status(page):
    return page.locator("[data-status]")


def standing():
    return Assessment.objects.get(code="avis").text


def test_what_is_typed_is_saved_and_the_page_says_when(desk_of, world, drafting):
    desk = desk_of(world.rapporteur)
    page = desk.open(path(drafting))

    type_at_end(page, " Il est bon.")
    expect(page.locator(".text-form")).not_to_have_attribute("data-unsent", "0")
    all_sent(page, at_once=False)

    assert standing() == "<p>Un avis. Il est bon.</p>"
    expect(status(page)).to_have_text(re.compile(r"^Enregistré à \d\d:\d\d$"))
    page.keyboard.type(" Très.")  # the caret is where it was
    all_sent(page)
    assert standing() == "<p>Un avis. Il est bon. Très.</p>"
    assert page.evaluate("Object.keys(localStorage).length") == 0
    assert desk.errors == []


def test_a_long_typing_is_sent_before_it_ends(desk_of, world, drafting):
    page = desk_of(world.rapporteur).open(path(drafting))
    page.clock.install()

    for _ in range(14):
        type_at_end(page, "x")
        page.clock.run_for(800)  # never a pause

    page.wait_for_function("Number(document.querySelector('.text-form').elements.base_revision.value) === 2")
    assert standing().startswith("<p>Un avis.xxxxxxxxxx")


def test_the_network_is_cut_and_comes_back(desk_of, world, drafting):
    desk = desk_of(world.rapporteur)
    page = desk.open(path(drafting))
    desk.context.set_offline(True)

    type_at_end(page, " Dans le train.")

    expect(status(page)).to_have_text("Hors ligne, 1 modification gardée ici")
    assert page.evaluate("Object.values(localStorage).some((entry) => entry.includes('Dans le train'))")
    desk.context.set_offline(False)
    all_sent(page, at_once=False)
    assert standing() == "<p>Un avis. Dans le train.</p>"
    assert page.evaluate("Object.keys(localStorage).length") == 0


def test_the_server_is_down_and_its_answer_lost_and_the_text_is_saved_once(desk_of, world, drafting):
    page = desk_of(world.rapporteur).open(path(drafting))
    answers = iter(["down", "lost", "heard"])

    def fail(route):
        match next(answers):
            case "down":
                route.fulfill(status=503)
            case "lost":
                route.fetch()  # it reaches the server; nobody hears the answer
                route.abort("connectionreset")
            case _:
                route.continue_()

    page.route("**/enregistrer", fail)
    type_at_end(page, " Tenace.")
    all_sent(page, at_once=False)

    assert list(AssessmentRevision.objects.values_list("number", "text")) == [
        (1, "<p>Un avis.</p>"),
        (2, "<p>Un avis. Tenace.</p>"),
    ]


@pytest.mark.parametrize(
    "answer",
    [
        {"status": 200, "content_type": "text/html", "body": "<h1>Connexion au réseau</h1>"},
        {"status": 200, "json": {"ok": True}},
        {"status": 200, "content_type": "application/json", "body": '{"revision": 2, "te'},
    ],
    ids=["a page", "other JSON", "cut JSON"],
)
def test_an_answer_that_is_not_a_receipt_of_ours_is_not_taken_for_one(desk_of, world, drafting, answer):
    desk = desk_of(world.rapporteur)
    page = desk.open(path(drafting))
    page.route("**/enregistrer", lambda route: route.fulfill(**answer), times=1)

    type_at_end(page, " Tenace.")

    expect(status(page)).to_contain_text("Le serveur ne répond pas, 1 modification gardée ici", timeout=15_000)
    all_sent(page, at_once=False)
    assert standing() == "<p>Un avis. Tenace.</p>"
    assert desk.errors == []


def test_a_sign_in_page_in_place_of_the_conflict_empties_nothing(desk_of, world, drafting):
    page = desk_of(world.rapporteur).open(path(drafting))
    save_text(drafting, "avis", "<p>Le sien.</p>", base_revision=1, save_id=None, by=world.chair)

    answers = iter(["conflict", "sign-in"])

    def fail(route):
        if next(answers, "") == "sign-in":  # asked for the page with both texts
            route.fulfill(status=200, content_type="text/html", body="<h1>Connexion</h1>")
        else:
            route.continue_()

    page.route("**/enregistrer", fail)
    type_at_end(page, " Le mien.")

    page.click("[data-form=conflict-keep-mine] button")
    all_sent(page, at_once=False)
    assert standing() == "<p>Un avis. Le mien.</p>"


def test_a_session_that_ends_while_typing_is_opened_again_in_place(desk_of, world, drafting):
    world.rapporteur.set_password(PASSWORD)
    world.rapporteur.save()
    page = desk_of(world.rapporteur).open(path(drafting))
    Session.objects.all().delete()

    type_at_end(page, " Sans session.")
    page.wait_for_selector("#session-dialog[open]")
    page.fill("#session-dialog input[name=password]", PASSWORD)
    page.click("#session-dialog button[type=submit]")
    all_sent(page, at_once=False)

    assert standing() == "<p>Un avis. Sans session.</p>"


def test_who_does_not_sign_in_again_keeps_the_text_and_is_told(desk_of, world, drafting):
    page = desk_of(world.rapporteur).open(path(drafting))
    Session.objects.all().delete()

    type_at_end(page, " Plus tard.")
    page.click("#session-dialog [data-close]")

    expect(status(page)).to_contain_text("Session fermée")
    expect(page.locator(".tiptap")).to_contain_text("Plus tard.")
    assert standing() == "<p>Un avis.</p>"


def test_a_tab_closed_before_the_sending_gives_its_text_back(desk_of, world, drafting):
    desk = desk_of(world.rapporteur)
    page = desk.open(path(drafting))
    desk.context.set_offline(True)
    type_at_end(page, " À peine tapé.")
    page.close()
    desk.context.set_offline(False)

    page = desk.open(path(drafting))

    all_sent(page, at_once=False)
    expect(page.locator(".tiptap")).to_have_text("Un avis. À peine tapé.")
    assert standing() == "<p>Un avis. À peine tapé.</p>"


def test_what_was_left_behind_on_an_older_text_is_a_conflict(desk_of, world, drafting):
    desk = desk_of(world.rapporteur)
    page = desk.open(path(drafting))
    desk.context.set_offline(True)
    type_at_end(page, " Le mien.")
    page.close()
    save_text(drafting, "avis", "<p>Le sien.</p>", base_revision=1, save_id=None, by=world.chair)
    desk.context.set_offline(False)

    page = desk.open(path(drafting))

    expect(page.locator("#conflit-titre")).to_have_text(f"{world.chair} a écrit avant vous")
    page.click("[data-form=conflict-keep-theirs] button")
    page.wait_for_selector(".text-form[data-ready]")
    expect(page.locator(".tiptap")).to_have_text("Le sien.")
    all_sent(page, at_once=False)
    told = AssessmentRevision.objects.told().values_list("text", "outcome")
    assert list(told)[1:] == [
        ("<p>Le sien.</p>", SaveOutcome.ACCEPTED),
        ("<p>Un avis. Le mien.</p>", SaveOutcome.SET_ASIDE),
    ]


def test_somebody_wrote_before_and_both_texts_are_merged_in_place(desk_of, world, drafting):
    desk = desk_of(world.rapporteur)
    page = desk.open(path(drafting))
    save_text(drafting, "avis", "<p>Un avis nuancé.</p>", base_revision=1, save_id=None, by=world.chair)

    type_at_end(page, " Le mien.")

    expect(page.locator("#conflit .word-changes ins")).to_contain_text("Le mien")
    expect(page.locator("#conflit .word-changes del")).to_contain_text("nuancé")
    expect(page.locator("#conflit .tiptap p")).to_have_text(["Un avis nuancé.", "Un avis. Le mien."])
    page.click("#conflit .tiptap")
    page.keyboard.press("Control+A")
    page.keyboard.type("Un avis nuancé. Le mien.")
    page.click("[data-form=conflict-merge] button[type=submit]")
    all_sent(page)
    assert standing() == "<p>Un avis nuancé. Le mien.</p>"
    expect(page.locator(".text-form .tiptap")).to_have_text("Un avis nuancé. Le mien.")
    assert [error for error in desk.errors if "409" not in error] == []


def test_what_is_typed_while_a_late_sending_is_under_way_is_in_the_conflict_too(desk_of, world, drafting):
    page = desk_of(world.rapporteur).open(path(drafting))
    save_text(drafting, "avis", "<p>Le sien.</p>", base_revision=1, save_id=None, by=world.chair)
    held = []
    page.route("**/enregistrer", lambda route: held.append(route), times=1)

    with page.expect_request("**/enregistrer"):
        type_at_end(page, " Avant.")
    page.keyboard.type(" Pendant.")
    held[0].continue_()
    page.click("[data-form=conflict-keep-mine] button")

    all_sent(page, at_once=False)
    assert standing() == "<p>Un avis. Avant. Pendant.</p>"


def test_two_tabs_of_one_person_lose_nothing(desk_of, world, drafting):
    desk = desk_of(world.rapporteur)
    one, other = desk.open(path(drafting)), desk.open(path(drafting))

    type_at_end(one, " Un.")
    all_sent(one)
    expect(other.locator(".tiptap")).to_have_text("Un avis. Un.")  # it has heard
    other.route("**/enregistrer", lambda route: route.abort())
    type_at_end(other, " Deux.")
    type_at_end(one, " Trois.")
    all_sent(one)
    other.unroute("**/enregistrer")

    expect(other.locator("#conflit-titre")).to_have_text("Vous avez enregistré ce texte ailleurs entre-temps")
    other.click("[data-form=conflict-keep-mine] button")
    all_sent(other)
    expect(one.locator(".tiptap")).to_have_text("Un avis. Un. Deux.")
    assert list(AssessmentRevision.objects.told().values_list("text", "outcome"))[1:] == [
        ("<p>Un avis. Un.</p>", SaveOutcome.ACCEPTED),
        ("<p>Un avis. Un. Trois.</p>", SaveOutcome.ACCEPTED),
        ("<p>Un avis. Un. Deux.</p>", SaveOutcome.SET_ASIDE),
        ("<p>Un avis. Un. Deux.</p>", SaveOutcome.ACCEPTED),
    ]


def test_what_could_not_be_sent_before_the_stage_changed_is_shown_to_be_copied(desk_of, world, drafting):
    desk = desk_of(world.rapporteur)
    page = desk.open(path(drafting))
    desk.context.set_offline(True)
    type_at_end(page, " Trop tard.")
    page.close()
    transitions.submit_for_validation(drafting, by=world.chair)
    desk.context.set_offline(False)

    page = desk.open(path(drafting))

    expect(page.locator("[data-left-behind] textarea")).to_have_value("Un avis. Trop tard.")
    page.click("[data-left-behind] button")
    assert page.evaluate("Object.keys(localStorage).length") == 0


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
