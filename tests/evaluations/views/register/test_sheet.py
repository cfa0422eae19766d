"""The sheet of a programme on its public page, and as PDF."""

import datetime as dt
import html
import json
import re
import subprocess

import pytest
from django.urls import reverse

from evaluations.reports import press, render
from evaluations.reports.press import Busy, NotPrinted
from evaluations.views.public import programme as view
from programmes import writing
from programmes.models import RncpEntry
from programmes.reports import publication
from tests import factories
from tests.evaluations.register.reports import published as evaluated
from tests.evaluations.views.register.pages import text
from tests.programmes.described import COURSE, description, hostile, published

pytestmark = pytest.mark.django_db


def address(row, name="programme-detail"):
    return reverse(f"evaluations:{name}", args=[row.programme.public_id])


def test_a_published_sheet_is_read(client):
    row = published()

    page = client.get(address(row))

    said = text(page)
    assert "<h1>Master Administration des territoires</h1>" in page.text
    assert "Université d’essai - UE" in said and "Année universitaire 2024-2025" in said
    assert "10 crédits déclarés, 9 d’après les cours" in said
    assert 'aria-label="obligatoire" data-sign="obligatory">○</span>' in page.text
    assert 'aria-label="non accessible aux étudiants d’échange" data-sign="exchange-closed"' in page.text
    assert "A1 Lire un budget." in said and "ADT1101 A1.1 En tirer un avis." in said
    assert "1 acquis sans cours A2" in said and "1 cours sans acquis ADT1102" in said
    assert re.findall(r'data-course="([^"]+)"', page.text) == ["ADT1101", "ADT1102"]


def test_its_data_are_handed_out_and_what_cdm_fr_loses_is_told(client):
    row = published()

    page = client.get(address(row))

    found = re.findall(r'href="(/formations/[^"]+/exporter/[^"]+)"', page.text)
    here = f"/formations/{row.programme.public_id}/exporter"
    assert found == [f"{here}/{form}?annee=2024-2025" for form in ("yaml", "csv", "xlsx", "cdm-fr")]
    assert [client.get(link).status_code for link in found] == [200, 200, 200, 200]
    assert "courses.exchange : l’accès des étudiants d’échange n’est pas écrit" in text(page).replace("\u00a0", " ")


def test_the_sheet_and_the_evaluations_stand_on_one_page(client):
    report = evaluated("Licence Droit")
    published(report.evaluation.programme)

    said = text(client.get(address(report.evaluation)))

    assert "Master Administration des territoires" in said and "Une évaluation publiée" in said


def test_old_years_stay_readable(client):
    old = published(year="2022-2023", title="Ancien titre")
    published(old.programme, year="2024-2025", title="Nouveau titre")

    latest, earlier = client.get(address(old)), client.get(address(old), {"annee": "2022-2023"})

    assert "<h1>Nouveau titre</h1>" in latest.text and "?annee=2022-2023" in latest.text
    assert "<h1>Ancien titre</h1>" in earlier.text and "Une fiche plus récente est publiée" in earlier.text


@pytest.mark.parametrize("name", ["programme-detail", "programme-pdf"])
def test_what_is_not_published_is_answered_like_what_never_was(client, name):
    row = published()
    writing.begin(row.programme, description(year="2025-2026"), by=None)
    hidden = writing.begin(factories.programme(row.programme.institution), description(), by=None).description
    client.force_login(factories.signatory(row.programme.institution))
    never = client.get(reverse(f"evaluations:{name}", args=["222222222222"]))

    found = [
        client.get(address(hidden, name)),
        client.get(address(row, name), {"annee": "2025-2026"}),
        client.get(address(row, name), {"annee": "\0"}),
    ]

    assert [page.status_code for page in (never, *found)] == [404] * 4
    assert {_bare(page) for page in found} == {_bare(never)}


def _bare(page) -> str:
    """Without what differs between any two answers: the address that one comes back to, the token of its form."""
    return re.sub(r'name="(next|csrfmiddlewaretoken)" value="[^"]*"', "", page.text)


def test_what_is_withdrawn_is_gone(client):
    row = published()
    writing.withdraw(row, by=None)

    assert client.get(address(row)).status_code == 404
    assert client.get(address(row, "programme-pdf")).status_code == 404


def test_a_draft_after_publication_is_not_shown(client):
    row = published()
    writing.save(row, description(title="Titre en travail"), based_on=1, by=None)

    assert "Titre en travail" not in client.get(address(row)).text


def test_hostile_texts_are_shown_as_texts(client):
    page = client.get(address(published(**hostile())))

    assert "<script>alert" not in page.text and "onerror=" not in page.text
    assert 'href="javascript' not in page.text
    assert "&lt;script&gt;alert" in page.text


@pytest.mark.parametrize("number", [1, 3])
def test_a_sheet_costs_three_queries(client, django_assert_num_queries, number):
    rows = [published(year="2020-2021")]
    rows += [published(rows[0].programme, year=f"202{n}-202{n + 1}") for n in range(1, number)]
    path = address(rows[0])

    with django_assert_num_queries(3):
        client.get(path)


def test_two_thousand_courses_are_a_page(client):
    courses = [COURSE | {"code": f"C{n}", "outcomes": [f"A{n}"]} for n in range(2_000)]
    outcomes = [{"code": f"A{n}", "text": "Savoir."} for n in range(2_000)]
    row = published(groups=[{"title": "Tout", "courses": courses}], outcome_sets=[{"outcomes": outcomes}])

    page = client.get(address(row))

    assert page.text.count("data-course=") == 2_000
    assert "Le tableau serait trop grand" in page.text and '<table class="outcome-matrix"' not in page.text


# -- its certification


def entry(number="RNCP36315", **fields):
    RncpEntry.objects.create(number=number, title="Administration publique", is_active=True, level=7, **fields)


@pytest.mark.parametrize(
    ("until", "told"),
    [
        (dt.date(2400, 8, 31), "enregistrée jusqu’au 31 août 2400"),
        (dt.date(2019, 8, 31), "enregistrement terminé le 31 août 2019"),
        (None, "active au répertoire national"),
    ],
)
def test_the_certification_is_read_with_its_validity(client, until, told):
    entry(active_until=until)
    row = published(rncp=[{"number": "RNCP36315"}])

    page = client.get(address(row))

    assert f"Certification : RNCP36315 Administration publique {told}" in text(page).replace("\u00a0", " ")
    assert 'href="https://www.francecompetences.fr/recherche/rncp/36315/"' in page.text


def test_a_certification_that_the_directory_does_not_know_is_no_remark_for_everybody(client):
    entry()
    row = published(rncp=[{"number": "RNCP99999", "title": "Gestion"}])

    said = text(client.get(address(row))).replace("\u00a0", " ")

    assert "Certification : RNCP99999 Gestion" in said and "n’est pas dans le répertoire" not in said


@pytest.mark.parametrize("number", [1, 3])
def test_certifications_cost_one_query_more(client, django_assert_num_queries, number):
    path = address(published(rncp=[{"number": f"RNCP3631{n}"} for n in range(number)]))

    with django_assert_num_queries(4):
        client.get(path)


# -- on paper


@pytest.fixture(autouse=True)
def own_folder(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


def paper(row) -> bytes:
    found = publication.published(row.programme.public_id)
    return render.sheet_to_pdf(json.loads(view._order(found, "https://a.example/formations/x/")))


def read(pdf: bytes, *command: str) -> str:
    return subprocess.run([*command, "-", "-"] if command[0] == "pdftotext" else [*command, "-"],
                          input=pdf, capture_output=True, check=True).stdout.decode()  # fmt: skip


def test_paper_says_what_the_page_says_and_is_tagged():
    row = published(narratives=[{"kind": "INTRODUCTION", "text": "<p>Une année dense.</p>"}])

    pdf = paper(row)

    said, facts = read(pdf, "pdftotext", "-layout"), read(pdf, "pdfinfo")
    assert "Une année dense." in said and "ADT1101" in said and "10 crédits déclarés, 9 d’après les cours" in said
    assert "Master Administration des territoires, 2024-2025" in facts
    assert re.search(r"Tagged:\s+yes", facts) and re.search(r"Author:\s+Université d’essai", facts)
    assert "<PDF" not in said


def test_the_same_sheet_gives_the_same_bytes():
    row = published()

    assert paper(row) == paper(row)


def test_hostile_texts_do_not_stop_the_paper():
    said = read(paper(published(**hostile())), "pdftotext", "-layout")

    assert 'alert("x")' in html.unescape(said)


def test_the_file_is_served_and_printed_once(client):
    row = published()

    first = client.get(address(row, "programme-pdf"))
    second = client.get(address(row, "programme-pdf"), {"annee": "2024-2025"})

    assert first["Content-Type"] == "application/pdf" and first.content.startswith(b"%PDF")
    assert first.content == second.content


def test_what_the_press_refuses_is_a_sentence_and_is_not_tried_again_at_once(client, monkeypatch):
    row, asked = published(), []

    def refuse(told):
        asked.append(told)
        raise NotPrinted("La mise en page demande trop de mémoire.")

    monkeypatch.setattr(view, "printed_sheet", refuse)

    pages = [client.get(address(row, "programme-pdf")) for _ in range(2)]

    assert [_unprinted(page) for page in pages] == [(503, "600", "La mise en page demande trop de mémoire.")] * 2
    assert f'href="{address(row)}?annee=2024-2025"' in pages[0].text
    assert len(asked) == 1
    assert press.NotPrinted is NotPrinted


def test_a_press_that_is_busy_is_asked_again_soon(client, monkeypatch):
    row, asked = published(), []

    def refuse(told):
        asked.append(told)
        raise Busy("Trop de documents se préparent en ce moment.")

    monkeypatch.setattr(view, "printed_sheet", refuse)

    pages = [client.get(address(row, "programme-pdf")) for _ in range(2)]

    assert [_unprinted(page) for page in pages] == [(503, "60", "Trop de documents se préparent en ce moment.")] * 2
    assert len(asked) == 2


def test_a_sheet_that_is_too_long_is_not_even_begun(client, monkeypatch):
    courses = [COURSE | {"code": f"C{n}"} for n in range(1_001)]
    row = published(groups=[{"title": "Tout", "courses": courses}])
    monkeypatch.setattr(view, "printed_sheet", lambda told: pytest.fail("it was printed"))

    page = client.get(address(row, "programme-pdf"))

    sentence = "Cette fiche compte 1\u202f001 cours ; le PDF en contient 1\u202f000 au plus."
    assert _unprinted(page) == (503, "86400", sentence)
    shown = client.get(address(row)).text
    assert sentence in shown and "fiche.pdf" not in shown


def _unprinted(page) -> tuple[int, str, str]:
    return page.status_code, page["Retry-After"], re.search(r'<p role="status">(.*?)</p>', page.text)[1]


def test_on_paper_an_item_of_a_list_is_not_cut(client):
    """Sixty items of two lines: each stands whole on its page."""
    items = "".join(f"<li>Item{n} {'mot ' * 24}fin{n}</li>" for n in range(60))

    pages = read(paper(published(narratives=[{"kind": "CAREERS", "text": f"<ul>{items}</ul>"}])), "pdftotext").split(
        "\f"
    )

    assert len(pages) > 2
    for page in pages:
        assert re.findall(r"\bItem(\d+)", page) == re.findall(r"\bfin(\d+)", page)


# -- its institution


def test_an_institution_shows_what_it_offers_by_level(client):
    master = published(title="Master Chimie")
    house = master.programme.institution
    published(factories.programme(house), title="Licence Droit", kind="LICENCE", credits=180)
    writing.begin(factories.programme(house), description(title="Brouillon"), by=None)

    page = client.get(reverse("evaluations:institution-detail", args=[house.public_id]))

    said = text(page)
    assert (
        "2 formations décrites Premier cycle Licence Droit 180 crédits, 2024-2025 Deuxième cycle Master Chimie" in said
    )
    assert "Brouillon" not in said
    assert f"<h1>{html.escape(house.full_name)}</h1>" in page.text


def test_described_programmes_and_their_institutions_are_in_the_map_of_the_site(client):
    row = published()

    programmes, houses = client.get("/sitemap/formations-1.xml"), client.get("/sitemap/etablissements-1.xml")

    assert row.programme.public_id in b"".join(programmes).decode()
    assert row.programme.institution.public_id in b"".join(houses).decode()
