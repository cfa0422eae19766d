"""Messages: who is told of an act, and in which words; what a preview shows of them."""

import pytest

from evaluations import notifications, transitions
from evaluations.enums import State
from evaluations.models import Delivery, Event, Message
from evaluations.notifications import kinds, sending
from evaluations.permissions import ACTS
from tests import factories


def told(kind, evaluation):
    """The people of the last message of a kind, by their names."""
    message = Message.objects.filter(evaluation=evaluation, kind=kind).first()
    return sorted(message.deliveries.values_list("user__name", flat=True)) if message else None


def names(*people):
    return sorted(person.name for person in people)


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
