"""The filters of the report's partials."""

import re

import pytest
from django.utils import translation

from evaluations.templatetags.report import at_a_word, entry, plain, rich


def table(columns: int, cell: str = "1") -> str:
    head = "".join(f'<th scope="col">{n}</th>' for n in range(columns))
    return f"<table><thead><tr>{head}</tr></thead><tbody><tr>{f'<td>{cell}</td>' * columns}</tr></tbody></table>"


def test_a_rich_text_is_cleaned_again():
    assert rich('<p onclick="x">Bon</p><script>alert(1)</script>') == "<p>Bon</p>"


def test_a_plain_text_is_escaped():
    assert plain("R & D < <") == "R &amp; D &lt; &lt;"


def test_what_is_remembered_of_a_text_is_of_one_language():
    headed = "<table><thead><tr><th></th><th>Un</th></tr></thead><tbody><tr><td>a</td><td>b</td></tr></tbody></table>"

    said = []
    for language in ("fr", "en", "fr"):
        with translation.override(language):
            said.append("Intitulé" in rich(headed))

    assert said == [True, False, True]


@pytest.mark.parametrize(
    ("columns", "classes"), [(2, "figures"), (5, "figures"), (6, "figures wide"), (9, "figures wide widest")]
)
def test_many_columns_take_more_room(columns, classes):
    assert rich(table(columns)).startswith(f'<table class="{classes}">')


def test_columns_are_counted_with_their_spans():
    text = '<table><thead><tr><th colspan="4">a</th><th colspan="2">b</th></tr></thead></table>'

    assert rich(text).startswith('<table class="wide">')


def test_a_table_with_words_is_no_table_of_figures():
    assert rich(table(2, "oui")).startswith("<table><thead>")


@pytest.mark.parametrize("figure", ["12", "1 200", "38 %", "4,5", "-", "−3", "120 €"])
def test_figures_are_aligned(figure):
    assert f'<td class="number">{figure}</td>' in re.sub("</?span[^>]*>", "", rich(table(2, figure)))


def test_the_first_column_is_marked():
    assert '<tr><th class="stub" scope="col">0</th>' in rich(table(2))


def test_an_empty_header_has_a_name_for_screen_readers_alone():
    text = '<table><thead><tr><th scope="col"></th><th scope="col">2016</th></tr></thead></table>'

    assert '<th class="stub" scope="col"><span class="visually-hidden">Intitulé</span></th>' in rich(text)


def test_an_entry_that_is_missing_is_nothing():
    assert (entry({"a": "1"}, "a"), entry({"a": "1"}, "b")) == ("1", None)


@pytest.mark.parametrize(
    ("text", "short"),
    [
        ("Licence Histoire", "Licence Histoire"),
        ("Licence Histoire de l’art", "Licence Histoire de…"),
        ("Licence : histoire, géographie", "Licence : histoire…"),
        ("Anticonstitutionnellement", "Anticonstitutionnel…"),
    ],
)
def test_a_running_head_is_cut_at_a_word(text, short):
    assert at_a_word(text, 20) == short
