"""The public pages of programmes in a browser: accessible, by keyboard, at the size of a phone and of a desk."""

import pytest
from django.urls import reverse

from tests.evaluations.views.test_public_browser import SIZES, faults
from tests.programmes.described import DOCUMENT, published

pytestmark = pytest.mark.browser

OUTCOMES = [{"code": f"ACQUIS{n}", "text": f"Savoir {n}."} for n in range(20)]
COURSES = [
    {"code": f"COURS{n}", "title": f"Un cours à l’intitulé assez long {n}", "credits": 5, "outcomes": [f"ACQUIS{n}"]}
    for n in range(30)
]
LONG = {
    "groups": [DOCUMENT["groups"][0], {"title": "Long", "courses": COURSES}],
    "outcome_sets": [{"title": "Acquis", "outcomes": OUTCOMES}],
    "narratives": [{"kind": "INTRODUCTION", "text": "<p>Une année dense.</p>"}],
    "access": [{"title": "Bacheliers", "rows": [{"heading": "Directs", "diploma": "Licence"}]}],
    "management": {"head": "Ève Marchand", "contacts": [{"role": "scolarité", "email": "scolarite@a.example"}]},
}


@pytest.fixture
def addresses(live_server):
    old = published(year="2023-2024")
    row = published(old.programme, **LONG)
    public_id = row.programme.public_id
    compare = reverse("programmes:programme-compare")
    paths = {
        "list": reverse("programmes:programme-list"),
        "narrowed": reverse("programmes:programme-list") + "?q=admin&nature=MASTER",
        "in vain": reverse("programmes:programme-list") + "?q=zoologie",
        "sheet": reverse("evaluations:programme-detail", args=[public_id]),
        "comparison": f"{compare}?a={public_id}:2023-2024&b={public_id}:2024-2025",
        "same": f"{compare}?a={public_id}&b={public_id}",
        "choice": f"{compare}?a={public_id}",
        "institution": reverse("evaluations:institution-detail", args=[row.programme.institution.public_id]),
    }
    return {name: live_server.url + path for name, path in paths.items()}


@pytest.mark.parametrize("size", SIZES, ids=["phone", "desk"])
@pytest.mark.parametrize(
    "name", ["list", "narrowed", "in vain", "sheet", "comparison", "same", "choice", "institution"]
)
def test_axe_finds_nothing(addresses, browser, name, size):
    assert faults(browser, addresses[name], size) == []


def test_the_matrix_scrolls_by_keyboard_under_headings_that_stay(addresses, page):
    page.set_viewport_size({"width": 360, "height": 740})
    page.goto(addresses["sheet"])
    region = page.get_by_role("region", name="Tableau des cours et des acquis")
    corner = region.locator("thead th").first
    before = corner.bounding_box()

    region.focus()
    page.keyboard.press("ArrowRight")
    page.wait_for_timeout(500)  # it glides
    assert region.evaluate("e => e.scrollLeft > 0")

    assert abs(corner.bounding_box()["x"] - before["x"]) < 2
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")


def test_a_programme_is_found_read_and_compared_by_keyboard(addresses, page):
    page.goto(addresses["list"])

    page.locator("#q").focus()
    page.keyboard.type("marchand")
    page.keyboard.press("Enter")
    page.wait_for_url("**/formations/?q=marchand")
    page.locator(".register-row h3 a").focus()
    page.keyboard.press("Enter")
    page.wait_for_url(addresses["sheet"])
    page.get_by_role("link", name="Comparer").focus()
    page.keyboard.press("Enter")
    page.get_by_role("link", name="2023-2024").press("Enter")
    page.wait_for_url("**/formations/comparer/?a=*&b=*")

    assert page.locator("h1").inner_text() == "Ce qui change de 2023-2024 à 2024-2025"
