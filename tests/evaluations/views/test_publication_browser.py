"""The publication of a campaign in a browser: followed while it goes on, accessible, no wider than a phone."""

from pathlib import Path

import pytest
from django.conf import settings
from django.urls import reverse

from evaluations.enums import PublicationOutcome, State
from evaluations.models import PublicationLine
from evaluations.publishing import runs
from tests import factories

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

AXE = Path(settings.BASE_DIR) / "node_modules" / "axe-core" / "axe.min.js"
SIZES = [(360, 740), (1440, 900)]
EVERY = 2000  # ms between two looks of the page


@pytest.fixture
def world(own_anchor):
    return factories.world()


@pytest.fixture
def publication(world, seat):
    """A function that opens the page as the one who publishes; ``page.errors``: of its console."""
    address = reverse("evaluations:campaign-publication", args=[world.campaign.public_id])

    def opened(size=SIZES[1], **options):
        here = seat(world.publisher, viewport={"width": size[0], "height": size[1]}, **options)
        page = here.open(address)
        page.errors = here.errors
        return page

    return opened


def faults(page):
    page.add_script_tag(path=AXE)
    found = page.evaluate("axe.run()")["violations"]
    return [(fault["id"], [node["html"] for node in fault["nodes"]]) for fault in found]


def told(page, words):
    page.get_by_role("status").filter(has_text=words).wait_for()


def test_the_page_follows_the_publication_and_stops_with_it(world, publication):
    for _number in range(2):
        factories.evaluation(world, State.COUNTERSIGNED)
    page = publication()
    page.clock.install()
    asked = []
    page.on("request", lambda request: "avancement" in request.url and asked.append(request.url))

    page.get_by_role("button", name="Publier 2 rapports").press("Enter")
    told(page, "0 rapport publié sur 2.")
    first, second = PublicationLine.objects.order_by("pk")
    runs.end(first.pk, PublicationOutcome.PUBLISHED)
    page.clock.run_for(EVERY)
    told(page, "1 rapport publié sur 2.")
    page.get_by_role("button", name="Arrêter").focus()
    page.clock.run_for(EVERY)
    page.wait_for_function("document.activeElement.textContent === 'Arrêter'")
    runs.end(second.pk, PublicationOutcome.REFUSED, "Un tableau est trop grand.")
    page.clock.run_for(EVERY)
    page.get_by_role("heading", name="Dernière publication").wait_for()
    looks = len(asked)
    page.clock.run_for(5 * EVERY)

    assert len(asked) == looks >= 3
    assert "Un tableau est trop grand." in page.locator(".refusals").inner_text()
    assert page.get_by_role("button", name="Publier 2 rapports").count() == 1  # nothing was published in truth
    assert page.errors == []


def test_a_publication_is_stopped_by_keyboard(world, publication):
    factories.evaluation(world, State.COUNTERSIGNED)
    runs.start(world.campaign, by=world.publisher)
    page = publication()

    page.get_by_role("button", name="Arrêter").press("Enter")
    page.get_by_role("heading", name="Publication arrêtée").wait_for()

    assert page.get_by_role("button", name="Publier 1 rapport").count() == 1


@pytest.mark.parametrize("size", SIZES, ids=["phone", "desk"])
@pytest.mark.parametrize("moment", ["empty", "ready", "running", "refused"])
def test_axe_finds_nothing_and_nothing_sticks_out(world, publication, moment, size):
    factories.evaluation(world, State.DRAFTING)
    if moment != "empty":
        factories.evaluation(world, State.COUNTERSIGNED)
    if moment in ("running", "refused"):
        run = runs.start(world.campaign, by=world.publisher)
    if moment == "refused":
        reason = f"Le tableau «\u00a0{'effectifs' * 9}\u00a0» est trop grand."
        runs.end(run.lines.get().pk, PublicationOutcome.REFUSED, reason)
    page = publication(size, bypass_csp=True)

    assert faults(page) == []
    assert page.evaluate("document.documentElement.scrollWidth") <= size[0]
