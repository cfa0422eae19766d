"""The institution's answers and its letter: saved by the one rule, in the order of the report, lost by nobody."""

import re
from uuid import uuid4

import pytest
import time_machine
from django.core.exceptions import PermissionDenied
from django.db import connection

from evaluations import transitions
from evaluations.enums import ItemTarget, SaveOutcome, State, WindowKind
from evaluations.models import ItemRevision, Observation, ObservationItem
from evaluations.workspace import observations
from evaluations.workspace.refusal import Refused
from tests import factories
from tests.evaluations.workspace.answering import address, observed, send

pytestmark = pytest.mark.django_db
begin = observed


@pytest.fixture
def of_the_house(client, world, evaluation):
    client.force_login(world.contributor)
    return client


def letter():
    return Observation.objects.in_preparation().get()


def items():
    return [(i.position, i.target, i.finding and i.finding.number, i.text) for i in letter().items.order_by("position")]


# -- the rule of saving


def test_an_answer_is_made_at_its_first_save_and_quotes_the_report(of_the_house, evaluation):
    assert not Observation.objects.exists()

    answer = send(of_the_house, evaluation, "point-faible-2", "<p>Nous y <b>travaillons</b>.</p>", value="PRECISION")

    assert answer.status_code == 200
    told = answer.json()
    assert (told["revision"], told["text"]) == (1, "<p>Nous y <strong>travaillons</strong>.</p>")
    assert told["coverage"] == ["1 point faible sur 2 a reçu une réponse\u00a0; sans réponse\u00a0: n°\u00a01."]
    item = ObservationItem.objects.get()
    assert (item.target, item.finding.number, item.quote) == ("WEAKNESS", 2, "Peu de mobilité.")
    assert (item.value, item.stance, item.action_on) == ("PRECISION", "PRECISION", None)


def test_answers_stand_in_the_order_of_the_report_then_passages_then_free_ones(of_the_house, world, evaluation):
    free = observations.add(evaluation, ItemTarget.FREE, by=world.contributor)
    passage = observations.add(evaluation, ItemTarget.REPORT, quote="Un avis.", by=world.contributor)
    for name in ("recommandation-1", "point-faible-2", "point-fort-1", "point-faible-1"):
        send(of_the_house, evaluation, name, f"<p>{name}</p>")

    assert items() == [
        (1, "STRENGTH", 1, "<p>point-fort-1</p>"),
        (2, "WEAKNESS", 1, "<p>point-faible-1</p>"),
        (3, "WEAKNESS", 2, "<p>point-faible-2</p>"),
        (4, "RECOMMENDATION", 1, "<p>recommandation-1</p>"),
        (5, "REPORT", None, ""),
        (6, "FREE", None, ""),
    ]
    passage.refresh_from_db()
    free.refresh_from_db()
    assert (passage.about, passage.position, free.position) == ("avis", 5, 6)  # found in the text from its words


def test_who_writes_on_an_old_revision_is_given_both_texts_and_both_stances(of_the_house, world, evaluation, client):
    send(of_the_house, evaluation, "point-faible-1", "<p>La première.</p>", value="AGREEMENT")
    client.force_login(world.signatory)

    late = send(client, evaluation, "point-faible-1", "<p>La seconde.</p>", value="DISAGREEMENT")

    assert late.status_code == 409
    told = late.json()
    del told["saved_at"]
    assert told == {
        "revision": 1,
        "text": "<p>La première.</p>",
        "author": str(world.contributor),
        "yours": "<p>La seconde.</p>",
        "answer": {"text": "AGREEMENT", "yours": "DISAGREEMENT"},
    }
    assert ObservationItem.objects.get().text == "<p>La première.</p>"
    kept = ItemRevision.objects.get(outcome=SaveOutcome.SET_ASIDE)
    assert (kept.text, kept.value, kept.author) == ("<p>La seconde.</p>", "DISAGREEMENT", world.signatory)


def test_the_same_sending_twice_is_one_and_gets_the_same_answer(of_the_house, evaluation):
    number = uuid4()

    answers = [send(of_the_house, evaluation, "lettre", "<p>Madame,</p>", save_id=number).json() for _ in range(2)]

    assert answers[0] == answers[1]
    assert letter().revisions.count() == 1


def test_a_sending_heard_before_the_deposit_and_repeated_after_gets_its_answer(of_the_house, world, evaluation):
    number = uuid4()
    first = send(of_the_house, evaluation, "lettre", "<p>Madame,</p>", save_id=number)
    transitions.file_observations(evaluation, by=world.signatory, seen=transitions.Seen("Jeanne Vernet"))

    again = send(of_the_house, evaluation, "lettre", "<p>Madame,</p>", save_id=number)
    other = send(of_the_house, evaluation, "lettre", "<p>Autre.</p>", base=1)

    assert (again.status_code, again.json()["revision"]) == (200, first.json()["revision"])
    assert other.status_code == 403
    assert Observation.objects.get().text == "<p>Madame,</p>"


@pytest.mark.parametrize(
    ("sent", "kept"),
    [
        ({"value": "ACTION_PLANNED", "on": "2027-09-01"}, "ACTION_PLANNED 2027-09-01"),
        ({"value": "ACTION_TAKEN 2026-01-31"}, "ACTION_TAKEN 2026-01-31"),
        ({"value": "ACTION_PLANNED"}, "ACTION_PLANNED"),  # its day may come later
        ({"value": "DISAGREEMENT", "on": "2027-09-01"}, "DISAGREEMENT"),
        ({"value": "", "on": "2027-09-01"}, ""),
    ],
)
def test_a_stance_is_kept_with_the_day_of_an_action(of_the_house, evaluation, sent, kept):
    assert send(of_the_house, evaluation, "point-fort-1", "<p>Dit.</p>", **sent).status_code == 200
    assert ObservationItem.objects.get().value == kept


@pytest.mark.parametrize(
    ("sent", "sentence"),
    [
        ({"value": "PEUT-ETRE"}, "Cette position n’est pas de celles qui sont proposées."),
        ({"value": "ACTION_TAKEN 2027-02-30"}, "Ce jour n’existe pas\u00a0: écrivez-le comme 2027-09-01."),
        ({"value": "ACTION_TAKEN", "on": "demain"}, "Ce jour n’existe pas\u00a0: écrivez-le comme 2027-09-01."),
    ],
)
def test_what_is_no_stance_or_no_day_is_refused(of_the_house, evaluation, sent, sentence):
    answer = send(of_the_house, evaluation, "point-fort-1", "<p>Dit.</p>", **sent)

    assert (answer.status_code, answer.json()) == (422, {"errors": [sentence]})
    assert not ObservationItem.objects.exists()


@pytest.mark.parametrize("name", ["point-faible-3", "point-faible-0", "point-moyen-1", "222222222222"])
def test_there_is_nothing_to_answer_that_the_report_does_not_say(of_the_house, evaluation, name):
    assert send(of_the_house, evaluation, name, "<p>Dit.</p>").status_code == 404
    assert not Observation.objects.exists()


def test_tables_stay_tables(of_the_house, evaluation):
    table = "<table><tr><td>Année</td><td>Diplômés</td></tr><tr><td>2026</td><td>42</td></tr></table>"

    assert send(of_the_house, evaluation, "lettre", table).json()["text"].count("<td>") == 4


# -- a plain form


def test_a_plain_form_comes_back_to_its_box_which_is_open(of_the_house, evaluation):
    answer = send(of_the_house, evaluation, "point-faible-1", "<p>Dit.</p>", accept="text/html", value="ACTION_TAKEN",
                  on="2026-10-01")  # fmt: skip

    assert answer["Location"] == address(evaluation, "?ouvert=point-faible-1#point-faible-1")
    page = of_the_house.get(answer["Location"]).content.decode()
    assert (
        '<details class="answer-box" id="point-faible-1" data-box="point-faible-1" data-target="weakness" open>' in page
    )
    assert 'name="on" value="2026-10-01"' in page


def test_a_plain_form_on_an_old_revision_is_shown_both_texts(of_the_house, evaluation):
    send(of_the_house, evaluation, "point-faible-1", "<p>La première.</p>", value="AGREEMENT")

    answer = send(
        of_the_house, evaluation, "point-faible-1", "<p>La seconde.</p>", accept="text/html", value="DISAGREEMENT"
    )

    page = answer.content.decode()
    assert answer.status_code == 409
    assert "<p>La première.</p>" in page and "<p>La seconde.</p>" in page
    assert "Point faible n°\u00a01" in page and "désaccord, la vôtre" in page


def test_a_plain_form_that_is_refused_gets_its_words_back(of_the_house, evaluation):
    answer = send(of_the_house, evaluation, "point-faible-1", "<p>Dit.</p>", accept="text/html", value="PEUT-ETRE")

    page = answer.content.decode()
    assert answer.status_code == 422
    assert "&lt;p&gt;Dit.&lt;/p&gt;</textarea>" in page
    assert "Cette position n’est pas de celles qui sont proposées." in page


# -- who, and when


@pytest.mark.parametrize("person", ["officer", "chair", "expert", "auditor"])
def test_nobody_else_writes_them(client, world, evaluation, person):
    client.force_login(getattr(world, person))

    assert send(client, evaluation, "point-faible-1", "<p>Dit.</p>").status_code == 403
    assert not Observation.objects.exists()


def test_they_are_not_written_before_the_provisional_report_is_sent(client, world, evaluation):
    early = factories.evaluation(world, State.CHAIR_SIGNED)
    client.force_login(world.contributor)

    assert send(client, early, "lettre", "<p>Dit.</p>").status_code == 404
    with pytest.raises(PermissionDenied):
        observations.save(early, "lettre", "<p>Dit.</p>", base_revision=0, save_id=None, by=world.contributor)


# -- passages and free observations


def test_a_passage_without_words_is_refused(world, evaluation):
    with pytest.raises(Refused, match="Recopiez le passage"):
        observations.add(evaluation, ItemTarget.REPORT, quote="  ", by=world.contributor)


def test_what_is_taken_away_is_not_printed_and_its_words_stay_in_its_history(of_the_house, world, evaluation):
    free = observations.add(evaluation, ItemTarget.FREE, by=world.contributor)
    send(of_the_house, evaluation, free.public_id, "<p>À dire.</p>")

    of_the_house.post(address(evaluation, f"{free.public_id}/retirer/"), {"base_revision": 1})

    assert not letter().items.saying().exists()
    assert [r.text for r in free.revisions.order_by("pk")] == ["<p>À dire.</p>", ""]
    of_the_house.post(address(evaluation, f"{free.public_id}/historique/1/"), {"base_revision": 2})
    assert letter().items.saying().get().text == "<p>À dire.</p>"


def test_of_one_in_which_nothing_ever_was_nothing_stays(of_the_house, world, evaluation):
    free = observations.add(evaluation, ItemTarget.FREE, by=world.contributor)

    of_the_house.post(address(evaluation, f"{free.public_id}/retirer/"), {"base_revision": 0})

    assert not ObservationItem.objects.exists()


def test_an_answer_to_a_finding_is_not_taken_away_but_emptied(of_the_house, evaluation):
    send(of_the_house, evaluation, "point-faible-1", "<p>Dit.</p>")

    answer = of_the_house.post(address(evaluation, "point-faible-1/retirer/"), {"base_revision": 1})

    assert answer.status_code == 404
    assert ObservationItem.objects.get().text == "<p>Dit.</p>"


# -- history


def test_the_institution_reads_who_wrote_what_and_takes_up_what_was_set_aside(of_the_house, world, evaluation, client):
    send(of_the_house, evaluation, "point-faible-1", "<p>La première.</p>", value="AGREEMENT")
    client.force_login(world.signatory)
    send(client, evaluation, "point-faible-1", "<p>La seconde.</p>", value="DISAGREEMENT")

    history = client.get(address(evaluation, "point-faible-1/historique/")).content.decode()
    aside = client.get(address(evaluation, "point-faible-1/historique/ecarte-1/")).content.decode()
    client.post(address(evaluation, "point-faible-1/historique/ecarte-1/"), {"base_revision": 1})

    assert str(world.contributor) in history and str(world.signatory) in history
    assert "<ins>seconde</ins>" in aside or "seconde" in aside
    item = ObservationItem.objects.get()
    assert (item.text, item.value, item.revision) == ("<p>La seconde.</p>", "DISAGREEMENT", 2)


def test_a_text_longer_than_what_is_printed_is_not_taken_up_and_a_page_says_why(of_the_house, world, evaluation):
    send(of_the_house, evaluation, "lettre", "<p>Courte.</p>")
    letter = Observation.objects.get()
    long = "<p>" + "a" * 1_000_000 + "</p>"
    letter.revisions.create(number=1, based_on=0, outcome="SET_ASIDE", author=world.contributor, text=long)

    answer = of_the_house.post(address(evaluation, "lettre/historique/ecarte-1/"), {"base_revision": 1})

    assert answer.status_code == 422
    assert "Le texte est trop long : 1 000 007 caractères" in re.sub("[\u202f\u00a0]", " ", answer.content.decode())
    letter.refresh_from_db()
    assert (letter.text, letter.revision) == ("<p>Courte.</p>", 1)


def test_what_was_filed_while_its_history_was_read_is_not_found(client, world, evaluation):
    """Late, so that the institution may still write; the answer that it comes back to has gone with the letter."""
    with time_machine.travel(evaluation.windows.last_of(WindowKind.OBSERVATIONS).closes_at, tick=False):
        free = observations.add(evaluation, ItemTarget.FREE, by=world.contributor)
        client.force_login(world.contributor)
        send(client, evaluation, free.public_id, "<p>Un.</p>")
        send(client, evaluation, free.public_id, "<p>Deux.</p>", base=1)

        filed = []

        def file_meanwhile(execute, sql, params, many, context):
            answer = execute(sql, params, many, context)
            if "itemrevision" in sql and not filed:
                filed.append(sql)
                seen = transitions.Seen("Jeanne Vernet")
                transitions.file_observations(evaluation, by=world.signatory, seen=seen)
            return answer

        with connection.execute_wrapper(file_meanwhile):
            answer = client.post(address(evaluation, f"{free.public_id}/historique/1/"), {"base_revision": 2})

    assert filed
    assert answer.status_code == 404
    assert Observation.objects.filed().get().items.get().text == "<p>Deux.</p>"


def test_a_history_is_nobody_elses(client, world, evaluation):
    observations.save(evaluation, "lettre", "<p>Dit.</p>", base_revision=0, save_id=None, by=world.contributor)
    client.force_login(world.officer)

    assert client.get(address(evaluation, "lettre/historique/")).status_code == 403
    assert client.get(address(evaluation, "lettre/historique/1/")).status_code == 403
