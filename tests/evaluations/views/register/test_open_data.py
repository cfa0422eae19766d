"""The register taken away: CSV, JSON, citations."""

import csv
import datetime as dt
import io
import json

import pytest
from django.urls import reverse

from evalprog.access import ACCESS
from evaluations.enums import ReportKind
from tests.evaluations.register.reports import MASTER, conclusion, published

pytestmark = pytest.mark.django_db


def test_the_register_is_taken_away_as_csv(client, three):
    sections = (conclusion(weaknesses=[("a", []), ("b", [])], strengths=[("c", [])]),)
    odd = published(
        '=HYPERLINK("x")', kind=MASTER, field="+1", campaign="@x", sections=sections, on=dt.date(2020, 2, 3)
    )

    response = client.get("/rapports/rapports.csv", {"annee": ["2020", "2017"], "ordre": "ancien"})

    data = b"".join(response).decode()
    lines = list(csv.DictReader(io.StringIO(data.removeprefix("\ufeff"))))
    assert data.startswith("\ufeff") and response["Content-Type"] == "text/csv; charset=utf-8"
    assert [line["intitule"] for line in lines] == ["Licence Droit", '\'=HYPERLINK("x")']
    assert lines[1] == {
        "identifiant": odd.public_id,
        "intitule": '\'=HYPERLINK("x")',
        "etablissement": "Université",
        "etablissement_id": odd.evaluation.programme.institution.public_id,
        "partenaires": "",
        "formation_id": odd.evaluation.programme.public_id,
        "nature": "Master",
        "niveau": "Deuxième cycle",
        "domaine": "'+1",
        "campagne": "'@x",
        "referentiel": "essai",
        "publie_le": "2020-02-03",
        "version": "1",
        "points_forts": "1",
        "points_faibles": "2",
        "recommandations": "0",
        "adresse": f"http://testserver{odd.get_absolute_url()}",
        "pdf": f"http://testserver{odd.get_pdf_url()}",
        "pdf_sha256": odd.pdf_sha256,
    }


def test_the_register_is_taken_away_as_json(client, three):
    response = client.get("/rapports/rapports.json", {"nature": "master", "ordre": "intitule"})

    lines = json.loads(b"".join(response))
    assert [line["intitule"] for line in lines] == ["Master Chimie", "Master Droit"]
    assert lines[0]["pdf_sha256"] == three[2].pdf_sha256
    assert json.loads(b"".join(client.get("/rapports/rapports.json", {"annee": "1999"}))) == []


def test_nothing_unpublished_is_in_any_of_them(client):
    report = published("Licence Secrète", "inédit")
    report.entry.delete()
    type(report).objects.filter(pk=report.pk).update(kind=ReportKind.DRAFT, published_on=None)
    reads = [name for name in ACCESS if name.startswith("evaluations:report-") and "detail" not in name]

    for name in ("report-list", "report-csv", "report-json", "report-feed", "sitemap"):
        assert f"evaluations:{name}" in reads or name == "sitemap"
        response = client.get(reverse(f"evaluations:{name}"))
        data = b"".join(response) if response.streaming else response.content
        assert b"Secr" not in data and report.public_id.encode() not in data


@pytest.mark.parametrize(("form", "begins"), [("bib", b"@techreport{rapport-"), ("ris", b"TY  - RPRT\r\n")])
def test_a_citation_is_a_file(client, form, begins):
    report = published()

    response = client.get(f"{report.get_absolute_url()}citation.{form}")

    assert response.content.startswith(begins)
    assert response["Content-Disposition"] == f'attachment; filename="{report.public_id}.{form}"'
    assert client.get(f"{report.get_absolute_url()}citation.doc").status_code == 404
