"""The same file sent several times at once, as by a double click, is one file."""

import threading

import pytest
from django.db import close_old_connections, connections

from evaluations.models import Observation
from evaluations.reports import store
from evaluations.workspace import attachments, observations
from evaluations.workspace.uploads import checked
from tests.evaluations.sent_files import pdf
from tests.evaluations.workspace.answering import observed

pytestmark = pytest.mark.django_db(transaction=True)


def test_the_same_file_sent_twice_at_once_is_joined_once(transactional_db, own_anchor):
    """All have been checked before any is joined."""
    world, evaluation = observed()
    letter, document = observations.begun(evaluation, by=world.contributor), checked("a.pdf", pdf("Une page."))
    together, answers = threading.Barrier(4), []

    def send():
        close_old_connections()
        own = Observation.objects.get(pk=letter.pk)
        together.wait()
        try:
            answers.append(attachments.attach(own, document, by=world.contributor).pk)
        finally:
            connections.close_all()

    threads = [threading.Thread(target=send) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)

    assert answers == [letter.attachments.get().pk] * 4
    assert store.read(letter.attachments.get().sha256) == document.data
