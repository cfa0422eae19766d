"""One bit flipped anywhere in a file, a row of the journal or the anchor, one byte more or less: each is found."""

import datetime as dt
import json
import random
from pathlib import Path

import pytest
from django.conf import settings as conf

from evaluations import archive, journal
from evaluations.enums import State
from evaluations.models import Event, Report
from evaluations.reports import store
from evaluations.reports.keeping import disk
from tests import factories

pytestmark = pytest.mark.django_db


@pytest.fixture
def published(own_anchor, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        return factories.evaluation(factories.world(), State.PUBLISHED)


def is_found() -> bool:
    return any(archive.file_damages()) or any(journal.damages())


def flipped(data: bytes, chance: random.Random) -> bytes:
    bit = chance.randrange(len(data) * 8)
    altered = bytearray(data)
    altered[bit // 8] ^= 1 << bit % 8
    return bytes(altered)


def files() -> list[Path]:
    return [disk.path(sha256) for sha256 in store.kept_files()]


# -- what is done to each; what undoes it is given back


def a_bit_of_a_file(chance):
    return _write(chance.choice(files()), lambda data: flipped(data, chance))


def a_byte_more_in_a_file(chance):
    return _write(chance.choice(files()), lambda data: data + bytes([chance.randrange(256)]))


def the_end_of_a_file(chance):
    return _write(chance.choice(files()), lambda data: data[: chance.randrange(len(data))])


def a_bit_of_the_anchor(chance):
    return _write(Path(conf.JOURNAL_ANCHOR), lambda data: flipped(data, chance))


def bytes_more_in_the_anchor(chance):
    return _write(Path(conf.JOURNAL_ANCHOR), lambda data: data + bytes([chance.randrange(33, 127)]))


def the_end_of_the_anchor(chance):
    return _write(Path(conf.JOURNAL_ANCHOR), lambda data: data[: chance.randrange(len(data) - 1)])


def a_bit_of_a_row(chance):
    """Of one field of an event, as the database has it."""
    event = chance.choice(list(Event.objects.all()))
    name = chance.choice(["verb", "role", "at", "before", "after", "details", "previous_sha256", "sha256"])
    old = getattr(event, name)
    Event.objects.filter(pk=event.pk).update(**{name: _other(old, chance)})
    return lambda: Event.objects.filter(pk=event.pk).update(**{name: old})


def a_bit_of_a_frozen_text(chance):
    report = chance.choice(list(Report.objects.all()))
    old, at = report.content, chance.randrange(len(report.content))
    content = old[:at] + chr(ord(old[at]) ^ 1 or 1) + old[at + 1 :]
    Report.objects.filter(pk=report.pk).update(content=content)
    return lambda: Report.objects.filter(pk=report.pk).update(content=old)


WAYS = (
    a_bit_of_a_file, a_bit_of_a_file, a_byte_more_in_a_file, the_end_of_a_file, a_bit_of_the_anchor,
    bytes_more_in_the_anchor, the_end_of_the_anchor, a_bit_of_a_row, a_bit_of_a_row, a_bit_of_a_frozen_text,
)  # fmt: skip


def _write(path, change):
    old = path.read_bytes()
    path.write_bytes(change(old))
    return lambda: path.write_bytes(old)


def _other(value, chance):
    if isinstance(value, dt.datetime):
        return value + dt.timedelta(microseconds=1 << chance.randrange(20))
    if isinstance(value, int):
        return value ^ 1 << chance.randrange(8)
    if isinstance(value, dict):
        return json.loads(json.dumps(value)) | {"note": chr(97 + chance.randrange(26))}
    if not value:
        return "0"
    at = chance.randrange(len(value))
    return value[:at] + chr(ord(value[at]) ^ 1) + value[at + 1 :]


def test_untouched_it_is_sound(published):
    assert list(archive.file_damages()) == []
    assert list(journal.damages()) == []


@pytest.mark.parametrize("rounds", [5, pytest.param(50, marks=pytest.mark.heavy)])
def test_each_of_them_is_found_and_put_right_it_is_sound_again(published, rounds):
    chance, missed = random.Random(20261129), []
    for number in range(rounds):
        for way in WAYS:
            undo = way(chance)
            if not is_found():
                missed.append((number, way.__name__))
            undo()

    assert missed == []
    assert not is_found()


def test_the_time_of_a_line_and_the_end_of_a_line_count(published):
    anchor = Path(conf.JOURNAL_ANCHOR)
    whole = anchor.read_bytes()

    for old, new in ((b"+00:00 ", b"-00:00 "), (b"T", b"U"), (b"\n", b"\x0b")):
        anchor.write_bytes(whole.replace(old, new, 1))
        assert any(journal.damages()), (old, new)

    anchor.write_bytes(whole)
    assert list(journal.damages()) == []


@pytest.mark.parametrize("field", ["title", "institution", "campaign"])
def test_what_the_register_says_is_what_the_text_says(published, field):
    Report.objects.published().update(**{field: "Autre"})

    assert [d.sentence for d in archive.file_damages()] == [
        "les mentions de ce rapport au registre ne sont pas celles de son texte."
    ]
