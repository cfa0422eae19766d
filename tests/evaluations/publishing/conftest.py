import pytest

from evaluations.enums import State
from tests import factories


@pytest.fixture(autouse=True)
def anchor(settings, tmp_path):
    settings.JOURNAL_ANCHOR = tmp_path / "journal.log"
    settings.MEDIA_ROOT = tmp_path / "files"


@pytest.fixture
def world(db):
    return factories.world()


@pytest.fixture
def ready(world):
    """Two reports that only wait for their publication."""
    return [factories.evaluation(world, State.COUNTERSIGNED) for _number in range(2)]
