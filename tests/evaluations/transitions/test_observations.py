"""The observations of the institution."""

import pytest

from evalprog import clock
from evaluations import transitions, writing
from evaluations.enums import ReportKind, State
from evaluations.models import Observation
from tests.evaluations.transitions.acts import refusal
from tests.factories import advance, evaluation

pytestmark = pytest.mark.django_db


def test_observations_are_filed_with_a_signatory(world):
    waiting = evaluation(world, State.OBSERVATIONS_OPEN)
    writing.write_observations(waiting, text="<p>Lettre.</p>")

    assert refusal(transitions.file_observations, waiting, by=world.signatory) == [
        "Les observations n’ont pas de signataire."
    ]


def test_observations_never_filed_are_not_published(world):
    waiting = evaluation(world, State.OBSERVATIONS_OPEN)
    writing.write_observations(waiting, text="<p>Brouillon.</p>", signatory="Jeanne Vernet")
    with clock.played_at(waiting.windows.latest("opens_at").closes_at):
        transitions.close_observations(waiting)

    advance(waiting, State.PUBLISHED, world)

    assert waiting.reports.get(kind=ReportKind.FINAL).reading.observations is None
    assert Observation.objects.get().text == "<p>Brouillon.</p>"


def test_who_has_written_observations_does_not_waive_them(world):
    waiting = evaluation(world, State.OBSERVATIONS_OPEN)
    writing.write_observations(waiting, text="<p>Lettre.</p>")

    assert refusal(transitions.waive_observations, waiting, by=world.signatory) == [
        "Des observations sont écrites : déposez-les, ou effacez-les avant d’y renoncer."
    ]


def test_filed_observations_do_not_change(world):
    closed = evaluation(world, State.OBSERVATIONS_CLOSED)

    with pytest.raises(writing.Sealed) as sealed:
        writing.write_observations(closed, text="<p>Autre.</p>")
    assert str(sealed.value) == "Les observations sont closes : elles ne changent plus."


def test_observations_are_carried_over_only_to_a_correction(world):
    assert refusal(transitions.carry_observations_over, evaluation(world, State.CHAIR_SIGNED), by=world.officer) == [
        "Ouvrez d’abord les observations de l’établissement."
    ]
