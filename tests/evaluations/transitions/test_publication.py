"""Publication, and the erratum."""

import pytest
from django.db.models import ProtectedError

from evalprog import clock
from evaluations import invariants, transitions, writing
from evaluations.enums import ItemTarget, ReportKind, State
from evaluations.models import ImportedSource, Observation, Report
from evaluations.reports import reading, store
from evaluations.transitions import TransitionRefused
from evaluations.workspace.observations import report_sent
from tests import factories
from tests.evaluations.transitions.acts import refusal
from tests.factories import advance, evaluation

pytestmark = pytest.mark.django_db


def test_publication_keeps_the_file_and_its_hash(world):
    published = evaluation(world, State.PUBLISHED)

    report = published.reports.get(kind=ReportKind.FINAL)
    assert len(store.read(report.pdf_sha256)) == report.pdf_size
    assert published.events.latest("number").details == {
        "report": report.public_id,
        "sha256": report.sha256,
        "pdf_sha256": report.pdf_sha256,
    }


def test_an_erratum_is_a_new_version_signed_by_both_again_and_the_old_one_stays(world):
    published = evaluation(world, State.PUBLISHED)
    first = published.reports.get(kind=ReportKind.FINAL)
    bytes_of_first, content_of_first = store.read(first.pdf_sha256), first.content

    transitions.open_erratum(published, by=world.officer, reason="Effectifs erronés.")
    factories.write(published, "<p>Avis corrigé.</p>")
    advance(published, State.CHAIR_SIGNED, world)
    transitions.carry_observations_over(published, by=world.officer)
    advance(published, State.PUBLISHED, world)

    second = published.reports.get(kind=ReportKind.FINAL, version=2)
    first.refresh_from_db()
    assert (first.content, store.read(first.pdf_sha256)) == (content_of_first, bytes_of_first)
    assert second.pdf_sha256 != first.pdf_sha256
    assert second.reading.sections[0].text == "<p>Avis corrigé.</p>"
    assert second.reading.observations == first.reading.observations
    replaced = second.reading.fact("replaces")
    assert (replaced.text[:9], replaced.value, first.reading.fact("replaces")) == ("version 1", first.sha256, None)
    assert (
        second.reading.judgement_sha256 == published.reports.get(kind="PROVISIONAL", version=2).reading.judgement_sha256
    )
    assert sorted(published.signatures.values_list("version", "role")) == [
        (1, "AGENCY"),
        (1, "CHAIR"),
        (2, "AGENCY"),
        (2, "CHAIR"),
    ]


def test_an_erratum_needs_a_reason_and_no_other_evaluation_under_way(world):
    published = evaluation(world, State.PUBLISHED)

    assert refusal(transitions.open_erratum, published, by=world.officer, reason="") == ["Donnez un motif."]
    transitions.plan(published.programme, world.campaign, by=world.officer)
    assert refusal(transitions.open_erratum, published, by=world.officer, reason="Effectifs.") == [
        f"Une autre évaluation de {published.programme} est en cours dans cette campagne."
    ]


def reopened(world):
    """An evaluation published with observations, whose erratum has opened them anew."""
    published = evaluation(world, State.PUBLISHED)
    transitions.open_erratum(published, by=world.officer, reason="Effectifs erronés.")
    return advance(published, State.OBSERVATIONS_OPEN, world)


def rows(letter):
    """All that is kept of a letter."""
    return list(Observation.objects.filter(pk=letter.pk).values()), list(letter.items.values())


def test_observations_reopened_by_an_erratum_and_not_filed_again_are_those_that_were_filed(world):
    published = reopened(world)
    first = published.reports.get(kind=ReportKind.FINAL)
    letter = Observation.objects.get()
    filed, receipt, sha256 = rows(letter), letter.receipt, letter.computed_sha256()
    with clock.played_at(published.windows.awaited().get().closes_at):
        transitions.close_observations(published)
    advance(published, State.PUBLISHED, world)

    second = published.reports.get(kind=ReportKind.FINAL, version=2)
    assert second.reading.observations == first.reading.observations
    replaced = second.reading.fact("replaces")
    assert (replaced.text[:9], replaced.value, first.reading.fact("replaces")) == ("version 1", first.sha256, None)
    assert (
        second.reading.judgement_sha256 == published.reports.get(kind="PROVISIONAL", version=2).reading.judgement_sha256
    )
    assert second.reading.observations.general == "<p>Une observation.</p>"
    letter.refresh_from_db()
    assert (rows(letter), letter.receipt, letter.computed_sha256()) == (filed, receipt, sha256)
    acknowledged = published.events.get(verb="file_observations").details
    assert acknowledged.keys() == {"receipt", "sha256", "received_at"}
    assert acknowledged["receipt"] == f"{published.public_id}-1"
    assert acknowledged["sha256"] == sha256
    assert receipt == acknowledged["receipt"]


def test_observations_filed_anew_leave_the_former_letter_and_the_report_that_it_goes_with(world):
    published = reopened(world)
    first, letter = published.reports.get(kind=ReportKind.FINAL), Observation.objects.get()
    filed, content, pdf = rows(letter), first.content, store.read(first.pdf_sha256)
    again = writing.write_observations(published, text="<p>Tout autre chose.</p>", signatory="Simon Petit")
    writing.answer_finding(again, target=ItemTarget.FREE, text="<p>Un point.</p>")
    transitions.file_observations(published, by=world.signatory)
    advance(published, State.PUBLISHED, world)

    first.refresh_from_db()
    second = published.reports.get(kind=ReportKind.FINAL, version=2)
    assert (first.content, store.read(first.pdf_sha256), rows(letter)) == (content, pdf, filed)
    assert first.reading.observations.general == "<p>Une observation.</p>"
    assert second.reading.observations.general == "<p>Tout autre chose.</p>"
    assert [item.text for item in second.reading.observations.items] == ["<p>Un point.</p>"]
    assert list(Observation.objects.values_list("round", "version", "late")) == [(1, 1, False), (2, 2, False)]
    assert list(invariants.filed_observations_are_as_filed()) == []


def test_a_letter_begun_and_not_filed_does_not_hide_the_former_one(world):
    published = reopened(world)
    writing.write_observations(published, text="<p>Brouillon.</p>", signatory="Simon Petit")
    with clock.played_at(published.windows.awaited().get().closes_at):
        transitions.close_observations(published)

    assert reading.read(published).observations.general == "<p>Une observation.</p>"


def test_filed_observations_are_not_deleted(world):
    closed = evaluation(world, State.OBSERVATIONS_CLOSED)

    with pytest.raises(ProtectedError):
        closed.delete()
    assert Observation.objects.filed().filter(evaluation=closed).count() == 1


def test_filed_observations_that_were_changed_or_removed_are_found(world):
    changed, removed = evaluation(world, State.OBSERVATIONS_CLOSED), evaluation(world, State.OBSERVATIONS_CLOSED)
    assert list(invariants.filed_observations_are_as_filed()) == []

    Observation.objects.filter(evaluation=changed).update(text="<p>Réécrite.</p>")
    Observation.objects.filter(evaluation=removed).delete()

    assert [(found.where, found.sentence) for found in invariants.filed_observations_are_as_filed()] == [
        (changed.public_id, "des observations déposées ont été modifiées."),
        (removed.public_id, "des observations déposées ont disparu."),
    ]


def test_deposited_observations_do_not_change_in_an_erratum(world):
    published = evaluation(world, State.PUBLISHED)
    assert Observation.objects.get().filed_at is not None

    transitions.open_erratum(published, by=world.officer, reason="Effectifs erronés.")

    with pytest.raises(writing.Sealed):
        writing.write_observations(published, text="<p>Autre chose.</p>", signatory="Simon Petit")


def test_a_conflict_found_after_the_signature_leaves_the_names_and_breaks_no_promise(world):
    signed = evaluation(world, State.CHAIR_SIGNED)

    transitions.record_conflict(signed, world.expert, by=world.officer, reason="Lien découvert.")

    assert list(invariants.the_conflicted_are_out()) == []


def test_the_first_of_our_versions_after_one_published_elsewhere_is_read_by_the_institution(client, world):
    corrected = evaluation(world)
    ImportedSource.objects.create(evaluation=corrected, name="r.pdf", sha256="b" * 64, coverage=1)
    transitions.record_published_elsewhere(corrected, reading.read(corrected), store.Kept("a" * 64, 1))
    transitions.open_erratum(corrected, by=world.officer, reason="Effectifs erronés.")
    for person, role in world.seats:
        seat = transitions.invite(corrected, person, by=world.officer, role=role)
        transitions.accept_invitation(seat, by=person)
        seat.refresh_from_db()
        transitions.confirm_member(seat, by=world.publisher)
    writing.write_text(corrected, "avis", "<p>Un avis.</p>")
    advance(corrected, State.CHAIR_SIGNED, world)
    provisional = corrected.reports.get(kind=ReportKind.PROVISIONAL)
    client.force_login(world.contributor)
    page = f"/evaluations/{corrected.public_id}/rapports/{provisional.public_id}/"

    before, was_sent = client.get(page), report_sent(corrected)
    advance(corrected, State.OBSERVATIONS_OPEN, world)

    assert (before.status_code, was_sent) == (404, None)
    assert report_sent(corrected) == provisional
    assert client.get(page).status_code == 200
    assert client.get(f"/evaluations/{corrected.public_id}/observations/").status_code == 200


def test_without_the_certificate_of_the_seal_nothing_is_published_and_one_is_told(world, settings, tmp_path):
    evaluation = factories.evaluation(world, State.COUNTERSIGNED)
    settings.SEAL_PKCS12 = str(tmp_path / "missing.p12")

    with pytest.raises(TransitionRefused, match=r"^Le sceau de l’agence ne peut pas être apposé : "):
        transitions.publish(evaluation, by=world.publisher)

    assert not Report.objects.published().exists()
    assert list(store.kept_files()) == []
