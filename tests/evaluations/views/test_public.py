"""What anybody may read: the register, the reports, their files."""

import datetime as dt
import html
import re
from dataclasses import replace

import pytest
from django.urls import reverse
from django.views.defaults import server_error

from evaluations.enums import ReportKind
from evaluations.reports import store
from evaluations.reports.keeping import disk
from tests.evaluations.reports.published import PDF, published_report, titled
from tests.evaluations.reports.sample import sample_reading

pytestmark = pytest.mark.django_db

REGISTER = "/rapports/"


@pytest.fixture(autouse=True)
def own_folder(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


def rows(response) -> list[str]:
    return re.findall(r'<li class="register-row" data-id="([^"]+)">', response.content.decode())


def text(response) -> str:
    """What is read, with ordinary spaces."""
    return " ".join(html.unescape(re.sub(r"<[^>]*>", "", response.content.decode())).split())


# -- the register


def test_the_first_page_is_the_register(client):
    response = client.get("/")

    assert (response.status_code, response["Location"]) == (302, REGISTER)


def test_an_empty_register_says_what_will_come_and_what_to_do(client):
    response = client.get(REGISTER)

    assert response.status_code == 200
    assert "Aucun rapport n’est encore publié." in text(response)
    assert '<a class="btn btn-outline-primary" href="/compte/connexion/">' in response.content.decode()


def test_the_register_lists_published_reports_newest_first(client):
    older = published_report(published_on=dt.date(2016, 3, 1))
    newer = published_report(published_on=dt.date(2017, 6, 14))

    response = client.get(REGISTER)

    assert rows(response) == [newer.public_id, older.public_id]
    assert "2 rapports" in text(response)
    assert "Publié le 14 juin 2017" in text(response)
    assert 'data-state="PUBLISHED"' in response.content.decode()


def test_the_register_can_be_sorted_oldest_first(client):
    older = published_report(published_on=dt.date(2016, 3, 1))
    newer = published_report(published_on=dt.date(2017, 6, 14))

    assert rows(client.get(REGISTER, {"ordre": "ancien"})) == [older.public_id, newer.public_id]


@pytest.mark.parametrize(
    "unpublished",
    [
        {"kind": ReportKind.PROVISIONAL, "published_on": None},
        {"kind": ReportKind.DRAFT, "published_on": None},
        {"kind": ReportKind.FINAL, "published_on": None},
    ],
)
def test_what_is_not_published_is_nowhere(client, unpublished):
    report = published_report(**unpublished)

    assert rows(client.get(REGISTER)) == []
    assert client.get(report.get_absolute_url()).status_code == 404
    assert client.get(report.get_pdf_url()).status_code == 404


@pytest.mark.parametrize("words", ["metrologie", "MÉTROLOGIE", "plate-forme METROLOGIE", "albatre"])
def test_the_search_ignores_accents_and_case_and_wants_every_word(client, words):
    report = published_report()

    assert rows(client.get(REGISTER, {"q": words})) == [report.public_id]


def test_a_search_without_result_says_what_to_try(client):
    published_report()

    response = client.get(REGISTER, {"q": "métrologie zoologie"})

    assert rows(response) == []
    assert "Aucun rapport ne contient tous ces mots : « métrologie zoologie »." in text(response)
    assert f'href="{REGISTER}">Voir tous les rapports</a>' in response.content.decode()


def test_the_excerpt_shows_the_words_where_they_stand(client):
    published_report()

    assert "<mark>métrologie</mark>" in client.get(REGISTER, {"q": "metrologie"}).content.decode()


def test_what_is_searched_is_never_markup(client):
    response = client.get(REGISTER, {"q": '"><script>alert(1)</script>'})

    assert "<script>alert" not in response.content.decode()
    assert 'value="&quot;&gt;&lt;script&gt;' in response.content.decode()


def test_pages_hold_twenty_five_reports_and_keep_the_search(client):
    for _ in range(27):
        published_report()

    first, second = client.get(REGISTER, {"q": "mesure"}), client.get(REGISTER, {"q": "mesure", "page": "2"})

    assert (len(rows(first)), len(rows(second))) == (25, 2)
    assert 'href="?q=mesure&amp;page=2"' in first.content.decode()
    assert 'aria-current="page" href="?q=mesure&amp;page=2"' in second.content.decode()


def test_a_page_beyond_the_last_is_the_last(client):
    published_report()

    assert len(rows(client.get(REGISTER, {"page": "999"}))) == 1
    assert len(rows(client.get(REGISTER, {"page": "x"}))) == 1


@pytest.mark.parametrize("number", [1, 3])
def test_the_register_costs_four_queries(client, django_assert_num_queries, number):
    """The terms, the counts, which reports, their rows: whatever is asked."""
    for _ in range(number):
        published_report()

    for asked in ({}, {"q": "metrologie"}, {"q": "metrologie", "annee": "2017", "nature": "lp", "ordre": "intitule"}):
        with django_assert_num_queries(4):
            assert len(rows(client.get(REGISTER, asked))) == number


# -- a report


def test_a_report_has_one_first_heading_and_an_anchor_for_each_criterion(client):
    reading = sample_reading()
    page = client.get(published_report().get_absolute_url()).content.decode()

    assert page.count("<h1") == 1
    assert re.findall(r'<section class="criterion" id="critere-([^"]+)"', page) == [c.code for c in reading.criteria]


def test_a_report_offers_its_file_with_size_and_hash(client):
    report = published_report()

    page = client.get(report.get_absolute_url())

    assert f'href="{REGISTER}{report.public_id}/rapport.pdf"' in page.content.decode()
    assert "Télécharger le PDF (28 octets)" in text(page)
    assert report.pdf_sha256 in page.content.decode()
    assert sample_reading().sha256 in page.content.decode()


def test_a_report_can_be_cited(client):
    report = published_report()

    page = client.get(report.get_absolute_url())

    assert (
        "AGENCE POUR LA QUALITÉ DES FORMATIONS. Rapport d’évaluation : Licence professionnelle Métiers de la mesure, "
        "de l’essai et de la qualité, Université de la Côte d’Albâtre - UCA. Agence pour la qualité des formations, "
        "2017. Publié le 14 juin 2017. "
        f"Disponible à l’adresse : http://testserver{REGISTER}{report.public_id}/"
    ) in text(page)
    assert f'href="{REGISTER}{report.public_id}/citation.bib"' in page.content.decode()


def test_every_link_inside_the_page_has_its_target(client):
    page = client.get(published_report().get_absolute_url()).content.decode()

    assert set(re.findall(r'href="#([^"]+)"', page)) <= set(re.findall(r' id="([^"]+)"', page))


def test_a_corrected_report_leads_to_its_correction(client):
    first = published_report()
    second = published_report(evaluation=first.evaluation, version=2)

    assert (
        f'href="{second.get_absolute_url()}">Ce rapport a été corrigé'
        in client.get(first.get_absolute_url()).content.decode()
    )
    assert "Ce rapport a été corrigé" not in client.get(second.get_absolute_url()).content.decode()


def test_the_text_of_a_report_is_cleaned_on_its_way_out(client):
    reading = sample_reading()
    bad = replace(reading.sections[0], text='<p onclick="x()">Bon<script>alert(1)</script><img src="//t.example"></p>')

    page = client.get(published_report(replace(reading, sections=(bad,))).get_absolute_url()).content.decode()

    assert "<p>Bon</p>" in page
    assert "alert(1)" not in page and "t.example" not in page


def test_a_report_in_english_says_so_to_screen_readers(client):
    report = published_report(replace(sample_reading(), language="en"))

    page = client.get(report.get_absolute_url()).content.decode()

    assert '<html lang="fr">' in page
    assert '<article class="report" lang="en"' in page


def test_a_report_costs_two_queries(client, django_assert_num_queries):
    report = published_report()

    with django_assert_num_queries(2):
        client.get(report.get_absolute_url())


@pytest.mark.parametrize("path", ["", "rapport.pdf"])
def test_a_report_that_never_existed_is_not_found(client, path):
    response = client.get(f"{REGISTER}222222222222/{path}")

    assert response.status_code == 404
    assert "Cette page n’existe pas" in text(response)


# -- its file


def test_the_file_served_is_the_file_kept(client):
    report = published_report(titled("Master Économie & société / été"))

    response = client.get(report.get_pdf_url())

    assert response.getvalue() == PDF == store.read(report.pdf_sha256)
    assert response["Content-Type"] == "application/pdf"
    assert response["Content-Disposition"] == 'inline; filename="master-economie-societe-ete.pdf"'
    assert response["Content-Length"] == "28"
    assert response["ETag"] == f'"{report.pdf_sha256}"'
    assert response["X-Content-Type-Options"] == "nosniff"
    assert response["Cache-Control"] == "public, max-age=3600"


def missing(file):
    file.unlink()


def altered(file):
    file.write_bytes(b"%PDF-1.7 another report\n")


def a_folder(file):
    file.unlink()
    file.mkdir()


@pytest.mark.parametrize(
    ("damage", "word"), [(missing, "FileNotFoundError"), (altered, "FileAltered"), (a_folder, "IsADirectoryError")]
)
def test_a_file_that_is_not_the_one_published_is_not_served(client, caplog, damage, word):
    report = published_report()
    damage(disk.path(report.pdf_sha256))

    response = client.get(report.get_pdf_url())

    assert (response.status_code, response["Cache-Control"], response.has_header("ETag")) == (503, "no-store", False)
    assert "lisez le rapport sur sa page, ou revenez plus tard pour son PDF." in text(response)
    assert f'href="{report.get_absolute_url()}">Lire le rapport' in response.content.decode()
    said = [record.getMessage() for record in caplog.records if record.name == "evaluations.views.published_files"]
    assert said == [f"No file for the published report {report.public_id}: {word}"]


def test_a_file_that_the_reader_has_is_not_sent_again(client):
    report = published_report()

    response = client.get(report.get_pdf_url(), headers={"If-None-Match": f'"{report.pdf_sha256}"'})

    assert (response.status_code, response.content) == (304, b"")


@pytest.mark.parametrize("name", ["report-list", "report-detail", "report-pdf", "home"])
def test_public_pages_only_answer_reading(client, name):
    report = published_report()
    arguments = [report.public_id] if name in ("report-detail", "report-pdf") else []

    assert client.post(reverse(f"evaluations:{name}", args=arguments)).status_code == 405


# -- around


def test_no_page_lets_anything_in_from_elsewhere(client):
    report = published_report()

    for path in (REGISTER, report.get_absolute_url(), "/compte/connexion/"):
        response = client.get(path)
        assert "default-src 'none'" in response["Content-Security-Policy"].split("; ")
        assert response["Referrer-Policy"] == "same-origin"
        assert " style=" not in response.content.decode()
        assert re.findall(r"<script(?![^>]* src=)", response.content.decode()) == []


def test_the_language_of_the_pages_can_be_changed(client):
    response = client.post("/langue/", {"language": "en", "next": REGISTER}, follow=True)

    assert response.redirect_chain == [(REGISTER, 302)]
    assert '<html lang="en">' in response.content.decode()


def test_an_error_of_ours_has_a_page_without_anything_to_look_up(rf):
    assert "Quelque chose s’est mal passé de notre côté" in server_error(rf.get("/")).content.decode()


@pytest.mark.parametrize("path", ["/compte/connexion/", "/compte/mot-de-passe/oublie/"])
def test_pages_of_sign_in_are_ours(client, path):
    response = client.get(path)

    assert response.status_code == 200
    assert 'class="site-header"' in response.content.decode()


# -- a corrected version


def test_a_corrected_report_leads_to_its_correction_which_says_what_it_replaces(client):
    old = published_report(published_on=dt.date(2017, 6, 1))
    new = published_report(evaluation=old.evaluation, version=2, pdf=PDF + b"corrected")

    before, after = client.get(old.get_absolute_url()), client.get(new.get_absolute_url())

    assert (
        f'<a href="{new.get_absolute_url()}">Ce rapport a été corrigé\u00a0: lire la version 2</a>'
        in before.content.decode()
    )
    assert "qui corrige" not in text(before)
    replaced = f'<a href="{old.get_absolute_url()}">Version 2, qui corrige la version 1 publiée le 1er juin 2017</a>'
    assert replaced in after.content.decode()
    assert "Ce rapport a été corrigé" not in text(after)
    for report, page in ((old, before), (new, after)):
        assert f"SHA-256 {report.pdf_sha256}" in text(page)
        assert client.get(report.get_pdf_url()).getvalue() == store.read(report.pdf_sha256)


def test_a_finding_that_was_answered_says_so_and_the_answer_leads_back(client):
    page = client.get(published_report().get_absolute_url()).content.decode()

    assert '<li class="finding" id="constat-weakness-2" value="2"' in page
    assert '<a href="#reponse-2">Réponse de l’établissement\u00a0: Désaccord</a>' in page
    assert '<section class="item" id="reponse-2"' in page
    assert re.search('<a href="#constat-weakness-2">Répond au point faible n°\u00a02</a>', page)
    assert 'href="#constat-weakness-8"' not in page
