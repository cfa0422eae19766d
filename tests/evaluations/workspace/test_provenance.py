"""From whom each sentence comes: who brought it first, through which notes or suggestion, and who may know."""

import datetime as dt
import time

import pytest
import time_machine

from evalprog.text import sentences
from evaluations import transitions
from evaluations.enums import SharingRule, State
from evaluations.models import Assessment, AssessmentRevision, Campaign
from evaluations.workspace import suggestions
from evaluations.workspace.contributions import share
from evaluations.workspace.provenance import provenance
from evaluations.workspace.texts import save_notes, save_text
from tests import factories
from tests.evaluations.views.reading import text

NOON = factories.paris(2026, 11, 20, 12)


def save(evaluation, fragment, by, minutes=0):
    base = Assessment.objects.get().revision
    with time_machine.travel(NOON + dt.timedelta(minutes=minutes), tick=False):
        save_text(evaluation, "avis", fragment, base_revision=base, save_id=None, by=by)


def traced(evaluation, reader):
    """Of each line, its sentences with the number and the author of the revision that first brought them."""
    lines = provenance(evaluation, "avis", reader)
    return [[(s.text, s.origin.number, s.origin.author) for s in line] for line in lines]


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("Un. Deux ! Trois ? Quatre… Cinq", ["Un.", "Deux !", "Trois ?", "Quatre…", "Cinq"]),
        ("Il dit : « Bon. » Elle part.", ["Il dit : « Bon. »", "Elle part."]),
        ("Le taux est de 12.5 % en 2024. « Bien » est dit.", ["Le taux est de 12.5 % en 2024.", "« Bien » est dit."]),
        ("etc. et la suite", ["etc. et la suite"]),
        ("M. Dupont le dit. Voir p. 12 et art. L123.", ["M. Dupont le dit.", "Voir p. 12 et art. L123."]),
        ("", []),
    ],
)
def test_a_line_is_cut_into_sentences(line, expected):
    assert sentences(line) == expected


def test_each_sentence_belongs_to_whoever_brought_it_first(world, evaluation):
    save(evaluation, "<p>Un avis. Elle ajoute.</p>", world.chair)
    save(evaluation, "<p>Elle ajoute. Il précise.</p><p>Un avis.</p>", world.expert)

    assert traced(evaluation, world.rapporteur) == [
        [("Elle ajoute.", 2, world.chair), ("Il précise.", 3, world.expert)],
        [("Un avis.", 1, None)],
    ]


def test_a_sentence_that_came_back_belongs_to_its_first_author(world, evaluation):
    save(evaluation, "<p>À garder.</p>", world.chair)
    save(evaluation, "<p>Autre chose.</p>", world.expert)
    save(evaluation, "<p>À garder.</p>", world.expert)

    assert traced(evaluation, world.expert) == [[("À garder.", 2, world.chair)]]


def test_marks_and_spaces_do_not_make_another_sentence(world, evaluation):
    save(evaluation, "<p>Est-ce bien ?</p>", world.chair)
    save(evaluation, "<p>Est-ce <strong>bien</strong>\u00a0?</p>", world.expert)

    assert traced(evaluation, world.chair) == [[("Est-ce bien\u00a0?", 2, world.chair)]]


def test_items_and_rows_are_lines(world, evaluation):
    table = "<table><tbody><tr><th scope='row'>2024</th><td>12</td></tr></tbody></table>"
    save(evaluation, f"<ul><li>Un.</li></ul>{table}", world.chair)
    save(evaluation, f"<ul><li>Un.</li><li>Deux.</li></ul>{table}", world.expert)

    assert traced(evaluation, world.chair) == [
        [("Un.", 2, world.chair)],
        [("Deux.", 3, world.expert)],
        [("2024 12", 2, world.chair)],
    ]


def test_what_was_set_aside_brought_nothing(world, evaluation):
    save(evaluation, "<p>En place.</p>", world.chair)
    save_text(evaluation, "avis", "<p>Écarté.</p>", base_revision=1, save_id=None, by=world.expert)
    save(evaluation, "<p>En place. Écarté.</p>", world.rapporteur)

    assert traced(evaluation, world.chair) == [[("En place.", 2, world.chair), ("Écarté.", 3, world.rapporteur)]]


def note(evaluation, author, fragment):
    save_notes(evaluation, "avis", fragment, base_revision=0, save_id=None, by=author)
    return evaluation.contributions.get(author=author)


def contributors(evaluation, reader):
    return [s.origin.contributed_by for line in provenance(evaluation, "avis", reader) for s in line]


def test_a_sentence_of_shared_notes_says_whose(world, evaluation):
    share(note(evaluation, world.expert, "<p>Elle note. Et plus.</p>"), by=world.expert)
    save(evaluation, "<p>Elle note. Il ajoute.</p>", world.rapporteur)

    assert contributors(evaluation, world.chair) == [(world.expert,), ()]


def test_notes_that_are_not_shared_are_not_told(world, evaluation):
    note(evaluation, world.expert, "<p>Elle note.</p>")
    save(evaluation, "<p>Elle note.</p>", world.rapporteur)

    assert contributors(evaluation, world.chair) == [()]
    assert contributors(evaluation, world.expert) == [()]


def test_where_one_shares_first_the_others_notes_are_not_told_before(world, evaluation):
    Campaign.objects.update(sharing=SharingRule.AFTER_OWN)
    share(note(evaluation, world.chair, "<p>Elle note.</p>"), by=world.chair)
    save(evaluation, "<p>Elle note.</p>", world.rapporteur)
    evaluation.refresh_from_db()

    assert contributors(evaluation, world.expert) == [()]
    share(note(evaluation, world.expert, "<p>Aussi.</p>"), by=world.expert)
    assert contributors(evaluation, world.expert) == [(world.chair,)]


def test_a_sentence_that_the_agency_suggested_says_so(world, evaluation):
    factories.advance(evaluation, State.AGENCY_READING, world)
    (suggestion,) = suggestions.propose(
        evaluation, "avis", "<p>Un avis. Plus net.</p>", read_revision=1, by=world.officer
    )
    suggestions.accept(suggestion, by=world.chair)

    ((first, second),) = provenance(evaluation, "avis", world.chair)

    assert (first.origin.author, first.origin.suggested_by) == (None, None)
    assert (second.origin.author, second.origin.suggested_by) == (world.chair, world.officer)


def long_past(revisions):
    """A text of many paragraphs, of which each revision changes one; nothing is attributed before the last."""
    assessment = Assessment.objects.get()
    paragraphs = [f"<p>Paragraphe {n}, première version. {'Mot ' * 60}.</p>" for n in range(60)]
    rows = []
    for number in range(2, revisions + 1):
        paragraphs[number % 60] = f"<p>Paragraphe {number % 60}, version {number}. {'Mot ' * 60}.</p>"
        rows.append(
            AssessmentRevision(assessment=assessment, number=number, based_on=number - 1, text="".join(paragraphs))
        )
    AssessmentRevision.objects.bulk_create(rows, batch_size=200)
    Assessment.objects.update(revision=revisions, text="".join(paragraphs))


def test_two_thousand_revisions_are_read_in_seconds(world, evaluation):
    long_past(2000)
    begin = time.process_time()

    lines = provenance(evaluation, "avis", world.chair)

    assert time.process_time() - begin < 10
    numbers = [line[0].origin.number for line in lines]
    assert numbers == [*range(1980, 2001), *range(1941, 1980)]


# -- the page


def page(client, evaluation, person):
    client.force_login(person)
    return client.get(f"/evaluations/{evaluation.public_id}/criteres/avis/provenance/")


def test_the_page_shows_who_brought_what(client, world, evaluation):
    save(evaluation, "<p>Un avis. Elle ajoute. Encore.</p>", world.chair, minutes=20)

    shown = page(client, evaluation, world.expert)

    found = text(shown)
    assert f"{world.chair} révision 2 , le 20 novembre 2026 à 12:20" in found
    assert "Un avis. provenance 1 Elle ajoute. Encore. provenance 2" in found
    pane = client.get(f"/evaluations/{evaluation.public_id}/criteres/avis/?volet=historique")
    assert f"/evaluations/{evaluation.public_id}/criteres/avis/provenance/" in pane.content.decode()


def test_nothing_written_says_so(client, world):
    evaluation = factories.evaluation(world, State.EXPERTISE)

    assert "Rien n’est encore écrit ici." in text(page(client, evaluation, world.expert))


def test_the_officer_who_follows_the_evaluation_is_shown_it(client, world, evaluation):
    assert page(client, evaluation, world.officer).status_code == 200


@pytest.mark.parametrize("person", ["publisher", "admin", "auditor"])
def test_the_rest_of_the_agency_is_not_shown_from_whom_a_sentence_comes(client, world, evaluation, person):
    assert page(client, evaluation, getattr(world, person)).status_code == 403
    pane = client.get(f"/evaluations/{evaluation.public_id}/criteres/avis/?volet=historique")
    assert "/provenance/" not in pane.content.decode()


@pytest.mark.parametrize("person", ["signatory", "contributor", "college", "stranger"])
def test_others_do_not_learn_that_there_is_such_a_page(client, world, evaluation, person):
    assert page(client, evaluation, getattr(world, person)).status_code == 404


def test_a_conflict_closes_the_page_at_once(client, world, evaluation):
    transitions.record_conflict(evaluation, world.expert, by=world.officer, reason="Coauteur.")

    assert page(client, evaluation, world.expert).status_code == 404


@pytest.mark.parametrize("number", [1, 30])
def test_the_page_costs_the_same_at_any_length(client, world, evaluation, django_assert_num_queries, number):
    for n in range(number):
        save(evaluation, "".join(f"<p>Phrase {m}.</p>" for m in range(n + 1)), (world.chair, world.expert)[n % 2])
    page(client, evaluation, world.expert)
    client.force_login(world.expert)

    with django_assert_num_queries(14):
        client.get(f"/evaluations/{evaluation.public_id}/criteres/avis/provenance/")
