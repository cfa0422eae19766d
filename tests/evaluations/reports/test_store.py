"""The store of published files."""

import errno
import os
import time

import pytest

from evaluations.reports import store
from tests.evaluations.reports.published import published_report

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


@pytest.mark.django_db
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


@pytest.mark.django_db
def test_the_file_stays_when_somebody_else_published_the_same_bytes_meanwhile():
    with pytest.raises(RuntimeError), store.kept(DATA):
        published_report(pdf=DATA)
        raise RuntimeError("the transaction failed")

    assert store.read(SHA256) == DATA


def test_the_file_is_put_back_when_somebody_who_failed_removed_it():
    with store.kept(DATA) as kept:
        store.path(kept.sha256).unlink()

    assert store.read(SHA256) == DATA


def test_what_is_not_a_hash_names_no_file():
    with pytest.raises(ValueError, match="not a SHA-256"):
        store.path("../../../etc/passwd")


@pytest.mark.django_db
def test_sweeping_removes_what_dead_writers_left_and_nothing_else(own_folder):
    report = published_report(pdf=b"%PDF-1.7 published")
    store.keep(DATA)
    folder = store.path(SHA256).parent
    for name in (".under-way-old", ".under-way-fresh"):
        (folder / name).write_bytes(b"half a rep")
    for file in (folder / ".under-way-old", store.path(SHA256), store.path(report.pdf_sha256)):
        os.utime(file, (time.time() - 7200, time.time() - 7200))

    assert store.sweep() == 2

    assert files(own_folder) == sorted(
        [
            f"reports/{SHA256[:2]}/.under-way-fresh",
            f"reports/{report.pdf_sha256[:2]}/{report.pdf_sha256}.pdf",
        ]
    )
