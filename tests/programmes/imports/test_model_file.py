"""The file to fill in: it explains each column, it is taken once filled, and never as it comes."""

import io

import openpyxl
import pytest
from django.utils.translation import override
from openpyxl.utils import get_column_letter

from programmes.description.columns import BY_TITLE, PROGRAMME, TABLES, WITHIN
from programmes.imports import model_file
from programmes.imports.headings import label_of, named
from programmes.imports.parsed import BadFile
from programmes.imports.reading import read


@pytest.fixture
def book():
    return openpyxl.load_workbook(io.BytesIO(model_file.write("xlsx")))


def saved(book):
    data = io.BytesIO()
    book.save(data)
    return data.getvalue()


def fill(page, **cells):
    """A row below the last one, by headings."""
    headings = [cell.value for cell in page[1]]
    page.append([cells.get(heading) for heading in headings])


def sentences(name, data):
    with pytest.raises(BadFile) as refused:
        read(name, data)
    return [cell.sentence for cell in refused.value.cells]


def test_it_has_a_sheet_for_each_list_after_the_instructions(book):
    assert book.sheetnames == ["Mode d’emploi", *(table.title for table in TABLES), "Listes"]
    assert book["Listes"].sheet_state == "hidden"


def test_its_headings_are_french_and_each_column_is_explained(book):
    explained = {(row[0], row[1]): row for row in book["Mode d’emploi"].iter_rows(min_row=6, values_only=True)}

    for table in TABLES:
        headings = [cell.value for cell in book[table.title][1]]
        assert named(table, headings).wrong == []
        assert all(explained[table.title, heading][3] for heading in headings)
    assert explained["Formations", "Intitulé"][2] == "oui"
    assert explained["Groupes", "Caractère"][3:] == ("Parmi les valeurs admises.", "Obligatoire\nAu choix")


def test_a_column_that_chooses_a_word_offers_the_list(book):
    kind = next(choice for choice in book["Formations"].data_validations.dataValidation if "J2" in str(choice.sqref))

    sheet, cells = kind.formula1.split("!")
    assert book["Formations"]["J1"].value == "Nature"
    assert [cell.value for (cell,) in book[sheet][cells.replace("$", "")]][:2] == ["Licence", "Licence professionnelle"]


def test_filled_it_is_taken(book):
    fill(book["Formations"], **{
        "Formation": 1, "Année universitaire": "2026-2027", "Établissement": "U", "Nature": "Master",
        "Intitulé": "Master en essais", "Crédits": 60, "Langues d’enseignement": "français",
    })  # fmt: skip
    fill(book["Groupes"], Formation=1, Place=1, Intitulé="Tronc", Caractère="Obligatoire")
    fill(book["Cours"], Formation=1, Dans=1, Code="ESS1", Intitulé="Essais", Crédits="2,5")
    fill(book["Ensembles d’acquis"], Formation=1, Place="A", Titre="Général")
    fill(book["Acquis"], Formation=1, Dans="A", Code="1", Énoncé="essayer")

    content = read("x.xlsx", saved(book)).programmes[0].content

    assert (content.title, content.kind, str(content.credits)) == ("Master en essais", "MASTER", "60")
    assert [(course.code, str(course.credits)) for course in content.all_courses()] == [("ESS1", "2.5")]
    assert (content.groups[0].requirement, content.outcome_sets[0].outcomes[0].text) == ("OBLIGATORY", "essayer")


def test_untouched_it_is_one_sentence():
    assert sentences("x.xlsx", model_file.write("xlsx")) == [
        "Le fichier ne décrit aucune formation : la feuille « Formations » est vide ; écrivez-y une formation "
        "par ligne."
    ]
    assert sentences("x.csv", model_file.write("csv")) == [
        "C’est l’exemple du modèle ; remplacez-le par votre formation, ou retirez cette ligne."
    ]


def test_the_example_left_below_a_programme_is_refused_too():
    headings, example = model_file.write("csv").decode("utf-8-sig").splitlines()
    own = example.replace("Exemple à remplacer – ", "").replace("Université d’exemple", "U")

    assert len(sentences("x.csv", "\n".join([headings, own, example]).encode())) == 1
    assert read("x.csv", "\n".join([headings, own]).encode()).programmes[0].content.modes == ("INITIAL",)


def test_taken_in_english_it_is_read_in_french():
    with override("en"):
        data = model_file.write("xlsx")

    assert len(sentences("x.xlsx", data)) == 1
    book = openpyxl.load_workbook(io.BytesIO(data))
    book["Formations"].append([1, "2026-2027", "U", *[None] * 6, "Master", "T"])
    assert read("x.xlsx", saved(book)).programmes[0].content.kind == "MASTER"


@pytest.mark.parametrize("language", ["fr", "en"])
def test_the_words_that_its_lists_offer_are_taken_in_each_language(language):
    with override(language):
        book = openpyxl.load_workbook(io.BytesIO(model_file.write("xlsx")))
        column = label_of(BY_TITLE["Cours"], "with_prerequisites")
    at = [cell.value for cell in book["Cours"][1]].index(column) + 1
    letter = get_column_letter(at)
    choice = next(each for each in book["Cours"].data_validations.dataValidation if f"{letter}2" in str(each.sqref))
    sheet, cells = choice.formula1.split("!")
    offered = [cell.value for (cell,) in book[sheet][cells.replace("$", "")]]
    assert offered == {"fr": ["oui", "non"], "en": ["yes", "no"]}[language]

    book["Formations"].append([1, "2026-2027", "U", *[None] * 6, "Master", "T"])
    book["Groupes"].append([1, 1, None, "Tronc"])
    headings = [named(BY_TITLE["Cours"], [cell.value]).names[0] for cell in book["Cours"][1]]
    for number, word in enumerate([*offered, offered[0].upper()]):
        row = {PROGRAMME: 1, WITHIN: 1, "code": f"C{number}", "title": "C", "with_prerequisites": word}
        book["Cours"].append([row.get(name) for name in headings])
    content = read("x.xlsx", saved(book)).programmes[0].content
    assert [course.with_prerequisites for course in content.all_courses()] == [True, False, True]
