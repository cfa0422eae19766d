"""The document with the tables, which is kept outside the project."""

import os
from pathlib import Path

import pytest
from django.conf import settings


@pytest.fixture(scope="session")
def document_000() -> str:
    """The published report, with the three tables of its institution; skipped where the seeds are not at hand."""
    folder = Path(os.environ.get("EVALPROG_SEEDS", settings.BASE_DIR.parent / "shared" / "seeds"))
    path = folder / "000_789443efbce310fb.txt"
    if not path.is_file():
        pytest.skip(f"{path.name} n’est pas dans {folder} : donnez le dossier des documents dans EVALPROG_SEEDS")
    return path.read_text(encoding="utf-8")
