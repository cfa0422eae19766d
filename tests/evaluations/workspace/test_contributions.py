"""Individual contributions: unseen before they are shared, read as they were shared, and put into the text."""

import pytest
import time_machine
from django.core.exceptions import PermissionDenied, ValidationError

from evaluations import transitions
from evaluations.enums import SharingRule, State, TextStatus
from evaluations.models import Contribution, Evaluation
from evaluations.workspace.contributions import Others, share, shared_with
from evaluations.workspace.outline import outline
from evaluations.workspace.texts import save_notes
from tests import factories
from tests.evaluations.views.reading import forms, text

pytestmark = pytest.mark.django_db
NOON = factories.paris(2026, 11, 20, 12)


def note(evaluation, author, words="<p>Une note.</p>"):
    kept = Contribution.objects.filter(evaluation=evaluation, author=author).first()
    base = kept.revision if kept else 0
    save_notes(evaluation, "avis", words, base_revision=base, save_id=None, by=author)
    return Contribution.objects.get(evaluation=evaluation, author=author)


def shared_note(evaluation, author, words="<p>Une note.</p>"):
    return share(note(evaluation, author, words), by=author)


def pane(client, person, evaluation):
    client.force_login(person)
    return client.get(f"/evaluations/{evaluation.public_id}/criteres/avis/?volet=contributions")


def send(client, person, evaluation, **headers):
    client.force_login(person)
    return client.post(f"/evaluations/{evaluation.public_id}/criteres/avis/partager", **headers)


def texts_of(others):
    return [contribution.shared_text for contribution in others.contributions]


def test_what_the_others_read_is_the_text_as_it_was_shared(world, evaluation):
    with time_machine.travel(NOON, tick=False):
        shared_note(evaluation, world.expert, "<p>Avant.</p>")

    later = note(evaluation, world.expert, "<p>Après.</p>")

    assert (later.shared_at, later.is_ahead) == (NOON, True)
    assert texts_of(shared_with(evaluation, "avis", world.chair)) == ["<p>Avant.</p>"]


def test_sharing_again_gives_the_text_as_it_is_now(world, evaluation):
    shared_note(evaluation, world.expert, "<p>Avant.</p>")

    again = shared_note(evaluation, world.expert, "<p>Après.</p>")

    assert again.is_ahead is False
    assert texts_of(shared_with(evaluation, "avis", world.chair)) == ["<p>Après.</p>"]


@pytest.mark.parametrize("words", ["", "<p> </p>", "<ul><li></li></ul>"])
def test_an_empty_text_is_not_shared(world, evaluation, words):
    with pytest.raises(ValidationError) as refusal:
        share(note(evaluation, world.expert, words), by=world.expert)

    assert refusal.value.messages == ["Vos notes sont vides : écrivez-les et enregistrez-les avant de les partager."]
    assert Contribution.objects.get().shared_at is None


def test_only_its_author_shares_a_contribution(world, evaluation):
    with pytest.raises(PermissionDenied):
        share(note(evaluation, world.expert), by=world.chair)
    assert Contribution.objects.get().shared_at is None


def test_nothing_is_shared_once_the_committee_validates(world, evaluation):
    kept = note(evaluation, world.expert)
    transitions.submit_for_validation(evaluation, by=world.chair)

    with pytest.raises(PermissionDenied):
        share(kept, by=world.expert)


def test_one_s_own_contribution_is_not_among_those_of_the_others(world, evaluation):
    shared_note(evaluation, world.expert)

    assert shared_with(evaluation, "avis", world.expert) == Others()


@pytest.mark.parametrize("written", [False, True])
def test_where_one_shares_first_one_is_told_so_and_not_whether_there_is_anything(evaluation, world, written):
    world.campaign.sharing = SharingRule.AFTER_OWN
    world.campaign.save()
    evaluation.refresh_from_db()
    if written:
        shared_note(evaluation, world.chair)

    assert shared_with(evaluation, "avis", world.expert) == Others(waits=True)
    entry = outline(evaluation, world.expert)[0].entries[0]
    assert entry.shared == 0


def test_where_one_shares_first_others_are_read_after_one_s_own(world, evaluation):
    world.campaign.sharing = SharingRule.AFTER_OWN
    world.campaign.save()
    evaluation.refresh_from_db()
    shared_note(evaluation, world.chair, "<p>De la présidente.</p>")

    shared_note(evaluation, world.expert, "<p>De l’étudiant.</p>")

    assert texts_of(shared_with(evaluation, "avis", world.expert)) == ["<p>De la présidente.</p>"]
    assert outline(evaluation, world.expert)[0].entries[0].shared == 1
    # The agency writes none, and waits for nobody.
    assert len(shared_with(evaluation, "avis", world.officer).contributions) == 2


@pytest.mark.parametrize(("state", "waits"), [(State.EXPERTISE, True), (State.DRAFTING, False)])
def test_where_one_shares_first_who_consolidates_waits_until_the_text_is_drafted(world, state, waits):
    world.campaign.sharing = SharingRule.AFTER_OWN
    world.campaign.save()
    evaluation = factories.evaluation(world, state)
    shared_note(evaluation, world.expert)

    told = [shared_with(evaluation, "avis", person).waits for person in (world.chair, world.rapporteur)]

    assert told == [waits, waits]
    assert shared_with(evaluation, "avis", world.expert) == Others()


def test_an_unshared_note_is_a_draft_for_its_author_alone(world):
    evaluation = factories.evaluation(world, State.EXPERTISE)
    note(evaluation, world.expert)

    statuses = [outline(evaluation, p)[0].entries[0].status for p in (world.expert, world.chair, world.officer)]

    assert statuses == [TextStatus.DRAFT, TextStatus.EMPTY, TextStatus.EMPTY]


# -- the pane


def test_the_author_reads_that_their_notes_are_not_shared_and_shares_them(client, world, evaluation):
    note(evaluation, world.expert)

    before = pane(client, world.expert, evaluation)
    answer = send(client, world.expert, evaluation)

    assert "Non partagées : personne d’autre ne les lit ni ne sait qu’elles existent." in text(before)
    assert "contribution-share" in forms(before)
    assert (answer.status_code, answer["Location"]) == (
        303,
        f"/evaluations/{evaluation.public_id}/criteres/avis/?volet=contributions",
    )
    after = pane(client, world.expert, evaluation)
    assert "Partagées avec le comité le" in text(after)
    assert "contribution-share" not in forms(after)


def test_the_author_reads_that_they_have_written_since(client, world, evaluation):
    with time_machine.travel(NOON, tick=False):
        shared_note(evaluation, world.expert)
        note(evaluation, world.expert, "<p>La suite.</p>")
        page = pane(client, world.expert, evaluation)

    expected = "Vous avez écrit depuis, non partagé. Le comité lit vos notes du 20 novembre 2026 à 12:00."
    assert expected in text(page)
    assert "contribution-share" in forms(page)


def test_the_others_read_who_wrote_what_and_when(client, world, evaluation):
    with time_machine.travel(NOON, tick=False):
        shared_note(evaluation, world.expert, "<p>Les <strong>stages</strong>.</p>")
        page = pane(client, world.chair, evaluation)

    assert f"{world.expert} le 20 novembre 2026 à 12:00 Les stages . Reprendre dans le texte" in text(page)


def test_the_agency_reads_what_is_shared_and_is_not_offered_to_write(client, world, evaluation):
    shared_note(evaluation, world.expert, "<p>Les stages.</p>")

    page = pane(client, world.officer, evaluation)

    assert "Les stages." in text(page)
    assert "data-insert>" not in page.content.decode()
    assert "Vos notes" not in text(page)


def test_an_empty_text_is_refused_by_a_sentence_beside_the_text(client, world, evaluation):
    alone = send(client, world.expert, evaluation)
    within = send(client, world.expert, evaluation, headers={"X-Pane": "1"})

    sentence = "Vos notes sont vides : écrivez-les et enregistrez-les avant de les partager."
    assert (alone.status_code, within.status_code) == (422, 422)
    assert sentence in text(alone)
    assert within.content.decode().lstrip().startswith("<aside")


@pytest.mark.parametrize("number", [1, 30])
def test_what_is_shared_costs_the_same_queries_at_one_and_at_thirty(
    world, evaluation, django_assert_num_queries, number
):
    Contribution.objects.bulk_create(
        Contribution(
            evaluation=evaluation,
            code="avis",
            author=factories.expert(),
            shared_text="<p>Oui.</p>",
            shared_at=factories.ALWAYS,
        )
        for _ in range(number)
    )

    desk = Evaluation.objects.select_related("programme", "campaign", "framework").get(pk=evaluation.pk)
    with django_assert_num_queries(1):
        found = shared_with(desk, "avis", world.chair)
        names = [str(contribution.author) for contribution in found.contributions]
    with django_assert_num_queries(6):
        outline(desk, world.chair)

    assert len(names) == number
