"""An installation that was told nothing is a trial, and only then."""

import os
import stat

import pytest

from evalprog import trial


@pytest.fixture
def secret(tmp_path, monkeypatch):
    """Where the key of the trial is kept, in an installation that was told nothing."""
    monkeypatch.delenv("SECRET_KEY", raising=False)
    monkeypatch.delenv("DEBUG", raising=False)
    monkeypatch.setattr(trial, "SECRET", tmp_path / "var" / "secret-key")
    return trial.SECRET


def test_a_trial_has_a_key_of_its_own_that_others_cannot_read(secret):
    trial.begin()

    assert stat.S_IMODE(secret.stat().st_mode) == 0o600
    assert len(secret.read_text()) == 64


def test_the_key_is_made_once_and_used_with_debug(secret, monkeypatch):
    trial.begin()
    key = secret.read_text()

    trial.begin()
    trial.apply()

    assert (os.environ.pop("SECRET_KEY"), os.environ.pop("DEBUG")) == (key, "1")


@pytest.mark.parametrize(("name", "value"), [("SECRET_KEY", "ours"), ("DEBUG", "0")])
def test_an_installation_that_was_told_something_is_no_trial(secret, monkeypatch, name, value):
    trial.begin()
    monkeypatch.setenv(name, value)

    trial.apply()

    assert {key: os.environ.get(key) for key in ("SECRET_KEY", "DEBUG")} == {
        "SECRET_KEY": None,
        "DEBUG": None,
        name: value,
    }


def test_without_a_key_nothing_is_begun_by_itself(secret):
    trial.apply()

    assert "SECRET_KEY" not in os.environ and not secret.exists()
