"""The jobs of the clock: windows that close, reminders, messages that waited."""

import datetime as dt
import json

import pytest
import time_machine
from django.core.management import CommandError, call_command

from evaluations import notifications, transitions
from evaluations.enums import DeliveryState, State, WindowKind
from evaluations.models import Delivery, Message
from evaluations.notifications import texts
from evaluations.readiness import Problem
from evaluations.transitions import TransitionRefused, expiry
from tests import factories
from tests.evaluations.mail_server import mail_server

pytestmark = pytest.mark.django_db

PARIS = factories.paris
OPENED = PARIS(2026, 11, 2, 9)  # the corrections close with the 17th, 15 days later
LAST_INSTANT = PARIS(2026, 11, 17, 23, 59, 59, microsecond=999_999)
CLOSED = PARIS(2026, 11, 18)


@pytest.fixture
def world(own_anchor):
    with time_machine.travel(OPENED, tick=False):
        yield factories.world()


@pytest.fixture
def transmitted(world):
    return factories.evaluation(world, State.DRAFT_TRANSMITTED)


def run(command, *arguments, capsys):
    """What the command prints, which is JSON and nothing else."""
    call_command(command, *arguments)
    return json.loads(capsys.readouterr().out)


def state(evaluation):
    evaluation.refresh_from_db()
    return State(evaluation.state)


# -- close_windows


def test_a_window_is_open_until_its_last_instant(transmitted, capsys):
    with time_machine.travel(LAST_INSTANT, tick=False):
        result = run("close_windows", "--commit", capsys=capsys)

    assert result == {"committed": True, "due": [], "closed": [], "failed": {}}
    assert state(transmitted) == State.DRAFT_TRANSMITTED


def test_without_commit_the_command_says_and_does_nothing(transmitted, capsys):
    with time_machine.travel(CLOSED, tick=False):
        result = run("close_windows", capsys=capsys)

    assert result == {"committed": False, "due": [transmitted.public_id], "closed": [], "failed": {}}
    assert state(transmitted) == State.DRAFT_TRANSMITTED


def test_the_window_closes_once_however_often_the_job_runs(transmitted, capsys):
    with time_machine.travel(CLOSED, tick=False):
        first = run("close_windows", "--commit", capsys=capsys)
        second = run("close_windows", "--commit", capsys=capsys)

    name = transmitted.public_id
    assert first == {"committed": True, "due": [name], "closed": [name], "failed": {}}
    assert second == {"committed": True, "due": [], "closed": [], "failed": {}}
    assert state(transmitted) == State.CORRECTIONS_RULING
    event = transmitted.events.get(verb="close_corrections")
    assert (event.actor, event.role, event.details) == (None, "system", {"expired": "2026-11-17T23:00:00+00:00"})


def test_observations_close_too(world, capsys):
    evaluation = factories.evaluation(world, State.OBSERVATIONS_OPEN)  # 30 days: until the end of 2 December

    with time_machine.travel(PARIS(2026, 12, 3), tick=False):
        result = run("close_windows", "--commit", capsys=capsys)

    assert result["closed"] == [evaluation.public_id]
    assert state(evaluation) == State.OBSERVATIONS_CLOSED


def test_the_last_round_counts_and_an_extended_window_waits(world, transmitted, capsys):
    transitions.extend_window(
        transmitted, by=world.officer, closes_at=CLOSED + dt.timedelta(days=3), reason="Demande motivée."
    )

    with time_machine.travel(CLOSED, tick=False):
        assert run("close_windows", "--commit", capsys=capsys)["due"] == []


def test_one_evaluation_that_fails_does_not_stop_the_others(world, transmitted, capsys, monkeypatch, caplog):
    other = factories.evaluation(world, State.DRAFT_TRANSMITTED)
    close = expiry.close_corrections

    def failing(evaluation):
        if evaluation.pk == transmitted.pk:
            raise RuntimeError("disk full")
        return close(evaluation)

    monkeypatch.setitem(expiry._CLOSINGS, WindowKind.CORRECTIONS, failing)
    with time_machine.travel(CLOSED, tick=False), pytest.raises(CommandError) as refusal:
        call_command("close_windows", "--commit")

    result = json.loads(capsys.readouterr().out)
    assert (result["closed"], result["failed"]) == ([other.public_id], {transmitted.public_id: "RuntimeError"})
    assert transmitted.public_id in str(refusal.value)
    assert state(transmitted) == State.DRAFT_TRANSMITTED
    assert state(other) == State.CORRECTIONS_RULING


def closing_with(monkeypatch, act):
    """The act of the clock on a window of corrections, replaced."""
    monkeypatch.setitem(expiry._CLOSINGS, WindowKind.CORRECTIONS, act)


def test_a_window_that_somebody_else_closes_at_that_moment_is_no_failure(transmitted, capsys, monkeypatch):
    close = expiry.close_corrections

    def both(evaluation):
        close(evaluation)
        return close(evaluation)

    closing_with(monkeypatch, both)
    with time_machine.travel(CLOSED, tick=False):
        result = run("close_windows", "--commit", capsys=capsys)

    assert result == {"committed": True, "due": [transmitted.public_id], "closed": [], "failed": {}}
    assert state(transmitted) == State.CORRECTIONS_RULING


def test_a_window_that_is_refused_and_still_due_is_a_failure(transmitted, capsys, monkeypatch):
    def refused(evaluation):
        raise TransitionRefused([Problem("Il manque un texte.", "texts")])

    closing_with(monkeypatch, refused)
    with time_machine.travel(CLOSED, tick=False), pytest.raises(CommandError, match=transmitted.public_id):
        call_command("close_windows", "--commit")

    assert json.loads(capsys.readouterr().out)["failed"] == {transmitted.public_id: "Il manque un texte."}


# -- send_reminders


def test_one_reminder_that_fails_does_not_stop_the_others(world, transmitted, capsys, monkeypatch, caplog):
    other = factories.evaluation(world, State.DRAFT_TRANSMITTED)
    remind = notifications.remind

    def failing(kind, evaluation, **words):
        if evaluation.pk == transmitted.pk:
            raise RuntimeError("a text that nobody may read")
        return remind(kind, evaluation, **words)

    monkeypatch.setattr(notifications, "remind", failing)
    with time_machine.travel(CLOSED - dt.timedelta(days=2), tick=False), pytest.raises(CommandError) as refusal:
        call_command("send_reminders", "--commit")

    result = json.loads(capsys.readouterr().out)
    assert [r["evaluation"] for r in result["reminders"]] == [other.public_id]
    assert result["failed"] == {transmitted.public_id: "RuntimeError"}
    assert str(refusal.value) == (
        f"Rappels non écrits pour\u00a0: {transmitted.public_id}. "
        "Les autres le sont\u00a0; le journal technique dit pourquoi."
    )
    assert f"send_reminders failed for {transmitted.public_id}" in caplog.text


def test_a_deadline_that_cannot_be_computed_does_not_stop_the_other_reminders(world, transmitted, capsys):
    awaited = factories.evaluation(world, State.DOSSIER_EXPECTED)
    awaited.campaign.dossier_due_on = dt.date(9999, 12, 31)
    awaited.campaign.save()

    with time_machine.travel(CLOSED - dt.timedelta(days=2), tick=False), pytest.raises(CommandError):
        call_command("send_reminders", "--commit")

    result = json.loads(capsys.readouterr().out)
    assert [r["evaluation"] for r in result["reminders"]] == [transmitted.public_id]
    assert result["failed"] == {awaited.public_id: "OverflowError"}


def reminders(capsys, *arguments):
    return [(r["kind"], r["people"]) for r in run("send_reminders", *arguments, capsys=capsys)["reminders"]]


def test_a_window_is_recalled_from_so_many_days_before_its_end(transmitted, capsys):
    with time_machine.travel(CLOSED - dt.timedelta(days=5, microseconds=1), tick=False):
        assert reminders(capsys, "--commit") == []
    with time_machine.travel(CLOSED - dt.timedelta(days=5), tick=False):
        assert reminders(capsys) == [("window_reminder", 2)]
        assert not Message.objects.filter(kind="window_reminder").exists()
        assert reminders(capsys, "--commit") == [("window_reminder", 2)]


def test_each_person_is_reminded_once_of_a_window(world, transmitted, capsys):
    with time_machine.travel(CLOSED - dt.timedelta(days=2), tick=False):
        reminders(capsys, "--commit")
        assert reminders(capsys, "--commit") == []

        newcomer = factories.contributor(world.institution)
        assert reminders(capsys, "--commit") == [("window_reminder", 1)]

    told = Delivery.objects.filter(message__kind="window_reminder").order_by("user__name")
    assert [d.user for d in told] == sorted(
        [world.contributor, world.signatory, newcomer], key=lambda person: person.name
    )


def test_a_dossier_is_recalled_until_it_is_deposited(world, capsys, mailoutbox):
    evaluation = factories.evaluation(world, State.DOSSIER_EXPECTED)  # due on the 1st of December
    with time_machine.travel(PARIS(2026, 11, 26, 23, 59), tick=False):
        assert reminders(capsys, "--commit") == []
    with time_machine.travel(PARIS(2026, 11, 28), tick=False):
        assert reminders(capsys, "--commit") == [("dossier_reminder", 2)]
        transitions.deposit_dossier(evaluation, by=world.signatory)
        notifications.send(Delivery.objects.filter(message__kind="dossier_reminder"))

    assert mailoutbox == []
    assert set(Delivery.objects.filter(message__kind="dossier_reminder").values_list("error", flat=True)) == {
        "ce rappel n’a plus d’objet"
    }


def test_what_has_passed_is_not_recalled(world, transmitted, capsys):
    with time_machine.travel(CLOSED, tick=False):
        assert reminders(capsys, "--commit") == []


# -- send_messages


def test_messages_that_waited_leave_with_commit_only(transmitted, capsys, settings):
    waiting = Delivery.objects.queued().count()
    assert waiting > 20

    assert run("send_messages", capsys=capsys)["queued"] == waiting
    with mail_server(settings) as mailbox:
        first = run("send_messages", "--commit", capsys=capsys)
        second = run("send_messages", "--commit", capsys=capsys)

    assert len(mailbox.received) == first["sent"]
    assert first["sent"] + first["skipped"] == waiting
    assert first["queued"] == first["failed"] == first["uncertain"] == 0
    assert second == {
        "committed": True,
        "queued": 0,
        "sent": 0,
        "skipped": 0,
        "failed": 0,
        "uncertain": 0,
        "errors": {},
    }


def test_with_the_server_down_the_command_fails_with_a_sentence_and_keeps_the_queue(transmitted, capsys, settings):
    waiting = Delivery.objects.queued().count()
    with mail_server(settings):
        pass  # its port now refuses

    with pytest.raises(CommandError) as refusal:
        call_command("send_messages", "--commit")

    assert str(refusal.value) == (
        f"{waiting} message(s) attendent encore (serveur de courrier injoignable\u00a0: connexion refusée). "
        "Vérifiez EMAIL_URL, puis relancez la commande."
    )

    assert json.loads(capsys.readouterr().out)["queued"] == waiting


def test_one_message_that_fails_does_not_stop_the_others(transmitted, capsys, settings, monkeypatch):
    waiting = Delivery.objects.queued().count()
    written, calls = texts.written, []

    def failing(*arguments, **words):
        calls.append(1)
        if len(calls) == 1:
            raise RuntimeError("a text that nobody may read")
        return written(*arguments, **words)

    monkeypatch.setattr(texts, "written", failing)
    with mail_server(settings), pytest.raises(CommandError) as refusal:
        call_command("send_messages", "--commit")

    result = json.loads(capsys.readouterr().out)
    assert (result["queued"], result["sent"] + result["skipped"]) == (0, waiting - 1)
    assert list(result["errors"].values()) == ["RuntimeError"]
    assert [d.state for d in Delivery.objects.filter(public_id__in=result["errors"])] == [DeliveryState.SENDING]
    assert str(refusal.value) == (
        "1 message(s) en erreur\u00a0; décidez-en à la page des messages. Les autres sont partis."
    )


def test_an_uncertain_message_is_counted_and_left_alone(transmitted, capsys, mailoutbox):
    Delivery.objects.update(state=DeliveryState.SENDING, claimed_at=OPENED - dt.timedelta(minutes=11))

    result = run("send_messages", "--commit", capsys=capsys)

    assert (result["sent"], result["uncertain"], mailoutbox) == (0, Delivery.objects.count(), [])
