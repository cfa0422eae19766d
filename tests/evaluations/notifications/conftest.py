"""For the tests of messages: the clock stands still."""

import pytest
import time_machine

from tests.evaluations.notifications.moment import NOW


@pytest.fixture(autouse=True)
def at_a_known_time():
    with time_machine.travel(NOW, tick=False):
        yield
