"""Working side by side in a browser: sharing, commenting a passage, seeing each other; nothing sticks out."""

from pathlib import Path

import pytest
from django.conf import settings
from django.contrib.sessions.models import Session
from django.test import Client
from playwright.sync_api import expect

from evaluations.enums import State
from evaluations.models import Assessment, Comment, Suggestion
from evaluations.workspace.comments import write
from evaluations.workspace.contributions import share
from evaluations.workspace.texts import save_notes, save_text
from tests import factories

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

AXE = Path(settings.BASE_DIR) / "node_modules" / "axe-core" / "axe.min.js"
PASSWORD = "quatre mots sans rapport"
SIZES = {"phone": (360, 740), "desk": (1440, 900)}


@pytest.fixture
def evaluation(world):
    begun = factories.evaluation(world, State.DRAFTING)
    words = "<p>Les <strong>stages</strong> sont suivis.</p><p>Le conseil se réunit.</p>"
    save_text(begun, "avis", words, base_revision=1, save_id=None, by=world.chair)
    return begun


@pytest.fixture
def page_of(live_server, browser, evaluation):
    """A function that opens an address of the evaluation as a person, in a browser of their own."""
    contexts = []

    def open_page(person, path, size=SIZES["desk"]):
        client = Client()
        client.force_login(person)
        # axe is put into the page by its text, which the policy of our pages rightly refuses.
        context = browser.new_context(
            viewport={"width": size[0], "height": size[1]}, bypass_csp=True, locale="fr-FR", reduced_motion="reduce"
        )
        contexts.append(context)
        cookie = {"name": "sessionid", "value": client.cookies["sessionid"].value, "url": live_server.url}
        context.add_cookies([cookie])
        page = context.new_page()
        page.goto(f"{live_server.url}/evaluations/{evaluation.public_id}/{path}")
        return page

    yield open_page
    for context in contexts:
        context.close()


def note(evaluation, author):
    save_notes(evaluation, "avis", "<p>Une note.</p>", base_revision=0, save_id=None, by=author)
    return evaluation.contributions.get(author=author)


def test_notes_are_shared_and_put_into_the_text(page_of, world, evaluation):
    note(evaluation, world.expert)
    author = page_of(world.expert, "criteres/avis/?volet=contributions")

    author.get_by_role("button", name="Partager avec le comité").click()
    author.get_by_text("Partagées avec le comité").wait_for()
    reader = page_of(world.chair, "criteres/avis/?volet=contributions")
    reader.wait_for_selector(".text-form[data-ready]")
    reader.get_by_role("button", name="Reprendre dans le texte").click()

    paragraphs = ["Les stages sont suivis.", "Le conseil se réunit.", "Une note."]
    expect(reader.locator(".text-form .tiptap > p")).to_have_text(paragraphs)
    expect(reader.locator(".text-form")).to_have_attribute("data-unsent", "0", timeout=15_000)
    assert Assessment.objects.get(code="avis").text.endswith("<p>Le conseil se réunit.</p><p>Une note.</p>")


def test_a_shared_note_goes_where_the_caret_is(page_of, world, evaluation):
    share(note(evaluation, world.expert), by=world.expert)
    page = page_of(world.chair, "criteres/avis/?volet=contributions")
    page.wait_for_selector(".text-form[data-ready]")

    page.locator(".text-form .tiptap > p").first.click()
    page.keyboard.press("End")
    page.get_by_role("button", name="Reprendre dans le texte").click()

    paragraphs = ["Les stages sont suivis.", "Une note.", "Le conseil se réunit."]
    expect(page.locator(".text-form .tiptap > p")).to_have_text(paragraphs)


def test_a_passage_is_commented_with_a_mention(page_of, world, evaluation):
    page = page_of(world.chair, "criteres/avis/?volet=commentaires")

    page.wait_for_selector(".text-form[data-ready]")
    page.evaluate("""() => {
      const [bold] = document.querySelectorAll(".tiptap strong");
      document.getSelection().setBaseAndExtent(bold.firstChild, 0, bold.nextSibling, " sont suivis".length);
    }""")
    page.get_by_role("button", name="Citer le passage sélectionné").click()
    expect(page.locator("#comment-quote")).to_have_value("stages sont suivis")
    page.locator("#comment-text").press_sequentially(f"Par qui ? @{world.expert.name[:9]}")
    page.get_by_role("option", name=world.expert.name, exact=True).click()
    page.get_by_role("button", name="Commenter", exact=True).click()
    page.locator(".thread").wait_for()

    said = Comment.objects.get()
    assert (said.quote, said.text.strip()) == ("stages sont suivis", f"Par qui ? @{world.expert.name}")
    assert list(said.mentions.all()) == [world.expert]


def test_a_comment_half_written_survives_another_pane_and_leaving_asks(page_of, world, evaluation):
    page = page_of(world.chair, "criteres/avis/?volet=commentaires")
    page.wait_for_selector(".text-form[data-ready]")
    page.fill("#comment-quote", "stages")
    page.fill("#comment-text", "À moitié")

    page.click(".pane-tabs a[href$=consigne]")
    page.locator("[data-pane-name=consigne]").wait_for()
    assert asks_before_leaving(page)
    page.click(".pane-tabs a[href$=commentaires]")

    expect(page.locator("#comment-text")).to_have_value("À moitié")
    expect(page.locator("#comment-quote")).to_have_value("stages")
    assert asks_before_leaving(page)
    page.get_by_role("button", name="Commenter", exact=True).click()
    page.locator(".thread").wait_for()
    expect(page.locator("#comment-text")).to_have_value("")
    assert not asks_before_leaving(page)
    assert Comment.objects.get().text == "À moitié"


def asks_before_leaving(page):
    """Whether the browser would ask somebody who leaves now; they stay."""
    return page.evaluate("!window.dispatchEvent(new Event('beforeunload', { cancelable: true }))")


def test_the_copy_of_the_agency_is_not_left_without_a_word(page_of, world, evaluation):
    factories.advance(evaluation, State.AGENCY_READING, world)
    page = page_of(world.officer, "criteres/avis/suggestions/proposer/")
    assert not asks_before_leaving(page)

    page.locator(".tiptap").click()
    page.keyboard.press("Control+End")
    page.keyboard.type(" Relu.")

    assert asks_before_leaving(page)
    page.get_by_role("button", name="Proposer ces modifications").click()
    page.locator("[data-form=suggestion-rule], [data-form=suggestion-note]").first.wait_for()
    assert Suggestion.objects.get().after == "<p>Le conseil se réunit. Relu.</p>"


def test_a_part_of_a_dossier_outlives_the_session_in_which_it_was_typed(page_of, world):
    expected = factories.evaluation(world, State.DOSSIER_EXPECTED)
    world.contributor.set_password(PASSWORD)
    world.contributor.save()
    page = page_of(world.contributor, "")
    page.goto(f"{page.url.split('/evaluations/')[0]}{expected.get_absolute_url()}dossier/")
    form = page.locator("form[data-form=dossier-text-add]")
    page.locator("details:has([data-form=dossier-text-add]) > summary").click()
    form.locator("[name=title]").fill("Présentation")
    form.locator(".tiptap").click()
    page.keyboard.type("La formation.")
    Session.objects.all().delete()

    form.get_by_role("button", name="Ajouter ce texte").click()
    page.fill("#session-dialog input[name=password]", PASSWORD)
    page.click("#session-dialog button[type=submit]")

    page.get_by_text("La pièce est ajoutée au dossier.").wait_for()
    assert expected.dossier.get().text == "<p>La formation.</p>"


def test_who_types_before_the_editor_is_there_goes_on_in_it(page_of, world):
    """A slow network: the field is a plain one until the script has come."""
    expected = factories.evaluation(world, State.DOSSIER_EXPECTED)
    page = page_of(world.contributor, "")
    held = []
    page.route("**/dossier-editor*.js", lambda route: held.append(route))  # noqa: PLW0108 (the library marks it)
    with page.expect_request("**/dossier-editor*.js"):
        page.goto(f"{page.url.split('/evaluations/')[0]}{expected.get_absolute_url()}dossier/", wait_until="commit")
    form = page.locator("form[data-form=dossier-text-add]")
    page.locator("details:has([data-form=dossier-text-add]) > summary").click()
    form.locator("[name=title]").fill("Présentation")
    form.locator("textarea[name=text]").click()
    page.keyboard.type("La")

    held[0].continue_()
    page.locator(".tiptap").first.wait_for()
    page.keyboard.type(" formation.")
    form.get_by_role("button", name="Ajouter ce texte").click()

    page.get_by_text("La pièce est ajoutée au dossier.").wait_for()
    assert expected.dossier.get().text == "<p>La formation.</p>"


def test_a_quotation_is_shown_where_it_stands_in_the_text(page_of, world, evaluation):
    write(evaluation, "avis", "Par qui ?", by=world.chair, quote="stages sont suivis")
    page = page_of(world.chair, "criteres/avis/?volet=commentaires")
    # Whatever the editor is, its text is in an element that can be edited.
    page.evaluate(
        "document.querySelector('.workspace-text').insertAdjacentHTML('beforeend', "
        "'<div contenteditable=true><p>Les <strong>stages</strong> sont suivis.</p></div>')"
    )

    page.get_by_role("button", name="stages sont suivis").click()

    assert page.evaluate("[...CSS.highlights.get('passage')].map(String)") == ["stages sont suivis"]


def test_two_people_see_that_they_are_on_the_same_text(page_of, world, evaluation):
    page_of(world.expert, "criteres/avis/").wait_for_function("document.querySelector('[data-presence]')")
    page = page_of(world.chair, "criteres/avis/")

    page.get_by_role("status").get_by_text(f"{world.expert} est sur ce texte").wait_for()


def test_a_newer_text_on_the_server_comes_into_the_page_and_is_written_on(page_of, world, evaluation):
    page = page_of(world.chair, "criteres/avis/")
    page.wait_for_selector(".text-form[data-ready]")
    save_text(evaluation, "avis", "<p>Plus neuf.</p>", base_revision=2, save_id=None, by=world.expert)

    page.evaluate("document.dispatchEvent(new Event('visibilitychange'))")

    expect(page.locator(".text-form .tiptap")).to_have_text("Plus neuf.")
    expect(page.locator("[data-status]")).to_contain_text("Version plus récente, enregistrée ailleurs à")
    page.locator(".text-form .tiptap").click()
    page.keyboard.press("Control+End")
    page.keyboard.type(" Oui.")
    page.keyboard.press("Control+s")
    expect(page.locator(".text-form")).to_have_attribute("data-unsent", "0", timeout=15_000)
    assert Assessment.objects.get(code="avis").text == "<p>Plus neuf. Oui.</p>"


def test_a_newer_text_on_the_server_leaves_what_is_typed(page_of, world, evaluation):
    page = page_of(world.chair, "criteres/avis/")
    page.wait_for_selector(".text-form[data-ready]")
    page.route("**/enregistrer", lambda route: route.abort())
    page.locator(".text-form .tiptap").click()
    page.keyboard.press("Control+End")
    page.keyboard.type(" Le mien.")
    save_text(evaluation, "avis", "<p>Plus neuf.</p>", base_revision=2, save_id=None, by=world.expert)

    with page.expect_response("**/presence"):
        page.evaluate("document.dispatchEvent(new Event('visibilitychange'))")
    page.unroute("**/enregistrer")

    page.click("[data-form=conflict-keep-mine] button", timeout=20_000)
    expect(page.locator(".text-form .tiptap")).to_contain_text("Le conseil se réunit. Le mien.")


@pytest.mark.parametrize("size", SIZES.values(), ids=SIZES)
@pytest.mark.parametrize(
    "path", ["criteres/avis/?volet=contributions", "criteres/avis/?volet=commentaires", "repartition/"]
)
def test_axe_finds_nothing_and_nothing_sticks_out(page_of, world, evaluation, path, size):
    share(note(evaluation, world.expert), by=world.expert)
    thread = write(evaluation, "avis", "Par qui ?", by=world.chair, quote="stages sont suivis")
    write(evaluation, "avis", "mot" * 60, by=world.expert, answers=thread)
    write(evaluation, "avis", "Et là ?", by=world.chair, quote="un passage disparu")
    page = page_of(world.chair, path, size)

    page.evaluate(AXE.read_text())
    violations = page.evaluate("axe.run()")["violations"]
    assert [(v["id"], [n["html"] for n in v["nodes"]]) for v in violations] == []
    assert page.evaluate("document.documentElement.scrollWidth") <= size[0]
