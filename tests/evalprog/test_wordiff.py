"""Word-level differences between two rich texts."""

import time

from evalprog.wordiff import as_html, differences, opcodes, together
from evaluations.workspace.suggestions import cut


def told(before, after):
    return [(change.op, change.text) for change in differences(before, after)]


def test_a_text_that_did_not_change_is_one_run():
    assert told("<p>Un <em>avis</em>.</p>", "<p>Un <em>avis</em>.</p>") == [("same", " Un avis.\n")]


def test_two_empty_texts_differ_in_nothing():
    assert told("", "") == []


def test_a_word_is_replaced_and_its_neighbours_stay():
    assert told("<p>Un bon avis.</p>", "<p>Un grand avis.</p>") == [
        ("same", " Un"),
        ("removed", " bon"),
        ("added", " grand"),
        ("same", " avis.\n"),
    ]


def test_neighbouring_words_are_replaced_together():
    assert told("<p>Le petit bon avis.</p>", "<p>Le très grand avis.</p>") == [
        ("same", " Le"),
        ("removed", " petit bon"),
        ("added", " très grand"),
        ("same", " avis.\n"),
    ]


def test_a_non_breaking_space_is_a_change():
    assert told("<p>Oui !</p>", "<p>Oui\u00a0!</p>") == [
        ("same", " Oui"),
        ("removed", " !"),
        ("added", "\u00a0!"),
        ("same", "\n"),
    ]


def test_a_word_that_became_bold_is_a_change():
    assert told("<p>Un avis.</p>", "<p>Un <strong>avis</strong>.</p>") == [
        ("same", " Un"),
        ("removed", " avis"),
        ("added", " avis"),
        ("same", ".\n"),
    ]


def test_lists_and_tables_are_told_line_by_line():
    before = "<ul><li>Un</li></ul><table><tbody><tr><td>a</td><td>1</td></tr></tbody></table>"
    after = "<ul><li>Un</li><li>Deux</li></ul><table><tbody><tr><td>a</td><td>2</td></tr></tbody></table>"

    assert told(before, after) == [
        ("same", " • Un\n"),
        ("added", " • Deux\n"),
        ("same", " a |"),
        ("removed", " 1"),
        ("added", " 2"),
        ("same", " |\n"),
    ]


def test_what_is_shown_is_escaped_and_announced():
    shown = as_html(differences("<p>A &lt; B</p>", "<p>A &lt; <strong>C</strong></p>"))

    assert shown == (
        '<div class="word-changes"><p> A &lt;'
        '<del><span class="visually-hidden">[supprimé\u00a0: </span> B<span class="visually-hidden">]</span></del>'
        '<ins><span class="visually-hidden">[ajouté\u00a0: </span><strong> C</strong>'
        '<span class="visually-hidden">]</span></ins></p></div>'
    )


def test_two_paragraphs_made_one_show_the_sign_that_went():
    shown = as_html(differences("<p>Un.</p><p>Deux.</p>", "<p>Un. Deux.</p>"))

    assert shown.count("<p>") == 1
    assert "¶" in shown


def test_what_is_not_allowed_in_a_text_is_not_shown():
    assert "script" not in as_html(differences("<p>a</p>", "<p>a</p><script>alert(1)</script>"))


def test_two_long_texts_that_share_nothing_are_compared_in_a_moment():
    one = f"<p>{' '.join(f'a{n}' for n in range(6000))}</p>"
    two = f"<p>{' '.join(f'b{n}' for n in range(6000))}</p>"

    began = time.process_time()
    changes = differences(one, two)

    assert [change.op for change in changes] == ["removed", "added", "same"]
    assert time.process_time() - began < 5


def test_two_texts_of_thousands_of_like_blocks_are_compared_in_a_moment():
    one, two = ("".join("<p>a</p>" * 50 + f"<p>{name}{n}</p>" for n in range(60)) for name in "uv")

    began = time.process_time()
    changes = differences(one, two)
    both = together(one, two)
    cuts = list(cut(one, two))

    assert time.process_time() - began < 10
    said = "".join(change.text for change in changes if change.op != "added")
    assert said == "".join(" a\n" * 50 + f" u{n}\n" for n in range(60))
    # Between what both begin with and what both end with nothing is looked for.
    assert both == "<p>a</p>" * 50 + one.removeprefix("<p>a</p>" * 50) + two.removeprefix("<p>a</p>" * 50)
    assert (len(cuts), cuts[0].before, cuts[0].after) == (60 * 51 - 50, "<p>u0</p>", "<p>v0</p>")


def test_one_block_changed_among_thousands_of_like_ones_is_found():
    like = "<p>a</p>" * 400

    assert told(f"{like}<p>Un bon avis.</p>{like}", f"{like}<p>Un avis.</p>{like}") == [
        ("same", " a\n" * 400 + " Un"),
        ("removed", " bon"),
        ("same", " avis.\n" + " a\n" * 400),
    ]
    assert list(opcodes([*"aaxaa"], [*"aayaa"])) == [
        ("equal", 0, 2, 0, 2),
        ("replace", 2, 3, 2, 3),
        ("equal", 3, 5, 3, 5),
    ]


def test_two_texts_put_together_have_what_either_has():
    theirs = "<p>Début.</p><p>Le leur.</p><ul><li>Fin</li></ul>"
    yours = "<p>Début.</p><p>Le vôtre.</p><ul><li>Fin</li></ul><p>Après.</p>"

    assert together(theirs, yours) == "<p>Début.</p><p>Le leur.</p><p>Le vôtre.</p><ul><li>Fin</li></ul><p>Après.</p>"
