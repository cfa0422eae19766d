"""The database of the tests, made once: its migrations take twenty seconds, a copy of what they made a moment.

On SQLite only. The copy lies in ``var/`` under a name that tells what it was made of; ``--create-db`` makes another.
"""

import hashlib
import shutil
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from django.conf import settings
from django.db import connection

# Beside the migrations: what they import of ours, what they are run with, and those of other packages.
MADE_OF = ("evaluations/register/index.py", "evaluations/register/storage.py", "requirements-dev.lock")


def kept_at() -> Path:
    """Where the copy is, or will be."""
    root = Path(settings.BASE_DIR)
    sources = sorted([*root.glob("*/migrations/*.py"), *root.glob("*/*/migrations/*.py"), *map(root.joinpath, MADE_OF)])
    digest = hashlib.sha256()
    for source in sources:
        digest.update(f"{source.relative_to(root)}\n".encode() + source.read_bytes())
    return root / "var" / f"tests-{digest.hexdigest()[:16]}.sqlite3"


@pytest.fixture(scope="session")
def django_db_keepdb(django_db_modify_db_settings, django_db_createdb, django_db_keepdb):
    """A copy that is there is taken: migrating it finds nothing to do."""
    if connection.vendor != "sqlite" or django_db_createdb or not kept_at().exists():
        return django_db_keepdb
    _forget()
    shutil.copyfile(kept_at(), _place())
    return True


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup, django_db_keepdb, django_db_blocker):
    """Kept for the next time if it was made; a copy is removed when the tests are done."""
    is_copy = connection.vendor == "sqlite" and django_db_keepdb
    if connection.vendor == "sqlite" and not is_copy:
        with django_db_blocker.unblock():
            _keep()
    yield
    if is_copy:
        with django_db_blocker.unblock():
            connection.close()
        _forget()


def _keep() -> None:
    """Two processes may do it at once: each puts its own, whole, in the place of what is there."""
    kept, new = kept_at(), kept_at().with_suffix(f".{Path(_place()).name}")
    for old in kept.parent.glob("tests-*.sqlite3"):
        old.unlink(missing_ok=True)
    connection.ensure_connection()
    with closing(sqlite3.connect(new)) as copy:
        connection.connection.backup(copy)
    new.replace(kept)


def _place() -> Path:
    """That of this process."""
    return Path(connection.settings_dict["TEST"]["NAME"])


def _forget() -> None:
    for suffix in ("", "-wal", "-shm"):
        Path(f"{_place()}{suffix}").unlink(missing_ok=True)
