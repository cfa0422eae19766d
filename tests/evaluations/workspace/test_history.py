"""The history of a text: told in lines, compared word by word, taken up again, and nobody else's notes."""

import datetime as dt
import re

import pytest
import time_machine

from evaluations import transitions
from evaluations.enums import SaveOutcome, State, WritingRule
from evaluations.models import Assessment, AssessmentRevision, Campaign, ContributionRevision
from evaluations.workspace import history
from evaluations.workspace.texts import save_notes, save_text
from tests import factories
from tests.evaluations.views.reading import forms, text

NOON = factories.paris(2026, 11, 20, 12)


def begin():
    """In drafting: revision 1 of « avis » is « Un avis. », at noon and by nobody."""
    world = factories.world()
    with time_machine.travel(NOON, tick=False):
        return world, factories.evaluation(world, State.DRAFTING)


def save(evaluation, words, base, by, minutes=0):
    with time_machine.travel(NOON + dt.timedelta(minutes=minutes), tick=False):
        return save_text(evaluation, "avis", f"<p>{words}</p>", base_revision=base, save_id=None, by=by)


def told(evaluation, page=1):
    """The lines of a page: for each, the names of its saves."""
    _page, lines = history.page_of(evaluation.assessments.get(), page)
    return [[entry.name for entry in line.entries] for line in lines]


def pane(client, evaluation, person, query=""):
    client.force_login(person)
    return client.get(f"/evaluations/{evaluation.public_id}/criteres/avis/?volet=historique{query}")


def compare(client, evaluation, name, query=""):
    return client.get(f"/evaluations/{evaluation.public_id}/criteres/avis/historique/{name}/{query}")


def restore(client, evaluation, name, base, **more):
    address = f"/evaluations/{evaluation.public_id}/criteres/avis/historique/{name}/retablir/"
    return client.post(address, {"base_revision": base, **more}, headers={"accept": "text/html"})


def words(response):
    """The differences shown: a line a block, « [-removed-] » and « {+added+} »."""
    shown = response.content.decode().split('<div class="word-changes">')[1].split("</div>")[0]
    shown = re.sub(r'<span class="visually-hidden">.*?</span>', "", shown)
    shown = re.sub(r"<del>(.*?)</del>", r"[-\1-]", re.sub(r"<ins>(.*?)</ins>", r"{+\1+}", shown))
    return [line.strip() for line in re.findall(r"<p>(.*?)</p>", shown)]


def standing():
    return Assessment.objects.values_list("text", "revision").get()


# -- the lines


def test_saves_of_one_person_within_ten_minutes_are_one_line(world, evaluation):
    for number, minutes in enumerate((20, 24, 30, 34), start=1):
        save(evaluation, f"Texte {number}.", number, world.expert, minutes)

    assert told(evaluation) == [["5", "4", "3"], ["2"], ["1"]]


def test_somebody_else_in_between_parts_the_line(world, evaluation):
    save(evaluation, "A.", 1, world.expert, 20)
    save(evaluation, "B.", 2, world.chair, 21)
    save(evaluation, "C.", 3, world.expert, 22)

    assert told(evaluation) == [["4"], ["3"], ["2"], ["1"]]


def test_what_was_set_aside_is_told_alone_and_numbered_by_its_rank(world, evaluation):
    save(evaluation, "A.", 1, world.chair, 20)
    save(evaluation, "Tard.", 1, world.chair, 21)
    save(evaluation, "B.", 2, world.chair, 22)
    save(evaluation, "Trop tard.", 2, world.chair, 23)

    assert told(evaluation) == [["ecarte-2"], ["3"], ["ecarte-1"], ["2"], ["1"]]


def test_a_sending_that_changed_nothing_is_not_told(world, evaluation):
    AssessmentRevision.objects.create(
        assessment=Assessment.objects.get(), number=1, based_on=1, outcome=SaveOutcome.UNCHANGED
    )

    assert told(evaluation) == [["1"]]


def test_the_pane_says_who_when_and_what(client, world, evaluation):
    save(evaluation, "De la présidente.", 1, world.chair, 20)
    save(evaluation, "De l’expert.", 1, world.expert, 25)

    found = text(pane(client, evaluation, world.expert))

    assert (
        f"{world.expert} le 20 novembre 2026 à 12:25 mis de côté : quelqu’un avait écrit avant Ce qui a changé" in found
    )
    assert f"{world.chair} le 20 novembre 2026 à 12:20 révision 2 · texte actuel Ce qui a changé" in found
    assert "Texte repris d’un fichier le 20 novembre 2026 à 12:00 révision 1" in found


def test_a_group_opens_and_says_how_many(client, world, evaluation):
    save(evaluation, "A.", 1, world.chair, 20)
    save(evaluation, "B.", 2, world.chair, 25)

    found = text(pane(client, evaluation, world.expert))

    assert f"{world.chair} le 20 novembre 2026, de 12:20 à 12:25 révision 3" in found
    assert "Voir les 2 enregistrements" in found


def test_a_group_within_one_minute_is_told_by_that_minute(client, world, evaluation):
    save(evaluation, "A.", 1, world.chair, 20)
    save(evaluation, "B.", 2, world.chair, 20)

    found = text(pane(client, evaluation, world.expert))

    assert found.count(f"{world.chair} le 20 novembre 2026 à 12:20 révision 3") == 2  # the group, and its newest save


def test_nothing_written_says_so(client, world):
    evaluation = factories.evaluation(world, State.EXPERTISE)

    assert "Rien n’est encore écrit ici." in text(pane(client, evaluation, world.expert))


# -- thousands of revisions


def many(number):
    assessment = Assessment.objects.get()
    AssessmentRevision.objects.bulk_create(
        AssessmentRevision(
            assessment=assessment, number=n, based_on=n - 1, text=f"<p>{n}</p>", saved_at=NOON + dt.timedelta(hours=n)
        )
        for n in range(2, number + 1)
    )
    Assessment.objects.update(revision=number, text=f"<p>{number}</p>")


@pytest.mark.parametrize("number", [1, 30, 2000])
def test_the_history_costs_the_same_at_any_length(evaluation, django_assert_num_queries, number):
    many(number)
    row = Assessment.objects.get()

    with django_assert_num_queries(3):
        page, lines = history.page_of(row, 1)
        authors = [str(entry.revision.author) for line in lines for entry in line.entries]

    assert len(authors) == min(number, 50)
    assert all("text" in entry.revision.get_deferred_fields() for line in lines for entry in line.entries)


def test_a_long_history_has_pages(client, world, evaluation):
    many(120)

    assert told(evaluation, 3) == [[str(n)] for n in range(20, 0, -1)]
    second = pane(client, evaluation, world.expert, "&page=2").content.decode()
    assert 'href="?volet=historique&amp;vue=texte&amp;page=3"' in second
    assert "révision 70" in second
    assert "révision 71" not in second.split("pane-history")[1]


@pytest.mark.parametrize("number", [2, 30])
def test_a_comparison_costs_the_same_at_any_length(client, world, evaluation, django_assert_num_queries, number):
    many(number)
    client.force_login(world.expert)
    compare(client, evaluation, "1")

    with django_assert_num_queries(11):
        compare(client, evaluation, "1")


# -- the differences


def test_a_revision_is_compared_with_the_current_text(client, world, evaluation):
    save(evaluation, "Un avis nuancé.", 1, world.expert)
    client.force_login(world.chair)

    page = compare(client, evaluation, "1")

    assert words(page) == ["Un avis{+ nuancé+}."]
    assert "Ce qui change, de la révision 1 à la révision 2, le texte actuel" in text(page)


def test_the_current_text_is_compared_with_the_one_before(client, world, evaluation):
    save(evaluation, "Un mot.", 1, world.expert)
    client.force_login(world.chair)

    page = compare(client, evaluation, "2")

    assert words(page) == ["Un[- avis-]{+ mot+}."]
    assert forms(page) == {"revision-compare"}


def test_any_two_revisions_are_compared_the_earlier_first(client, world, evaluation):
    save(evaluation, "Deux.", 1, world.expert)
    save(evaluation, "Trois.", 2, world.expert)
    client.force_login(world.chair)

    for page in (compare(client, evaluation, "2", "?avec=1"), compare(client, evaluation, "1", "?avec=2")):
        assert "Ce qui change, de la révision 1 à la révision 2" in text(page)
    assert "du début à la révision 1" in text(compare(client, evaluation, "1", "?avec=0"))


def test_a_text_set_aside_shows_what_it_would_have_brought(client, world, evaluation):
    save(evaluation, "Un avis net.", 1, world.chair)
    save(evaluation, "Un avis juste.", 1, world.expert)
    client.force_login(world.chair)

    with_current = compare(client, evaluation, "ecarte-1")
    with_read = compare(client, evaluation, "ecarte-1", "?avec=1")

    assert words(with_current) == ["Un avis[- net-]{+ juste+}."]
    assert words(with_read) == ["Un avis{+ juste+}."]
    assert "quelqu’un avait écrit avant" in text(with_read)


def test_tables_and_lists_are_read_line_by_line(client, world, evaluation):
    before = "<ul><li>Un.</li></ul><table><tbody><tr><td>2024</td><td>12</td></tr></tbody></table>"
    after = "<ul><li>Un.</li><li>Deux.</li></ul><table><tbody><tr><td>2024</td><td>14</td></tr></tbody></table>"
    save_text(evaluation, "avis", before, base_revision=1, save_id=None, by=world.chair)
    save_text(evaluation, "avis", after, base_revision=2, save_id=None, by=world.chair)
    client.force_login(world.chair)

    shown = words(compare(client, evaluation, "3", "?avec=2"))

    assert shown[0] == "• Un."
    assert shown[1].startswith("{+")
    assert "Deux" in shown[1]
    assert shown[2].startswith("2024 |[- 12-]{+ 14+}")


@pytest.mark.parametrize("name", ["3", "0", "ecarte-1", "ecarte-0", "x", "99999999999"])
def test_what_was_never_written_is_not_found(client, world, evaluation, name):
    client.force_login(world.chair)

    assert compare(client, evaluation, name).status_code == 404


@pytest.mark.parametrize("other", ["7", "x", "-1", "99999999999"])
def test_a_number_that_the_text_never_had_is_not_found(client, world, evaluation, other):
    client.force_login(world.chair)

    assert compare(client, evaluation, "1", f"?avec={other}").status_code == 404


# -- taking up an earlier text


def test_an_earlier_text_is_taken_up_as_a_new_revision(client, world, evaluation):
    save(evaluation, "Autre.", 1, world.expert)
    client.force_login(world.chair)

    answer = restore(client, evaluation, "1", 2)

    assert answer.status_code == 303
    assert answer["Location"] == f"/evaluations/{evaluation.public_id}/criteres/avis/?volet=historique&vue=texte"
    assert standing() == ("<p>Un avis.</p>", 3)
    last = AssessmentRevision.objects.get(number=3)
    assert (last.restores, last.author) == (1, world.chair)
    assert "reprend la révision 1" in text(pane(client, evaluation, world.chair))


def test_taking_up_is_undone_by_taking_up_the_text_before(client, world, evaluation):
    save(evaluation, "Autre.", 1, world.expert)
    client.force_login(world.chair)
    restore(client, evaluation, "1", 2)

    shown = pane(client, evaluation, world.chair).content.decode()

    assert f'action="/evaluations/{evaluation.public_id}/criteres/avis/historique/2/retablir/"' in shown
    restore(client, evaluation, "2", 3)
    assert standing() == ("<p>Autre.</p>", 4)


def test_a_text_that_was_set_aside_is_taken_up_too(client, world, evaluation):
    save(evaluation, "De la présidente.", 1, world.chair)
    save(evaluation, "De l’expert.", 1, world.expert)
    client.force_login(world.expert)

    restore(client, evaluation, "ecarte-1", 2)

    assert standing() == ("<p>De l’expert.</p>", 3)


def test_on_a_text_that_changed_meanwhile_both_are_shown_and_kept(client, world, evaluation):
    save(evaluation, "Deux.", 1, world.expert)
    save(evaluation, "Trois.", 2, world.expert)
    client.force_login(world.chair)

    answer = restore(client, evaluation, "1", 2)

    assert answer.status_code == 409
    assert "Trois." in text(answer)
    assert "Un avis." in text(answer)
    assert standing() == ("<p>Trois.</p>", 3)
    assert told(evaluation)[0] == ["ecarte-1"]


def test_without_the_revision_that_was_read_nothing_is_taken_up(client, world, evaluation):
    save(evaluation, "Deux.", 1, world.expert)
    client.force_login(world.chair)

    assert restore(client, evaluation, "1", "").status_code == 400
    assert standing() == ("<p>Deux.</p>", 2)


def test_whoever_does_not_write_reads_and_takes_nothing_up(client, world, evaluation):
    save(evaluation, "Deux.", 1, world.expert)
    client.force_login(world.officer)

    assert forms(compare(client, evaluation, "1")) == {"revision-compare"}
    assert restore(client, evaluation, "1", 2).status_code == 403
    assert standing() == ("<p>Deux.</p>", 2)


def test_experts_do_not_take_up_where_only_the_writers_write(client, world, evaluation):
    Campaign.objects.update(writing=WritingRule.WRITERS)
    save(evaluation, "Deux.", 1, world.chair)
    client.force_login(world.expert)

    assert restore(client, evaluation, "1", 2).status_code == 403
    client.force_login(world.rapporteur)
    assert restore(client, evaluation, "1", 2).status_code == 303


# -- one's own notes


@pytest.fixture
def notes(world, evaluation):
    for number, words in enumerate(("Note.", "Note mûrie.")):
        save_notes(evaluation, "avis", f"<p>{words}</p>", base_revision=number, save_id=None, by=world.expert)


def test_notes_have_a_history_for_their_author(client, world, evaluation, notes):
    found = text(pane(client, evaluation, world.expert, "&vue=notes"))

    assert "Historique de vos notes Vous seul le voyez." in found
    page = compare(client, evaluation, "1", "?vue=notes")
    assert words(page) == ["Note{+ mûrie+}."]


def test_notes_are_taken_up_by_their_author(client, world, evaluation, notes):
    client.force_login(world.expert)

    answer = restore(client, evaluation, "1", 2, vue="notes")

    assert answer["Location"].endswith("?volet=historique&vue=notes")
    assert ContributionRevision.objects.values_list("text", "restores").last() == ("<p>Note.</p>", 1)
    assert standing() == ("<p>Un avis.</p>", 1)


@pytest.mark.parametrize("person", ["chair", "rapporteur", "officer", "auditor"])
def test_nobody_else_finds_a_history_of_notes(client, world, evaluation, notes, person):
    someone = getattr(world, person)

    shown = pane(client, evaluation, someone, "&vue=notes")

    assert "Rien n’est encore écrit ici." in text(shown)
    assert compare(client, evaluation, "1", "?vue=notes").status_code == 404
    assert restore(client, evaluation, "1", 2, vue="notes").status_code == 404


def test_the_institution_does_not_learn_that_there_is_a_history(client, world, evaluation):
    client.force_login(world.signatory)

    assert compare(client, evaluation, "1").status_code == 404
    assert restore(client, evaluation, "1", 1).status_code == 404


def test_a_conflict_closes_the_history_at_once(client, world, evaluation):
    client.force_login(world.expert)
    transitions.record_conflict(evaluation, world.expert, by=world.officer, reason="Coauteur.")

    assert compare(client, evaluation, "1").status_code == 404


def test_who_wrote_what_is_told_to_the_committee_and_its_officer_alone(client, world, evaluation):
    save(evaluation, "<p>Mieux.</p>", 1, world.expert)

    for person, is_told in ((world.chair, True), (world.officer, True), (world.auditor, False)):
        pages = (pane(client, evaluation, person), compare(client, evaluation, "2"))
        assert [world.expert.name in page.content.decode() for page in pages] == [is_told, is_told]
