"""Messages: who is told of an act, in which words, and that each leaves once at most."""

import datetime as dt
import threading

import pytest
import time_machine
from django.db import connection

from evalprog.accounts.models import User
from evaluations import notifications, transitions
from evaluations.enums import DeliveryState, InvitationStatus, State
from evaluations.models import Delivery, Event, Mandate, Message
from evaluations.notifications import kinds, sending
from evaluations.permissions import ACTS
from programmes.models import Membership
from tests import factories
from tests.evaluations.mail_server import mail_server

NOW = dt.datetime(2026, 11, 2, 9, tzinfo=dt.UTC)


@pytest.fixture(autouse=True)
def at_a_known_time():
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def world(own_anchor):
    return factories.world()


def told(kind, evaluation):
    """The people of the last message of a kind, by their names."""
    message = Message.objects.filter(evaluation=evaluation, kind=kind).first()
    return sorted(message.deliveries.values_list("user__name", flat=True)) if message else None


def names(*people):
    return sorted(person.name for person in people)


def states():
    return dict(Delivery.objects.values_list("user__name", "state"))


def errors():
    return dict(Delivery.objects.values_list("user__name", "error"))


# -- the table


def test_every_act_says_whom_it_tells_or_why_nobody():
    recorded = {*ACTS, "plan", "accept_invitation", "decline_invitation", "declare_interests"}
    reminders = {"remind_dossier", "remind_window", "mention", "tell_suggestions"}
    telling = {kind.verb for kind in kinds.KINDS.values()}

    assert telling | set(kinds.SILENT) == recorded | reminders
    assert telling & set(kinds.SILENT) == set()


@pytest.mark.django_db
def test_no_text_of_a_message_holds_anything_that_was_written(world):
    evaluation = factories.planned(world)
    factories.advance(evaluation, State.COMMITTEE_APPOINTED, world)
    transitions.start_expertise(evaluation, by=world.officer)
    transitions.start_drafting(evaluation, by=world.chair)
    factories.write(evaluation, "<p>Un jugement secret.</p>")
    transitions.submit_for_validation(evaluation, by=world.chair)
    transitions.resume_drafting(evaluation, by=world.chair, reason="Un motif secret.")
    transitions.suspend(evaluation, by=world.officer, reason="Un motif secret.")

    bodies = [
        sending.texts.written(
            d.message.kind, d.message.evaluation, facts=d.message.facts, added_text=d.message.added_text, user=d.user
        )
        for d in Delivery.objects.select_related("user", "message__evaluation__programme__institution")
    ]

    assert len(bodies) > 20
    assert [body for body in bodies if "secret" in " ".join(body)] == []
    experts = (world.chair.name, world.rapporteur.name, world.expert.name)
    to_institution = Delivery.objects.filter(user__in=(world.contributor, world.signatory))
    for delivery in to_institution:
        _subject, body = sending.texts.written(
            delivery.message.kind, evaluation, facts={}, added_text="", user=delivery.user
        )
        assert [name for name in experts if name in body] == []


# -- who is told


@pytest.mark.django_db
def test_who_is_told_along_the_whole_road(world):
    evaluation = factories.planned(world)

    factories.advance(evaluation, State.PUBLISHED, world)

    institution = names(world.contributor, world.signatory)
    committee = names(world.chair, world.rapporteur, world.expert)
    assert told("dossier_expected", evaluation) == institution
    assert told("dossier_deposited", evaluation) == names(world.officer, world.contributor)  # the signatory did it
    assert told("committee_proposed", evaluation) == institution
    assert told("committee_appointed", evaluation) == committee
    assert told("expertise_started", evaluation) == committee
    assert told("validation_requested", evaluation) == names(world.chair, world.expert)  # the rapporteur did it
    assert told("text_validated", evaluation) == names(world.officer)
    assert told("draft_transmitted", evaluation) == institution
    assert told("draft_replied", evaluation) == names(world.chair, world.officer)
    assert told("chair_signed", evaluation) == names(world.officer)
    assert told("observations_opened", evaluation) == institution
    assert told("observations_filed", evaluation) == names(
        world.officer, world.publisher, world.contributor, world.signatory
    )
    assert told("countersigned", evaluation) == names(world.officer)
    assert told("published", evaluation) == names(
        world.contributor, world.signatory, world.chair, world.rapporteur, world.expert, world.officer
    )


@pytest.mark.django_db
def test_an_invitation_is_told_to_the_person_invited_alone(world):
    evaluation = factories.evaluation(world, State.DOSSIER_DEPOSITED)

    transitions.invite(evaluation, world.expert, by=world.officer)

    assert told("invitation", evaluation) == [world.expert.name]


@pytest.mark.django_db
def test_before_the_campaign_opens_the_institution_is_told_nothing(world):
    evaluation = factories.planned(world)

    transitions.withdraw(evaluation, by=world.publisher, reason="Erreur de liste.")

    assert told("withdrawn", evaluation) == [world.officer.name]


@pytest.mark.django_db
def test_a_first_signature_of_two_tells_nobody():
    world = factories.world(co_chairs=1)
    evaluation = factories.evaluation(world, State.CORRECTIONS_RULING)

    transitions.sign_as_chair(evaluation, by=world.chair)
    assert told("chair_signed", evaluation) is None

    transitions.sign_as_chair(evaluation, by=world.co_chairs[0])
    assert told("chair_signed", evaluation) == [world.officer.name]


@pytest.mark.django_db
def test_a_recusal_is_told_to_nobody(world):
    evaluation = factories.evaluation(world, State.EXPERTISE)
    before = Message.objects.count()

    transitions.record_conflict(evaluation, world.expert, by=world.officer, reason="Lien.")

    assert Message.objects.count() == before


@pytest.mark.django_db
def test_the_act_refused_leaves_no_message(world):
    evaluation = factories.evaluation(world, State.DRAFTING)
    evaluation.assessments.all().delete()
    before = Message.objects.count()

    with pytest.raises(transitions.TransitionRefused):
        transitions.submit_for_validation(evaluation, by=world.chair)

    assert Message.objects.count() == before


# -- previews


@pytest.mark.django_db
def test_a_preview_is_what_the_act_then_sends(world):
    world.campaign.message_texts = {"draft_transmitted": "Le bureau est fermé du 24 au 31 décembre."}
    world.campaign.save()
    evaluation = factories.evaluation(world, State.AGENCY_READING)

    seen = notifications.preview("transmit_draft", evaluation, world.officer)
    transitions.transmit_draft(evaluation, by=world.officer)

    sent = Delivery.objects.filter(message__kind="draft_transmitted").order_by("pk")
    texts = [
        sending.texts.written(
            "draft_transmitted", evaluation, facts=d.message.facts, added_text=d.message.added_text, user=d.user
        )
        for d in sent
    ]
    assert [(p.name, p.reason) for p in seen] == [
        (world.signatory.name, "signataire de l’établissement"),
        (world.contributor.name, "contributeur de l’établissement"),
    ]
    assert [(p.subject, p.body) for p in seen] == texts
    assert seen[0].subject == f"{evaluation.programme.title}\u00a0: projet de rapport"
    assert seen[0].body == (
        f"Bonjour {world.signatory.name},\n\n"
        f"Formation\u00a0: {evaluation.programme.title}\nÉtablissement\u00a0: {world.institution.name}\n\n"
        "Le projet de rapport de cette formation vous est transmis. Vous pouvez signaler les erreurs factuelles."
        " Vous avez jusqu’au 17 novembre 2026, 23:59:59 (heure de Paris).\n\n"
        "Le bureau est fermé du 24 au 31 décembre.\n\n"
        "La page de l’évaluation, après connexion\u00a0:\n"
        f"http://localhost:8000/evaluations/{evaluation.public_id}/\n\n"
        "Ce message est envoyé automatiquement\u00a0; inutile d’y répondre.\n"
    )


@pytest.mark.django_db
def test_the_preview_of_an_invitation_names_the_person_to_be_invited(world):
    evaluation = factories.evaluation(world, State.DOSSIER_DEPOSITED)

    seen = notifications.preview("invite", evaluation, world.officer, user=world.expert)

    assert [(p.name, p.reason) for p in seen] == [(world.expert.name, "invitation au comité")]


@pytest.mark.django_db
def test_the_institution_sees_what_its_act_will_send_and_no_name(world):
    evaluation = factories.evaluation(world, State.DRAFT_TRANSMITTED)

    seen = notifications.preview("reply_to_draft", evaluation, world.signatory)

    assert [(p.name, p.reason) for p in seen] == [
        ("", "comité\u00a0: présidence"),
        ("", "conseiller scientifique ou chargé de projet"),
    ]
    assert [p.body.splitlines()[0] for p in seen] == ["Bonjour,", "Bonjour,"]


@pytest.mark.django_db
def test_a_preview_writes_nothing(world):
    evaluation = factories.evaluation(world, State.AGENCY_READING)
    before = (Message.objects.count(), Delivery.objects.count(), Event.objects.count())

    notifications.preview("transmit_draft", evaluation, world.officer)

    assert (Message.objects.count(), Delivery.objects.count(), Event.objects.count()) == before


@pytest.mark.django_db
def test_an_act_that_tells_nobody_has_an_empty_preview(world):
    evaluation = factories.evaluation(world, State.COLLEGIAL_VALIDATION)

    assert notifications.preview("approve", evaluation, world.expert) == []


# -- sending


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
