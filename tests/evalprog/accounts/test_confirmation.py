"""Before an act that binds, somebody confirms who they are; what they sent meanwhile is not lost."""

import pytest
from allauth.account.internal.flows import login
from django.urls import reverse

from evaluations.enums import State
from evaluations.models import Signature
from tests import factories
from tests.confirmed import confirmed
from tests.evalprog.accounts.conftest import PASSWORD, confirm, sign_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def signing(client):
    """A chair at the page where they sign, signed in by their password."""
    world = factories.world()
    world.chair.set_password(PASSWORD)
    world.chair.save()
    evaluation = factories.evaluation(world, State.CORRECTIONS_RULING)
    sign_in(client, world.chair)
    return reverse("evaluations:evaluation-act", args=[evaluation.public_id, "signer"])


def test_who_has_not_confirmed_is_led_to_it_and_back(client, signing):
    asked = client.get(signing)

    assert asked["Location"] == f"{reverse('account_reauthenticate')}?next={signing}"
    there = client.post(reverse("account_reauthenticate"), {"password": PASSWORD, "next": signing})
    assert there["Location"] == signing
    assert client.get(signing).status_code == 200


def test_what_was_sent_without_it_is_kept_and_not_performed(client, signing):
    sent = client.post(signing, {"office": "Présidente du comité"}, headers={"Sec-Fetch-Site": "same-origin"})

    assert sent["Location"] == f"{reverse('account_reauthenticate')}?next={reverse('accounts:resume')}"
    assert Signature.objects.count() == 0
    confirm(client)
    assert "Présidente du comité" in client.get(reverse("accounts:resume")).content.decode()


def test_a_script_is_told(client, signing):
    answer = client.post(signing, {"office": ""}, headers={"Accept": "application/json"})

    assert (answer.status_code, answer.json()) == (403, {"signed_in": True, "confirmed": False})


@pytest.mark.parametrize(("seconds", "status"), [(590, 200), (601, 302)])
def test_a_confirmation_holds_for_ten_minutes(client, signing, seconds, status):
    confirmed(client, seconds_ago=seconds)

    assert client.get(signing).status_code == status


def test_a_wrong_password_confirms_nothing(client, signing):
    confirm(client, "pas le bon mot")

    assert client.get(signing).status_code == 302


def test_somebody_without_any_means_is_refused(client):
    world = factories.world()
    evaluation = factories.evaluation(world, State.CORRECTIONS_RULING)
    client.force_login(world.chair)

    assert client.get(reverse("evaluations:evaluation-act", args=[evaluation.public_id, "signer"])).status_code == 403


def test_somebody_of_the_organisation_comes_by_its_server_anew(client):
    world = factories.world()
    evaluation = factories.evaluation(world, State.CORRECTIONS_RULING)
    address = reverse("evaluations:evaluation-act", args=[evaluation.public_id, "signer"])
    world.chair.socialaccount_set.create(provider="organisme", uid="7")
    client.force_login(world.chair)

    asked, sent = client.get(address), client.post(address, {"office": ""})
    session = client.session
    session[login._AUTHENTICATION_METHODS_USER_SESSION_KEY] = session["_auth_user_id"]
    session[login.AUTHENTICATION_METHODS_SESSION_KEY] = [{"method": "socialaccount", "at": 0}]
    session.save()

    there = reverse("openid_connect_login", args=["organisme"])
    assert asked["Location"] == f"{there}?next={address}"
    assert (sent.status_code, Signature.objects.count()) == (403, 0)
    assert client.get(address).status_code == 302
    confirmed(client)
    assert client.get(address).status_code == 200
