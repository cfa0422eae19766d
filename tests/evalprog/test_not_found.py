"""Pages that do not exist, with DEBUG and without."""

import pytest

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("debug", [False, True])
@pytest.mark.parametrize("path", ["/n-existe-pas/", "/rapports/222222222222/", "/compte/invitation/x/"])
def test_an_unknown_page_is_ours_with_debug_and_without(client, settings, debug, path):
    settings.DEBUG = debug

    page = client.get(path)

    assert page.status_code == 404
    assert '<a class="site-name"' in page.content.decode()
    assert ("Cette page n’existe pas" in page.content.decode()) is not path.startswith("/compte/")
    assert "DEBUG" not in page.content.decode()
