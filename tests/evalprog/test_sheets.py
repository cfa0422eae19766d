"""Tables to take away: what somebody wrote is never computed by the spreadsheet that opens it."""

import csv
import io
import zipfile

import pytest
from openpyxl import load_workbook

from evalprog.sheets import LONGEST, Sheet, as_csv, as_xlsx

FORMULAS = ["=1+1", "+33 1 23", "-12 %", "@SUM(A1)", "\t=1+1", "\r=1+1", '=HYPERLINK("http://x.example";"cliquez")']


def book(*rows):
    return load_workbook(io.BytesIO(as_xlsx([Sheet("Feuille", ["Texte", "Nombre"], rows)])))


@pytest.mark.parametrize("text", FORMULAS)
def test_a_text_that_looks_like_a_formula_stays_a_text(text):
    cell = book([text, 3])["Feuille"]["A2"]

    assert (cell.data_type, cell.value.strip()) == ("s", text.strip())


@pytest.mark.parametrize("text", FORMULAS)
def test_no_formula_stands_in_the_file(text):
    data = zipfile.ZipFile(io.BytesIO(as_xlsx([Sheet("Feuille", ["Texte"], [[text]])])))

    assert b"<f>" not in data.read("xl/worksheets/sheet1.xml")


@pytest.mark.parametrize("text", FORMULAS)
def test_a_csv_gives_it_an_apostrophe(text):
    rows = list(csv.reader(io.StringIO(as_csv(["Texte"], [[text]]).removeprefix("\ufeff"))))

    assert rows[0] == ["Texte"]
    assert rows[1][0].startswith("'")


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ('Droit;=HYPERLINK("x")', 'Droit;\'=HYPERLINK("x")'),
        ("Droit ; +1", "Droit ;' +1"),
        ("Droit;-1;@x", "Droit;'-1;'@x"),
        ("Droit\n=1+1", "Droit\n'=1+1"),
        ("Deux points :\n- un ;\n- deux ; rien", "Deux points :\n- un ;\n- deux ; rien"),
    ],
)
def test_no_formula_begins_where_a_french_spreadsheet_cuts_a_line(text, written):
    rows = list(csv.reader(io.StringIO(as_csv(["Texte"], [[text]]).removeprefix("\ufeff"))))

    assert rows[1] == [written]


def test_numbers_stay_numbers_and_texts_are_whole():
    page = book(["Élève « ok » ; virgule, retour\nà la ligne", 0], [None, -3])["Feuille"]

    assert [[cell.value for cell in row] for row in page.iter_rows()] == [
        ["Texte", "Nombre"],
        ["Élève « ok » ; virgule, retour\nà la ligne", 0],
        [None, -3],
    ]
    assert as_csv(["n"], [[-3]]) == "\ufeffn\r\n-3\r\n"


def test_the_file_names_nobody():
    assert book(["a", 1]).properties.creator == "EvalProg"


def test_a_text_longer_than_a_cell_goes_on_below():
    page = book(["a" * LONGEST + "b", 1], ["c", 2])["Feuille"]

    assert [[cell.value for cell in row] for row in page.iter_rows(min_row=2)] == [
        ["a" * LONGEST, 1],
        ["b", None],
        ["c", 2],
    ]
