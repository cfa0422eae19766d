"""The command that runs the tests counts them right, and says what it did not run."""

import subprocess
import sys
from collections import Counter

import pytest
from django.db import connection

from evalprog import testing
from evalprog.bootstrap import ROOT
from evalprog.testing import Outcome

REPORT = """<?xml version="1.0"?>
<testsuites><testsuite name="pytest" tests="6">
  <testcase classname="a" name="passes"/>
  <testcase classname="a" name="passes_too"><properties/></testcase>
  <testcase classname="a" name="fails"><failure message="1 != 2"/></testcase>
  <testcase classname="a" name="breaks"><error message="no such fixture"/></testcase>
  <testcase classname="a" name="waits"><skipped type="pytest.skip" message="no printer"/></testcase>
  <testcase classname="a" name="waits_too"><skipped type="pytest.skip" message="no printer"/></testcase>
</testsuite></testsuites>
"""


def test_a_report_is_counted_case_by_case(tmp_path):
    report = tmp_path / "report.xml"
    report.write_text(REPORT)

    assert testing.read_outcome("SQLite", 1, report) == Outcome(
        "SQLite", 1, passed=2, failed=2, skipped=Counter({"no printer": 2})
    )


def test_a_run_that_left_no_report_has_counted_nothing(tmp_path):
    assert testing.read_outcome("SQLite", 4, tmp_path / "none.xml") == Outcome("SQLite", 4)


def test_the_summary_tells_each_place_and_closes_with_the_whole():
    outcomes = [
        Outcome("SQLite", 0, passed=12),
        Outcome("Chromium", 3),
        Outcome("PostgreSQL", 1, passed=11, failed=2, skipped=Counter({"no printer": 2, "no ink": 1})),
    ]

    assert testing.summary(outcomes) == (
        "SQLite      réussis 12, échoués 0, sautés 0\n"
        "Chromium    réussis 0, échoués 0, sautés 0\n"
        "    pytest s’est arrêté avec le code 3, voir plus haut\n"
        "PostgreSQL  réussis 11, échoués 2, sautés 3\n"
        "    sauté 1 fois : no ink\n"
        "    sauté 2 fois : no printer\n"
        "23 passed, 2 failed, 3 skipped"
    )


@pytest.mark.parametrize(
    ("codes", "well"),
    [
        ((0, 0, 0), True),
        ((0, 5, 5), True),
        ((5, 5, 5), False),
        ((0, 1, 0), False),
        ((0, 4, 0), False),
        ((2, 5, 0), False),
    ],
)
def test_a_run_without_a_test_is_well_only_beside_another_that_had_some(codes, well):
    assert testing.all_is_well([Outcome("here", code) for code in codes]) is well


@pytest.mark.sqlite_only
def test_the_command_passes_what_it_does_not_know_to_pytest():
    words = ["manage.py", "test", "--fast", "-k", "no_address and not npm", "tests/evalprog/test_locks.py", "-v"]

    done = subprocess.run([sys.executable, *words], cwd=ROOT, capture_output=True, text=True, check=False)

    assert done.returncode == 0
    assert done.stdout.splitlines()[-2:] == ["SQLite      réussis 4, échoués 0, sautés 0", "4 passed, 0 failed"]


@pytest.mark.postgresql
def test_the_throw_away_server_is_what_the_tests_run_on(db):
    assert connection.vendor == "postgresql"


@pytest.mark.sqlite_only
def test_sqlite_runs_as_in_production(db):
    with connection.cursor() as cursor:
        modes = [cursor.execute(f"PRAGMA {name}").fetchone()[0] for name in ("journal_mode", "synchronous")]

    assert modes == ["wal", 2]  # 2 is FULL
