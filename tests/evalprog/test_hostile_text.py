"""Texts that broke something once: lost words, no second passage, an error, an endless wait."""

import time

import pytest

from evalprog import richtext
from evalprog.text import normalise

ACUTE, STROKE, JOINER = "\u0301", "\u0338", "\u034f"


@pytest.mark.parametrize(
    ("sent", "kept"),
    [
        # A combining stroke after a tag is not part of the tag: NFC would make one character of « > » and it.
        (f"<p>{STROKE}x<br>{STROKE}y</p>", "<p>&#824;x<br>&#824;y</p>"),
        (f"a<b>c</b>{STROKE}d", "<p>a<strong>c</strong>&#824;d</p>"),
        ("a &lt;\u0338 b", "<p>a \u226e b</p>"),
        # What is written as a reference is a character like any other.
        ("a&#11;b", "<p>a b</p>"),
        ("a&#xFFFE;b", "<p>ab</p>"),
        ("vous&shy;même", "<p>vousmême</p>"),
        ("e&#x301;tude", "<p>étude</p>"),
        ("e<b></b>\u0301tude", "<p>étude</p>"),
        ("&#0;", "<p>\ufffd</p>"),
        # Nobody reads the exponent of an exponent's exponent.
        ("<sup>a<sup>b<sup>c</sup></sup></sup>", "<p><sup>a<sup>bc</sup></sup></p>"),
        # A table in a cell is its lines.
        (
            "<table><tr><td>a<table><tr><td>b</td></tr><tr><td>c</td></tr></table></td></tr></table>",
            "<table><tbody><tr><td>a<br>b<br>c</td></tr></tbody></table>",
        ),
    ],
)
def test_a_text_comes_back_as_it_reads(sent, kept):
    assert richtext.clean(sent) == kept
    assert richtext.clean(kept) == normalise(kept) == kept


@pytest.mark.parametrize("tag", ["div", "blockquote", "em", "sup", "table><tr><td"])
def test_what_lies_deep_is_kept(tag):
    assert richtext.to_plain(richtext.clean(f"<{tag}>" * 700 + "au fond")) == "au fond"


def test_blocks_that_lie_too_deep_stay_apart():
    deep = "<blockquote>" * 100

    assert richtext.clean(f"{deep}un<p>deux</p>trois") == "<p>un deux trois</p>"


def test_lists_that_lie_too_deep_keep_their_words():
    words = " ".join(f"mot{n}" for n in range(200))
    nested = "".join(f"<ul><li>mot{n}" for n in range(200))

    assert richtext.to_plain(richtext.clean(nested)).split() == words.split()


def test_marks_piled_on_a_letter_are_kept_thirty_by_thirty():
    kept = normalise("x" + STROKE * 61)

    assert kept == "x" + STROKE * 30 + JOINER + STROKE * 30 + JOINER + STROKE
    assert normalise(kept) == kept
    assert normalise("\u1ebf" + STROKE * 29) == "\u1ebf" + STROKE * 28 + JOINER + STROKE  # the letter brings two


def test_marks_on_words_as_languages_write_them_are_left_alone():
    hebrew = "\u05d1\u05bc\u05b0\u05e8\u05b5\u05d0\u05e9\u05c1\u05b4\u0596\u05d9\u05ea"

    assert JOINER not in normalise(hebrew * 20)


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("a" + f"{ACUTE}{STROKE}\u0323" * 30_000, id="zalgo"),
        pytest.param("<table><tr><td>" * 60 + "x", id="tables in tables"),
        pytest.param("<b>" * 50_000 + "x", id="bold in bold"),
        pytest.param("<" * 100_000, id="angles"),
    ],
)
def test_no_text_takes_an_endless_time(text):
    """They took minutes. The processor's time, so that a busy machine is not blamed."""
    start = time.process_time()

    richtext.clean(text)

    assert time.process_time() - start < 2
