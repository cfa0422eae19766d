"""Texts that read the same are the same string."""

import pytest

from evalprog.richtext import clean


@pytest.mark.parametrize(
    "written, kept",
    [
        ("<em>a</em> <em>b</em>", "<em>a b</em>"),
        ("<em>a</em><em>b</em>", "<em>ab</em>"),
        ("<em>a </em>b", "<em>a</em> b"),
        ("a<strong> b</strong>", "a <strong>b</strong>"),
        ("a <em> b</em>", "a <em>b</em>"),
        ("a<strong> </strong>b", "a b"),
        ("<em><strong>a</strong></em>", "<strong><em>a</em></strong>"),
        ("<strong>a <em>b</em></strong>", "<strong>a <em>b</em></strong>"),
        ("<em>a <strong>b</strong></em>", "<em>a </em><strong><em>b</em></strong>"),
        ("<strong>a <strong>b</strong></strong>", "<strong>a b</strong>"),
        ("<em>a<br>b</em>", "<em>a</em><br><em>b</em>"),
        ("a <br> b<br>", "a<br>b"),
        ("a<br><br>b", "a<br><br>b"),
        ("<em><br></em>", ""),
        ("a<sup>b<sub>c</sub></sup>", "a<sup>b<sub>c</sub></sup>"),
        ("x<sup>2</sup><sup>3</sup>", "x<sup>23</sup>"),
        ("a<em>\u00a0</em>b", "a<em>\u00a0</em>b"),
        ("« <em>a</em> » &amp; b", "« <em>a</em> » &amp; b"),
    ],
)
def test_a_text_with_marks_has_one_form(written, kept):
    assert clean(f"<p>{written}</p>") == (f"<p>{kept}</p>" if kept else "")
    assert clean(clean(f"<p>{written}</p>")) == clean(f"<p>{written}</p>")


def test_links_to_one_address_are_one_link():
    one, two, other = (
        '<a href="https://a.fr/?b&amp;c">x</a>',
        '<a href="https://a.fr/?b&amp;c">y</a>',
        '<a href="https://b.fr">z</a>',
    )

    assert clean(f"<p>{one} {two} {other}</p>") == (
        '<p><a href="https://a.fr/?b&amp;c" rel="noreferrer noopener">x y</a> '
        '<a href="https://b.fr" rel="noreferrer noopener">z</a></p>'
    )


def test_no_cell_goes_below_its_part_of_the_table():
    rows = '<tr><th rowspan="3">a</th></tr>'
    table = f'<table><thead>{rows}</thead><tbody><tr><td rowspan="9">b</td></tr><tr><td>c</td></tr></tbody></table>'

    assert clean(table) == (
        '<table><thead><tr><th scope="col">a</th></tr></thead>'
        '<tbody><tr><td rowspan="2">b</td></tr><tr><td>c</td></tr></tbody></table>'
    )
