"""The page of the observations: what stands on it, whatever its length; who of the house finds a task."""

import re

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext

from evaluations import erasure, transitions
from evaluations.enums import FindingKind, State
from evaluations.models import Observation
from evaluations.tasks import tasks_for
from evaluations.workspace import observations
from tests import factories
from tests.evaluations.workspace.answering import address, observed

pytestmark = pytest.mark.django_db


def page_of(client, person, evaluation):
    client.force_login(person)
    return client.get(address(evaluation))


def answer_all(world, evaluation):
    for box in list(observations.sheet_of(evaluation).boxes):
        observations.save(evaluation, box.name, "<p>Dit.</p>", base_revision=0, save_id=None, by=world.contributor)


def findings(number):
    return [(FindingKind.WEAKNESS, f"Point {n}.") for n in range(number)]


@pytest.mark.parametrize("number", [3, 30])
def test_the_page_asks_the_database_as_much_whatever_its_length(client, own_anchor, number):
    world, evaluation = observed(findings(number))
    answer_all(world, evaluation)
    client.force_login(world.contributor)
    client.get(address(evaluation))

    with CaptureQueriesContext(connection) as asked:
        page = client.get(address(evaluation))

    assert page.content.decode().count('data-form="observation-save"') == number
    assert len(asked) == 18


@pytest.mark.parametrize("number", [3, 30])
def test_a_save_asks_the_database_as_much_whatever_the_length(client, own_anchor, number):
    world, evaluation = observed(findings(number))
    answer_all(world, evaluation)
    client.force_login(world.contributor)

    with CaptureQueriesContext(connection) as asked:
        answer = client.post(
            address(evaluation, "point-faible-2/enregistrer"), {"text": "<p>Mieux.</p>", "base_revision": 1}
        )

    assert answer.status_code == 200
    assert len(asked) == 18


def test_every_finding_of_the_report_has_its_box_in_the_order_of_the_report(client, world):
    _world, evaluation = observed(world=world)

    page = page_of(client, world.contributor, evaluation).content.decode()

    assert re.findall(r'<details class="answer-box" id="([^"]+)"', page) == [
        "point-fort-1",
        "point-faible-1",
        "point-faible-2",
        "recommandation-1",
    ]
    assert "Un adossement solide." in page


def test_what_the_committee_does_after_the_report_was_sent_changes_no_box(client, world):
    _world, evaluation = observed(world=world)
    before = page_of(client, world.contributor, evaluation).content.decode()
    evaluation.findings.filter(kind="WEAKNESS").update(text="Autre.")

    after = page_of(client, world.contributor, evaluation).content.decode()

    boxes = [re.findall(r'class="answer-quote">([^<]*)<', body) for body in (before, after)]
    assert boxes[0] == boxes[1] != []


def test_those_of_the_house_find_what_is_theirs_on_their_dashboard(world):
    _world, evaluation = observed(world=world)

    told = {person: [(t.sentence, t.url, t.blocked) for t in tasks_for(person)] for person in
            (world.contributor, world.signatory)}  # fmt: skip

    assert told[world.contributor] == [("Répondre au rapport provisoire", address(evaluation), "")]
    assert told[world.signatory] == [("Déposer les observations, ou y renoncer", address(evaluation), "")]


def test_the_page_of_the_evaluation_leads_to_it(client, world):
    _world, evaluation = observed(world=world)
    client.force_login(world.contributor)

    assert f'href="{address(evaluation)}"' in client.get(evaluation.get_absolute_url()).content.decode()


def test_before_the_report_is_sent_there_is_no_such_page(client, world):
    early = factories.evaluation(world, State.CHAIR_SIGNED)

    assert page_of(client, world.contributor, early).status_code == 404
    assert page_of(client, world.officer, early).status_code == 404


def test_once_they_are_closed_without_any_a_late_letter_may_still_be_written(client, world):
    _world, evaluation = observed(world=world)
    end = evaluation.windows.latest("opens_at").closes_at
    with time_machine.travel(end, tick=False):
        transitions.close_observations(evaluation)
        page = page_of(client, world.contributor, evaluation).content.decode()

    assert "Le délai est passé." in page
    assert 'data-form="observation-letter-save"' in page


def test_erasing_a_person_tells_what_stays_of_their_observations(world):
    _world, evaluation = observed(world=world)
    answer_all(world, evaluation)  # four answers
    transitions.file_observations(evaluation, by=world.signatory, seen=transitions.Seen("Jeanne Vernet"))

    assert erasure.inventory(world.contributor)[1]["texts"] == 4
    assert erasure.inventory(world.signatory)[1]["observations"] == 1
    assert Observation.objects.get().filed_by == world.signatory
