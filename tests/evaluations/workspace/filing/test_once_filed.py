"""Once it is filed: the receipt, what others read, what an erratum leaves."""

import hashlib

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from evalprog import clock
from evaluations import transitions
from evaluations.enums import FindingKind, State
from evaluations.models import Observation
from evaluations.workspace import findings, observations
from tests import factories
from tests.evaluations import sent_files
from tests.evaluations.workspace.answering import address
from tests.evaluations.workspace.filing.letters import closes_at, file, join, save, words

pytestmark = pytest.mark.django_db


def test_a_file_is_verified_by_its_hash_alone(signatory, world, answered):
    data = sent_files.pdf("Autre.")
    join(answered, world)
    join(answered, world, "autre.pdf", data)
    where = file(signatory, answered)["Location"]

    def verified(data):
        return words(signatory.post(where, {"file": SimpleUploadedFile("nimporte.bin", data)}))

    assert "C’est la pièce n° 2, « autre.pdf »." in verified(data)
    other = verified(data + b" ")
    assert "Ce fichier n’est aucun de ceux qui ont été déposés." in other
    assert hashlib.sha256(data + b" ").hexdigest() in other
    assert signatory.post(where).status_code == 422


def test_there_is_no_receipt_of_what_was_not_filed(signatory, world, answered):
    assert signatory.get(address(answered, "recu/1/")).status_code == 404
    file(signatory, answered)
    assert signatory.get(address(answered, "recu/2/")).status_code == 404


@pytest.mark.parametrize(("person", "status"), [("officer", 200), ("auditor", 200), ("chair", 403), ("college", 403)])
def test_the_receipt_is_for_the_institution_and_the_agency(client, world, answered, person, status):
    transitions.file_observations(answered, by=world.signatory, seen=transitions.Seen("Jeanne Vernet"))
    client.force_login(getattr(world, person))

    assert client.get(address(answered, "recu/1/")).status_code == status


def test_others_read_the_letter_once_it_is_filed_and_nothing_before(client, world, answered):
    client.force_login(world.officer)
    before = words(client.get(address(answered)))

    transitions.file_observations(answered, by=world.signatory, seen=transitions.Seen("Jeanne Vernet"))
    after = words(client.get(address(answered)))

    assert "Aucune observation n’est déposée." in before and "travaillons" not in before
    assert "Nous y travaillons." in after and "Jeanne Vernet" in after


def test_an_emptied_answer_is_not_printed(signatory, world, answered):
    save(answered, "point-fort-1", "<p>Dit.</p>", world)
    save(answered, "point-fort-1", "", world, base=1)

    file(signatory, answered)

    assert "Un adossement solide." not in words(signatory.get(address(answered)))
    assert Observation.objects.get().items.count() == 2


def test_an_erratum_takes_nothing_away_of_what_was_filed(signatory, world, answered):
    joined = join(answered, world)
    file(signatory, answered)
    published = factories.advance(answered, State.PUBLISHED, world)
    letter = Observation.objects.get()
    transitions.open_erratum(published, by=world.officer, reason="Effectifs erronés.")
    pages = {"": "Nous y travaillons.", f"recu/{letter.round}/": letter.receipt}

    for state in (State.CORRECTIONS_RULING, State.CHAIR_SIGNED):
        factories.advance(published, state, world)
        for page, said in pages.items():
            assert said in words(signatory.get(address(published, page)))
        assert signatory.get(f"/evaluations/{published.public_id}/pieces/{joined.public_id}/fichier").status_code == 200


def test_what_was_begun_about_a_finding_that_an_erratum_took_away_is_seen_before_it_is_filed(world, evaluation):
    save(evaluation, "point-faible-2", "<p>La mobilité reprend.</p>", world, value="PRECISION")
    with clock.played_at(closes_at(evaluation)):
        transitions.close_observations(evaluation)
    published = factories.advance(evaluation, State.PUBLISHED, world)
    transitions.open_erratum(published, by=world.officer, reason="Un constat de trop.")
    findings.remove(published.findings.get(kind=FindingKind.WEAKNESS, number=2), by=world.chair)
    reopened = factories.advance(published, State.OBSERVATIONS_OPEN, world)

    said = [box for box in observations.sheet_of(reopened).boxes if box.says_something]

    assert [(box.number, box.quote) for box in said] == [(2, "Peu de mobilité.")]
    save(reopened, said[0].name, "", world, base=1, value="")
    assert [box for box in observations.sheet_of(reopened).boxes if box.says_something] == []
