"""French line breaks: what is kept together, and that no letter changes."""

import re

import pytest

from evalprog.typography import IN_CELLS, keep_together, keep_together_plain


@pytest.mark.parametrize(
    ("fragment", "expected"),
    [
        ("Le mot : suite", 'Le <span class="nb">mot :</span> suite'),
        ("11 % des 30 %.", '<span class="nb">11 %</span> des <span class="nb">30 %.</span>'),
        ("moins de 230 €, puis", 'moins de <span class="nb">230 €,</span> puis'),
        ("un « mot » !", 'un <span class="nb">« mot » !</span>'),
        ("« un essai »", '<span class="nb">« un</span> <span class="nb">essai »</span>'),
        ("<em>mot</em> : x", '<em>mot</em><span class="nb"> :</span> x'),
        ("a &amp; b", "a &amp; b"),
        ("et/ou", '<span class="nb" data-part="word">et/ou</span>'),
        ("n’est l’eau (s)", "n’est l’eau (s)"),
        (
            "peut-on ?",
            '<span class="nb"><span class="nb" data-part="word">peut-on</span> ?</span>',
        ),
        ("avec\u00a0: rien", "avec\u00a0: rien"),
    ],
)
def test_what_is_kept_together(fragment, expected):
    assert keep_together(fragment) == expected


def test_a_word_too_long_for_a_line_may_be_cut_and_says_so():
    word = "x" * 49

    assert keep_together(word) == f'<span class="word" data-part="word">{word}</span>'


def test_in_cells_shorter_words_may_be_cut():
    assert keep_together("Formations", long=IN_CELLS) == '<span class="nb" data-part="word">Formations</span>'


def test_a_plain_text_is_escaped():
    assert keep_together_plain("R & D : a") == 'R &amp; <span class="nb">D :</span> a'


@pytest.mark.parametrize(
    "fragment",
    [
        "<p>Un « <em>mot</em> » : <strong>a-b</strong> ; c’est-à-dire 50 % !</p>",
        "<table><tbody><tr><th>a / b</th><td>« x »</td></tr></tbody></table>",
        '« <a href="https://a-b.fr/c-d?e=f">lien : ici</a> » ? Oui !  Non',
        " : ; ! ? « »",
    ],
)
def test_no_letter_changes(fragment):
    kept = keep_together(fragment)

    assert re.sub(r"<span[^>]*>|</span>", "", kept) == fragment
