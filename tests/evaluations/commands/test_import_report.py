"""``import_report``: what it prints of document 000, what it records, and that it records it once."""

import json
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from evaluations.framework_files import SHIPPED
from evaluations.models import Evaluation, Report
from evaluations.reports import reading, store
from programmes.models import Institution, Programme
from tests.evaluations.imports import reports
from tests.evaluations.imports.conftest import seed  # noqa: F401 (a fixture)
from tests.evaluations.scenario_files import write


@pytest.fixture
def run(db, capsys):
    call_command("import_framework", SHIPPED / "hceres-formations-2016.yaml")
    call_command("import_framework", SHIPPED / "hceres-formations-2014.yaml")
    capsys.readouterr()

    def run(file, **options):
        call_command("import_report", Path(file), **options)
        return json.loads(capsys.readouterr().out)

    return run


@pytest.mark.django_db(transaction=True)
def test_document_000_is_counted_exactly(run, seed):  # noqa: F811
    printed = run(seed("000_789443efbce310fb.txt"))

    report = Report.objects.get()
    assert printed["framework"] == "hceres-formations-2016"
    counts = (printed[key] for key in ("criteria", "strengths", "weaknesses", "recommendations", "tables"))
    assert tuple(counts) == (15, 3, 10, 4, 3)
    assert printed["observations"] == {
        "items": 13,
        "answering_weaknesses": 8,
        "answering_recommendations": 3,
        "quoting_report": 1,
        "free": 1,
        "unanswered_weaknesses": [6, 9],
    }
    head = printed["head"]
    assert (head["deposited_on"], head["published_on"], head["wave"]) == ("2016-10-13", "2017-06-14", "C")
    assert (head["partners"], head["hal_id"]) == (None, "hceres-02028250")
    assert head["file_reference_parts"] == {
        "wave": "C",
        "year": 2018,
        "operation": "EV",
        "uai": "0601223D",
        "department": "DEF",
        "diploma_kind": "LP",
        "contract_year": 2018,
        "file_number": "0015334",
        "sequence": "020817",
        "suffix": "RT",
    }
    assert printed["coverage"] >= 0.995
    assert printed["evaluation"] == {
        "id": report.evaluation.public_id,
        "url": f"/evaluations/{report.evaluation.public_id}/",
        "created": True,
    }


@pytest.mark.django_db(transaction=True)
def test_the_record_says_all_that_document_000_says(run, seed):  # noqa: F811
    run(seed("000_789443efbce310fb.txt"))

    report = Report.objects.get()
    assert reading.read(report.evaluation, published_on=report.published_on) == report.reading
    assert report.evaluation.state_name == "PUBLISHED"
    assert [event.verb for event in report.evaluation.events.all()] == ["plan", "record_published_elsewhere"]


@pytest.mark.django_db(transaction=True)
def test_reading_the_same_report_again_records_nothing(run, tmp_path):
    file = tmp_path / "rapport.txt"
    file.write_text(reports.WAVE_A)
    first = run(file)

    again = run(file)

    assert again["evaluation"] == {**first["evaluation"], "created": False}
    assert (Evaluation.objects.count(), Programme.objects.count(), Institution.objects.count()) == (1, 1, 2)


def test_a_dry_run_writes_nothing(run, tmp_path):
    file = tmp_path / "rapport.txt"
    file.write_text(reports.WAVE_A)

    printed = run(file, dry_run=True)

    assert "evaluation" not in printed
    assert (Evaluation.objects.count(), Institution.objects.count()) == (0, 0)


def test_an_unknown_framework_is_told_with_those_that_are_known(run, tmp_path):
    with pytest.raises(CommandError) as refusal:
        run(tmp_path / "r.txt", framework="inconnu")

    assert "« inconnu »" in str(refusal.value).replace("\u00a0", " ")
    assert "hceres-formations-2014, hceres-formations-2016" in str(refusal.value)


def test_a_file_that_is_no_report_leaves_nothing_behind(run, tmp_path, settings):
    file = tmp_path / "notes.txt"
    file.write_text("Une liste de courses.\n\n- du pain\n")

    with pytest.raises(CommandError):
        run(file)

    assert (Evaluation.objects.count(), Institution.objects.count()) == (0, 0)


@pytest.mark.django_db(transaction=True)
def test_when_the_record_fails_no_file_is_left(run, tmp_path, monkeypatch, settings):
    settings.MEDIA_ROOT = tmp_path / "files"
    file = tmp_path / "rapport.txt"
    file.write_text(reports.WAVE_A)

    def fail(*arguments, **options):
        raise OSError("disk full")

    monkeypatch.setattr("evaluations.transitions.record_published_elsewhere", fail)

    with pytest.raises(OSError, match="disk full"):
        run(file)

    assert (Evaluation.objects.count(), Institution.objects.count()) == (0, 0)
    files = [path.relative_to(tmp_path / "files") for path in (tmp_path / "files").rglob("*") if path.is_file()]
    assert [file for file in files if file.parts[0] != "printed"] == []  # what was printed may be asked for again


@pytest.mark.django_db(transaction=True)
def test_the_stored_bytes_are_what_render_report_writes(run, tmp_path):
    file = tmp_path / "rapport.txt"
    file.write_text(reports.WAVE_A)
    printed = run(file)
    report = Report.objects.get()

    call_command("render_report", printed["evaluation"]["id"], output=tmp_path / "a.pdf")
    call_command("render_report", report.public_id, output=tmp_path / "b.pdf")

    assert (tmp_path / "a.pdf").read_bytes() == store.read(report.pdf_sha256)
    assert (tmp_path / "b.pdf").read_bytes() == store.read(report.pdf_sha256)


def test_an_unknown_report_is_told(db, tmp_path):
    with pytest.raises(CommandError) as refusal:
        call_command("render_report", "xxxxxxxxxxxx", output=tmp_path / "a.pdf")

    assert "xxxxxxxxxxxx" in str(refusal.value)
    assert not (tmp_path / "a.pdf").exists()


@pytest.mark.django_db(transaction=True)
def test_another_text_under_the_same_identifier_is_refused(run, seed, tmp_path):  # noqa: F811
    source = seed("000_789443efbce310fb.txt")
    run(source)
    cut = tmp_path / "cut.txt"
    cut.write_text(source.read_text()[:25_500])

    with pytest.raises(CommandError, match="hceres-02028250 est déjà enregistré, avec un autre texte"):
        run(cut)

    assert Report.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_an_evaluation_is_rendered_as_far_as_it_got(tmp_path, capsys):
    call_command("load_scenario", write(tmp_path), verbosity=0, allow_accounts=True)
    evaluation = Evaluation.objects.get()

    call_command("render_report", evaluation.public_id, output=tmp_path / "a.pdf")

    final = evaluation.reports.get(kind="FINAL")
    assert (tmp_path / "a.pdf").read_bytes() == store.read(final.pdf_sha256)
