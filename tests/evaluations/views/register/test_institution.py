"""The page of an institution, and partners as a filter."""

import datetime as dt
import json
import re

import pytest
from django.urls import reverse

from evaluations.enums import Facet
from evaluations.models import RegisterEntry, RegisterTerm
from evaluations.register import figures
from programmes.models import Programme
from tests.evaluations.register.reports import LP, again, published
from tests.evaluations.views.register.pages import REGISTER, rows, text

pytestmark = pytest.mark.django_db


def test_an_institution_shows_its_reports_its_programmes_and_their_years(client, two_waves):
    first, second = two_waves
    published("Ailleurs")
    house = first.evaluation.programme.institution

    page = client.get(reverse("evaluations:institution-detail", args=[house.public_id]))

    content, said = page.content.decode(), text(page)
    assert "<h1>Université</h1>" in content
    assert re.findall(r'<li data-id="([^"]+)"><a href="/rapports', content) == [second.public_id, first.public_id]
    assert "1 formation évaluée" in said and "2 évaluations, de 2017 à 2022" in said
    assert "Ailleurs" not in said
    assert f'href="/rapports/?etablissement={house.public_id}"' in content
    assert '<th scope="row">2017</th><td>1</td>' in content and '<th scope="row">2018</th><td>0</td>' in content


def test_names_are_in_the_order_of_the_alphabet_accents_aside(client):
    first = published("Zoologie", field="Zones")
    for title in ("Économie", "Arts"):
        evaluation = again(first.evaluation)
        evaluation.programme = Programme.objects.create(
            title=title, kind=LP, institution=first.evaluation.programme.institution
        )
        evaluation.save(update_fields=["programme"])
        published(title, of=evaluation, field=title)

    house = client.get(
        reverse("evaluations:institution-detail", args=[first.evaluation.programme.institution.public_id])
    )
    facet = client.get("/rapports/filtres/domaine/")

    listed = house.content.decode().partition('<ul class="programmes">')[2]
    assert re.findall(r">(\w+)</a>", listed.partition("</ul>")[0]) == ["Arts", "Économie", "Zoologie"]
    assert re.findall(r'domaine=\w+">(\w+)</a>', facet.content.decode()) == ["Arts", "Économie", "Zones"]


@pytest.mark.parametrize("number", [1, 4])
def test_an_institution_costs_six_queries(client, django_assert_num_queries, number):
    report = published()
    for _ in range(number - 1):
        published(of=again(report.evaluation))
    house = report.evaluation.programme.institution

    with django_assert_num_queries(6):
        client.get(reverse("evaluations:institution-detail", args=[house.public_id]))


def test_a_chart_has_every_year_and_the_highest_bar_is_the_year_with_most():
    chart = figures.by_year([dt.date(2016, 1, 1), dt.date(2018, 1, 1), dt.date(2018, 5, 1)])

    assert [(bar.year, bar.count, bar.height) for bar in chart.bars] == [(2016, 1, 60), (2017, 0, 0), (2018, 2, 120)]
    assert figures.by_year([]).bars == ()


def test_a_partner_finds_the_reports_that_name_it(client, three, shared):
    report, named, unnamed = shared

    page = client.get(REGISTER, {"partenaire": named.public_id})

    assert rows(page) == [report.public_id]
    assert "Établissement partenaire École des mines - EM 1 rapport" in text(client.get(REGISTER))
    assert rows(client.get(REGISTER, {"partenaire": [named.public_id, unnamed.public_id]})) == [report.public_id]
    assert rows(client.get(REGISTER, {"partenaire": named.public_id, "nature": "master"})) == []
    house = client.get(reverse("evaluations:institution-detail", args=[named.public_id]))
    assert "<h1>École des mines - EM</h1>" in house.text and "Partenaire dans 1 rapport" in text(house)
    assert f'href="/rapports/?partenaire={named.public_id}"' in house.text and report.get_absolute_url() in house.text
    assert "formation évaluée" not in text(house)
    assert f'href="/etablissements/{named.public_id}/"' in client.get(report.get_absolute_url()).text
    assert client.get(reverse("evaluations:institution-detail", args=[unnamed.public_id])).status_code == 404
    line = json.loads(b"".join(client.get("/rapports/rapports.json", {"q": "mines"})))[0]
    assert line["partenaires"] == "École des mines - EM"


def test_the_keys_of_partners_are_told_apart(client, shared):
    """The 1 is not in the 11."""
    report, named, _unnamed = shared
    term = RegisterTerm.objects.get(facet=Facet.PARTNER)
    RegisterEntry.objects.filter(report=report).update(terms=f"1{term.pk},{term.pk}2")

    assert rows(client.get(REGISTER, {"partenaire": named.public_id})) == []
    assert not RegisterEntry.objects.having(term).exists()
