"""For all tests of the pages of a committee: the officer who makes it."""

import pytest

from tests.evaluations.committee_data import agent


@pytest.fixture
def officer():
    return agent("OFFICER", name="Odile Officier")
