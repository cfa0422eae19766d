"""Files that go with a letter: joined, taken away, read by those who read it."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from evaluations import transitions
from evaluations.reports.keeping import disk
from evaluations.workspace import attachments
from tests.evaluations import sent_files
from tests.evaluations.workspace.answering import address
from tests.evaluations.workspace.filing.letters import file, join, words

pytestmark = pytest.mark.django_db


def test_files_are_joined_taken_away_and_brought_back(client, world, evaluation):
    client.force_login(world.contributor)
    data = sent_files.pdf("Une page.")
    sent = {"title": "Annexe", "file": SimpleUploadedFile("Annexe Été.pdf", data)}

    assert client.post(address(evaluation, "pieces/ajouter/"), sent).status_code == 302
    attached = evaluation.attachments.get()
    gesture = address(evaluation, f"pieces/{attached.public_id}/geste/")
    client.post(gesture, {"gesture": "remove"})
    assert "est retirée : elle ne sera pas déposée" in words(client.get(address(evaluation)))
    client.post(gesture, {"gesture": "restore"})

    served = client.get(f"/evaluations/{evaluation.public_id}/pieces/{attached.public_id}/fichier")
    assert b"".join(served) == data
    assert served["Content-Disposition"] == 'attachment; filename="annexe-ete.pdf"'
    assert (served["X-Content-Type-Options"], served["Content-Security-Policy"]) == ("nosniff", "sandbox")
    assert served["Cache-Control"] == "private, no-cache"


def test_a_file_that_is_none_of_the_kinds_is_refused_with_a_sentence(client, world, evaluation):
    client.force_login(world.contributor)

    answer = client.post(
        address(evaluation, "pieces/ajouter/"), {"file": SimpleUploadedFile("page.html", b"<html><script>")}
    )

    assert answer.status_code == 422
    assert not evaluation.attachments.exists()


def test_what_was_taken_away_is_not_filed(signatory, world, answered):
    kept, gone = join(answered, world), join(answered, world, "autre.pdf")
    attachments.take_away(gone, by=world.contributor)

    file(signatory, answered)

    assert answered.events.latest("number").details["files"] == {kept.public_id: kept.sha256}
    assert list(answered.attachments.all()) == [kept]


@pytest.mark.parametrize(
    ("person", "before", "after"),
    [
        ("signatory", 200, 200),
        ("officer", 404, 200),
        ("chair", 404, 200),
        ("college", 404, 200),
        ("stranger", 404, 404),
    ],
)
def test_a_file_is_read_by_its_institution_then_by_those_who_read_the_letter(
    client, world, answered, person, before, after
):
    attached = join(answered, world)
    where = f"/evaluations/{answered.public_id}/pieces/{attached.public_id}/fichier"
    client.force_login(getattr(world, person))

    def status():
        response = client.get(where)
        if response.streaming:
            b"".join(response)
        return response.status_code

    assert status() == before
    transitions.file_observations(answered, by=world.signatory, seen=transitions.Seen("Jeanne Vernet"))
    assert status() == after


def test_bytes_that_were_altered_are_not_served(client, world, answered):
    attached = join(answered, world)
    disk.path(attached.sha256).write_bytes(b"%PDF- autre")
    client.force_login(world.contributor)

    answer = client.get(f"/evaluations/{answered.public_id}/pieces/{attached.public_id}/fichier")

    assert answer.status_code == 503
    assert "sera rétabli depuis une sauvegarde" in words(answer)
