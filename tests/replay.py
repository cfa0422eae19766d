"""What the factories make, made once in a process: afterwards its rows are put back as they were.

Walking an evaluation to its signature takes a second and some seven hundred queries; putting back the rows that the
walk left takes a hundredth. A test finds the same rows to the last byte, keys and dates included, because a walk is put
back only where it would have come to the same: on a database in which there is nobody, after the same walks and no
other statement of this process or of another, on the same day (at the same instant, where the test has stopped the
clock), in a test that has replaced nothing in the code and no setting but where files are. Anywhere else it is walked.
What is made in a transaction that is undone, and what is committed, are two recordings; PostgreSQL, whose numbers do
not follow rows that are put back, has the first alone.
``WALK=1`` walks everywhere; the long campaigns do so.
"""

import datetime as dt
import functools
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
from django.core import mail
from django.db import connection, transaction
from django.utils import timezone, translation

from evalprog import clock
from evalprog.accounts.models import User

# Keys of what is recorded begin there on SQLite, where each test has the same keys again; PostgreSQL gives none twice.
FIRST_KEY = 1_000_000
# Where files and the anchor are: a recording names its files from there, and writes the anchor by what waits for the
# commit, which asks only then.
RELATIVE = {"MEDIA_ROOT", "JOURNAL_ANCHOR", "JOURNAL_WAITING"}
# The server of a test changes its hosts, for itself.
INDIFFERENT = RELATIVE | {"ALLOWED_HOSTS"}

Rows = dict[str, dict[Any, tuple]]  # by table, by primary key
# By the setting that says where they are, and the path from there: content and mode.
Files = dict[tuple[str, Path], tuple[bytes, int]]


@dataclass(frozen=True)
class Recording:
    value: Any
    gone: dict[str, list]  # primary keys of rows that were there before
    rows: dict[str, list[tuple]]
    files: Files
    callbacks: list[tuple[Callable, bool]]  # what waits for the commit
    mails: list[Any]  # sent, where it was committed


class Story:
    """What was made in this test so far, as long as nothing else was written."""

    patches: pytest.MonkeyPatch | None = None  # of the test; None: outside a test, where nothing is recorded
    world: Any = None
    chain: tuple[Hashable, ...] = ()
    writings = 0  # when the test began, then when the chain ended
    elsewhere: Any = None  # when the chain ended
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
    if chain in _kept:
        value = put_back(_kept[chain])
    else:
        _kept[chain], value = record(make)
    _story.world, _story.chain = value if world is None else world, chain
    _story.writings, _story.elsewhere = _writings, _elsewhere()
    return value


def kept(make: Callable[[], Any]) -> Callable[[], Any]:
    """A beginning of a module's own, made by one function: walks and what is written between them."""
    return functools.wraps(make)(lambda: once((make.__module__, make.__qualname__), make))


def _chain(name: Hashable, world: Any) -> tuple[Hashable, ...]:
    """Everything that led here and the name of what comes next; empty where it must be made by hand."""
    moment = _moment()
    is_kept = _is_undone() or connection.vendor == "sqlite"
    if os.environ.get("WALK") or _story.is_recording or _is_replaced() or not moment or not is_kept:
        return ()
    if world is None:
        before = () if _story.writings == _writings and not User.objects.exists() else None
    else:
        before = _story.chain if _is_as_it_was(world) else None
    return () if before is None else (*before, (name, moment, translation.get_language(), _is_undone()))


def _is_replaced() -> bool:
    """Whether the test has replaced something in the code, or a setting, so far; ``MonkeyPatch`` tells nobody
    otherwise."""
    patches = _story.patches
    return patches is None or bool(patches._setattr or patches._setitem or _changed_settings() - INDIFFERENT)


def _changed_settings() -> set[str]:
    """The names of those that ``settings`` or ``override_settings`` has changed, one over the other."""
    changed, holder = set(), settings._wrapped
    while isinstance(holder, UserSettingsHolder):
        changed |= {name for name in vars(holder) if name.isupper()} | holder._deleted
        holder = holder.default_settings
    return changed


def _is_as_it_was(world: Any) -> bool:
    """Nothing was written since, and nobody took the place of somebody else."""
    if world is not _story.world or _story.writings != _writings or _story.elsewhere != _elsewhere():
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
    if not str(sql).startswith(("BEGIN", "SELECT", "SAVEPOINT", "RELEASE", "PRAGMA")):
        _writings += 1
    return execute(sql, params, many, context)


def _elsewhere() -> Any:
    """What changes when another connection commits something; in a transaction that is undone, nobody else writes."""
    if _is_undone() or connection.vendor != "sqlite":
        return None
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA data_version")
        return cursor.fetchone()[0], id(connection.connection)


def _is_undone() -> bool:
    return connection.in_atomic_block


# -- recording


def record(make: Callable[[], Any]) -> tuple[Recording, Any]:
    """What ``make`` comes to, and what it returns. Who calls it answers for when it may be put back."""
    _keep_low_keys_free()
    before, files, waiting, sent = _rows(), _files(), len(connection.run_on_commit), len(mail.outbox)
    _story.is_recording = True
    try:
        value = make()
    finally:
        _story.is_recording = False
    after = _rows()
    recording = Recording(
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
        files={path: kept for path, kept in _files().items() if files.get(path) != kept},
        callbacks=[(call, robust) for _savepoints, call, robust in connection.run_on_commit[waiting:]],
        mails=mail.outbox[sent:],
    )
    return recording, value


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


def _files() -> Files:
    """What stands under MEDIA_ROOT, and the anchor where it is written at once."""
    names = {"MEDIA_ROOT"} if _is_undone() else RELATIVE
    return {
        (name, path.relative_to(root)): (path.read_bytes(), path.stat().st_mode)
        for name in sorted(names)
        for root in [Path(getattr(settings, name))]
        for path in ([root] if root.is_file() else root.rglob("*"))
        if path.is_file()
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


def put_back(recording: Recording) -> Any:
    with transaction.atomic():
        _put_rows_back(recording)
        for call, robust in recording.callbacks:
            connection.run_on_commit.append((set(connection.savepoint_ids), call, robust))
    for (name, path), (content, mode) in recording.files.items():
        file = Path(getattr(settings, name)) / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(content)
        file.chmod(mode)
    mail.outbox += recording.mails
    return deepcopy(recording.value)


def _put_rows_back(recording: Recording) -> None:
    _keep_low_keys_free()
    quote, columns = connection.ops.quote_name, _columns()
    with connection.cursor() as cursor:
        for table, keys in recording.gone.items():
            key = quote(columns[table][0])
            cursor.executemany(f"DELETE FROM {quote(table)} WHERE {key} = %s", [[one] for one in keys])
        for table, rows in recording.rows.items():
            names, places = ", ".join(map(quote, columns[table])), ", ".join(["%s"] * len(columns[table]))
            cursor.executemany(f"INSERT INTO {quote(table)} ({names}) VALUES ({places})", rows)
