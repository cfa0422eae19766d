"""Cells in people's own words: what they mean, and that a long one costs no more than its length."""

import time

import pytest

from programmes.description.columns import TABLES
from programmes.imports.cell_words import meant


def cost(name, cell):
    """Seconds of the quickest of three readings."""
    spent = []
    for _time in range(3):
        begins = time.process_time()
        meant(TABLES[0], name, cell)
        spent.append(time.process_time() - begins)
    return min(spent)


@pytest.mark.parametrize(
    ("name", "cell", "items"),
    [
        ("languages", "français, anglais,, xx", ["fr", "en", "xx"]),
        ("languages", "fr en,,", ["fr", "en"]),
        ("languages", "français\nanglais; de", ["fr", "en", "de"]),
        ("schedules", "horaire décalé, en soirée, horaire de jour", ["EVENING", "DAYTIME"]),
        ("schedules", "horaire de jour, horaire décalé, le midi", ["DAYTIME", "horaire décalé", "le midi"]),
    ],
)
def test_a_list_is_read_in_words(name, cell, items):
    assert meant(TABLES[0], name, cell) == items


@pytest.mark.parametrize("name", ["languages", "schedules", "modes"])
@pytest.mark.parametrize("item", ["xx,", "fr,", ",", "xx;", "xx\n", "xx "])
def test_ten_times_the_items_cost_about_ten_times_the_time(name, item):
    assert meant(TABLES[0], name, "xx," * 10_000) == ["xx"] * 10_000
    assert cost(name, item * 10_000) < 30 * cost(name, item * 1_000)
