"""Writing in a real browser: what is typed reaches the server, whatever happens on the way."""

import re

import pytest
from django.contrib.sessions.models import Session
from playwright.sync_api import expect

from evaluations import transitions
from evaluations.enums import SaveOutcome
from evaluations.models import AssessmentRevision
from evaluations.workspace.texts import save_text
from tests.evaluations.workspace.writing_desk import all_sent, path, standing, status, type_at_end

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

PASSWORD = "quatre mots sans rapport"


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
    assert standing().startswith("<p>Un avis.xxxx")  # how many, the machine's own pace tells too


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
