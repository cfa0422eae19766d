"""Autosaves that come late, out of order or several times, from one or two persons: as the model, and nothing lost."""

import threading
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from random import Random
from uuid import UUID

import pytest
from django.db import connections

from evaluations.models import Assessment, AssessmentRevision
from evaluations.workspace.texts import save_text
from tests.evaluations.workspace.autosaves import Answer, Message, TextModel, interleaving
from tests.evaluations.workspace.committee import being_written

SCRIPTS = [25, pytest.param(200, marks=pytest.mark.heavy)]
DOUBLES = [20, pytest.param(500, marks=pytest.mark.heavy)]
START = "<p>Un avis.</p>"


@pytest.fixture
def answer_of(world):
    """A function that sends a message to the evaluation of the world, as its author."""
    evaluation = being_written(world)
    people = {"chair": world.chair, "expert": world.expert}
    names = {None: "", world.chair: "chair", world.expert: "expert"}

    def send(message: Message) -> Answer:
        base, by = message.base, people[message.author]
        saved = save_text(evaluation, "avis", message.text, base_revision=base, save_id=message.save_id, by=by)
        if saved.is_stale:
            return Answer(409, saved.revision, saved.text, names[saved.author], saved.yours)
        return Answer(200, saved.revision, saved.text)

    return send


@pytest.mark.django_db
@pytest.mark.parametrize("scripts", SCRIPTS)
def test_autosaves_in_any_order_are_answered_as_the_model_does(answer_of, world, scripts):
    met = Counter()
    names = {world.chair.pk: "chair", world.expert.pk: "expert"}
    for seed in range(scripts):
        random = Random(seed)
        begin_again()
        model = TextModel(1, START)

        for message, expected in interleaving(random, model, persons=1 + seed % 2):
            assert answer_of(message) == expected, (seed, message)
            assert list(Assessment.objects.values_list("revision", "text")) == [(model.revision, model.text)], seed

        kept = AssessmentRevision.objects.exclude(save_id=None)
        rows = [(row.outcome, row.number, row.based_on, names[row.author_id], row.text) for row in kept]
        assert rows == model.history, seed
        met.update(outcome for outcome, *_rest in model.history)
    assert set(met) == {"ACCEPTED", "SET_ASIDE", "UNCHANGED"}
    assert met["SET_ASIDE"] > scripts


def begin_again() -> None:
    """The text as it was at its first revision, without any past."""
    AssessmentRevision.objects.exclude(number=1, save_id=None).delete()
    Assessment.objects.update(text=START, revision=1)


def test_what_is_delivered_is_late_out_of_order_and_repeated():
    """The control of the network: without these, the test above would prove little."""
    late = again = disordered = 0
    for seed in range(40):
        model, sent, last = TextModel(1, START), set(), -1
        for message, _answer in interleaving(Random(seed), model, persons=2):
            again += message.save_id in sent
            late += message.base < model.revision - 1
            disordered += message.base < last
            sent.add(message.save_id)
            last = message.base

    assert min(late, again, disordered) > 40


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("doubles", DOUBLES)
def test_a_text_sent_twice_at_once_is_one_revision(world, doubles):
    evaluation, together = being_written(world), threading.Barrier(2)

    def send(n: int):
        together.wait()
        text = f"<p>Envoi {n}.</p>"
        return save_text(evaluation, "avis", text, base_revision=n, save_id=UUID(int=n), by=world.expert)

    with ThreadPoolExecutor(2) as pool:
        for n in range(1, doubles + 1):
            one, other = pool.map(send, (n, n))
            assert one == other
            assert (one.revision, one.text, one.is_stale) == (n + 1, f"<p>Envoi {n}.</p>", False)
        list(pool.map(lambda _n: (together.wait(), connections.close_all()), range(2)))

    rows = AssessmentRevision.objects.exclude(save_id=None).values_list("number", "based_on", "outcome", "text")
    assert list(rows) == [(n + 1, n, "ACCEPTED", f"<p>Envoi {n}.</p>") for n in range(1, doubles + 1)]
