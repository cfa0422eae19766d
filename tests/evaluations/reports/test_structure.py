"""The structure tree of the PDF: what a screen reader, or somebody who reads a report back, finds."""

import io
from dataclasses import replace

import pdfplumber
import pikepdf
import pydyf
import pytest

from evalprog import richtext
from evaluations.reports.render import to_pdf
from tests.evaluations.reports.paper import Element, tree


@pytest.fixture(scope="module")
def root(pdf) -> Element:
    return tree(pdf)


def one_section(reading, text: str) -> Element:
    section = replace(reading.sections[0], text=richtext.clean(text))
    short = replace(reading, sections=(section,), observations=None, annex=(), committee=None, signatures=())
    (found,) = tree(to_pdf(short)).named("section")
    return found


def test_all_text_drawn_is_in_the_tree_or_declared_decoration(pdf):
    with pdfplumber.open(io.BytesIO(pdf)) as document:
        outside = {char["tag"] for page in document.pages for char in page.chars if char["mcid"] is None}

    assert outside == {"Artifact"}  # running headers and page numbers; ``tree`` fails on any number it does not know


def test_headings_go_down_one_step_at_a_time(root):
    levels = [int(e.tag[1]) for e in root.all("H1", "H2", "H3")]

    assert levels[0] == 1 and levels.count(1) == 1
    assert all(after - before <= 1 for before, after in zip(levels, levels[1:], strict=False))


def test_parts_stand_in_the_order_of_the_reading(root):
    (report,) = root.named("report")

    assert report.name == "report FINAL"
    names = ["cover", "signatures", "head", "committee", "contents", "section", "observations", "annex", "colophon"]
    assert [e.name for e in report.walk() if e.name.split(" ")[0] in names] == [
        "cover",
        "signatures",
        "head",
        "committee",
        "contents",
        "section text presentation",
        "section criteria analyse",
        "section criteria notation",
        "section conclusion conclusion",
        "observations",
        "annex",
        "colophon",
    ]


def test_every_criterion_is_one_element_with_its_heading_and_its_text(root, reading):
    found = [e for e in root.named("criterion") if e.tag == "Sect"]

    assert [e.name for e in found] == [f"criterion {c.kind} {c.code}" for c in reading.criteria]
    assert [e.all("H3")[0].words for e in found] == [c.label for c in reading.criteria]
    assert [[t.words for t in e.named("answer")] for e in found[-3:]] == [["B"], ["A+"], ["Oui"]]


def test_a_paragraph_over_two_pages_is_one_paragraph(root, reading):
    paragraphs = [e for s in root.named("section") for t in s.named("text") for e in t.all("P")]
    rich = [s.text for s in reading.sections] + [c.text for c in reading.criteria]
    findings = [f for b in reading.blocks for f in b.findings]

    assert len(paragraphs) == sum(text.count("<p>") for text in rich) + len(findings)


def test_findings_have_their_number_and_what_they_refer_to(root, reading):
    (recommendations,) = [e for e in root.named("block") if e.name.endswith("RECOMMENDATION")]
    items = recommendations.all("LI")

    assert [e.name for e in items] == ["finding 1", "finding 2", "finding 3", "finding 4"]
    assert [[k.tag for k in e.kids] for e in items] == [["Lbl", "LBody"]] * 4
    assert [e.name for e in items[0].named("addresses") if e.tag == "Span"] == ["addresses 1", "addresses 2"]
    assert items[0].named("text")[0].words == reading.recommendations[0].text


def test_items_of_the_observations_say_what_they_answer(root, reading):
    found = root.named("item")

    assert [e.name for e in found] == [
        f"item {i.target} {'-' if i.number is None else i.number} {i.about or '-'}" for i in reading.observations.items
    ]
    # What is quoted, or the finding's own words where the quotation has others.
    assert [q.words for e in found for q in e.all("BlockQuote")] == [
        i.quote if i.quote != "un numérique « limité au dépôt »" else reading.weaknesses[3].text
        for i in reading.observations.items
        if i.quote
    ]
    assert [q.words for e in found for q in e.named("quote")] == [
        i.quote for i in reading.observations.items if i.quote
    ]
    assert [q.words for e in found for q in e.named("stance")] == [
        "Accord", "Désaccord", "Action engagée", "Action prévue"
    ]  # fmt: skip


def test_files_are_named_with_their_hash(root, reading):
    files = [e for e in root.named("attachment") if e.name == "attachment"]

    assert [f.named("sha256")[0].words for f in files] == [a.sha256 for a in reading.observations.attachments]


def test_tables_keep_captions_headers_spans_and_levels(root):
    hours, origins, results = [t for e in root.named("item") for t in e.all("Table")]

    assert [c.words for c in hours.all("Caption")] == ["Répartition des heures entre intervenants"]
    assert [len(r.kids) for r in hours.all("TR")] == [3, 2, 4, 4, 4, 4, 4]
    assert [c.tag for c in origins.all("TR")[1].kids] == ["TH", "TD", "TD", "TD"]
    assert [c.name for c in origins.all("TH") if c.name] == ["level 1", "level 2", "level 1", "level 1"]
    assert [c.words for c in results.all("TR")[3].kids] == ["Diplômés", "16", "21", "23", "-"]


def test_a_table_over_many_pages_is_one_table_with_one_header(reading):
    rows = "".join(f'<tr><th scope="row">ligne {n}</th><td>{n}</td></tr>' for n in range(120))
    head = '<thead><tr><th scope="col">Ligne</th><th scope="col">Valeur</th></tr></thead>'

    section = one_section(reading, f"<table>{head}<tbody>{rows}</tbody></table>")

    (table,) = section.all("Table")
    assert [k.tag for k in table.kids] == ["THead", "TBody"]
    assert [r.words for r in table.all("TR")] == ["Ligne Valeur"] + [f"ligne {n} {n}" for n in range(120)]


def test_cells_of_a_table_over_many_pages_refer_to_the_header_that_is_kept(reading):
    rows = "".join(f"<tr><td>{n}</td></tr>" for n in range(120))
    text = f'<table><thead><tr><th scope="col">Valeur</th></tr></thead><tbody>{rows}</tbody></table>'
    section = replace(reading.sections[0], text=richtext.clean(text))
    short = replace(reading, sections=(section,), observations=None, annex=(), committee=None, signatures=(), head=())

    with pikepdf.open(io.BytesIO(to_pdf(replace(short, colophon=())))) as document:
        nodes = [o for o in document.objects if isinstance(o, pikepdf.Dictionary) and o.get("/S") == "/TD"]
        referred = {bytes(h) for o in nodes for h in o.A.get("/Headers", [])}

    assert len(referred) == 2  # the column « Valeur », and the row of the fingerprint


def test_line_breaks_words_and_emphasis_are_named(reading):
    section = one_section(
        reading, '<p>Un<br>deux <em>trois</em> <strong>quatre</strong> H<sub>2</sub>O socio-économique '
        '<a href="https://example.org/x">lien</a></p>'
    )  # fmt: skip

    (paragraph,) = section.all("P")
    assert [e.name for e in paragraph.walk() if e.name] == [
        "br", "em", "strong", "sub", "word", "a https://example.org/x",
    ]  # fmt: skip
    assert paragraph.words == "Un deux trois quatre H 2 O socio-économique lien"


def test_an_empty_cell_keeps_its_place(reading):
    head = '<thead><tr><th scope="col"></th><th scope="col">x</th><th scope="col">y</th></tr></thead>'
    section = one_section(reading, f"<table>{head}<tbody><tr><td>a</td><td></td><td>c</td></tr></tbody></table>")

    assert [cell.words for cell in section.all("TH")] == ["", "x", "y"]
    assert [cell.words for cell in section.all("TD")] == ["a", "", "c"]


def test_nested_lists_keep_their_items(reading):
    section = one_section(reading, "<ul><li>un</li><li>deux<ol><li>trois</li></ol></li><li>quatre</li></ul>")

    assert [" ".join(k.words for k in e.kids if k.tag == "LBody") for e in section.all("LI")] == [
        "un", "deux", "trois", "quatre",
    ]  # fmt: skip


def test_the_pages_of_a_pdf_are_named_when_there_are_more_of_them(root):
    document = pydyf.PDF()
    for pages in (1, 2):
        document.add_page(pydyf.Dictionary({"Type": "/Page"}))
        names = document.page_references

        assert len(names) == pages and names[-1].endswith(b" 0 R")
        assert document.page_references is names  # each time anew, a long report costs the square of its pages
