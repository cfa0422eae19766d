"""The lines of a report that the register shows."""

from dataclasses import replace

import pytest

from evalprog import richtext
from evaluations.reports.excerpts import excerpt
from tests.evaluations.reports.sample import sample_reading


def saying(*texts: str):
    reading = sample_reading()
    sections = tuple(replace(reading.sections[0], text=richtext.clean(text)) for text in texts)
    return replace(reading, sections=sections, observations=None)


def test_without_words_the_report_begins():
    assert excerpt(saying("<p>Un &amp; deux.</p><p>Trois.</p>"), "") == "Un &amp; deux. Trois."


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("etudiants", "Des <mark>Étudiants</mark> au cœur du métier."),
        ("coeur", "Des Étudiants au <mark>cœur</mark> du métier."),
        ("metier etudiant", "Des <mark>Étudiant</mark>s au cœur du <mark>métier</mark>."),
    ],
)
def test_words_are_found_whatever_their_accents(words, expected):
    assert excerpt(saying("<p>Rien.</p>", "<p>Des Étudiants au cœur du métier.</p>"), words) == expected


def test_words_that_stand_in_the_title_only_leave_the_beginning():
    assert excerpt(saying("<p>Le début.</p>"), "licence") == "Le début."


def test_a_long_text_is_cut_between_words_around_the_first_one_found():
    text = "avant " * 50 + "cible " + "après " * 50

    found = excerpt(saying(f"<p>{text}</p>"), "cible")

    assert found.startswith("… avant avant")
    assert "<mark>cible</mark>" in found
    assert found.endswith("après …")
    assert len(found) < 270


def test_a_report_without_text_has_no_excerpt():
    assert excerpt(saying(), "x") == ""
