"""Errors of fact are sent all together, in time by the arrival of the request; what comes late waits for the agency."""

import datetime as dt
import re

import pytest
import time_machine

from evalprog import clock
from evaluations import invariants, transitions
from evaluations.enums import State
from evaluations.models import Attachment, CorrectionRequest, Delivery, FirstSending
from evaluations.workspace import attachments, corrections
from evaluations.workspace.corrections import Said
from evaluations.workspace.refusal import Refused
from evaluations.workspace.uploads import checked
from tests.evaluations.sent_files import pdf
from tests.evaluations.shown import seen_on
from tests.evaluations.transitions.acts import refusal, verbs
from tests.factories import advance, evaluation

pytestmark = pytest.mark.django_db
MILLISECOND = dt.timedelta(milliseconds=1)
UNDECIDED = "Des erreurs factuelles arrivées hors délai attendent une décision\u00a0: admettez-les, ou écartez-les."


@pytest.fixture
def waiting(world):
    """A draft before its institution."""
    return evaluation(world, State.DRAFT_TRANSMITTED)


@pytest.fixture
def closes_at(waiting):
    return waiting.windows.awaited().get().closes_at


@pytest.fixture
def expired(waiting, world, closes_at):
    """One error written in time, the delay then closed by the clock."""
    say(waiting, world)
    with clock.played_at(closes_at):
        transitions.close_corrections(waiting)
    waiting.refresh_from_db()
    return waiting


def say(evaluation, world, wrong="Faux."):
    return corrections.add(evaluation, Said("texte:avis", "Un avis", wrong, "Exact."), by=world.contributor)


def send(evaluation, world, **arrival):
    transitions.reply_to_draft(evaluation, by=world.signatory, **arrival)
    return evaluation.corrections.sent().order_by("position")


def told(kind):
    return set(Delivery.objects.filter(message__kind=kind).values_list("user", flat=True))


def test_all_goes_at_once_with_its_files_and_the_journal_keeps_the_hash(waiting, world):
    first, away, last = (say(waiting, world, wrong) for wrong in ("Un.", "Deux.", "Trois."))
    corrections.remove(away, by=world.contributor)
    for words in ("a", "b"):
        attachments.attach(first, checked(f"{words}.pdf", pdf(words)), by=world.contributor)
    attachments.take_away(first.attachments.first(), by=world.contributor)

    sent = send(waiting, world)

    assert [(c.pk, c.position, c.late) for c in sent] == [(first.pk, 1, False), (last.pk, 2, False)]
    assert list(Attachment.objects.values_list("file_name", "position")) == [("b.pdf", 1)]
    event = waiting.events.last()
    assert event.details == {"corrections": [first.public_id, last.public_id], "sha256": sent.computed_sha256()}
    assert told("draft_replied") == {world.chair.pk, world.officer.pk}


def test_without_any_error_the_reply_says_so(waiting, world):
    assert list(send(waiting, world)) == []
    assert waiting.events.last().details == {}


def test_a_second_reply_is_refused(waiting, world):
    send(waiting, world)

    assert refusal(transitions.reply_to_draft, waiting, by=world.signatory) == [
        "L’établissement a déjà répondu au projet."
    ]


@pytest.mark.parametrize(("shift", "late"), [(-MILLISECOND, False), (dt.timedelta(), True), (MILLISECOND, True)])
def test_the_arrival_of_the_request_tells_what_is_late_though_the_clock_came_between(
    expired, world, closes_at, shift, late
):
    with clock.played_at(closes_at + dt.timedelta(minutes=5)):
        (sent,) = send(expired, world, received_at=closes_at + shift)

    assert (sent.late, sent.admitted) == (late, None)
    assert CorrectionRequest.objects.undecided().exists() == late
    assert CorrectionRequest.objects.to_rule_on().exists() != late


def test_after_the_delay_there_must_be_something_to_send(waiting, world, closes_at):
    with clock.played_at(closes_at):
        transitions.close_corrections(waiting)
        assert refusal(transitions.reply_to_draft, waiting, by=world.signatory) == [
            "Aucune erreur factuelle n’est prête à partir."
        ]
        say(waiting, world)
        assert [c.late for c in send(waiting, world)] == [True]


def test_what_comes_late_waits_for_the_agency_and_hinders_the_signature(expired, world, closes_at):
    with clock.played_at(closes_at + dt.timedelta(days=1)):
        (sent,) = send(expired, world)

    assert refusal(transitions.rule_on_correction, sent, by=world.chair, ruling="ACCEPTED") == [
        "Cette erreur factuelle n’est pas de celles que vous avez à trancher."
    ]
    assert refusal(transitions.sign_as_chair, expired, by=world.chair) == [UNDECIDED]
    assert told("late_corrections_sent") == {world.officer.pk, world.publisher.pk}
    assert told("draft_replied") == set()


def test_late_errors_that_are_admitted_are_ruled_on(expired, world):
    late = expired.windows.get().closes_at + dt.timedelta(days=1)
    with clock.played_at(late):
        (sent,) = send(expired, world)

    transitions.admit_late_corrections(expired, by=world.officer, reason="Panne du réseau.")

    sent.refresh_from_db()
    assert (sent.late, sent.admitted) == (True, True)
    transitions.rule_on_correction(sent, by=world.chair, ruling="REFUSED", reason="Exact.")
    advance(expired, State.CHAIR_SIGNED, world)
    assert verbs(expired)[-4:] == ["reply_to_draft", "admit_late_corrections", "rule_on_correction", "sign_as_chair"]
    assert told("late_corrections_admitted") == {world.chair.pk, world.contributor.pk, world.signatory.pk}


def test_late_errors_that_are_left_out_are_kept_and_hinder_nothing(client, expired, world):
    with clock.played_at(expired.windows.get().closes_at):
        (sent,) = send(expired, world)

    transitions.leave_out_late_corrections(expired, by=world.publisher, reason="Trop tard, sans motif.")

    sent.refresh_from_db()
    assert (sent.late, sent.admitted, sent.wrong) == (True, False, "Faux.")
    advance(expired, State.CHAIR_SIGNED, world)
    client.force_login(world.contributor)
    assert "Trop tard, sans motif." in client.get(f"{expired.get_absolute_url()}corrections/").content.decode()
    for act in (transitions.admit_late_corrections, transitions.leave_out_late_corrections):
        with pytest.raises(transitions.TransitionRefused):
            act(expired, by=world.officer, reason="Encore.")


def test_once_the_presidency_has_signed_nothing_more_is_written(expired, world):
    expired.corrections.all().delete()
    advance(expired, State.CHAIR_SIGNED, world)

    with pytest.raises(Refused):
        say(expired, world)


def test_sent_errors_that_were_changed_or_removed_are_found(world):
    changed, removed = (evaluation(world, State.DRAFT_TRANSMITTED) for _ in range(2))
    for each in (changed, removed):
        say(each, world)
        send(each, world)
    assert list(invariants.sent_corrections_are_as_sent()) == []

    CorrectionRequest.objects.filter(evaluation=changed).update(wrong="Réécrit.")
    CorrectionRequest.objects.filter(evaluation=removed).delete()

    assert [(found.where, found.sentence) for found in invariants.sent_corrections_are_as_sent()] == [
        (changed.public_id, "des erreurs factuelles envoyées ont été modifiées."),
        (removed.public_id, "des erreurs factuelles envoyées ont disparu."),
    ]


def test_the_page_of_the_act_lists_what_goes_and_passes_on_when_it_was_asked(client, waiting, world, closes_at):
    made = say(waiting, world, "Ils sont 45.")
    attachments.attach(made, checked("preuve.pdf", pdf("45")), by=world.contributor)
    client.force_login(world.signatory)
    address = f"{waiting.get_absolute_url()}actes/repondre-au-projet/"

    response = client.get(address)
    page = response.content.decode()
    assert "1 erreur factuelle sera envoyée" in page and "Ils sont 45." in page and "preuve.pdf" in page
    with clock.played_at(closes_at):
        assert client.post(address, seen_on(response)).status_code == 302

    made.refresh_from_db()
    # The clock of the acts is the one that the request is noted with.
    assert (made.sent_at, made.late) == (closes_at, True)
    assert client.get(address).status_code == 409


def test_without_error_the_page_of_the_act_says_so(client, waiting, world):
    client.force_login(world.signatory)

    page = client.get(f"{waiting.get_absolute_url()}actes/repondre-au-projet/").content.decode()

    assert "Sans erreur à signaler." in page


# -- what a colleague changed since it was read


STALE = "Ce qui est à envoyer n’est plus ce que vous avez lu : relisez-le avant de l’envoyer."


def act(evaluation):
    return f"{evaluation.get_absolute_url()}actes/repondre-au-projet/"


def words(response):
    return " ".join(re.sub(r"<[^>]*>", " ", response.content.decode().replace("\u00a0", " ")).split())


def add(evaluation, error, world):
    say(evaluation, world, "Une de plus.")


def reword(evaluation, error, world):
    read = corrections.writing_of(error)
    corrections.rewrite(error, Said("texte:avis", "Un avis", "Autrement.", ""), read=read, by=world.contributor)


def take_away(evaluation, error, world):
    corrections.remove(error, by=world.contributor)


def prove(evaluation, error, world):
    attachments.attach(error, checked("preuve.pdf", pdf("45")), by=world.contributor)


@pytest.mark.parametrize("change", [add, reword, take_away, prove])
def test_what_a_colleague_changed_since_it_was_read_is_shown_again_and_not_sent(client, waiting, world, change):
    error = say(waiting, world)
    client.force_login(world.signatory)
    read = seen_on(client.get(act(waiting)))
    change(waiting, error, world)

    answer = client.post(act(waiting), read)

    assert answer.status_code == 409
    assert STALE in words(answer)
    assert re.search(r"Dernière modification (par .+, )?le .+, heure de Paris\.", words(answer))
    assert verbs(waiting)[-1] == "transmit_draft"
    assert not waiting.corrections.sent().exists()
    assert client.post(act(waiting), seen_on(answer)).status_code == 302
    assert verbs(waiting)[-1] == "reply_to_draft"


@pytest.mark.parametrize("seen", [{}, {"seen": ""}, {"seen": "0" * 64}])
def test_a_reply_that_does_not_say_what_was_read_is_not_sent(client, waiting, world, seen):
    client.force_login(world.signatory)

    answer = client.post(act(waiting), seen)

    assert (answer.status_code, STALE in words(answer)) == (409, True)
    assert verbs(waiting)[-1] == "transmit_draft"


def test_a_reply_to_an_earlier_draft_is_not_one_to_the_next(client, waiting, world):
    client.force_login(world.signatory)
    read = seen_on(client.get(act(waiting)))
    transitions.reply_to_draft(waiting, by=world.signatory)
    transitions.retransmit_draft(waiting, by=world.officer, reason="Le fond a changé.")

    assert client.post(act(waiting), read).status_code == 409
    assert verbs(waiting)[-1] == "retransmit_draft"


@pytest.mark.parametrize(("changed", "late"), [(-1, False), (1, True)])
def test_who_has_to_read_again_is_not_late_for_it_unless_it_was_written_after_the_end(
    client, waiting, world, closes_at, changed, late
):
    """The person sends half a second before the end what a colleague has changed, and sends again ten minutes later."""
    say(waiting, world)
    second, moments = dt.timedelta(seconds=1), dt.timedelta(minutes=10)
    with time_machine.travel(closes_at - 5 * second, tick=False):
        client.force_login(world.signatory)
        read = seen_on(client.get(act(waiting)))
        if changed < 0:
            say(waiting, world, "Changée à temps.")
    with time_machine.travel(closes_at - second / 2, tick=False):
        first = client.post(act(waiting), read | ({} if changed < 0 else {"seen": ""}))
    with time_machine.travel(closes_at + second, tick=False):
        transitions.close_corrections(waiting)
        if changed > 0:
            say(waiting, world, "Changée trop tard.")
    with time_machine.travel(closes_at + moments, tick=False):
        again = client.get(act(waiting))
        answer = client.post(act(waiting), seen_on(again))

    assert (first.status_code, answer.status_code) == (409, 302)
    assert ("Votre envoi nous est parvenu le" in words(again)) is not late
    assert ("Le délai est passé." in words(again)) is late
    assert ("erreurs factuelles hors délai" in words(again)) is late  # the message that will leave
    event = waiting.events.last()
    assert event.details["received_at"] == (closes_at + (second if late else -second / 2)).isoformat()
    assert event.details.get("late", False) is late
    assert set(waiting.corrections.values_list("late", flat=True)) == {late}
    assert not FirstSending.objects.exists()


def test_the_page_says_that_it_is_late_before_it_is_sent(client, expired, world, closes_at):
    with time_machine.travel(closes_at - MILLISECOND, tick=False):
        client.force_login(world.signatory)
        early = words(client.get(act(expired)))
    with time_machine.travel(closes_at, tick=False):
        late = words(client.get(act(expired)))

    assert "Le délai est passé." not in early and "marqué hors délai" not in early
    assert "Le délai est passé." in late and "marqué hors délai" in late


def test_a_reply_without_error_that_came_in_time_is_offered_once_the_clock_has_closed(
    client, waiting, world, closes_at
):
    """It was of something that had changed, and has to be sent again."""
    with time_machine.travel(closes_at - MILLISECOND, tick=False):
        client.force_login(world.signatory)
        assert client.post(act(waiting), {"seen": "0" * 64}).status_code == 409
    with time_machine.travel(closes_at + MILLISECOND, tick=False):
        transitions.close_corrections(waiting)
        offers, page = client.get(waiting.get_absolute_url()), client.get(act(waiting))
        answer = client.post(act(waiting), seen_on(page))

    assert act(waiting) in offers.content.decode()
    assert "Aucune erreur factuelle n’est prête à partir." not in words(page) and " disabled" not in words(page)
    assert answer.status_code == 302
    assert waiting.events.last().details == {"received_at": (closes_at - MILLISECOND).isoformat()}


def test_without_any_sending_in_time_a_reply_without_error_is_not_offered(client, waiting, world, closes_at):
    with time_machine.travel(closes_at + MILLISECOND, tick=False):
        client.force_login(world.signatory)
        transitions.close_corrections(waiting)
        offers, page = client.get(waiting.get_absolute_url()), client.get(act(waiting))

    assert act(waiting) not in offers.content.decode()
    assert "Aucune erreur factuelle n’est prête à partir." in words(page)


def test_a_first_sending_is_forgotten_after_an_hour(client, waiting, world, closes_at):
    say(waiting, world)
    with time_machine.travel(closes_at - MILLISECOND, tick=False):
        client.force_login(world.signatory)
        client.post(act(waiting))
    with time_machine.travel(closes_at + dt.timedelta(hours=1), tick=False):
        assert client.post(act(waiting), seen_on(client.get(act(waiting)))).status_code == 302

    assert waiting.corrections.get().late is True
