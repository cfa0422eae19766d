"""An expert who has never come: taken into the pool, invited, let in by the link of the mail, bound to the place."""

import datetime as dt
import re

import pytest
from django.core import mail
from django.test import Client

from evalprog import clock
from evalprog.accounts.models import Invitation, User
from evaluations import notifications, transitions
from evaluations.enums import DeliveryState, State
from evaluations.models import Delivery, Evaluation
from tests import factories
from tests.evaluations.views.reading import text

pytestmark = pytest.mark.django_db

PASSWORD = "vingt-huit mots ordinaires"
CHOSEN = {"name": "Camille Nouvelle", "password1": PASSWORD, "password2": PASSWORD}


@pytest.fixture
def world(own_anchor):
    return factories.world()


def signed_in(person) -> Client:
    client = Client()
    client.force_login(person)
    return client


@pytest.fixture
def deposited(world) -> Evaluation:
    return factories.evaluation(world, State.DOSSIER_DEPOSITED)


@pytest.fixture
def invite(world, deposited, django_capture_on_commit_callbacks):
    """Take somebody into the pool and invite them, on the pages; the mail that they receive."""

    def act(email="camille@example.net"):
        officer = signed_in(world.officer)
        sheet = {"name": "Camille Nouvelle", "email": email, "profile": "TEACHER", "affiliation": "", "expertise": ""}
        officer.post("/experts/ajouter/", sheet)
        expert = User.objects.get(email=email).expert_profile
        with django_capture_on_commit_callbacks(execute=True):
            officer.post(
                f"/evaluations/{deposited.public_id}/comite/inviter/", {"expert": expert.public_id, "role": "EXPERT"}
            )
        return mail.outbox[-1]

    return act


def link_of(message) -> str:
    return re.search(r"http://localhost:8000(/compte/invitation/\S+)", message.body)[1]


def test_an_expert_without_account_comes_by_the_link_of_the_invitation_and_answers_it(invite, deposited):
    message = invite()
    camille, visitor = User.objects.get(email="camille@example.net"), Client()

    page = visitor.get(link_of(message))
    welcome = visitor.post(link_of(message), CHOSEN, follow=True)
    member = deposited.members.get()
    visitor.post(f"/invitations/{member.public_id}/", {"answer": "accept"})

    assert message.to == ["camille@example.net"]
    assert "Votre compte vous attend : choisissez son mot de passe" in text(page)
    assert "Répondre à l’invitation" in text(welcome)
    member.refresh_from_db()
    assert (member.user, member.status, User.objects.filter(name="Camille Nouvelle").count()) == (
        camille,
        "ACCEPTED",
        1,
    )
    assert Client().login(email="camille@example.net", password=PASSWORD)
    assert Client().get(link_of(message)).status_code == 404


def test_the_mail_is_a_message_like_the_others(invite, deposited):
    message = invite()

    delivery = Delivery.objects.get(message__kind="invitation")
    assert (delivery.state, message.extra_headers["Message-ID"]) == (
        DeliveryState.SENT,
        f"<evalprog-{delivery.public_id}@localhost>",
    )
    expires = (clock.now() + dt.timedelta(days=14)).astimezone(clock.PARIS)
    assert Invitation.objects.get().expires_at == pytest.approx(expires, abs=dt.timedelta(minutes=1))
    assert deposited.get_absolute_url() not in message.body  # it is not open to them yet


def test_the_link_is_closed_after_fourteen_days(invite):
    message = invite()

    with clock.played_at(clock.now() + dt.timedelta(days=14)):
        assert Client().get(link_of(message)).status_code == 404


def test_the_link_of_an_account_that_waits_is_not_taken_by_another_account(world, invite, deposited):
    message = invite()
    other = signed_in(world.stranger)

    page = other.get(link_of(message))
    other.post(link_of(message))

    assert "cette invitation est faite pour camille@example.net ." in text(page)
    assert Invitation.objects.get().accepted_by is None
    assert deposited.members.get().user.email == "camille@example.net"


def test_a_message_sent_again_has_a_link_of_its_own(world, invite):
    first = invite()
    delivery = Delivery.objects.get(message__kind="invitation")
    Delivery.objects.filter(pk=delivery.pk).update(state=DeliveryState.FAILED, sent_at=None)
    delivery.refresh_from_db()

    assert notifications.send_again(delivery, by=world.officer)

    second = mail.outbox[-1]
    assert link_of(first) != link_of(second)
    assert [Client().get(link_of(m)).status_code for m in (first, second)] == [200, 200]


def test_who_has_signed_in_before_is_led_to_the_dashboard(world, deposited, django_capture_on_commit_callbacks):
    world.expert.set_password(PASSWORD)
    world.expert.save()

    with django_capture_on_commit_callbacks(execute=True):
        transitions.invite(deposited, world.expert, by=world.officer)

    assert "http://localhost:8000/tableau-de-bord/" in mail.outbox[-1].body
    assert not Invitation.objects.exists()


def test_somebody_recused_before_the_mail_leaves_has_neither_mail_nor_link(world, deposited):
    transitions.invite(deposited, world.expert, by=world.officer)
    transitions.record_conflict(deposited, world.expert, by=world.officer, reason="Coauteur.")

    counts = notifications.send(Delivery.objects.filter(user=world.expert))

    assert dict(counts) == {DeliveryState.SKIPPED: 1}
    assert not Invitation.objects.exists()
