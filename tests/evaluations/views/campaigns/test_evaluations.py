"""Where every evaluation of a campaign stands: what is late first, found by filters, drawn and said in words."""

import datetime as dt
import re

import pytest

from evaluations.enums import State, WindowKind
from evaluations.models import Conflict
from programmes.enums import ProgrammeKind
from programmes.models import Programme
from tests.evaluations import campaign_data as data
from tests.evaluations.views.campaigns.page import NOON, rows, text

pytestmark = pytest.mark.django_db


def test_an_empty_campaign_says_what_to_do(client, officer):
    campaign = data.campaign()

    response = client.get(campaign.get_absolute_url())

    assert "Aucune formation n’est encore inscrite." in text(response)
    assert f'href="/campagnes/{campaign.public_id}/formations/"' in response.content.decode()


def test_the_chart_says_in_words_what_it_draws(client, officer):
    campaign = data.campaign()
    for state in (State.PLANNED, State.DRAFTING, State.DRAFTING):
        data.evaluation(state, campaign=campaign)

    page = client.get(campaign.get_absolute_url()).content.decode()

    assert '<desc id="chart-desc">programmée : 1 ; rédaction : 2.</desc>' in page.replace("\u00a0", " ")
    assert re.findall(r'<rect x="(\d+)" y="0" width="(\d+)" [^>]*data-state="(\w+)"', page) == [
        ("0", "334", "PLANNED"),
        ("334", "666", "DRAFTING"),
    ]
    assert " style=" not in page


def test_what_is_late_comes_first_then_what_soon_will_be(client, officer, time_machine):
    time_machine.move_to(NOON, tick=False)
    campaign = data.campaign(dossier_due_on=dt.date(2026, 12, 15), reminder_days=5)
    quiet = data.evaluation(State.DRAFTING, campaign=campaign)
    expected = data.evaluation(State.DOSSIER_EXPECTED, campaign=campaign)
    closing = data.evaluation(State.OBSERVATIONS_OPEN, campaign=campaign)
    data.window(closing, WindowKind.OBSERVATIONS, NOON + dt.timedelta(days=2))
    closed = data.evaluation(State.DRAFT_TRANSMITTED, campaign=campaign)
    data.window(closed, WindowKind.CORRECTIONS, NOON - dt.timedelta(days=3))

    response = client.get(campaign.get_absolute_url())

    assert rows(response) == [e.public_id for e in (closed, closing, expected, quiet)]
    assert re.findall(r'<li data-id="\w+" class="(\w+)"', response.content.decode()) == ["late", "soon"]
    assert "1 en retard 1 bientôt à échéance" in text(response)
    assert "en retard de 3 jours" in text(response)
    assert "jusqu’au 22 novembre 2026" in text(response)
    assert "jusqu’au 15 décembre 2026" in text(response)


def test_a_window_is_late_at_the_instant_at_which_it_closes(client, officer, time_machine):
    evaluation = data.evaluation(State.DRAFT_TRANSMITTED)
    data.window(evaluation, WindowKind.CORRECTIONS, NOON)
    address = evaluation.campaign.get_absolute_url() + "?retard=1"

    time_machine.move_to(NOON - dt.timedelta(microseconds=1), tick=False)
    assert rows(client.get(address)) == []
    time_machine.move_to(NOON, tick=False)
    assert rows(client.get(address)) == [evaluation.public_id]


def test_evaluations_are_found_by_state_institution_and_words(client, officer):
    campaign = data.campaign()
    lille = data.institution(name="Université de Lille")
    history = Programme.objects.create(kind=ProgrammeKind.MASTER, title="Master Métiers du livre", institution=lille)
    found = data.evaluation(State.DRAFTING, campaign=campaign, programme=history)
    other = data.evaluation(State.EXPERTISE, campaign=campaign)
    address = campaign.get_absolute_url()

    assert rows(client.get(address, {"etape": "DRAFTING"})) == [found.public_id]
    assert rows(client.get(address, {"etablissement": lille.public_id})) == [found.public_id]
    assert rows(client.get(address, {"q": "METIERS lille"})) == [found.public_id]
    assert rows(client.get(address, {"q": "metiers", "etape": "EXPERTISE"})) == []
    assert sorted(rows(client.get(address, {"etape": "RIEN"}))) == sorted([found.public_id, other.public_id])


def test_filters_that_nobody_typed_filter_nothing_or_find_nothing(client, officer):
    """A NUL is an error of PostgreSQL."""
    evaluation = data.evaluation()
    address = evaluation.campaign.get_absolute_url()

    for name in ("etablissement", "etape", "q", "page"):
        assert rows(client.get(address, {name: "\0"})) == [evaluation.public_id], name
    assert rows(client.get(address, {"etablissement": "222222222222"})) == []


def test_filters_that_find_nothing_lead_back_to_all(client, officer):
    evaluation = data.evaluation()

    response = client.get(evaluation.campaign.get_absolute_url(), {"q": "zoologie"})

    assert "Aucune évaluation ne répond à ces filtres." in text(response)


def test_a_conflict_removes_the_evaluation_from_rows_counts_and_choices(client, officer):
    campaign = data.campaign()
    hidden = data.evaluation(State.DRAFTING, campaign=campaign)
    shown = data.evaluation(State.EXPERTISE, campaign=campaign)
    Conflict.objects.create(evaluation=hidden, user=officer)

    response = client.get(campaign.get_absolute_url())

    assert rows(response) == [shown.public_id]
    assert "1 évaluation aucune en retard" in text(response)
    assert hidden.programme.institution.name not in text(response)


@pytest.mark.parametrize("number", [1, 30, 1400])
def test_a_campaign_page_costs_the_same_whatever_its_size(client, officer, number, django_assert_num_queries):
    campaign = data.filled_campaign(number)

    with django_assert_num_queries(9):
        response = client.get(campaign.get_absolute_url())

    assert len(rows(response)) == min(number, 50)
    assert len(response.content) <= 100_000
