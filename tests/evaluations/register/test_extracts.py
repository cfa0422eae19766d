"""The lines of a report that the register shows."""

import pytest

from evaluations.register.extracts import extract, marked
from evaluations.register.words import query


def test_without_words_the_report_begins():
    assert extract("Un & deux.\nTrois.", query("")) == "Un &amp; deux. Trois."


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("etudiants", "Rien. Des <mark>Étudiants</mark> au cœur du métier."),
        ("coeur", "Rien. Des Étudiants au <mark>cœur</mark> du métier."),
        ("metiers etudiante", "Rien. Des <mark>Étudiants</mark> au cœur du <mark>métier</mark>."),
        ("licence", "Rien. Des Étudiants au cœur du métier."),
        ("étude", "Rien. Des Étudiants au cœur du métier."),
    ],
)
def test_words_are_marked_whatever_their_accents_and_endings(words, expected):
    assert extract("Rien.\nDes Étudiants au cœur du métier.", query(words)) == expected


def test_a_long_text_is_cut_between_words_around_the_first_one_found():
    found = extract("avant " * 50 + "cible " + "après " * 50, query("cible"))

    assert found.startswith("… avant avant")
    assert "<mark>cible</mark>" in found
    assert found.endswith("après …")
    assert len(found) < 270


def test_the_place_where_most_of_the_words_stand_is_chosen():
    text = "Le droit. " + "Autre chose. " * 60 + "Le droit et la gestion. " + "Autre chose. " * 60

    assert "<mark>droit</mark> et la <mark>gestion</mark>" in extract(text, query("gestion droit"))


def test_what_somebody_wrote_is_never_markup():
    text = '<script>alert("x")</script> & <b>gestion</b>'

    assert (
        extract(text, query("gestion"))
        == "&lt;script&gt;alert(&quot;x&quot;)&lt;/script&gt; &amp; &lt;b&gt;<mark>gestion</mark>&lt;/b&gt;"
    )
    assert marked("Master <i>Gestion</i>", query("gestion")) == "Master &lt;i&gt;<mark>Gestion</mark>&lt;/i&gt;"


def test_a_report_without_text_has_no_extract():
    assert extract("", query("x")) == ""


def test_what_may_not_be_parted_stays_together():
    text = "Plus de 1\u00a0900 exploitations\nvendent\u202f: à 12\u00a0%."

    assert extract(text, query("")) == "Plus de 1\u00a0900 exploitations vendent\u202f: à 12\u00a0%."
    assert extract(text, query("vendre")) == extract(text, query(""))
