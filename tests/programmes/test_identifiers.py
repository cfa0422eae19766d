"""Identifiers: their check characters, and what is said of those that are wrong."""

import pytest

from programmes.description import problems_of
from programmes.identifiers import canonical, is_uai, problem, uai_check_letter


@pytest.mark.parametrize(("number", "letter"), [("0601223", "D"), ("0673021", "V"), ("0333269", "Z")])
def test_check_letter_of_known_institutions(number, letter):
    assert uai_check_letter(number) == letter
    assert is_uai(number + letter)


@pytest.mark.parametrize("code", ["", "0601223", "0601223E", "0601223d", "601223D", "0601223DD", "06O1223D"])
def test_what_is_no_code(code):
    assert not is_uai(code)


@pytest.mark.parametrize(
    ("kind", "value"),
    [
        ("uai", "0601223D"),
        ("uai", " 0673021v "),
        ("ror", "https://ror.org/03yrm5c26"),
        ("ror", "01k4yrm29"),
        ("orcid", "0000-0002-0756-0508"),
        ("orcid", "https://orcid.org/0000-0002-6378-6229"),
        ("orcid", "0000000263786229"),
        ("idref", "060702494"),
        ("rncp", "RNCP36315"),
        ("rncp", "RS 1234"),
        ("siret", "732 829 320 00074"),
        ("siret", "35600000000048"),
        ("eter", "FR0164"),
        ("eter", "BE0035"),
        ("deqar", "DEQARINST0012"),
    ],
)
def test_what_is_good(kind, value):
    assert problem(kind, value) == ""
    assert problem(kind, canonical(kind, value)) == ""


@pytest.mark.parametrize(
    ("kind", "value", "sentence"),
    [
        ("uai", "0601223E", "le caractère 8, « E », devrait être « D » si les autres sont justes."),
        ("uai", "0602123D", "devrait être « G » si les autres sont justes. Peut-être « 0601223D » ?"),
        ("uai", "06O1223D", "le caractère 3, « O », n’y a pas sa place ; il faut sept chiffres, puis leur lettre de "
                            "contrôle. Peut-être « 0601223D » ?"),
        ("uai", "060122D", "il a 7 caractères au lieu de 8 ; il faut sept chiffres, puis leur lettre de contrôle."),
        ("ror", "01k4yrm30", "les deux derniers chiffres, « 30 », devraient être « 29 » si les autres caractères sont "
                             "justes."),
        ("ror", "01k4yrmi9", "le caractère 8, « i », n’y a pas sa place"),
        ("orcid", "0000-0002-6378-6228", "le caractère 19, « 8 », devrait être « 9 » si les autres sont justes."),
        ("idref", "060702495", "le caractère 9, « 5 », devrait être « 4 » si les autres sont justes."),
        ("siret", "73282932000075", "le caractère 14, « 5 », devrait être « 4 » si les autres sont justes."),
        ("rncp", "36315", "le caractère 1, « 3 », n’y a pas sa place"),
        ("deqar", "DEQAR12", "il faut DEQARINST, puis un à huit chiffres."),
    ],
)  # fmt: skip
def test_what_is_said_of_a_wrong_one(kind, value, sentence):
    assert sentence in problem(kind, value)


@pytest.mark.parametrize("value", ["", "\0" * 9, "\ud800", "é" * 5_000, "٣" * 7 + "D", "0" * 100_000])
def test_whatever_is_written_gets_a_sentence(value):
    for kind in ("uai", "ror", "orcid", "idref", "rncp", "siret", "eter", "deqar"):
        assert problem(kind, value).startswith("« ")


def test_a_description_is_refused_with_the_path_of_its_wrong_identifiers():
    course = {"code": "A", "title": "A", "teachers": [{"name": "B", "orcid": "0000-0002-6378-6228"}]}
    said = {
        "year": "2024-2025",
        "institution": {"name": "U", "uai": "0601223E", "siret": "1"},
        "kind": "MASTER",
        "title": "T",
        "partners": [{"name": "P", "role": "OTHER", "ror": "01k4yrm30"}],
        "rncp": [{"number": "12"}],
        "groups": [{"title": "G", "courses": [course]}],
    }

    assert [found.path for found in problems_of(said)] == [
        "institution.uai",
        "institution.siret",
        "partners[0].ror",
        "rncp[0].number",
        "groups[0].courses[0].teachers[0].orcid",
    ]
