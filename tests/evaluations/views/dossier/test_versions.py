"""What was deposited, for those who read it; the changes that are proposed, for those who may know of them."""

import re

import pytest

from evaluations import transitions
from evaluations.enums import State
from evaluations.workspace import citations, dossier_pieces
from evaluations.workspace.citations import Place
from tests import factories
from tests.evaluations import dossier_data as data

pytestmark = pytest.mark.django_db


@pytest.fixture
def world():
    return data.world()


@pytest.fixture
def evaluation(world):
    return data.deposited(world, State.DRAFTING)


@pytest.fixture
def address(evaluation):
    return f"{evaluation.get_absolute_url()}dossier/"


def words(response):
    text = re.sub(r"<[^>]*>", " ", response.content.decode())
    return re.sub(r"\s+", " ", text.replace("\u00a0", " "))


def seen_on(response):
    (seen,) = re.findall(r'name="seen"\s+value="([0-9a-f]{64})"', response.content.decode())
    return seen


def read(client, person, address):
    client.force_login(person)
    return client.get(address)


def test_everybody_reads_what_was_deposited_with_links_to_the_places(client, evaluation, address, world):
    piece = evaluation.dossier.get()
    for person in (world.officer, world.expert, world.chair, world.auditor):
        page = read(client, person, address)
        assert "Une licence." in words(page)
        assert f"{address}{piece.public_id}/page/2.png?version=1" in page.content.decode()
        assert data.snapshot(evaluation).sha256 in words(page)


def test_what_is_edited_later_changes_nothing_of_what_the_others_read(client, evaluation, address, world):
    beside = f"{evaluation.get_absolute_url()}criteres/avis/"
    pages = (address, f"{beside}?volet=dossier", f"{beside}?volet=dossier&rubrique=presentation")
    before = {url: words(read(client, world.chair, url)) for url in pages}
    part = data.join(evaluation, "Une page", read=1, by=world.contributor)
    dossier_pieces.point(part, {"conseil": 1}, read=2, by=world.contributor)
    data.write(evaluation, text="<p>Secret.</p>", base=1, by=world.contributor)
    data.count(evaluation, by=world.contributor)
    transitions.propose_dossier_changes(evaluation, by=world.signatory)

    assert {url: words(read(client, world.chair, url)) for url in pages} == before
    assert read(client, world.chair, f"{address}{part.public_id}/fichier?version=2").status_code == 404
    assert read(client, world.chair, f"{address}{part.public_id}/fichier?version=1").status_code == 200
    assert read(client, world.chair, f"{address}{part.public_id}/page/2.png").status_code == 200
    assert read(client, world.officer, f"{address}{part.public_id}/fichier?version=2").status_code == 200


def test_the_committee_and_other_institutions_do_not_learn_of_a_proposal(client, evaluation, address, world):
    elsewhere = factories.signatory(factories.institution())
    before = [read(client, person, f"{address}modifications/") for person in (world.chair, world.expert, elsewhere)]
    proposal = data.propose(evaluation, world)
    after = [read(client, person, f"{address}modifications/") for person in (world.chair, world.expert, elsewhere)]

    assert [page.status_code for page in before + after] == [404] * 6
    for person, status in ((world.chair, 404), (elsewhere, 404), (world.auditor, 403), (world.signatory, 403)):
        client.force_login(person)
        url = f"{address}modifications/{proposal.public_id}/decider/"
        assert client.post(url, {"decision": "accept"}).status_code == status


def test_the_agency_sees_the_differences_in_words_and_accepts(client, evaluation, address, world):
    proposal = data.propose(evaluation, world)
    page = read(client, world.officer, f"{address}modifications/").content.decode()
    assert "<ins>" in page and ", revue<span" in page

    client.post(f"{address}modifications/{proposal.public_id}/decider/", {"decision": "accept"})

    assert "Une licence, revue." in words(read(client, world.expert, address))
    assert "Une licence." in words(read(client, world.expert, f"{address}versions/1/"))


@pytest.mark.parametrize(
    ("state", "end"),
    [
        (State.DOSSIER_DEPOSITED, "le dossier a une nouvelle version."),
        (State.DRAFTING, "le dossier a une nouvelle version, et le comité en est averti."),
    ],
)
def test_the_committee_is_said_to_be_told_when_there_is_one(client, world, state, end):
    deposited = data.deposited(world, state)
    proposal = data.propose(deposited, world)
    page = f"{deposited.get_absolute_url()}dossier/modifications/"
    client.force_login(world.officer)
    answer = client.post(f"{page}{proposal.public_id}/decider/", {"decision": "accept"}, follow=True)

    assert f"Les modifications sont acceptées : {end}" in words(answer)


def test_what_the_committee_does_not_know_is_said_only_while_a_change_waits(client, evaluation, address, world):
    unknown = "Le comité ne sait pas qu’il y en a"
    proposal = data.propose(evaluation, world)
    assert unknown in words(read(client, world.officer, f"{address}modifications/"))

    transitions.accept_dossier_changes(evaluation, proposal.public_id, by=world.officer)

    assert unknown not in words(read(client, world.officer, f"{address}modifications/"))


def test_a_refusal_asks_for_a_reason_that_the_institution_reads(client, evaluation, address, world):
    proposal = data.propose(evaluation, world)
    client.force_login(world.officer)
    url = f"{address}modifications/{proposal.public_id}/decider/"
    assert client.post(url, {"decision": "decline", "reason": ""}).status_code == 409
    assert client.post(url, {"decision": "decline", "reason": "Sans objet."}).status_code == 302
    assert client.post(url, {"decision": "décliner"}).status_code == 400

    assert "Sans objet." in words(read(client, world.contributor, f"{address}modifications/"))
    assert "L’agence n’a pas accepté vos dernières modifications." in words(client.get(address))


def test_what_was_decided_says_how_by_whom_when_why_and_how_many_changes(client, evaluation, address, world):
    declined = data.propose(evaluation, world)
    transitions.decline_dossier_changes(evaluation, declined.public_id, by=world.officer, reason="Sans objet.")
    data.count(evaluation, by=world.contributor)
    accepted = data.propose(evaluation, world, "<p>Autre.</p>", base=2)
    transitions.accept_dossier_changes(evaluation, accepted.public_id, by=world.officer)

    for person in (world.officer, world.signatory):
        told = words(read(client, person, f"{address}modifications/")).partition("Déjà décidées")[2]
        first, second = told.index("Acceptées par l’agence le"), told.index("Refusées par l’agence le")
        assert "2 changements de la version 1" in told[first:second]
        assert "1 changement de la version 1" in told[second:]
        assert "Motif : Sans objet." in told[second:]
        assert world.officer.name not in told


def test_who_does_not_send_the_changes_reviews_them(client, evaluation, address, world):
    assert "Revoir et envoyer les modifications" in words(read(client, world.signatory, address))

    page = words(read(client, world.contributor, address))

    assert "Revoir les modifications" in page and "Revoir et envoyer" not in page


def test_the_institution_sends_what_it_has_changed(client, evaluation, address, world):
    assert "Rien n’a changé depuis le dépôt." in words(read(client, world.signatory, f"{address}modifications/"))
    data.write(evaluation, text="<p>Autre.</p>", base=1, by=world.contributor)
    assert "Ce que vous avez modifié" in words(read(client, world.signatory, f"{address}modifications/"))

    seen = seen_on(client.get(f"{address}modifications/"))
    data.write(evaluation, text="<p>Jamais lue.</p>", base=2, by=world.contributor)
    late = client.post(f"{address}modifications/envoyer/", {"message": "Une erreur.", "seen": seen})
    assert (late.status_code, evaluation.dossier_proposals.count()) == (409, 0)
    assert "Le dossier a changé pendant que vous le relisiez" in words(late)
    assert seen_on(late) != seen

    read_again = {"message": "Une erreur.", "seen": seen_on(late)}
    assert client.post(f"{address}modifications/envoyer/", read_again).status_code == 302
    assert client.post(f"{address}modifications/envoyer/", {"message": "Encore."}).status_code == 409
    client.force_login(world.contributor)
    assert client.post(f"{address}modifications/envoyer/", {"message": "Moi."}).status_code == 403
    assert evaluation.dossier_proposals.get().message == "Une erreur."


def test_a_citation_of_a_former_version_leads_to_it(client, evaluation, address, world):
    part = evaluation.dossier.get()
    former = citations.cite(evaluation, Place(part, page=2), code="avis", by=world.chair)
    data.join(evaluation, "Une seule page", read=1, by=world.contributor)
    data.write(evaluation, text="<p>Revue.</p>", base=1, by=world.contributor)
    dossier_pieces.point(evaluation.dossier.get(), {"conseil": 1}, read=2, by=world.contributor)
    proposal = transitions.propose_dossier_changes(evaluation, by=world.signatory)
    transitions.accept_dossier_changes(evaluation, proposal.public_id, by=world.officer)

    assert former.version == 1
    beside = f"{evaluation.get_absolute_url()}criteres/avis/"
    page = read(client, world.chair, f"{beside}?volet=dossier")
    assert "pièce 1, p. 2 (version 1 du dossier)" in words(page)
    opened = read(client, world.chair, f"{beside}?volet=dossier&piece={part.public_id}&page=2&version=1")
    assert f"{address}{part.public_id}/page/2.png?version=1" in opened.content.decode()
    assert read(client, world.chair, f"{address}{part.public_id}/page/2.png?version=1").status_code == 200
    assert read(client, world.chair, f"{address}{part.public_id}/page/2.png").status_code == 404


def test_the_pane_leads_to_the_places_and_shows_the_frozen_tables(client, world):
    expected = data.expected(world)
    part = data.fill(expected, world)
    data.count(expected, by=world.contributor)
    factories.advance(expected, State.DRAFTING, world)
    beside = f"{expected.get_absolute_url()}criteres/avis/?volet=dossier"

    piece = read(client, world.expert, f"{beside}&piece={part.public_id}").content.decode()
    assert f"?volet=dossier&amp;piece={part.public_id}&amp;page=2" in piece
    table = read(client, world.expert, f"{beside}&tableau=effectifs")
    assert "Inscrits 24 31" in words(table)
    assert "<svg" in table.content.decode()


def test_a_proposal_after_the_signature_of_the_presidency_is_no_longer_possible(client, world):
    signed = data.deposited(world, State.CHAIR_SIGNED)
    page = read(client, world.contributor, f"{signed.get_absolute_url()}dossier/")

    assert "data-answers" not in page.content.decode()
    assert client.post(f"{signed.get_absolute_url()}dossier/textes/suivi/", {"text": "x"}).status_code == 403
