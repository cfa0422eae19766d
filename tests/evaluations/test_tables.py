"""The typed view of tables in rich text."""

from decimal import Decimal

import pytest

from evalprog.numbers import read_cell
from evaluations.tables import DataRow, DataTable, read_tables


@pytest.mark.parametrize(
    ("text", "cell"),
    [
        ("13", 13),
        ("0", 0),
        ("-", None),
        ("–", None),
        ("", ""),
        ("2,5", Decimal("2.5")),
        ("1\u00a0250", 1250),
        ("12 34", "12 34"),
        ("50 %", "50 %"),
        ("2011-2012", "2011-2012"),
    ],
)
def test_a_cell_is_a_figure_not_available_or_its_text(text, cell):
    assert read_cell(text) == cell


def test_caption_columns_and_levels():
    html = (
        '<p>Avant</p><table><caption>Origine <em>des</em> inscrits</caption><thead><tr><th scope="col"></th>'
        '<th scope="col">2016</th></tr></thead><tbody><tr><th scope="row">Total</th><td>5</td></tr>'
        '<tr><th scope="row" data-level="1">Nord</th><td>-</td></tr></tbody></table>'
    )

    assert read_tables(html) == (
        DataTable("Origine des inscrits", ("2016",), (DataRow("Total", 0, (Decimal(5),)), DataRow("Nord", 1, (None,)))),
    )


def test_a_table_without_head_or_caption():
    html = "<table><tbody><tr><th scope='row'>a</th><td>b</td></tr></tbody></table>"

    assert read_tables(html) == (DataTable("", (), (DataRow("a", 0, ("b",)),)),)


def test_a_text_without_table():
    assert read_tables("<p>Rien</p>") == ()
