"""The series of a table, laid out to be drawn."""

from programmes.indicators import drawing
from tests.programmes.indicators.samples import origins, row, table


def test_totals_are_lines_and_parts_are_stacked_without_what_stands_outside():
    lines, stacked = drawing.drawings(origins())

    assert [one.label for one in lines.series] == ["Inscrits", "Diplômés"]
    assert (stacked.title, [one.label for one in stacked.series]) == (
        "Origine des étudiants – Inscrits",
        ["L2", "DUT", "BTS - BTSA", "Autres formations"],
    )


def test_a_drawing_tells_every_series_in_words():
    (drawn,) = drawing.drawings(table("t", [row("a", "1 -")], years=("2015", "2016"), unit="étudiants", title="Titre"))

    assert (drawn.title, drawn.description) == ("Titre", "Titre (étudiants). A : 2015 1, 2016 -.")


def test_more_series_than_can_be_told_apart_are_left_to_the_table():
    many = table("t", [row(f"r{n}", "1 2 3 4 5 6") for n in range(7)])

    assert drawing.drawings(many) == ()
