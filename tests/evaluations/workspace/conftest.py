"""A committee at work, made once for the tests of a module, and the site in processes of its own."""

import pytest

from evaluations.enums import State
from tests import factories
from tests.evaluations.workspace.web_server import running
from tests.evaluations.workspace.writing_desk import Desk


@pytest.fixture
def world(request, db, own_anchor):
    """That of the module, for a test that asks for its evaluation too; else one for this test alone."""
    return request.getfixturevalue("stage")[0] if "made_once" in request.fixturenames else factories.world()


@pytest.fixture
def evaluation(stage):
    return stage[1]


@pytest.fixture
def drafting(world):
    """One at its own test's disposal, whose text is being written."""
    return factories.evaluation(world, State.DRAFTING)


@pytest.fixture
def desk_of(live_server, browser, client):
    """A function that seats a person before a text, in a browser of their own."""
    desks = []

    def seat(person, **options):
        desks.append(Desk(browser, client, live_server.url, person, **options))
        return desks[-1]

    yield seat
    for desk in desks:
        desk.context.close()


@pytest.fixture(scope="session")
def site(django_db_setup, django_db_blocker, tmp_path_factory):
    """Its host and port. The tests must commit what they write: ``django_db(transaction=True)``."""
    with django_db_blocker.unblock():
        with running(tmp_path_factory.mktemp("site")) as address:
            yield address
