"""For all tests of evaluations: an anchor and a store of their own, and a world."""

import pytest

from tests import factories


@pytest.fixture
def own_anchor(settings, tmp_path):
    """An empty anchor, and files apart from those of other tests."""
    settings.JOURNAL_ANCHOR = tmp_path / "anchor" / "journal.log"
    settings.JOURNAL_WAITING = tmp_path / "waiting.log"
    settings.MEDIA_ROOT = tmp_path / "files"
    return settings.JOURNAL_ANCHOR


@pytest.fixture
def world(db, own_anchor):
    return factories.world()
