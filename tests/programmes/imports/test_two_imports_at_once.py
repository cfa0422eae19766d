"""Two imports at the same time, on PostgreSQL: one after the other, or one sentence; never an error of the machine."""

import threading

import pytest
from django.db import connection

from programmes.imports.parsed import BadFile, ReadFile, ReadProgramme
from programmes.imports.taking_in import take_in
from programmes.models import Description, Institution, Programme
from tests.programmes.everything import everything

pytestmark = [pytest.mark.postgresql, pytest.mark.django_db(transaction=True)]


def test_two_imports_that_create_the_same_institution_end_in_one_and_a_sentence_at_most():
    read = ReadFile((ReadProgramme(everything(), 1),))
    begin, told = threading.Barrier(2), []

    def run():
        begin.wait()
        try:
            told.append(len(take_in(read, by=None, origin="essai", publish=True)))
        except BadFile as refusal:
            told.append(str(refusal))
        finally:
            connection.close()

    threads = [threading.Thread(target=run) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert set(told) <= {
        1,
        "Un autre import écrit les mêmes établissements ou formations en ce moment ; recommencez celui-ci.",
    }
    assert 1 in told
    assert (Institution.objects.count(), Programme.objects.count(), Description.objects.count()) == (1, 1, 1)
