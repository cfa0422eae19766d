"""For all tests of the page of an evaluation: an anchor and files of their own."""

import pytest


@pytest.fixture(autouse=True)
def own_places(settings, tmp_path):
    settings.JOURNAL_ANCHOR = tmp_path / "journal.log"
    settings.MEDIA_ROOT = tmp_path / "files"
