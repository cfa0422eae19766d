"""What each person reads on the page: the stage, the deadlines, the reasons given, the pages beside."""

import datetime as dt
import re

import pytest

from evalprog import clock
from evalprog.clock import PARIS
from evaluations import transitions
from evaluations.enums import AgencyRole, CommitteeRole, State, WindowKind
from evaluations.models import Campaign, Conflict, DocumentRequest
from evaluations.transitions import TransitionRefused
from tests import factories
from tests.evaluations import campaign_data as data
from tests.evaluations.views.evaluation.page import address, page_of, perform, problems, text

pytestmark = pytest.mark.django_db


def stages(response) -> list[str]:
    page = response.content.decode()
    return re.findall(r'<li class="current" data-stage="(\w+)">', page)


@pytest.mark.parametrize("state", [State.EXPERTISE, State.DRAFTING, State.COLLEGIAL_VALIDATION, State.AGENCY_READING])
def test_the_institution_sees_the_same_page_while_the_committee_works(client, state):
    evaluation = data.evaluation(State.EXPERTISE)
    institution = data.staff(evaluation)
    before = page_of(client, institution, evaluation)
    type(evaluation).objects.filter(pk=evaluation.pk).update(state=state)

    after = client.get(evaluation.get_absolute_url())

    masked = [re.sub(r'name="csrfmiddlewaretoken" value="\w+"', "", r.content.decode()) for r in (before, after)]
    assert masked[0] == masked[1]
    assert stages(after) == ["EXPERTISE"]
    assert "Travaux du comité" in text(after)
    assert state == State.EXPERTISE or f'data-state="{state.name}"' not in after.content.decode()


def test_a_refusal_does_not_lift_the_veil(client):
    evaluation = data.evaluation(State.COLLEGIAL_VALIDATION)

    response = perform(client, data.staff(evaluation), evaluation, "reply_to_draft")

    assert response.status_code == 409
    assert "L’évaluation en est à : Expertise" in text(response)
    assert "alidation collégiale" not in text(response)


def test_the_committee_and_the_agency_see_the_stage(client):
    evaluation = data.evaluation(State.DRAFTING)

    for user in (data.expert(evaluation), data.agent(), data.agent(AgencyRole.AUDITOR)):
        assert stages(page_of(client, user, evaluation)) == ["DRAFTING"]


@pytest.mark.parametrize(
    ("zone", "local"),
    [
        ("Indian/Reunion", ", soit le 5 décembre 2026, 02:59:59 (heure de l’établissement)"),
        ("America/Martinique", ", soit le 4 décembre 2026, 18:59:59 (heure de l’établissement)"),
        ("Europe/Paris", ""),
        ("Europe/Brussels", ""),
    ],
)
def test_a_deadline_is_shown_to_the_second_in_paris_and_where_the_institution_is(client, zone, local):
    evaluation = data.evaluation(State.DRAFT_TRANSMITTED)
    evaluation.programme.institution.timezone = zone
    evaluation.programme.institution.save()
    data.window(evaluation, WindowKind.CORRECTIONS, dt.datetime(2026, 12, 5, tzinfo=PARIS))

    page = text(page_of(client, data.staff(evaluation), evaluation))

    assert f"4 décembre 2026, 23:59:59 (heure de Paris){local}" in page
    assert ("heure de l’établissement" in page) is bool(local)


def test_the_dossier_is_due_at_the_end_of_its_day(client):
    evaluation = data.evaluation(State.DOSSIER_EXPECTED)

    page = text(page_of(client, data.staff(evaluation), evaluation))

    assert "Dépôt du dossier, jusqu’au 15 décembre 2026, 23:59:59 (heure de Paris)" in page


def test_a_campaign_without_a_day_for_its_dossiers_is_asked_for_it(client):
    evaluation, officer = data.evaluation(State.PLANNED), data.agent()
    Campaign.objects.update(dossier_due_on=None)

    client.force_login(officer)
    shown = client.get(address(evaluation, "expect_dossier"))
    without = perform(client, officer, evaluation, "expect_dossier")
    passed = perform(client, officer, evaluation, "expect_dossier", due_on="2020-01-01")
    given = perform(client, officer, evaluation, "expect_dossier", due_on=f"{clock.today() + dt.timedelta(days=60)}")

    assert "Dossiers attendus pour le" in text(shown)
    assert "Ce champ est obligatoire." in text(without)
    assert "Ce jour est passé : donnez une date à partir d’aujourd’hui." in text(passed)
    assert given.status_code == 302
    evaluation.refresh_from_db()
    assert evaluation.state == State.DOSSIER_EXPECTED
    assert evaluation.campaign.dossier_due_on == clock.today() + dt.timedelta(days=60)


def test_what_is_missing_is_listed_in_advance_and_the_button_waits(client):
    evaluation = data.evaluation(State.COMMITTEE_APPOINTED)

    response = page_of(client, data.agent(), evaluation)

    assert problems(response) == ["Le comité n’a pas de présidence."]
    offered = re.search(r'<div class="offer" data-verb="start_expertise">.*?</button>', response.text, re.DOTALL)[0]
    assert ' disabled aria-describedby="manque-lancer-l-expertise">Lancer l’expertise' in offered
    assert "<a " not in offered and "<form" not in offered
    own = client.get(address(evaluation, "start_expertise")).content.decode()
    assert '<button class="btn btn-primary" type="submit" disabled>Lancer l’expertise' in own


def test_the_reason_of_a_returned_dossier_is_read_by_the_institution(client):
    evaluation = data.evaluation(State.DOSSIER_DEPOSITED)
    perform(client, data.agent(), evaluation, "return_dossier", reason="La pièce n° 3 manque.")

    assert "Motif donné La pièce n° 3 manque." in text(page_of(client, data.staff(evaluation), evaluation))


def test_the_reason_of_a_suspension_stays_with_the_agency(client):
    evaluation = data.evaluation(State.DRAFTING)
    perform(client, data.agent(), evaluation, "suspend", reason="Un expert est malade.")
    evaluation.refresh_from_db()

    assert "Un expert est malade." in text(page_of(client, data.agent(), evaluation))
    assert "Un expert est malade." not in text(page_of(client, data.staff(evaluation), evaluation))


@pytest.mark.parametrize(
    ("verb", "before", "after"),
    [
        ("resume_drafting", State.COLLEGIAL_VALIDATION, State.DRAFTING),
        ("send_back_to_drafting", State.AGENCY_READING, State.DRAFTING),
        ("retransmit_draft", State.CORRECTIONS_RULING, State.DRAFT_TRANSMITTED),
        ("open_erratum", State.PUBLISHED, State.CORRECTIONS_RULING),
    ],
)
def test_the_reasons_given_to_the_committee_are_read_by_it_and_the_agency_alone(client, verb, before, after):
    evaluation = data.evaluation(before)
    chair, expert = data.expert(evaluation, CommitteeRole.CHAIR), data.expert(evaluation)
    officer = data.agent()

    perform(
        client, chair if verb == "resume_drafting" else officer, evaluation, verb, reason="Le point 3 est à revoir."
    )
    evaluation.refresh_from_db()

    assert evaluation.state == after
    for reader in (chair, expert, officer, data.agent(AgencyRole.AUDITOR)):
        assert "Motif donné Le point 3 est à revoir." in text(page_of(client, reader, evaluation))
    assert "Motif donné" not in text(page_of(client, data.staff(evaluation), evaluation))


def test_the_reason_of_a_committee_taken_back_is_read_by_the_agency_alone(client):
    evaluation = data.evaluation(State.COMMITTEE_PROPOSED)
    officer = data.agent()
    transitions.revise_committee(evaluation, by=officer, reason="Un membre s’est désisté.")
    evaluation.refresh_from_db()

    assert "Motif donné Un membre s’est désisté." in text(page_of(client, officer, evaluation))
    assert "Motif donné" not in text(page_of(client, data.staff(evaluation), evaluation))


@pytest.mark.parametrize("number", [1, 30])
def test_the_page_costs_the_same_with_many_requests(client, number, django_assert_num_queries):
    evaluation = data.evaluation(State.DRAFTING)
    officer = data.agent()
    for n in range(number):
        DocumentRequest.objects.create(
            evaluation=evaluation, by=officer, text=f"Pièce {n}", due_on=dt.date(2026, 12, 1)
        )
    client.force_login(officer)

    with django_assert_num_queries(12):
        client.get(evaluation.get_absolute_url())


def pages_beside(response) -> list[str]:
    """The links to the committee, the journal and the messages."""
    found = re.findall(r'href="/evaluations/\w+/(comite|journal|messages)/"', response.content.decode())
    return list(dict.fromkeys(found))


ALL_PAGES = ["comite", "journal", "messages"]


@pytest.mark.parametrize(
    ("state", "person", "pages"),
    [
        (State.DRAFTING, "officer", ALL_PAGES),
        (State.DRAFTING, "publisher", ALL_PAGES),
        (State.DRAFTING, "admin", ALL_PAGES),
        (State.DRAFTING, "auditor", ALL_PAGES),
        (State.DRAFTING, "chair", ["comite"]),
        (State.DRAFTING, "expert", ["comite"]),
        (State.DRAFTING, "contributor", ["comite"]),
        (State.DOSSIER_DEPOSITED, "signatory", []),  # not proposed to them yet
        (State.DOSSIER_DEPOSITED, "officer", ALL_PAGES),
        (State.OBSERVATIONS_CLOSED, "college", ["comite"]),
    ],
)
def test_the_links_to_the_pages_beside_are_those_that_this_person_may_open(client, state, person, pages):
    world = factories.world()
    evaluation = factories.evaluation(world, state)

    page = page_of(client, getattr(world, person), evaluation)

    assert pages_beside(page) == pages
    for name in pages:
        assert client.get(f"{evaluation.get_absolute_url()}{name}/").status_code == 200
    for name in {"journal", "messages"} - set(pages):
        assert client.get(f"{evaluation.get_absolute_url()}{name}/").status_code == 404


def test_a_published_evaluation_leads_whoever_does_not_work_on_it_to_the_report(client):
    world = factories.world()
    evaluation = factories.evaluation(world, State.PUBLISHED)
    report = evaluation.reports.get(kind="FINAL").get_absolute_url()
    Conflict.objects.create(evaluation=evaluation, user=world.expert)

    assert client.get(evaluation.get_absolute_url())["Location"] == report
    for outsider in (world.stranger, world.expert, factories.signatory(factories.institution())):
        assert page_of(client, outsider, evaluation)["Location"] == report
    for insider in (world.officer, world.chair, world.contributor, world.college):
        assert page_of(client, insider, evaluation).status_code == 200


def test_during_an_erratum_a_stranger_is_still_led_to_the_published_version(client):
    world = factories.world()
    evaluation = factories.evaluation(world, State.PUBLISHED)
    transitions.open_erratum(evaluation, by=world.officer, reason="Une coquille.")

    page = page_of(client, world.stranger, evaluation)

    assert page["Location"] == evaluation.reports.get(kind="FINAL").get_absolute_url()


def test_a_refused_transition_names_its_state_only_to_those_who_know_it():
    evaluation = data.evaluation(State.DRAFTING)

    with pytest.raises(TransitionRefused) as refusal:
        transitions.reply_to_draft(evaluation, by=data.staff(evaluation))

    assert [p.sentence for p in refusal.value.problems] == ["Cet acte n’est pas possible à l’étape « expertise »."]
