"""Signing and countersigning: the very text that was read, by two persons, as a mandate says."""

import pytest

from evalprog import clock
from evaluations import transitions
from evaluations.enums import AgencyRole, ReportKind, State, VisitRule
from evaluations.forms.acts import CountersignatureForm
from evaluations.models import Campaign, Mandate
from evaluations.reports import reading
from evaluations.writing import Signatory
from tests import factories
from tests.confirmed import confirmed
from tests.evaluations import campaign_data as data
from tests.evaluations.views.evaluation.page import address, draft_sent, page_of, problems, text

pytestmark = pytest.mark.django_db


def test_who_signed_for_the_committee_is_told_that_another_person_countersigns(client):
    world = factories.world()
    factories.mandate(world.chair, AgencyRole.PUBLISHER)
    evaluation = factories.evaluation(world, State.OBSERVATIONS_CLOSED)
    sentence = "Vous avez signé ce rapport pour le comité : une autre personne le contresigne."

    assert problems(page_of(client, world.chair, evaluation)) == [sentence]
    confirmed(client)
    assert problems(client.get(address(evaluation, "countersign"))) == [sentence]
    assert problems(page_of(client, world.publisher, evaluation)) == []


def test_the_agency_countersigns_only_what_the_presidency_has_signed(client):
    evaluation, chair = draft_sent()
    transitions.reply_to_draft(evaluation, by=data.staff(evaluation))
    Campaign.objects.update(visit=VisitRule.NONE)
    type(evaluation).objects.filter(pk=evaluation.pk).update(state=State.OBSERVATIONS_CLOSED)
    publisher = data.agent(AgencyRole.PUBLISHER, name="Bertrand Signataire")
    client.force_login(publisher)
    confirmed(client)

    refused = client.post(address(evaluation, "countersign"), {"office": ""})

    assert problems(refused) == ["Le texte a changé depuis la signature de la présidence du comité."]


def test_who_countersigns_does_it_under_their_own_name_and_as_their_mandate_says(client):
    world = factories.world()
    basis = "Décision n° 2026-12 du 3 mars 2026"
    Mandate.objects.filter(user=world.publisher).update(capacity="DELEGATE", basis=basis)
    evaluation = factories.evaluation(world, State.OBSERVATIONS_CLOSED)
    client.force_login(world.publisher)
    confirmed(client)

    page = client.get(address(evaluation, "countersign"))
    others = {"agency_name": "Le Président", "agency_capacity": "HOLDER", "name": "X", "capacity": "INTERIM"}
    client.post(address(evaluation, "countersign"), {"office": "Directrice"} | others)

    assert f"Vous signez sous le nom de {world.publisher}" in text(page)
    assert f"D’après votre mandat : délégation ({basis})." in text(page)
    assert 'name="agency_name"' not in page.content.decode()
    signature = evaluation.signatures.get(role="AGENCY")
    assert (signature.name, signature.office, signature.capacity, signature.basis) == (
        str(world.publisher),
        "Directrice",
        "DELEGATE",
        basis,
    )
    details = evaluation.events.get(verb="countersign").details
    assert (details["capacity"], details["basis"]) == ("DELEGATE", basis)
    told = text(client.get(f"/evaluations/{evaluation.public_id}/journal/"))
    assert f"Signé au titre d’une décision (délégation) : {basis}." in told


def test_a_delegation_that_has_ended_signs_nothing_at_the_next_request(client):
    world = factories.world()
    evaluation = factories.evaluation(world, State.OBSERVATIONS_CLOSED)
    factories.mandate(world.publisher, AgencyRole.OFFICER)
    client.force_login(world.publisher)
    confirmed(client)
    assert client.get(address(evaluation, "countersign")).status_code == 200

    Mandate.objects.filter(user=world.publisher, role="PUBLISHER").update(ends_at=clock.now())

    assert client.post(address(evaluation, "countersign"), {"office": ""}).status_code == 403
    assert evaluation.signatures.filter(role="AGENCY").count() == 0


def test_who_signs_in_the_other_roles_of_the_agency_is_named_in_the_form():
    both = [{"role": "AGENCY", "heading": "Agence,"}, {"role": "SECTION", "heading": "Section,"}]
    world = factories.world(framework=factories.framework(signatures=both))
    evaluation = factories.evaluation(world, State.OBSERVATIONS_CLOSED)
    words = {"office": "", "section_name": "Anne Prési", "section_office": "Directrice", "section_capacity": "INTERIM"}

    form = CountersignatureForm(words, evaluation=evaluation, user=world.publisher)

    assert form.is_valid()
    assert form.arguments() == {"office": "", "others": [Signatory("SECTION", "Anne Prési", "Directrice", "INTERIM")]}


def test_the_chair_reads_the_very_text_that_is_signed_and_its_hash(client):
    world = factories.world()
    evaluation = factories.evaluation(world, State.CORRECTIONS_RULING)
    factories.write(evaluation, "<p>Un texte à signer.</p>")
    hash_of_text = reading.read(evaluation, kind=ReportKind.PROVISIONAL).judgement_sha256
    client.force_login(world.chair)
    confirmed(client)

    page = client.get(address(evaluation, "sign_as_chair"))
    client.post(address(evaluation, "sign_as_chair"), {"office": "Présidente", "seen": hash_of_text})

    assert "Un texte à signer." in text(page)
    assert f"Son empreinte SHA-256 : {hash_of_text}" in text(page)
    assert f'<input type="hidden" name="seen" value="{hash_of_text}">' in page.content.decode()
    assert evaluation.signatures.get(role="CHAIR").reading_sha256 == hash_of_text
    assert evaluation.reports.get(kind="PROVISIONAL").reading.judgement_sha256 == hash_of_text


@pytest.mark.parametrize("seen", ["", "0" * 64, None])
def test_a_text_that_was_not_read_is_not_signed(client, seen):
    world = factories.world()
    evaluation = factories.evaluation(world, State.CORRECTIONS_RULING)
    client.force_login(world.chair)
    confirmed(client)
    before = reading.read(evaluation, kind=ReportKind.PROVISIONAL).judgement_sha256
    factories.write(evaluation, "<p>Changé entre-temps.</p>")

    sent = {"office": ""} | ({"seen": before if seen is None else seen})
    refused = client.post(address(evaluation, "sign_as_chair"), sent)

    assert problems(refused) == ["Le texte n’est plus celui que vous avez lu\u00a0: relisez-le avant de le signer."]
    assert "Changé entre-temps." in text(refused)
    assert evaluation.signatures.count() == 0
