"""What many tests begin with, made once and undone after the last of them."""

from contextlib import contextmanager

from django.db import transaction
from django.test import override_settings


@contextmanager
def made_then_undone(begin, django_db_blocker, tmp_path_factory):
    """What ``begin`` makes. Each test then runs in a savepoint of this transaction."""
    folder = tmp_path_factory.mktemp("once")
    apart = {"JOURNAL_ANCHOR": folder / "journal.log", "JOURNAL_WAITING": folder / "waiting.log", "MEDIA_ROOT": folder}
    with django_db_blocker.unblock(), transaction.atomic():
        with override_settings(**apart):
            made = begin()
        yield made
        transaction.set_rollback(True)
