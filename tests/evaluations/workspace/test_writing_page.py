"""The page where a text is written: its views, its outline, its answer, and its cost."""

import html
import re

import pytest

from evaluations import readiness
from evaluations.enums import State
from evaluations.models import Assessment
from evaluations.reports import reading
from evaluations.workspace.texts import save_notes, save_text
from tests import factories
from tests.evaluations.views.reading import text
from tests.evaluations.workspace.test_text_saves import SCALED, SCALES

pytestmark = pytest.mark.django_db


@pytest.fixture
def drafting(evaluation):
    return evaluation


@pytest.fixture
def scaled(db, own_anchor):
    world = factories.world(framework=factories.framework(sections=SCALED, scales=SCALES))
    return world, factories.evaluation(world, State.DRAFTING)


def show(client, evaluation, code="avis", query="", **headers):
    return client.get(f"/evaluations/{evaluation.public_id}/criteres/{code}/{query}", headers=headers)


def written(response):
    """What stands in the field."""
    field = re.search(r'<textarea name="text"[^>]*>(.*?)</textarea>', response.content.decode(), re.DOTALL)
    return html.unescape(field[1]).strip("\n")


def revision(response):
    return re.search(r'name="base_revision" value="(\d+)"', response.content.decode())[1]


def test_the_committee_writes_its_text_on_the_revision_that_is_shown(client, world, drafting):
    client.force_login(world.rapporteur)

    response = show(client, drafting)

    assert (written(response), revision(response)) == ("<p>Un avis.</p>", "1")
    assert 'data-form="criterion-save" data-criterion="avis"' in response.content.decode()
    assert response["Cache-Control"] == "max-age=0, no-cache, no-store, must-revalidate, private"


def test_the_agency_reads_it(client, world, drafting):
    client.force_login(world.officer)

    response = show(client, drafting, query="?vue=notes")

    page = response.content.decode()
    assert '<div class="whole-text"><p>Un avis.</p></div>' in page
    assert "<textarea name" not in page and "Mes notes" not in page


def test_notes_are_one_s_own(client, world, drafting):
    save_notes(drafting, "avis", "À elle", base_revision=0, save_id=None, by=world.chair)
    client.force_login(world.expert)

    response = show(client, drafting, query="?vue=notes")

    assert (written(response), revision(response)) == ("", "0")
    assert 'data-form="notes-save"' in response.content.decode()


def test_during_the_expertise_one_begins_with_notes(client, world):
    evaluation = factories.evaluation(world, State.EXPERTISE)
    save_notes(evaluation, "avis", "À moi", base_revision=0, save_id=None, by=world.expert)
    client.force_login(world.expert)

    assert written(show(client, evaluation)) == "<p>À moi</p>"
    assert written(show(client, evaluation, query="?vue=texte")) == ""


def test_the_pane_alone_is_sent_to_the_page_s_script(client, world, drafting):
    client.force_login(world.rapporteur)

    response = show(client, drafting, query="?volet=consigne", x_pane="1")

    page = response.content.decode().strip()
    assert page.startswith('<aside class="workspace-pane"') and page.endswith("</aside>")
    assert (response["X-Pane"], "X-Pane" in response["Vary"]) == ("1", True)


def test_the_chair_holds_a_text_for_finished_and_takes_it_back(client, world, drafting):
    client.force_login(world.chair)
    address = f"/evaluations/{drafting.public_id}/criteres/avis/valider"

    response = client.post(address, {"validated": "1", "base_revision": "1"})

    assert response["Location"] == f"/evaluations/{drafting.public_id}/criteres/avis/?vue=texte"
    assert Assessment.objects.get().validated_by == world.chair
    page = text(show(client, drafting))
    assert "1 sur 1 validés" in page and f"Validé par {world.chair}" in page
    client.post(address, {"validated": "0"})
    assert Assessment.objects.get().validated_at is None


def validate(client, evaluation, read):
    address = f"/evaluations/{evaluation.public_id}/criteres/avis/valider"
    return client.post(address, {"validated": "1", "base_revision": read})


def test_a_text_that_changed_since_it_was_read_is_shown_and_not_validated(client, world, drafting):
    client.force_login(world.chair)
    assert 'name="base_revision" value="1"' in show(client, drafting).content.decode().split("criterion-validate")[1]
    save_text(drafting, "avis", "<p>Un avis repris.</p>", base_revision=1, save_id=None, by=world.expert)

    late = validate(client, drafting, "1")

    assert (late.status_code, Assessment.objects.get().validated_at) == (409, None)
    assert "Le texte a changé depuis que vous l’avez lu" in text(late) and "Un avis repris." in text(late)
    assert validate(client, drafting, "2").status_code == 302


def test_a_text_that_says_nothing_is_not_validated(client, world, drafting):
    save_text(drafting, "avis", "<p> </p>", base_revision=1, save_id=None, by=world.expert)
    client.force_login(world.chair)

    blank = validate(client, drafting, "2")

    assert (blank.status_code, Assessment.objects.get().validated_at) == (422, None)
    assert "il n’y a pas de texte à valider" in text(blank)


def test_an_expert_does_not_validate(client, world, drafting):
    client.force_login(world.expert)

    response = client.post(f"/evaluations/{drafting.public_id}/criteres/avis/valider", {"validated": "1"})

    assert response.status_code == 403
    assert "Valider ce texte" not in text(show(client, drafting))


def test_the_outline_leads_to_the_texts_before_and_after(client, scaled):
    world, evaluation = scaled
    client.force_login(world.rapporteur)
    page = show(client, evaluation, "effectif").content.decode()

    base = f"/evaluations/{evaluation.public_id}/criteres/"
    assert re.findall(r'rel="(prev|next)" href="([^"]*)"', page) == [
        ("prev", f"{base}note/"),
        ("next", f"{base}suivi/"),
    ]


def test_what_remains_is_listed_with_the_place_where_it_is_written(client, scaled):
    world, evaluation = scaled
    client.force_login(world.rapporteur)
    page = show(client, evaluation).content.decode()

    base = f"/evaluations/{evaluation.public_id}/criteres/"
    missing = re.search(r"outline-missing.*?</details>", page, re.DOTALL)[0]
    assert re.findall(r'<a href="([^"]*)">([^<]*)', missing) == [
        (f"{base}note/", "«\u00a0Note\u00a0»\u00a0: texte manquant."),
        (f"{base}note/", "«\u00a0Note\u00a0»\u00a0: réponse manquante."),
        (f"{base}verdict/", "«\u00a0Avis formel\u00a0»\u00a0: avis à choisir."),
    ]


@pytest.mark.parametrize(
    ("code", "choices"),
    [
        ("note", ["Pas encore de réponse", "A", "B"]),
        ("suivi", ["Pas encore de réponse", "Oui", "Non", "Sans objet"]),
        ("verdict", ["Pas encore de réponse", "Favorable", "Défavorable"]),
        ("avis", []),
    ],
)
def test_an_answer_is_chosen_where_the_framework_asks_for_one(client, scaled, code, choices):
    world, evaluation = scaled
    client.force_login(world.rapporteur)
    page = show(client, evaluation, code).content.decode()

    assert [label.strip() for label in re.findall(r"<option[^>]*>([^<]*)", page)] == choices


def test_a_formal_opinion_is_given_on_its_page_and_nothing_is_missing_then(client, scaled):
    world, evaluation = scaled
    missing = "« Avis formel » : avis à choisir."
    assert missing in [p.sentence.replace("\u00a0", " ") for p in readiness.before_collegial_validation(evaluation)]

    client.force_login(world.chair)
    client.post(
        f"/evaluations/{evaluation.public_id}/criteres/verdict/enregistrer",
        {"text": "", "value": "oui", "base_revision": "0"},
    )

    assert missing not in [p.sentence.replace("\u00a0", " ") for p in readiness.before_collegial_validation(evaluation)]
    assert reading.read(evaluation).blocks[0].answer == "Favorable"


def test_the_answer_that_was_given_is_shown(client, scaled):
    world, evaluation = scaled
    save_text(evaluation, "effectif", "", value="42", base_revision=0, save_id=None, by=world.expert)
    client.force_login(world.expert)
    page = show(client, evaluation, "effectif").content.decode()

    assert re.search(r'<input[^>]*name="value"[^>]*value="42"|<input[^>]*value="42"[^>]*name="value"', page)
    assert "Nombre (étudiants)" in page


def test_the_agency_reads_the_answer_as_the_paper_will_show_it(client, scaled):
    world, evaluation = scaled
    save_text(evaluation, "effectif", "", value="42", base_revision=0, save_id=None, by=world.expert)
    client.force_login(world.officer)

    assert '<p class="answer-read">42\u00a0étudiants</p>' in show(client, evaluation, "effectif").content.decode()


def test_a_table_that_is_expected_says_its_columns(client, scaled):
    world, evaluation = scaled
    client.force_login(world.rapporteur)

    assert "Un tableau est attendu, de colonnes : Année, Inscrits." in text(show(client, evaluation, "bilan"))


@pytest.mark.parametrize("count", [1, 30])
def test_the_page_costs_the_same_whatever_the_number_of_texts(client, own_anchor, count, django_assert_num_queries):
    sections = [{"code": "avis", "kind": "text", "label": "Avis"}]
    sections += [{"code": f"texte-{n}", "kind": "text", "label": f"Texte {n}"} for n in range(count - 1)]
    world = factories.world(framework=factories.framework(sections=sections))
    evaluation = factories.evaluation(world, State.DRAFTING)
    for section in sections:
        save_notes(evaluation, section["code"], "x", base_revision=0, save_id=None, by=world.rapporteur)
    client.force_login(world.rapporteur)
    show(client, evaluation)

    with django_assert_num_queries(18):
        show(client, evaluation)


def test_the_evaluation_and_the_dashboard_lead_to_the_text(client, world, drafting):
    client.force_login(world.rapporteur)
    address = f"/evaluations/{drafting.public_id}/criteres/"

    assert f'<a class="btn btn-primary" href="{address}">' in client.get(drafting.get_absolute_url()).content.decode()
    assert f'<a class="row-title" href="{address}">' in client.get("/tableau-de-bord/").content.decode()


def test_the_institution_is_led_nowhere(client, world, drafting):
    client.force_login(world.signatory)

    assert "/criteres/" not in client.get(drafting.get_absolute_url()).content.decode()
    assert show(client, drafting).status_code == 404
