"""For all tests of evaluations: an anchor and a store of their own, and a world, or one made once for a module."""

import copy

import pytest

from evaluations.enums import State
from tests import factories
from tests.evaluations.once import made_then_undone
from tests.evaluations.seats import Seat


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

    Each test then runs in a savepoint of one transaction, which is undone after the last of them.
    """
    begin = getattr(request.module, "begin", drafting)
    with made_then_undone(begin, django_db_blocker, tmp_path_factory) as made:
        yield made


@pytest.fixture
def stage(made_once, db, own_anchor):
    """The world and its evaluation, objects of this test's own."""
    return copy.deepcopy(made_once)


@pytest.fixture
def seat(live_server, browser, client):
    """A function that gives somebody a browser."""
    seats = []

    def sit(person, **options):
        seats.append(Seat(browser, client, live_server.url, person, **options))
        return seats[-1]

    yield sit
    for one in seats:
        one.context.close()


@pytest.fixture
def open_page(seat, evaluation):
    """A function that opens an address of the evaluation as somebody of ``evaluation.world``, an expert unless said
    otherwise; ``page.refused``: what its console holds of errors."""

    def opened(path, person="expert", size=(1440, 900), **options):
        width, height = size
        here = seat(getattr(evaluation.world, person), viewport={"width": width, "height": height}, **options)
        page = here.open(f"{evaluation.get_absolute_url()}{path}")
        page.refused = here.errors
        return page

    return opened
