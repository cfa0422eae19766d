"""What was sent to whom and why, for the agency; and sending again what did not leave."""

import datetime as dt
import html
import re

import pytest
from django.utils import timezone

from evaluations import notifications, transitions
from evaluations.enums import AgencyRole, DeliveryState, State
from evaluations.models import Delivery
from tests import factories

pytestmark = pytest.mark.django_db

LIST = "/messages/"


@pytest.fixture
def world(own_anchor):
    return factories.world()


@pytest.fixture
def evaluation(world):
    """Two deliveries wait: the signatory's and the contributor's."""
    return factories.evaluation(world, State.DOSSIER_EXPECTED)


def of(evaluation):
    return f"/evaluations/{evaluation.public_id}/messages/"


def rows(response) -> list[str]:
    return re.findall(r'<li data-id="(\w+)">', response.content.decode())


def text(response) -> str:
    return " ".join(html.unescape(re.sub(r"<[^>]*>", " ", response.content.decode())).split())


def again(delivery):
    return f"/messages/{delivery.public_id}/renvoyer/"


def test_what_was_sent_to_whom_and_why(client, world, evaluation, mailoutbox):
    notifications.send(Delivery.objects.filter(user=world.signatory))
    client.force_login(world.officer)

    for address in (LIST, of(evaluation)):
        page = text(client.get(address))
        assert f"{world.signatory.name} signataire de l’établissement" in page
        assert f"{world.contributor.name} contributeur de l’établissement" in page
        assert "Dossier attendu" in page
        assert "en attente 1" in page and "envoyé 1" in page
        assert f"Bonjour {world.signatory.name}," in page


def test_the_page_of_an_evaluation_shows_its_messages_alone(client, world, evaluation):
    other = factories.evaluation(world, State.DOSSIER_EXPECTED)
    client.force_login(world.officer)

    assert len(rows(client.get(LIST))) == 4
    assert len(rows(client.get(of(other)))) == 2


@pytest.mark.parametrize(
    ("filters", "found"),
    [
        ({"etat": "SENT"}, 1),
        ({"etat": "QUEUED"}, 1),
        ({"etat": "FAILED"}, 0),
        ({"etat": "n’importe"}, 2),
        ({"message": "dossier_expected"}, 2),
        ({"message": "published"}, 0),
        ({"q": "\x00"}, 2),
        ({"q": "Licence"}, 2),
        ({"q": "zoologie"}, 0),
        ({"page": "99"}, 2),
    ],
)
def test_the_list_is_filtered(client, world, evaluation, mailoutbox, filters, found):
    notifications.send(Delivery.objects.filter(user=world.signatory))
    client.force_login(world.officer)

    response = client.get(LIST, filters)

    assert len(rows(response)) == found
    assert ("Rien ne répond à ce filtre." in text(response)) == (found == 0)


@pytest.mark.parametrize("who", ["signatory", "contributor", "college", "stranger", "expert", "chair"])
def test_the_messages_are_the_agencys(client, world, evaluation, who):
    client.force_login(getattr(world, who))

    assert client.get(LIST).status_code == 404
    assert client.get(of(evaluation)).status_code == 404
    assert client.post(again(Delivery.objects.first())).status_code == 404


def test_nobody_reads_them_without_signing_in(client, evaluation):
    assert client.get(LIST).status_code == 302
    # What is sent without a session is kept only when it comes from a page of ours.
    assert client.post(again(Delivery.objects.first())).status_code == 403


def test_an_officer_in_conflict_finds_none_of_the_messages_of_the_evaluation(client, world, evaluation):
    second = factories.officer()
    client.force_login(second)
    assert len(rows(client.get(LIST))) == 2

    transitions.record_conflict(evaluation, second, by=world.publisher, reason="Lien.")

    assert rows(client.get(LIST)) == []
    assert client.get(of(evaluation)).status_code == 404
    assert client.post(again(Delivery.objects.first())).status_code == 404


# -- sending again


@pytest.fixture
def failed(world, evaluation):
    Delivery.objects.exclude(user=world.signatory).delete()
    Delivery.objects.update(state=DeliveryState.FAILED, error="550 no such user …", attempts=1)
    return Delivery.objects.get()


def test_what_failed_is_sent_again_by_a_person(client, world, evaluation, failed, mailoutbox):
    client.force_login(world.officer)
    page = client.get(of(evaluation))
    assert "550 no such user …" in text(page)
    assert f'action="{again(failed)}" data-form="message-send"' in page.content.decode()

    response = client.post(again(failed), {"next": of(evaluation)}, follow=True)

    assert response.redirect_chain == [(of(evaluation), 302)]
    assert f"Message pour {world.signatory.name} : envoyé." in text(response)
    assert f"renvoyé par {world.officer.name}" in text(response)
    assert [mail.to for mail in mailoutbox] == [[world.signatory.email]]


def test_a_second_click_sends_nothing(client, world, failed, mailoutbox):
    client.force_login(world.officer)

    client.post(again(failed))
    response = client.post(again(failed), follow=True)

    assert "Ce message est déjà parti, ou quelqu’un vient de le renvoyer." in text(response)
    assert len(mailoutbox) == 1


def test_the_uncertain_are_shown_as_such_and_the_recent_ones_are_not(client, world, failed, mailoutbox):
    client.force_login(world.officer)
    Delivery.objects.update(state=DeliveryState.SENDING, claimed_at=timezone.now())
    page = client.get(LIST)
    assert 'data-state="SENDING"' in page.content.decode()
    assert "message-send" not in page.content.decode()

    Delivery.objects.update(claimed_at=timezone.now() - dt.timedelta(minutes=11))
    page = client.get(LIST, {"etat": "UNCERTAIN"})

    assert rows(page) == [failed.public_id]
    assert "incertain 1" in text(page)
    assert rows(client.get(LIST, {"etat": "SENDING"})) == []
    client.post(again(failed))
    assert len(mailoutbox) == 1


def test_an_auditor_looks_and_sends_nothing(client, world, failed, mailoutbox):
    client.force_login(world.auditor)

    assert "message-send" not in client.get(LIST).content.decode()
    assert client.post(again(failed)).status_code == 403
    assert mailoutbox == []


def test_an_address_elsewhere_is_not_followed(client, world, failed, mailoutbox):
    client.force_login(world.officer)

    response = client.post(again(failed), {"next": "https://example.org/"})

    assert response["Location"] == LIST


def test_sending_is_a_post(client, world, failed):
    client.force_login(world.officer)

    assert client.get(again(failed)).status_code == 405


def test_a_mandate_that_ends_closes_the_page_at_the_next_request(client, world, evaluation):
    client.force_login(world.officer)
    assert client.get(LIST).status_code == 200

    world.officer.mandates.filter(role=AgencyRole.OFFICER).update(ends_at=timezone.now())

    assert client.get(LIST).status_code == 404


def test_as_many_queries_for_one_message_as_for_thirty(client, world, evaluation, django_assert_num_queries):
    Delivery.objects.exclude(user=world.signatory).delete()
    client.force_login(world.officer)

    with django_assert_num_queries(13):
        client.get(LIST)
    for _ in range(15):
        factories.evaluation(world, State.DOSSIER_EXPECTED)
    with django_assert_num_queries(13):
        client.get(LIST)
