"""A published report of the wave C, read whole: what it says, counted by hand."""

import re
from collections import Counter

import pytest

from evalprog.richtext import clean, to_plain
from evalprog.text import folded
from evaluations.content import Fact, SignatoryReading
from evaluations.enums import FindingKind, ItemTarget
from evaluations.imports import parse_report, read_source
from evaluations.tables import read_tables

NAME = "000_789443efbce310fb.txt"
LENGTHS = {  # paragraphs per criterion
    "objectifs": 1,
    "organisation": 1,
    "positionnement": 3,
    "equipe-pedagogique": 3,
    "effectifs": 4,
    "recherche": 1,
    "professionnalisation": 3,
    "projets-et-stages": 3,
    "international": 1,
    "recrutement": 2,
    "enseignement-et-numerique": 3,
    "evaluation-des-etudiants": 2,
    "competences": 2,
    "suivi-des-diplomes": 1,
    "conseil-et-autoevaluation": 3,
}


@pytest.fixture(scope="module")
def source(seed):
    return read_source(seed(NAME))


@pytest.fixture(scope="module")
def report(source, frameworks):
    return parse_report(source, frameworks)


@pytest.fixture(scope="module")
def reading(report):
    return report.reading


@pytest.fixture(scope="module")
def observations(reading):
    return reading.observations


def test_every_character_has_its_place(report):
    assert (report.coverage, report.unplaced, report.reading.annex, report.warnings) == (1.0, [], (), [])


def test_no_word_is_lost(source, report):
    """Whatever the importer says of itself: the words of the source are in what it read."""
    written = Counter(folded(re.sub("</?p>", " ", " ".join(line.text for line in source.lines[20:]))).split())
    texts = [*report.reading.rich_texts(), report.reading.as_json()]
    read = Counter(folded(" ".join(to_plain(text.replace("\\n", " ")) for text in texts)).split())

    # printed twice on the first pages; marks of answers
    assert written.keys() - read.keys() == {"r"}


def test_framework_cover_and_metadata(report, reading):
    assert report.framework.code == "hceres-formations-2016"
    assert reading.cover.title == (
        "Licence professionnelle Techniques avancées de maintenance, management et sûreté de fonctionnement"
    )
    assert reading.cover.institution == "Université de Technologie de Compiègne - UTC"
    assert reading.cover.campaign == "Campagne d'évaluation 2016-2017 (Vague C)"
    assert reading.cover.published == Fact("published_on", "Rapport publié le", "14/06/2017", "2017-06-14")
    assert [(fact.key, fact.text, fact.value) for fact in reading.head] == [
        ("period", "2016-2017", ""),
        ("deposited_on", "13 octobre 2016", "2016-10-13"),
        ("field", "Systèmes complexes, services et innovation", ""),
        ("institution", "Université de Technologie de Compiègne - UTC", ""),
        ("partners", "/", ""),
    ]


def test_signature_of_the_agency(reading):
    [signature] = reading.signatures

    assert (signature.role, signature.signatories) == ("AGENCY", (SignatoryReading("Michel Cosnard", "président"),))
    assert signature.heading == "Pour le HCERES,"
    assert signature.basis == "En vertu du décret n°2014-1365 du 14 novembre 2014,"
    assert signature.note.endswith("(Article 8, alinéa 5)")


def test_colophon(reading):
    assert [(fact.key, fact.value) for fact in reading.colophon] == [
        ("framework", "hceres-formations-2016@1"),
        ("programme_kind", "LP"),
        ("institution_code", "0601223D"),
        ("file_reference", "C2018-EV-0601223D-DEF-LP180015334-020817-RT"),
        ("hal_id", "hceres-02028250"),
    ]


def test_notice_of_the_archive(report):
    assert report.notice["hal_id"] == "hceres-02028250"
    assert report.notice["submitted_on"] == "2019-02-20"
    assert report.notice["title"].endswith("management et sureté de fonctionnement")  # as the archive spells it
    assert report.notice["citation"].endswith("hceres-02028250")


def test_presentation_and_criteria(reading):
    presentation = reading.sections[0]

    assert (presentation.code, presentation.text.count("<p>")) == ("presentation", 2)
    assert "<em>Maintenance des systèmes pluritechniques (MSP)</em>" in presentation.text
    assert {criterion.code: criterion.text.count("<p>") for criterion in reading.criteria} == LENGTHS
    assert [criterion.code for criterion in reading.criteria] == list(LENGTHS)


def test_findings(reading):
    assert [len(reading.findings(kind)) for kind in FindingKind] == [3, 10, 4]
    assert reading.strengths[2].text == "Bon taux de réussite."
    assert reading.weaknesses[0].text.endswith("11 %.")
    assert reading.recommendations[0].text.endswith("projets professionnels ;")
    assert reading.recommendations[3].text == "la mise en place d'un supplément au diplôme."


def test_opinion_around_the_recommendations(reading):
    block = reading.blocks[2]

    assert (block.code, block.opening.count("<p>"), block.closing.count("<p>")) == ("avis-et-recommandations", 4, 1)
    assert block.opening.endswith("en ce qui concerne :</p>")


def test_items_answer_what_they_quote(observations):
    assert observations.answered(ItemTarget.WEAKNESS) == {1, 2, 3, 4, 5, 7, 8, 10}
    assert observations.answered(ItemTarget.RECOMMENDATION) == {1, 3, 4}
    assert [(item.target, item.number, item.about) for item in observations.items] == [
        *(("WEAKNESS", number, "") for number in (1, 2, 3, 4, 5, 7, 8, 10)),
        *(("RECOMMENDATION", number, "") for number in (1, 3, 4)),
        ("REPORT", None, "avis-suite"),
        ("FREE", None, ""),
    ]
    assert {n: item.heading for n, item in enumerate(observations.items, 1) if item.heading} == {
        1: "Réponses aux observations",
        9: "Avis global et recommandations",
    }
    assert observations.items[0].quote.endswith("que 11%.")  # as quoted, not as written in the report
    assert [item.text[:8] for item in observations.items if item.text.startswith("<p>R")] == []


def test_heading_and_signature_of_the_observations(observations):
    assert observations.heading.count("<p>") == 5
    assert "<p>Référence : rapport C2018-EV-0601223D-DEF-LP180015334-020817-RT</p>" in observations.heading
    assert (observations.signatory, observations.office) == ("Philippe Courtier", "Directeur de l'UTC")
    assert observations.signed == Fact("signed_on", "Vu le", "20 mars 2017", "2017-03-20")
    assert (observations.general, observations.waived) == ("", False)


def test_tables(observations):
    tables = read_tables(observations.items[2].text)

    assert [(table.caption, len(table.columns), len(table.rows)) for table in tables] == [
        ("", 6, 7),
        ("Tableau des origines géographiques des candidatures", 3, 6),
        ("Tableau des effectifs inscrits par région d'origine :", 4, 6),
    ]
    assert tables[0].columns[0] == "2011-2012"
    assert tables[0].rows[1].cells == (11, 23, 18, 13, 20, None)
    assert [(row.label, row.level) for row in tables[1].rows] == [
        ("Nombres de candidatures reçues", 0),
        ("Picardie", 1),
        ("Région Parisienne", 1),
        ("Autres régions", 1),
        ("DROM-TOM", 1),
        ("Etranger", 1),
    ]
    assert [sum(row.cells[n] for row in tables[1].rows[1:]) for n in range(3)] == [95, 112, 98]
    assert "<td>-</td>" in observations.items[2].text
    assert observations.items[2].text.count("<p>") == 5


def test_rich_texts_are_canonical(reading):
    assert [text for text in reading.rich_texts() if clean(text) != text] == []
