"""The jobs of the clock: windows that close, reminders, messages that waited."""

import datetime as dt
import json

import pytest
import time_machine
from django.core.management import CommandError, call_command

from evaluations import notifications, transitions
from evaluations.enums import DeliveryState, State, WindowKind
from evaluations.models import Delivery, Message
from evaluations.transitions import expiry
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


# -- send_reminders


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
    assert second == {"committed": True, "queued": 0, "sent": 0, "skipped": 0, "failed": 0, "uncertain": 0}


def test_with_the_server_down_the_command_fails_with_a_sentence_and_keeps_the_queue(transmitted, capsys, settings):
    waiting = Delivery.objects.queued().count()
    with mail_server(settings):
        pass  # its port now refuses

    with pytest.raises(CommandError, match="Vérifiez EMAIL_URL, puis relancez la commande"):
        call_command("send_messages", "--commit")

    assert json.loads(capsys.readouterr().out)["queued"] == waiting


def test_an_uncertain_message_is_counted_and_left_alone(transmitted, capsys, mailoutbox):
    Delivery.objects.update(state=DeliveryState.SENDING, claimed_at=OPENED - dt.timedelta(minutes=11))

    result = run("send_messages", "--commit", capsys=capsys)

    assert (result["sent"], result["uncertain"], mailoutbox) == (0, Delivery.objects.count(), [])
