"""The journal on its page: sentences, Paris time, the verdict on the chain, and the files to take away."""

import csv
import html
import io
import json
import re

import pytest
import time_machine

from evaluations import transitions
from evaluations.enums import State
from evaluations.models import ActorReference, Event
from tests import factories

pytestmark = pytest.mark.django_db

NOW = factories.paris(2026, 11, 2, 9, 30)


@pytest.fixture(autouse=True)
def at_a_known_time():
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def world(own_anchor):
    return factories.world()


@pytest.fixture
def evaluation(world, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        evaluation = factories.evaluation(world, State.DOSSIER_DEPOSITED)
        return transitions.return_dossier(evaluation, by=world.officer, reason="=2+2 manque.")


def address(evaluation, end=""):
    return f"/evaluations/{evaluation.public_id}/journal/{end}"


def text(response) -> str:
    return " ".join(html.unescape(re.sub(r"<[^>]*>", " ", response.content.decode())).split())


def test_each_event_is_a_sentence_newest_first(client, world, evaluation):
    client.force_login(world.officer)

    response = client.get(address(evaluation))

    sentences = re.findall(r'<p class="chronicle-sentence">([^<]*)</p>', html.unescape(response.content.decode()))
    assert sentences == [
        f"{world.officer.name} a renvoyé le dossier à l’établissement.",
        f"{world.signatory.name} a déposé le dossier.",
        f"{world.officer.name} a ouvert le dépôt du dossier.",
        f"{world.officer.name} a inscrit la formation dans la campagne.",
    ]
    page = text(response)
    assert "2 novembre 2026, 09:30" in page
    assert "Motif\u00a0: =2+2 manque.".replace("\u00a0", " ") in page
    assert "En qualité de : signataire de l’établissement · dossier attendu → dossier déposé" in page
    assert "Chaîne intacte" in page


def test_what_is_wrong_with_the_chain_is_said(client, world, evaluation):
    Event.objects.filter(evaluation=evaluation, number=2).update(role="chair")
    client.force_login(world.auditor)

    response = client.get(address(evaluation))

    assert "Acte 2 : cet acte a été modifié." in text(response)
    assert 'data-state="DAMAGED"' in response.content.decode()
    assert "Chaîne intacte" not in text(response)


def test_a_person_erased_has_no_name(client, world, evaluation):
    ActorReference.objects.filter(user=world.signatory).update(user=None)
    client.force_login(world.officer)

    assert "Personne effacée a déposé le dossier." in text(client.get(address(evaluation)))


@pytest.mark.parametrize("end", ["", "journal.csv", "journal.json"])
@pytest.mark.parametrize("who", ["signatory", "contributor", "college", "stranger", "expert", "chair"])
def test_the_journal_is_the_agencys(client, world, evaluation, who, end):
    client.force_login(getattr(world, who))

    assert client.get(address(evaluation, end)).status_code == 404


@pytest.mark.parametrize("end", ["", "journal.csv", "journal.json"])
def test_nobody_reads_it_without_signing_in(client, evaluation, end):
    assert client.get(address(evaluation, end)).status_code == 302


@pytest.mark.parametrize("end", ["", "journal.csv", "journal.json"])
def test_an_officer_in_conflict_finds_nothing(client, world, evaluation, end):
    transitions.record_conflict(evaluation, world.officer, by=world.publisher, reason="Lien.")
    client.force_login(world.officer)

    assert client.get(address(evaluation, end)).status_code == 404


def test_the_csv_holds_every_event_and_no_formula(client, world, evaluation):
    world.officer.name = '=HYPERLINK("http://example.org")'
    world.officer.save()
    client.force_login(world.auditor)

    response = client.get(address(evaluation, "journal.csv"))

    rows = list(csv.DictReader(io.StringIO(response.content.decode("utf-8-sig"))))
    assert response["Content-Disposition"] == f'attachment; filename="journal-{evaluation.public_id}.csv"'
    assert [row["verb"] for row in rows] == ["plan", "expect_dossier", "deposit_dossier", "return_dossier"]
    assert rows[0]["who"] == '\'=HYPERLINK("http://example.org")'
    assert rows[0]["sentence"].startswith("'=")
    assert rows[3]["notes"] == "Motif\u00a0: =2+2 manque."
    assert rows[3]["at"] == "2026-11-02T09:30:00+01:00"


def test_the_json_holds_every_event_with_its_hash(client, world, evaluation):
    client.force_login(world.auditor)

    found = json.loads(client.get(address(evaluation, "journal.json")).content)

    assert found["evaluation"] == evaluation.public_id
    assert [e["sha256"] for e in found["events"]] == list(
        evaluation.events.order_by("number").values_list("sha256", flat=True)
    )


def test_no_other_format(client, world, evaluation):
    client.force_login(world.auditor)

    assert client.get(address(evaluation, "journal.xlsx")).status_code == 404


def test_it_is_read_only(client, world, evaluation):
    client.force_login(world.officer)

    assert client.post(address(evaluation)).status_code == 405


def test_as_many_queries_for_one_event_as_for_thirty(client, world, evaluation, django_assert_num_queries):
    client.force_login(world.officer)
    one = factories.planned(world)

    with django_assert_num_queries(13):
        client.get(address(one))
    for _ in range(15):
        transitions.deposit_dossier(evaluation, by=world.signatory)
        transitions.return_dossier(evaluation, by=world.officer, reason="Incomplet.")
    with django_assert_num_queries(13):
        client.get(address(evaluation))
