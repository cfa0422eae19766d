"""What a person sees when their machine lacks something, and what is done when it may be done."""

import ast
import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from evalprog import bootstrap

ROOT = bootstrap.ROOT


def program(folder, name, lines="exit 0"):
    """An executable that writes its arguments to ``<name>.log`` beside it, then does as told."""
    file = folder / name
    file.write_text(f'#!/bin/sh\necho "$*" >> {folder}/{name}.log\n{lines}\n')
    file.chmod(0o755)
    return file


def calls(folder, name):
    return (folder / f"{name}.log").read_text().splitlines()


@pytest.fixture
def path(tmp_path, monkeypatch):
    """The only folder of the PATH, with nothing in it."""
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.delenv("CHROMIUM", raising=False)
    monkeypatch.delenv("TEST_POSTGRES_URL", raising=False)
    return tmp_path


@pytest.fixture
def bare_linux(path, monkeypatch):
    monkeypatch.setattr(sys, "platform", "linux")
    monkeypatch.setattr(bootstrap, "can_load", lambda *libraries: False)
    monkeypatch.setattr(bootstrap, "postgresql_bin", lambda: None)
    return path


def test_running_needs_pango_and_the_tests_need_more(bare_linux):
    assert bootstrap.missing(tests=False) == ["pango"]
    assert bootstrap.missing(tests=True, fast=True) == ["pango", "msgfmt", "pdftotext"]
    assert bootstrap.missing(tests=True) == ["pango", "msgfmt", "pdftotext", "chromium", "libatomic", "postgresql"]


def test_what_is_on_the_machine_is_not_asked_for(bare_linux, monkeypatch):
    for name in ("msgfmt", "pdftotext", "google-chrome"):
        program(bare_linux, name)
    monkeypatch.setenv("TEST_POSTGRES_URL", "postgres://somewhere/else")

    assert bootstrap.missing(tests=True) == ["pango", "libatomic"]


def test_an_ordinary_user_is_told_what_to_type(path, monkeypatch):
    program(path, "apt-get")
    monkeypatch.setattr(os, "geteuid", lambda: 1000)

    with pytest.raises(SystemExit) as stop:
        bootstrap.install_system(["pango", "chromium", "libatomic"])

    assert stop.value.code == (
        "Il manque des paquets, que ce compte ne peut pas installer. Tapez :\n"
        "    sudo apt-get install libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0 fonts-dejavu-core"
        " chromium libatomic1"
    )
    assert not (path / "apt-get.log").exists()


def test_a_system_without_apt_is_told_what_to_look_for(path):
    with pytest.raises(SystemExit) as stop:
        bootstrap.install_system(["msgfmt", "libatomic"])

    assert stop.value.code == (
        "Il manque ceci à ce système :\n    installez gettext (macOS : brew install gettext)\n    installez libatomic"
    )


def test_root_installs_exactly_what_is_missing(path, monkeypatch, capsys):
    program(path, "apt-get")
    monkeypatch.setattr(os, "geteuid", lambda: 0)

    bootstrap.install_system(["msgfmt", "pdftotext"])

    update, install = calls(path, "apt-get")
    assert update.endswith(" update")
    assert install.endswith(" install -y --no-install-recommends gettext poppler-utils")
    assert capsys.readouterr().out == "[préparation] apt-get install gettext poppler-utils\n"


@pytest.mark.parametrize(
    ("known", "installed"), [("exit 0", "chromium-headless-shell libatomic1"), ("exit 100", "chromium libatomic1")]
)
def test_the_browser_without_a_window_is_preferred_where_the_system_has_it(path, monkeypatch, known, installed):
    program(path, "apt-get")
    program(path, "apt-cache", known)
    monkeypatch.setattr(os, "geteuid", lambda: 0)

    bootstrap.install_system(["chromium", "libatomic"])

    assert calls(path, "apt-cache") == ["show chromium-headless-shell"]
    assert calls(path, "apt-get")[1].endswith(f" --no-install-recommends {installed}")


def test_the_browser_without_a_window_is_taken_before_one_that_has_one(path):
    program(path, "chromium")
    assert bootstrap.chromium() == f"{path}/chromium"

    program(path, "chromium-headless-shell")
    assert bootstrap.chromium() == f"{path}/chromium-headless-shell"


def test_a_failing_program_stops_the_set_up_with_what_it_said(path):
    with pytest.raises(SystemExit) as stop:
        bootstrap.run(program(path, "apt-get", "echo no network >&2\nexit 100"), "update")

    assert stop.value.code == (
        f"no network\n\nLa préparation s’est arrêtée : « {path}/apt-get update » a échoué (code 100)."
    )


@pytest.fixture
def venv(tmp_path, monkeypatch):
    """A virtual environment whose Python only notes what it was asked."""
    monkeypatch.setattr(bootstrap, "VENV", tmp_path)
    monkeypatch.setattr(bootstrap, "PY", program(tmp_path, "python"))
    return tmp_path


def test_the_locked_packages_are_installed_by_uv_and_remembered(venv):
    bootstrap.install_python("requirements-dev.lock")
    bootstrap.install_python("requirements-dev.lock")
    bootstrap.install_python("requirements.lock")  # contained in the other

    boot, uv = (call for call in calls(venv, "python") if " install " in call)
    assert boot == f"-m pip install -q --disable-pip-version-check --require-hashes -r {ROOT}/requirements-boot.lock"
    assert uv == f"-m uv pip install -q --require-hashes -r {ROOT}/requirements-dev.lock --python {venv}/python"


def test_pip_installs_them_when_uv_cannot(venv):
    program(venv, "python", 'test "$2" != uv')

    bootstrap.install_python("requirements.lock")

    assert calls(venv, "python")[-1] == (
        f"-m pip install -q --require-hashes -r {ROOT}/requirements.lock --disable-pip-version-check"
    )


def test_the_run_time_lock_does_not_pass_for_the_development_one(venv):
    bootstrap.install_python("requirements.lock")
    before = len(calls(venv, "python"))

    bootstrap.install_python("requirements-dev.lock")

    assert len(calls(venv, "python")) > before
    assert sorted(json.loads((venv / "evalprog.json").read_text())) == ["requirements-dev.lock", "requirements.lock"]


def test_uv_and_npm_are_handed_the_index_and_certificates_of_pip(venv, monkeypatch):
    for name in ("UV_DEFAULT_INDEX", "SSL_CERT_FILE", "NODE_EXTRA_CA_CERTS"):
        monkeypatch.delenv(name, raising=False)
    program(
        venv,
        "python",
        "echo \"global.index-url='https://packages.example/simple'\"\necho \":env:.cert='/etc/our.pem'\"",
    )

    env = bootstrap.registry_environment()

    assert env["UV_DEFAULT_INDEX"] == "https://packages.example/simple"
    assert env["SSL_CERT_FILE"] == env["NODE_EXTRA_CA_CERTS"] == "/etc/our.pem"


def manage(*arguments, before=(), **environment):
    """``manage.py`` as a new process; ``-S`` hides the packages of its Python."""
    hidden = ("EVALPROG_NO_SETUP", "EVALPROG_VENV", "SECRET_KEY", "DEBUG", "DATABASE_URL", "DJANGO_SETTINGS_MODULE")
    env = {name: value for name, value in os.environ.items() if name not in hidden} | environment
    words = [sys.executable, *before, "manage.py", *arguments]
    return subprocess.run(words, cwd=ROOT, env=env, capture_output=True, text=True, check=False)


def test_a_command_without_its_packages_goes_on_inside_the_virtual_environment():
    done = manage("check", before=["-S"], DEBUG="1", EVALPROG_VENV=sys.prefix)

    assert (done.returncode, done.stderr) == (0, "")


def test_a_command_before_any_set_up_says_which_to_run_first(tmp_path):
    done = manage("migrate", before=["-S"], DEBUG="1", EVALPROG_VENV=str(tmp_path))

    assert done.returncode == 1
    assert done.stderr == "Rien n’est encore installé : lancez d’abord « python3 manage.py setup ».\n"


@pytest.mark.parametrize("version", [(3, 10, 13), (3, 14, 0)])
def test_another_python_gets_one_sentence(version):
    code = f"import runpy, sys; sys.version_info = {version}; runpy.run_path('manage.py', run_name='__main__')"

    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=False)

    found = ".".join(map(str, version))
    assert done.returncode == 1
    assert done.stderr == f"EvalProg demande Python 3.11, 3.12 ou 3.13 ; celui-ci est Python {found}.\n"


def test_an_old_python_can_read_that_sentence():
    ast.parse((Path(ROOT) / "manage.py").read_text(), feature_version=(3, 6))


def test_without_debug_a_missing_secret_stops_the_start_with_a_sentence():
    done = manage("check", DEBUG="0")

    assert done.returncode == 1
    assert done.stderr == (
        "Configuration : SECRET_KEY n’est pas définie : donnez une clé secrète dans l’environnement,"
        " ou DEBUG=1 pour un essai.\n"
    )
