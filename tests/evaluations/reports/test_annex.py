"""The observations in the reading: which answers, in which order, with which files; and what their authors preview."""

from dataclasses import replace

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from evaluations import transitions, writing
from evaluations.content import AttachmentReading, Fact, StanceReading
from evaluations.enums import FindingKind, ItemTarget, State
from evaluations.models import Attachment, Observation
from evaluations.reports import reading
from evaluations.workspace.observations import annexed
from tests import factories

pytestmark = pytest.mark.django_db


@pytest.fixture
def waiting(own_anchor):
    """Two strengths, two weaknesses and a recommendation were signed; the institution answers."""
    world = factories.world()
    evaluation = factories.evaluation(world, State.CORRECTIONS_RULING)
    for kind, text in (("STRENGTH", "Un"), ("STRENGTH", "Deux"), ("WEAKNESS", "Trois"), ("WEAKNESS", "Quatre")):
        writing.add_finding(evaluation, FindingKind(kind), f"{text}.")
    writing.add_finding(evaluation, FindingKind.RECOMMENDATION, "Cinq.", addresses=[1])
    transitions.sign_as_chair(evaluation, by=world.chair)
    transitions.open_observations(evaluation, by=world.officer)
    evaluation.refresh_from_db()
    evaluation.world = world
    return evaluation


def answered(letter, target, number=None, text="<p>Réponse.</p>", **words):
    return writing.answer_finding(letter, target=ItemTarget(target), number=number, text=text, **words)


def letter(evaluation):
    return writing.write_observations(evaluation, text="<p>Lettre.</p>", signatory="Jeanne Vernet", office="Présidente")


def test_answers_stand_in_the_order_of_the_findings_whatever_the_order_of_writing(waiting):
    filed = letter(waiting)
    for target, number in (("FREE", None), ("RECOMMENDATION", 1), ("REPORT", None), ("WEAKNESS", 2), ("STRENGTH", 1)):
        answered(filed, target, number)
    answered(filed, "WEAKNESS", 1)

    items = reading.read_letter(filed).items

    assert [(item.target, item.number) for item in items] == [
        ("STRENGTH", 1),
        ("WEAKNESS", 1),
        ("WEAKNESS", 2),
        ("RECOMMENDATION", 1),
        ("REPORT", None),
        ("FREE", None),
    ]


def test_a_letter_with_headings_of_its_own_keeps_its_order(waiting):
    filed = letter(waiting)
    answered(filed, "RECOMMENDATION", 1, heading="Avis")
    answered(filed, "STRENGTH", 2)

    items = reading.read_letter(filed).items

    assert [(item.target, item.heading) for item in items] == [("RECOMMENDATION", "Avis"), ("STRENGTH", "")]


def test_an_answer_that_was_emptied_is_none_and_a_stance_alone_is_one(waiting):
    filed = letter(waiting)
    answered(filed, "STRENGTH", 1, text="")
    answered(filed, "WEAKNESS", 1, text="", value="AGREEMENT")
    answered(filed, "WEAKNESS", 2, text="", value="ACTION_TAKEN 2026-03-01")
    answered(filed, "RECOMMENDATION", 1, value="ACTION_PLANNED 2027-09-01")

    items = reading.read_letter(filed).items

    assert [(item.quote, item.stance, item.day) for item in items] == [
        ("Trois.", StanceReading("AGREEMENT", "Accord"), None),
        (
            "Quatre.",
            StanceReading("ACTION_TAKEN", "Action engagée"),
            Fact("action_on", "le", "1er mars 2026", "2026-03-01"),
        ),
        (
            "Cinq.",
            StanceReading("ACTION_PLANNED", "Action prévue"),
            Fact("action_on", "pour le", "1er septembre 2027", "2027-09-01"),
        ),
    ]


def test_files_that_stand_are_listed_with_their_hash(waiting):
    filed = letter(waiting)
    common = {"evaluation": waiting, "observation": filed, "kind": "PDF", "size": 1_258_291}
    Attachment.objects.create(**common, position=2, file_name="plan.pdf", sha256="b" * 64)
    Attachment.objects.create(**common, position=1, file_name="a.pdf", title="Convention", sha256="a" * 64)
    gone = Attachment.objects.create(**common, position=3, file_name="non.pdf", sha256="c" * 64)
    Attachment.objects.filter(pk=gone.pk).update(removed_at=factories.ALWAYS)

    files = reading.read_letter(filed).attachments

    assert files == (
        AttachmentReading("Convention", "a.pdf", "document PDF", "1,2\u00a0Mio", "a" * 64),
        AttachmentReading("plan.pdf", "plan.pdf", "document PDF", "1,2\u00a0Mio", "b" * 64),
    )


def test_the_preview_is_the_report_that_was_signed_and_what_is_filed_is_what_was_seen(waiting):
    filed = letter(waiting)
    answered(filed, "WEAKNESS", 1, value="DISAGREEMENT")
    signed = waiting.reports.get(kind="PROVISIONAL").reading

    seen = annexed(signed, filed, waiting)

    assert replace(seen, observations=None) == signed
    transitions.file_observations(waiting, by=waiting.world.signatory)
    assert reading.read(waiting).observations == seen.observations


def test_nothing_is_annexed_where_observations_are_published_otherwise(own_anchor):
    sections = [dict(section) for section in factories.TINY_FRAMEWORK["sections"]]
    sections[-1]["rule"] = "separate"
    world = factories.world(framework=factories.framework(sections=sections))
    evaluation = factories.evaluation(world, State.OBSERVATIONS_CLOSED)

    assert reading.read(evaluation).observations is None


@pytest.mark.parametrize("count", [1, 2])
def test_the_number_of_questions_does_not_grow_with_the_answers(waiting, count):
    filed = letter(waiting)
    for number in range(1, count + 1):
        answered(filed, "WEAKNESS", number, value="AGREEMENT")
    filed = Observation.objects.get(pk=filed.pk)

    with CaptureQueriesContext(connection) as asked:
        reading.read_letter(filed)

    assert len(asked) == 4  # the evaluation, its framework, the answers, the files
