"""Texts that were made to hurt: refused in one sentence, or read in a time that grows with their length."""

import time

import pytest

from programmes.imports.parsed import BadFile
from programmes.imports.prospectus import read

GIVEN = {"year": "2024-2025", "institution": "École d’essai"}
HEAD = "# Master en essais\n\n## Acquis\n\n"
LONG, MANY = 300_000, 1_900  # what takes the square of its length would take minutes


def refusal(text):
    with pytest.raises(BadFile) as refused:
        read(text, **GIVEN)
    return [cell.sentence for cell in refused.value.cells]


@pytest.mark.parametrize("text", ["x" * 10_000_000, "é" * 1_000_001], ids=["one line", "in bytes"])
def test_a_text_that_is_too_long_is_refused_in_one_sentence(text):
    assert refusal(text) == [
        "Ce texte dépasse 2 Mo ; un prospectus en tient moins : donnez la page d’une seule formation."
    ]


def test_a_hundred_thousand_lines_are_refused():
    assert refusal("x\n" * 100_000) == ["Ce texte a plus de 20 000 lignes : donnez la page d’une seule formation."]


def test_more_courses_than_a_programme_has_are_refused():
    rows = "".join(f"○ DROI{number}\tDroit\tAnne Roux\t[5 crédits]\n" for number in range(1000, 3001))

    assert refusal(HEAD + rows) == ["Ce texte a plus de 2000 cours : donnez la page d’une seule formation."]


@pytest.mark.parametrize("text", ["", " \n\t\n", "\x00\x00", "\ud800"])
def test_an_empty_text_is_refused(text):
    assert refusal(text) == ["Ce texte est vide : collez la page de la formation."]


def test_nuls_and_lone_surrogates_go_without_a_trace():
    content = read("# Master\x00 en essais\n\n## Pédagogie\n\nDes\ud800 cours.\n", **GIVEN).programmes[0].content

    assert (content.title, content.narratives[0].text) == ("Master en essais", "<p>Des cours.</p>")


def test_markup_of_the_source_is_text():
    text = (
        "# Master en essais\n\n## Pédagogie\n\n<script>alert(1)</script> [ici](javascript:alert) & <http://a.example>\n"
    )
    content = read(text, **GIVEN).programmes[0].content

    assert "<script" not in content.narratives[0].text
    assert "javascript" not in content.narratives[0].text
    assert 'href="http://a.example"' in content.narratives[0].text


@pytest.mark.parametrize(
    "piece",
    [
        "a",
        "[",
        "*",
        "a *",
        "(",
        "\t",
        "| ",
        " ",
        "1",
        "A",
        "DROI1234 ",
        "DROI1234 a (6 crédits) ",
        "tél ",
        "a.b-",
        "&amp;",
    ]
    + ["programme du Master en ", "Université de ", "[a](b", "<b>", "\\[", "~~🌐", "e\u0301"],
)
def test_one_endless_line_takes_a_bounded_time(piece):
    begun = time.process_time()
    whole = read(HEAD + piece * (LONG // len(piece.encode())), **GIVEN)

    assert time.process_time() - begun < 10
    assert whole.coverage in (0.0, 1.0) or len(whole.unplaced) == 1


@pytest.mark.parametrize(
    "piece",
    ["x\n", "- a\n", "## Contact\n", "## Foo\na\n", "AA1. Faire\n", "- ○ Obligatoire\n", "**Option [5]**\n", "> a\n"]
    + [
        "BA - crédits supplémentaires entre 45 et 60\n",
        "a\tb\tc\td\n",
        "Nom: a@b.example\n",
        "- le [Master en a](#)\n",
    ],
)
def test_many_short_lines_take_a_bounded_time(piece):
    begun = time.process_time()
    whole = read(HEAD + piece * (MANY // piece.count("\n")), **GIVEN)

    assert time.process_time() - begun < 10
    assert 0 <= whole.coverage <= 1
