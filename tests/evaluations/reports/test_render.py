"""The report on paper."""

import hashlib
import io
import logging
import os
import subprocess
import sys
from dataclasses import replace

import pdfplumber
import pikepdf
import pytest
from weasyprint import HTML
from weasyprint.urls import FatalURLFetchingError

from evalprog import richtext
from evaluations.content import Fact, ReportReading
from evaluations.reports.render import OwnFiles, to_html, to_pdf
from tests.evaluations.reports.paper import tree


def text_of(pdf: bytes) -> str:
    done = subprocess.run(["pdftotext", "-", "-"], input=pdf, capture_output=True, check=True)
    return " ".join(done.stdout.decode().split())


def in_order(text: str, *wanted: str) -> bool:
    position = 0
    for words in wanted:
        position = text.index(words, position) + len(words)
    return True


def typeface(char: dict) -> str:
    return char["fontname"].partition("+")[2].rstrip(",")


def small(reading: ReportReading, text: str) -> ReportReading:
    """The sample, reduced to its cover and one section with that text."""
    section = replace(reading.sections[0], text=richtext.clean(text))
    return replace(reading, sections=(section,), observations=None, annex=(), committee=None, signatures=())


def test_the_document_says_everything_in_order(pdf):
    assert in_order(
        text_of(pdf),
        "AQF Agence pour la qualité des formations Département des formations",
        "Rapport publié le 14/06/2017",
        "Pour l’Agence",
        "Irène Aubertin",
        "Marc Delorme, président par intérim",
        "sur la base d’un dossier déposé le 13 octobre 2016",
        "Sonia Keller",
        "Sommaire",
        "Place de l’international",
        "Appréciation A+",
        "10. Alternance proposée à un tiers seulement de la promotion.",
        "Favorable avec réserves",
        "8 points faibles sur 10 ont reçu une réponse ; sans réponse : n° 8, 9.",
        "Répond au point faible n° 4",
        "Répond à la recommandation n° 4",
        "Cite : Positionnement dans l’environnement",
        "Observation libre",
        "Vu le 20 mars 2017 Hélène Vasseur Présidente de l’université",
        "Version déposée le 20 février 2019.",
        "B2017-EV-0760000X-LP",
    )


def test_the_fingerprint_of_the_reading_is_printed(pdf, reading):
    assert reading.sha256 in text_of(pdf)


def test_the_sample_takes_seventeen_pages(pdf):
    with pikepdf.open(io.BytesIO(pdf)) as document:
        assert len(document.pages) == 17


def test_the_file_is_tagged_and_names_its_language_and_title(pdf):
    with pikepdf.open(io.BytesIO(pdf)) as document:
        assert str(document.Root.Lang) == "fr"
        assert bool(document.Root.MarkInfo.Marked)
        assert bool(document.Root.ViewerPreferences.DisplayDocTitle)
        assert document.open_metadata()["pdfuaid:part"] == "1"


def test_only_allowed_metadata_leaves_the_house(pdf, reading):
    with pikepdf.open(io.BytesIO(pdf)) as document:
        found = {str(key): str(value) for key, value in document.docinfo.items()}
        packet = set(document.open_metadata())

    assert found == {
        "/Title": f"Rapport d’évaluation\u00a0: {reading.cover.title}",
        "/Author": "Agence pour la qualité des formations",
        "/CreationDate": "D:20170614",
        "/ModDate": "D:20170614",
        "/Producer": "WeasyPrint 70.0",
    }
    assert {name.rpartition("}")[2] for name in packet} == {
        "part", "conformance", "schemas", "Producer", "title", "creator", "language", "CreateDate", "ModifyDate",
    }  # fmt: skip


def test_a_report_without_date_of_publication_has_no_date_at_all(reading):
    undated = replace(small(reading, "<p>Court.</p>"), cover=replace(reading.cover, published=None))

    with pikepdf.open(io.BytesIO(to_pdf(undated))) as document:
        assert set(document.docinfo) == {"/Title", "/Author", "/Producer"}


def test_bookmarks_follow_the_headings(pdf, reading):
    with pikepdf.open(io.BytesIO(pdf)) as document, document.open_outline() as outline:
        (title,) = outline.root
        assert title.title == reading.cover.title
        assert [item.title for item in title.children] == [
            "Comité d’experts",
            "Sommaire",
            "Présentation de la formation",
            "Analyse",
            "Notation",
            "Conclusion de l’évaluation",
            "Observations de l’établissement",
            "Annexe",
            "Références du rapport",
        ]
        assert [item.title for item in title.children[3].children] == [c.label for c in reading.sections[1].criteria]


def test_one_typeface_is_embedded_in_real_faces(pdf):
    with pdfplumber.open(io.BytesIO(pdf)) as document:
        fonts = {typeface(char) for page in document.pages for char in page.chars}

    assert fonts == {
        "Source-Sans-3",
        "Source-Sans-3-Italic",
        "Source-Sans-3-Semi-Bold",
        "Source-Sans-3-Bold",
    }


def test_the_same_reading_gives_the_same_bytes(pdf, reading):
    assert to_pdf(reading) == pdf


def test_another_process_gives_the_same_bytes(pdf):
    program = (
        "import django; django.setup(); import hashlib;"
        "from evaluations.reports.render import to_pdf; from tests.evaluations.reports.sample import sample_reading;"
        "print(hashlib.sha256(to_pdf(sample_reading())).hexdigest())"
    )
    # Another seed for hashes and another time zone, as another machine would have.
    here = {"DJANGO_SETTINGS_MODULE": "tests.settings", "PYTHONHASHSEED": "7", "TZ": "Pacific/Noumea"}
    done = subprocess.run(
        [sys.executable, "-c", program], env={**os.environ, **here}, capture_output=True, text=True, check=True
    )

    assert done.stdout.strip() == hashlib.sha256(pdf).hexdigest()


def test_printing_logs_no_warning(reading, caplog, monkeypatch):
    monkeypatch.setattr(logging.getLogger("weasyprint"), "propagate", True)
    with caplog.at_level(logging.WARNING):
        to_pdf(reading, marked="Copie de travail")

    assert caplog.messages == []


def test_a_copy_is_marked_on_every_page_and_the_report_is_not(reading):
    short = small(reading, "<p>Court.</p>")

    with pdfplumber.open(io.BytesIO(to_pdf(short, marked="Copie de travail"))) as document:
        assert ["Copie de travail" in (page.extract_text() or "") for page in document.pages] == [True] * 3
    assert "Copie de travail" not in text_of(to_pdf(short))


def test_a_mark_cannot_leave_its_string(reading):
    mark = '"; } body { display: none } /* \\'

    assert in_order(text_of(to_pdf(small(reading, "<p>Court.</p>"), marked=mark)), "AQF", "Court.")


@pytest.mark.parametrize("typed", [" ", "\u00a0", "\u202f"])
def test_the_space_before_a_mark_is_the_one_that_was_typed(reading, typed):
    text = f"Le taux{typed}: 71{typed}%{typed}; un «{typed}comité{typed}»{typed}?"

    (section,) = tree(to_pdf(small(reading, f"<p>{text}</p>"))).named("section")

    (paragraph,) = section.all("P")
    assert "".join(e.text for e in paragraph.walk()) == text


@pytest.mark.parametrize("width", range(60, 90, 3))
def test_no_line_begins_with_a_mark_nor_ends_with_a_guillemet(reading, width):
    text = "a" * (width - 45) + " un mot : un « mot » ; <em>mot</em> ! mot ? 11 % <strong>fin</strong> : " * 6

    with pdfplumber.open(io.BytesIO(to_pdf(small(reading, f"<p>{text}</p>")))) as document:
        lines = [line["text"] for page in document.pages[2:] for line in page.extract_text_lines()]

    assert [line for line in lines if line[0] in ":;!?%»" or line[-1] == "«"] == []


def test_letters_beyond_latin_1_are_of_the_same_typeface(reading):
    with pdfplumber.open(io.BytesIO(to_pdf(small(reading, "<p>Łódź, Győr, Timișoara, cœur</p>")))) as document:
        words = {c["text"]: typeface(c) for page in document.pages for c in page.chars}

    assert {words[letter] for letter in "Łőșœ"} == {"Source-Sans-3"}


@pytest.mark.parametrize(
    "address",
    ["file:///etc/passwd", "http://127.0.0.1:9/x.css", "https://example.org/a.png", "data:text/css,p{color:red}",
     "ftp://127.0.0.1/x", "evalprog:../pyproject.toml", "evalprog:paper/nothing.css", "/etc/passwd"],
)  # fmt: skip
def test_the_printer_is_given_nothing_but_our_static_files(address):
    with pytest.raises(Exception, match="static file|joined path"):
        OwnFiles().fetch(address)


def test_nothing_outside_is_asked_for_whatever_a_page_says():
    class Fatal(OwnFiles):
        def fetch(self, url, headers=None):
            try:
                return super().fetch(url, headers)
            except Exception as refused:
                raise FatalURLFetchingError(str(refused)) from refused

    for trap in (
        '<img src="http://127.0.0.1:9/i.png">',
        '<img src="file:///etc/hostname">',
        '<link rel="stylesheet" href="data:text/css,p{}">',
        '<link rel="attachment" href="file:///etc/hostname">',
    ):
        with pytest.raises(FatalURLFetchingError):
            HTML(string=trap, base_url="evalprog:", url_fetcher=Fatal()).write_pdf()


def test_no_text_can_bring_a_tag_an_attachment_or_an_image(reading):
    text = '<p>Avant<img src="file:///etc/hostname"><link rel="attachment" href="file:///etc/hostname"> après</p>'

    data = to_pdf(small(replace(reading, annex=()), text))

    with pikepdf.open(io.BytesIO(data)) as document:
        assert list(document.attachments) == ["lecture.json"]  # ours
    assert "Avant après" in text_of(data)


def test_plain_texts_are_escaped(reading):
    strange = replace(reading.cover, title="<script>alert(1)</script> & « R&D »", published=Fact("d", "<b>", "&", ""))

    page = to_html(replace(small(reading, "<p>x</p>"), cover=strange))

    assert "<script>" not in page
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in page


def test_a_report_in_english_has_english_furniture(reading):
    page = to_html(replace(small(reading, "<p>Short.</p>"), language="en"))

    assert '<html lang="en">' in page
