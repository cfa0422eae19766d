"""A committee at work, made once for the tests of a module, and the site in processes of its own."""

import pytest

from tests import factories
from tests.evaluations.workspace.web_server import running


@pytest.fixture
def world(request, db, own_anchor):
    """That of the module, for a test that asks for its evaluation too; else one for this test alone."""
    return request.getfixturevalue("stage")[0] if "made_once" in request.fixturenames else factories.world()


@pytest.fixture
def evaluation(stage):
    return stage[1]


@pytest.fixture(scope="session")
def site(django_db_setup, django_db_blocker, tmp_path_factory):
    """Its host and port. The tests must commit what they write: ``django_db(transaction=True)``."""
    with django_db_blocker.unblock():
        with running(tmp_path_factory.mktemp("site")) as address:
            yield address
