"""Messages that leave: once at most, whoever sends, to those who are still entitled to them."""

import datetime as dt
import threading

import pytest
import time_machine
from django.db import connection

from evalprog.accounts.models import User
from evaluations import notifications, transitions
from evaluations.enums import DeliveryState, InvitationStatus, State
from evaluations.models import Delivery, Mandate
from evaluations.notifications import sending
from programmes.models import Membership
from tests import factories
from tests.evaluations.mail_server import mail_server
from tests.evaluations.notifications.moment import NOW


def states():
    return dict(Delivery.objects.values_list("user__name", "state"))


def errors():
    return dict(Delivery.objects.values_list("user__name", "error"))


@pytest.fixture
def expected(world):
    """An evaluation that expects its dossier; the messages of that act wait."""
    with notifications.withheld("avant"):
        evaluation = factories.planned(world)
    transitions.expect_dossier(evaluation, by=world.officer)
    return evaluation


@pytest.mark.django_db(transaction=True)
def test_mails_leave_after_the_commit_and_carry_their_identity(world, settings):
    evaluation = factories.planned(world)

    with mail_server(settings) as mailbox:
        transitions.expect_dossier(evaluation, by=world.officer)

    assert mailbox.recipients == sorted([world.contributor.email, world.signatory.email])
    delivery = Delivery.objects.get(user=world.signatory)
    mail = next(m for m in mailbox.received if m["To"] == world.signatory.email)
    assert mail["Message-ID"] == f"<evalprog-{delivery.public_id}@localhost>"
    assert mail["Auto-Submitted"] == "auto-generated"
    assert mail["Subject"].strip() == f"{evaluation.programme.title}\u00a0: dépôt du dossier"
    assert "Vous avez jusqu’au 1er décembre 2026, 23:59:59 (heure de Paris)." in mail.get_content()
    assert (delivery.state, delivery.sent_at, delivery.attempts) == (DeliveryState.SENT, NOW, 1)


@pytest.mark.django_db(transaction=True)
def test_with_the_mail_server_down_the_act_stands_and_the_messages_wait(world, settings):
    evaluation = factories.planned(world)
    with mail_server(settings):
        pass  # its port now refuses

    transitions.expect_dossier(evaluation, by=world.officer)

    evaluation.refresh_from_db()
    assert evaluation.state == State.DOSSIER_EXPECTED
    assert set(states().values()) == {DeliveryState.QUEUED}
    assert {error.split(":")[0] for error in errors().values()} == {"serveur de courrier injoignable\u00a0"}
    assert set(Delivery.objects.values_list("attempts", flat=True)) == {0}

    with mail_server(settings) as mailbox:
        notifications.send(Delivery.objects.all())
        notifications.send(Delivery.objects.all())

    assert mailbox.recipients == sorted([world.contributor.email, world.signatory.email])
    assert set(states().values()) == {DeliveryState.SENT}


@pytest.mark.django_db
def test_a_refusal_for_good_fails_and_one_for_now_waits(world, expected, settings):
    with mail_server(settings) as mailbox:
        mailbox.to_recipient = {
            world.signatory.email: f"550 no such user {world.signatory.email}",
            world.contributor.email: "450 come back later",
        }
        counts = notifications.send(Delivery.objects.all())

    assert counts == {DeliveryState.FAILED: 1, DeliveryState.QUEUED: 1}
    assert states()[world.signatory.name] == DeliveryState.FAILED
    assert states()[world.contributor.name] == DeliveryState.QUEUED
    assert errors()[world.signatory.name] == "550 no such user …"  # the address is not kept
    assert errors()[world.contributor.name] == "450 come back later"


@pytest.mark.django_db
def test_a_silence_after_the_mail_is_uncertain_and_is_not_sent_again_by_itself(world, expected, settings):
    Delivery.objects.exclude(user=world.signatory).delete()
    with mail_server(settings) as mailbox:
        mailbox.hangs_up_after_data = True
        notifications.send(Delivery.objects.all())
        mailbox.hangs_up_after_data = False
        notifications.send(Delivery.objects.all())

        assert len(mailbox.received) == 1
        delivery = Delivery.objects.get()
        assert (delivery.state, delivery.is_uncertain) == (DeliveryState.SENDING, False)
        with time_machine.travel(NOW + dt.timedelta(minutes=10), tick=False):
            assert Delivery.objects.uncertain().get().state_label == "incertain"
            assert notifications.send_again(delivery, by=world.officer)

        assert len({mail["Message-ID"] for mail in mailbox.received}) == 1
        assert len(mailbox.received) == 2
    delivery.refresh_from_db()
    assert (delivery.state, delivery.attempts, delivery.requeued_by) == (DeliveryState.SENT, 2, world.officer)


@pytest.mark.django_db
def test_what_was_sent_is_never_sent_again(world, expected, mailoutbox):
    notifications.send(Delivery.objects.all())
    delivery = Delivery.objects.get(user=world.signatory)

    assert not notifications.send_again(delivery, by=world.officer)
    assert len(mailoutbox) == 2


@pytest.mark.django_db
def test_two_persons_who_send_again_at_once_send_once(world, expected, mailoutbox):
    Delivery.objects.exclude(user=world.signatory).delete()
    Delivery.objects.update(state=DeliveryState.FAILED, attempts=1)
    seen_by_both = Delivery.objects.get()

    first = notifications.send_again(seen_by_both, by=world.officer)
    second = notifications.send_again(seen_by_both, by=world.publisher)

    assert (first, second, len(mailoutbox)) == (True, False, 1)


@pytest.mark.django_db
def test_a_text_that_cannot_be_sent_fails_and_does_not_stop_the_others(world, expected, mailoutbox):
    User.objects.filter(pk=world.signatory.pk).update(email="two\nlines@example.org")

    notifications.send(Delivery.objects.all())

    assert states() == {
        world.signatory.name: DeliveryState.FAILED,
        world.contributor.name: DeliveryState.SENT,
    }


# -- who is entitled is asked again at sending


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("happens", "why_not"),
    [
        (
            lambda w, e: Membership.objects.filter(user=w.signatory).update(ends_at=NOW),
            "la fonction qui donnait droit à ce message a pris fin",
        ),
        (
            lambda w, e: transitions.record_conflict(e, w.signatory, by=w.officer, reason="Lien."),
            "un conflit d’intérêts est enregistré",
        ),
        (lambda w, e: User.objects.filter(pk=w.signatory.pk).update(is_active=False), "le compte est fermé"),
    ],
    ids=["mandate ended", "conflict recorded", "account closed"],
)
def test_whoever_is_no_more_entitled_between_the_act_and_the_sending_is_skipped(
    world, expected, mailoutbox, happens, why_not
):
    happens(world, expected)

    notifications.send(Delivery.objects.all())

    assert [mail.to for mail in mailoutbox] == [[world.contributor.email]]
    assert states()[world.signatory.name] == DeliveryState.SKIPPED
    assert errors()[world.signatory.name] == why_not


@pytest.mark.django_db
def test_an_expert_dismissed_in_the_meantime_is_skipped(world, mailoutbox):
    evaluation = factories.evaluation(world, State.EXPERTISE)
    transitions.dismiss(factories.seat(evaluation, world.expert), by=world.officer, reason="Demande.")

    notifications.send(Delivery.objects.filter(message__kind="expertise_started"))

    assert sorted(mail.to[0] for mail in mailoutbox) == sorted([world.chair.email, world.rapporteur.email])


@pytest.mark.django_db
def test_an_officer_whose_mandate_has_ended_is_skipped(world, mailoutbox):
    evaluation = factories.evaluation(world, State.DOSSIER_DEPOSITED)
    Mandate.objects.filter(user=world.officer).update(ends_at=NOW)

    notifications.send(Delivery.objects.filter(message__kind="dossier_deposited", message__evaluation=evaluation))

    assert [mail.to for mail in mailoutbox] == [[world.contributor.email]]


@pytest.mark.django_db
def test_an_invitation_answered_before_it_left_is_skipped(world, mailoutbox):
    evaluation = factories.evaluation(world, State.DOSSIER_DEPOSITED)
    member = transitions.invite(evaluation, world.expert, by=world.officer)
    transitions.decline_invitation(member, by=world.expert)
    assert member.status == InvitationStatus.INVITED  # as it was sent

    notifications.send(Delivery.objects.filter(message__kind="invitation"))

    assert mailoutbox == []


@pytest.mark.django_db
def test_acts_of_a_scenario_send_nothing_and_say_so(world, mailoutbox):
    evaluation = factories.planned(world)

    with notifications.withheld("acte joué par un scénario"):
        transitions.expect_dossier(evaluation, by=world.officer)
    notifications.send(Delivery.objects.all())

    assert mailoutbox == []
    assert set(errors().values()) == {"acte joué par un scénario"}


@pytest.mark.django_db(transaction=True)
def test_the_opening_of_a_campaign_leaves_its_messages_to_the_job(world, mailoutbox):
    factories.planned(world)
    factories.planned(world)

    opened = transitions.open_campaign(world.campaign, by=world.officer)
    assert (len(opened), mailoutbox) == (2, [])

    notifications.send(Delivery.objects.all())
    assert len(mailoutbox) == 4


# -- at most once, whoever sends


@pytest.mark.django_db(transaction=True)
def test_two_processes_that_send_the_same_queue_send_each_message_once(world, settings):
    """On SQLite and on PostgreSQL: the claim is one compare-and-set."""
    evaluation = factories.planned(world)
    with notifications.withheld("plus tard"):
        transitions.expect_dossier(evaluation, by=world.officer)
        transitions.withdraw(evaluation, by=world.officer, reason="Liste.")
    Delivery.objects.update(state=DeliveryState.QUEUED, error="")
    assert Delivery.objects.count() == 4
    start = threading.Barrier(2)

    def run():
        start.wait()
        notifications.send(Delivery.objects.all())
        connection.close()

    with mail_server(settings) as mailbox:
        threads = [threading.Thread(target=run) for _ in range(2)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()

    identities = [mail["Message-ID"] for mail in mailbox.received]
    assert len(identities) == len(set(identities)) == 4
    assert list(Delivery.objects.values_list("attempts", flat=True)) == [1, 1, 1, 1]


@pytest.mark.django_db
def test_without_the_claim_a_message_would_leave_twice(world, expected, mailoutbox, monkeypatch):
    """Positive control: with the guard removed, the count above would not hold."""
    monkeypatch.setattr(sending, "_claim", lambda delivery: True)
    waiting = list(Delivery.objects.select_related("user", "message__evaluation__programme__institution"))

    for delivery in [*waiting, *waiting]:
        sending._send_one(delivery, sending.get_connection())

    assert len(mailoutbox) == 4
