"""The documents that are kept outside the project."""

import os
from pathlib import Path

import pytest
from django.conf import settings

from programmes.imports.prospectus import read


@pytest.fixture(scope="session")
def seed():
    """The path of a document of the collection: ``seed(name)``; the test is skipped where there is none."""
    folder = Path(os.environ.get("EVALPROG_SEEDS", settings.BASE_DIR.parent / "shared" / "seeds"))

    def path(name):
        if not (folder / name).is_file():
            pytest.skip(f"{name} n’est pas dans {folder} : donnez le dossier des documents dans EVALPROG_SEEDS")
        return folder / name

    return path


@pytest.fixture(scope="session")
def source(seed):
    """The text of the document 001."""
    return seed("001_eb82990b989657cc.txt").read_text(encoding="utf-8")


@pytest.fixture(scope="session")
def whole(source):
    """The document 001, read."""
    return read(source)


@pytest.fixture(scope="session")
def programme(whole):
    return whole.programmes[0]


@pytest.fixture(scope="session")
def content(programme):
    return programme.content
