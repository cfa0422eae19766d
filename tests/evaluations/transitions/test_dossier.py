"""A dossier is deposited and frozen, given back, changed once more by a proposal that the agency accepts."""

import hashlib

import pytest
from django.core.exceptions import PermissionDenied
from django.db import connection
from django.test.utils import CaptureQueriesContext

from evaluations import invariants, transitions
from evaluations.dossier_facts import descriptions_by_programme, descriptions_of
from evaluations.enums import State
from evaluations.models import DossierSnapshot, Message
from evaluations.reports import dossier_reading
from evaluations.transitions import TransitionRefused
from evaluations.workspace import dossier_pieces
from programmes import figures_writing, putting_away, writing
from programmes.description import parse as described
from programmes.indicators import parse
from programmes.models import Indicator
from tests import factories
from tests.evaluations import dossier_data as data

pytestmark = pytest.mark.django_db


@pytest.fixture
def world():
    return data.world()


@pytest.fixture
def evaluation(world):
    return data.deposited(world)


def refusal(act, *arguments, **named):
    with pytest.raises(TransitionRefused) as refused:
        act(*arguments, **named)
    return [problem.sentence.replace("\u00a0", " ") for problem in refused.value.problems]


# -- depositing


def test_a_deposit_is_refused_by_the_list_that_the_page_shows(world):
    expected = data.expected(world)

    assert refusal(transitions.deposit_dossier, expected, by=world.signatory) == [
        "Présentation de la formation : le texte manque.",
        "Règlement des études : la pièce manque.",
    ]
    assert (expected.events.last().verb, DossierSnapshot.objects.count()) == ("expect_dossier", 0)


def test_a_deposit_freezes_texts_values_tables_pieces_and_descriptions(world):
    expected = data.expected(world)
    data.fill(expected, world)
    data.count(expected, by=world.contributor)
    data.write(expected, "suivi", "<p>{{effectifs.inscrits.2025-2026}} inscrits.</p>", by=world.contributor)
    said = described({"year": "2025-2026", "title": "Licence", "kind": "LP", "institution": {"name": "UTV"}})
    writing.begin(expected.programme, said, by=world.contributor)
    described_as = expected.programme.descriptions.get().revisions.get()

    transitions.deposit_dossier(expected, by=world.signatory)

    frozen = data.snapshot(expected)
    reading = frozen.reading
    assert [section.text for section in reading.sections] == ["<p>Une licence.</p>", "<p>31 inscrits.</p>"]
    assert [(t.code, t.section, t.document["rows"][0]["values"]) for t in reading.tables] == [
        ("effectifs", "suivi", ["24", "31"])
    ]
    piece = expected.dossier.get()
    assert [(p.id, p.expected, p.version, p.sha256, p.places[0].page) for p in reading.pieces] == [
        (piece.public_id, "reglement", 1, piece.sha256, 2)
    ]
    assert [(d.revision, d.sha256) for d in reading.descriptions] == [(1, described_as.sha256)]
    assert (frozen.number, frozen.deposited_by) == (1, world.signatory)
    assert frozen.sha256 == hashlib.sha256(frozen.content.encode()).hexdigest() == reading.sha256
    details = expected.events.last().details
    assert details == {"dossier": frozen.public_id, "dossier_version": 1, "sha256": frozen.sha256}


def years(world, evaluation):
    """Those that a deposit would freeze, read one by one and with those of others."""
    alone = [row.description.year for row in descriptions_of(evaluation)]
    together = descriptions_by_programme([evaluation.programme_id]).get(evaluation.programme_id, [])
    assert [row.description.year for row in together] == alone
    return alone


def test_a_description_put_away_goes_with_no_deposit_and_stays_in_those_that_were_made(world):
    expected = data.expected(world)
    for year in ("2024-2025", "2025-2026", "2027-2028"):
        said = described({"year": year, "title": "Licence", "kind": "LP", "institution": {"name": "UTV"}})
        writing.begin(expected.programme, said, by=world.contributor)
    mistaken, kept = (expected.programme.descriptions.get(year=year) for year in ("2027-2028", "2025-2026"))
    putting_away.put_away(mistaken, revision=1, by=world.contributor)
    assert years(world, expected) == ["2024-2025", "2025-2026"]
    data.fill(expected, world)
    deposited = transitions.deposit_dossier(expected, by=world.signatory)
    frozen = data.snapshot(deposited)

    putting_away.put_away(kept, revision=1, by=world.contributor)

    assert years(world, deposited) == ["2024-2025"]
    again = DossierSnapshot.objects.get(pk=frozen.pk)
    assert [each.year for each in again.reading.descriptions] == ["2024-2025", "2025-2026"]
    assert (again.content, again.sha256) == (frozen.content, frozen.sha256)
    assert list(invariants.deposited_dossiers_are_as_deposited()) == []


def test_whatever_is_edited_later_what_was_deposited_stays(world):
    expected = data.expected(world)
    part = data.fill(expected, world)
    table = data.count(expected, by=world.contributor)
    transitions.deposit_dossier(expected, by=world.signatory)
    before = data.snapshot(expected).content

    data.write(expected, text="<p>Autre chose.</p>", base=1, by=world.contributor)
    data.join(expected, "Un autre", read=1, by=world.contributor)
    dossier_pieces.point(expected.dossier.get(), {"conseil": 1}, read=2, by=world.contributor)
    changed = parse({**data.ENROLLED, "title": "Effectifs revus"})
    figures_writing.save(Indicator.objects.get(), changed, based_on=1, by=world.contributor)

    assert data.snapshot(expected).content == before
    assert data.snapshot(expected).reading.piece(part.public_id).version == 1
    assert data.snapshot(expected).reading.tables[0].label == table.title
    assert list(invariants.deposited_dossiers_are_as_deposited()) == []


def test_a_dossier_given_back_is_deposited_as_another_version(evaluation, world):
    transitions.return_dossier(evaluation, by=world.officer, reason="Incomplet.")
    data.write(evaluation, text="<p>Complétée.</p>", base=1, by=world.contributor)
    transitions.deposit_dossier(evaluation, by=world.signatory)

    texts = [s.reading.sections[0].text for s in evaluation.dossier_snapshots.order_by("number")]
    assert texts == ["<p>Une licence.</p>", "<p>Complétée.</p>"]


def test_what_comes_by_post_freezes_nothing_of_what_the_institution_keeps(world):
    expected = data.expected(world)
    data.count(expected, by=world.contributor)
    said = described({"year": "2025-2026", "title": "Licence", "kind": "LP", "institution": {"name": "UTV"}})
    writing.begin(expected.programme, said, by=world.contributor)

    transitions.deposit_dossier(expected, by=world.officer)

    frozen = data.snapshot(expected)
    reading = frozen.reading
    assert (reading.sections, reading.tables, reading.descriptions, reading.pieces) == ((), (), (), ())
    assert (reading.programme, frozen.deposited_by) == (expected.programme.title, world.officer)


def test_the_agency_does_not_deposit_what_the_institution_prepares(world):
    expected = data.expected(world)
    data.fill(expected, world)

    assert refusal(transitions.deposit_dossier, expected, by=world.officer) == [
        "L’établissement prépare ce dossier ici : c’est à lui de le déposer."
    ]
    assert DossierSnapshot.objects.count() == 0


def test_what_is_not_what_was_seen_is_neither_deposited_nor_proposed(world):
    expected = data.expected(world)
    data.fill(expected, world)
    seen = dossier_reading.read(expected).sha256
    data.count(expected, by=world.contributor)

    moved = ["Le dossier a changé pendant que vous le relisiez : relisez-le, puis déposez-le."]
    assert refusal(transitions.deposit_dossier, expected, by=world.signatory, seen=seen) == moved
    assert DossierSnapshot.objects.count() == 0
    transitions.deposit_dossier(expected, by=world.signatory, seen=dossier_reading.read(expected).sha256)

    data.write(expected, text="<p>Lue.</p>", base=1, by=world.contributor)
    seen = dossier_reading.read(expected).sha256
    data.write(expected, text="<p>Jamais lue.</p>", base=2, by=world.contributor)
    assert refusal(transitions.propose_dossier_changes, expected, by=world.signatory, seen=seen) == moved
    assert expected.dossier_proposals.count() == 0


def test_what_is_frozen_is_what_was_judged_the_tables_are_read_once(world):
    expected = data.expected(world)
    data.fill(expected, world)
    data.count(expected, by=world.contributor)

    with CaptureQueriesContext(connection) as queries:
        transitions.deposit_dossier(expected, by=world.signatory)

    assert sum('FROM "programmes_indicator"' in query["sql"] for query in queries) == 1


def test_a_contributor_does_not_deposit(world):
    expected = data.expected(world)
    data.fill(expected, world)

    with pytest.raises(PermissionDenied):
        transitions.deposit_dossier(expected, by=world.contributor)


def test_a_snapshot_that_was_changed_is_told(evaluation):
    where = evaluation.public_id
    assert list(invariants.deposited_dossiers_are_as_deposited()) == []
    DossierSnapshot.objects.update(content=data.snapshot(evaluation).content.replace("licence", "thèse"))
    assert [v.where for v in invariants.deposited_dossiers_are_as_deposited()] == [where]

    DossierSnapshot.objects.all().delete()
    told = list(invariants.deposited_dossiers_are_as_deposited())
    assert [(v.where, "disparu" in v.sentence) for v in told] == [(where, True)]


# -- proposing


def test_changes_are_accepted_as_the_next_version_and_the_committee_is_told(world):
    evaluation = data.deposited(world, State.EXPERTISE)
    Message.objects.all().delete()
    proposal = data.propose(evaluation, world)
    assert data.snapshot(evaluation).number == 1
    assert list(Message.objects.values_list("kind", flat=True)) == ["dossier_changes_proposed"]

    accepted = transitions.accept_dossier_changes(evaluation, proposal.public_id, by=world.officer)

    assert (accepted.number, accepted.sha256, accepted.deposited_by) == (2, proposal.sha256, world.signatory)
    assert data.snapshot(evaluation).reading.sections[0].text == "<p>Une licence, revue.</p>"
    told = Message.objects.get(kind="dossier_changes_accepted").deliveries.values_list("user__name", flat=True)
    assert {world.chair.name, world.expert.name, world.contributor.name} <= set(told)
    assert evaluation.events.last().details["dossier_version"] == 2
    assert list(invariants.deposited_dossiers_are_as_deposited()) == []


def test_changes_are_declined_with_a_reason_that_the_institution_reads(evaluation, world):
    proposal = data.propose(evaluation, world)
    decline = transitions.decline_dossier_changes

    assert refusal(decline, evaluation, proposal.public_id, by=world.officer, reason=" ") == ["Donnez un motif."]
    decline(evaluation, proposal.public_id, by=world.officer, reason="Trop tard.")

    proposal.refresh_from_db()
    assert (proposal.outcome, proposal.reason, data.snapshot(evaluation).number) == ("DECLINED", "Trop tard.", 1)


def test_what_was_decided_is_not_decided_again(evaluation, world):
    proposal = data.propose(evaluation, world)
    transitions.accept_dossier_changes(evaluation, proposal.public_id, by=world.officer)

    gone = ["Ces modifications ne sont plus à décider : elles l’ont été, ou d’autres les remplacent."]
    for act, more in ((transitions.accept_dossier_changes, {}), (transitions.decline_dossier_changes, {"reason": "x"})):
        assert refusal(act, evaluation, proposal.public_id, by=world.officer, **more) == gone


def test_changes_sent_again_take_the_place_of_those_that_waited(evaluation, world):
    first = data.propose(evaluation, world)
    assert refusal(transitions.propose_dossier_changes, evaluation, by=world.signatory) == [
        "Ces modifications sont déjà envoyées à l’agence."
    ]
    second = data.propose(evaluation, world, "<p>Mieux.</p>", base=2)

    first.refresh_from_db()
    assert (first.outcome, second.number, second.base) == ("REPLACED", 2, 1)
    with pytest.raises(TransitionRefused):
        transitions.accept_dossier_changes(evaluation, first.public_id, by=world.officer)


def test_nothing_is_proposed_when_nothing_changed_nor_when_something_is_missing(evaluation, world):
    assert refusal(transitions.propose_dossier_changes, evaluation, by=world.signatory) == [
        "Rien n’a changé depuis le dépôt : il n’y a pas de modification à proposer."
    ]
    data.write(evaluation, text="", base=1, by=world.contributor)
    assert refusal(transitions.propose_dossier_changes, evaluation, by=world.signatory) == [
        "Présentation de la formation : le texte manque."
    ]


def test_without_a_form_a_deposited_dossier_does_not_change():
    world = factories.world()
    deposited = factories.evaluation(world, State.DOSSIER_DEPOSITED)

    assert refusal(transitions.propose_dossier_changes, deposited, by=world.signatory) == [
        "Ce dossier ne change plus : son référentiel ne demande pas de rubriques."
    ]


def test_a_dossier_given_back_takes_what_was_proposed_with_it(evaluation, world):
    proposal = data.propose(evaluation, world)
    transitions.return_dossier(evaluation, by=world.officer, reason="À reprendre.")

    proposal.refresh_from_db()
    assert proposal.outcome == "REPLACED"


@pytest.mark.parametrize("person", ["contributor", "officer", "chair", "stranger"])
def test_only_a_signatory_proposes(evaluation, world, person):
    data.write(evaluation, text="<p>Autre.</p>", base=1, by=world.contributor)

    with pytest.raises(PermissionDenied):
        transitions.propose_dossier_changes(evaluation, by=getattr(world, person))


@pytest.mark.parametrize("person", ["signatory", "publisher", "chair", "auditor"])
def test_only_an_officer_decides(evaluation, world, person):
    proposal = data.propose(evaluation, world)

    with pytest.raises(PermissionDenied):
        transitions.accept_dossier_changes(evaluation, proposal.public_id, by=getattr(world, person))
