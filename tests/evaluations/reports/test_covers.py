"""Every kind of cover, printed and read back."""

import io
from dataclasses import replace

import pdfplumber
import pikepdf
import pytest

from evaluations.content import ArchiveNotice, ReportReading
from evaluations.imports.own_report import _reading
from evaluations.imports.pdf_tree import own_paper
from evaluations.reports.render import to_html, to_pdf
from tests.evaluations.reports import covers
from tests.evaluations.reports.paper import tree
from tests.evaluations.reports.sample import sample_reading


def printed(name: str) -> bytes:
    return to_pdf(covers.COVERS[name]())


def back(pdf: bytes) -> ReportReading:
    with pdfplumber.open(io.BytesIO(pdf)) as document:
        return _reading(own_paper(document))


@pytest.mark.parametrize("name", covers.COVERS)
def test_every_cover_is_printed_well_formed_and_read_back(name):
    reading = covers.COVERS[name]()

    pdf = printed(name)

    assert back(pdf) == reading
    assert ReportReading.from_json(reading.as_json()) == reading
    levels = [int(e.tag[1]) for e in tree(pdf).all("H1", "H2", "H3", "H4")]
    assert levels.count(1) == 1
    assert all(after - before <= 1 for before, after in zip(levels, levels[1:], strict=False))


def test_sheets_have_headings_of_their_own_and_anchors_that_lead_to_them():
    page = to_html(covers.champ())

    for anchor in (
        "section-analyse",
        "fiche-1-section-analyse",
        "fiche-2-critere-pilotage",
        "fiche-2-constat-weakness-1",
    ):
        assert page.count(f'id="{anchor}"') == 1
    assert page.count('href="#fiche-1-critere-pilotage"') == 1
    sheets = tree(printed("champ")).named("sheet")
    assert [[e.words for e in sheet.all("H2")] for sheet in sheets] == [
        ["Master Chimie du bois"], ["Master Économie forestière"]
    ]  # fmt: skip


def test_marks_stand_under_their_letter_and_letters_are_explained():
    (grades,) = tree(printed("letter_grades")).named("scales")

    (grid,) = grades.all("Table")
    assert [[cell.words for cell in row.kids] for row in grid.all("TR")] == [
        ["Critère", "A+", "A", "B", "C"],
        ["Projet pédagogique", "", "A", "", ""],
        ["Insertion professionnelle et poursuite d’études", "A+", "", "", ""],
        ["Lien avec les milieux professionnels", "", "", "B", ""],
        ["Pilotage de la licence", "", "", "", "C"],
    ]
    assert [v.words for v in grades.named("value")][3] == "C Projet à reprendre."


def test_a_mark_does_not_end_a_page_without_the_text_that_it_is_about():
    with pdfplumber.open(io.BytesIO(printed("letter_grades"))) as document:
        pages = [page.extract_text() for page in document.pages]

    (heading,) = [page for page in pages if "Pilotage de la licence\n" in page and "Appréciation" in page][-1:]
    assert "Appréciation C\n" in heading
    assert covers.SAID[3].split(",")[0] in heading.partition("Appréciation C\n")[2]


def test_fourteen_institutions_stand_one_below_the_other():
    (head,) = tree(printed("doctoral_school")).named("head")

    assert [item.words for item in head.named("item")] == list(covers.INSTITUTIONS)


def test_a_chart_says_in_words_what_it_shows_and_has_its_table_beside():
    pdf = printed("charts")

    with pikepdf.open(io.BytesIO(pdf)) as document:
        told = [str(o.Alt) for o in document.objects if isinstance(o, pikepdf.Dictionary) and o.get("/S") == "/Figure"]
        boxes = [
            [float(n) for n in o.A.BBox]
            for o in document.objects
            if isinstance(o, pikepdf.Dictionary) and o.get("/S") == "/Figure"
        ]
    wanted = "Taux de réussite (%). Réussite\u00a0: 2012 71, 2013 74,5, 2014 78, 2015 -, 2016 81."
    assert sorted(told)[2] == wanted
    assert all(0 < left < right < 596 and 0 < low < high < 842 for left, low, right, high in boxes)
    tables = [t for figure in tree(pdf).named("figure") for t in figure.all("Table")]
    assert [cell.words for cell in tables[1].all("TR")[1].kids] == ["Réussite", "71", "74,5", "78", "-", "81"]


def test_charts_keep_to_what_a_strict_content_policy_lets_through():
    page = to_html(covers.charts())

    drawn = page[page.index("<svg") : page.rindex("</svg>")]
    assert "style=" not in drawn and "<style" not in drawn and "<script" not in drawn


def test_a_draft_says_so_on_every_page_whoever_prints_it():
    draft = replace(covers.plain(), kind="DRAFT", signatures=())

    pdf = to_pdf(draft)

    with pdfplumber.open(io.BytesIO(pdf)) as document:
        assert all("Projet" in "".join(char["text"] for char in page.chars) for page in document.pages)
    with pikepdf.open(io.BytesIO(pdf)) as document:
        assert not document.attachments


def test_the_page_of_an_archive_comes_first_and_is_no_part_of_the_report():
    notice = ArchiveNotice(
        "Archive ouverte", (("Identifiant", "arc-01"), ("Déposé le", "2 mai 2018")), "À citer ainsi."
    )

    pdf = to_pdf(covers.plain(), notice=notice)

    assert back(pdf) == covers.plain()
    with pdfplumber.open(io.BytesIO(pdf)) as document:
        first, second = (page.extract_text() for page in document.pages[:2])
    assert "arc-01" in first and "À citer ainsi." in first
    assert second.startswith("AQF")


@pytest.mark.parametrize("presidents", [1, 16], ids=["as usual", "more than a page holds"])
def test_nothing_is_printed_over_a_signature_and_none_is_cut(presidents):
    agency, chair = covers.plain().signatures
    names = tuple(replace(chair.signatories[0], name=f"Présidence {n}") for n in range(1, presidents + 1))

    pdf = to_pdf(replace(covers.plain(), signatures=(agency, replace(chair, signatories=names, note="Une note."))))

    with pdfplumber.open(io.BytesIO(pdf)) as document:
        pages = [page.extract_text_lines() for page in document.pages[1:4]]
    lines = [(number, line) for number, page in enumerate(pages) for line in page]
    said = [(number, line["bottom"]) for number, line in lines if "Présidence " in line["text"]]
    (note,) = [(number, line["top"]) for number, line in lines if "Une note." in line["text"]]
    assert len(said) == presidents and max(said) < note


# -- the archival file


@pytest.fixture(scope="module")
def archival():
    return to_pdf(sample_reading())


def test_one_file_is_archival_and_accessible(archival):
    with pikepdf.open(io.BytesIO(archival)) as document:
        metadata = document.open_metadata()
        assert (metadata.pdfa_status, metadata["pdfuaid:part"]) == ("3A", "1")
        assert metadata["dc:language"] == {"fr"}
        packet = document.Root.Metadata.read_bytes()
        assert packet.startswith(b'<?xpacket begin="\xef\xbb\xbf"') and b"pdfaExtension:schemas" in packet
        (intent,) = document.Root.OutputIntents
        assert intent.S == "/GTS_PDFA1" and intent.DestOutputProfile.N == 3
        assert intent.DestOutputProfile.read_bytes()[36:40] == b"acsp"  # the mark of an ICC profile
        assert not document.is_encrypted and "/ID" in document.trailer
        assert bool(document.Root.MarkInfo.Marked) and str(document.Root.Lang) == "fr"


def test_the_reading_is_inside_byte_for_byte_and_said_to_be_the_source(archival):
    with pikepdf.open(io.BytesIO(archival)) as document:
        (file,) = document.Root.AF
        assert (file.AFRelationship, file.F, file.UF) == ("/Source", "lecture.json", "lecture.json")
        inside = file.EF.F
        assert inside.Subtype == "/application/json" and str(inside.Params.ModDate) == "D:20170614"
        assert inside.read_bytes() == sample_reading().as_json().encode()
        assert inside.Params.Size == len(inside.read_bytes())


def test_nothing_acts_by_itself_and_all_links_print(archival):
    with pikepdf.open(io.BytesIO(archival)) as document:
        found = [o for o in document.objects if isinstance(o, pikepdf.Dictionary)]
        assert not [o for o in found if {"/JS", "/JavaScript", "/AA", "/OpenAction"} & set(o.keys())]
        assert {int(o.F) for o in found if o.get("/Type") == "/Annot"} == {4}
        descriptors = [o for o in found if o.get("/Type") == "/FontDescriptor"]
        assert descriptors and all({"/FontFile", "/FontFile2", "/FontFile3"} & set(o.keys()) for o in descriptors)
