"""The page of an evaluation and its acts, for each person who may stand before it."""

import datetime as dt
import html
import re

import pytest
from django.urls import reverse

from evalprog import clock
from evalprog.clock import PARIS
from evaluations import transitions, writing
from evaluations.enums import AgencyRole, CommitteeRole, ReportKind, State, VisitRule, WindowKind
from evaluations.forms.acts import CountersignatureForm
from evaluations.models import (
    Campaign,
    Conflict,
    DocumentRequest,
    Event,
    Mandate,
    Message,
    Observation,
    Report,
    Visit,
    Window,
)
from evaluations.notifications import kinds
from evaluations.permissions import ACTS
from evaluations.reports import reading
from evaluations.tasks import tasks_for
from evaluations.transitions import TransitionRefused
from evaluations.views.gestures import GESTURES, VERBS, form_name
from evaluations.writing import Signatory
from tests import factories
from tests.confirmed import confirmed
from tests.evaluations import campaign_data as data
from tests.evaluations.views.reading import forms

pytestmark = pytest.mark.django_db

LOGIN = "/compte/connexion/"
NOON = dt.datetime(2026, 11, 20, 11, tzinfo=dt.UTC)
# Acts with a page of their own elsewhere, or performed by the clock.
ELSEWHERE = {
    "postpone_dossiers",
    "invite",
    "dismiss",
    "propose_committee",
    "object",
    "answer_objection",
    "revise_committee",
    "appoint_committee",
    "confirm_member",
    "record_conflict",
    "declare_conflict",
    "rule_on_correction",
    "link_change",
    "close_corrections",
    "close_observations",
    "record_published_elsewhere",
    "propose_redaction",
    "withdraw_redaction",
    "restore_redaction",
    "decide_redactions",
}


@pytest.fixture(autouse=True)
def own_places(settings, tmp_path):
    settings.JOURNAL_ANCHOR = tmp_path / "journal.log"
    settings.MEDIA_ROOT = tmp_path / "files"


def text(response) -> str:
    """What is read, with ordinary spaces."""
    return " ".join(html.unescape(re.sub(r"<[^>]*>", " ", response.content.decode())).split())


def page_of(client, user, evaluation):
    client.force_login(user)
    return client.get(evaluation.get_absolute_url())


def offered(response) -> list[str]:
    """The verbs of the acts on the page, in their order, with those whose button waits."""
    found = re.findall(r'/actes/([\w-]+)/"|disabled aria-describedby="manque-([\w-]+)"', response.content.decode())
    return [VERBS[path or waiting] for path, waiting in found]


def problems(response) -> list[str]:
    return [html.unescape(one) for one in re.findall(r'<li data-where="[^"]*">(.*?)</li>', response.content.decode())]


def address(evaluation, verb) -> str:
    return f"{evaluation.get_absolute_url()}actes/{GESTURES[verb].path}/"


def perform(client, user, evaluation, verb, **body):
    client.force_login(user)
    return client.post(address(evaluation, verb), body)


def draft_sent():
    """An evaluation whose draft has really been transmitted, with its people."""
    evaluation = data.evaluation(State.AGENCY_READING)
    chair = data.expert(evaluation, CommitteeRole.CHAIR, name="Odile Présidente")
    transitions.transmit_draft(evaluation, by=data.agent())
    evaluation.refresh_from_db()
    return evaluation, chair


# -- who


def test_every_act_has_a_gesture_here_or_a_page_elsewhere():
    assert set(ACTS) == set(GESTURES) | ELSEWHERE
    assert not set(GESTURES) & ELSEWHERE


@pytest.mark.parametrize("path", ["", "rapports/", "actes/suspendre/"])
def test_who_may_not_know_of_an_evaluation_finds_nothing(client, path):
    evaluation = data.evaluation(State.DRAFTING)
    conflicted = data.expert(evaluation)
    Conflict.objects.create(evaluation=evaluation, user=conflicted)
    elsewhere = data.staff(data.evaluation(State.DRAFTING))

    for user in (conflicted, elsewhere, data.person(), data.agent(AgencyRole.COLLEGE)):
        client.force_login(user)
        assert client.get(evaluation.get_absolute_url() + path).status_code == 404
        assert client.post(evaluation.get_absolute_url() + "actes/suspendre/").status_code == 404


@pytest.mark.parametrize("path", ["", "rapports/", "actes/suspendre/"])
def test_somebody_unknown_signs_in_first(client, path):
    address = data.evaluation(State.DRAFTING).get_absolute_url() + path

    assert client.get(address)["Location"] == f"{LOGIN}?next={address}"


def test_an_act_that_is_not_offered_here_is_not_found(client):
    evaluation = data.evaluation(State.DRAFT_TRANSMITTED)
    client.force_login(data.agent())

    for word in ("close_corrections", "record_conflict", "suspend", "anything"):
        assert client.post(f"{evaluation.get_absolute_url()}actes/{word}/").status_code == 404


@pytest.mark.parametrize(
    ("verb", "sentence"),
    [
        ("transmit_draft", "Cet acte revient au conseiller scientifique ou au chargé de projet qui suit l’évaluation."),
        ("publish", "Cet acte revient à la présidence de l’agence ou à son délégué."),
        ("suspend", "Cet acte revient à l’agence."),
        ("validate", "Cet acte revient à la présidence du comité."),
        ("start_drafting", "Cet acte revient au rapporteur ou à la présidence du comité."),
        ("reply_to_draft", "Cet acte revient à une personne habilitée à signer pour l’établissement."),
        ("agree_on_visit", "Cet acte revient à l’établissement."),
        ("deposit_dossier", "Cet acte revient à une personne habilitée à signer pour l’établissement, ou à l’agence."),
        ("request_document", "Cet acte revient à l’agence, à la présidence ou au rapporteur du comité."),
    ],
)
def test_an_act_of_another_hand_is_refused_with_its_name(client, verb, sentence):
    evaluation = data.evaluation(State.DRAFTING)
    client.force_login(data.expert(evaluation))

    for response in (
        client.get(address(evaluation, verb)),
        client.post(address(evaluation, verb)),
    ):
        assert response.status_code == 403
        assert sentence in text(response)
    assert Event.objects.count() == 0


@pytest.mark.parametrize(
    ("state", "role", "verbs"),
    [
        (State.PLANNED, "officer", ["expect_dossier", "suspend", "withdraw"]),
        (State.DOSSIER_EXPECTED, "signatory", ["deposit_dossier"]),
        (State.DOSSIER_EXPECTED, "contributor", []),
        (State.DOSSIER_EXPECTED, "officer", ["deposit_dossier", "suspend", "withdraw"]),
        (State.DOSSIER_DEPOSITED, "officer", ["return_dossier", "suspend", "withdraw"]),
        (State.COMMITTEE_APPOINTED, "officer", ["start_expertise", "suspend", "withdraw"]),
        (State.EXPERTISE, "chair", ["start_drafting", "request_document"]),
        (State.DRAFTING, "chair", ["submit_for_validation", "request_document"]),
        (State.DRAFTING, "signatory", []),
        (State.COLLEGIAL_VALIDATION, "expert", ["approve", "dissent"]),
        (
            State.COLLEGIAL_VALIDATION,
            "chair",
            ["approve", "validate", "dissent", "resume_drafting", "request_document"],
        ),
        (
            State.AGENCY_READING,
            "officer",
            ["transmit_draft", "send_back_to_drafting", "request_document", "suspend", "withdraw"],
        ),
        (State.DRAFT_TRANSMITTED, "signatory", ["reply_to_draft"]),
        (State.DRAFT_TRANSMITTED, "officer", ["extend_window", "request_document", "suspend", "withdraw"]),
        (State.CORRECTIONS_RULING, "chair", ["sign_as_chair", "request_document"]),
        (State.CHAIR_SIGNED, "officer", ["open_observations", "suspend", "withdraw"]),
        (State.OBSERVATIONS_OPEN, "signatory", ["file_observations", "waive_observations"]),
        (State.OBSERVATIONS_OPEN, "contributor", []),
        (State.OBSERVATIONS_CLOSED, "publisher", ["countersign", "suspend", "withdraw"]),
        (State.COUNTERSIGNED, "publisher", ["publish", "suspend", "withdraw"]),
        (State.COUNTERSIGNED, "officer", ["suspend", "withdraw"]),
        (State.PUBLISHED, "officer", ["open_erratum"]),
        (State.SUSPENDED, "officer", ["resume", "withdraw"]),
        (State.WITHDRAWN, "officer", []),
        (State.DRAFTING, "auditor", []),
    ],
)
def test_the_page_offers_the_acts_of_this_person_at_this_state(client, state, role, verbs):
    evaluation = data.evaluation(state)
    people = {
        "officer": lambda: data.agent(),
        "publisher": lambda: data.agent(AgencyRole.PUBLISHER),
        "auditor": lambda: data.agent(AgencyRole.AUDITOR),
        "chair": lambda: data.expert(evaluation, CommitteeRole.CHAIR),
        "expert": lambda: data.expert(evaluation),
        "signatory": lambda: data.staff(evaluation),
        "contributor": lambda: data.staff(evaluation, can_sign=False),
    }

    assert offered(page_of(client, people[role](), evaluation)) == verbs


# -- what is seen


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


# -- performing


def test_acts_have_french_addresses_and_hyphenated_names_of_forms():
    assert all(re.fullmatch("[a-z]+(-[a-z]+)*", path) for path in VERBS)
    assert len(VERBS) == len(GESTURES)
    assert GESTURES["transmit_draft"].path == "transmettre"
    assert GESTURES["sign_as_chair"].path == "signer"
    assert form_name("transmit_draft") == "evaluation-transmit-draft"


def test_the_form_of_an_act_is_named_alike_on_the_page_and_on_its_own(client):
    evaluation = data.evaluation(State.EXPERTISE)

    page = page_of(client, data.expert(evaluation, CommitteeRole.CHAIR), evaluation)
    own = client.get(address(evaluation, "start_drafting"))

    assert forms(page) == forms(own) == {"evaluation-start-drafting"}


def test_who_signs_is_led_to_the_page_of_the_observations(client):
    evaluation = data.evaluation(State.OBSERVATIONS_OPEN)
    signatory = data.staff(evaluation)
    client.force_login(signatory)

    assert offered(page_of(client, signatory, evaluation)) == ["file_observations", "waive_observations"]
    page = reverse("evaluations:observations-file", args=[evaluation.public_id])
    assert client.get(address(evaluation, "file_observations"))["Location"] == page
    task = tasks_for(signatory)[0]
    assert task.sentence == "Déposer les observations, ou y renoncer"
    assert task.url == reverse("evaluations:observations", args=[evaluation.public_id])


def test_who_signed_for_the_committee_is_told_that_another_person_countersigns(client):
    world = factories.world()
    factories.mandate(world.chair, AgencyRole.PUBLISHER)
    evaluation = factories.evaluation(world, State.OBSERVATIONS_CLOSED)
    sentence = "Vous avez signé ce rapport pour le comité : une autre personne le contresigne."

    assert problems(page_of(client, world.chair, evaluation)) == [sentence]
    confirmed(client)
    assert problems(client.get(address(evaluation, "countersign"))) == [sentence]
    assert problems(page_of(client, world.publisher, evaluation)) == []


@pytest.mark.parametrize(("state", "verb"), [(State.SUSPENDED, "resume"), (State.PUBLISHED, "open_erratum")])
def test_going_on_beside_another_evaluation_is_refused_in_advance(client, state, verb):
    evaluation = data.evaluation(state)
    data.evaluation(State.PLANNED, programme=evaluation.programme, campaign=evaluation.campaign)
    client.force_login(data.agent())

    page = client.get(address(evaluation, verb))

    assert problems(page) == [f"Une autre évaluation de {evaluation.programme} est en cours dans cette campagne."]
    assert "disabled" in page.content.decode()


def test_a_waiver_over_written_observations_and_an_extension_of_no_delay_are_refused_in_advance(client):
    evaluation = data.evaluation(State.OBSERVATIONS_OPEN)
    Observation.objects.create(evaluation=evaluation, text="<p>Un mot.</p>")
    client.force_login(data.staff(evaluation))
    confirmed(client)
    assert problems(client.get(reverse("evaluations:observations-waive", args=[evaluation.public_id]))) == [
        "Des observations sont écrites : déposez-les, ou effacez-les avant d’y renoncer."
    ]

    officer = data.agent()
    client.force_login(officer)
    sentence = ["Aucun délai n’est ouvert : il n’y a rien à prolonger."]
    assert problems(client.get(address(evaluation, "extend_window"))) == sentence
    sent = perform(client, officer, evaluation, "extend_window", closes_on=str(clock.today()), reason="Grève")
    assert problems(sent) == sentence


def test_an_act_is_performed_and_leads_back(client):
    evaluation = data.evaluation(State.DOSSIER_EXPECTED)
    signatory = data.staff(evaluation)

    response = perform(client, signatory, evaluation, "deposit_dossier")

    evaluation.refresh_from_db()
    assert response["Location"] == evaluation.get_absolute_url()
    assert "Le dossier est déposé." in text(client.get(response["Location"]))
    assert evaluation.state == State.DOSSIER_DEPOSITED
    assert [(e.verb, e.role) for e in evaluation.events.all()] == [("deposit_dossier", "signatory")]


def test_sent_twice_it_is_performed_once_and_the_second_is_told_so(client, time_machine):
    time_machine.move_to(NOON, tick=False)
    evaluation = data.evaluation(State.DOSSIER_EXPECTED)
    signatory = data.staff(evaluation)

    perform(client, signatory, evaluation, "deposit_dossier")
    second = perform(client, signatory, evaluation, "deposit_dossier")

    assert second.status_code == 409
    assert "« Déposer le dossier » a été fait le 20 novembre 2026, 12:00:00, heure de Paris." in text(second)
    assert f'href="{evaluation.get_absolute_url()}"' in second.content.decode()
    assert evaluation.events.count() == 1


def test_an_act_whose_time_has_not_come_is_not_said_to_be_done(client):
    evaluation = data.evaluation(State.DRAFTING)

    response = perform(client, data.agent(), evaluation, "transmit_draft")

    assert response.status_code == 409
    assert "« Transmettre le projet » n’est pas possible à cette étape." in text(response)


@pytest.mark.parametrize("verb", ["return_dossier", "suspend", "withdraw"])
def test_a_reason_must_be_given(client, verb):
    evaluation = data.evaluation(State.DOSSIER_DEPOSITED)

    response = perform(client, data.agent(), evaluation, verb, reason="  ")

    assert response.context["form"].errors == {"reason": ["Ce champ est obligatoire."]}
    assert evaluation.events.count() == 0


def test_what_is_not_ready_is_refused_with_every_reason(client):
    evaluation = data.evaluation(State.COLLEGIAL_VALIDATION)
    chair = data.expert(evaluation, CommitteeRole.CHAIR, name="Odile Présidente")
    data.expert(evaluation, name="Yanis Expert")

    response = perform(client, chair, evaluation, "validate")

    assert response.status_code == 409
    assert problems(response) == [
        "Odile Présidente n’a pas encore donné son avis.",
        "Yanis Expert n’a pas encore donné son avis.",
    ]


def test_a_member_approves_or_dissents_once(client):
    evaluation = data.evaluation(State.COLLEGIAL_VALIDATION)
    expert = data.expert(evaluation)

    perform(client, expert, evaluation, "approve")
    second = perform(client, expert, evaluation, "approve")
    perform(client, expert, evaluation, "dissent", text="Le bilan manque de mesure.")

    member = evaluation.members.get()
    assert "Vous avez déjà approuvé ce texte." in text(second)
    assert (member.approved_at, member.dissent) == (None, "Le bilan manque de mesure.")
    assert [e.verb for e in evaluation.events.all()] == ["approve", "dissent"]


def test_a_window_is_prolonged_to_the_end_of_a_day_and_never_shortened(client, time_machine):
    time_machine.move_to(NOON, tick=False)
    evaluation = data.evaluation(State.OBSERVATIONS_OPEN)
    data.window(evaluation, WindowKind.OBSERVATIONS, dt.datetime(2026, 12, 5, tzinfo=PARIS))
    officer = data.agent()

    shorter = perform(client, officer, evaluation, "extend_window", closes_on="2026-12-03", reason="Essai")
    longer = perform(client, officer, evaluation, "extend_window", closes_on="2026-12-10", reason="Grève")
    again = perform(client, officer, evaluation, "extend_window", closes_on="2026-12-10", reason="Grève")

    assert problems(shorter) == ["Un délai se prolonge ; il ne se raccourcit pas."]
    assert longer.status_code == 302
    assert Window.objects.get().closes_at == dt.datetime(2026, 12, 11, tzinfo=PARIS)
    assert "Le délai court déjà jusqu’à ce jour." in text(again)
    assert [e.details["reason"] for e in evaluation.events.all()] == ["Grève"]


def test_the_page_of_an_extension_says_how_long_the_window_runs(client):
    evaluation = data.evaluation(State.OBSERVATIONS_OPEN)
    data.window(evaluation, WindowKind.OBSERVATIONS, dt.datetime(2026, 12, 5, tzinfo=PARIS))
    client.force_login(data.agent())

    page = text(client.get(address(evaluation, "extend_window")))

    assert "Le délai des observations court jusqu’au 4 décembre 2026, 23:59:59 (heure de Paris)." in page


def test_a_document_is_asked_for_answered_and_neither_twice(client, time_machine):
    time_machine.move_to(NOON, tick=False)
    evaluation = data.evaluation(State.DRAFTING)
    chair, institution = data.expert(evaluation, CommitteeRole.CHAIR), data.staff(evaluation, can_sign=False)
    asked = {"text": "Le tableau des effectifs", "due_on": "2026-12-01"}

    perform(client, chair, evaluation, "request_document", **asked)
    twice = perform(client, chair, evaluation, "request_document", **asked)
    page = page_of(client, institution, evaluation)
    perform(client, institution, evaluation, "answer_document_request", request="1", answer="Le voici.")
    answered = perform(client, institution, evaluation, "answer_document_request", request="1", answer="Encore.")

    assert "Ce document est déjà demandé." in text(twice)
    assert "Le tableau des effectifs attendu pour le 1er décembre 2026" in text(page)
    assert "/actes/repondre-a-une-demande/?request=1" in page.content.decode()
    assert list(answered.context["form"].errors) == ["request"]
    assert DocumentRequest.objects.get().answer == "Le voici."


def test_a_request_of_another_evaluation_cannot_be_answered_here(client):
    evaluation, other = data.evaluation(State.DRAFTING), data.evaluation(State.DRAFTING)
    request = DocumentRequest.objects.create(
        evaluation=other, by=data.agent(), text="Pièce", due_on=dt.date(2026, 12, 1)
    )

    response = perform(
        client, data.staff(evaluation), evaluation, "answer_document_request", request=str(request.pk), answer="Non."
    )

    request.refresh_from_db()
    assert list(response.context["form"].errors) == ["request"]
    assert request.answered_at is None


def test_a_document_is_asked_for_a_day_to_come(client, time_machine):
    time_machine.move_to(NOON, tick=False)
    evaluation = data.evaluation(State.DRAFTING)

    response = perform(client, data.agent(), evaluation, "request_document", text="Pièce", due_on="2026-11-19")

    assert response.context["form"].errors["due_on"] == ["Ce jour est passé : donnez une date à partir d’aujourd’hui."]


def test_a_visit_is_planned_agreed_on_and_held(client, time_machine):
    time_machine.move_to(NOON, tick=False)
    evaluation = data.evaluation(State.EXPERTISE, campaign=data.campaign(visit=VisitRule.BEFORE))
    officer, institution = data.agent(), data.staff(evaluation, can_sign=False)

    perform(client, officer, evaluation, "plan_visit", planned_on="2026-11-19")
    assert offered(page_of(client, institution, evaluation)) == ["agree_on_visit"]
    perform(client, institution, evaluation, "agree_on_visit")
    perform(client, officer, evaluation, "record_visit", held_on="2026-11-19", minutes="Trois entretiens.")

    visit = Visit.objects.get()
    assert (visit.agreed_at, visit.held_on) == (NOON, dt.date(2026, 11, 19))
    assert "Trois entretiens." in text(page_of(client, officer, evaluation))
    assert "Trois entretiens." not in text(page_of(client, institution, evaluation))


def test_whatever_sends_a_message_has_a_page_that_shows_it_before():
    assert [verb for verb, gesture in GESTURES.items() if any(kinds.of(verb)) and not gesture.asks] == []


@pytest.mark.parametrize("day", ["9999-12-31", "0026-11-19"])
def test_the_mistyped_year_of_a_visit_is_said(client, time_machine, day):
    time_machine.move_to(NOON, tick=False)
    evaluation = data.evaluation(State.EXPERTISE, campaign=data.campaign(visit=VisitRule.BEFORE))
    officer = data.agent()

    response = perform(client, officer, evaluation, "plan_visit", planned_on=day)

    said = "Ce jour est à plus d’un an d’aujourd’hui : vérifiez l’année."
    assert response.context["form"].errors["planned_on"] == [said]
    assert not Visit.objects.exists()
    perform(client, officer, evaluation, "plan_visit", planned_on="2026-11-19")
    response = perform(client, officer, evaluation, "record_visit", held_on="0026-11-19")
    assert response.context["form"].errors["held_on"] == [said]


def test_a_campaign_without_visits_offers_none(client):
    evaluation = data.evaluation(State.EXPERTISE)
    officer = data.agent()

    assert "plan_visit" not in offered(page_of(client, officer, evaluation))
    response = perform(client, officer, evaluation, "plan_visit", planned_on=clock.today().isoformat())
    assert problems(response) == ["Cette campagne ne prévoit pas de visite."]


def test_the_agency_countersigns_only_what_the_presidency_has_signed(client):
    evaluation, chair = draft_sent()
    transitions.reply_to_draft(evaluation, by=data.staff(evaluation))
    Campaign.objects.update(visit=VisitRule.NONE)
    type(evaluation).objects.filter(pk=evaluation.pk).update(state=State.OBSERVATIONS_CLOSED)
    publisher = data.agent(AgencyRole.PUBLISHER, name="Bertrand Signataire")
    client.force_login(publisher)
    confirmed(client)

    refused = client.post(address(evaluation, "countersign"), {"office": ""})

    assert problems(refused) == ["Le texte a changé depuis la signature de la présidence du comité."]


def test_who_countersigns_does_it_under_their_own_name_and_as_their_mandate_says(client):
    world = factories.world()
    basis = "Décision n° 2026-12 du 3 mars 2026"
    Mandate.objects.filter(user=world.publisher).update(capacity="DELEGATE", basis=basis)
    evaluation = factories.evaluation(world, State.OBSERVATIONS_CLOSED)
    client.force_login(world.publisher)
    confirmed(client)

    page = client.get(address(evaluation, "countersign"))
    others = {"agency_name": "Le Président", "agency_capacity": "HOLDER", "name": "X", "capacity": "INTERIM"}
    client.post(address(evaluation, "countersign"), {"office": "Directrice"} | others)

    assert f"Vous signez sous le nom de {world.publisher}" in text(page)
    assert f"D’après votre mandat : délégation ({basis})." in text(page)
    assert 'name="agency_name"' not in page.content.decode()
    signature = evaluation.signatures.get(role="AGENCY")
    assert (signature.name, signature.office, signature.capacity, signature.basis) == (
        str(world.publisher),
        "Directrice",
        "DELEGATE",
        basis,
    )
    details = evaluation.events.get(verb="countersign").details
    assert (details["capacity"], details["basis"]) == ("DELEGATE", basis)
    told = text(client.get(f"/evaluations/{evaluation.public_id}/journal/"))
    assert f"Signé au titre d’une décision (délégation) : {basis}." in told


def test_a_delegation_that_has_ended_signs_nothing_at_the_next_request(client):
    world = factories.world()
    evaluation = factories.evaluation(world, State.OBSERVATIONS_CLOSED)
    factories.mandate(world.publisher, AgencyRole.OFFICER)
    client.force_login(world.publisher)
    confirmed(client)
    assert client.get(address(evaluation, "countersign")).status_code == 200

    Mandate.objects.filter(user=world.publisher, role="PUBLISHER").update(ends_at=clock.now())

    assert client.post(address(evaluation, "countersign"), {"office": ""}).status_code == 403
    assert evaluation.signatures.filter(role="AGENCY").count() == 0


def test_who_signs_in_the_other_roles_of_the_agency_is_named_in_the_form():
    both = [{"role": "AGENCY", "heading": "Agence,"}, {"role": "SECTION", "heading": "Section,"}]
    world = factories.world(framework=factories.framework(signatures=both))
    evaluation = factories.evaluation(world, State.OBSERVATIONS_CLOSED)
    words = {"office": "", "section_name": "Anne Prési", "section_office": "Directrice", "section_capacity": "INTERIM"}

    form = CountersignatureForm(words, evaluation=evaluation, user=world.publisher)

    assert form.is_valid()
    assert form.arguments() == {"office": "", "others": [Signatory("SECTION", "Anne Prési", "Directrice", "INTERIM")]}


def test_the_chair_reads_the_very_text_that_is_signed_and_its_hash(client):
    world = factories.world()
    evaluation = factories.evaluation(world, State.CORRECTIONS_RULING)
    factories.write(evaluation, "<p>Un texte à signer.</p>")
    hash_of_text = reading.read(evaluation, kind=ReportKind.PROVISIONAL).judgement_sha256
    client.force_login(world.chair)
    confirmed(client)

    page = client.get(address(evaluation, "sign_as_chair"))
    client.post(address(evaluation, "sign_as_chair"), {"office": "Présidente", "seen": hash_of_text})

    assert "Un texte à signer." in text(page)
    assert f"Son empreinte SHA-256 : {hash_of_text}" in text(page)
    assert f'<input type="hidden" name="seen" value="{hash_of_text}">' in page.content.decode()
    assert evaluation.signatures.get(role="CHAIR").reading_sha256 == hash_of_text
    assert evaluation.reports.get(kind="PROVISIONAL").reading.judgement_sha256 == hash_of_text


@pytest.mark.parametrize("seen", ["", "0" * 64, None])
def test_a_text_that_was_not_read_is_not_signed(client, seen):
    world = factories.world()
    evaluation = factories.evaluation(world, State.CORRECTIONS_RULING)
    client.force_login(world.chair)
    confirmed(client)
    before = reading.read(evaluation, kind=ReportKind.PROVISIONAL).judgement_sha256
    factories.write(evaluation, "<p>Changé entre-temps.</p>")

    sent = {"office": ""} | ({"seen": before if seen is None else seen})
    refused = client.post(address(evaluation, "sign_as_chair"), sent)

    assert problems(refused) == ["Le texte n’est plus celui que vous avez lu\u00a0: relisez-le avant de le signer."]
    assert "Changé entre-temps." in text(refused)
    assert evaluation.signatures.count() == 0


def test_other_fields_of_a_request_have_no_effect(client):
    evaluation = data.evaluation(State.DOSSIER_EXPECTED)

    perform(client, data.staff(evaluation), evaluation, "deposit_dossier", state="150", version="9", by="1")

    evaluation.refresh_from_db()
    assert (evaluation.state, evaluation.version) == (State.DOSSIER_DEPOSITED, 1)


# -- what leaves with the act


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


# -- frozen reports


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


def test_a_refused_transition_names_its_state_only_to_those_who_know_it():
    evaluation = data.evaluation(State.DRAFTING)

    with pytest.raises(TransitionRefused) as refusal:
        transitions.reply_to_draft(evaluation, by=data.staff(evaluation))

    assert [p.sentence for p in refusal.value.problems] == ["Cet acte n’est pas possible à l’étape « expertise »."]


def test_what_came_late_is_decided_from_the_page_and_the_institution_reads_why(client):
    world = factories.world()
    waiting = factories.evaluation(world, State.OBSERVATIONS_OPEN)
    closes_at = waiting.windows.awaited().get().closes_at
    with clock.played_at(closes_at):
        transitions.close_observations(waiting)
        writing.write_observations(waiting, text="<p>Lettre.</p>", signatory="Jeanne Vernet")
        transitions.file_observations(waiting, by=world.signatory)

    page = page_of(client, world.publisher, waiting)
    assert offered(page)[:2] == ["admit_late_observations", "countersign"]
    sentence = "Des observations arrivées hors délai attendent une décision\u00a0: admettez-les, ou écartez-les."
    assert problems(page) == [sentence]
    perform(client, world.publisher, waiting, "leave_out_late_observations", reason="Reçues trois jours après.")

    assert "Motif donné Reçues trois jours après." in text(page_of(client, world.signatory, waiting))
    assert "leave_out_late_observations" not in offered(page_of(client, world.publisher, waiting))
