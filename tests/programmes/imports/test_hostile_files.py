"""Files that would hurt, or that are simply not what they should be: one sentence, and nothing is written."""

import io
import time
import zipfile

import openpyxl
import pytest

from programmes import exports
from programmes.imports.parsed import BadFile
from programmes.imports.reading import read
from tests.programmes.everything import everything

CDM = '<CDM xmlns="http://cdm-fr.fr/2011/CDM">{}</CDM>'


def refusal(name, data):
    with pytest.raises(BadFile) as refused:
        read(name, data)
    assert len(refused.value.cells) == 1, refused.value.cells
    cell = refused.value.cells[0]
    return cell.line, cell.column, cell.sentence


def workbook(change=lambda book: None):
    book = openpyxl.load_workbook(io.BytesIO(exports.write("xlsx", everything())))
    change(book)
    data = io.BytesIO()
    book.save(data)
    return data.getvalue()


def with_part(name, content, data=None):
    file = io.BytesIO(data or exports.write("xlsx", everything()))
    with zipfile.ZipFile(file, "a", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(name, content)
    return file.getvalue()


def with_row(row):
    """The workbook, with those characters after the last row of its first sheet."""
    file, sheet = io.BytesIO(), "xl/worksheets/sheet1.xml"
    with (
        zipfile.ZipFile(io.BytesIO(exports.write("xlsx", everything()))) as whole,
        zipfile.ZipFile(file, "w") as made,
    ):
        for name in whole.namelist():
            part = whole.read(name)
            made.writestr(
                name, part.replace(b"</sheetData>", row.encode() + b"</sheetData>") if name == sheet else part
            )
    return file.getvalue()


@pytest.mark.parametrize(
    ("name", "data", "line", "sentence"),
    [
        ("x.yaml", b"", None, "Le fichier est vide ; donnez-en un autre."),
        ("x.yaml", b"title: a\ntitle: b", 2, "La clé « title » est donnée deux fois ; gardez l’une des deux."),
        ("x.yaml", b"title: &a b", 1, "Ancres (&) et renvois (*) ne sont pas admis ; écrivez la valeur en entier."),
        ("x.yaml", b"title: !!python/name:os.system x", 1, "Les types de YAML (!) ne sont pas admis ; retirez ce mot."),
        ("x.yaml", b"a: " + b"[" * 100_000, 1, "Trop de niveaux ; il en faut moins de 40."),
        ("x.yaml", b"a: [1, 2", 2,
         "Ce n’est pas du YAML ; vérifiez ici le retrait, les deux-points et les guillemets."),
        ("x.yaml", "title: é".encode("cp1252"), 1,
         "Le fichier n’est pas en UTF-8, mais sans doute en Windows-1252 ; enregistrez-le en UTF-8 (dans Excel : "
         "« CSV UTF-8 »)."),
        ("x.csv", "title;é".encode("utf-16"), None,
         "Le fichier est codé en UTF-16 ; enregistrez-le en UTF-8 (dans Excel : « CSV UTF-8 »)."),
        ("x.csv", b"title\na\0", 2, "Il y a ici un caractère nul : ce n’est pas un texte."),
        ("x.csv", b'title\n"a', 2,
         "La ligne 2 n’est pas du CSV : vérifiez ses guillemets et la longueur de ses cellules."),
        ("x.csv", b"#Cours;title\n#Chose;title", 2, None),
        ("x.pdf", b"%PDF-1.7", None,
         "Un PDF ne peut pas être repris ; donnez le texte, ou l’un des formats d’échange."),
        ("x.xlsx", b"\xd0\xcf\x11\xe0 ", None, None),
        ("x.xlsx", b"PK\x03\x04 ", None, None),
        ("x.doc", b"abc", None, None),
    ],
)  # fmt: skip
def test_one_sentence(name, data, line, sentence):
    found = refusal(name, data)

    if sentence:
        assert found[::2] == (line, sentence)


def test_a_formula_is_refused_by_its_cell():
    def put(book):
        book["Cours"]["E2"] = "=1+1"

    found = refusal("x.xlsx", workbook(put))

    assert found == (2, "Cours!E", "Cette cellule contient une formule ; remplacez-la par sa valeur.")


def test_a_text_that_looks_like_a_formula_stays_a_text():
    cells = exports.write("csv", everything()).decode("utf-8-sig")

    assert "'=SOMME(Finances;'" not in cells
    assert "'=SOMME(Finances;locales)" in cells
    assert all(not cell.startswith(("=", "+", "@")) for row in cells.splitlines() for cell in row.split(";"))


def test_an_archive_that_swells_is_refused():
    found = refusal("x.xlsx", with_part("xl/worksheets/sheet99.xml", b" " * 310_000_000))

    assert found[2] == "Le classeur, une fois décompressé, est trop grand ; faites-en plusieurs."


def test_macros_links_and_entities_are_refused():
    assert "macros" in refusal("x.xlsx", with_part("xl/vbaProject.bin", b"x"))[2]
    assert "renvoie à d’autres classeurs" in refusal("x.xlsx", with_part("xl/externalLinks/externalLink1.xml", b"x"))[2]
    bomb = b'<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>'
    assert "entités XML" in refusal("x.xlsx", with_part("xl/more.xml", bomb))[2]


@pytest.mark.parametrize(
    "row",
    [
        '<row r="zz"/>',
        '<row r="2"><c r="A2" t="n"><v>abc</v></c></row>',
        '<row r="2"><c r="A2" t="n"><v>nan</v></c></row>',
        '<row r="2"><c r="A2" t="d"><v>abc</v></c></row>',
        '<row r="2"><c r="A2" t="b"><v>x</v></c></row>',
        '<row r="2"><c r="A2" t="s"><v>99999</v></c></row>',
        '<row r="2"><c r="A2" s="q"><v>1</v></c></row>',
        '<row r="2"><c r="A0B"><v>1</v></c></row>',
        '<row r="2"><c r="ZZZZ2"><v>1</v></c></row>',
    ],
)
def test_a_row_that_no_spreadsheet_writes_is_a_damaged_workbook(row):
    assert refusal("x.xlsx", with_row(row))[2].startswith("Ce classeur est abîmé")


def test_a_million_empty_rows_are_passed_over():
    def put(book):
        book["Contacts"]["A1048576"] = "1"
        book["Contacts"]["B1048576"] = "=x"
        book["Contacts"]["B1048576"].data_type = "s"

    assert len(read("x.xlsx", workbook(put)).programmes[0].content.management.contacts) == 3


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b'<!DOCTYPE CDM [<!ENTITY a SYSTEM "file:///etc/passwd">]><CDM>&a;</CDM>', "DOCTYPE"),
        (b"<?xml version='1.0'?><!-- x --><!DOCTYPE CDM><CDM/>", "DOCTYPE"),
        (b'<?xml version="1.0" encoding="UTF-7"?><CDM/>', "codage"),
        (CDM.format("").encode("utf-16"), "UTF-16"),
        (b"<CDM/>", "n’est pas du CDM-fr"),
        (b'<CDM xmlns="http://example.org/CDM"/>', "n’est pas du CDM-fr"),
        (CDM.format("<program>").encode(), "XML bien formé"),
        (CDM.format("").encode(), "aucun élément « program »"),
        (CDM.format("<course>" * 5000 + "</course>" * 5000).encode(), "XML bien formé"),
        (CDM.format("&xxe;").encode(), "XML bien formé"),
    ],
)
def test_xml_that_hides_something_is_refused(data, words):
    assert words in refusal("x.xml", data)[2]


def test_bad_values_are_all_told_with_line_and_column():
    with pytest.raises(BadFile) as refused:
        read("x.csv", b"year;institution.name;kind;title;credits\n2024-2026;U;MASTER;T;x\n2024-2025;U;MAITRISE;T;3\n")

    assert [(cell.line, cell.column) for cell in refused.value.cells] == [
        (2, "Formations.year"), (2, "Formations.credits"), (3, "Formations.kind"),
    ]  # fmt: skip


def test_bad_values_of_a_yaml_file_are_told_by_their_lines():
    text = (
        "programmes:\n"
        "  - {year: 2024-2025, institution: {name: U}, kind: MASTER, title: A}\n"
        "  - year: 2024-2025\n"
        "    institution: {name: U, uai: 0601223E}\n"
        "    kind: MASTER\n"
        "    title: B\n"
    )
    with pytest.raises(BadFile) as refused:
        read("x.yaml", text.encode())

    assert [(cell.line, cell.column) for cell in refused.value.cells] == [(4, "institution.uai")]
    assert "devrait être « D »" in refused.value.cells[0].sentence


def test_a_cell_of_wrong_words_costs_no_more_than_one_of_wrong_codes():
    """Its sentence is made once, not for each of its items."""

    def cost(column):
        data = f"Année;Établissement;Nature;Intitulé;{column}\n2026-2027;U;Master;T;{'xx,' * 10_000}\n".encode()
        begins = time.process_time()
        _line, where, _sentence = refusal("x.csv", data)
        assert where == f"Formations.{column}"
        return time.process_time() - begins

    cost("schedules")
    assert min(cost("schedules"), cost("schedules")) < 8 * max(cost("codes"), cost("codes"))


def test_a_table_of_thousands_of_columns_is_one_sentence():
    sentence = "La ligne 1 de « Formations » a plus de 80 colonnes ; videz celles de droite."

    assert refusal("x.csv", b"title;" + b"a;" * 100_000 + b"a\n1\n") == (1, "Formations", sentence)


def test_empty_columns_on_the_right_of_a_table_are_passed_over():
    data = f"year;institution.name;kind;title{';' * 10_000}\n2026-2027;U;MASTER;T{';' * 10_000}\n"

    assert read("x.csv", data.encode()).programmes[0].content.title == "T"


def test_many_bad_descriptions_of_a_yaml_file_cost_no_more_than_one():
    """The file is read once more for their lines, and not once for each."""
    good = "- {title: T, year: 2026-2027, institution: {name: U}, kind: MASTER}\n" * 1_000
    bad = "- {title: T, year: 2026-2027, institution: {name: U}, kind: MASTER, x: 1}\n"

    def cost(count):
        begins = time.process_time()
        with pytest.raises(BadFile) as refused:
            read("x.yaml", ("programmes:\n" + good + bad * count).encode())
        assert [cell.line for cell in refused.value.cells] == list(range(1_002, 1_002 + count))
        return time.process_time() - begins

    cost(1)
    assert cost(100) < 5 * max(cost(1), cost(1))
