"""The smoke test of the browser: our page in Debian's Chromium."""

import pytest

pytestmark = pytest.mark.browser


def test_the_sign_in_page_shows_a_form(live_server, page):
    answer = page.goto(f"{live_server.url}/compte/connexion/")

    assert answer.status == 200
    assert page.locator("form input[type=password]").count() == 1
