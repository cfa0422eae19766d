"""The lock files hold names, versions and hashes, and no address of the registry they were made with."""

import json
import re

import pytest
from django.db.backends.postgresql.psycopg_any import is_psycopg3

from evalprog.bootstrap import ROOT

LOCKS = ["requirements.lock", "requirements-dev.lock", "requirements-boot.lock", "requirements-node.lock"]


def pins(name):
    return set(re.findall(r"^([\w.\[\]-]+==[\w.]+)", (ROOT / name).read_text(), flags=re.MULTILINE))


@pytest.mark.parametrize("name", LOCKS)
def test_a_lock_holds_no_address(name):
    assert "://" not in (ROOT / name).read_text()


def test_the_lock_of_npm_holds_no_address_and_every_hash():
    packages = json.loads((ROOT / "package-lock.json").read_text())["packages"]

    del packages[""]
    assert [name for name, facts in packages.items() if "resolved" in facts or "integrity" not in facts] == []


def test_npm_packages_are_pinned_to_one_version():
    manifest = json.loads((ROOT / "package.json").read_text())

    versions = {**manifest["dependencies"], **manifest["devDependencies"]}
    assert {name: v for name, v in versions.items() if not re.fullmatch(r"\d+\.\d+\.\d+", v)} == {}


def test_the_development_lock_contains_the_run_time_one():
    assert pins("requirements.lock") - pins("requirements-dev.lock") == set()


def test_django_drives_postgresql_with_psycopg2():
    assert not is_psycopg3, "a package brought psycopg 3, which Django prefers without a word"
