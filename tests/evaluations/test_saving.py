"""Saving one text: what stands, what is set aside, what is answered twice."""

from uuid import UUID

import pytest
from django.core.exceptions import PermissionDenied

from evaluations import transitions
from evaluations.enums import SaveOutcome, State
from evaluations.models import Assessment, AssessmentRevision
from evaluations.workspace import texts
from evaluations.workspace.texts import save_notes, save_text, validate
from tests import factories

pytestmark = pytest.mark.django_db
FIRST, SECOND = UUID(int=1), UUID(int=2)


@pytest.fixture
def world():
    return factories.world()


@pytest.fixture
def evaluation(world):
    """In drafting: revision 1 of « avis » is « Un avis. »."""
    return factories.evaluation(world, State.DRAFTING)


def save(evaluation, text, base, by, save_id=None):
    return save_text(evaluation, "avis", text, base_revision=base, save_id=save_id, by=by)


def test_a_save_on_the_text_that_was_read_is_the_new_text(world, evaluation):
    saved = save(evaluation, "<p>Mieux.</p>", 1, world.expert)

    assert (saved.revision, saved.text, saved.is_stale) == (2, "<p>Mieux.</p>", False)
    assert list(AssessmentRevision.objects.values_list("number", "text", "author", "outcome")) == [
        (1, "<p>Un avis.</p>", None, "ACCEPTED"),
        (2, "<p>Mieux.</p>", world.expert.pk, "ACCEPTED"),
    ]


def test_a_save_on_an_older_text_is_set_aside_and_both_are_handed_back(world, evaluation):
    save(evaluation, "<p>De la présidente.</p>", 1, world.chair)

    late = save(evaluation, "<p>De l’expert.</p>", 1, world.expert)

    assert late.is_stale
    assert (late.revision, late.text, late.author, late.yours) == (
        2,
        "<p>De la présidente.</p>",
        world.chair,
        "<p>De l’expert.</p>",
    )
    assert Assessment.objects.get().text == "<p>De la présidente.</p>"
    kept = AssessmentRevision.objects.get(outcome=SaveOutcome.SET_ASIDE)
    assert (kept.number, kept.based_on, kept.text, kept.author) == (2, 1, "<p>De l’expert.</p>", world.expert)


def test_the_same_sending_gets_the_first_answer_whatever_was_written_since(world, evaluation):
    first = save(evaluation, "<p>Un.</p>", 1, world.expert, FIRST)
    save(evaluation, "<p>Deux.</p>", 2, world.chair)

    again = save(evaluation, "<p>Un.</p>", 1, world.expert, FIRST)

    assert again == first
    assert Assessment.objects.get().text == "<p>Deux.</p>"


def test_a_refused_sending_is_refused_the_same_way_again(world, evaluation):
    save(evaluation, "<p>Un.</p>", 1, world.chair)
    first = save(evaluation, "<p>Autre.</p>", 1, world.expert, FIRST)
    save(evaluation, "<p>Deux.</p>", 2, world.chair)

    assert save(evaluation, "<p>Autre.</p>", 1, world.expert, FIRST) == first


def test_two_persons_may_give_their_sendings_the_same_number(world, evaluation):
    save(evaluation, "<p>Un.</p>", 1, world.chair, FIRST)

    assert save(evaluation, "<p>Deux.</p>", 2, world.expert, FIRST).revision == 3


def test_the_same_text_makes_no_revision(world, evaluation):
    save(evaluation, "<p>Un avis.</p>", 1, world.expert, FIRST)
    save(evaluation, "<p>Autre.</p>", 1, world.expert, SECOND)

    again = save(evaluation, "<p>Un avis.</p>", 1, world.expert, FIRST)

    assert (again.revision, again.text, again.is_stale) == (1, "<p>Un avis.</p>", False)
    assert Assessment.objects.get().revision == 2


def test_a_text_that_changes_is_no_longer_validated(world, evaluation):
    validate(evaluation, "avis", validated=True, base_revision=1, by=world.chair)

    save(evaluation, "<p>Encore.</p>", 1, world.expert)

    assert (Assessment.objects.get().validated_at, Assessment.objects.get().validated_by) == (None, None)


def test_nobody_writes_once_the_committee_validates(world, evaluation):
    transitions.submit_for_validation(evaluation, by=world.chair)

    with pytest.raises(PermissionDenied):
        save(evaluation, "<p>Trop tard.</p>", 1, world.chair)
    assert Assessment.objects.get().text == "<p>Un avis.</p>"


def test_an_answer_that_was_not_heard_is_given_again_after_the_stage_has_changed(world, evaluation):
    first = save(evaluation, "<p>Un.</p>", 1, world.expert, FIRST)
    transitions.submit_for_validation(evaluation, by=world.chair)

    assert save(evaluation, "<p>Un.</p>", 1, world.expert, FIRST) == first


def test_notes_are_each_expert_s_own(world, evaluation):
    save_notes(evaluation, "avis", "<p>À moi.</p>", base_revision=0, save_id=None, by=world.expert)
    saved = save_notes(evaluation, "avis", "<p>À elle.</p>", base_revision=0, save_id=None, by=world.chair)

    assert (saved.revision, saved.text) == (1, "<p>À elle.</p>")
    assert sorted(evaluation.contributions.values_list("text", flat=True)) == ["<p>À elle.</p>", "<p>À moi.</p>"]


def test_other_words_under_a_number_that_was_used_get_the_first_answer_and_are_set_aside_once(world, evaluation):
    first = save(evaluation, "<p>Un.</p>", 1, world.expert, FIRST)

    for _ in range(2):
        assert save(evaluation, "<p>Tout autre.</p>", 2, world.expert, FIRST) == first

    told = AssessmentRevision.objects.told().values_list("text", "outcome", "based_on")
    assert list(told)[1:] == [("<p>Un.</p>", "ACCEPTED", 1), ("<p>Tout autre.</p>", "SET_ASIDE", 2)]


def test_a_text_is_cleaned_before_the_evaluation_is_held(world, evaluation, monkeypatch):
    order = []

    def told(name, function):
        return lambda given: order.append(name) or function(given)

    monkeypatch.setattr(texts, "held", told("held", texts.held))
    monkeypatch.setattr(texts.richtext, "clean", told("cleaned", texts.richtext.clean))

    save(evaluation, "<p>Un.</p>", 1, world.expert)
    save_notes(evaluation, "avis", "<p>À moi.</p>", base_revision=0, save_id=None, by=world.expert)

    assert order == ["cleaned", "held", "cleaned", "held"]
