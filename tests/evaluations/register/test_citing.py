"""A report in the formats of bibliographies, to the letter."""

import datetime as dt
from dataclasses import replace

import pytest

from evaluations.models import Report
from evaluations.register import citing
from tests.evaluations.reports.sample import sample_reading

ADDRESS = "https://evaluation.example.org/rapports/abc/"


def report(version=1):
    return Report(public_id="abc", version=version, published_on=dt.date(2017, 6, 1))


def named(title, **cover):
    reading = sample_reading()
    return replace(reading, cover=replace(reading.cover, title=title, institution="Université & Cie", **cover))


def text(name, version=1, title="Master Économie"):
    return next(c.text for c in citing.texts(report(version), named(title), ADDRESS) if c.name == name)


def test_the_french_norm():
    assert text("ISO 690") == (
        "AGENCE POUR LA QUALITÉ DES FORMATIONS. Rapport d’évaluation\u00a0: Master Économie, Université & Cie. "
        "Agence pour la qualité des formations, 2017. "
        f"Publié le 1er juin 2017. Disponible à l’adresse\u00a0: {ADDRESS}"
    )
    assert "Master Économie, Université & Cie. Version 2. Agence" in text("ISO 690", version=2)


def test_apa():
    assert text("APA") == (
        "Agence pour la qualité des formations. (2017, 1er juin). Rapport d’évaluation\u00a0: Master Économie, "
        f"Université & Cie. {ADDRESS}"
    )
    assert text("APA", version=2).endswith(f"Master Économie, Université & Cie (version 2). {ADDRESS}")


def test_a_title_that_names_its_kind_itself_stands_alone():
    school = named("École doctorale n° 712", document="École doctorale")

    assert school.full_title == "École doctorale n° 712"
    assert named("École doctorales", document="École doctorale").full_title == "École doctorale\u00a0: École doctorales"
    assert "TI  - École doctorale n° 712\r\n" in citing.ris(report(1), school, ADDRESS)


def test_a_title_has_the_colon_of_its_language():
    english = replace(named("Law", document="Evaluation report"), language="en")

    assert "TI  - Evaluation report: Law\r\n" in citing.ris(report(), english, ADDRESS)


def test_bibtex():
    assert citing.bibtex(report(), named("100 % {Art} & \\LaTeX_x ~ ^ #1 $"), "https://example.org/a_b?c=%20&d#e") == (
        "@techreport{rapport-abc,\n"
        "  title = {{Rapport d’évaluation~: 100 \\% \\{Art\\} \\& \\textbackslash{}LaTeX\\_x \\textasciitilde{} "
        "\\textasciicircum{} \\#1 \\$}},\n"
        "  author = {{Agence pour la qualité des formations}},\n"
        "  institution = {Agence pour la qualité des formations},\n"
        "  type = {Rapport d’évaluation},\n"
        "  year = {2017},\n"
        "  month = {6},\n"
        "  date = {2017-06-01},\n"
        "  language = {french},\n"
        "  note = {Université \\& Cie, Campagne d’évaluation 2016-2017 (Vague C)},\n"
        "  url = {https://example.org/a_b?c=\\%20&d#e}\n"
        "}\n"
    )
    assert "  number = {3},\n" in citing.bibtex(report(3), named("X"), ADDRESS)


def test_ris():
    assert citing.ris(report(2), named("Droit\r\nER  - \nTY  - BOOK"), ADDRESS) == (
        "TY  - RPRT\r\n"
        "AU  - Agence pour la qualité des formations,\r\n"
        "TI  - Rapport d’évaluation\u00a0: Droit ER  -  TY  - BOOK\r\n"
        "PB  - Agence pour la qualité des formations\r\n"
        "PY  - 2017\r\n"
        "DA  - 2017/06/01\r\n"
        "ET  - 2\r\n"
        "N1  - Université & Cie, Campagne d’évaluation 2016-2017 (Vague C)\r\n"
        "LA  - fr\r\n"
        f"UR  - {ADDRESS}\r\n"
        "ER  - \r\n"
    )


@pytest.mark.parametrize("name", ["ISO 690", "APA"])
def test_what_is_cited_is_never_markup(name):
    found = next(c for c in citing.texts(report(), named("<b>x</b>"), ADDRESS) if c.name == name)

    assert "&lt;b&gt;x&lt;/b&gt;" in found.html and "<b>" not in found.html
