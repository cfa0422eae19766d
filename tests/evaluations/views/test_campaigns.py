"""The officer's campaigns: their list, their facts, where every evaluation stands, their opening, their programmes."""

import datetime as dt
import html
import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from evalprog import clock
from evaluations.enums import AgencyRole, State, WindowKind
from evaluations.forms.campaigns import writing_of
from evaluations.models import Campaign, Conflict, Evaluation, Event
from programmes.enums import ProgrammeKind
from programmes.models import Programme
from tests.evaluations import campaign_data as data
from tests.evaluations.reports.published import published_report

pytestmark = pytest.mark.django_db

LOGIN = "/compte/connexion/"
NOON = dt.datetime(2026, 11, 20, 11, tzinfo=dt.UTC)
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


@pytest.fixture(autouse=True)
def anchor(settings, tmp_path):
    settings.JOURNAL_ANCHOR = tmp_path / "journal.log"


@pytest.fixture
def officer(client):
    user = data.agent()
    client.force_login(user)
    return user


def text(response) -> str:
    """What is read, with ordinary spaces."""
    return " ".join(html.unescape(re.sub(r"<[^>]*>", " ", response.content.decode())).split())


def rows(response) -> list[str]:
    return re.findall(r'<li data-id="([^"]+)"', response.content.decode())


def problems(response) -> list[str]:
    found = re.findall(r'<li data-(?:where|line)="[^"]*">(.*?)</li>', response.content.decode())
    return [" ".join(html.unescape(re.sub(r"<[^>]*>", "", one)).split()) for one in found]


# -- who


OBJECT_PATHS = ["", "modifier/", "ouvrir/", "reporter/", "formations/"]


@pytest.mark.parametrize("path", OBJECT_PATHS)
def test_a_campaign_is_unknown_to_whoever_is_not_of_the_agency(client, path):
    evaluation = data.evaluation(State.EXPERTISE)
    address = f"/campagnes/{evaluation.campaign.public_id}/{path}"
    for user in (data.expert(evaluation), data.staff(evaluation), data.agent(AgencyRole.COLLEGE), data.person()):
        client.force_login(user)
        assert client.get(address).status_code == 404


@pytest.mark.parametrize(("path", "status"), [("", 200), ("modifier/", 403), ("ouvrir/", 403), ("formations/", 403)])
@pytest.mark.parametrize("role", [AgencyRole.PUBLISHER, AgencyRole.ADMIN, AgencyRole.AUDITOR])
def test_the_agency_reads_a_campaign_and_only_its_officers_change_it(client, role, path, status):
    client.force_login(data.agent(role))

    assert client.get(f"/campagnes/{data.campaign().public_id}/{path}").status_code == status


@pytest.mark.parametrize(
    ("path", "sentence"),
    [
        ("nouvelle/", "Seul un conseiller de l’agence crée une campagne."),
        ("{id}/modifier/", "Seul un conseiller de l’agence modifie une campagne."),
        ("{id}/ouvrir/", "Seul un conseiller de l’agence ouvre une campagne."),
        ("{id}/reporter/", "Seul un conseiller de l’agence reporte la date de dépôt."),
        ("{id}/formations/", "Seul un conseiller de l’agence inscrit une formation dans une campagne."),
    ],
)
def test_a_refusal_says_whose_act_it_is(client, path, sentence):
    client.force_login(data.agent(AgencyRole.AUDITOR))

    assert sentence in text(client.get("/campagnes/" + path.format(id=data.campaign().public_id)))


@pytest.mark.parametrize("path", ["", "nouvelle/"])
def test_campaigns_are_unknown_to_whoever_is_not_of_the_agency(client, path):
    evaluation = data.evaluation(State.EXPERTISE)
    for user in (data.expert(evaluation), data.staff(evaluation), data.agent(AgencyRole.COLLEGE), data.person()):
        client.force_login(user)
        assert client.get(f"/campagnes/{path}").status_code == 404


@pytest.mark.parametrize("path", ["", "nouvelle/", "{id}/", "{id}/modifier/", "{id}/ouvrir/", "{id}/formations/"])
def test_somebody_unknown_signs_in_first(client, path):
    address = "/campagnes/" + path.format(id=data.campaign().public_id)

    assert client.get(address)["Location"] == f"{LOGIN}?next={address}"


# -- the list


def test_without_a_campaign_the_list_says_what_to_do(client, officer):
    response = client.get("/campagnes/")

    assert "Aucune campagne n’existe encore." in text(response)
    assert '<a class="btn btn-primary" href="/campagnes/nouvelle/">Créer une campagne</a>' in response.content.decode()


def test_the_list_counts_what_this_person_may_know_of(client, officer):
    campaign = data.campaign()
    known = published_report(evaluation=data.evaluation(State.PUBLISHED, campaign=campaign)).evaluation
    data.evaluation(State.DRAFTING, campaign=campaign)
    Conflict.objects.create(evaluation=data.evaluation(campaign=campaign), user=officer)

    response = client.get("/campagnes/")

    assert known.campaign.public_id in response.content.decode()
    assert "2 évaluations dont 1 publiée" in text(response)


@pytest.mark.parametrize("campaigns", [1, 25])
def test_the_list_asks_the_same_questions_for_one_and_for_many(client, officer, campaigns, django_assert_num_queries):
    for _ in range(campaigns):
        data.evaluation(campaign=data.campaign())

    with django_assert_num_queries(8):
        client.get("/campagnes/")


# -- its facts


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


# -- where every evaluation stands


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


# -- opening


def test_before_opening_the_page_says_what_will_happen(client, officer):
    campaign = data.evaluation().campaign
    data.evaluation(campaign=campaign)

    page = text(client.get(f"/campagnes/{campaign.public_id}/ouvrir/"))

    assert "2 évaluations passent à « dossier attendu »." in page
    assert "2 établissements les découvrent et peuvent déposer." in page
    assert "Les dossiers sont attendus jusqu’au 15 décembre 2026, 23:59:59 (heure de Paris) ." in page
    assert Evaluation.objects.filter(state=State.PLANNED).count() == 2


def test_before_opening_the_page_shows_a_message_that_will_leave(client, officer):
    planned = data.evaluation(campaign=data.campaign(message_texts={"dossier_expected": "Suivez le modèle."}))
    address = f"{planned.campaign.get_absolute_url()}ouvrir/"

    nobody = text(client.get(address))
    data.staff(planned, name="Sacha Signe")
    somebody = text(client.get(address))

    assert "Personne n’est rattaché à cet établissement" in nobody
    assert "Un message partira Sacha Signe · signataire de l’établissement" in somebody
    assert "est ouvert. Vous avez jusqu’au 15 décembre 2026, 23:59:59 (heure de Paris)." in somebody
    assert "Suivez le modèle." in somebody


def test_opening_a_campaign_opens_its_evaluations_once(client, officer):
    evaluation = data.evaluation()
    address = f"/campagnes/{evaluation.campaign.public_id}/ouvrir/"

    first, second = client.post(address), client.post(address)

    evaluation.refresh_from_db()
    evaluation.campaign.refresh_from_db()
    assert first["Location"] == second["Location"] == evaluation.campaign.get_absolute_url()
    assert evaluation.state == State.DOSSIER_EXPECTED
    assert evaluation.campaign.opened_at is not None
    assert [event.verb for event in Event.objects.all()] == ["expect_dossier"]


def test_a_campaign_without_a_day_for_its_dossiers_does_not_open(client, officer):
    evaluation = data.evaluation(campaign=data.campaign(dossier_due_on=None))

    response = client.post(f"/campagnes/{evaluation.campaign.public_id}/ouvrir/")

    assert (response.status_code, problems(response)) == (409, ["Donnez d’abord la date d’attente des dossiers."])
    assert Evaluation.objects.get().state == State.PLANNED


def test_a_large_campaign_opens_by_parts_and_says_how_far_it_has_got(client, officer):
    campaign = data.campaign()
    Evaluation.objects.bulk_create(
        Evaluation(programme=programme, campaign=campaign, framework=campaign.framework)
        for programme in data.programmes(130)
    )
    address = f"/campagnes/{campaign.public_id}/ouvrir/"

    first, second = client.post(address), client.post(address)

    assert "100 évaluations ouvertes sur 130" in text(first)
    assert "data-go-on" in first.content.decode()
    assert second["Location"] == campaign.get_absolute_url()
    assert Evaluation.objects.filter(state=State.DOSSIER_EXPECTED).count() == 130


def test_an_evaluation_with_a_conflict_of_the_officer_waits_for_another_hand(client, officer):
    evaluation = data.evaluation()
    Conflict.objects.create(evaluation=evaluation, user=officer)
    data.evaluation(campaign=evaluation.campaign)

    client.post(f"/campagnes/{evaluation.campaign.public_id}/ouvrir/")

    evaluation.refresh_from_db()
    assert evaluation.state == State.PLANNED


# -- putting programmes on the list


@pytest.fixture
def list_page():
    campaign = data.campaign()
    return campaign, f"/campagnes/{campaign.public_id}/formations/"


def test_programmes_are_chosen_by_boxes(client, officer, list_page):
    campaign, address = list_page
    chosen, left = data.programmes(2)

    response = client.post(address, {"choose": "1", "programme": [chosen.public_id]})

    assert response["Location"] == campaign.get_absolute_url()
    assert [e.programme for e in campaign.evaluations.all()] == [chosen]
    assert rows(client.get(address)) == [left.public_id]
    event = Event.objects.get()
    assert (event.verb, event.role, event.number, event.sha256) == ("plan", "officer", 1, event.computed_sha256())


def test_without_a_box_checked_nothing_is_listed(client, officer, list_page):
    campaign, address = list_page

    response = client.post(address, {"choose": "1"})

    assert response.status_code == 422
    assert problems(response) == ["Cochez au moins une formation qui n’est pas encore inscrite."]


def test_a_programme_that_the_framework_does_not_concern_is_as_if_unknown(client, officer, list_page):
    campaign, address = list_page
    school = Programme.objects.create(
        kind=ProgrammeKind.DOCTORAL_SCHOOL, title="École doctorale 1", institution=data.institution()
    )

    assert rows(client.get(address)) == []
    assert client.post(address, {"choose": "1", "programme": [school.public_id]}).status_code == 422
    assert campaign.evaluations.count() == 0


def test_programmes_are_found_by_words_kind_and_institution(client, officer, list_page):
    _campaign, address = list_page
    first, second = data.programmes(2)
    Programme.objects.filter(pk=first.pk).update(title="Licence Foresterie")

    assert rows(client.get(address, {"q": "foresterie"})) == [first.public_id]
    assert rows(client.get(address, {"type": second.kind})) == [second.public_id]
    assert rows(client.get(address, {"etablissement": second.institution.public_id})) == [second.public_id]
    for name in ("q", "type", "etablissement"):  # a NUL is an error of PostgreSQL
        assert len(rows(client.get(address, {name: "\0"}))) == 2, name
    assert client.post(address, {"choose": "1", "programme": ["\0"]}).status_code == 422


@pytest.mark.parametrize("number", [1, 30])
def test_the_page_of_choices_asks_the_same_questions(client, officer, list_page, number, django_assert_num_queries):
    data.programmes(number)

    with django_assert_num_queries(10):
        client.get(list_page[1])


def test_lines_are_pasted_and_new_programmes_created(client, officer, list_page):
    campaign, address = list_page
    house = data.institution(uai="0601223D")
    known = Programme.objects.create(kind=ProgrammeKind.LP, title="Licence Métrologie", institution=house)
    lines = (
        'UAI ; type ; intitulé ; champ\n0601223d ; LP ; licence métrologie ;\n\n0601223D;Master;"Chimie ; bio";Sciences'
    )

    response = client.post(address, {"text": lines})

    created = Programme.objects.exclude(pk=known.pk).get()
    assert response["Location"] == campaign.get_absolute_url()
    assert (created.kind, created.title, created.field) == ("MASTER", "Chimie ; bio", "Sciences")
    assert {e.programme for e in campaign.evaluations.all()} == {known, created}


def test_every_bad_line_is_named_and_nothing_is_written(client, officer, list_page):
    campaign, address = list_page
    house = data.institution(uai="0601223D")
    running = Programme.objects.create(kind=ProgrammeKind.LP, title="Déjà là", institution=house)
    data.evaluation(campaign=campaign, programme=running)
    lines = "\n".join(
        [
            "0601223D ; LP ; Bonne ligne",
            "0601223X ; LP ; Mauvaise lettre",
            "0601223D ; BTS ; Mauvais type",
            "0601223D ; LP ;",
            "0601223D ; LP ; Bonne ligne",
            "0430912H ; LP ; Inconnu",
            "0601223D ; LP ; Déjà là",
            "0601223D ; FIELD ; Un champ",
            "0601223D ; LP ; Trop ; de ; colonnes",
        ]
    )

    response = client.post(address, {"text": lines})

    kinds = "LICENCE, LP, BUT, DEUST, MASTER, DOCTORAL_SCHOOL, FIELD, DIPLOMA, FOREIGN"
    assert response.status_code == 422
    assert problems(response) == [
        "Ligne 2 « 0601223X » n’est pas un code UAI : sept chiffres, puis leur lettre de contrôle.",
        f"Ligne 3 « BTS » n’est pas un type de formation ; choisissez parmi {kinds}.",
        "Ligne 4 L’intitulé manque.",
        "Ligne 5 La même formation est déjà à la ligne 1.",
        "Ligne 6 Aucun établissement ne porte le code UAI 0430912H.",
        "Ligne 7 Déjà là est déjà en cours d’évaluation dans cette campagne.",
        f"Ligne 8 Le référentiel {campaign.framework} ne concerne pas ce type de formation : Champ de formations.",
        "Ligne 9 Il y a plus de quatre colonnes ; mettez entre guillemets un intitulé qui contient « ; ».",
    ]
    assert "8 lignes sont à corriger ; rien n’a été inscrit." in text(response)
    assert (Programme.objects.count(), campaign.evaluations.count()) == (1, 1)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252"])
def test_a_file_is_read_as_spreadsheets_write_it(client, officer, list_page, encoding):
    _campaign, address = list_page
    data.institution(uai="0601223D")
    content = "0601223D;LP;Métiers du bois;Sciences\r\n".encode(encoding)

    client.post(address, {"file": SimpleUploadedFile("liste.csv", content)})

    assert Programme.objects.get().title == "Métiers du bois"


def test_lines_and_file_are_one_or_the_other(client, officer, list_page):
    response = client.post(list_page[1], {"text": "  "})

    assert response.status_code == 422
    assert response.context["form"].non_field_errors() == [
        "Collez des lignes, ou choisissez un fichier : l’un des deux."
    ]


def test_a_list_of_titles_only_is_empty(client, officer, list_page):
    assert problems(client.post(list_page[1], {"text": "UAI ; type"})) == ["Ligne 1 La liste est vide."]


# A row of SQLite's has so many variables that it writes some hundred rows at a time.
def test_1400_lines_are_a_handful_of_questions(client, officer, list_page, django_assert_max_num_queries):
    campaign, address = list_page
    data.institution(uai="0601223D")
    lines = "\n".join(f"0601223D ; LICENCE ; Licence {n} ; Sciences" for n in range(1400))

    with django_assert_max_num_queries(80):
        client.post(address, {"text": lines})

    assert campaign.evaluations.count() == Event.objects.count() == 1400


def test_what_is_listed_in_one_write_is_known_to_the_anchor(
    officer, list_page, settings, django_capture_on_commit_callbacks, client
):
    campaign, address = list_page
    programmes = data.programmes(3)

    with django_capture_on_commit_callbacks(execute=True):
        client.post(address, {"choose": "1", "programme": [p.public_id for p in programmes]})

    anchored = [line.split()[1:] for line in settings.JOURNAL_ANCHOR.read_text().splitlines()]
    assert anchored == [[e.evaluation.public_id, "1", e.sha256] for e in Event.objects.order_by("pk")]
    assert clock.now() >= Event.objects.first().at
