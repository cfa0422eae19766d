"""The signatures of the committee and of the agency."""

import pytest

from evaluations import transitions, writing
from evaluations.enums import AgencyRole, ReportKind, State
from evaluations.models import Mandate, Signature
from evaluations.reports import reading
from tests import factories
from tests.evaluations.transitions.acts import fresh, refusal
from tests.factories import evaluation

pytestmark = pytest.mark.django_db


def test_co_presidents_sign_the_same_text_both(db, own_anchor):
    world = factories.world(co_chairs=1)
    (second,) = world.co_chairs
    ruling = evaluation(world, State.CORRECTIONS_RULING)

    assert transitions.sign_as_chair(ruling, by=world.chair) is None
    assert fresh(ruling).state == State.CORRECTIONS_RULING
    assert refusal(transitions.sign_as_chair, ruling, by=world.chair) == ["Vous avez déjà signé ce texte."]
    assert transitions.sign_as_chair(ruling, by=second).kind == ReportKind.PROVISIONAL
    assert fresh(ruling).state == State.CHAIR_SIGNED


def test_a_change_between_two_signatures_asks_for_the_first_again(db, own_anchor):
    world = factories.world(co_chairs=1)
    (second,) = world.co_chairs
    ruling = evaluation(world, State.CORRECTIONS_RULING)
    transitions.sign_as_chair(ruling, by=world.chair)
    factories.write(ruling, "<p>Un autre avis.</p>")

    assert transitions.sign_as_chair(ruling, by=second) is None
    assert transitions.sign_as_chair(ruling, by=world.chair) is not None
    hashes = ruling.signatures.filter(role="CHAIR").values_list("reading_sha256", flat=True)
    assert (len(hashes), len(set(hashes))) == (2, 1)


def test_when_the_other_co_president_leaves_who_has_signed_concludes(db, own_anchor):
    world = factories.world(co_chairs=1)
    (second,) = world.co_chairs
    ruling = evaluation(world, State.CORRECTIONS_RULING)
    transitions.sign_as_chair(ruling, by=world.chair)
    transitions.record_conflict(ruling, second, by=world.officer, reason="Lien.")

    report = transitions.sign_as_chair(ruling, by=world.chair)

    assert [s.name for s in report.reading.signatures[0].signatories] == [str(world.chair)]


def test_the_name_of_who_signed_and_was_then_recused_is_not_under_the_report(db, own_anchor):
    world = factories.world(co_chairs=1)
    (second,) = world.co_chairs
    ruling = evaluation(world, State.CORRECTIONS_RULING)
    transitions.sign_as_chair(ruling, by=second)
    transitions.record_conflict(ruling, second, by=world.officer, reason="Lien.")

    report = transitions.sign_as_chair(ruling, by=world.chair)

    assert [s.name for s in report.reading.signatures[0].signatories] == [str(world.chair)]
    assert list(Signature.objects.values_list("user", flat=True)) == [world.chair.pk]


def test_nobody_publishes_alone(world):
    factories.mandate(world.chair, AgencyRole.PUBLISHER)
    closed = evaluation(world, State.OBSERVATIONS_CLOSED)

    assert refusal(transitions.countersign, closed, by=world.chair) == [
        "Vous avez signé ce rapport pour le comité : une autre personne le contresigne."
    ]
    assert transitions.countersign(closed, by=world.publisher).state == State.COUNTERSIGNED


def test_the_agency_countersigns_only_the_very_text_that_was_signed(world):
    closed = evaluation(world, State.OBSERVATIONS_CLOSED)
    closed.assessments.update(text="<p>Changé par une autre voie.</p>")

    assert refusal(transitions.countersign, closed, by=world.publisher) == [
        "Le texte a changé depuis la signature de la présidence du comité."
    ]


def test_every_signature_that_the_framework_prints_is_given(db, own_anchor):
    both = [{"role": "AGENCY", "heading": "Agence,"}, {"role": "SECTION", "heading": "Section,"}]
    world = factories.world(framework=factories.framework(signatures=both))
    closed = evaluation(world, State.OBSERVATIONS_CLOSED)

    assert refusal(transitions.countersign, closed, by=world.publisher) == [
        "« direction de section » : signature manquante."
    ]


@pytest.mark.parametrize(
    "state",
    [s for s in State if State.CHAIR_SIGNED <= s <= State.PUBLISHED],
)
def test_a_signed_text_is_sealed(world, state):
    signed = evaluation(world, state)

    for write in (
        lambda: writing.write_text(signed, "avis", "<p>Non.</p>"),
        lambda: writing.write_answer(signed, "avis", "A"),
        lambda: writing.add_finding(signed, "STRENGTH", "Non."),
    ):
        with pytest.raises(writing.Sealed) as sealed:
            write()
        assert str(sealed.value) == "Le rapport est signé : son texte ne change plus."


def test_a_page_opened_before_the_signature_writes_no_more(world):
    stale = evaluation(world, State.CORRECTIONS_RULING)
    transitions.sign_as_chair(fresh(stale), by=world.chair)

    with pytest.raises(writing.Sealed):
        writing.write_text(stale, "avis", "<p>Non.</p>")


def test_a_suspended_evaluation_is_not_written(world):
    signed = evaluation(world, State.CHAIR_SIGNED)
    transitions.suspend(signed, by=world.officer, reason="Recours.")

    with pytest.raises(writing.Sealed) as sealed:
        writing.write_text(signed, "avis", "<p>Non.</p>")
    assert str(sealed.value) == "L’évaluation est arrêtée : son texte ne change pas."


def test_a_delegate_signs_by_the_decision_that_their_mandate_names(db, own_anchor):
    printed = [{"role": "AGENCY", "heading": "Agence,", "office": "président", "delegate": "par délégation"}]
    world = factories.world(framework=factories.framework(signatures=printed))
    Mandate.objects.filter(user=world.publisher).update(capacity="DELEGATE", basis="Décision n° 4 du 3 mars 2026")
    closed = evaluation(world, State.OBSERVATIONS_CLOSED)

    transitions.countersign(closed, by=world.publisher)

    given = closed.signatures.get(role="AGENCY")
    assert (given.name, given.capacity, given.basis) == (
        str(world.publisher),
        "DELEGATE",
        "Décision n° 4 du 3 mars 2026",
    )
    assert reading.read(fresh(closed)).signatures[0].signatories[0].office == "président par délégation"


def test_both_signatures_bear_the_same_hash(world):
    countersigned = evaluation(world, State.COUNTERSIGNED)

    (chair, agency) = countersigned.signatures.order_by("-role").values_list("role", "reading_sha256")

    assert (chair[0], agency[0]) == ("CHAIR", "AGENCY")
    assert chair[1] == agency[1] == countersigned.reports.get(kind="PROVISIONAL").reading.judgement_sha256
