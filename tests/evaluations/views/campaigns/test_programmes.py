"""Putting programmes on the list of a campaign: chosen by boxes, pasted, or read from a file."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from evalprog import clock
from evaluations.models import Event
from programmes.enums import ProgrammeKind
from programmes.models import Programme
from tests.evaluations import campaign_data as data
from tests.evaluations.views.campaigns.page import problems, rows, text

pytestmark = pytest.mark.django_db


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

    kinds = (
        "LICENCE, LP, BUT, DEUST, MASTER, ENGINEER, DOCTORAL_SCHOOL, FIELD, DIPLOMA, FOREIGN_BACHELOR, "
        "FOREIGN_MASTER, FOREIGN"
    )
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
