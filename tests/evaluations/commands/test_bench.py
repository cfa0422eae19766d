"""``manage.py bench``."""

import json
import math
import os
import subprocess
import sys
from dataclasses import replace

import pytest
from django.core.management import CommandError, call_command

from evalprog import richtext
from evalprog.bootstrap import ROOT
from evaluations import benchmarks
from evaluations.benchmarks import measuring, presses, writing
from evaluations.benchmarks.long_report import begin_long_report
from evaluations.models import Assessment, AssessmentRevision
from tests.evaluations.reports.published import published_report
from tests.evaluations.reports.sample import sample_reading

pytestmark = pytest.mark.django_db

FIGURES = {"ours_ms": 8.0, "reference_ms": 10.0, "ratio": 0.8, "budget": 0.8, "within": True}


@pytest.fixture(autouse=True)
def own_folder(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


def bench(monkeypatch, capsys, *arguments: str, **figures) -> tuple[dict, list]:
    measured = []
    monkeypatch.setattr(benchmarks, "render_one", lambda reading: measured.append(reading) or FIGURES | figures)
    monkeypatch.setattr(benchmarks, "measure_writing", lambda: {"save_criterion": FIGURES})
    call_command("bench", "--json", *arguments, "--only", "render_one", "save_criterion")
    return json.loads(capsys.readouterr().out), measured


def test_it_prints_only_json(monkeypatch, capsys):
    published_report()

    printed, measured = bench(monkeypatch, capsys)

    assert printed["results"] == {"render_one": FIGURES, "save_criterion": FIGURES}
    assert set(printed["environment"]) == {"python", "machine", "django", "weasyprint"}
    assert measured == [sample_reading()]


def test_a_little_above_the_budget_is_noise(monkeypatch, capsys):
    published_report()

    assert bench(monkeypatch, capsys, ratio=0.87, within=False)[0]["results"]["render_one"]["ratio"] == 0.87


def test_it_fails_when_a_budget_is_exceeded_by_more_than_a_tenth(monkeypatch, capsys):
    published_report()

    with pytest.raises(CommandError, match="Budget dépassé de plus de 10 % : render_one"):
        bench(monkeypatch, capsys, ratio=0.89, within=False)


def test_without_report_it_says_what_to_do(monkeypatch, capsys):
    with pytest.raises(CommandError, match="Aucun rapport n’est publié : chargez la démonstration"):
        bench(monkeypatch, capsys)


def test_an_unknown_report_is_named(monkeypatch, capsys):
    with pytest.raises(CommandError, match="« zzz »"):
        bench(monkeypatch, capsys, "--report", "zzz")


def test_figures_are_medians_of_both_and_their_ratio(short):
    figures = benchmarks.render_one(short)

    assert set(figures) == {"ours_ms", "reference_ms", "ratio", "budget", "within", "pages_per_second"}
    assert figures["budget"] == 0.80
    assert figures["ratio"] == pytest.approx(figures["ours_ms"] / figures["reference_ms"], abs=0.001)


def test_the_narrower_of_two_budgets_holds():
    assert measuring.compared(30, 10, budget=4, budget_ms=20) == {
        "ours_ms": 30,
        "reference_ms": 10,
        "ratio": 3,
        "budget": 2,
        "within": False,
        "budget_ms": 20,
    }
    assert measuring.compared(30, 10, budget=4, budget_ms=60)["budget"] == 4


def test_the_writing_is_measured_on_a_long_report(monkeypatch):
    monkeypatch.setattr(writing, "REPETITIONS", 1)
    report = begin_long_report()
    before = AssessmentRevision.objects.count()

    figures = writing.page_and_save(report)

    assert len(report.codes) == 15
    text = Assessment.objects.get(code=report.codes[0]).text
    assert len(richtext.to_plain(text).split()) == 3_000
    assert before >= 200
    assert AssessmentRevision.objects.count() == before + 2  # one that does not count, one that is measured
    assert set(figures) == {"page_criterion", "save_criterion"}
    assert figures["page_criterion"]["budget_ms"] == 60
    assert figures["save_criterion"]["budget"] <= 4


def test_many_reports_are_printed_against_a_plain_loop(short):
    figures = presses.render_bulk(short, reports=4)

    assert figures["times_faster"] == pytest.approx(figures["reference_ms"] / figures["ours_ms"], abs=0.1)
    assert figures["budget"] == round(1 / (1.35 * os.cpu_count()), 3)


def test_a_report_that_was_printed_comes_back_at_once(short):
    figures = presses.render_again(short)

    assert figures["budget_ms"] == 5
    assert figures["ours_ms"] < figures["reference_ms"]


def test_the_exponent_is_that_of_the_straight_line():
    """Twice the pages, four times the cost: 2."""
    points = [(math.log(pages), math.log(pages**2)) for pages in (5, 20, 100)]

    assert presses._slope(points) == pytest.approx(2)


def test_the_memory_of_a_process_is_compared_with_its_beginning(short):
    figures = presses.render_memory(short, reports=4, first=2)

    assert figures["budget"] == 1.1
    assert figures["reference_ms"] > 50  # MiB


def test_a_volume_is_bound_of_files_of_its_own(short, settings, tmp_path):
    figures = presses.merge_100(short, reports=3)

    assert figures["budget"] == 0.05
    assert figures["reference_ms"] > figures["ours_ms"] > 0
    assert settings.MEDIA_ROOT == tmp_path
    assert not (tmp_path / "reports").exists()


def test_a_page_of_a_published_report_is_measured():
    figures = benchmarks.page_report(published_report())

    assert figures["budget_ms"] == 40
    assert figures["ours_ms"] > 0


@pytest.fixture
def short():
    return replace(sample_reading(), sections=(), observations=None, annex=(), dissents=())


@pytest.mark.heavy
@pytest.mark.sqlite_only
def test_the_installation_s_own_database_is_left_alone(tmp_path):
    """Measured in a process of its own, as the command does: on another database, and nothing else is printed."""
    code = (
        "import django, json; django.setup(); from evaluations import benchmarks;"
        "print(json.dumps(benchmarks.measure_writing()))"
    )
    own = tmp_path / "own.sqlite3"
    env = os.environ | {"DATABASE_URL": f"sqlite:///{own}", "DJANGO_SETTINGS_MODULE": "evalprog.settings"}

    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, env=env, capture_output=True, text=True, check=True)

    assert set(json.loads(done.stdout)) == {"page_criterion", "save_criterion"}
    assert not own.exists()
