"""Frameworks, sources made of text, and the documents that are kept outside the project."""

import os
from pathlib import Path

import pytest
from django.conf import settings

from evaluations.framework_files import SHIPPED, read
from evaluations.imports import parse_report, source_from_bytes


@pytest.fixture(scope="session")
def frameworks():
    """The frameworks that the project ships."""
    return [read(path) for path in sorted(SHIPPED.glob("*.yaml"))]


@pytest.fixture(scope="session")
def framework(frameworks):
    """The one of the document 000."""
    return next(f for f in frameworks if f.code == "hceres-formations-2016")


@pytest.fixture
def parsed(frameworks):
    """Parses a text as a report: ``parsed(text)``."""
    return lambda text: parse_report(source_from_bytes("rapport.txt", text.encode()), frameworks)


@pytest.fixture(scope="session")
def seed():
    """The path of a document of the collection: ``seed(name)``; the test is skipped where there is none."""
    folder = Path(os.environ.get("EVALPROG_SEEDS", settings.BASE_DIR.parent / "shared" / "seeds"))

    def path(name):
        if not (folder / name).is_file():
            pytest.skip(f"{name} n’est pas dans {folder} : donnez le dossier des documents dans EVALPROG_SEEDS")
        return folder / name

    return path
