"""Nobody waits for ever for somebody else's lock."""

import pytest
from django.db import connection


@pytest.mark.postgresql
@pytest.mark.django_db
@pytest.mark.parametrize(("what", "longest"), [("lock_timeout", "20s"), ("statement_timeout", "5min")])
def test_waiting_ends_on_postgresql(what, longest):
    with connection.cursor() as cursor:
        cursor.execute(f"SHOW {what}")
        assert cursor.fetchone() == (longest,)


@pytest.mark.sqlite_only
@pytest.mark.django_db
def test_waiting_ends_on_sqlite():
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA busy_timeout")
        assert cursor.fetchone() == (20_000,)
