"""A committee at work, made once for the tests of a module, and the site in processes of its own."""

import copy

import pytest
from django.db import transaction
from django.test import override_settings

from evaluations.enums import State
from tests import factories
from tests.evaluations.workspace.web_server import running


def drafting():
    world = factories.world()
    return world, factories.evaluation(world, State.DRAFTING)


@pytest.fixture(scope="module")
def made_once(request, django_db_setup, django_db_blocker, tmp_path_factory):
    """What ``begin`` of the module makes, or a world and its evaluation in drafting: an evaluation comes a long way.

    Each test then runs in a savepoint of this transaction, which is undone after the last of them.
    """
    folder = tmp_path_factory.mktemp("once")
    apart = {"JOURNAL_ANCHOR": folder / "journal.log", "JOURNAL_WAITING": folder / "waiting.log", "MEDIA_ROOT": folder}
    with django_db_blocker.unblock(), transaction.atomic():
        with override_settings(**apart):
            made = getattr(request.module, "begin", drafting)()
        yield made
        transaction.set_rollback(True)


@pytest.fixture
def stage(made_once, db, own_anchor):
    """The world and its evaluation, objects of this test's own."""
    return copy.deepcopy(made_once)


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
