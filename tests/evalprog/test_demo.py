"""The demonstration command, apart from what the scenario loader and the renderer do."""

import os
import re
import signal
import subprocess
import sys
from urllib.request import urlopen

import pytest
import yaml
from django.conf import settings
from django.core.management import CommandError, call_command

from evalprog import demo
from evalprog.bootstrap import ROOT
from programmes.description import parse

SCENARIO = {
    "people": [
        {"key": "a", "email": "a@example.org", "roles": ["expert"]},
        {"key": "b", "email": "b@example.org", "roles": ["expert"]},
        {"key": "c", "email": "c@example.org", "roles": ["officer"]},
        {"key": "d", "email": "d@example.org", "roles": ["expert"]},
        {"key": "e", "email": "e@example.org", "rights": ["contribute", "sign"]},
    ],
    "evaluations": [{"committee": {"chair": "b", "members": ["a", "d"]}}, {"programme": "without a committee"}],
}


def test_one_account_of_each_kind_is_shown():
    assert demo.accounts(SCENARIO) == [
        ("officer", "c@example.org"),
        ("chair", "b@example.org"),
        ("expert", "a@example.org"),
        ("sign", "e@example.org"),
    ]


def test_accounts_with_a_public_password_are_refused_outside_a_trial(settings):
    settings.DEBUG = False

    with pytest.raises(CommandError) as refusal:
        call_command("demo")

    assert str(refusal.value) == (
        "Le mot de passe des comptes de démonstration est public : lancez-la avec DEBUG=1, pour un essai."
    )


@pytest.fixture
def installation(tmp_path, monkeypatch, settings):
    """A demonstration on SQLite with everything under a var/ of its own."""
    monkeypatch.setattr(demo, "FOLDER", tmp_path / "var" / "demo")
    monkeypatch.setattr(demo, "database_file", lambda: tmp_path / "var" / "evalprog.sqlite3")
    settings.VAR, settings.MEDIA_ROOT = tmp_path / "var", tmp_path / "var" / "files"
    for name in ("var/demo/rapport.pdf", "var/files/a.pdf", "var/evalprog.sqlite3", "var/evalprog.sqlite3-wal"):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).touch()
    (tmp_path / "var" / "secret-key").touch()
    return tmp_path


def test_reset_deletes_the_database_and_the_files_and_keeps_the_secret(installation):
    demo.reset()

    assert [file.name for file in (installation / "var").iterdir()] == ["secret-key"]


def test_reset_deletes_nothing_when_the_database_is_outside_var(installation, monkeypatch):
    monkeypatch.setattr(demo, "database_file", lambda: installation / "agency.sqlite3")

    with pytest.raises(CommandError) as refusal:
        demo.reset()

    assert (installation / "var" / "demo" / "rapport.pdf").exists()
    assert str(refusal.value) == "La base n’est pas dans var/ : --reset ne l’efface pas, videz-la vous-même."


def test_another_migration_or_another_database_asks_for_another_preparation(monkeypatch):
    before = demo.fingerprint()

    monkeypatch.setitem(settings.DATABASES["default"], "NAME", "another")

    assert demo.fingerprint() != before
    assert ROOT / "evalprog" / "accounts" / "migrations" / "0001_initial.py" in demo.sources()


@pytest.mark.timeout(300)  # a line that never comes would be waited for
@pytest.mark.sqlite_only
def test_pages_and_jobs_are_served_until_asked_to_stop(tmp_path, monkeypatch):
    monkeypatch.setenv("DATABASE_URL", f"sqlite:///{tmp_path}/demo.sqlite3")
    abandoned = tmp_path / "reports" / "aa" / ".under-way-1"  # what the first job removes without a database
    abandoned.parent.mkdir(parents=True)
    abandoned.touch()
    os.utime(abandoned, (0, 0))
    code = (
        "import django; django.setup()\n"
        "from django.conf import settings\n"
        f"settings.MEDIA_ROOT = {str(tmp_path)!r}\n"
        "from evalprog import demo; demo.serve(0, lambda text: print(text, flush=True))"
    )
    # The jobs that miss their tables say so at length: in a pipe that nobody reads they would wait for ever.
    with (tmp_path / "errors.log").open("w") as errors:
        server = subprocess.Popen(
            [sys.executable, "-c", code], cwd=ROOT, stdout=subprocess.PIPE, stderr=errors, text=True
        )
    with server:
        try:
            said = "".join(sorted(server.stdout.readline() for _ in range(2)))
            address = re.search(r"http://localhost:\d+/", said)[0]
            picture = f"{address}static/favicon.svg"  # a page would need the tables of a database
            status = urlopen(picture, timeout=60).status
        finally:
            server.send_signal(signal.SIGTERM)

    assert (status, server.returncode, abandoned.exists()) == (200, 0, False)
    assert "Fichiers abandonnés retirés\u00a0: 1.\n" in said


def test_the_report_is_where_the_documentation_says():
    assert demo.REPORT == settings.BASE_DIR / "var" / "demo" / "rapport.pdf"


@pytest.mark.parametrize("file", sorted(demo.DESCRIBED.glob("*.yaml")), ids=lambda file: file.stem)
def test_described_programmes_obey_the_rules_of_descriptions(file):
    told = yaml.safe_load(file.read_text())

    titles = [parse(document).title for each in told for document in each["descriptions"]]

    assert len(titles) == {"demonstration": 2, "offer": 5}[file.stem]
    assert {each["programme"]["title"] for each in told} == set(titles)
