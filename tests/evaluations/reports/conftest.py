"""One rendering of the sample, shared: it takes a second."""

import pytest

from evaluations.reports.render import to_pdf
from tests.evaluations.reports.sample import sample_reading


@pytest.fixture(scope="session")
def reading():
    return sample_reading()


@pytest.fixture(scope="session")
def pdf(reading):
    return to_pdf(reading)
