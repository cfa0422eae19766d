"""Printing in processes of their own: what stalls or dies fails alone."""

import errno
import logging
import multiprocessing
import os
import threading
from contextlib import ExitStack
from dataclasses import replace
from pathlib import Path

import pytest

from evaluations.content import ReportReading
from evaluations.reports import press, shelf
from evaluations.reports.press import NotPrinted, Order, Press
from evaluations.reports.render import to_pdf

WORDS = "Les effectifs de la formation sont stables et le suivi des diplômés est régulier. "


@pytest.fixture(autouse=True)
def empty_shelf(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


def one_page(reading: ReportReading, text: str) -> ReportReading:
    section = replace(reading.sections[0], text=text, blocks=())
    return replace(reading, sections=(section,), observations=None, annex=(), committee=None, signatures=())


@pytest.fixture(scope="module")
def machine():
    with Press(1) as machine:
        yield machine


def test_the_press_prints_what_the_printer_prints(machine, reading):
    page = one_page(reading, "<p>Un texte.</p>")

    assert machine.print_one(Order(page)) == to_pdf(page)
    assert machine.print_one(Order(page, marked="Projet")) == to_pdf(page, marked="Projet")


def test_what_was_printed_is_taken_from_the_shelf(machine, reading, monkeypatch):
    page = one_page(reading, "<p>Un texte.</p>")
    first = machine.print_one(Order(page))
    monkeypatch.setattr(machine, "_begin", lambda *order: pytest.fail("printed twice"))

    assert machine.print_one(Order(page)) == first
    assert list(machine.print_all([("a", Order(page))])) == [("a", first)]


def test_a_document_that_stalls_fails_alone_with_its_reason(reading, caplog):
    """1 MB of words takes seconds; nothing of it enters the log."""
    long = one_page(reading, f"<p>{WORDS * 40_000}</p>")
    short = {number: one_page(reading, f"<p>Le texte {number}.</p>") for number in range(4)}
    orders = [
        (0, Order(short[0])),
        (1, Order(short[1])),
        ("long", Order(long)),
        (2, Order(short[2])),
        (3, Order(short[3])),
    ]

    with Press(1, seconds=6) as machine, caplog.at_level(logging.DEBUG):
        machine.print_one(Order(one_page(reading, "<p>Les polices sont lues.</p>")))
        out = dict(machine.print_all(orders))

    assert str(out.pop("long")) == (
        "La mise en page n’a pas abouti en 6 secondes : un tableau ou un texte y est trop grand ; partagez-le."
    )
    assert {number: data[:5] for number, data in out.items()} == dict.fromkeys(range(4), b"%PDF-")
    assert "Not printed: TimeoutError" in caplog.text
    assert "effectifs" not in caplog.text


def test_who_waits_in_front_of_a_page_is_told_that_the_press_is_busy(reading):
    """A process that is taken, by whomever: within the patience nothing is begun, and nothing goes on for nobody."""
    page = Order(one_page(reading, "<p>Un texte qui attend.</p>"))

    with Press(1) as machine, machine._process() as taken:
        with pytest.raises(press.Busy, match="réessayez dans une minute"):
            machine.print_one(page, seconds=0.4, patience=0.2)  # by the hand that waits for the process
        with pytest.raises(press.Busy, match="réessayez dans une minute"):
            machine.print_one(page, seconds=60, patience=0.2)  # by nobody
        assert taken._running is None
    with Press(1) as machine:
        assert machine.print_one(page, patience=100).startswith(b"%PDF-")


def test_where_nobody_sits_before_a_page_the_press_is_waited_for(reading, monkeypatch):
    page = one_page(reading, "<p>Un texte que personne n’attend.</p>")

    with Press(1) as machine, ExitStack() as taken:
        monkeypatch.setattr(press, "_own", (os.getpid(), machine))
        taken.enter_context(machine._process())
        with pytest.raises(press.Busy):
            press.printed(page, patience=0.2)
        threading.Timer(0.5, taken.close).start()

        with press.unhurried():
            assert press.printed(page, patience=0.2).startswith(b"%PDF-")


def test_a_process_that_dies_takes_no_other_document_with_it(reading):
    long = one_page(reading, f"<p>{WORDS * 40_000}</p>")
    others = set(multiprocessing.active_children())

    with Press(1) as machine:
        machine.print_one(Order(one_page(reading, "<p>Les polices sont lues.</p>")))
        (process,) = set(multiprocessing.active_children()) - others
        before = _ticks(process.pid)
        waiting = machine._begin(Order(long).sent, 120)
        while _ticks(process.pid) < before + 20:  # it is at it
            assert not waiting.done()
        process.kill()

        with pytest.raises(NotPrinted, match="trop de mémoire"):
            press._printed(waiting, "a" * 64, 1)
        assert machine.print_one(Order(one_page(reading, "<p>Le suivant.</p>"))).startswith(b"%PDF-")


def test_a_document_that_asks_for_too_much_memory_fails_with_its_reason(reading):
    wide = "".join(f"<tr>{'<td>1</td>' * 20}</tr>" for _row in range(500))
    greedy = one_page(reading, f"<table><tbody>{wide}</tbody></table>" * 40)

    with Press(1, memory=_needed() + 100_000_000) as machine:
        assert machine.print_one(Order(one_page(reading, "<p>Un texte.</p>"))).startswith(b"%PDF-")
        with pytest.raises(NotPrinted, match=r"^La mise en page demande trop de mémoire"):
            machine.print_one(Order(greedy))


def _ticks(pid: int) -> int:
    """Hundredths of a second of the processor."""
    return int(Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[11])


def _needed() -> int:
    """The bytes of address space that a process has taken when it is ready."""
    with Press(1) as machine, machine._process() as ready:
        ready._start()
        status = Path(f"/proc/{ready._running.pid}/status").read_text()
    return int(next(line.split()[1] for line in status.splitlines() if line.startswith("VmPeak"))) * 1024


def test_the_press_of_this_process_is_kept(reading):
    first = press.printed(one_page(reading, "<p>Un.</p>"))
    kept = press._own

    assert press.printed(one_page(reading, "<p>Deux.</p>")) != first
    assert press._own is kept


def test_the_shelf_gives_back_whole_documents_only(reading):
    name = shelf.name_of(Order(reading).sent)
    shelf.put(name, b"%PDF-1.7 ...")
    assert shelf.taken(name) == b"%PDF-1.7 ..."

    file = shelf._path(name)
    file.write_bytes(file.read_bytes()[:-1] + b"!")
    assert shelf.taken(name) is None
    assert shelf.taken("0" * 64) is None


def test_another_form_or_another_text_has_another_name(reading):
    names = {
        shelf.name_of(Order(reading).sent),
        shelf.name_of(Order(reading, variant="pdf/ua-1").sent),
        shelf.name_of(Order(reading, marked="Projet").sent),
        shelf.name_of(Order(one_page(reading, "")).sent),
    }

    assert len(names) == 4


def test_the_shelf_is_swept_of_what_nobody_asks_for(reading):
    month = 31 * 24 * 3600
    old, new = "a" * 64, "b" * 64
    for name in (old, new):
        shelf.put(name, b"%PDF-")
    then = shelf._path(old).stat().st_mtime - month
    os.utime(shelf._path(old), (then, then))

    assert shelf.sweep() == 1
    assert (shelf.taken(old), shelf.taken(new)) == (None, b"%PDF-")


def test_a_full_disk_is_not_filled_with_halves(settings, monkeypatch):
    def full(beside, file):
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(os, "replace", full)
    shelf.put("0" * 64, b"%PDF-1.7")

    assert [file for file in (Path(settings.MEDIA_ROOT) / "printed").rglob("*") if file.is_file()] == []


def test_what_goes_while_the_shelf_is_swept_does_not_stop_the_sweep(settings, monkeypatch):
    gone = Path(settings.MEDIA_ROOT) / "printed" / "00" / "gone"
    monkeypatch.setattr(Path, "glob", lambda folder, pattern: iter([gone]))

    assert shelf.sweep() == 0
