"""The day of these tests."""

import pytest

from evalprog import clock
from tests.evaluations.tasks.told import NOW


@pytest.fixture(autouse=True)
def twentieth_of_november():
    with clock.played_at(NOW):
        yield
