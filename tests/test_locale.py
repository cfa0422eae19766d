"""Every sentence that a person sees stands in French in the code and in English in the catalogue."""

import gettext
import re
import shutil
import subprocess
from pathlib import Path

import pytest
from django.conf import settings
from django.core.management import call_command

CATALOGUE = Path(settings.BASE_DIR) / "locale" / "en" / "LC_MESSAGES"
SOURCES = ("evalprog", "programmes", "evaluations", "templates", "locale")


@pytest.fixture
def extracted(tmp_path, monkeypatch):
    """The catalogue made anew from a copy of the code: making it writes where the code lies.

    The fixture ``settings`` would announce the change, at which Django forgets the languages it has read, and the
    plural of French with them.
    """
    for name in SOURCES:
        shutil.copytree(settings.BASE_DIR / name, tmp_path / name, ignore=shutil.ignore_patterns("__pycache__"))
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(settings, "LOCALE_PATHS", [tmp_path / "locale"])
    call_command("makemessages", locale=["en"], no_location=True, no_obsolete=True, verbosity=0)
    return tmp_path / "locale" / "en" / "LC_MESSAGES" / "django.po"


def counted(file):
    """What gettext says of a catalogue: « 12 translated messages, 3 untranslated messages. »"""
    said = subprocess.run(
        ["msgfmt", "--statistics", "--check-format", "-o", "/dev/null", file],
        env={"LC_ALL": "C", "PATH": "/usr/bin:/bin:/usr/local/bin"},
        capture_output=True,
        text=True,
        check=True,
    )
    return said.stderr


def test_every_sentence_of_the_code_is_translated(extracted):
    assert re.fullmatch(r"\d+ translated messages\.\n", counted(extracted))


def test_the_catalogue_holds_characters_and_not_their_numbers():
    """« \\u00a0 » of the code is copied as it is written, and the sentence that is looked up has the character."""
    assert re.findall(r"\\\\[ux].*", (CATALOGUE / "django.po").read_text()) == []


def test_the_compiled_catalogue_is_the_one_that_is_written(tmp_path):
    made = tmp_path / "django.mo"
    subprocess.run(["msgfmt", "-o", made, CATALOGUE / "django.po"], check=True)

    def sentences(file):
        with file.open("rb") as opened:
            return gettext.GNUTranslations(opened)._catalog

    assert sentences(made) == sentences(CATALOGUE / "django.mo")


@pytest.mark.django_db
def test_a_page_is_in_the_language_of_the_browser(client):
    assert "Published reports" in client.get("/rapports/", headers={"accept-language": "en"}).text
    assert "Rapports publiés" in client.get("/rapports/", headers={"accept-language": "fr"}).text
