"""The quality reading and the working copy."""

import io
import re

import pikepdf
import pytest

from evaluations import writing
from evaluations.enums import FindingKind, State
from evaluations.models import Assessment, DismissedAdvice
from evaluations.quality import Place, manuscript_of, remarks
from evaluations.quality.manuscript import Source
from evaluations.standing import standing_of
from evaluations.views import quality
from evaluations.views.desk import Desk
from evaluations.workspace import dossier, findings
from tests import factories

pytestmark = pytest.mark.django_db


def begin():
    world = factories.world()
    evaluation = factories.evaluation(world, State.DRAFTING)
    writing.write_text(evaluation, "avis", "<p>Selon M. Dupont, la formation est solide.</p>")
    return world, evaluation


@pytest.fixture
def address(evaluation):
    return f"/evaluations/{evaluation.public_id}/relecture/"


def key_of(evaluation) -> str:
    (remark,) = remarks(manuscript_of(evaluation))
    return remark.key


def words(response) -> str:
    plain = re.sub(r"<[^>]+>", " ", response.content.decode())
    return re.sub(r"[\s\u00a0]+", " ", plain)


def test_a_remark_quotes_the_passage_and_leads_to_it(client, world, evaluation, address):
    client.force_login(world.expert)

    response = client.get(address)

    assert "1 remarque " in words(response)
    assert "« M. Dupont » : le rapport est public et ne nomme pas de personne privée." in words(response)
    assert f'href="/evaluations/{evaluation.public_id}/criteres/avis/"' in response.content.decode()


def test_a_report_without_remark_says_what_to_do_next(client, world, evaluation, address):
    writing.write_text(evaluation, "avis", "<p>La formation est solide.</p>")
    client.force_login(world.expert)

    assert "Rien à relever." in words(client.get(address))


def test_a_remark_is_set_aside_with_its_reason_and_comes_back(client, world, evaluation, address):
    client.force_login(world.expert)
    key = key_of(evaluation)

    client.post(f"{address}ecarter/", {"key": key, "reason": "Personne publique, élue."})

    aside = words(client.get(address))
    assert f"Écartée par {world.expert} : Personne publique, élue." in aside
    assert "Rien à relever." in aside

    client.post(f"{address}retablir/", {"key": key})

    assert "1 remarque " in words(client.get(address))


def test_a_remark_set_aside_comes_back_when_the_sentence_changes(client, world, evaluation, address):
    client.force_login(world.expert)
    client.post(f"{address}ecarter/", {"key": key_of(evaluation), "reason": "Voulu."})

    writing.write_text(evaluation, "avis", "<p>Selon M. Dupont, la formation est fragile.</p>")

    assert "1 remarque " in words(client.get(address))


def test_a_reason_is_asked_for(client, world, evaluation, address):
    client.force_login(world.expert)

    response = client.post(f"{address}ecarter/", {"key": key_of(evaluation), "reason": " "}, follow=True)

    assert "Dites en quelques mots pourquoi la remarque est écartée." in words(response)
    assert DismissedAdvice.objects.count() == 0


def test_the_agency_reads_the_remarks_and_sets_none_aside(client, world, evaluation, address):
    client.force_login(world.auditor)

    assert client.get(address).status_code == 200
    assert client.post(f"{address}ecarter/", {"key": key_of(evaluation), "reason": "Non."}).status_code == 403
    assert DismissedAdvice.objects.count() == 0


@pytest.mark.parametrize("more", [1, 30])
def test_the_page_asks_the_same_questions_for_two_remarks_and_for_thirty_one(
    client, world, evaluation, address, more, django_assert_num_queries
):
    for _ in range(more):
        writing.add_finding(evaluation, FindingKind.WEAKNESS, "Une faiblesse que rien n’explique.")
    client.force_login(world.expert)
    client.get(address)

    with django_assert_num_queries(13):
        client.get(address)


def test_the_working_copy_shows_the_text_as_it_stands(client, world, evaluation):
    client.force_login(world.expert)

    shown = words(client.get(f"/evaluations/{evaluation.public_id}/apercu/"))

    assert "Copie de travail" in shown
    assert "Selon M. Dupont, la formation est solide." in shown


def test_the_working_copy_on_paper_is_marked_and_kept_nowhere(client, world, evaluation):
    client.force_login(world.expert)

    response = client.get(f"/evaluations/{evaluation.public_id}/apercu/rapport.pdf")

    assert response["Content-Type"] == "application/pdf"
    assert response["Cache-Control"] == "private, no-store"
    with pikepdf.open(io.BytesIO(response.content)) as pdf:
        assert "/MarkInfo" in pdf.Root
        assert len(pdf.pages) >= 2


def test_a_working_copy_too_long_to_print_at_once_is_shown_as_a_page(client, world, evaluation):
    Assessment.objects.filter(evaluation=evaluation, code="avis").update(text=f"<p>{'mot ' * 125_000}</p>")
    client.force_login(world.expert)

    response = client.get(f"/evaluations/{evaluation.public_id}/apercu/rapport.pdf", follow=True)

    assert response.redirect_chain == [(f"/evaluations/{evaluation.public_id}/apercu/", 302)]
    assert "Le rapport compte 500 007 caractères, mise en forme comprise" in words(response)


def test_the_pane_shows_the_section_of_the_text(client, world, evaluation):
    client.force_login(world.expert)

    shown = words(client.get(f"/evaluations/{evaluation.public_id}/criteres/avis/?volet=apercu"))

    assert "Tout le rapport" in shown
    assert shown.count("la formation est solide") == 2  # in the editor and in the pane


def test_a_reason_that_is_too_long_is_refused_in_a_sentence(client, world, evaluation, address):
    client.force_login(world.expert)

    client.post(f"{address}ecarter/", {"key": key_of(evaluation), "reason": "x" * 301})

    assert not DismissedAdvice.objects.exists()
    assert "La raison a 301 caractères ; il en faut 300 au plus." in words(client.get(address))


def test_who_does_not_write_is_refused_before_anything_is_read(client, world, evaluation, address, monkeypatch):
    monkeypatch.setattr(quality, "remarks", None)
    client.force_login(world.auditor)

    assert client.post(f"{address}ecarter/", {"key": "x"}).status_code == 403


def test_a_key_that_is_none_is_not_found(client, world, evaluation, address):
    client.force_login(world.expert)

    assert client.post(f"{address}retablir/", {"key": "\0"}).status_code == 404


def test_a_remark_on_a_finding_or_a_table_leads_to_it_on_its_page(client, world):
    evaluation = factories.evaluation(world, State.DOSSIER_EXPECTED)
    table = "<table><tr><th>Année</th><td>2025</td></tr><tr><th>Inscrits</th><td>42</td></tr></table>"
    part = dossier.add(evaluation, "TABLE", "Effectifs", table, by=world.contributor)
    factories.advance(evaluation, State.DRAFTING, world)
    finding = findings.add(evaluation, FindingKind.STRENGTH, "Un atout.", by=world.chair)
    here = Desk(evaluation, standing_of(world.chair, evaluation), world.chair)
    client.force_login(world.chair)

    for source, name in ((Source.FINDING, finding.public_id), (Source.DOSSIER, part.public_id)):
        page, anchor = quality.address_of(here, Place(source, name, "")).split("#")
        assert f'id="{anchor}"' in client.get(page).content.decode()
