"""Emoji on paper: drawn by a typeface of their own, read back as they were typed, and at no cost to other documents."""

import io
import subprocess

import pdfplumber
import pikepdf
import pytest
from fontTools.ttLib import TTFont

from evalprog.frontend import BUILD
from evaluations.reports.fonts import has_emoji
from evaluations.reports.printer import ARCHIVAL
from evaluations.reports.render import leaves_to_pdf, to_pdf
from tests.evaluations.reports.test_letters import told
from tests.evaluations.reports.test_render import small, typeface

PLAIN = "<p>Signes : ✓ → ★ ☐ ☑ ● ≤ α Ж.</p>"
EMOJI = "<p>Très bien 🎓 ✅ ⭐ 📊 ❤️, <strong>gras 🥇</strong>, en France 🇫🇷.</p>"


def chars_of(pdf):
    with pdfplumber.open(io.BytesIO(pdf)) as document:
        return [char for page in document.pages for char in page.chars]


@pytest.mark.parametrize("text", ["🎓", "✅", "⭐", "❤️", "1️⃣", "🇫🇷", "👩‍🏫", "⌚"])
def test_a_page_with_emoji_needs_their_typeface(text):
    assert has_emoji(f"<p>Bien {text}</p>")


@pytest.mark.parametrize("text", ["Évaluation – « 12 % »", PLAIN, "⚠ ☎ © ™ ▶ ✔"])
def test_other_signs_do_not(text):
    assert not has_emoji(text)


def characters_of(path):
    return set(map(chr, TTFont(path).getBestCmap()))


def test_each_sign_that_only_the_typeface_of_emoji_has_asks_for_it():
    ours = [characters_of(path) for path in (BUILD / "fonts").glob("source-sans-3-*-400-normal.woff2")]
    system = subprocess.run(["fc-match", "-f", "%{file}", "DejaVu Sans"], capture_output=True, text=True, check=True)
    drawn = characters_of(BUILD / "fonts" / "noto-emoji-emoji-400-normal.woff2")
    alone = {c for c in drawn - characters_of(system.stdout).union(*ours) if c.isprintable()}

    assert len(alone) > 1_000
    assert [c for c in sorted(alone) if not has_emoji(c)] == []


def test_an_emoji_is_drawn_and_only_what_is_drawn_is_embedded():
    pdf = leaves_to_pdf("Essai", [EMOJI])

    faces = {typeface(char) for char in chars_of(pdf) if char["text"] in "🎓✅⭐📊🥇"}
    assert faces == {"Noto-Emoji", "Noto-Emoji-Bold"}
    assert len(pdf) < 30_000  # the typeface has 885 000 bytes


def test_what_is_printed_before_changes_nothing_of_what_is_printed_after():
    before = leaves_to_pdf("Essai", [PLAIN])
    first = leaves_to_pdf("Essai", [EMOJI])

    assert leaves_to_pdf("Essai", [PLAIN]) == before
    assert leaves_to_pdf("Essai", [EMOJI]) == first
    assert {typeface(char) for char in chars_of(before)} == {"Source-Sans-3", "DejaVu-Sans"}


def test_an_emoji_is_read_back_as_it_was_typed(reading):
    text = subprocess.run(
        ["pdftotext", "-", "-"], input=leaves_to_pdf("Essai", [EMOJI]), capture_output=True, check=True
    )

    assert "Très bien 🎓 ✅ ⭐ 📊" in text.stdout.decode()
    assert told(reading, "<p>Bien 🎓 et ✅ fin</p>") == []


def test_the_archival_file_has_every_typeface_inside_and_what_its_glyphs_mean(reading):
    pdf = to_pdf(small(reading, EMOJI), variant=ARCHIVAL)

    with pikepdf.open(io.BytesIO(pdf)) as document:
        fonts = {name: font for page in document.pages for name, font in page.Resources.Font.items()}
        told = {str(font.BaseFont).partition("+")[2].rstrip(","): font for font in fonts.values()}
        assert {"Noto-Emoji", "Noto-Emoji-Bold", "Source-Sans-3"} <= told.keys()
        assert all("/FontFile2" in font.DescendantFonts[0].FontDescriptor for font in fonts.values())
        assert all("/ToUnicode" in font for font in fonts.values())
