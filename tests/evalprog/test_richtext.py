"""Rich text: what is kept, what is dropped, and the one form of what is kept."""

import re
import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from evalprog import richtext
from evalprog.richtext import blocks, clean, excess, is_blank, to_plain, word_count

TAGS = (
    "p ul ol li table caption thead tbody tr th td b i strong em sub sup a br div blockquote h1 h6 script span".split()
)
PIECE = st.one_of(
    st.text(st.characters(), max_size=8),
    st.sampled_from([f"<{tag}>" for tag in TAGS] + [f"</{tag}>" for tag in TAGS]),
    st.sampled_from(
        [
            "&amp;",
            "&lt;",
            "&nbsp;",
            "<",
            ">",
            '<a href="javascript:x">',
            '<a href="https://x.fr/?a=1&b=2">',
            "<!--",
            "-->",
        ]
        + ['<td colspan="9">', '<th scope="col" data-level="9">', "\n", " ", '<p onclick="x">', "<svg>", "<![CDATA["]
    ),
)
ANY_HTML = st.lists(PIECE, max_size=25).map("".join)


@settings(max_examples=400)
@given(ANY_HTML)
def test_cleaning_twice_changes_nothing_more(fragment):
    assert clean(clean(fragment)) == clean(fragment)


@settings(max_examples=400)
@given(ANY_HTML)
def test_whatever_comes_in_only_allowed_elements_go_out(fragment):
    allowed = richtext.INLINE | richtext.BLOCKS | richtext._TABLE | {"li"}
    kept = clean(fragment)

    assert {tag.lower() for tag in re.findall(r"</?([a-zA-Z][^\s>/]*)", kept)} <= allowed
    # An attribute stands inside a tag; in a text it is only words.
    attributes = {name for tag in re.findall(r"<[a-z][^>]*>", kept) for name in re.findall(r'\s([\w-]+)="', tag)}
    assert attributes <= {"href", "rel", "scope", "colspan", "rowspan", "data-level"}
    assert not re.search(r'href="(?!https?:|mailto:)', kept, re.I)


@pytest.mark.parametrize(
    ("sent", "kept"),
    [
        ("texte", "<p>texte</p>"),
        ("<p>un</p>deux<p>trois</p>", "<p>un</p><p>deux</p><p>trois</p>"),
        ("<p></p><p> </p><p>x</p>", "<p>x</p>"),
        ("<h1>Titre</h1><blockquote>Cité</blockquote>", "<p>Titre</p><p>Cité</p>"),
        ("<div><div><p>x</p></div></div>", "<p>x</p>"),
        ("<b>g</b> <i>i</i>", "<p><strong>g</strong> <em>i</em></p>"),
        ("H<sub>2</sub>O, m<sup>2</sup>", "<p>H<sub>2</sub>O, m<sup>2</sup></p>"),
        ("<p>a \n\t b</p>", "<p>a b</p>"),
        ("<p>a<br><br></p>", "<p>a</p>"),
        ("<p>12\u00a0%</p>", "<p>12\u00a0%</p>"),
        ("<p>a &amp; b &lt; c</p>", "<p>a &amp; b &lt; c</p>"),
        ("<span style='color:red'>x</span>", "<p>x</p>"),
        ("<ul><li>a<ul><li>b</li></ul></li></ul>", "<ul><li>a<ul><li>b</li></ul></li></ul>"),
        ("<ul><li><p>a</p><p>b</p></li></ul>", "<ul><li>a<br>b</li></ul>"),
        ("<ul></ul>", ""),
        ('<a href="https://exemple.fr">x</a>', '<p><a href="https://exemple.fr" rel="noreferrer noopener">x</a></p>'),
        ("<p>pro\u00adfes\x00seur\x0b</p>", "<p>professeur</p>"),
        ("<p>a\ud800b</p>", "<p>ab</p>"),
    ],
)
def test_the_canonical_form(sent, kept):
    assert clean(sent) == kept


@pytest.mark.parametrize(
    "attack",
    [
        "<script>alert(1)</script>",
        "<img src=x onerror=alert(1)>",
        "<svg onload=alert(1)><script>alert(1)</script></svg>",
        "<math><mtext><script>alert(1)</script></mtext></math>",
        "<iframe src='javascript:alert(1)'></iframe>",
        "<style>@import 'https://x.fr'</style>",
        "<link rel=stylesheet href='https://x.fr'>",
        "<meta http-equiv=refresh content='0;url=https://x.fr'>",
        "<base href='https://x.fr'>",
        "<form action='https://x.fr'></form>",
        "<object data='x'></object>",
        "<video src='https://x.fr/v'></video>",
        "<template><script>alert(1)</script></template>",
        "<!-- <p>x</p> -->",
    ],
)
def test_nothing_of_an_attack_is_left(attack):
    assert clean(attack) == ""


@pytest.mark.parametrize(
    "address",
    [
        "javascript:alert(1)",
        "JaVaScRiPt:alert(1)",
        "java\nscript:alert(1)",
        "data:text/html,x",
        "vbscript:x",
        "file:///etc/passwd",
        "ftp://x.fr",
    ],
)
def test_a_link_elsewhere_than_the_web_is_words(address):
    assert clean(f'<p><a href="{address}">x</a></p>').replace("<a>", "").replace("</a>", "") == "<p>x</p>"


def test_no_attribute_that_acts_or_styles_is_kept():
    assert clean('<p onclick="x" style="y" class="z" id="w" data-x="1">a</p>') == "<p>a</p>"


@pytest.mark.parametrize(
    ("cell", "kept"),
    [
        ('<td colspan="65534">a</td>', '<td colspan="50">a</td>'),
        ('<td colspan="' + "9" * 5_000 + '">a</td>', '<td colspan="50">a</td>'),
        ('<td colspan="0000000000002">a</td>', '<td colspan="2">a</td>'),
        ('<td colspan="1" rowspan="0">a</td>', "<td>a</td>"),
        ('<td colspan="-3">a</td>', "<td>a</td>"),
        ('<td colspan="²">a</td>', "<td>a</td>"),
        ('<th data-level="9">a</th>', '<th scope="row" data-level="3">a</th>'),
        ('<th scope="x">a</th>', '<th scope="row">a</th>'),
        ("<td><p>a</p><p>b</p></td>", "<td>a<br>b</td>"),
    ],
)
def test_a_cell(cell, kept):
    assert clean(f"<table><tr>{cell}</tr></table>") == f"<table><tbody><tr>{kept}</tr></tbody></table>"


def test_lists_are_nested_no_deeper_than_paper_bears():
    deep = "<ul><li>x" * 100 + "</li></ul>" * 100

    kept = clean(deep)

    assert kept.count("<ul>") <= richtext.MAX_DEPTH
    assert to_plain(kept).split() == ["x"] * 100


@pytest.mark.parametrize("tag", ["div", "blockquote", "b", "table", "ol"])
def test_a_text_nested_thousands_of_times_is_answered_at_once(tag):
    began = time.process_time()
    clean(f"<{tag}>" * 2000 + "x")

    assert time.process_time() - began < 5


@pytest.mark.parametrize(
    ("fragment", "blank"),
    [("", True), ("<p></p>", True), ("<p>\u00a0</p>", True), ("<p>.</p>", False), ("<ul><li>a</li></ul>", False)],
)
def test_blank(fragment, blank):
    assert is_blank(fragment) is blank


@pytest.mark.parametrize(
    ("fragment", "words"),
    [
        ("<ul><li>a<ul><li>b</li></ul></li><li>c</li></ul>", "a\nb\nc"),
        ("<p>a<br>b</p><p>c &amp; d</p>", "a\nb\nc & d"),
        ("<table><tbody><tr><td>a</td><td>b</td></tr><tr><td>c</td></tr></tbody></table>", "a b\nc"),
    ],
)
def test_the_words_of_a_text_are_apart(fragment, words):
    assert to_plain(fragment) == words


TOO_LONG = "Le texte est trop long\u00a0: 1\u202f000\u202f001 caractères, mise en forme comprise, pour {} au plus."
TOO_MANY = (
    "Le texte a trop de paragraphes, d’éléments de liste et de lignes\u00a0: 5\u202f001, pour 5\u202f000 au plus."
)
TOO_LARGE = (
    "Un tableau est trop grand\u00a0: {} lignes et {} cellules, pour 500 lignes et 5\u202f000 cellules au plus. "
    "Joignez-le au dossier, ou partagez-le."
)


@pytest.mark.parametrize(
    ("fragment", "sentences"),
    [
        ("a" * 1_000_000, []),
        ("a" * 1_000_001, [TOO_LONG.format("1\u202f000\u202f000")]),
        ("<li>" * 5_000, []),
        ("<P class=x>" * 5_001, [TOO_MANY]),
        ("<table>" + "<tr><td>" * 500 + "</table>" + "<table><tr></table>", []),
        ("<table>" + "<tr><td>" * 501, [TOO_LARGE.format("501", "501")]),
        ("<table><tr>" + "<th>" * 5_001 + "</table>", [TOO_LARGE.format("1", "5\u202f001")]),
    ],
    ids=["long", "too-long", "items", "too-many-blocks", "rows", "too-many-rows", "too-many-cells"],
)
def test_what_paper_cannot_bear_is_told(fragment, sentences):
    assert excess(fragment) == sentences


def test_the_blocks_of_a_text_make_the_text_again():
    text = clean(
        "<p>a <b>b</b></p><ul><li>x<ul><li>y</li></ul></li></ul><table><caption>c</caption><tr><td colspan=2>q</table>z"
    )

    assert blocks(text) == [
        "<p>a <strong>b</strong></p>",
        "<ul><li>x<ul><li>y</li></ul></li></ul>",
        '<table><caption>c</caption><tbody><tr><td colspan="2">q</td></tr></tbody></table>',
        "<p>z</p>",
    ]


@pytest.mark.parametrize(
    ("fragment", "count"),
    [("", 0), ("<p>L’avis est «\u00a0bon\u00a0».</p>", 3), ("<p>sous-titre</p><ul><li>un</li></ul>", 2)],
)
def test_words_are_counted_as_a_reader_counts_them(fragment, count):
    assert word_count(fragment) == count
