"""Publication, and the erratum."""

import pytest

from evaluations import invariants, transitions, writing
from evaluations.enums import ReportKind, State
from evaluations.models import Observation
from evaluations.reports import store
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


def test_after_an_erratum_observations_opened_again_are_filed_again(world):
    published = evaluation(world, State.PUBLISHED)
    transitions.open_erratum(published, by=world.officer, reason="Effectifs erronés.")
    advance(published, State.OBSERVATIONS_OPEN, world)

    assert Observation.objects.get().filed_at is None


def test_deposited_observations_do_not_change_in_an_erratum(world):
    published = evaluation(world, State.PUBLISHED)
    assert Observation.objects.get().filed_at is not None

    transitions.open_erratum(published, by=world.officer, reason="Effectifs erronés.")

    with pytest.raises(writing.Sealed):
        writing.write_observations(published, general="<p>Autre chose.</p>", signatory="Simon Petit")


def test_a_conflict_found_after_the_signature_leaves_the_names_and_breaks_no_promise(world):
    signed = evaluation(world, State.CHAIR_SIGNED)

    transitions.record_conflict(signed, world.expert, by=world.officer, reason="Lien découvert.")

    assert list(invariants.the_conflicted_are_out()) == []
