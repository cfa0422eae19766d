"""Saving one text over HTTP: the contract's answers in JSON, and the same rule for a plain form."""

import html
import re
from uuid import UUID

import pytest

from evaluations import transitions
from evaluations.enums import SaveOutcome, State
from evaluations.models import Assessment, AssessmentRevision, Contribution
from tests import factories
from tests.evaluations.views.reading import text

pytestmark = pytest.mark.django_db

PAGE = {"accept": "text/html,application/xhtml+xml"}
SCALED = [
    {"code": "avis", "kind": "text", "label": "Avis", "mandatory": True},
    {
        "code": "pilotage",
        "kind": "criteria",
        "label": "Pilotage",
        "criteria": [
            {"code": "note", "label": "Note", "kind": "scale", "scale": "lettres", "mandatory": True},
            {"code": "effectif", "label": "Effectif", "kind": "number", "unit": "étudiants"},
            {"code": "suivi", "label": "Suivi", "kind": "yes_no"},
            {"code": "bilan", "label": "Bilan", "kind": "table", "columns": ["Année", "Inscrits"]},
        ],
    },
    {
        "code": "fin",
        "kind": "conclusion",
        "label": "Conclusion",
        "blocks": [
            {
                "code": "verdict",
                "kind": "opinion",
                "label": "Avis formel",
                "mandatory": True,
                "choices": [{"code": "oui", "label": "Favorable"}, {"code": "non", "label": "Défavorable"}],
            }
        ],
    },
]
SCALES = [{"code": "lettres", "label": "Lettres", "values": [{"code": "A", "label": "A"}, {"code": "B", "label": "B"}]}]


@pytest.fixture
def drafting(evaluation):
    """In drafting: revision 1 of « avis » is « Un avis. »."""
    return evaluation


@pytest.fixture
def scaled(db, own_anchor):
    """A world whose framework asks for answers too, and its evaluation in drafting."""
    framework = factories.framework(sections=SCALED, scales=SCALES)
    world = factories.world(framework=framework)
    return world, factories.evaluation(world, State.DRAFTING)


def address(evaluation, code="avis", notes=False):
    return f"/evaluations/{evaluation.public_id}/criteres/{code}/{'notes/' if notes else ''}enregistrer"


def save(client, evaluation, fields, *, code="avis", notes=False, headers=None):
    return client.post(address(evaluation, code, notes), fields, headers=headers)


def test_a_save_is_answered_with_its_revision(client, world, drafting):
    client.force_login(world.expert)

    response = save(client, drafting, {"text": "Mieux <b>dit</b>", "base_revision": "1", "save_id": str(UUID(int=1))})

    answer = response.json()
    kept = AssessmentRevision.objects.get(number=2)
    assert (response.status_code, sorted(answer)) == (200, ["revision", "saved_at", "text"])
    assert (answer["revision"], answer["text"]) == (2, "<p>Mieux <strong>dit</strong></p>")
    assert answer["saved_at"] == kept.saved_at.isoformat()


def test_a_save_on_an_older_text_is_answered_with_both(client, world, drafting):
    client.force_login(world.chair)
    save(client, drafting, {"text": "De la présidente", "base_revision": "1"})
    client.force_login(world.expert)

    response = save(client, drafting, {"text": "De l’expert", "base_revision": "1"})

    answer = response.json()
    assert (response.status_code, sorted(answer)) == (409, ["author", "revision", "saved_at", "text", "yours"])
    assert (answer["revision"], answer["text"], answer["yours"], answer["author"]) == (
        2,
        "<p>De la présidente</p>",
        "<p>De l’expert</p>",
        str(world.chair),
    )


@pytest.mark.parametrize(
    ("fields", "sentences"),
    [
        ({"base_revision": "1"}, ["Le texte manque\u00a0: envoyez-le dans «\u00a0text\u00a0»."]),
        (
            {"text": "x", "base_revision": "²"},
            ["La révision lue manque\u00a0: donnez le nombre reçu avec le texte dans «\u00a0base_revision\u00a0»."],
        ),
        ({"text": "x", "base_revision": "1", "save_id": "7"}, ["«\u00a0save_id\u00a0» n’est pas un UUID."]),
        (
            {"text": "x", "base_revision": "1", "value": "A"},
            ["Cette réponse n’est pas de celles que le référentiel propose."],
        ),
        (
            {"text": "x" * 1_000_001, "base_revision": "1"},
            [
                "Le texte est trop long\u00a0: 1\u202f000\u202f001 caractères, mise en forme comprise, "
                "pour 1\u202f000\u202f000 au plus."
            ],
        ),
    ],
    ids=["no-text", "no-revision", "no-uuid", "no-answer-asked", "too-long"],
)
def test_what_cannot_be_read_is_refused_in_a_sentence(client, world, drafting, fields, sentences):
    client.force_login(world.expert)

    response = save(client, drafting, fields)

    assert (response.status_code, response.json()) == (422, {"errors": sentences})
    assert Assessment.objects.get().text == "<p>Un avis.</p>"


def test_a_text_of_a_million_accented_letters_is_kept(client, world, drafting):
    client.force_login(world.expert)

    assert save(client, drafting, {"text": "é" * 999_993, "base_revision": "1"}).status_code == 200
    assert Assessment.objects.get().text == f"<p>{'é' * 999_993}</p>"


def test_the_institution_and_a_stranger_learn_of_nothing(client, world, drafting):
    for person in (world.signatory, world.stranger):
        client.force_login(person)
        for notes in (False, True):
            assert save(client, drafting, {"text": "x", "base_revision": "1"}, notes=notes).status_code == 404


def test_the_agency_reads_and_does_not_write(client, world, drafting):
    client.force_login(world.officer)

    assert save(client, drafting, {"text": "x", "base_revision": "1"}).status_code == 403
    assert save(client, drafting, {}, notes=True).status_code == 403
    assert Contribution.objects.count() == 0


# -- a plain form


def test_a_plain_form_comes_back_to_the_page_that_says_when_it_was_saved(client, world, drafting):
    client.force_login(world.expert)

    response = save(client, drafting, {"text": "Mieux", "base_revision": "1", "volet": "consigne"}, headers=PAGE | {})

    page = f"/evaluations/{drafting.public_id}/criteres/avis/"
    assert (response.status_code, response["Location"]) == (302, f"{page}?vue=texte&volet=consigne")
    saved_at = AssessmentRevision.objects.get(number=2).saved_at.astimezone(factories.clock.PARIS)
    assert f"Enregistré à {saved_at:%H:%M}." in text(client.get(response["Location"]))


@pytest.mark.parametrize(
    "typed",
    [
        "Un avis.\r\n\r\nSa suite, <strong>nette</strong>.",
        "<p>Un avis.</p>\r\n\r\nSa suite, <strong>nette</strong>.",
        "<p>Un avis.\n \n\nSa suite, <strong>nette</strong>.</p>\n\n",
    ],
)
def test_a_blank_line_of_a_plain_form_parts_two_paragraphs(client, world, drafting, typed):
    client.force_login(world.expert)

    save(client, drafting, {"text": typed, "base_revision": "1"}, headers=PAGE)

    assert Assessment.objects.get(code="avis").text == "<p>Un avis.</p><p>Sa suite, <strong>nette</strong>.</p>"


def test_blank_lines_between_the_tags_of_a_plain_form_change_nothing(client, world, drafting):
    client.force_login(world.expert)
    typed = "<ul>\n\n<li>Un</li>\n\n<li>Deux</li>\n\n</ul>\n\n<table>\n\n<tr>\n\n<td>Trois</td>\n\n</tr>\n\n</table>"

    save(client, drafting, {"text": typed, "base_revision": "1"}, headers=PAGE)

    table = "<table><tbody><tr><td>Trois</td></tr></tbody></table>"
    assert Assessment.objects.get(code="avis").text == f"<ul><li>Un</li><li>Deux</li></ul>{table}"


def test_a_page_without_scripts_says_how_its_text_is_written(client, world, drafting):
    client.force_login(world.expert)

    page = client.get(f"/evaluations/{drafting.public_id}/criteres/avis/?vue=texte").content.decode()

    assert "une ligne vide sépare deux paragraphes" in re.search(r"<noscript>(.*?)</noscript>", page, re.DOTALL)[1]


def hidden(page, form):
    """The fields of a form of a page that nobody types."""
    body = re.search(rf'data-form="{form}".*?</form>', page, re.DOTALL)[0]
    fields = re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)"(?! data-only-for-script)', body)
    return {name: html.unescape(value) for name, value in fields if name != "csrfmiddlewaretoken"}


def test_a_plain_form_that_came_too_late_shows_both_texts_and_three_ways(client, world, drafting):
    client.force_login(world.chair)
    save(client, drafting, {"text": "<p>Un avis nuancé.</p>", "base_revision": "1"})
    client.force_login(world.expert)

    response = save(client, drafting, {"text": "<p>Un bon avis.</p>", "base_revision": "1"}, headers=PAGE)

    page = response.content.decode()
    assert response.status_code == 409
    assert f"{world.chair} a écrit avant vous" in text(response)
    assert '<ins><span class="visually-hidden">[ajouté\u00a0: </span> bon<span' in page
    assert '<del><span class="visually-hidden">[supprimé\u00a0: </span> nuancé<span' in page
    assert hidden(page, "conflict-keep-mine") == {"base_revision": "2", "text": "<p>Un bon avis.</p>"}
    assert hidden(page, "conflict-merge") == {"base_revision": "2"}
    merged = html.unescape(re.search(r"data-richtext>(.*?)</textarea>", page, re.DOTALL)[1])
    assert merged == "<p>Un avis nuancé.</p><p>Un bon avis.</p>"
    assert hidden(page, "conflict-keep-theirs")["vue"] == "texte"


def test_keeping_mine_saves_it_on_the_revision_that_was_shown(client, world, drafting):
    client.force_login(world.chair)
    save(client, drafting, {"text": "Leur", "base_revision": "1"})
    client.force_login(world.expert)
    page = save(client, drafting, {"text": "Mien", "base_revision": "1"}, headers=PAGE).content.decode()

    response = save(client, drafting, hidden(page, "conflict-keep-mine"), headers=PAGE)

    assert response.status_code == 302
    told = AssessmentRevision.objects.told().values_list("text", "outcome")
    assert list(told) == [
        ("<p>Un avis.</p>", SaveOutcome.ACCEPTED),
        ("<p>Leur</p>", SaveOutcome.ACCEPTED),
        ("<p>Mien</p>", SaveOutcome.SET_ASIDE),
        ("<p>Mien</p>", SaveOutcome.ACCEPTED),
    ]


def test_a_plain_form_that_is_refused_hands_the_text_back(client, world, drafting):
    client.force_login(world.expert)
    rows = "<table>" + "<tr><td>à garder</td></tr>" * 501 + "</table>"

    response = save(client, drafting, {"text": rows, "base_revision": "1"}, headers=PAGE)

    page = html.unescape(response.content.decode())
    assert response.status_code == 422
    assert "Un tableau est trop grand\u00a0: 501 lignes" in page
    assert page.count("à garder") == 501


def test_two_tabs_of_one_person_are_told_apart(client, world, drafting):
    client.force_login(world.chair)
    save(client, drafting, {"text": "Un", "base_revision": "1"})

    response = save(client, drafting, {"text": "Deux", "base_revision": "1"}, headers=PAGE)

    assert "Vous avez enregistré ce texte ailleurs entre-temps" in text(response)


# -- notes, answers


def test_notes_are_saved_by_the_same_rule(client, world, drafting):
    client.force_login(world.expert)
    first = save(client, drafting, {"text": "À moi", "base_revision": "0"}, notes=True)

    late = save(client, drafting, {"text": "Autre", "base_revision": "0"}, notes=True)

    assert (first.status_code, first.json()["revision"]) == (200, 1)
    assert (late.status_code, late.json()["text"], late.json()["yours"]) == (409, "<p>À moi</p>", "<p>Autre</p>")
    assert Assessment.objects.get().text == "<p>Un avis.</p>"


def test_notes_come_back_to_the_notes(client, world, drafting):
    client.force_login(world.expert)

    response = save(client, drafting, {"text": "À moi", "base_revision": "0"}, notes=True, headers=PAGE)

    assert response["Location"] == f"/evaluations/{drafting.public_id}/criteres/avis/?vue=notes"


def test_an_answer_is_saved_with_its_text(client, scaled):
    world, evaluation = scaled
    client.force_login(world.expert)

    response = save(client, evaluation, {"text": "Bien", "value": "B", "base_revision": "0"}, code="note")

    assert response.status_code == 200
    note = Assessment.objects.get(code="note")
    assert (note.text, note.value) == ("<p>Bien</p>", "B")


@pytest.mark.parametrize(
    ("code", "value", "status"),
    [
        ("note", "C", 422),
        ("suivi", "not-applicable", 200),
        ("suivi", "oui", 422),
        ("effectif", "1\u202f204,5", 200),
        ("effectif", "beaucoup", 422),
        ("effectif", "1" * 81, 422),
        ("bilan", "x", 422),
    ],
)
def test_an_answer_is_one_that_the_framework_asks_for(client, scaled, code, value, status):
    world, evaluation = scaled
    client.force_login(world.expert)

    response = save(client, evaluation, {"text": "", "value": value, "base_revision": "0"}, code=code)

    assert response.status_code == status


def test_nobody_writes_once_the_committee_validates(client, world, drafting):
    transitions.submit_for_validation(drafting, by=world.chair)
    client.force_login(world.chair)

    assert save(client, drafting, {"text": "x", "base_revision": "1"}).status_code == 403


def answered_late(client, scaled, headers=None):
    """The chair answers A; somebody who had read the text before answers B, with the same words."""
    world, evaluation = scaled
    client.force_login(world.chair)
    save(client, evaluation, {"text": "Bien", "value": "A", "base_revision": "0"}, code="note")
    client.force_login(world.expert)
    return save(client, evaluation, {"text": "Bien", "value": "B", "base_revision": "0"}, code="note", headers=headers)


def test_a_conflict_about_the_answer_tells_both_answers(client, scaled):
    late = answered_late(client, scaled)

    keys = ["answer", "author", "revision", "saved_at", "text", "yours"]
    assert (late.status_code, sorted(late.json())) == (409, keys)
    assert late.json()["answer"] == {"text": "A", "yours": "B"}


def test_a_plain_conflict_about_the_answer_offers_both_answers(client, scaled):
    page = answered_late(client, scaled, PAGE).content.decode()

    assert "<del>A</del> <ins>B</ins>" in page
    assert hidden(page, "conflict-keep-mine") == {"base_revision": "1", "text": "<p>Bien</p>", "value": "B"}
    assert hidden(page, "conflict-merge") == {"base_revision": "1"}
    assert re.findall(r'type="radio" name="value" id="[\w-]+" value="(\w)"', page) == ["A", "B"]


def test_an_earlier_answer_taken_up_too_late_is_shown_beside_the_one_that_stands(client, scaled):
    world, evaluation = scaled
    client.force_login(world.chair)
    for base, value in enumerate("BAA"):
        save(client, evaluation, {"text": f"Texte {base}", "value": value, "base_revision": str(base)}, code="note")

    restored = f"/evaluations/{evaluation.public_id}/criteres/note/historique/1/retablir/"
    page = client.post(restored, {"base_revision": "2"}).content.decode()

    assert "<del>A</del> <ins>B</ins>" in page
    assert hidden(page, "conflict-keep-mine")["value"] == "B"
