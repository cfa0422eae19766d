"""Damaged reports: read or refused, never anything else, and in bounded time."""

import time

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from evalprog.richtext import clean
from evaluations.content import ReportReading
from evaluations.imports import ImportRefused, parse_report, source_from_bytes
from tests.evaluations.imports import reports

ALL = (reports.AERES, reports.WAVE_A, reports.DOCTORAL_SCHOOL, reports.BY_CYCLE)
PIECES = [
    "*",
    "**",
    "\t",
    "|",
    "<p>",
    "</p>",
    "<table>",
    "\n",
    "\n\n",
    "- ",
    "R : ",
    ">",
    "#",
    "Points forts\n",
    "\u2028",
    "¹",
]
MANY = settings(max_examples=80, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])


def check(text, frameworks):
    """Reads the text or refuses it; what is read is canonical and survives its own JSON."""
    try:
        report = parse_report(source_from_bytes("r.txt", text.encode()), frameworks)
    except ImportRefused as refusal:
        assert refusal.sentence
        return
    assert 0 <= report.coverage <= 1
    assert [rich for rich in report.reading.rich_texts() if clean(rich) != rich] == []
    assert ReportReading.from_json(report.reading.as_json()) == report.reading


@MANY
@given(text=st.sampled_from(ALL), start=st.floats(0, 1), end=st.floats(0, 1))
def test_any_part_of_a_report(text, start, end, frameworks):
    check(text[int(start * len(text)) : int(end * len(text))], frameworks)


@MANY
@given(
    text=st.sampled_from(ALL),
    places=st.lists(st.tuples(st.floats(0, 1), st.sampled_from(PIECES) | st.text(max_size=5)), max_size=12),
)
def test_anything_inserted_anywhere(text, places, frameworks):
    for place, piece in places:
        at = int(place * len(text))
        text = text[:at] + piece + text[at:]
    check(text.encode("utf-8", "ignore").decode(), frameworks)


@MANY
@given(text=st.sampled_from(ALL), order=st.randoms(use_true_random=False))
def test_lines_in_any_order(text, order, frameworks):
    lines = text.split("\n")
    order.shuffle(lines)
    check("\n".join(lines), frameworks)


FILLERS = {
    "prose": "Le dossier décrit une organisation en deux semestres et un stage, sans donner les effectifs.\n",
    "paragraphs": "Organisation des enseignements et des stages dans la formation\n\n",
    "bullets": "- **Une réserve sur les enseignements de la formation**\n\nR : voici.\n\n",
    "stars": "** * ** * _a_ __b ***\n",
    "marks": "<p>a</p><p>b<table>\n",
    "tabs": "a\tb\n\n",
    "labels": "Points faibles\n- Pas d'enquête\n",
}


@pytest.mark.parametrize("few", [1_000, pytest.param(4_000, marks=pytest.mark.heavy)])
@pytest.mark.parametrize("filler", FILLERS)
@pytest.mark.parametrize("place", ["Le master compte", "L'établissement n'a pas"])
def test_reading_takes_time_in_proportion_to_the_lines(filler, place, frameworks, few):
    def seconds(lines):
        piece = FILLERS[filler]
        text = reports.WAVE_A.replace(place, piece * (lines // piece.count("\n")) + f"\n{place}", 1)
        began = time.process_time()
        report = parse_report(source_from_bytes("r.txt", text.encode()), frameworks)
        assert report.reading.cover.agency == "HCERES"
        return time.process_time() - began

    # Five times the lines: five times the seconds where cost is linear, twenty-five where it is quadratic. A busy
    # machine may spoil one measure; a quadratic cost spoils each of them.
    assert any(seconds(5 * few) / seconds(few) < 12 for _attempt in range(3))
