"""What the quality reading sees, and what it must not cry over."""

import pytest

from evaluations.enums import FindingKind
from evaluations.quality.manuscript import FindingPassage, Manuscript, Passage, Place, Source, TablePassage
from evaluations.quality.remarks import Rule, remarks
from evaluations.tables import read_tables

ONE = Place(Source.TEXT, "un", "Finalité")
TWO = Place(Source.TEXT, "deux", "Effectifs")
ANNEX = Place(Source.DOSSIER, "piece1", "Tableau des effectifs")


def written(one: str = "", two: str = "", *, findings=(), table: str = "", known: str = "") -> Manuscript:
    tables = tuple(TablePassage(ANNEX, t) for t in read_tables(table))
    return Manuscript((Passage(ONE, one), Passage(TWO, two)), tuple(findings), tables, known)


def finding(kind: FindingKind, text: str = "Un constat.", criteria=(), answers: bool = False) -> FindingPassage:
    return FindingPassage(Place(Source.FINDING, "f", kind.label), kind, text, criteria, answers)


def said(manuscript: Manuscript, rule: Rule) -> list[str]:
    return [remark.sentence for remark in remarks(manuscript) if remark.rule == rule]


def plain(sentences: list[str]) -> list[str]:
    return [sentence.replace("\u00a0", " ") for sentence in sentences]


def test_a_text_that_the_framework_asks_for_and_nobody_wrote():
    manuscript = Manuscript((Passage(ONE, " ", wanted=True), Passage(TWO, "")), (), ())

    assert plain(said(manuscript, Rule.NO_TEXT)) == ["« Finalité » : rien n’est écrit."]


def test_a_weakness_that_no_text_explains():
    alone = finding(FindingKind.WEAKNESS)
    empty = finding(FindingKind.WEAKNESS, criteria=("deux",))
    explained = finding(FindingKind.WEAKNESS, criteria=("un", "deux"))

    assert said(written("Voici pourquoi.", findings=(alone, empty, explained)), Rule.NO_ANALYSIS) == [
        "Ce point faible n’est rattaché à aucun critère.",
        "Le critère auquel ce point faible est rattaché n’a pas de texte.",
    ]


def test_a_recommendation_that_answers_no_weakness():
    weakness = finding(FindingKind.WEAKNESS, criteria=("un",))
    idle, useful = finding(FindingKind.RECOMMENDATION), finding(FindingKind.RECOMMENDATION, answers=True)

    assert said(written(findings=(weakness, idle, useful)), Rule.NO_WEAKNESS) == [
        "Cette recommandation ne répond à aucun point faible."
    ]


def test_without_weaknesses_no_recommendation_is_reproached():
    assert said(written(findings=(finding(FindingKind.RECOMMENDATION),)), Rule.NO_WEAKNESS) == []


def test_two_criteria_that_count_the_same_thing_differently():
    manuscript = written("La promotion compte 24 étudiants inscrits.", "Avec 21 étudiants inscrits, elle est petite.")

    (remark,) = [r for r in remarks(manuscript) if r.rule == Rule.FIGURES]

    assert remark.sentence.replace("\u00a0", " ") == "24 ou 21 ? Les deux passages comptent la même chose."
    assert [(q.place, q.passage) for q in remark.quotations] == [
        (ONE, "La promotion compte 24 étudiants inscrits."),
        (TWO, "Avec 21 étudiants inscrits, elle est petite."),
    ]


@pytest.mark.parametrize(
    ("one", "two"),
    [
        ("24 étudiants inscrits en 2015-2016.", "21 étudiants inscrits en 2016-2017."),
        ("24 étudiants inscrits.", "Plus de 21 étudiants inscrits."),
        ("Entre 20 et 24 étudiants inscrits.", "Soit 21 étudiants inscrits."),
        ("24 étudiants inscrits.", "24 étudiants inscrits."),
        ("24 étudiants diplômés.", "21 étudiants inscrits."),
        ("Le stage dure 12 semaines.", "Le projet dure 6 semaines."),
        ("En 2015, 24 étudiants inscrits, puis 30 en 2016.", "21 étudiants inscrits en 2016."),
        ("Le taux de réussite est de 85 %.", "Le taux d’insertion est de 92 %."),
    ],
)
def test_figures_that_do_not_contradict_each_other(one, two):
    assert said(written(one, two), Rule.FIGURES) == []


def test_two_rates_of_the_same_thing():
    manuscript = written("Le taux de réussite atteint 85,5 %.", "Un taux de réussite de 92 % est cité.")

    assert plain(said(manuscript, Rule.FIGURES)) == ["85,5 ou 92 ? Les deux passages comptent la même chose."]


TABLE = (
    "<table><thead><tr><th></th><th>2014-2015</th><th>2015-2016</th></tr></thead><tbody>"
    "<tr><th>Étudiants inscrits</th><td>26</td><td>21</td></tr>"
    "<tr><th>Taux de réussite</th><td>95,6 %</td><td>-</td></tr></tbody></table>"
)


def test_a_sentence_that_the_dossier_s_table_denies_quotes_the_cell():
    manuscript = written("On compte 24 étudiants inscrits en 2015/16.", table=TABLE)

    (remark,) = [r for r in remarks(manuscript) if r.rule == Rule.FIGURES]

    assert [(q.place, q.passage) for q in remark.quotations] == [
        (ONE, "On compte 24 étudiants inscrits en 2015/16."),
        (ANNEX, "Étudiants inscrits, 2015-2016\u00a0: 21"),
    ]


@pytest.mark.parametrize(
    "sentence",
    [
        "On compte 21 étudiants inscrits en 2015-2016.",
        "On compte 26 étudiants inscrits.",  # in one of the years
        "Le taux de réussite est de 90 % en 2015-2016.",  # « - »: not available, which denies nothing
        "Le taux de réussite est de 95,6 % en 2014-2015.",
        "On compte 24 étudiants étrangers en 2015-2016.",
    ],
)
def test_a_sentence_that_no_cell_denies(sentence):
    assert said(written(sentence, table=TABLE), Rule.FIGURES) == []


def test_an_acronym_is_told_once_where_it_first_stands():
    manuscript = written("Le CPOF se réunit. Le CPOF décide.", "Le CPOF encore, la VAE et le master MIAGE (MIAGE).")

    assert plain(said(manuscript, Rule.ACRONYM)) == ["« CPOF » n’est développé nulle part."]


@pytest.mark.parametrize(
    "text",
    [
        "Le conseil de perfectionnement (CPOF) se réunit. Le CPOF décide.",
        "Le CPOF (conseil de perfectionnement) se réunit.",
        "Le CO2 et le BUT2 au XXI siècle, tome XIV.",
        "TITRE EN CAPITALES",
    ],
)
def test_acronyms_that_need_no_word(text):
    assert said(written(text), Rule.ACRONYM) == []


def test_an_acronym_after_an_elision_is_one():
    assert plain(said(written("L’ESPI est partenaire."), Rule.ACRONYM)) == ["« ESPI » n’est développé nulle part."]


def test_an_acronym_of_the_head_of_the_report_is_known():
    assert said(written("L’UTC s’engage.", known="Université de technologie (UTC)"), Rule.ACRONYM) == []


def test_persons_are_named_nowhere():
    manuscript = written("M. Jean Dupont dirige. Mme la directrice aussi, et le professeur.", "Selon Madame O’Brien.")

    assert plain(said(manuscript, Rule.PERSON)) == [
        "« M. Jean Dupont » : le rapport est public et ne nomme pas de personne privée.",
        "« Madame O’Brien » : le rapport est public et ne nomme pas de personne privée.",
    ]


def test_a_long_sentence_written_twice():
    long = "Les enseignements sont assurés par une équipe stable de treize personnes."

    assert said(written(f"{long} Oui.", f"{long} Oui."), Rule.TWICE) == ["La même phrase est écrite deux fois."]


@pytest.mark.parametrize("text", ["Le taux est de XX %.", "Les sites sont […] à vérifier !", "Combien ??"])
def test_what_is_left_to_write(text):
    assert len(said(written(text), Rule.UNFINISHED)) == 1


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("Il dit « oui.", "Il manque un « « » ou un « » »."),
        ("Les sites (trois.", "Il manque un « ( » ou un « ) »."),
        ('Un "mot.', "Un guillemet droit n’est pas fermé."),
        ("Deux\u00a0 espaces.", "Une espace double."),
        ("Il faut de de l’aide.", "« de » est écrit deux fois de suite."),
    ],
)
def test_typography(text, sentence):
    assert plain(said(written(text), Rule.TYPOGRAPHY)) == [sentence]


@pytest.mark.parametrize("text", ["« Oui » (bien sûr).", "a) d’abord ; puis la suite.", "Nous nous engageons."])
def test_typography_that_is_right(text):
    assert said(written(text), Rule.TYPOGRAPHY) == []


def test_a_remark_keeps_its_key_until_its_words_change():
    first, again, other = (
        next(r for r in remarks(written(text)) if r.rule == Rule.PERSON).key
        for text in ("Selon M. Dupont.", "Selon M. Dupont.", "Selon M. Dupont, oui.")
    )

    assert (first == again, first == other) == (True, False)
