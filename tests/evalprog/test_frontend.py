"""The bundle that pages and PDF are made with."""

import re

import pytest
from django.contrib.staticfiles import finders
from django.core.management import call_command

from evalprog import frontend

FACES = ["400-italic", "400-normal", "600-normal", "700-italic", "700-normal"]


def test_the_bundle_is_current():
    assert frontend.is_current(), "run: python3 manage.py setup"


def test_the_fonts_keep_their_names():
    fonts = sorted(file.name for file in (frontend.BUILD / "fonts").iterdir())

    text = [f"source-sans-3-{part}-{face}.woff2" for part in ("latin", "latin-ext") for face in FACES]
    assert fonts == ["noto-emoji-emoji-400-normal.woff2", *sorted(text)]


def test_the_style_sheet_fetches_nothing_but_its_own_fonts():
    css = (frontend.BUILD / "main.css").read_text()

    addresses = set(re.findall(r"url\(\"?([^\")]+)", css))
    assert {a for a in addresses if not a.startswith("data:image/svg+xml")} == {
        f"./fonts/source-sans-3-{part}-{face}.woff2" for part in ("latin", "latin-ext") for face in FACES
    }
    assert "sourceMappingURL" not in css


@pytest.fixture
def sources(tmp_path, monkeypatch):
    for name, path in {"ROOT": "", "SOURCES": "src", "LOCK": "lock.json", "STAMP": "stamp"}.items():
        monkeypatch.setattr(frontend, name, tmp_path / path)
    (tmp_path / "src").mkdir()
    (tmp_path / "src" / "main.css").write_text("a {}")
    (tmp_path / "lock.json").write_text("{}")
    (tmp_path / "stamp").write_text(frontend.sources_digest())
    return tmp_path / "src"


def test_nothing_changed_nothing_to_build(sources):
    assert frontend.is_current()


def test_a_changed_added_or_renamed_source_is_built_again(sources):
    (sources / "main.css").write_text("b {}")
    assert not frontend.is_current()

    (sources / "main.css").write_text("a {}")
    added = sources / "more.css"
    added.touch()
    assert not frontend.is_current()

    added.unlink()
    (sources / "main.css").rename(sources / "other.css")
    assert not frontend.is_current()


@pytest.mark.parametrize(("version", "found"), [("v16.20.2", False), ("v18.0.0", True), ("v24.19.0", True)])
def test_node_must_be_18_or_later(tmp_path, monkeypatch, version, found):
    for name in ("node", "npm"):
        (tmp_path / name).write_text(f"#!/bin/sh\necho {version}\n")
        (tmp_path / name).chmod(0o755)
    monkeypatch.setenv("PATH", str(tmp_path))

    expected = (str(tmp_path / "node"), str(tmp_path / "npm")) if found else None
    assert frontend.find_node(tmp_path / "nowhere") == expected


def test_production_collects_the_bundle_without_its_sources(tmp_path, settings):
    settings.STATIC_ROOT = tmp_path
    settings.STORAGES = {
        **settings.STORAGES,
        "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
    }

    call_command("collectstatic", interactive=False, verbosity=0)

    assert (tmp_path / "build" / "main.css").is_file()
    assert not (tmp_path / "src").exists()


def test_there_is_a_favicon():
    assert finders.find("favicon.svg")
