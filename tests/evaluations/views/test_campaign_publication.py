"""The officer's page of the publication of a campaign."""

import errno
import html
import re

import pytest
from django_tasks_db.models import DBTaskResult

from evaluations import transitions
from evaluations.enums import PublicationOutcome, State
from evaluations.models import PublicationRun
from evaluations.publishing import queue, runs, volume
from evaluations.reports.keeping import disk
from tests import factories
from tests.confirmed import confirmed

NBSP = "\u00a0"
pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def files(settings, tmp_path):
    settings.JOURNAL_ANCHOR = tmp_path / "journal.log"
    settings.MEDIA_ROOT = tmp_path / "files"


@pytest.fixture
def world():
    return factories.world()


def text_of(response) -> str:
    return re.sub(r"[ \n]+", " ", html.unescape(re.sub(r"<[^>]*>", " ", response.content.decode())))


def address(world, rest: str = "") -> str:
    return f"{world.campaign.get_absolute_url()}publication/{rest}"


def test_it_says_what_is_ready_and_what_is_not_and_why(client, world):
    factories.evaluation(world, State.COUNTERSIGNED)
    factories.evaluation(world, State.DRAFTING)
    client.force_login(world.publisher)

    page = text_of(client.get(address(world)))

    assert "1 prêt 1 en chemin 0 publié" in page
    assert "Publier 1 rapport" in page
    assert "Rédiger le rapport, puis le soumettre au comité." in page
    assert f"Attendu de{NBSP}: la présidence et le rapporteur du comité" in page


def test_a_report_with_passages_to_decide_on_is_not_ready_until_they_are(client, world):
    evaluation = factories.evaluation(world, State.DRAFTING)
    factories.write(evaluation, "<p>Le contrat avec Alpha est signé.</p>")
    factories.advance(evaluation, State.COUNTERSIGNED, world)
    transitions.propose_redaction(evaluation, by=world.officer, place="section avis", quote="Alpha", reason="BUSINESS")
    client.force_login(world.publisher)

    page = text_of(client.get(address(world)))

    assert "0 prêt 1 en chemin 0 publié" in page
    assert "Publier 1 rapport" not in page
    assert f"Des passages sont marqués à occulter et ne sont pas décidés{NBSP}: décidez-en avant de publier." in page
    assert client.post(address(world, "publier/")).status_code == 409
    transitions.decide_redactions(evaluation, by=world.publisher)
    assert "1 prêt 0 en chemin 0 publié" in text_of(client.get(address(world)))


def test_an_officer_reads_it_and_does_not_publish(client, world):
    factories.evaluation(world, State.COUNTERSIGNED)
    client.force_login(world.officer)

    page = client.get(address(world))

    assert b'data-form="publication-start"' not in page.content
    assert "La présidence de l’agence, ou son délégué, les publie." in text_of(page)


def test_one_asks_for_it_once_and_follows_it(client, world):
    factories.evaluation(world, State.COUNTERSIGNED)
    client.force_login(world.publisher)

    for _click in range(2):
        assert client.post(address(world, "publier/"))["Location"] == address(world)

    (run,) = PublicationRun.objects.all()
    assert "0 rapport publié sur 1." in text_of(client.get(address(world, "avancement/")))
    runs.end(run.lines.get().pk, PublicationOutcome.REFUSED, "Un tableau est trop grand.")
    told = text_of(client.get(address(world, "avancement/")))
    assert "1 n’a pas pu l’être." in told
    assert "Un tableau est trop grand." in told


def test_who_stops_it_learns_that_what_is_on_the_press_still_appears(client, world):
    factories.evaluation(world, State.COUNTERSIGNED)
    client.force_login(world.publisher)
    client.post(address(world, "publier/"))

    page = text_of(client.post(address(world, "arreter/"), follow=True))

    assert f"Ce qui est publié le reste{NBSP}; un rapport déjà sous presse paraît encore." in page


def test_a_report_that_is_being_corrected_is_a_published_one(client, world):
    evaluation = factories.evaluation(world, State.PUBLISHED)
    transitions.open_erratum(evaluation, by=world.officer, reason="Coquille.")
    client.force_login(world.officer)

    page = client.get(address(world))

    assert "0 prêt 1 en chemin 1 publié" in text_of(page)
    assert b"rapports.zip" in page.content
    assert "dont 1 publiée" in text_of(client.get("/campagnes/"))


def test_with_nothing_ready_one_is_told(client, world):
    client.force_login(world.publisher)

    answer = client.post(address(world, "publier/"))

    assert answer.status_code == 409
    assert "Aucun rapport n’est prêt à être publié." in text_of(answer)


def test_the_cost_does_not_grow_with_the_campaign(client, world, django_assert_num_queries):
    client.force_login(world.publisher)
    factories.evaluation(world, State.COUNTERSIGNED)
    factories.evaluation(world, State.DRAFTING)
    with django_assert_num_queries(16):
        client.get(address(world))
    for _number in range(3):
        factories.evaluation(world, State.COUNTERSIGNED)
        factories.evaluation(world, State.DRAFTING)
    with django_assert_num_queries(16):
        client.get(address(world))


@pytest.mark.django_db(transaction=True)
def test_the_archive_and_the_volume_are_taken_away(client, world):
    published = factories.evaluation(world, State.COUNTERSIGNED)
    transitions.publish(published, by=world.publisher)
    client.force_login(world.officer)

    archive = client.get(address(world, "rapports.zip"))
    assert archive["Content-Type"] == "application/zip"
    assert b"".join(archive).startswith(b"PK")
    assert client.get(address(world, "volume.pdf")).status_code == 302  # not yet
    client.post(address(world, "volume/"))
    queue.drain()
    bound = client.get(address(world, "volume.pdf"))
    assert b"".join(bound).startswith(b"%PDF-")
    assert bound["Cache-Control"] == "private, no-store"
    assert volume.path(world.campaign).exists()


@pytest.mark.django_db(transaction=True)
def test_a_volume_that_could_not_be_bound_is_told_to_who_asked_for_it(client, world):
    published = factories.evaluation(world, State.COUNTERSIGNED)
    report = transitions.publish(published, by=world.publisher)
    client.force_login(world.officer)

    assert client.post(address(world, "volume/")).status_code == 302
    assert "Il se prépare." in text_of(client.get(address(world)))
    disk.path(report.pdf_sha256).unlink()
    queue.drain()

    page = text_of(client.get(address(world)))
    assert f"Le volume n’a pas pu être préparé{NBSP}; un nouvel essai suit de lui-même." in page
    assert "Il se prépare." not in page and "Préparer le volume relié" in page


def test_an_archive_that_lacks_a_file_is_told_before_it_begins(client, world):
    published = factories.evaluation(world, State.COUNTERSIGNED)
    report = transitions.publish(published, by=world.publisher)
    disk.path(report.pdf_sha256).unlink()
    client.force_login(world.officer)

    answer = client.get(address(world, "rapports.zip"))

    assert answer.status_code == 409
    assert "manque" in text_of(answer)


@pytest.mark.parametrize("rest", ["", "avancement/"])
def test_whoever_has_a_conflict_learns_nothing_of_what_the_run_of_another_says_of_that_dossier(client, world, rest):
    known, hidden = (factories.evaluation(world, State.COUNTERSIGNED) for _number in range(2))
    run = runs.start(world.campaign, by=world.publisher)
    for line in run.lines.all():
        runs.end(line.pk, PublicationOutcome.REFUSED, "Un tableau est trop grand.")
    transitions.record_conflict(hidden, world.officer, by=world.publisher, reason="Parenté.")
    client.force_login(world.officer)

    page = client.get(address(world, rest))

    assert "1 n’a pas pu l’être." in text_of(page)
    assert known.public_id in page.text
    assert hidden.public_id not in page.text


def test_a_volume_of_nothing_or_of_files_that_are_not_there_is_not_promised(client, world):
    client.force_login(world.officer)
    assert "Aucun rapport n’est publié." in text_of(client.post(address(world, "volume/")))

    published = factories.evaluation(world, State.COUNTERSIGNED)
    report = transitions.publish(published, by=world.publisher)
    disk.path(report.pdf_sha256).unlink()
    answer = client.post(address(world, "volume/"))

    assert answer.status_code == 409
    assert "manque" in text_of(answer)
    assert not DBTaskResult.objects.exists()


def test_a_disk_that_is_full_refuses_the_publication_with_a_sentence(client, world, monkeypatch):
    evaluation = factories.evaluation(world, State.COUNTERSIGNED)
    monkeypatch.setattr(disk, "write", full)
    client.force_login(world.publisher)
    confirmed(client)

    answer = client.post(f"{evaluation.get_absolute_url()}actes/publier/")

    assert answer.status_code == 409
    assert "Le fichier ne peut pas être conservé (le disque est plein)" in text_of(answer)
    evaluation.refresh_from_db()
    assert evaluation.state == State.COUNTERSIGNED


def full(sha256, data):
    raise OSError(errno.ENOSPC, "No space left on device")
