"""Acts killed at each of the moments when they write something, by SIGKILL. Run as a script, in processes of its own.

    python -m tests.evaluations.killing FOLDER EVERY NAME...

makes a database on which each act NAME is possible (from the migrated one in FOLDER, where there is one), counts the
moments at which it writes (before and after each statement that changes rows, each commit, each file flushed, renamed,
removed), then kills a copy of it at one moment of EVERY. What was acknowledged has to be there, what was not is wholly
there or wholly absent, and doing it again comes to the end. Prints JSON: {NAME: {"moments", "deaths", "wrong":
[{"moment", "sentence"}]}}.
"""

# ruff: noqa: E402  (run as a script: the settings come first)

import hashlib
import json
import os
import shutil
import signal
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import django

django.setup()

from django.conf import settings
from django.core.management import call_command
from django.db import connection, connections

from evalprog import clock
from evaluations import archive, journal, transitions, writing
from evaluations.enums import FileKind, ReportKind, State
from evaluations.invariants import INVARIANTS
from evaluations.models import Attachment, Evaluation, Observation, Report
from evaluations.reports import press, reading, store
from evaluations.workspace import attachments
from evaluations.workspace.uploads import Document
from tests import factories

CHANGING = ("INSERT", "UPDATE", "DELETE", "BEGIN")
WRITING_CALLS = ("fsync", "rename", "unlink", "chmod", "mkdir")
NEVER = 10**9
DATABASE = "database.sqlite3"  # in the folder of each death


@dataclass(frozen=True)
class Step:
    """``do`` performs it, and may be called again; ``is_done`` tells whether it is there."""

    name: str
    do: Callable[[], object]
    is_done: Callable[[], bool]


class Death:
    """Counts the moments of this process, and ends it at one of them."""

    def __init__(self, at: int) -> None:
        self.at, self.moments = at, 0

    def moment(self) -> None:
        self.moments += 1
        if self.moments == self.at:
            os.kill(os.getpid(), signal.SIGKILL)

    @contextmanager
    def lurking(self) -> Iterator[None]:
        def around_statement(execute, sql, params, many, context):
            if not sql.lstrip().upper().startswith(CHANGING):
                return execute(sql, params, many, context)
            self.moment()
            done = execute(sql, params, many, context)
            self.moment()
            return done

        connection._commit = self._around(connection._commit)
        for name in WRITING_CALLS:
            setattr(os, name, self._around(getattr(os, name)))
        with connection.execute_wrapper(around_statement):
            yield

    def _around(self, call: Callable) -> Callable:
        def called(*args, **kwargs):
            self.moment()
            done = call(*args, **kwargs)
            self.moment()
            return done

        return called


def main(folder: Path, every: int, names: list[str]) -> dict[str, dict]:
    migrated = folder / "migrated"
    migrated.mkdir(exist_ok=True)
    _settle_in(migrated)
    call_command("migrate", verbosity=0)
    connections.close_all()
    return {name: _campaign(folder / name, migrated, name, every) for name in names}


def _campaign(folder: Path, migrated: Path, name: str, every: int) -> dict:
    begun = folder / "begun"
    shutil.copytree(migrated, begun)
    _settle_in(begun)
    evaluation_id = PLAYS[name].prepare()
    connections.close_all()
    moments = _play(folder, begun, name, evaluation_id, NEVER)[0]
    deaths, wrong = 0, []
    for at in range(1, moments + 1, every):
        deaths += 1
        wrong += [{"moment": at, "sentence": sentence} for sentence in _play(folder, begun, name, evaluation_id, at)[1]]
    return {"moments": moments, "deaths": deaths, "wrong": wrong}


def _play(folder: Path, begun: Path, name: str, evaluation_id: int, at: int) -> tuple[int, list[str]]:
    """The act on a copy, killed at that moment; how many moments there were, and what is wrong afterwards."""
    copy = folder / f"at-{at}"
    shutil.copytree(begun, copy)
    lines, ended = _in_child(copy, lambda told: _act(told, name, evaluation_id, at))
    if ended != (0 if at == NEVER else -signal.SIGKILL):
        return 0, [f"the process ended with {ended}"]
    acknowledged = [line for line in lines if not line.isdigit()]
    wrong, checked = _in_child(copy, lambda told: _check(told, name, evaluation_id, acknowledged))
    shutil.rmtree(copy)
    if checked != 0:
        wrong.append(f"the check ended with {checked}")
    return int(next((line for line in lines if line.isdigit()), 0)), wrong


def _act(told: Callable[[str], None], name: str, evaluation_id: int, at: int) -> None:
    death = Death(at)
    with death.lurking():
        for step in PLAYS[name].steps(evaluation_id):
            if not step.is_done():
                step.do()
            told(step.name)
    told(str(death.moments))


def _check(told: Callable[[str], None], name: str, evaluation_id: int, acknowledged: list[str]) -> None:
    steps = PLAYS[name].steps(evaluation_id)
    for step in steps:
        if step.name in acknowledged and not step.is_done():
            told(f"{step.name} was acknowledged and is not there")

    def look(when: str) -> None:
        for invariant in INVARIANTS:
            if invariant.name != "INV-A2":  # the anchor may lack the line of an act that died after its commit
                for violation in invariant.violations():
                    told(f"{when}: {invariant.name} {violation.sentence}")

    look("after the death")
    for step in steps:
        if not step.is_done():
            step.do()
        if not step.is_done():
            told(f"{step.name} cannot be done again")
    look("after doing it again")
    for damage in archive.file_damages():
        told(f"after doing it again: {damage.sentence}")


# -- processes


def _in_child(folder: Path, work: Callable[[Callable[[str], None]], None]) -> tuple[list[str], int]:
    """What a fork of this process told, line by line, on the database and files of that folder, and how it ended."""
    reading, writing = os.pipe()
    child = os.fork()
    if child == 0:
        os.close(reading)
        code = 1
        try:
            _settle_in(folder)
            work(lambda line: os.write(writing, f"{line}\n".encode()))
            code = 0
        except BaseException as error:
            os.write(writing, f"{type(error).__name__}: {error}\n".encode())
        finally:
            os._exit(code)
    os.close(writing)
    with os.fdopen(reading) as pipe:
        lines = pipe.read().splitlines()
    return lines, os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])


def _settle_in(folder: Path) -> None:
    """Database, files and anchor of that folder, for this process."""
    settings.MEDIA_ROOT = folder / "files"
    settings.JOURNAL_ANCHOR, settings.JOURNAL_WAITING = folder / "journal.log", folder / "waiting.log"
    settings.EMAIL_BACKEND = "django.core.mail.backends.dummy.EmailBackend"
    connections["default"].settings_dict["NAME"] = str(folder / DATABASE)


# -- the plays


class Filing:
    """Observations with three files: each file is acknowledged as it comes, then the whole."""

    FILES = (b"%PDF-1.7 un", b"%PDF-1.7 deux", b"%PDF-1.7 trois")

    def prepare(self) -> int:
        self.world = factories.world()
        waiting = factories.evaluation(self.world, State.OBSERVATIONS_OPEN)
        writing.write_observations(waiting, text="<p>Lettre.</p>", signatory="Jeanne Vernet")
        return waiting.pk

    def steps(self, evaluation_id: int) -> list[Step]:
        letter = _evaluation(evaluation_id).observations.get
        filed = Step(
            "filed",
            lambda: transitions.file_observations(_evaluation(evaluation_id), by=self.world.signatory),
            lambda: _evaluation(evaluation_id).state == State.OBSERVATIONS_CLOSED,
        )
        return [*(self.attach(letter, n, data) for n, data in enumerate(self.FILES)), filed]

    def attach(self, letter: Callable, number: int, data: bytes) -> Step:
        document = Document(name=f"piece-{number}.pdf", kind=FileKind.PDF, data=data, pages=1, notices=())
        return Step(
            f"file {number}",
            lambda: attachments.attach(letter(), document, by=self.world.contributor),
            lambda: _is_whole(letter(), document.name, data),
        )


class NaiveFiling(Filing):
    """The control: the row is committed before its file is there, and the state before its event."""

    def steps(self, evaluation_id: int) -> list[Step]:
        *files, filed = super().steps(evaluation_id)

        def file() -> None:
            Evaluation.objects.filter(pk=evaluation_id).update(state=State.OBSERVATIONS_CLOSED)
            letter = _evaluation(evaluation_id).observations.get()
            journal.append(
                _evaluation(evaluation_id),
                "file_observations",
                by=self.world.signatory,
                role="signatory",
                before=State.OBSERVATIONS_OPEN,
                details={"receipt": letter.receipt, "sha256": letter.computed_sha256()},
            )

        return [*files, Step("filed", file, filed.is_done)]

    def attach(self, letter: Callable, number: int, data: bytes) -> Step:
        step = super().attach(letter, number, data)

        def attach() -> None:
            Attachment.objects.create(
                evaluation=letter().evaluation,
                observation=letter(),
                position=number + 1,
                kind="PDF",
                file_name=f"piece-{number}.pdf",
                sha256=hashlib.sha256(data).hexdigest(),
                size=len(data),
            )
            store.keep(data)

        return Step(step.name, attach, lambda: letter().attachments.filter(position=number + 1).exists())


class Signing:
    def prepare(self) -> int:
        self.world = factories.world()
        return factories.evaluation(self.world, State.CORRECTIONS_RULING).pk

    def steps(self, evaluation_id: int) -> list[Step]:
        def is_done() -> bool:
            signed = _evaluation(evaluation_id)
            reports = signed.reports.filter(kind=ReportKind.PROVISIONAL).count()
            return (signed.state, reports, signed.signatures.count()) == (State.CHAIR_SIGNED, 1, 1)

        def sign() -> None:
            transitions.sign_as_chair(_evaluation(evaluation_id), by=self.world.chair)

        return [Step("signed", sign, is_done)]


class Publishing:
    def prepare(self) -> int:
        self.world = factories.world()
        evaluation = factories.evaluation(self.world, State.COUNTERSIGNED)
        press.printed(reading.read(evaluation, published_on=clock.today()))  # the forks find it on the shelf
        return evaluation.pk

    def steps(self, evaluation_id: int) -> list[Step]:
        def is_done() -> bool:
            report = Report.objects.published().filter(evaluation=evaluation_id).first()
            return (
                _evaluation(evaluation_id).state == State.PUBLISHED
                and report is not None
                and len(store.read(report.pdf_sha256)) == report.pdf_size
            )

        def publish() -> None:
            transitions.publish(_evaluation(evaluation_id), by=self.world.publisher)

        return [Step("published", publish, is_done)]


def _evaluation(pk: int) -> Evaluation:
    return Evaluation.objects.get(pk=pk)


def _is_whole(letter: Observation, name: str, data: bytes) -> bool:
    row = letter.attachments.filter(file_name=name).first()
    return row is not None and store.read(row.sha256) == data


PLAYS = {"filing": Filing(), "naive-filing": NaiveFiling(), "signing": Signing(), "publishing": Publishing()}

if __name__ == "__main__":
    print(json.dumps(main(Path(sys.argv[1]), int(sys.argv[2]), sys.argv[3:]), ensure_ascii=False))
