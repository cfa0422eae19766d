"""Anybody learns whether a file is one that was published, and the bytes are served with their hash."""

import base64
import datetime as dt
import hashlib
import html
import re
import time
import zlib

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from evaluations.enums import ReportKind
from evaluations.models import Report
from evaluations.reports import render, seal
from tests.evaluations.reports import sealing
from tests.evaluations.reports.published import evaluation, published_report
from tests.evaluations.reports.sample import sample_reading

pytestmark = pytest.mark.django_db

PAGE = "/rapports/verifier/"
TOKEN = re.compile(r'name="csrfmiddlewaretoken" value="[^"]+"')


@pytest.fixture(autouse=True)
def own_folder(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


@pytest.fixture(scope="module")
def paper():
    return render.to_pdf(sample_reading())


def text(response):
    return " ".join(html.unescape(re.sub(r"<[^>]*>", " ", response.text)).split())


def verdict(response):
    return re.findall(r'data-verdict="(\w+)"', response.text)


def send(client, data, **headers):
    return client.post(PAGE, {"file": SimpleUploadedFile("rapport.pdf", data, "application/pdf")}, **headers)


def test_a_published_file_is_known(client, paper):
    report = published_report(pdf=paper)

    response = send(client, paper)

    assert (response.status_code, verdict(response)) == (200, ["known"])
    assert report.pdf_sha256 in response.text
    assert "Publié le 14 juin 2017" in text(response)
    assert "1 en vigueur" in text(response)


def test_a_version_that_was_replaced_says_by_which(client, paper):
    about = evaluation()
    published_report(pdf=paper, evaluation=about)
    newer = published_report(pdf=b"%PDF-1.7 v2", evaluation=about, version=2, published_on=dt.date(2018, 1, 5))

    response = send(client, paper)

    assert "remplacée par la version 2, publiée le 5 janvier 2018" in text(response)
    assert f'href="{newer.get_absolute_url()}"' in response.text


def test_what_is_not_published_is_not_known(client):
    data = b"%PDF-1.7 not yet"
    published_report(pdf=data, kind=ReportKind.COMPLETE, published_on=None)

    assert verdict(send(client, data)) == ["unknown"]
    sha256 = hashlib.sha256(data).hexdigest()
    known, never = (TOKEN.sub("", client.get(f"{PAGE}{sha}/").text.replace(sha, "")) for sha in (sha256, "0" * 64))
    assert known == never


@pytest.mark.parametrize(
    ("change", "words"),
    [
        (lambda data: data + b"\n% une note", "11 octets ont été ajoutés à la fin"),
        (lambda data: data[:-10], "sa fin manque"),
        (lambda data: data[:1000] + bytes([data[1000] ^ 1]) + data[1001:], "il a été modifié"),
    ],
)
def test_an_altered_file_is_told_from_an_unknown_one(client, paper, change, words):
    report = published_report(pdf=paper)

    response = send(client, change(paper))

    assert verdict(response) == ["altered"]
    assert words in text(response)
    assert report.pdf_sha256 in response.text


def test_a_hash_in_capitals_leads_to_its_one_address(client, paper):
    report = published_report(pdf=paper)
    written = report.pdf_sha256.upper()

    response = client.get(f"{PAGE}{written}/", {"format": "json"})

    assert (response.status_code, response["Location"]) == (301, f"{PAGE}{report.pdf_sha256}/?format=json")
    assert client.get(f"{PAGE}{written}/", follow=True).redirect_chain == [(f"{PAGE}{report.pdf_sha256}/", 301)]
    assert client.get(f"{PAGE}{written[1:]}/").status_code == 404


def test_a_hash_is_looked_up_as_page_and_as_data(client, paper):
    report = published_report(pdf=paper)
    address = f"{PAGE}{report.pdf_sha256}/"

    expected = {
        "sha256": report.pdf_sha256,
        "known": True,
        "resembles": None,
        "report": {
            "id": report.public_id,
            "title": report.title,
            "institution": report.institution,
            "version": 1,
            "published_on": "2017-06-14",
            "url": f"http://testserver/rapports/{report.public_id}/",
            "pdf_url": f"http://testserver/rapports/{report.public_id}/rapport.pdf",
            "size": len(paper),
            "current": True,
            "replaced_by": None,
        },
    }
    assert verdict(client.get(address)) == ["known"]
    assert client.get(f"{address}?format=json").json() == expected
    assert client.get(address, headers={"accept": "application/json"}).json() == expected
    assert verdict(client.post(PAGE, {"sha256": report.pdf_sha256.upper()})) == ["known"]
    as_certutil_says = bytes.fromhex(report.pdf_sha256).hex(" ")
    assert verdict(client.post(PAGE, {"sha256": f"\n{as_certutil_says} "})) == ["known"]
    assert 'maxlength="64"' not in client.get(PAGE).text  # a browser would cut the end off what has spaces


@pytest.mark.parametrize("name", ["abc", "G" * 64, "a" * 63])
def test_what_is_no_hash_has_no_page(client, name):
    assert client.get(f"{PAGE}{name}/").status_code == 404
    assert client.get(f"/rapports/fichiers/{name}.pdf").status_code == 404


def test_nothing_sent_is_asked_for(client):
    response = client.post(PAGE, {})

    assert response.status_code == 422
    assert "Choisissez un fichier" in text(response)


def test_what_is_too_heavy_is_refused_before_it_is_read(client):
    response = client.post(PAGE, b"", content_type="multipart/form-data; boundary=x", CONTENT_LENGTH="20200000")

    assert response.status_code == 413


def test_too_many_files_at_once_are_refused(client):
    for _ in range(20):
        assert send(client, b"x").status_code == 200

    assert send(client, b"x").status_code == 429


def test_nothing_of_what_is_sent_is_kept(client, tmp_path):
    before = sorted(tmp_path.rglob("*"))

    send(client, b"%PDF-1.7 a stranger's file")

    assert sorted(tmp_path.rglob("*")) == before


def test_the_bytes_are_served_with_their_hash_at_an_address_that_is_their_hash(client, paper):
    report = published_report(pdf=paper)
    digest = base64.b64encode(hashlib.sha256(paper).digest()).decode()

    for address in (report.get_pdf_url(), f"/rapports/fichiers/{report.pdf_sha256}.pdf"):
        response = client.get(address)

        assert b"".join(response.streaming_content) == paper
        assert response["ETag"] == f'"{report.pdf_sha256}"'
        assert response["Repr-Digest"] == f"sha-256=:{digest}:"
        assert client.get(address, headers={"if-none-match": response["ETag"]}).status_code == 304


@pytest.mark.parametrize("repeated", [b"<dc:title><rdf:li>", b"<dc:title><rdf:li"])
def test_a_file_made_to_be_looked_at_for_minutes_is_answered_at_once(client, repeated):
    """Ten pieces of metadata, each of ten thousand beginnings of a title: five kilobytes."""
    piece = b"/Type /Metadata >>\nstream\n" + zlib.compress(repeated * 10_000)
    begun = time.process_time()

    response = send(client, b"%PDF-1.7\n" + piece * 10)

    assert verdict(response) == ["unknown"]
    assert time.process_time() - begun < 5


@pytest.mark.parametrize("certificate", ["missing.p12", "not-one.p12"])
def test_a_certificate_that_is_not_there_keeps_nobody_from_verifying(client, paper, settings, tmp_path, certificate):
    (tmp_path / "not-one.p12").write_bytes(b"nothing")
    settings.SEAL_PKCS12 = str(tmp_path / certificate)
    published_report(pdf=seal_of_somebody(paper, settings, tmp_path))

    response = client.get(f"{PAGE}{Report.objects.get().pdf_sha256}/")

    assert (response.status_code, verdict(response)) == (200, ["known"])


def seal_of_somebody(paper, settings, folder):
    """Sealed, before the certificate was lost."""
    lost, settings.SEAL_PKCS12 = settings.SEAL_PKCS12, str(sealing.certificate(folder / "then.p12"))
    settings.SEAL_PASSWORD = sealing.PASSWORD
    sealed, settings.SEAL_PKCS12 = seal.sealed(paper), lost
    return sealed
