"""The one normalisation of every text."""

import json
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from evalprog.text import folded, normalise, one_line

ANYTHING = st.text(st.characters())  # lone surrogates included


@pytest.mark.parametrize(
    ("sent", "kept"),
    [
        ("e\u0301te\u0301", "été"),  # decomposed
        ("a\r\nb\rc\nd", "a\nb\nc\nd"),
        ("a\x0bb\x0cc\x85d\u2028e\u2029f", "a\nb\nc\nd\ne\nf"),  # VT, FF, NEL, separators
        ("a\x00b\x01c\x1fd\x7fe\x9ff", "abcdef"),
        ("pro\u00adfesseur", "professeur"),  # soft hyphen
        ("\ufefftexte", "texte"),
        ("a\ud800b\udfffc", "abc"),  # lone surrogates
        ("\ufdd0a\ufffeb\uffffc", "abc"),
        ("a\tb", "a\tb"),
        ("12\u00a0% \u202f:", "12\u00a0% \u202f:"),  # the spaces of typography stay
        ("क्\u200dष \u200fאב", "क्\u200dष \u200fאב"),  # joiners and marks of direction stay
        ("😀", "😀"),
    ],
)
def test_what_is_kept_of_a_text(sent, kept):
    assert normalise(sent) == kept


@given(ANYTHING)
def test_normalising_twice_changes_nothing_more(text):
    assert normalise(normalise(text)) == normalise(text)


@given(ANYTHING)
def test_what_is_kept_can_be_stored_and_sent(text):
    kept = normalise(text)

    assert kept.encode().decode() == kept
    assert json.loads(json.dumps(kept)) == kept
    assert not set(kept) & {"\x00", "\x0b", "\x0c", "\r", "\u00ad", "\ufeff"}


@given(ANYTHING)
def test_one_line_is_one_line_and_stays_so(text):
    line = one_line(text)

    assert not set(line) & set("\n\r\t") and "  " not in line
    assert one_line(line) == line


def test_one_line_keeps_the_spaces_that_do_not_break():
    assert one_line("  12\u00a0% \n\t de\u202f: ") == "12\u00a0% de\u202f:"


@given(ANYTHING)
def test_folding_twice_changes_nothing_more(text):
    assert folded(folded(text)) == folded(text)


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("Établissement(s) co-habilité(s) :", "etablissement s co habilite s"),
        ("ŒUVRE, cœur", "oeuvre coeur"),
        ("L’été — 1er", "l ete 1er"),
        ("𝕬𝖇", "ab"),
        ("", ""),
    ],
)
def test_folding(written, meant):
    assert folded(written) == meant


def test_a_pile_of_marks_is_folded_in_a_time_that_grows_with_its_length():
    def cost(text):
        spent = []
        for _time in range(3):
            begins = time.process_time()
            folded(text)
            spent.append(time.process_time() - begins)
        return min(spent)

    pile = "a" + "\u0316\u0301" * 2_000  # of two classes, that must be sorted

    assert folded(pile + "b") == "ab"
    assert cost(pile + "\u0316\u0301" * 18_000) < 30 * cost(pile)
