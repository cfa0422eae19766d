"""What the tests of evaluations share: one world, and files of their own."""

import pytest

from tests import factories


@pytest.fixture
def own_files(settings, tmp_path):
    """Published files and the journal's anchor, in a folder of this test."""
    settings.MEDIA_ROOT = tmp_path / "files"
    settings.JOURNAL_ANCHOR = tmp_path / "anchor" / "journal.log"
    return tmp_path


@pytest.fixture
def world(db, own_files):
    return factories.world()
