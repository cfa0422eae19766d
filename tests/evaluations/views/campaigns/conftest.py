"""For all tests of the pages of a campaign: an empty anchor, and an officer who has signed in."""

import pytest

from tests.evaluations import campaign_data as data


@pytest.fixture(autouse=True)
def anchor(settings, tmp_path):
    settings.JOURNAL_ANCHOR = tmp_path / "journal.log"


@pytest.fixture
def officer(client):
    user = data.agent()
    client.force_login(user)
    return user
