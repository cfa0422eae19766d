"""Columns and words as people write them: the headings of the pages, the keys of the format, and what is neither."""

import datetime as dt
import io

import openpyxl
import pytest

from programmes.description.columns import TABLES
from programmes.exports.csv_file import HEADER
from programmes.imports import headings as headings_module
from programmes.imports.headings import column_in_words, label_of, named
from programmes.imports.limits import MOST_BAD_CELLS
from programmes.imports.parsed import BadFile
from programmes.imports.reading import read
from programmes.imports.xlsx_file import read as read_workbook

FRENCH = "Année;ÉTABLISSEMENT;nature;Intitulé;  code ;Crédits;Langue;Horaires\n"
ROW = "2026/2027;École d’essai;Master;Essais;ESS2M;60,5;français;horaire de jour, horaire décalé, en soirée\n"


def refusals(name, data):
    with pytest.raises(BadFile) as refused:
        read(name, data if isinstance(data, bytes) else data.encode())
    return [(cell.line, cell.column, cell.sentence) for cell in refused.value.cells]


def workbook(**sheets):
    """Rows by the title of their sheet."""
    book = openpyxl.Workbook()
    book.remove(book.active)
    for title, rows in sheets.items():
        sheet = book.create_sheet(title)
        for row in rows:
            sheet.append(row)
    return book


def saved(book):
    data = io.BytesIO()
    book.save(data)
    return data.getvalue()


@pytest.mark.parametrize("table", TABLES, ids=lambda table: table.title)
def test_every_column_is_found_again_by_its_label_and_by_its_key(table):
    headings = [label_of(table, name) for name in table.header]

    assert named(table, headings).names == list(table.header)
    assert named(table, table.header).names == list(table.header)


def test_french_headings_and_words_are_read_whatever_their_case_and_accents():
    content = read("x.csv", (FRENCH + ROW).encode()).programmes[0].content

    assert (content.year, content.institution.name, content.kind, content.title) == (
        "2026-2027", "École d’essai", "MASTER", "Essais",
    )  # fmt: skip
    assert (content.codes, str(content.credits), content.languages) == (("ESS2M",), "60.5", ("fr",))
    assert content.schedules == ("DAYTIME", "EVENING")


def test_both_may_be_mixed_in_one_file():
    data = "annee universitaire;institution.name;Nature;title\n2024-2025;U;licence;T\n"

    assert read("x.csv", data.encode()).programmes[0].content.kind == "LICENCE"


def test_a_workbook_with_french_headings_and_its_courses():
    book = workbook(
        formations=[["Année", "Établissement", "Nature", "Intitulé"], ["2024-2025", "U", "Master", "T"]],
        groupes=[["Place", "Intitulé", "Sorte de groupe"], [1, "Tronc", "Tronc commun"]],
        COURS=[["Dans", "Code", "Intitulé", "Crédits", "Langue"], [1, "ESS1", "Essais", "2,5", "Anglais"]],
    )

    (group,) = read("x.xlsx", saved(book)).programmes[0].content.groups

    assert (group.kind, group.courses[0].code, str(group.courses[0].credits), group.courses[0].language) == (
        "CORE", "ESS1", "2.5", "en",
    )  # fmt: skip


def test_an_unknown_heading_has_one_sentence_with_its_column_and_the_nearest_one():
    assert refusals("x.csv", "Intitule;Annee universitar\nT;2024-2025\n") == [
        (1, "Formations.Annee universitar",
         "« Annee universitar » n’est pas une colonne de « Formations » ; vouliez-vous dire "
         "« Année universitaire » ?"),
    ]  # fmt: skip


def test_one_that_resembles_none_is_told_with_where_to_find_them():
    assert refusals("x.csv", "Intitulé;Zorglub\nT;x\n") == [
        (1, "Formations.Zorglub",
         "« Zorglub » n’est pas une colonne de « Formations » ; retirez-la, ou choisissez son titre dans le modèle."),
    ]  # fmt: skip


def test_a_table_whose_file_has_the_name_of_a_text_is_read_as_a_table():
    assert read("x.txt", (FRENCH + ROW).encode()).programmes[0].content.title == "Essais"


@pytest.mark.parametrize(
    ("headings", "sentence"),
    [
        ("Intitulé;title", "« Intitulé » et « title » sont la même colonne ; gardez l’une des deux."),
        ("Intitulé;INTITULE", "La colonne « INTITULE » figure deux fois ; gardez l’une des deux."),
    ],
)
def test_a_heading_given_twice_has_a_sentence(headings, sentence):
    assert [told for _line, _column, told in refusals("x.csv", headings + "\nT;T\n")] == [sentence]


def test_a_column_that_is_missing_is_told_once_however_many_rows_there_are():
    data = "Établissement;Nature;Intitulé\n" + "U;Master;T\n" + "U;Master;V\n"

    assert refusals("x.csv", data) == [
        (1, "Formations.year", "Il manque la colonne « Année universitaire » ; ajoutez-la.")
    ]


@pytest.mark.parametrize(
    ("column", "words"),
    [
        ("Formations.institution.name", "Formations.institution.name (Établissement)"),
        ("Formations!kind", "Formations!kind (Nature)"),
        ("Cours.dans", "Cours.dans (Dans)"),
        ("institution", "institution (Établissement)"),
        ("institution.uai", "institution.uai (Établissement – Code UAI)"),
        ("Formations.Année", "Formations.Année"),
        ("Cours!F", "Cours!F"),
        ("Formations", "Formations"),
        ("groups[0].courses[1].credits", "groups[0].courses[1].credits"),
        ("", ""),
    ],
)
def test_a_column_that_is_named_by_a_key_is_followed_by_its_heading(column, words):
    assert column_in_words(column) == words


def test_words_where_a_number_stands_are_quoted():
    data = "Année;Établissement;Nature;Intitulé;Crédits;Durée en années\n2024-2025;U;Master;T;180 ECTS;trois\n"

    assert refusals("x.csv", data) == [
        (2, "Formations.Crédits", "«\u00a0180 ECTS\u00a0» n’est pas un nombre\u00a0; écrivez-le en chiffres seuls."),
        (
            2,
            "Formations.Durée en années",
            "«\u00a0trois\u00a0» n’est pas un nombre\u00a0; écrivez-le en chiffres seuls.",
        ),
    ]


def test_an_empty_cell_and_a_word_that_is_not_allowed_are_told_in_french_by_their_headings():
    data = "Année;Établissement;Nature;Intitulé;Cycle\n2024-2025;U;Mastère;;x\n"

    told = refusals("x.csv", data)

    assert [(line, column) for line, column, _sentence in told] == [
        (2, "Formations.Nature"), (2, "Formations.Intitulé"), (2, "Formations.Cycle"),
    ]  # fmt: skip
    assert told[0][2].startswith("« Mastère » n’est pas prévu ; choisissez parmi Licence, Licence professionnelle, ")
    assert told[1][2] == "Cette cellule est vide ; remplissez-la."


def test_a_language_that_is_unknown_is_told_as_it_is_in_the_editor():
    row = ROW.replace("français", "klingon")

    sentence = "« klingon » n’est pas une langue connue ; donnez son nom ou son code : français ou fr, anglais ou en."
    assert refusals("x.csv", FRENCH + row) == [(2, "Formations.Langue", sentence)]


def test_the_line_of_a_spreadsheet_that_names_the_separator_is_passed_over():
    assert read("x.csv", ("sep=;\n" + FRENCH + ROW).encode()).programmes[0].line == 3
    assert read("x.csv", ('"sep=,"\n' + "Année,Établissement,Nature,Intitulé\n2024-2025,U,Master,A;B\n").encode())


def test_a_title_above_the_headings_is_one_sentence():
    assert refusals("x.csv", "Zorglub;;\n" + FRENCH + ROW) == [
        (1, "Formations",
         "Aucun titre de colonne n’est connu : retirez ce qui précède les titres de « Formations », ou partez "
         "du modèle."),
    ]  # fmt: skip


HEADINGS = ["Année", "Établissement", "Nature", "Intitulé"]
VALUES = ["2024-2025", "U", "Master", "T"]


def test_a_lone_sheet_with_the_headings_of_programmes_is_read_whatever_its_name():
    book = workbook(Feuil1=[HEADINGS, VALUES], Feuil2=[])

    assert read_workbook(saved(book)).programmes[0].content.title == "T"


def test_places_are_told_by_the_name_that_the_sheet_has():
    assert refusals("x.xlsx", saved(workbook(Feuil1=[HEADINGS, ["2024", "U", "Master", "T"]])))[0][:2] == (
        2,
        "Feuil1!A",
    )


def test_a_hidden_sheet_of_another_name_is_passed_over_and_a_visible_one_is_told():
    book = workbook(Formations=[HEADINGS, VALUES], Formation2=[["x"]])
    assert refusals("x.xlsx", saved(book)) == [
        (None, "", "« Formation2 » n’est pas une feuille connue ; vouliez-vous dire « Formations » ?")
    ]

    book["Formation2"].sheet_state = "hidden"
    assert read_workbook(saved(book)).programmes[0].content.title == "T"


def test_the_same_sheet_twice_is_told():
    book = workbook(Formations=[HEADINGS, VALUES], Acces=[["Note"]], Accès=[["Note"]])

    assert refusals("x.xlsx", saved(book)) == [
        (None, "", "« Acces » et « Accès » sont la même feuille ; gardez l’une des deux.")
    ]


def test_wrong_sheets_columns_and_cells_are_told_together():
    cours = [["Place", "Dans", "Code", "Crédits", "Zorglub", "Intitulé"], ["1/1", 1, "A", "deux", "x", "Essais"]]
    book = workbook(
        Formations=[HEADINGS, ["2024", *VALUES[1:]]], Brouillon=[["x"]], Acces=[["Note"]], Accès=[["Note"]],
        Groupes=[["Place", "Intitulé"], [1, "Socle"]], Cours=cours, Enseignants=[["Dans", "Nom"], ["9/9", "Ève"]],
    )  # fmt: skip

    told = refusals("x.xlsx", saved(book))

    places = [(line, column, sentence.partition("\u00a0; ")[0]) for line, column, sentence in told]
    assert places == [
        (None, "", "« Acces » et « Accès » sont la même feuille"),
        (None, "", "« Brouillon » n’est pas une feuille connue"),
        (1, "Cours!E", "« Zorglub » n’est pas une colonne de « Cours »"),
        (2, "Formations!A", "« 2024 » : donnez une année universitaire, par exemple 2024-2025."),
        (2, "Cours!D", "« deux » n’est pas un nombre"),
    ]


def test_merged_headings_have_one_sentence_for_the_column_without_one():
    book = workbook(Formations=[[*HEADINGS, ""], [*VALUES, "x"], [*VALUES[:3], "V", "y"]])
    book["Formations"].merge_cells("D1:E1")

    assert refusals("x.xlsx", saved(book)) == [
        (2, "Formations!E",
         "Cette cellule est dans une colonne sans titre ; donnez-lui un titre, ou videz-la. Une cellule fusionnée ne "
         "donne de titre qu’à sa première colonne."),
    ]  # fmt: skip


def test_a_date_in_the_column_of_years_is_one_sentence():
    book = workbook(Formations=[HEADINGS, [dt.date(2026, 9, 1), *VALUES[1:]]])

    assert refusals("x.xlsx", saved(book)) == [
        (2, "Formations!A", "« 2026-09-01 » : donnez une année universitaire, par exemple 2024-2025.")
    ]


def test_a_workbook_of_another_house_is_told_how_to_be_saved():
    data = b"PK\x03\x04" + b"\0" * 26 + b"mimetypeapplication/vnd.oasis.opendocument.spreadsheet"

    assert refusals("x.ods", data) == [
        (None, "", "C’est un document OpenDocument (.ods, .odt) ; enregistrez-le au format .xlsx.")
    ]


def searches():
    return headings_module._nearest.cache_info().misses


def test_the_nearest_heading_is_sought_once_however_often_a_file_repeats_its_own():
    """Each of 600 lines of headings repeats one that is unknown: those lines are refused until there are too many."""
    line = f"{HEADER}Formations;title;" + ";".join(["Intitulé de l’année du stage"] * 78) + "\n"
    begins = searches()

    assert len(refusals("x.csv", line * 600)) == MOST_BAD_CELLS
    assert searches() - begins <= 1


def test_no_more_than_a_hundred_different_headings_of_a_sheet_are_told():
    headings = ["title", *(f"Intitulé {number} du cours" for number in range(300))]
    begins = searches()

    wrong = named(TABLES[0], [*headings, *headings]).wrong

    assert [heading for heading, _sentence in wrong] == headings[1:101]
    assert searches() - begins <= 100


def test_an_unknown_heading_that_comes_back_is_told_once():
    assert [heading for heading, _sentence in named(TABLES[0], ["title", "Zut", "Zut", "title", "title"]).wrong] == [
        "Zut", "title",
    ]  # fmt: skip


def two_programmes(courses):
    lines = [["Formation", *FRENCH.strip().split(";")], ["A", *ROW.strip().split(";")]]
    lines.append(["B", *ROW.replace("Essais;ESS2M", "Autres;AUT2M").strip().split(";")])
    groups = [["Formation", "Place", "Type", "Intitulé"], ["A", "g", "CORE", "Tronc commun"]]
    return saved(workbook(Formations=lines, Groupes=groups, Cours=courses))


def test_a_sheet_that_does_not_say_of_which_programme_it_speaks_lacks_a_column():
    told = refusals("x.xlsx", two_programmes([["Dans", "Code", "Intitulé"], ["g", "C1", "Un"], ["g", "C2", "Deux"]]))

    sentence = "Il manque la colonne « Formation », qui dit de quelle ligne de « Formations » parle chacune."
    assert [(line, said) for line, _column, said in told] == [(1, sentence)]


def test_a_row_that_does_not_say_it_is_told_by_its_empty_cell():
    rows = [["Formation", "Dans", "Code", "Intitulé"], ["A", "g", "C1", "Un"], [None, "g", "C2", "Deux"]]

    sentence = "Cette case est vide : dites-y de quelle formation de « Formations » parle la ligne."
    assert [(line, said) for line, _column, said in refusals("x.xlsx", two_programmes(rows))] == [(3, sentence)]
