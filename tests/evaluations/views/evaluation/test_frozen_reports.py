"""Frozen reports, read from the page of their evaluation by those to whom they were sent."""

import pytest

from evaluations import transitions
from evaluations.enums import State
from evaluations.models import Report
from tests.evaluations import campaign_data as data
from tests.evaluations.views.evaluation.page import NOON, draft_sent, page_of, text

pytestmark = pytest.mark.django_db


def test_before_transmission_the_institution_reads_nothing(client):
    evaluation = data.evaluation(State.AGENCY_READING)
    client.force_login(data.staff(evaluation))

    page = text(client.get(f"{evaluation.get_absolute_url()}rapports/"))

    assert "Aucun rapport n’est encore transmis." in page


def test_from_transmission_on_the_institution_reads_the_frozen_draft(client):
    evaluation, chair = draft_sent()
    report = Report.objects.get()
    institution = data.staff(evaluation)

    listed = page_of(client, institution, evaluation).content.decode()
    page = client.get(f"{evaluation.get_absolute_url()}rapports/{report.public_id}/")

    assert f'data-id="{report.public_id}"' in listed
    told = "Empreinte SHA-256 du texte figé"
    assert f"{told} : {report.sha256}" in text(page_of(client, institution, evaluation)) and report.sha256 in listed
    assert f"{told} : {report.sha256}" in text(page)
    assert 'data-part="report DRAFT"' in page.content.decode()
    assert "Last-Modified" not in page.headers
    for when in (report.frozen_at.isoformat(), report.frozen_at.strftime("%H:%M")):
        assert when not in page.content.decode()


def test_the_signed_report_is_the_institution_s_once_it_is_sent(client):
    evaluation, chair = draft_sent()
    institution, officer = data.staff(evaluation), data.agent()
    transitions.reply_to_draft(evaluation, by=institution)
    draft = Report.objects.get()
    signed = Report.objects.create(
        evaluation=evaluation,
        kind="PROVISIONAL",
        version=1,
        content=draft.content,
        sha256=draft.sha256,
        title=draft.title,
        institution=draft.institution,
        frozen_at=NOON,
    )
    type(evaluation).objects.filter(pk=evaluation.pk).update(state=State.CHAIR_SIGNED)
    address = f"{evaluation.get_absolute_url()}rapports/{signed.public_id}/"

    def statuses():
        for user in (officer, chair, institution):
            client.force_login(user)
            yield client.get(address).status_code

    assert list(statuses()) == [200, 200, 404]
    transitions.open_observations(evaluation, by=officer)
    assert list(statuses()) == [200, 200, 200]


def test_a_report_of_another_evaluation_is_not_found_here(client):
    evaluation, _chair = draft_sent()
    other = data.evaluation(State.DRAFTING)
    client.force_login(data.agent())

    report = Report.objects.get()
    assert client.get(f"{other.get_absolute_url()}rapports/{report.public_id}/").status_code == 404
