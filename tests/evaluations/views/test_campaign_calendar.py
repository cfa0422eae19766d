"""Putting off the day of the dossiers, and two officers who change one campaign."""

import datetime as dt

import pytest

from evaluations.enums import State
from evaluations.models import Campaign, Conflict, Event
from tests.evaluations import campaign_data as data
from tests.evaluations.views.reading import forms, text

pytestmark = pytest.mark.django_db

NOON = dt.datetime(2026, 11, 20, 11, tzinfo=dt.UTC)
LATER = {"due_on": "2027-01-20", "reason": "Grève des transports."}


@pytest.fixture(autouse=True)
def anchor(settings, tmp_path, time_machine):
    settings.JOURNAL_ANCHOR = tmp_path / "journal.log"
    time_machine.move_to(NOON, tick=False)


@pytest.fixture
def officer(client):
    user = data.agent()
    client.force_login(user)
    return user


@pytest.fixture
def campaign():
    return data.campaign(opened_at=NOON)


def postponement(campaign) -> str:
    return f"{campaign.get_absolute_url()}reporter/"


def settings_of(campaign) -> str:
    return f"{campaign.get_absolute_url()}modifier/"


def answers(response) -> dict[str, str]:
    """What the browser sends of the form that it was shown, when nothing is typed."""
    fields = [field for field in response.context["form"] if not field.field.disabled]
    return {field.html_name: "" if field.value() is None else str(field.value()) for field in fields}


# -- the day


def test_the_page_says_whom_the_new_day_concerns_and_what_they_will_read(client, officer, campaign):
    awaited = data.evaluation(State.DOSSIER_EXPECTED, campaign=campaign)
    data.evaluation(State.DOSSIER_DEPOSITED, campaign=campaign)
    Conflict.objects.create(evaluation=data.evaluation(State.DOSSIER_EXPECTED, campaign=campaign), user=officer)
    data.staff(awaited, name="Sacha Signe")

    response = client.get(postponement(campaign))

    page = text(response)
    assert "Les dossiers sont attendus jusqu’au 15 décembre 2026, 23:59:59 (heure de Paris) ." in page
    assert "1 évaluation attend encore le sien : le report est gardé à son journal." in page
    assert "1 établissement est prévenu." in page
    assert "Un message partira Sacha Signe · signataire de l’établissement" in page
    assert "La date de dépôt du dossier de cette formation est reportée." in page
    assert forms(response) == {"campaign-postpone"}
    assert 'min="2026-12-16"' in response.content.decode()


def test_the_day_is_put_off_once(client, officer, campaign):
    awaited = data.evaluation(State.DOSSIER_EXPECTED, campaign=campaign)

    first, again = (client.post(postponement(campaign), LATER) for _ in range(2))

    assert (first.status_code, first["Location"]) == (302, campaign.get_absolute_url())
    assert again.status_code == 409
    assert "Cet acte n’a pas été fait Les dossiers sont déjà attendus jusqu’à ce jour." in text(again)
    campaign.refresh_from_db()
    assert campaign.dossier_due_on == dt.date(2027, 1, 20)
    assert [(e.evaluation, e.verb) for e in Event.objects.all()] == [(awaited, "postpone_dossiers")]


@pytest.mark.parametrize(
    ("sent", "status", "sentence"),
    [
        ({"due_on": "2026-12-14"}, 409, "Un délai se prolonge ; il ne se raccourcit pas."),
        ({"due_on": "2028-01-20"}, 200, "Ce jour est à plus d’un an ; donnez-en un plus proche."),
        ({"reason": ""}, 200, "Ce champ est obligatoire."),
    ],
)
def test_what_cannot_be_is_said_and_changes_nothing(client, officer, campaign, sent, status, sentence):
    data.evaluation(State.DOSSIER_EXPECTED, campaign=campaign)

    response = client.post(postponement(campaign), LATER | sent)

    assert (response.status_code, sentence in text(response)) == (status, True)
    assert (Campaign.objects.get().dossier_due_on, Event.objects.count()) == (dt.date(2026, 12, 15), 0)


def test_the_message_is_shown_with_the_day_that_was_given(client, officer, campaign):
    data.staff(data.evaluation(State.DOSSIER_EXPECTED, campaign=campaign))

    page = text(client.post(postponement(campaign), LATER | {"reason": ""}))

    assert "est reportée. Vous avez jusqu’au 20 janvier 2027, 23:59:59 (heure de Paris)." in page


def test_a_campaign_that_is_not_open_keeps_its_day_among_its_settings(client, officer):
    campaign = data.campaign()

    response = client.get(postponement(campaign))

    sentence = "Cette campagne n’est pas ouverte : sa date de dépôt se change avec ses autres réglages."
    assert sentence in text(response)
    assert forms(response) == set()
    assert postponement(campaign) not in client.get(campaign.get_absolute_url()).content.decode()


def test_the_page_of_an_open_campaign_leads_there(client, officer, campaign):
    assert f'href="{postponement(campaign)}"' in client.get(campaign.get_absolute_url()).content.decode()


@pytest.mark.parametrize("number", [1, 30])
def test_the_page_costs_the_same_whatever_the_campaign(client, officer, campaign, number, django_assert_num_queries):
    for _ in range(number):
        data.evaluation(State.DOSSIER_EXPECTED, campaign=campaign)

    with django_assert_num_queries(15):
        client.get(postponement(campaign))


# -- two officers, one campaign (INV-W2)


def test_who_saves_an_older_page_is_shown_both_and_changes_nothing(client, officer, campaign):
    mine = answers(client.get(settings_of(campaign)))
    first = client.post(settings_of(campaign), mine | {"title": "Titre de l’autre", "wave": "C"})

    second = client.post(settings_of(campaign), mine | {"wave": "D", "text_invitation": "Bienvenue."})

    assert (first.status_code, second.status_code) == (302, 409)
    assert [(d.label, d.standing, d.yours) for d in second.context["differences"]] == [
        ("Intitulé", "Titre de l’autre", campaign.title),
        ("Vague", "C", "D"),
        ("Invitation au comité", "", "Bienvenue."),
    ]
    page = text(second)
    assert "Quelqu’un a changé cette campagne pendant que vous la modifiiez : rien n’est enregistré." in page
    assert f"Intitulé Titre de l’autre {campaign.title} Vague C D Invitation au comité – Bienvenue." in page
    standing = Campaign.objects.get()
    assert (standing.title, standing.wave, standing.message_texts) == ("Titre de l’autre", "C", {})


def test_having_seen_both_one_may_put_one_s_own_in_place(client, officer, campaign):
    mine = answers(client.get(settings_of(campaign)))
    client.post(settings_of(campaign), mine | {"wave": "C"})
    shown = client.post(settings_of(campaign), mine | {"wave": "D"})

    saved = client.post(settings_of(campaign), answers(shown))

    assert saved.status_code == 302
    assert Campaign.objects.get().wave == "D"


def test_the_same_answers_sent_twice_are_saved_once(client, officer, campaign):
    mine = answers(client.get(settings_of(campaign))) | {"wave": "C", "text_invitation": "Une\r\nligne."}

    assert [client.post(settings_of(campaign), mine).status_code for _ in range(2)] == [302, 302]
    assert Campaign.objects.get().wave == "C"


def test_a_form_that_does_not_say_what_was_read_changes_nothing(client, officer, campaign):
    mine = answers(client.get(settings_of(campaign))) | {"wave": "C", "read": ""}

    assert client.post(settings_of(campaign), mine).status_code == 409
    assert Campaign.objects.get().wave == "B"


def test_a_day_written_while_the_campaign_was_opened_is_not_lost_in_silence(client, officer):
    planned = data.evaluation()
    mine = answers(client.get(settings_of(planned.campaign)))
    client.post(f"{planned.campaign.get_absolute_url()}ouvrir/")

    late = client.post(settings_of(planned.campaign), mine | {"dossier_due_on": "2026-12-01"})

    assert late.status_code == 409
    assert [(d.label, d.standing, d.yours) for d in late.context["differences"]] == [
        ("Dossiers attendus le", "15 décembre 2026", "1er décembre 2026")
    ]
    standing = Campaign.objects.get()
    assert (standing.dossier_due_on, standing.opened_at) == (dt.date(2026, 12, 15), NOON)


def test_saving_leaves_alone_what_the_form_does_not_ask(client, officer, campaign):
    """An act that comes while the form is being saved stands: only what is asked is written."""
    mine = answers(client.get(settings_of(campaign)))
    form = client.get(settings_of(campaign)).context["form"]
    bound = type(form)(mine | {"wave": "C"}, instance=Campaign.objects.get())
    assert bound.is_valid()
    Campaign.objects.update(dossier_due_on=dt.date(2027, 1, 20), opened_at=NOON + dt.timedelta(days=1))

    bound.save()

    standing = Campaign.objects.get()
    assert (standing.wave, standing.dossier_due_on) == ("C", dt.date(2027, 1, 20))
    assert standing.opened_at == NOON + dt.timedelta(days=1)
