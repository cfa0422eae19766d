"""The document 000 lived through: drafted, corrected, signed, observed, countersigned, published, by the real acts.

What comes out of the printer says what was published then, word for word, and each answer beside its finding.
"""

import datetime as dt
import re
from dataclasses import dataclass, replace

import pytest
from django.core.management import call_command

from evalprog import clock
from evalprog.text import folded
from evaluations import framework_library, transitions, writing
from evaluations.content import ReportReading
from evaluations.enums import CorrectionRuling, FindingKind, ItemTarget, State
from evaluations.imports import parse_report, read_source, source_from_bytes
from evaluations.imports.parsed import ParsedReport
from evaluations.models import CorrectionRequest, Evaluation
from evaluations.reports import presentation, store
from evaluations.reports.presentation import Coverage
from evaluations.tables import read_tables
from tests import factories
from tests.evaluations.reports.paper import tree

pytestmark = pytest.mark.django_db  # without which pytest-django would make no database for the fixture

COUNTED = "effectifs"  # the criterion in whose draft a figure is wrong
FIGURE, MISTAKEN = "36", "63"


@dataclass
class Replay:
    original: ReportReading
    evaluation: Evaluation
    draft: ReportReading
    correction: CorrectionRequest
    parsed: ParsedReport
    pdf: bytes


@pytest.fixture(scope="module")
def replay(seed, frameworks, django_db_setup, django_db_blocker, tmp_path_factory):
    """Played once: it is printed once."""
    original = parse_report(read_source(seed("000_789443efbce310fb.txt")), frameworks).reading
    folder = tmp_path_factory.mktemp("replay")
    with django_db_blocker.unblock(), pytest.MonkeyPatch.context() as patch:
        for name in ("JOURNAL_ANCHOR", "JOURNAL_WAITING"):
            patch.setattr(f"django.conf.settings.{name}", folder / name)
        patch.setattr("django.conf.settings.MEDIA_ROOT", folder)
        try:
            yield _play(original, frameworks)
        finally:
            call_command("flush", interactive=False, verbosity=0, reset_sequences=False)


def _play(original: ReportReading, frameworks) -> Replay:
    definition = next(f for f in frameworks if f.code == "hceres-formations-2016")
    world = factories.world(framework=framework_library.take_in(definition)[0])
    world.publisher.name = original.signatures[0].signatories[0].name
    world.publisher.save()
    evaluation = factories.evaluation(world, State.EXPERTISE)
    transitions.start_drafting(evaluation, by=world.rapporteur)
    _write(evaluation, original)
    factories.advance(evaluation, State.DRAFT_TRANSMITTED, world)
    draft = evaluation.reports.get(kind="DRAFT")
    correction = _correct(evaluation, draft, original, world)
    factories.advance(evaluation, State.OBSERVATIONS_OPEN, world)
    _observe(evaluation, original, world)
    transitions.countersign(evaluation, by=world.publisher, office=original.signatures[0].signatories[0].office)
    with clock.played_at(factories.paris(*map(int, original.cover.published.value.split("-")), 12)):
        report = transitions.publish(evaluation, by=world.publisher)
    pdf = store.read(report.pdf_sha256)
    return Replay(
        original,
        evaluation,
        draft.reading,
        correction,
        parse_report(source_from_bytes("rapport.pdf", pdf), frameworks),
        pdf,
    )


def _write(evaluation: Evaluation, original: ReportReading) -> None:
    definition = evaluation.framework.definition
    for section in original.sections:
        for text in (section, *section.criteria):
            if text.text:
                writing.write_text(
                    evaluation, text.code, text.text.replace(FIGURE, MISTAKEN) if _is_wrong(text) else text.text
                )
    for block in sorted(original.blocks, key=lambda b: b.findings_kind == FindingKind.RECOMMENDATION):
        known = next(b for b in definition.blocks if b.code == block.code)
        for part, text in ((known.opening, block.opening), (known.closing, block.closing)):
            if part:
                writing.write_text(evaluation, part.code, text)
        for finding in block.findings:
            writing.add_finding(evaluation, FindingKind(block.findings_kind), finding.text)


def _is_wrong(text) -> bool:
    return text.code == COUNTED


def _correct(evaluation, draft, original, world) -> CorrectionRequest:
    """Two errors of fact are pointed out; one is accepted, and its text follows."""
    common = {"evaluation": evaluation, "report": draft, "about": COUNTED, "sent_at": clock.now()}
    accepted = CorrectionRequest.objects.create(**common, position=1, quote=MISTAKEN, wrong="Inversion.", right=FIGURE)
    refused = CorrectionRequest.objects.create(**common, position=2, quote="", wrong="Trop sévère.")
    transitions.reply_to_draft(evaluation, by=world.signatory)
    ruled = {"ruled_at": clock.now(), "ruled_by": world.chair}
    text = evaluation.assessments.get(code=COUNTED)
    right = next(c.text for c in original.criteria if c.code == COUNTED)
    changed = writing.write_text(evaluation, COUNTED, right, by=world.chair)
    change = {"change_from": text.revision, "change_to": changed.revision}
    CorrectionRequest.objects.filter(pk=accepted.pk).update(ruling=CorrectionRuling.ACCEPTED, **change, **ruled)
    CorrectionRequest.objects.filter(pk=refused.pk).update(
        ruling=CorrectionRuling.REFUSED, reason="C’est une appréciation, non un fait.", **ruled
    )
    accepted.refresh_from_db()
    return accepted


def _observe(evaluation, original, world) -> None:
    said = original.observations
    letter = writing.write_observations(
        evaluation,
        heading=said.heading,
        text=said.general,
        signatory=said.signatory,
        office=said.office,
        signed_on=dt.date.fromisoformat(said.signed.value),
    )
    for item in said.items:
        words = {name: getattr(item, name) for name in ("number", "text", "quote", "about", "heading")}
        writing.answer_finding(letter, target=ItemTarget(item.target), **words)
    transitions.file_observations(evaluation, by=world.signatory)


def test_what_is_printed_is_what_was_published_then(replay):
    printed = replay.parsed.reading

    assert (replay.parsed.verified, replay.parsed.coverage) == (True, 1.0)
    assert printed.sections == replay.original.sections
    assert printed.observations == replay.original.observations
    assert (printed.cover.published, printed.signatures[0].signatories) == (
        replay.original.cover.published,
        replay.original.signatures[0].signatories,
    )


def test_the_acts_are_those_of_the_contradictory_phase_in_their_order(replay):
    verbs = list(replay.evaluation.events.order_by("number").values_list("verb", flat=True))

    assert verbs[verbs.index("transmit_draft") :] == [
        "transmit_draft",
        "reply_to_draft",
        "sign_as_chair",
        "open_observations",
        "file_observations",
        "countersign",
        "publish",
    ]


def test_the_accepted_error_is_corrected_and_the_draft_that_was_read_is_not(replay):
    read = {c.code: c.text for c in replay.draft.criteria}
    signed = {c.code: c.text for c in replay.parsed.reading.criteria}

    assert (MISTAKEN in read[COUNTED], MISTAKEN in signed[COUNTED]) == (True, False)
    assert {code for code in read if read[code] != signed[code]} == {COUNTED}
    row = replay.evaluation.assessments.get(code=COUNTED)
    texts = dict(row.revisions.values_list("number", "text"))
    assert texts[replay.correction.change_from] == read[COUNTED]
    assert texts[replay.correction.change_to] == signed[COUNTED]
    assert list(replay.evaluation.corrections.values_list("ruling", flat=True)) == ["ACCEPTED", "REFUSED"]


def test_thirteen_answers_three_tables_and_two_weaknesses_without_any(replay):
    printed = replay.parsed.reading

    assert len(printed.observations.items) == 13
    assert sum(len(read_tables(item.text)) for item in printed.observations.items) == 3
    assert presentation.coverage(printed)[0] == Coverage("WEAKNESS", 10, (6, 9))
    assert presentation.coverage(printed)[0].answered == 8


def test_on_paper_each_answer_stands_beside_the_words_of_its_finding(replay):
    report = tree(replay.pdf)
    weaknesses = {f.number: f.text for f in replay.original.weaknesses}
    found = {}
    for item in report.named("item"):
        if number := re.search(r"Répond au point faible n° (\d+) ", item.words.replace("\u00a0", " ")):
            found[int(number[1])] = folded(item.words)

    assert sorted(found) == [1, 2, 3, 4, 5, 7, 8, 10]
    assert [n for n, words in found.items() if folded(weaknesses[n]) not in words] == []
    answered = [e for e in report.named("finding") if "Réponse de l’établissement" in e.words.replace("\u00a0", " ")]
    assert len(answered) == 8 + 3
    assert "8 points faibles sur 10 ont reçu une réponse" in report.words.replace("\u00a0", " ")
    assert "sans réponse" in report.words.replace("\u00a0", " ")


def test_the_reading_differs_from_the_imported_one_by_what_the_acts_add_alone(replay):
    """Names of the committee and of its presidency, and the references of the dossier."""
    ours, theirs = replay.parsed.reading, replay.original
    same = {
        "kind": "FINAL",
        "cover": theirs.cover,
        "head": theirs.head,
        "signatures": (),
        "committee": None,
        "colophon": (),
    }

    assert replace(ours, **same) == replace(theirs, **same)
