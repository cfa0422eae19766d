"""The facts of a campaign: its code, its framework, its delays, its days."""

import datetime as dt

import pytest

from evaluations.forms.campaigns import writing_of
from evaluations.models import Campaign
from tests.evaluations import campaign_data as data
from tests.evaluations.views.campaigns.page import NOON, text

pytestmark = pytest.mark.django_db

BODY = {
    "code": "B2027",
    "title": "Campagne d’évaluation 2027-2028 (Vague B)",
    "wave": "B",
    "period": "2027-2028",
    "dossier_due_on": "2027-10-15",
    "corrections_days": "15",
    "observations_days": "30",
    "day_count": "WORKING",
    "reminder_days": "5",
    "visit": "AFTER",
    "members_minimum": "4",
    "writing": "WRITERS",
    "sharing": "AFTER_OWN",
    "profile_student": "1",
    "text_dossier_expected": "Le dossier suit le modèle de la vague B.",
}


def test_an_officer_creates_a_campaign(client, officer):
    response = client.post("/campagnes/nouvelle/", BODY | {"framework": data.framework().pk})

    campaign = Campaign.objects.get()
    assert response["Location"] == f"/campagnes/{campaign.public_id}/"
    assert (campaign.code, campaign.wave, campaign.dossier_due_on) == ("B2027", "B", dt.date(2027, 10, 15))
    assert (campaign.day_count, campaign.visit, campaign.members_minimum) == ("WORKING", "AFTER", 4)
    assert (campaign.writing, campaign.sharing) == ("WRITERS", "AFTER_OWN")
    assert campaign.profiles_required == {"STUDENT": 1}
    assert campaign.message_texts == {"dossier_expected": "Le dossier suit le modèle de la vague B."}


def test_a_code_is_given_once(client, officer):
    data.campaign(code="B2027")

    response = client.post("/campagnes/nouvelle/", BODY | {"framework": data.framework().pk})

    assert response.context["form"].errors == {"code": ["Un objet Campagne avec ce champ Code existe déjà."]}
    assert Campaign.objects.count() == 1


def test_only_a_published_framework_can_be_chosen(client, officer):
    framework = data.framework()
    framework.published_at = None
    framework.save()

    response = client.post("/campagnes/nouvelle/", BODY | {"framework": framework.pk})

    assert list(response.context["form"].errors) == ["framework"]


def test_delays_are_at_least_a_day(client, officer):
    body = BODY | {"framework": data.framework().pk, "corrections_days": "0", "observations_days": "366"}

    response = client.post("/campagnes/nouvelle/", body)

    assert sorted(response.context["form"].errors) == ["corrections_days", "observations_days"]


def test_the_framework_of_an_open_campaign_does_not_change_and_the_page_says_so(client, officer):
    campaign = data.campaign(opened_at=NOON)
    framework = campaign.framework
    other = type(framework).objects.create(
        code="autre", version=1, title="Autre", status="confirmed", document={}, published_at=NOON
    )
    address = f"/campagnes/{campaign.public_id}/modifier/"

    page = text(client.get(address))
    client.post(address, BODY | {"framework": other.pk, "read": writing_of(campaign)})

    campaign.refresh_from_db()
    assert "La campagne est ouverte : son référentiel ne change plus." in page
    assert (campaign.title, campaign.framework) == (BODY["title"], framework)


def test_a_campaign_with_programmes_on_its_list_keeps_its_framework(client, officer):
    campaign = data.evaluation().campaign

    page = text(client.get(f"/campagnes/{campaign.public_id}/modifier/"))

    assert "Des formations sont déjà inscrites avec ce référentiel : il ne change plus." in page


@pytest.mark.parametrize("day", ["2026-12-14", "", "2026-12-16"])
def test_once_open_the_day_of_the_dossiers_is_no_setting_any_more(client, officer, day):
    campaign = data.campaign(opened_at=NOON)
    address = f"/campagnes/{campaign.public_id}/modifier/"

    page = client.get(address)
    sent = client.post(address, BODY | {"dossier_due_on": day, "read": writing_of(campaign)})

    assert "La campagne est ouverte : cette date se reporte, avec un motif." in page.content.decode()
    assert f'<a href="/campagnes/{campaign.public_id}/reporter/">Reporter la date de dépôt</a>' in page.content.decode()
    assert sent["Location"] == campaign.get_absolute_url()
    campaign.refresh_from_db()
    assert (campaign.dossier_due_on, campaign.opened_at) == (dt.date(2026, 12, 15), NOON)
    assert campaign.title == BODY["title"]


@pytest.mark.parametrize("day", ["9999-12-31", "0026-12-15"])
def test_a_year_that_was_mistyped_is_said(client, officer, time_machine, day):
    time_machine.move_to(NOON)

    response = client.post("/campagnes/nouvelle/", BODY | {"dossier_due_on": day})

    assert response.context["form"].errors["dossier_due_on"] == [
        "Ce jour est à plus de dix ans d’aujourd’hui : vérifiez l’année."
    ]


def test_the_day_of_a_campaign_that_is_long_past_stands(client, officer):
    campaign = data.campaign(dossier_due_on=dt.date(2001, 10, 13))

    address = f"/campagnes/{campaign.public_id}/modifier/"
    same = {"framework": campaign.framework.pk, "dossier_due_on": "2001-10-13", "read": writing_of(campaign)}
    response = client.post(address, BODY | same)

    assert response["Location"] == campaign.get_absolute_url()
