"""For all tests of evaluations: an anchor and a store of their own, and a world, or one made once for a module."""

import copy

import pytest
from django.db import transaction
from django.test import override_settings

from evaluations.enums import State
from tests import factories


@pytest.fixture
def own_anchor(settings, tmp_path):
    """An empty anchor, and files apart from those of other tests."""
    settings.JOURNAL_ANCHOR = tmp_path / "anchor" / "journal.log"
    settings.JOURNAL_WAITING = tmp_path / "waiting.log"
    settings.MEDIA_ROOT = tmp_path / "files"
    return settings.JOURNAL_ANCHOR


@pytest.fixture
def world(db, own_anchor):
    return factories.world()


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
