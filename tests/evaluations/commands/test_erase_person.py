"""Erasing a person: nobody finds their name, and the journal still verifies."""

import json

import pytest
from django.core.management import CommandError, call_command

from evalprog.accounts.models import User
from evaluations import journal, transitions
from evaluations.enums import State
from evaluations.models import ActorReference, Delivery
from evaluations.notifications import send
from tests import factories

pytestmark = pytest.mark.django_db


@pytest.fixture
def world(own_anchor, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        world = factories.world()
        factories.evaluation(world, State.DOSSIER_DEPOSITED)
        return world


def erase(*arguments, capsys):
    call_command("erase_person", *arguments)
    return json.loads(capsys.readouterr().out)


def test_without_commit_nothing_is_erased(world, capsys):
    result = erase(world.signatory.email, capsys=capsys)

    world.signatory.refresh_from_db()
    assert (result["committed"], world.signatory.is_active) == (False, True)
    assert result["erased"]["actor_references"] == 1


def test_the_person_is_gone_and_the_chain_still_verifies(world, client, capsys):
    email, name = world.signatory.email, world.signatory.name
    client.force_login(world.signatory)
    evaluation = world.campaign.evaluations.get()
    assert client.get(evaluation.get_absolute_url()).status_code == 200

    result = erase(email.upper(), "--commit", capsys=capsys)

    assert result["erased"]["sessions"] == result["erased"]["memberships"] == 1
    assert client.get(evaluation.get_absolute_url()).status_code == 302  # no session: to sign in
    assert not User.objects.filter(email__iexact=email).exists()
    assert not User.objects.filter(name=name).exists()
    assert not ActorReference.objects.filter(user=world.signatory).exists()
    assert list(journal.damages()) == []


def test_messages_that_waited_for_them_do_not_leave(world, capsys, mailoutbox):
    erase(world.signatory.email, "--commit", capsys=capsys)
    Delivery.objects.update(state="QUEUED", sent_at=None)
    mailoutbox.clear()

    send(Delivery.objects.filter(user=world.signatory))

    assert mailoutbox == []


def test_erasing_twice_finds_nobody(world, capsys):
    email = world.signatory.email
    erase(email, "--commit", capsys=capsys)

    with pytest.raises(CommandError, match="Aucun compte n’a l’adresse"):
        call_command("erase_person", email, "--commit")


def test_a_member_of_a_committee_at_work_is_not_erased(world):
    evaluation = world.campaign.evaluations.get()
    transitions.invite(evaluation, world.expert, by=world.officer)

    with pytest.raises(CommandError, match="mettez d’abord fin à ces missions"):
        call_command("erase_person", world.expert.email, "--commit")

    world.expert.refresh_from_db()
    assert world.expert.is_active
