"""Once the presidency has signed, no way of writing changes anything: each is tried by those who could before."""

import uuid
from functools import partial

import pytest
from django.core.exceptions import PermissionDenied

from evaluations import transitions, writing
from evaluations.enums import FindingKind, ItemTarget, State
from evaluations.models import Attachment
from evaluations.permissions import ACTS
from evaluations.reports import reading
from evaluations.transitions import TransitionRefused
from evaluations.workspace import assignments, attachments, citations, comments, contributions, findings, suggestions
from evaluations.workspace import texts as workspace_texts
from evaluations.workspace.refusal import Refused
from tests import factories

pytestmark = pytest.mark.django_db


def begin():
    """Written, discussed, suggested upon, shared out; then signed."""
    world = factories.world()
    evaluation = factories.evaluation(world, State.EXPERTISE)
    told = {"base_revision": 0, "save_id": None, "by": world.expert}
    workspace_texts.save_notes(evaluation, "avis", "<p>Mes notes.</p>", **told)
    factories.advance(evaluation, State.AGENCY_READING, world)
    findings.add(evaluation, "WEAKNESS", "Un.", by=world.chair)
    findings.add(evaluation, "WEAKNESS", "Deux.", by=world.chair)
    comments.write(evaluation, "avis", "À revoir.", by=world.officer)
    read = evaluation.assessments.get(code="avis").revision
    proposed = {"read_revision": read, "by": world.officer}
    (suggestion,) = suggestions.propose(evaluation, "avis", "<p>Un avis net.</p>", **proposed)
    suggestions.accept(suggestion, by=world.chair)
    factories.advance(evaluation, State.CHAIR_SIGNED, world)
    return world, evaluation


def ways(world, evaluation):
    """Every writing of the committee and of the agency, by whoever could do it the moment before."""
    chair = world.chair
    first, second = evaluation.findings.filter(kind="WEAKNESS").order_by("number")
    comment, suggestion = evaluation.comments.get(), evaluation.suggestions.get()
    notes = evaluation.contributions.get()
    place = citations.Place(part=None)
    order = [second.public_id, first.public_id]
    base = assignments.sheet_of(evaluation).fingerprint
    text = evaluation.assessments.get(code="avis").revision
    told = {"base_revision": text, "save_id": uuid.uuid4()}
    return {
        "text": partial(workspace_texts.save_text, evaluation, "avis", "<p>Non.</p>", by=chair, **told),
        "notes": partial(workspace_texts.save_notes, evaluation, "avis", "<p>Non.</p>", by=world.expert, **told),
        "sharing": partial(contributions.share, notes, world.expert),
        "validation": partial(
            workspace_texts.validate, evaluation, "avis", validated=True, base_revision=text, by=chair
        ),
        "finding": partial(findings.add, evaluation, "WEAKNESS", "Trois.", by=chair),
        "words of a finding": partial(findings.reword, first, "Autre.", base_revision=first.revision, by=chair),
        "order of findings": partial(findings.reorder, evaluation, "WEAKNESS", order, seen=order[::-1], by=chair),
        "place of a finding": partial(findings.move, first, 1, by=chair),
        "finding taken away": partial(findings.remove, second, by=chair),
        "finding brought back": partial(findings.bring_back, second, by=chair),
        "comment": partial(comments.write, evaluation, "avis", "Trop tard.", by=chair),
        "comment settled": partial(comments.resolve, comment, resolved=True, by=chair),
        "suggestion": partial(
            suggestions.propose, evaluation, "avis", "<p>Non.</p>", read_revision=text, by=world.officer
        ),
        "suggestion withdrawn": partial(suggestions.withdraw, suggestion, by=world.officer),
        "suggestion accepted": partial(suggestions.accept, suggestion, by=chair),
        "suggestion refused": partial(suggestions.refuse, suggestion, by=chair),
        "suggestion taken back": partial(suggestions.take_back, suggestion, by=chair),
        "assignment": partial(assignments.assign, evaluation, frozenset(), base=base, by=chair),
        "citation": partial(citations.cite, evaluation, place, code="avis", by=chair),
        "text of a scenario": partial(writing.write_text, evaluation, "avis", "<p>Non.</p>"),
        "finding of a scenario": partial(writing.add_finding, evaluation, FindingKind.STRENGTH, "Non."),
        "dissent": partial(transitions.dissent, evaluation, by=world.expert, text="Non."),
        "signature": partial(transitions.sign_as_chair, evaluation, by=chair),
    }


WAYS = [
    "text", "notes", "sharing", "validation", "finding", "words of a finding", "order of findings",
    "place of a finding", "finding taken away", "finding brought back", "comment", "comment settled", "suggestion",
    "suggestion withdrawn", "suggestion accepted", "suggestion refused", "suggestion taken back", "assignment",
    "citation", "text of a scenario", "finding of a scenario", "dissent", "signature",
]  # fmt: skip


def kept(evaluation):
    """All that could have changed."""
    rows = (
        "assessments",
        "findings",
        "comments",
        "suggestions",
        "contributions",
        "assignments",
        "signatures",
        "events",
    )
    return {name: list(getattr(evaluation, name).order_by("pk").values()) for name in rows}


@pytest.mark.parametrize("way", WAYS)
def test_what_is_signed_is_not_written_any_more(world, evaluation, way):
    evaluation.refresh_from_db()
    assert sorted(ways(world, evaluation)) == sorted(WAYS)
    before, signed = kept(evaluation), evaluation.reports.get(kind="PROVISIONAL")

    with pytest.raises((PermissionDenied, writing.Sealed, TransitionRefused)):
        ways(world, evaluation)[way]()

    assert kept(evaluation) == before
    assert reading.read(evaluation).judgement_sha256 == signed.reading.judgement_sha256


@pytest.mark.parametrize(
    "verb", ["annex_dissent", "retransmit_draft", "request_document", "plan_visit", "invite", "dismiss"]
)
def test_no_act_before_the_signature_is_possible_after_it(evaluation, verb):
    assert evaluation.state not in ACTS[verb].sources


def test_observations_that_were_filed_take_no_answer_and_no_file_any_more(world, evaluation):
    transitions.open_observations(evaluation, by=world.officer)
    letter = writing.write_observations(evaluation, text="<p>Lettre.</p>", signatory="Jeanne Vernet")
    common = {"evaluation": evaluation, "observation": letter, "kind": "PDF", "size": 9, "position": 1}
    file = Attachment.objects.create(**common, file_name="a.pdf", sha256="a" * 64)
    transitions.file_observations(evaluation, by=world.signatory)
    filed = letter.__class__.objects.get(pk=letter.pk)

    for write, refusal in (
        (partial(writing.write_observations, evaluation, text="<p>Autre.</p>"), writing.Sealed),
        (partial(writing.answer_finding, filed, target=ItemTarget.FREE, text="<p>Encore.</p>"), writing.Sealed),
        (partial(attachments.take_away, file, by=world.signatory), Refused),
    ):
        with pytest.raises(refusal):
            write()

    assert filed.computed_sha256() == evaluation.events.get(verb="file_observations").details["sha256"]
