"""The store of published files."""

import errno
import os
import time

import pytest

from evaluations.reports import store

DATA = b"%PDF-1.7 a report"
SHA256 = "8df41e8cbbff09dd2c8cee2e1167b3cef93076d1a86b4f562f4a2b397e7ff155"


@pytest.fixture(autouse=True)
def own_folder(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    return tmp_path


def files(folder):
    return sorted(str(p.relative_to(folder)) for p in folder.rglob("*") if p.is_file())


def test_a_file_stands_under_its_own_hash(own_folder):
    assert store.keep(DATA) == SHA256

    assert files(own_folder) == [f"reports/{SHA256[:2]}/{SHA256}.pdf"]
    assert store.read(SHA256) == DATA


def test_keeping_the_same_bytes_again_writes_nothing():
    store.keep(DATA)
    before = store.path(SHA256).stat()

    store.keep(DATA)

    assert store.path(SHA256).stat() == before


def test_a_full_disk_leaves_nothing_behind(own_folder, monkeypatch):
    def full(number):
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    (own_folder / "reports" / SHA256[:2]).mkdir(parents=True)

    with pytest.raises(OSError, match="No space left"):
        store.keep(DATA)

    assert files(own_folder) == []


def test_the_file_goes_when_its_record_is_not_made(own_folder):
    with pytest.raises(RuntimeError), store.kept(DATA) as kept:
        assert kept == store.Kept(SHA256, 17)
        assert store.read(SHA256) == DATA
        raise RuntimeError("the transaction failed")

    assert files(own_folder) == []


def test_a_file_that_was_there_stays_when_a_second_record_is_not_made():
    store.keep(DATA)

    with pytest.raises(RuntimeError), store.kept(DATA):
        raise RuntimeError("the transaction failed")

    assert store.read(SHA256) == DATA


def test_what_is_not_a_hash_names_no_file():
    with pytest.raises(ValueError, match="not a SHA-256"):
        store.path("../../../etc/passwd")


def test_sweeping_removes_what_dead_writers_left_and_nothing_else(own_folder):
    store.keep(DATA)
    folder = store.path(SHA256).parent
    old, fresh = folder / ".under-way-old", folder / ".under-way-fresh"
    old.write_bytes(b"half a rep")
    fresh.write_bytes(b"half a rep")
    os.utime(old, (time.time() - 7200, time.time() - 7200))

    assert store.sweep() == 1

    assert files(own_folder) == [
        f"reports/{SHA256[:2]}/.under-way-fresh",
        f"reports/{SHA256[:2]}/{SHA256}.pdf",
    ]
