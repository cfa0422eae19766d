"""What every test may rely on: which database it runs on, and Debian's browser."""

import os

import pytest
from django.conf import settings
from django.core.cache import cache
from django.db import connection
from django.utils import translation

from evalprog import bootstrap
from tests import replay
from tests.ready_database import django_db_keepdb, django_db_setup  # noqa: F401, for every test

# As root Chromium has no sandbox; the rest keeps it from looking for its makers' servers.
CHROMIUM_FLAGS = [
    "--no-sandbox",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--disable-quic",
    "--no-first-run",
    "--disable-dev-shm-usage",
]


ASKING = {"db", "transactional_db", "django_db_setup"}  # every test has pytest-django's django_db_blocker
# Where what is proven is what people see: each test there runs on PostgreSQL with the first of its parameters only.
PAGES = tuple(
    f"tests/{folder}"
    for folder in (
        "evalprog/accounts/",
        "evaluations/forms/",
        "evaluations/quality/",
        "evaluations/reports/",
        "evaluations/views/",
        "programmes/views/",
        "test_two_worlds.py",
    )
)


def pytest_collection_modifyitems(config, items):
    """On PostgreSQL only what asks the database, and pages once each: the rest has run on SQLite, to the same end."""
    if connection.vendor != "postgresql":
        return
    is_whole = "not heavy" not in config.getoption("markexpr")
    chosen, others, seen = [], [], set()
    for item in items:
        name = item.nodeid.partition("[")[0]
        is_again = name.startswith(PAGES) and name in seen and not is_whole
        asks = item.get_closest_marker("django_db") or ASKING & set(item.fixturenames)
        (chosen if asks and not is_again else others).append(item)
        seen.add(name)
    config.hook.pytest_deselected(items=others)
    items[:] = chosen


def pytest_runtest_setup(item):
    """``manage.py test`` deselects these; a pytest started by hand says why it cannot run them."""
    translation.activate(settings.LANGUAGE_CODE)  # whatever the test before spoke
    replay.begin(None)
    if item.get_closest_marker("postgresql") and connection.vendor != "postgresql":
        pytest.skip("PostgreSQL seulement")
    if item.get_closest_marker("sqlite_only") and connection.vendor != "sqlite":
        pytest.skip("SQLite seulement")


@pytest.fixture(autouse=True)
def no_counters_from_other_tests():
    """Failed sign-ins are counted in the cache, which no rollback empties."""
    cache.clear()


@pytest.fixture(autouse=True)
def replayed(monkeypatch):
    """What its module shares is made; from here on the factories may put back what they have made before."""
    replay.begin(monkeypatch)


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args):
    """The system's Chromium: Playwright's own would have to be downloaded."""
    flags = CHROMIUM_FLAGS if os.geteuid() == 0 else CHROMIUM_FLAGS[1:]
    return {**browser_type_launch_args, "executable_path": bootstrap.chromium(), "args": flags}


@pytest.fixture(scope="session")
def browser_context_args(browser_context_args):
    return {**browser_context_args, "locale": "fr-FR", "timezone_id": "Europe/Paris"}
