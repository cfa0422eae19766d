"""The page of a programme: its evaluations, and what became of each weakness."""

import datetime as dt
import html
import re

import pytest
from django.urls import reverse

from tests.evaluations.register.reports import again, conclusion, published
from tests.evaluations.reports.published import PDF
from tests.evaluations.views.register.pages import programme, text

pytestmark = pytest.mark.django_db


def test_a_programme_shows_its_evaluations_and_what_became_of_each_weakness(client, two_waves):
    first, second = two_waves

    page = programme(client, first)

    content, said = page.content.decode(), text(page)
    assert "<h1>Licence Droit et gestion</h1>" in content
    assert "2 évaluations publiées" in said
    assert re.findall(r'class="timeline-year">(\d+)<', content) == ["2022", "2017"]
    item = content[content.index('data-weakness="1" value="1">\n<h3><a href="' + first.get_absolute_url()) :]
    item = " ".join(html.unescape(re.sub(r"<[^>]*>", " ", item[: item.index('data-weakness="2"')])).split())
    assert "Réunir un conseil." in item
    assert "Action prévue pour le 4 mai 2018 Un conseil sera réuni." in item
    assert "Ce que l’évaluation de 2022 relève Point fort Conseil actif." in item
    assert f'href="{second.get_absolute_url()}#constat-strength-1"' in content
    assert "Aucune recommandation n’y répond expressément." in said
    assert "Aucun constat sur les mêmes critères." in said
    assert "Aucune évaluation plus récente n’est publiée." in said


def test_a_programme_shows_the_version_that_holds(client):
    first = published("Licence Droit", sections=(conclusion(weaknesses=[("Faux.", ["x"])]),))
    published(
        "Licence Droit",
        of=first.evaluation,
        version=2,
        pdf=PDF + b"2",
        sections=(conclusion(weaknesses=[("Juste.", ["x"])]),),
    )

    page = text(programme(client, first))

    assert "Juste." in page and "Faux." not in page
    assert "Une évaluation publiée" in page and "version 2" in page


def test_a_correction_of_an_old_evaluation_is_no_new_evaluation(client, two_waves):
    first, second = two_waves
    corrected = published(
        "Licence Droit",
        on=dt.date(2023, 1, 1),
        of=first.evaluation,
        version=2,
        pdf=PDF + b"2",
        sections=(conclusion(weaknesses=[("Pas de conseil.", ["pilotage"])]),),
    )

    page = programme(client, first)

    content, said = page.content.decode(), text(page)
    assert "<h1>Licence Droit et gestion</h1>" in content
    assert re.findall(r'class="timeline-year">(\d+)<', content) == ["2022", "2017"]
    assert "Les points faibles relevés en 2017 et leurs suites" in said and "2023 et leurs" not in said
    assert "Ce que l’évaluation de 2022 relève Point fort Conseil actif." in said
    assert f'href="{second.get_absolute_url()}#constat-strength-1"' in content
    assert corrected.get_absolute_url() in content


def test_of_a_report_without_findings_none_are_counted(client, two_waves):
    assert "point faible" in text(programme(client, two_waves[0]))

    assert "point faible" not in text(programme(client, published("École doctorale")))


@pytest.mark.parametrize("name", ["programme", "institution"])
def test_what_has_nothing_published_does_not_exist(client, name):
    report = published()
    where = report.evaluation.programme if name == "programme" else report.evaluation.programme.institution
    address = reverse(f"evaluations:{name}-detail", args=[where.public_id])
    assert client.get(address).status_code == 200

    report.entry.delete()

    assert client.get(address).status_code == 404
    assert client.get(reverse(f"evaluations:{name}-detail", args=["222222222222"])).status_code == 404


@pytest.mark.parametrize("waves", [1, 3])
def test_the_evaluations_of_a_programme_cost_one_query_beside_that_for_its_sheet(
    client, django_assert_num_queries, waves
):
    report = published()
    for _ in range(waves - 1):
        published(of=again(report.evaluation))
    address = reverse("evaluations:programme-detail", args=[report.evaluation.programme.public_id])

    with django_assert_num_queries(2):
        client.get(address)
