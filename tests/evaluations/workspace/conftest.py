"""The site in processes of its own: once for all the tests that speak to it."""

import pytest

from tests.evaluations.workspace.web_server import running


@pytest.fixture(scope="session")
def site(django_db_setup, django_db_blocker, tmp_path_factory):
    """Its host and port. The tests must commit what they write: ``django_db(transaction=True)``."""
    with django_db_blocker.unblock():
        with running(tmp_path_factory.mktemp("site")) as address:
            yield address
