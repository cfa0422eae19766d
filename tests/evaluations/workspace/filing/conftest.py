"""Observations about to be filed, made once for all the files of this folder, and those who sign them."""

import pytest

from tests import factories
from tests.confirmed import confirmed
from tests.evaluations.once import made_then_undone
from tests.evaluations.workspace.answering import observed
from tests.evaluations.workspace.filing.letters import save


@pytest.fixture(scope="package")
def made_once(django_db_setup, django_db_blocker, tmp_path_factory):
    with made_then_undone(observed, django_db_blocker, tmp_path_factory) as made:
        yield made


@pytest.fixture
def signatory(client, world, evaluation):
    """Signed in, and confirmed just now."""
    client.force_login(world.signatory)
    confirmed(client)
    return client


@pytest.fixture
def answered(world, evaluation):
    save(evaluation, "point-faible-1", "<p>Nous y travaillons.</p>", world, value="PRECISION")
    return evaluation


@pytest.fixture
def colleague(world):
    return factories.signatory(world.institution, "Colette Signe")
