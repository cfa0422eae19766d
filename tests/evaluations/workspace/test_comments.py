"""What the committee and the agency say to each other: threads, mentions, what is settled, who reads none of it."""

import pytest
import time_machine
from django.core import mail
from django.core.exceptions import PermissionDenied, ValidationError

from evaluations import transitions
from evaluations.enums import State
from evaluations.models import Comment
from evaluations.tasks import tasks_for
from evaluations.workspace.comments import resolve, threads, write
from tests import factories
from tests.evaluations.views.reading import forms, rows, text

pytestmark = pytest.mark.django_db
NOON = factories.paris(2026, 11, 20, 12)


def say(evaluation, by, words="Un chiffre ?", **more):
    return write(evaluation, "avis", words, by=by, **more)


def address(evaluation, rest=""):
    return f"/evaluations/{evaluation.public_id}/criteres/avis/{rest}"


def pane(client, person, evaluation, query=""):
    client.force_login(person)
    return client.get(address(evaluation, f"?volet=commentaires{query}"))


def send(client, person, evaluation, **fields):
    client.force_login(person)
    return client.post(address(evaluation, "commentaires/"), fields)


def calls(person):
    return [t.url for t in tasks_for(person) if t.sentence == "Lire un commentaire qui vous est adressé"]


# -- threads


def test_a_thread_is_a_comment_with_its_answers_in_their_order(world, evaluation):
    first = say(evaluation, world.chair)
    answer = say(evaluation, world.expert, "42.", answers=first)
    say(evaluation, world.chair, "Merci.", answers=answer)  # an answer to an answer belongs to the thread

    found = threads(evaluation, "avis", resolved=False)

    assert [(t.comment.text, [a.text for a in t.answers]) for t in found] == [("Un chiffre ?", ["42.", "Merci."])]


def test_a_text_is_kept_as_it_was_sent_in_its_normal_form(world, evaluation):
    kept = say(evaluation, world.chair, "  Ligne un\r\nligne\x00 deux, e\u0301te\u0301  ")

    assert kept.text == "Ligne un\nligne deux, été"


@pytest.mark.parametrize(
    ("words", "quote", "field", "sentence"),
    [
        (" \n", "", "text", "Le commentaire est vide : écrivez ce que vous avez à dire."),
        (
            "x" * 5001,
            "",
            "text",
            "Le commentaire a 5001 caractères ; il en faut 5000 au plus : raccourcissez-le.",
        ),
        (
            "Oui.",
            "y" * 1001,
            "quote",
            "Le passage cité a 1001 caractères ; il en faut 1000 au plus : raccourcissez-le.",
        ),
    ],
)
def test_what_is_empty_or_too_long_is_refused_by_a_sentence(world, evaluation, words, quote, field, sentence):
    with pytest.raises(ValidationError) as refusal:
        say(evaluation, world.chair, words, quote=quote)

    assert refusal.value.message_dict == {field: [sentence]}
    assert not Comment.objects.exists()


def test_the_same_sending_writes_one_comment(world, evaluation):
    first = say(evaluation, world.chair, key="bcdfghjkmnpq")
    again = say(evaluation, world.chair, key="bcdfghjkmnpq")

    assert (again, first.public_id, Comment.objects.count()) == (first, "bcdfghjkmnpq", 1)


def test_the_key_of_somebody_else_hides_nothing_and_shows_nothing(world, evaluation):
    say(evaluation, world.chair, key="bcdfghjkmnpq")

    mine = say(evaluation, world.expert, "Autre.", key="bcdfghjkmnpq")

    assert mine.public_id != "bcdfghjkmnpq"
    assert mine.text == "Autre."


def test_other_words_under_the_same_key_are_said_too_and_once(world, evaluation):
    say(evaluation, world.chair, "Un.", key="bcdfghjkmnpq")

    for words in ("Deux.", "Deux.", "Un."):
        say(evaluation, world.chair, words, key="bcdfghjkmnpq")

    assert list(evaluation.comments.values_list("text", flat=True)) == ["Un.", "Deux."]


@pytest.mark.parametrize(
    ("quote", "moved"), [("", False), ("Un avis.", False), ("  Un\u00a0avis. ", False), ("Un avis ancien.", True)]
)
def test_a_passage_that_is_no_longer_in_the_text_is_told(world, evaluation, quote, moved):
    say(evaluation, world.chair, quote=quote)

    assert threads(evaluation, "avis", resolved=False)[0].moved is moved


def test_a_thread_is_settled_and_opened_again(world, evaluation):
    thread = say(evaluation, world.chair)

    with time_machine.travel(NOON, tick=False):
        resolve(thread, resolved=True, by=world.expert)
        resolve(thread, resolved=True, by=world.officer)  # comes second
    thread.refresh_from_db()
    assert (thread.resolved_at, thread.resolved_by) == (NOON, world.expert)
    assert [len(threads(evaluation, "avis", resolved=r)) for r in (False, True)] == [0, 1]

    resolve(thread, resolved=False, by=world.chair)
    assert [len(threads(evaluation, "avis", resolved=r)) for r in (False, True)] == [1, 0]


def test_an_answer_opens_a_settled_thread_again(world, evaluation):
    thread = say(evaluation, world.chair)
    resolve(thread, resolved=True, by=world.chair)

    say(evaluation, world.expert, "Pas encore.", answers=thread)

    thread.refresh_from_db()
    assert (thread.resolved_at, thread.resolved_by) == (None, None)


@pytest.mark.parametrize("person", ["auditor", "publisher", "signatory", "contributor", "stranger"])
def test_only_the_committee_and_the_officers_say_and_settle(world, evaluation, person):
    thread = say(evaluation, world.chair)

    with pytest.raises(PermissionDenied):
        say(evaluation, getattr(world, person))
    with pytest.raises(PermissionDenied):
        resolve(thread, resolved=True, by=getattr(world, person))
    assert Comment.objects.get().resolved_at is None


def test_nothing_is_said_after_the_signature(world):
    evaluation = factories.evaluation(world, State.CHAIR_SIGNED)

    with pytest.raises(PermissionDenied):
        say(evaluation, world.chair)


# -- mentions


def test_a_name_after_an_at_calls_that_member_and_not_the_shorter_name(world, evaluation):
    names = {world.chair: "Jean", world.rapporteur: "Jean Dupont", world.expert: "Léa Martin"}
    for person, name in names.items():
        evaluation.members.filter(user=person).update(name=name)

    said = say(evaluation, world.officer, "@jean dupont et @Léa Martin, voyez.")

    assert set(said.mentions.all()) == {world.rapporteur, world.expert}


def test_whoever_is_called_is_told_once_without_a_word_of_what_was_said(
    world, evaluation, django_capture_on_commit_callbacks
):
    mail.outbox.clear()

    with django_capture_on_commit_callbacks(execute=True):
        say(
            evaluation,
            world.chair,
            "Un mot secret.",
            quote="Un avis.",
            mentioned=[factories.seat(evaluation, world.expert)],
        )

    assert [message.to for message in mail.outbox] == [[world.expert.email]]
    sent = mail.outbox[0]
    assert "un commentaire vous est adressé" in sent.subject
    for hidden in ("secret", "Un avis", str(world.chair)):
        assert hidden not in sent.subject + sent.body


def test_one_does_not_call_oneself(world, evaluation):
    said = say(evaluation, world.expert, mentioned=[factories.seat(evaluation, world.expert)])

    assert not said.mentions.exists()


def test_who_has_a_conflict_is_called_by_nobody(world, evaluation):
    transitions.record_conflict(evaluation, world.expert, by=world.officer, reason="Coauteur.")

    said = say(evaluation, world.chair, f"@{world.expert.name}, voyez.")

    assert not said.mentions.exists()


def test_a_call_waits_on_the_dashboard_until_the_thread_is_opened(client, world, evaluation):
    say(evaluation, world.chair, mentioned=[factories.seat(evaluation, world.expert)])

    assert calls(world.expert) == [address(evaluation, "?volet=commentaires")]
    assert calls(world.rapporteur) == []

    pane(client, world.expert, evaluation)
    assert calls(world.expert) == []


def test_a_call_waits_no_more_once_the_thread_is_settled(world, evaluation):
    thread = say(evaluation, world.chair)
    say(evaluation, world.chair, "Et ici ?", answers=thread, mentioned=[factories.seat(evaluation, world.expert)])
    assert len(calls(world.expert)) == 1

    resolve(thread, resolved=True, by=world.chair)

    assert calls(world.expert) == []


# -- the pane


def test_one_comments_and_reads_it_beside_the_text(client, world, evaluation):
    seat = factories.seat(evaluation, world.expert)
    with time_machine.travel(NOON, tick=False):
        answer = send(
            client, world.chair, evaluation, text="Un <b>chiffre</b> ?", quote="Un avis.", mentioned=[seat.public_id]
        )
        page = pane(client, world.expert, evaluation)

    assert (answer.status_code, answer["Location"]) == (303, address(evaluation, "?volet=commentaires"))
    expected = f"Un avis. {world.chair} le 20 novembre 2026 à 12:00 Un <b>chiffre</b> ? Prévenus : {world.expert}"
    assert expected in text(page)
    assert {"comment-write", "comment-resolve"} <= forms(page)


def test_one_answers_in_the_thread_and_settles_it(client, world, evaluation):
    thread = say(evaluation, world.chair)
    answering = pane(client, world.expert, evaluation, f"&repondre={thread.public_id}")

    send(client, world.expert, evaluation, text="42.", answers=thread.public_id)
    settled = client.post(address(evaluation, f"commentaires/{thread.public_id}/"), {"resolved": "1"})

    assert "comment-answer" in forms(answering)
    assert settled.status_code == 303
    assert rows(pane(client, world.expert, evaluation)) == []
    closed = text(pane(client, world.expert, evaluation, "&fil=resolus"))
    assert "42." in closed and f"Résolu par {world.expert} le" in closed


def test_what_was_refused_is_handed_back(client, world, evaluation):
    answer = send(client, world.chair, evaluation, text="x" * 5001, quote="Un avis.")

    assert answer.status_code == 422
    assert "raccourcissez-le" in text(answer)
    assert "x" * 5001 in answer.content.decode()
    assert 'value="Un avis."' in answer.content.decode()


def test_an_auditor_reads_and_is_offered_nothing(client, world, evaluation):
    say(evaluation, world.chair)

    page = pane(client, world.auditor, evaluation)

    assert "Un chiffre ?" in text(page)
    assert forms(page) & {"comment-write", "comment-resolve", "comment-answer"} == set()


def test_a_comment_of_another_text_or_evaluation_is_nowhere(client, world, evaluation):
    elsewhere = say(factories.evaluation(world, State.DRAFTING), world.chair)
    client.force_login(world.chair)

    answer = client.post(address(evaluation, f"commentaires/{elsewhere.public_id}/"), {"resolved": "1"})

    assert answer.status_code == 404
    assert Comment.objects.get().resolved_at is None


@pytest.mark.parametrize("number", [1, 30])
def test_the_threads_cost_the_same_queries_at_one_and_at_thirty(number, world, evaluation, django_assert_num_queries):
    for _ in range(number):
        thread = say(evaluation, world.chair, quote="Un avis.", mentioned=[factories.seat(evaluation, world.expert)])
        say(evaluation, world.expert, "Oui.", answers=thread)

    with django_assert_num_queries(5):
        found = threads(evaluation, "avis", resolved=False)
        told = [(str(t.comment.author), list(t.comment.mentions.all()), t.answers[0].mentions.all()) for t in found]

    assert len(told) == number


@pytest.mark.parametrize("ahead", [{"sec-purpose": "prefetch;prerender"}, {"purpose": "prefetch"}])
def test_a_page_that_a_browser_only_gets_ready_is_not_read(client, world, evaluation, ahead):
    seat = factories.seat(evaluation, world.expert)
    said = say(evaluation, world.chair, mentioned=[seat])
    client.force_login(world.expert)
    page = f"{evaluation.get_absolute_url()}criteres/avis/?volet=commentaires"

    client.get(page, headers=ahead)
    client.head(page)

    assert not said.seen_by.exists()
    client.get(page)
    assert said.seen_by.get() == world.expert
