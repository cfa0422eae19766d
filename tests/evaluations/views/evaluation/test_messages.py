"""What leaves with an act is shown before it: to whom, in which words."""

import pytest

from evaluations.enums import CommitteeRole, State
from evaluations.models import Message
from evaluations.notifications import kinds
from evaluations.views.gestures import GESTURES
from tests.evaluations import campaign_data as data
from tests.evaluations.views.evaluation.page import address, text

pytestmark = pytest.mark.django_db


def test_whatever_sends_a_message_has_a_page_that_shows_it_before():
    assert [verb for verb, gesture in GESTURES.items() if any(kinds.of(verb)) and not gesture.asks] == []


def test_before_an_act_that_tells_the_page_shows_to_whom_and_in_which_words(client):
    evaluation = data.evaluation(State.AGENCY_READING)
    signatory = data.staff(evaluation, name="Catherine Signe")
    client.force_login(data.agent())

    page = text(client.get(address(evaluation, "transmit_draft")))

    assert "Un message partira" in page
    assert str(signatory) in page
    assert "projet de rapport" in page
    assert Message.objects.count() == 0


def test_when_nobody_is_to_be_told_the_page_says_so(client):
    evaluation = data.evaluation(State.AGENCY_READING)
    client.force_login(data.agent())

    page = text(client.get(address(evaluation, "transmit_draft")))

    assert "Aucun message ne partira : personne n’est à prévenir." in page


def test_the_institution_reads_no_name_of_the_agency_in_a_preview(client):
    evaluation = data.evaluation(State.DRAFT_TRANSMITTED)
    data.agent(name="Solène Conseillère")
    data.expert(evaluation, CommitteeRole.CHAIR, name="Odile Présidente")
    client.force_login(data.staff(evaluation))

    page = text(client.get(address(evaluation, "reply_to_draft")))

    assert "Solène Conseillère" not in page
    assert "Odile Présidente" not in page
