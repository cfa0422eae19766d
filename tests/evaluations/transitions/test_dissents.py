"""A dissent is annexed or not by the chair, and is printed without a name."""

import hashlib
import json
from dataclasses import replace

import pytest
from django.core.exceptions import PermissionDenied

from evaluations import transitions
from evaluations.content import ReportReading
from evaluations.enums import ReportKind, State
from evaluations.models import ImportedSource
from evaluations.reports.reading import read
from evaluations.transitions import TransitionRefused
from tests import factories
from tests.evaluations.reports.sample import sample_reading
from tests.evaluations.views.reading import forms, text

pytestmark = pytest.mark.django_db


@pytest.fixture
def evaluation(world):
    return factories.evaluation(world, State.COLLEGIAL_VALIDATION)


@pytest.fixture
def member(world, evaluation):
    return transitions.dissent(evaluation, by=world.expert, text="Le bilan est trop clément.\n\nIl oublie les stages.")


def printed(evaluation):
    return read(evaluation, kind=ReportKind.DRAFT).dissents


def test_a_dissent_is_printed_once_the_chair_annexes_it_and_no_more_when_it_is_taken_back(world, evaluation, member):
    assert printed(evaluation) == ()

    transitions.annex_dissent(member, by=world.chair, annexed=True)
    assert printed(evaluation) == ("<p>Le bilan est trop clément.</p><p>Il oublie les stages.</p>",)

    transitions.annex_dissent(member, by=world.chair, annexed=False)
    assert printed(evaluation) == ()
    assert [(e.verb, e.role, e.details) for e in evaluation.events.order_by("-number")[:2]] == [
        ("annex_dissent", "chair", {"member": member.pk, "annexed": False}),
        ("annex_dissent", "chair", {"member": member.pk, "annexed": True}),
    ]


def test_dissents_stand_in_the_order_of_their_words_whoever_wrote_them(world, evaluation):
    for person, words in ((world.chair, "Zèle."), (world.rapporteur, "Mesure."), (world.expert, "Audace.")):
        said = transitions.dissent(evaluation, by=person, text=words)
        transitions.annex_dissent(said, by=world.chair, annexed=True)

    assert printed(evaluation) == ("<p>Audace.</p>", "<p>Mesure.</p>", "<p>Zèle.</p>")


@pytest.mark.parametrize("person", ["rapporteur", "expert", "officer", "signatory"])
def test_nobody_but_the_chair_decides(world, evaluation, member, person):
    with pytest.raises(PermissionDenied):
        transitions.annex_dissent(member, by=getattr(world, person), annexed=True)
    assert printed(evaluation) == ()


def test_a_member_without_dissent_has_nothing_to_annex(world, evaluation):
    with pytest.raises(TransitionRefused) as refusal:
        transitions.annex_dissent(factories.seat(evaluation, world.expert), by=world.chair, annexed=True)

    assert str(refusal.value) == "Cette personne n’a pas d’opinion dissidente enregistrée."


def test_nothing_is_annexed_after_the_signature(world, evaluation, member):
    for person in (world.chair, world.rapporteur):
        transitions.approve(evaluation, by=person)
    transitions.validate(evaluation, by=world.chair)
    factories.advance(evaluation, State.CHAIR_SIGNED, world)

    with pytest.raises(TransitionRefused) as refusal:
        transitions.annex_dissent(member, by=world.chair, annexed=True)

    assert [problem.where for problem in refusal.value.problems] == ["state"]


def test_other_words_are_to_be_decided_anew(world, evaluation, member):
    transitions.annex_dissent(member, by=world.chair, annexed=True)

    transitions.dissent(evaluation, by=world.expert, text="D’autres mots.")

    assert printed(evaluation) == ()


def test_who_leaves_for_a_conflict_takes_their_dissent_away(world, evaluation, member):
    transitions.annex_dissent(member, by=world.chair, annexed=True)

    transitions.record_conflict(evaluation, world.expert, by=world.officer, reason="Coauteur.")

    assert printed(evaluation) == ()


def test_a_dissent_read_from_a_paper_stays_one(world):
    evaluation = factories.planned(world)
    unplaced = [{"line": 3, "text": "Page de garde."}, {"part": "dissent", "text": "<p>Réserve.</p>"}]
    ImportedSource.objects.create(
        evaluation=evaluation, name="rapport.pdf", sha256="b" * 64, coverage=1, unplaced=unplaced
    )

    reading = read(evaluation)

    assert (reading.annex, reading.dissents) == (("Page de garde.",), ("<p>Réserve.</p>",))


# -- the form in which readings are kept


def test_a_reading_without_dissents_is_kept_as_it_was_before_there_were_any():
    kept = json.loads(sample_reading().as_json())

    assert "dissents" not in kept
    assert sorted(kept) == sorted(
        "kind language cover head signatures committee sections observations annex colophon".split()
    )
    assert ReportReading.from_json(sample_reading().as_json()) == sample_reading()


def test_a_reading_with_dissents_comes_back_and_has_a_fingerprint_of_its_own():
    reading = replace(sample_reading(), dissents=("<p>Réserve.</p>",))

    assert ReportReading.from_json(reading.as_json()) == reading
    assert reading.sha256 == hashlib.sha256(reading.as_json().encode()).hexdigest() != sample_reading().sha256
    assert reading.judgement_sha256 != sample_reading().judgement_sha256


# -- on pages


def test_the_chair_decides_on_the_page_of_the_committee(client, world, evaluation, member):
    client.force_login(world.chair)
    page = f"/evaluations/{evaluation.public_id}/comite/"
    act = f"/evaluations/{evaluation.public_id}/actes/annexer-une-opinion/"

    before = client.get(page)
    client.post(act, {"member": member.public_id, "annexed": "yes"})

    assert "dissent-annex" in forms(before)
    assert "Non annexée" in text(before)
    assert "Annexée au rapport, sans nom" in text(client.get(page))


@pytest.mark.parametrize(("person", "read_by"), [("expert", True), ("officer", True), ("signatory", False)])
def test_the_others_read_dissents_or_know_of_none(client, world, evaluation, member, person, read_by):
    client.force_login(getattr(world, person))

    page = client.get(f"/evaluations/{evaluation.public_id}/comite/")

    assert ("Le bilan est trop clément." in text(page)) is read_by
    assert "dissent-annex" not in forms(page)


def test_the_institution_reads_an_annexed_dissent_in_the_draft_without_a_name(client, world, evaluation, member):
    transitions.annex_dissent(member, by=world.chair, annexed=True)
    for person in (world.chair, world.rapporteur):
        transitions.approve(evaluation, by=person)
    transitions.validate(evaluation, by=world.chair)
    transitions.transmit_draft(evaluation, by=world.officer)
    client.force_login(world.signatory)

    report = evaluation.reports.get()
    page = client.get(f"/evaluations/{evaluation.public_id}/rapports/{report.public_id}/")

    section = page.content.decode().split('<section class="dissents"')[1].split("</section>")[0]
    assert "Opinion dissidente d’un membre du comité" in section
    assert "Le bilan est trop clément." in section
    assert str(world.expert) not in section and world.expert.name not in section
