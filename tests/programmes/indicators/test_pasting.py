"""Tables as people paste them."""

# ruff: noqa: E501  (sentences are read whole)

import pytest

from programmes.enums import IndicatorKind
from programmes.indicators import checks, pasting

TABS = "\t2014-2015\t2015-2016\nCandidatures reçues\t95\t112\n-Picardie\t20\t26\n-Étranger\t75\t86\n"


def read_one(text):
    (table,) = pasting.read(text).tables
    return table


def told(notes):
    return [(note.line, note.column, note.sentence) for note in notes]


def test_the_three_tables_of_document_000(document_000):
    pasted = pasting.read(document_000)

    assert pasted.problems == ()
    assert [(table.code, table.kind, table.title, len(table.years), len(table.rows)) for table in pasted.tables] == [
        ("origines", "ORIGINS", "Le tableau ci-dessous rappelle les origines des étudiants", 6, 7),
        ("candidatures", "CANDIDATURES", "Tableau des origines géographiques des candidatures", 3, 6),
        ("effectifs", "ENROLLED", "Tableau des effectifs inscrits par région d'origine", 4, 6),
    ]
    first, second, third = pasted.tables
    assert [(row.code, row.part_of, row.outside_total) for row in first.rows] == [
        ("inscrits", "", False), ("diplomes", "", False), ("l2", "inscrits", False), ("dut", "inscrits", False),
        ("bts-btsa", "inscrits", False), ("autres-formations", "inscrits", False),
        ("vae-ou-vap-pour-acceder-a-la-lp", "inscrits", True),
    ]  # fmt: skip
    assert first.row("diplomes").values == ("11", "23", "18", "13", "20", "-")
    assert [row.part_of for row in second.rows] == ["", *["candidatures"] * 5]
    assert third.row("picardie").values == ("5", "9", "9", "17")


def test_document_000_contradicts_itself_twice_in_its_tables_and_no_more(document_000):
    found = checks.check(pasting.read(document_000).tables)

    assert [one.rule for one in found] == ["counted-differently", "across"]
    assert found[1].sentence == (
        "2015-2016 : « Le tableau ci-dessous rappelle les origines des étudiants », « Nombre d'inscrits pédagogiques » "
        "donne 21, et « Tableau des effectifs inscrits par région d'origine », « Nombres d'inscrits pédagogiques » donne "
        "20 ; écart : 1."
    )


def test_every_line_of_document_000_is_in_a_table_or_listed(document_000):
    pasted = pasting.read(document_000)

    lines = [line for line in document_000.split("\n") if line.strip()]
    in_tables = sum(1 + len(table.rows) for table in pasted.tables) + 3  # their captions
    assert len(pasted.unplaced) + in_tables == len(lines)


@pytest.mark.parametrize(
    "text",
    [
        TABS,
        TABS.replace("\t", ";"),
        TABS.replace("\t", " | "),
        "| | 2014-2015 | 2015-2016 |\n|---|---:|---:|\n| Candidatures reçues | 95 | 112 |\n| - Picardie | 20 | 26 |\n"
        "| - Étranger | 75 | 86 |",
        "\t2014-2015\t2015-2016\t\nCandidatures reçues\t95\t112\t\n  Picardie\t20\t26\t\n  Étranger\t75\t86\t\n",
        "<table><thead><tr><th></th><th>2014-2015</th><th>2015-2016</th></tr></thead><tbody><tr><th>Candidatures reçues"
        "</th><td>95</td><td>112</td></tr><tr><th>- Picardie</th><td>20</td><td>26</td></tr><tr><th>- Étranger</th>"
        "<td>75</td><td>86</td></tr></tbody></table>",
    ],
)
def test_the_same_table_however_it_is_pasted(text):
    table = read_one(text)

    assert (table.kind, table.years) == (IndicatorKind.CANDIDATURES, ("2014-2015", "2015-2016"))
    assert [(row.code, row.label, row.part_of, row.values) for row in table.rows] == [
        ("candidatures", "Candidatures reçues", "", ("95", "112")),
        ("picardie", "Picardie", "candidatures", ("20", "26")),
        ("etranger", "Étranger", "candidatures", ("75", "86")),
    ]


def test_a_caption_above_or_below_names_the_table():
    text = f"Tableau 1 : candidatures\n{TABS}\n\n{TABS}\nTableau 2 : candidatures par région\n"

    assert [table.title for table in pasting.read(text).tables] == [
        "Tableau 1 : candidatures",
        "Tableau 2 : candidatures par région",
    ]
    assert [table.code for table in pasting.read(text, taken={"candidatures"}).tables] == [
        "candidatures-2",
        "candidatures-3",
    ]


def test_indents_within_indents_are_parts_of_parts():
    table = read_one("\t2015\nInscrits\t9\n- Région\t6\n-- Ville\t4\n-- Campagne\t2\n- Ailleurs\t3\n")

    assert [(row.code, row.part_of) for row in table.rows] == [
        ("inscrits", ""), ("region", "inscrits"), ("ville", "region"), ("campagne", "region"), ("ailleurs", "inscrits"),
    ]  # fmt: skip


def test_a_cell_that_is_no_number_is_kept_and_named():
    pasted = pasting.read("\t2015\t2016\nInscrits\t1e999\t=1+1\n")

    assert pasted.tables[0].rows[0].values == ("1e999", "=1+1")
    assert told(pasted.noted) == [
        (2, "2015", "« 1e999 » n’est pas un nombre ; il est gardé tel quel (« Inscrits », 2015)."),
        (2, "2016", "« =1+1 » n’est pas un nombre ; il est gardé tel quel (« Inscrits », 2016)."),
    ]


def test_a_row_that_is_too_short_or_too_long_is_named():
    pasted = pasting.read("\t2015\t2016\nInscrits\t12\nDiplômés\t1\t2\t3\n")

    assert pasted.tables == ()
    assert told(pasted.problems) == [
        (
            2,
            "",
            "« Inscrits » a 1 valeur pour 2 années : on ne sait pas laquelle manque. Écrivez « - » pour ce qui n’est pas "
            "disponible.",
        )
    ]


def test_text_without_a_table_is_answered_with_what_is_expected():
    pasted = pasting.read("Bonjour ; voici mes chiffres ;\nils sont bons.")

    assert told(pasted.problems) == [
        (
            None,
            "",
            "Aucun tableau dans ce texte : il faut une ligne d’en-tête avec les années, puis une ligne par indicateur, "
            "leurs cellules séparées par des tabulations, des points-virgules ou des barres.",
        )
    ]
    assert pasted.unplaced == ((1, "Bonjour ; voici mes chiffres ;"), (2, "ils sont bons."))


@pytest.mark.parametrize(
    "text",
    [
        "a\t" * 10_000 + "\nb" + "\t1" * 10_000,
        "\t2015\n" + "x\t1\n" * 20_000,
        "\t2015\n\x00\ud800\t\x00\n",
        "\t2015\nx\t" + "9" * 10_000,
        "<table>" * 5_000 + "</table>" * 5_000,
        "<table><tr><td colspan=65534>2015</td></tr><tr><td>1</td></tr></table>",
        "\t\t\t\t\n\t\t\t\n\t1\t2\n",
        "Inscrits\t12\n" * 3,
    ],
)
def test_hostile_pastes_are_answered(text):
    pasted = pasting.read(text)

    assert pasted.tables or pasted.problems


def test_five_megabytes_are_refused_in_one_sentence():
    pasted = pasting.read("\t2015\n" + "x\t1\n" * 1_200_000)

    assert told(pasted.problems) == [
        (None, "", "Ce texte est trop long : 4800006 caractères, pour 200000 au plus. Collez moins de tableaux.")
    ]


@pytest.mark.parametrize(
    ("above", "title"),
    [
        ("Réussite\n", "Réussite"),
        ("\nRéussite\n", "Réussite"),
        ("Voici nos chiffres.\n", "Année"),  # a sentence
        ("Une ligne d’un texte\nqui continue\n", "Année"),
        ("Réussite\n\n", "Année"),
    ],
)
def test_a_heading_upon_a_table_is_its_title(above, title):
    pasted = pasting.read(f"{above}Année;2024;2025\nDiplômés;12;13\n")

    assert (pasted.tables[0].title, bool(pasted.unplaced)) == (title, title == "Année")


@pytest.mark.parametrize("begin", ["", "  "])
@pytest.mark.parametrize("word", ["dont", "Dont", "DONT"])
def test_a_row_of_some_is_part_of_the_row_above_without_indentation(begin, word):
    table = read_one(
        f"Année\t2015\t2016\nÉtudiants inscrits\t40\t50\n{begin}{word} boursiers\t45\t10\n{begin}{word} femmes\t20\t30\n"
        f"Diplômés\t30\t35\n{begin}{word} hommes\t10\t12\n"
    )

    assert [(row.part_of, row.outside_total) for row in table.rows] == [
        ("", False), ("inscrits", True), ("inscrits", True), ("", False), ("diplomes", True),
    ]  # fmt: skip
    assert [found.sentence for found in checks.check([table])] == [
        f"« Année », 2015 : « {word} boursiers » vaut 45, plus que « Étudiants inscrits », 40 ; écart : 5."
    ]


def test_some_of_a_total_are_not_some_of_its_last_part():
    table = read_one("\t2015\nInscrits\t40\n- M1\t20\n- M2\t20\ndont femmes\t25\n")

    assert table.row("femmes").part_of == "inscrits"
    assert checks.check([table]) == []


def test_a_percentage_of_a_total_is_not_some_of_it():
    assert checks.check([read_one("\t2015\nInscrits\t40\ndont % de femmes\t45\n")]) == []


def test_a_row_of_some_of_nothing_stands_alone():
    table = read_one("\t2015\ndont femmes\t25\nInscrits\t40\nVAE\t3\n")

    assert [row.part_of for row in table.rows] == ["", "", ""]


@pytest.mark.parametrize(
    ("below", "source"),
    [
        ("Source : SISE", "SISE"),
        ("\n\nSource : SISE, extraction du 15 janvier", "SISE, extraction du 15 janvier"),
        ("Sources : SISE ; Apogée", "SISE ; Apogée"),
        ("Source - SISE", "SISE"),
        ("(source : SISE)", "SISE"),
        ("SOURCE : SISE\t\t", "SISE"),  # a row of the spreadsheet
        ("Tableau 1 : candidatures\nSource : SISE", "SISE"),
    ],
)
def test_a_source_under_a_table_is_its_source(below, source):
    pasted = pasting.read(f"{TABS}{below}\n\n{TABS}")

    assert [(table.source, len(table.rows)) for table in pasted.tables] == [(source, 3), ("", 3)]
    assert pasted.unplaced == ()


def test_a_source_further_below_is_left_to_its_reader():
    pasted = pasting.read(f"{TABS}\nCes chiffres montent.\nSource : SISE\nSource à vérifier\n")

    assert pasted.tables[0].source == ""
    assert [number for number, _line in pasted.unplaced] == [6, 7, 8]
