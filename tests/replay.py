"""What the factories make, made once in a process: afterwards its rows are put back as they were.

Walking an evaluation to its signature takes a second and some seven hundred queries; putting back the rows that the
walk left takes a hundredth. A test finds the same rows to the last byte, keys and dates included, because a walk is put
back only where it would have come to the same: in a transaction that is undone, on a database in which there is nobody,
after the same walks and no other statement, on the same day (at the same instant, where the test has stopped the
clock), in a test that has replaced nothing in the code and no setting but where files are. Anywhere else it is walked.
``WALK=1`` walks everywhere; the long campaigns do so.
"""

import datetime as dt
import os
from collections.abc import Callable, Hashable
from copy import deepcopy
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
import time_machine
from django.apps import apps
from django.conf import UserSettingsHolder, settings
from django.db import connection
from django.utils import timezone, translation

from evalprog import clock
from evalprog.accounts.models import User

# Keys of what is recorded begin there on SQLite, where each test has the same keys again; PostgreSQL gives none twice.
FIRST_KEY = 1_000_000
# Where files and the anchor are: a recording names its files from there, and writes the anchor by what waits for the
# commit, which asks only then.
RELATIVE = {"MEDIA_ROOT", "JOURNAL_ANCHOR", "JOURNAL_WAITING"}

Rows = dict[str, dict[Any, tuple]]  # by table, by primary key


@dataclass(frozen=True)
class Recording:
    value: Any
    gone: dict[str, list]  # primary keys of rows that were there before
    rows: dict[str, list[tuple]]
    files: dict[Path, tuple[bytes, int]]  # under MEDIA_ROOT: content and mode
    callbacks: list[tuple[Callable, bool]]  # what waits for the commit


class Story:
    """What was made in this test so far, as long as nothing else was written."""

    patches: pytest.MonkeyPatch | None = None  # of the test; None: outside a test, where nothing is recorded
    world: Any = None
    chain: tuple[Hashable, ...] = ()
    writings = 0  # when the test began, then when the chain ended
    is_recording = False


_story = Story()
_kept: dict[tuple[Hashable, ...], Recording] = {}
_writings = 0


def begin(patches: pytest.MonkeyPatch | None) -> None:
    """At the beginning of each test, before what its module makes, and again once its own fixtures are made."""
    global _story
    _story = Story()
    _story.patches, _story.writings = patches, _writings
    if _count not in connection.execute_wrappers:
        connection.execute_wrappers.append(_count)


def once(name: Hashable, make: Callable[[], Any], *, world: Any = None) -> Any:
    """What ``make`` returns, put back if it was made before; in that ``world``, unless it is what makes the world."""
    chain = _chain(name, world)
    if not chain:
        return make()
    value = _put_back(_kept[chain]) if chain in _kept else _record(chain, make)
    _story.world, _story.chain, _story.writings = value if world is None else world, chain, _writings
    return value


def _chain(name: Hashable, world: Any) -> tuple[Hashable, ...]:
    """Everything that led here and the name of what comes next; empty where it must be made by hand."""
    moment = _moment()
    if os.environ.get("WALK") or _story.is_recording or _is_replaced() or not connection.in_atomic_block or not moment:
        return ()
    if world is None:
        before = () if _story.writings == _writings and not User.objects.exists() else None
    else:
        before = _story.chain if _is_as_it_was(world) else None
    return () if before is None else (*before, (name, moment, translation.get_language()))


def _is_replaced() -> bool:
    """Whether the test has replaced something in the code, or a setting, so far; ``MonkeyPatch`` tells nobody
    otherwise."""
    patches = _story.patches
    return patches is None or bool(patches._setattr or patches._setitem or _changed_settings() - RELATIVE)


def _changed_settings() -> set[str]:
    """The names of those that ``settings`` or ``override_settings`` has changed, one over the other."""
    changed, holder = set(), settings._wrapped
    while isinstance(holder, UserSettingsHolder):
        changed |= {name for name in vars(holder) if name.isupper()} | holder._deleted
        holder = holder.default_settings
    return changed


def _is_as_it_was(world: Any) -> bool:
    """Nothing was written since, and nobody took the place of somebody else."""
    if world is not _story.world or _story.writings != _writings:
        return False
    return world == _kept[_story.chain[:1]].value


def _moment() -> dt.date | None:
    """The instant, where the clock is stopped; nothing where it was moved and goes on; else the day."""
    now = clock.now()
    is_moved = time_machine.escape_hatch.is_travelling() or timezone.now() - now > dt.timedelta(seconds=1)
    if is_moved:
        return now if now == clock.now() else None
    return clock.today()


def _count(execute, sql, params, many, context):
    """Counts the statements that may have changed something."""
    global _writings
    if not str(sql).startswith(("BEGIN", "SELECT", "SAVEPOINT", "RELEASE")):
        _writings += 1
    return execute(sql, params, many, context)


# -- recording


def _record(chain: tuple[Hashable, ...], make: Callable[[], Any]) -> Any:
    _keep_low_keys_free()
    before, files, waiting = _rows(), _files(), len(connection.run_on_commit)
    _story.is_recording = True
    try:
        value = make()
    finally:
        _story.is_recording = False
    after = _rows()
    _kept[chain] = Recording(
        value=deepcopy(value),
        gone=_without_empty(
            {
                table: [key for key, row in rows.items() if after[table].get(key) != row]
                for table, rows in before.items()
            }
        ),
        rows=_without_empty(
            {
                table: [row for key, row in rows.items() if before[table].get(key) != row]
                for table, rows in after.items()
            }
        ),
        files={path: kept for path, kept in _files().items() if path not in files},
        callbacks=[(call, robust) for _savepoints, call, robust in connection.run_on_commit[waiting:]],
    )
    return value


def _without_empty(lists: dict[str, list]) -> dict[str, list]:
    return {table: listed for table, listed in lists.items() if listed}


def _columns() -> dict[str, list[str]]:
    """Of each table, its primary key first."""
    return {
        model._meta.db_table: [
            model._meta.pk.column,
            *(f.column for f in model._meta.local_concrete_fields if not f.primary_key and not f.generated),
        ]
        for model in apps.get_models(include_auto_created=True)
        if model._meta.managed and not model._meta.proxy
    }


def _rows() -> Rows:
    quote, rows = connection.ops.quote_name, {}
    with connection.cursor() as cursor:
        for table, columns in _columns().items():
            cursor.execute(f"SELECT {', '.join(map(quote, columns))} FROM {quote(table)}")
            rows[table] = {row[0]: row for row in cursor.fetchall()}
    return rows


def _files() -> dict[Path, tuple[bytes, int]]:
    root = Path(settings.MEDIA_ROOT)
    return {
        path.relative_to(root): (path.read_bytes(), path.stat().st_mode) for path in root.rglob("*") if path.is_file()
    }


def _keep_low_keys_free() -> None:
    if connection.vendor != "sqlite":
        return
    with connection.cursor() as cursor:
        cursor.execute("UPDATE sqlite_sequence SET seq = %s WHERE seq < %s", [FIRST_KEY, FIRST_KEY])
        cursor.execute(
            "INSERT INTO sqlite_sequence (name, seq) SELECT name, %s FROM sqlite_master"
            " WHERE type = 'table' AND sql LIKE '%%AUTOINCREMENT%%' AND name NOT IN (SELECT name FROM sqlite_sequence)",
            [FIRST_KEY],
        )


# -- putting back


def _put_back(recording: Recording) -> Any:
    _keep_low_keys_free()
    quote, columns = connection.ops.quote_name, _columns()
    with connection.cursor() as cursor:
        for table, keys in recording.gone.items():
            key = quote(columns[table][0])
            cursor.executemany(f"DELETE FROM {quote(table)} WHERE {key} = %s", [[one] for one in keys])
        for table, rows in recording.rows.items():
            names, places = ", ".join(map(quote, columns[table])), ", ".join(["%s"] * len(columns[table]))
            cursor.executemany(f"INSERT INTO {quote(table)} ({names}) VALUES ({places})", rows)
    for path, (content, mode) in recording.files.items():
        file = Path(settings.MEDIA_ROOT) / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(content)
        file.chmod(mode)
    for call, robust in recording.callbacks:
        connection.run_on_commit.append((set(connection.savepoint_ids), call, robust))
    return deepcopy(recording.value)
