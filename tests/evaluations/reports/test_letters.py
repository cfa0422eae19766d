"""What the letters do not say, and the tree does."""

import io
from dataclasses import replace

import pdfplumber
import pytest
from pdfplumber.structure import PDFStructTree

from evalprog import richtext
from evaluations.content import on_one_line
from evaluations.reports.render import to_pdf


def elements(reading, text):
    """The structure elements of a section that holds this text alone."""
    section = replace(reading.sections[0], text=richtext.clean(text))
    short = replace(reading, sections=(section,), observations=None, annex=(), committee=None, signatures=())
    with pdfplumber.open(io.BytesIO(to_pdf(short))) as document:
        found = PDFStructTree(document).find(lambda element: (element.title or "").startswith("section "))
        return [*found.find_all(lambda element: True)]


def told(reading, text):
    return [e.actual_text for e in elements(reading, text) if e.actual_text is not None]


def test_letters_that_say_what_was_written_are_left_alone(reading):
    assert told(reading, "<p>L’été, le cœur affiche l’effort différent, soit 11.</p>") == []


def test_the_space_at_the_end_of_a_line_is_an_element(reading):
    lines = told(reading, f"<p>{'mot ' * 60}</p>")

    assert set(lines) == {" "}
    assert len(lines) == 2


def test_no_space_is_added_where_a_word_was_cut(reading):
    assert told(reading, f"<p>{'x' * 200}</p>") == []
    assert told(reading, f"<p>{'mot-' * 60}x</p>") == []


def test_the_hyphen_of_a_word_cut_at_the_end_of_a_line_was_not_written(reading):
    text = "professionnalisation " * 12

    lines = told(reading, f"<p>{text}</p>")

    cut = [line for line in lines if line != " "]
    assert cut, "no line of long words was cut"
    assert not [line for line in cut if line.endswith("-")]
    assert {line.split()[-1] for line in cut} <= {
        "pro", "profes", "profession", "professionna", "professionnali", "professionnalisa"}  # fmt: skip


def test_a_written_hyphen_at_the_end_of_a_line_stays(reading):
    assert [line for line in told(reading, f"<p>{'avant-après ' * 30}</p>") if line != " "] == []


@pytest.mark.parametrize("text", ["\u00a0", "a\u200bb", "עברית"])
def test_what_glyphs_do_not_tell_is_told(reading, text):
    assert "".join(told(reading, f"<p>{text}</p>")) == text


def test_lists_tell_how_they_are_numbered(reading):
    lists = [e for e in elements(reading, "<ul><li>a<ol><li>b</li></ol></li></ul>") if e.type == "L"]

    assert [e.attributes["ListNumbering"] for e in lists] == ["Disc", "Decimal"]


def test_a_header_tells_the_scope_that_its_place_does_not(reading):
    head = '<tr><th scope="colgroup" colspan="2">a</th><th scope="row">b</th><th scope="col">c</th></tr>'
    body = '<tr><th scope="rowgroup" data-level="2">d</th><th scope="col">e</th><th scope="row">f</th><td>g</td></tr>'

    found = elements(reading, f"<table><thead>{head}</thead><tbody>{body}</tbody></table>")

    assert [e.title for e in found if e.type == "TH"] == ["colgroup", "row", None, "rowgroup level 2", "col", None]


def test_a_table_whose_first_row_is_short_is_printed_whole(reading):
    found = elements(reading, "<table><tbody><tr><td>a</td></tr><tr><td>b</td><td>c</td></tr></tbody></table>")

    assert [len(row.children) for row in found if row.type == "TR"] == [1, 2]


def test_plain_texts_stand_on_one_line(reading):
    strange = replace(reading, cover=replace(reading.cover, title=" Licence\t deux\n\u00a0mots "))

    assert on_one_line(strange).cover.title == "Licence deux \u00a0mots"
    assert on_one_line(reading) == reading
