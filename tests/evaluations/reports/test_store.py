"""The store of published files."""

import errno
import os
import threading
import time
from concurrent.futures import ThreadPoolExecutor

import pytest

from evaluations.reports import store
from evaluations.reports.keeping import disk
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


def age(*files):
    """As if nobody had touched them for two days."""
    for file in files:
        os.utime(file, (time.time() - 2 * 86_400, time.time() - 2 * 86_400))


def test_keeping_the_same_bytes_again_writes_nothing_and_says_that_they_are_wanted():
    store.keep(DATA)
    age(disk.path(SHA256))
    before = disk.path(SHA256).stat()

    store.keep(DATA)

    after = disk.path(SHA256).stat()
    assert (after.st_ino, after.st_size) == (before.st_ino, before.st_size)
    assert time.time() - after.st_mtime < 60


def test_keeping_bytes_whose_file_was_altered_puts_it_right(caplog):
    store.keep(DATA)
    disk.path(SHA256).write_bytes(b"%PDF-1.7 another")

    store.keep(DATA)

    assert store.read(SHA256) == DATA
    assert [record.getMessage() for record in caplog.records] == [f"{SHA256} was altered; it is written anew"]


def test_bytes_that_are_no_longer_those_kept_are_not_read():
    store.keep(DATA)
    disk.path(SHA256).write_bytes(b"%PDF-1.7 another")

    with pytest.raises(store.FileAltered):
        store.read(SHA256)


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
        disk.path(kept.sha256).unlink()

    assert store.read(SHA256) == DATA


def test_what_is_not_a_hash_names_no_file():
    with pytest.raises(ValueError, match="not a SHA-256"):
        store.read("../../../etc/passwd")


@pytest.mark.django_db
def test_sweeping_removes_what_dead_writers_left_and_nothing_else(own_folder):
    report = published_report(pdf=b"%PDF-1.7 published")
    store.keep(DATA)
    folder = disk.path(SHA256).parent
    for name in (".under-way-old", ".under-way-fresh"):
        (folder / name).write_bytes(b"half a rep")
    age(folder / ".under-way-old", disk.path(SHA256), disk.path(report.pdf_sha256))

    assert store.sweep() == 2

    assert files(own_folder) == sorted(
        [
            f"reports/{SHA256[:2]}/.under-way-fresh",
            f"reports/{report.pdf_sha256[:2]}/{report.pdf_sha256}.pdf",
        ]
    )


@pytest.mark.django_db
@pytest.mark.parametrize("checks_before_it_is_kept", [1, 2])
def test_a_file_kept_while_the_sweep_decides_about_it_stays(own_folder, monkeypatch, checks_before_it_is_kept):
    """Kept between listing and setting aside, it comes back; between setting aside and removing, it is written anew."""
    store.keep(DATA)
    age(disk.path(SHA256))
    asked = []

    def not_named_yet(sha256):
        asked.append(sha256)
        if len(asked) == checks_before_it_is_kept:
            store.keep(DATA)
        return False

    monkeypatch.setattr(store, "_is_named", not_named_yet)
    store.sweep()

    assert len(asked) == checks_before_it_is_kept
    assert files(own_folder) == [f"reports/{SHA256[:2]}/{SHA256}.pdf"]
    assert store.read(SHA256) == DATA
    assert time.time() - disk.path(SHA256).stat().st_mtime < 60


@pytest.mark.django_db
def test_what_a_sweep_that_died_had_set_aside_comes_back(own_folder):
    report = published_report()
    age(disk.path(report.pdf_sha256))
    file = disk.path(report.pdf_sha256)
    file.rename(file.with_name(f".aside-{file.stem}-1"))

    assert store.sweep() == 0

    assert files(own_folder) == [str(file.relative_to(own_folder))]


@pytest.mark.django_db
def test_sweeping_an_empty_store_removes_nothing():
    assert store.sweep() == 0


def test_two_who_sweep_and_one_who_keeps_at_once_lose_nothing(monkeypatch):
    """A hundred rounds of threads: whenever keeping returns, the file is there when all are done."""
    monkeypatch.setattr(store, "_named", set)
    monkeypatch.setattr(store, "_is_named", lambda sha256: False)
    for _round in range(100):
        store.keep(DATA)
        age(disk.path(SHA256))
        together = threading.Barrier(3)
        calls = (store.sweep, store.sweep, lambda: store.keep(DATA))
        with ThreadPoolExecutor(3) as threads:
            done = [threads.submit(lambda call, start: (start.wait(), call()), call, together) for call in calls]
        for outcome in done:
            outcome.result()

        assert store.read(SHA256) == DATA


@pytest.mark.django_db
def test_the_sweep_does_not_ask_record_by_record(own_folder, django_assert_num_queries):
    for number in range(5):
        report = published_report(pdf=b"%PDF-1.7 " + bytes([65 + number]))
        os.utime(disk.path(report.pdf_sha256), (0, 0))

    with django_assert_num_queries(4):
        assert store.sweep() == 0
