"""Files that are no report, or not a whole one: one sentence that says what, where, and what to do."""

import io

import pikepdf
import pytest
from weasyprint import HTML

from evaluations.imports import ImportRefused, parse_report, read_source, source_from_bytes
from evaluations.imports.sources import MAX_BYTES
from tests.evaluations.imports import reports


def sentence_of(call, *args):
    with pytest.raises(ImportRefused) as refusal:
        call(*args)
    return refusal.value.sentence.replace("\u00a0", " ")


def of_bytes(content):
    return sentence_of(source_from_bytes, "rapport.txt", content)


def test_a_file_that_is_not_there(tmp_path):
    assert sentence_of(read_source, tmp_path / "rapport.txt") == (
        "Le fichier « rapport.txt » n’existe pas ; vérifiez son nom et son dossier."
    )


def test_a_folder(tmp_path):
    assert sentence_of(read_source, tmp_path) == (
        f"Le fichier « {tmp_path.name} » ne peut pas être lu (c’est un dossier) ; vérifiez le chemin et les droits."
    )


@pytest.mark.parametrize("content", [b"", b" \n\t\r\n"])
def test_nothing_in_the_file(content):
    assert of_bytes(content) == "Le fichier « rapport.txt » est vide ; donnez le texte ou le PDF d’un rapport."


def test_nothing_but_blanks_that_are_no_bytes_of_blank():
    assert of_bytes("\ufeff\u00a0\n\u200a".encode()) == (
        "Le fichier « rapport.txt » ne contient que des blancs ; donnez le texte ou le PDF d’un rapport."
    )


def test_a_file_that_is_too_big_is_not_read_whole(tmp_path):
    path = tmp_path / "rapport.txt"
    with path.open("wb") as file:
        file.truncate(50 * MAX_BYTES)  # a gigabyte of nothing

    assert sentence_of(read_source, path) == (
        "Le fichier « rapport.txt » dépasse 20 Mo ; donnez le rapport seul, sans ses pièces jointes."
    )


def test_a_null_character():
    assert of_bytes(b"Analyse\n\nObjectifs\0") == (
        "Le fichier « rapport.txt » contient un caractère nul (ligne 3), ce n’est donc pas un texte ;"
        " donnez un fichier .txt, .md ou .pdf."
    )


def test_a_text_in_utf_16_that_does_not_say_so():
    assert of_bytes("Évaluation du diplôme".encode("utf-16-le")) == (
        "Le fichier « rapport.txt » semble codé en UTF-16 sans le dire ; enregistrez-le en UTF-8."
    )


def test_a_text_in_utf_16_that_was_cut():
    assert of_bytes("Évaluation du diplôme".encode("utf-16")[:-1]) == (
        "Le fichier « rapport.txt » est un texte UTF-16 abîmé ou coupé ; enregistrez-le de nouveau, en UTF-8."
    )


def test_a_binary_that_begins_as_utf_16_does():
    assert of_bytes(b"\xff\xfe\x00\x00\x41\x00") == (
        "Le fichier « rapport.txt » n’est ni un texte ni un PDF ; donnez un fichier .txt, .md ou .pdf."
    )


@pytest.mark.parametrize("codec", ["utf-16", "utf-8-sig", "utf-8", "cp1252"])
def test_a_text_is_read_in_each_way_that_windows_writes_it(codec):
    source = source_from_bytes("rapport.txt", "Évaluation\r\ndu diplôme".encode(codec))

    assert [line.text for line in source.lines] == ["Évaluation", "du diplôme"]


def test_a_text_in_big_endian_utf_16_is_read():
    source = source_from_bytes("rapport.txt", b"\xfe\xff" + "Évaluation".encode("utf-16-be"))

    assert [line.text for line in source.lines] == ["Évaluation"]


def test_an_image():
    assert of_bytes(b"\x89PNG\r\n\x1a\n" + bytes(range(1, 32)) * 20) == (
        "Le fichier « rapport.txt » n’est ni un texte ni un PDF ; donnez un fichier .txt, .md ou .pdf."
    )


def test_too_many_lines():
    assert of_bytes(b"a\n" * 100_001) == (
        "Le fichier « rapport.txt » a plus de 100000 lignes ; donnez un seul rapport."
    )


def test_an_endless_table(parsed):
    rows = "\n".join(f"{n}\t{n}" for n in range(1_001))
    text = reports.WAVE_A.replace("Un stage est prévu.", f"Un stage est prévu.\n\n{rows}")

    assert sentence_of(parsed, text) == "Le tableau de la ligne 46 a plus de 1 000 lignes ; retirez-le du rapport."


def test_a_text_that_is_no_report(parsed, frameworks):
    known = ", ".join(sorted(framework.title for framework in frameworks))

    assert sentence_of(parsed, "Recette du pain\n\nDe l'eau, de la farine.") == (
        f"Le fichier « rapport.txt » ne contient les rubriques d’aucun référentiel connu ({known}) ;"
        " vérifiez qu’il s’agit d’un rapport d’évaluation."
    )


@pytest.mark.parametrize(
    ("text", "last", "line", "part"),
    [
        (reports.WAVE_A, "un atelier.", 40, "Place de la recherche"),
        (reports.WAVE_A, "Points forts\n", 52, "Points forts"),
        (reports.BY_CYCLE, "Quatre candid", 16, "L’attractivité, la performance et la pertinence de la formation"),
    ],
)
def test_a_report_that_is_cut_off(parsed, text, last, line, part):
    whole, end = text, text.index(last) + len(last)

    assert sentence_of(parsed, whole[:end]) == (
        f"Le fichier « rapport.txt » s’arrête à la ligne {line}, dans « {part} », avant toute conclusion ;"
        " vérifiez qu’il est complet."
    )


def test_windows_text_is_read_and_announced(frameworks):
    source = source_from_bytes("rapport.txt", reports.BY_CYCLE.replace("●", "•").encode("cp1252"))
    report = parse_report(source, frameworks)

    assert (source.is_cp1252, report.reading.strengths[0].text) == (True, "L'alternance")
    assert report.warnings[0] == (
        "Le fichier n’est pas en UTF-8\u00a0: il a été lu comme un texte Windows, vérifiez les accents."
    )


def test_a_byte_order_mark_and_windows_lines_change_nothing(frameworks):
    plain = parse_report(source_from_bytes("a", reports.WAVE_A.encode()), frameworks)
    windows = reports.WAVE_A.replace("\n", "\r\n").encode("utf-8-sig")

    assert parse_report(source_from_bytes("a", windows), frameworks).reading == plain.reading


# -- PDF


def pdf(body="<p>Bonjour</p>"):
    return HTML(string=body).write_pdf()


def test_a_pdf_cut_in_the_middle():
    content = pdf()

    assert sentence_of(source_from_bytes, "r.pdf", content[: len(content) // 2]) == (
        "Le PDF « r.pdf » est endommagé ou incomplet ; téléchargez-le de nouveau."
    )


def test_a_pdf_with_a_password():
    locked = io.BytesIO()
    with pikepdf.open(io.BytesIO(pdf())) as document:
        document.save(locked, encryption=pikepdf.Encryption(owner="a", user="b"))

    assert sentence_of(source_from_bytes, "r.pdf", locked.getvalue()) == (
        "Le PDF « r.pdf » est protégé par un mot de passe ; donnez-le sans protection."
    )


def test_a_pdf_of_images():
    assert sentence_of(source_from_bytes, "r.pdf", pdf("<div style='height: 3cm; background: red'></div>")) == (
        "Le PDF « r.pdf » ne contient pas de texte (pages numérisées ?) ;"
        " passez-le à la reconnaissance de caractères, ou donnez le texte du rapport."
    )


def test_a_pdf_with_too_many_pages():
    assert sentence_of(source_from_bytes, "r.pdf", pdf("<p style='break-after: page'>a</p>" * 401)) == (
        "Le PDF « r.pdf » a plus de 400 pages ; donnez un seul rapport."
    )
