"""The import contracts of pyproject.toml are kept, and would notice when they are not."""

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from evalprog.bootstrap import ROOT

pytestmark = pytest.mark.sqlite_only  # nothing here meets a database

LINT = Path(sys.executable).with_name("lint-imports")


@pytest.fixture
def copy(tmp_path):
    for package in ("evalprog", "programmes", "evaluations"):
        shutil.copytree(ROOT / package, tmp_path / package, ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copy(ROOT / "pyproject.toml", tmp_path)
    return tmp_path


def broken_contracts(folder):
    """The names of the contracts that do not hold in that copy of the project."""
    done = subprocess.run([LINT, "--no-cache"], cwd=folder, capture_output=True, text=True, check=False)
    broken = [line.removesuffix(" BROKEN") for line in done.stdout.splitlines() if line.endswith(" BROKEN")]
    assert (done.returncode == 0) == (broken == []), done.stdout + done.stderr
    return broken


def test_the_project_keeps_its_contracts(copy):
    assert broken_contracts(copy) == []


@pytest.mark.parametrize(
    ("module", "line", "contract"),
    [
        ("programmes/models.py", "import evaluations.enums", "Staircase of apps"),
        ("evalprog/accounts/models.py", "import programmes.models", "Staircase of apps"),
        ("evaluations/enums.py", "import evaluations.models", "Floors of an app"),
        ("evaluations/unplaced.py", "", "Floors of an app"),
        ("evalprog/trial.py", "import django", "Set-up on Python alone"),
    ],
)
def test_a_wrong_import_breaks_its_contract(copy, module, line, contract):
    with (copy / module).open("a") as file:
        file.write(f"\n{line}\n")

    assert broken_contracts(copy) == [contract]
