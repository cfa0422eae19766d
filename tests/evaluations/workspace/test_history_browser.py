"""The history, a comparison, the suggestions and the provenance in a browser: accessible, no wider than a phone."""

from pathlib import Path

import pytest
from django.conf import settings

from evaluations.enums import State
from evaluations.workspace import suggestions
from evaluations.workspace.texts import save_text
from tests import factories, replay

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

AXE = Path(settings.BASE_DIR) / "node_modules" / "axe-core" / "axe.min.js"
SIZES = [(360, 740), (1440, 900)]
TABLE = (
    "<table><tbody><tr><th scope='row'>Effectif de la promotion</th><td>{}</td></tr></tbody></table>"
    "<ul><li>Une première remarque.</li><li>{}</li></ul>"
)
LONG = "<p>Une phrase assez longue pour courir sur plusieurs lignes d’un téléphone. Une autre {}.</p>"


@replay.kept
def beginning():
    """Read by the agency: a text of several hands, one set aside, and suggestions of which one has a ruling."""
    world = factories.world()
    found = factories.evaluation(world, State.DRAFTING)
    found.world = world
    for number, author in enumerate((world.chair, world.chair, world.expert), start=1):
        words = LONG.format(f"n° {number}") + TABLE.format(10 + number, f"La remarque {number}.")
        save_text(found, "avis", words, base_revision=number, save_id=None, by=author)
    save_text(found, "avis", "<p>Trop tard.</p>", base_revision=1, save_id=None, by=world.rapporteur)
    factories.advance(found, State.AGENCY_READING, world)
    copy = LONG.format("tout autre") + TABLE.format(13, "Une autre remarque.") + "<p>Un ajout.</p>"
    first, *_others = suggestions.propose(found, "avis", copy, read_revision=4, by=world.officer)
    suggestions.accept(first, by=world.chair, reason="Plus clair.")
    return found


@pytest.fixture
def evaluation(own_anchor):
    return beginning()


@pytest.fixture
def page_of(live_server, browser, client, evaluation):
    """A function that opens an address of the workspace as somebody, at a size."""
    contexts = []

    def open_page(path, person, size):
        client.force_login(getattr(evaluation.world, person))
        cookie = {"name": "sessionid", "value": client.cookies["sessionid"].value, "url": live_server.url}
        # axe is put into the page by its text, which the policy of our pages rightly refuses.
        context = browser.new_context(viewport={"width": size[0], "height": size[1]}, bypass_csp=True, locale="fr-FR")
        contexts.append(context)
        context.add_cookies([cookie])
        page = context.new_page()
        page.goto(f"{live_server.url}/evaluations/{evaluation.public_id}/criteres/avis/{path}")
        return page

    yield open_page
    for context in contexts:
        context.close()


@pytest.mark.parametrize("size", SIZES, ids=["phone", "desk"])
@pytest.mark.parametrize(
    ("path", "person"),
    [
        ("?volet=historique", "chair"),
        ("historique/2/", "chair"),
        ("historique/ecarte-1/", "chair"),
        ("?volet=suggestions", "chair"),
        ("?volet=suggestions", "officer"),
        ("suggestions/proposer/", "officer"),
        ("provenance/", "expert"),
    ],
)
def test_axe_finds_nothing_and_nothing_sticks_out(page_of, path, person, size):
    page = page_of(path, person, size)

    page.evaluate(AXE.read_text())
    violations = page.evaluate("axe.run()")["violations"]
    assert [(v["id"], [n["html"] for n in v["nodes"]]) for v in violations] == []
    assert page.evaluate("document.documentElement.scrollWidth") <= size[0]


def test_a_group_opens_by_keyboard_and_an_earlier_text_comes_back(page_of):
    page = page_of("?volet=historique", "chair", SIZES[1])

    summary = page.get_by_text("Voir les 2 enregistrements")
    summary.focus()
    page.keyboard.press("Enter")
    page.get_by_role("link", name="Comparer au texte actuel la révision 2").click()
    page.get_by_role("button", name="Rétablir ce texte").click()

    assert page.get_by_text("reprend la révision 2").is_visible()
    page.get_by_role("button", name="Annuler cette reprise").click()
    assert page.get_by_text("révision 7 · texte actuel · reprend la révision 5").is_visible()


def test_the_chair_refuses_a_suggestion_and_comes_back_on_it(page_of):
    page = page_of("?volet=suggestions", "chair", SIZES[1])
    before = page.get_by_role("button", name="Refuser").count()

    page.get_by_role("button", name="Refuser").first.click()
    page.get_by_text("refusée").wait_for()
    assert page.get_by_role("button", name="Refuser").count() == before - 1
    page.locator(".suggestion", has_text="refusée").get_by_role("button", name="Revenir sur cette décision").click()

    page.wait_for_function(f"document.querySelectorAll('button[value=REFUSED]').length === {before}")
