"""Runs the tests everywhere they have to hold: on SQLite, in a browser, on a throw-away PostgreSQL server."""

import contextlib
import os
import shutil
import subprocess
import sys
import tempfile
import xml.etree.ElementTree as ET
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import quote

from evalprog.bootstrap import ROOT, postgresql_bin

NOTHING_SELECTED = 5  # pytest's exit code
# Nothing is kept: no need to wait for the disk.
CARELESS = "-c listen_addresses= -c fsync=off -c synchronous_commit=off -c full_page_writes=off"


@dataclass
class Outcome:
    """What one run of pytest came to."""

    place: str
    code: int
    passed: int = 0
    failed: int = 0
    skipped: Counter[str] = field(default_factory=Counter)  # how many, by reason

    @property
    def is_good(self) -> bool:
        return self.code in (0, NOTHING_SELECTED)


def read_outcome(place: str, code: int, report: Path) -> Outcome:
    """Counts the cases of a JUnit report. Errors are failures; a run that left no report has counted nothing."""
    outcome = Outcome(place, code)
    for case in ET.parse(report).iter("testcase") if report.exists() else ():
        skipped = case.find("skipped")
        if case.find("failure") is not None or case.find("error") is not None:
            outcome.failed += 1
        elif skipped is not None:
            outcome.skipped[skipped.get("message", "")] += 1
        else:
            outcome.passed += 1
    return outcome


def run_pytest(place: str, marks: str, arguments: Sequence[str], database: str = "", *, walk: bool = False) -> Outcome:
    """One pytest of its own, on the database of that address (without one: SQLite).

    ``walk``: every evaluation walks to its state, instead of being put there as it was (``tests.replay``).
    """
    print(f"\n=== {place} ===", flush=True)
    env = {key: value for key, value in os.environ.items() if key not in ("DATABASE_URL", "DJANGO_SETTINGS_MODULE")}
    if database:
        env["DATABASE_URL"] = database
    if walk:
        env["WALK"] = "1"
    with tempfile.TemporaryDirectory() as folder:
        report = Path(folder) / "report.xml"
        options = ("-q", "-m", marks, f"--junitxml={report}", *arguments)
        code = subprocess.run([sys.executable, "-m", "pytest", *options], cwd=ROOT, env=env, check=False).returncode
        return read_outcome(place, code, report)


def run_everywhere(arguments: Sequence[str], *, marks: str = "", fast: bool, heavy: bool) -> list[Outcome]:
    """Passes the arguments to each pytest; without any, the whole suite is shared between two processes."""
    chosen = [f"({marks})"] if marks else []
    chosen += [] if heavy else ["not heavy"]
    # Each process takes one half, in order, so that what a module makes once is made once; who is done first helps.
    spread = arguments or (() if marks else ("-n", "2", "--dist", "worksteal"))

    def together(*marks: str) -> str:
        return " and ".join((*marks, *chosen))

    if heavy:
        spread = (*spread, "--timeout=0")  # a campaign takes the time it takes
    outcomes = [run_pytest("SQLite", together("not browser", "not postgresql"), spread, walk=heavy)]
    if not fast:
        outcomes.append(run_pytest("Chromium", together("browser"), spread))
        with temporary_server() as url:
            wanted = together("not browser", "not sqlite_only")
            outcomes.append(run_pytest("PostgreSQL", wanted, spread, url, walk=heavy))
    return outcomes


def summary(outcomes: Sequence[Outcome]) -> str:
    """The result of each run, the reasons of what was skipped, and the closing line, alone and last."""
    lines = []
    for outcome in outcomes:
        skipped = outcome.skipped.total()
        lines.append(f"{outcome.place:<11} réussis {outcome.passed}, échoués {outcome.failed}, sautés {skipped}")
        lines += [f"    sauté {count} fois : {reason}" for reason, count in sorted(outcome.skipped.items())]
        if not outcome.is_good and not outcome.failed:
            lines.append(f"    pytest s’est arrêté avec le code {outcome.code}, voir plus haut")
    passed = sum(outcome.passed for outcome in outcomes)
    failed = sum(outcome.failed for outcome in outcomes)
    skipped = sum(outcome.skipped.total() for outcome in outcomes)
    return "\n".join((*lines, f"{passed} passed, {failed} failed" + (f", {skipped} skipped" if skipped else "")))


def all_is_well(outcomes: Sequence[Outcome]) -> bool:
    """No run failed, and at least one of them had something to run."""
    return all(outcome.is_good for outcome in outcomes) and any(outcome.code == 0 for outcome in outcomes)


@contextlib.contextmanager
def temporary_server() -> Iterator[str]:
    """The address of a PostgreSQL server that lives in a temporary folder and is reached by a socket only.

    PostgreSQL refuses to run as root: it is then started as Debian's user ``postgres``. With TEST_POSTGRES_URL, that
    existing server is used.
    """
    if url := os.environ.get("TEST_POSTGRES_URL"):
        yield url
        return
    binaries = postgresql_bin()
    if not binaries:
        raise FileNotFoundError("initdb")
    folder = tempfile.mkdtemp(prefix="evalprog-pg-")
    account = "postgres" if os.geteuid() == 0 else None
    if account:
        shutil.chown(folder, account, account)

    def run(program: str, *options: str) -> None:
        subprocess.run(
            [binaries / program, "-D", f"{folder}/data", *options],
            check=True,
            stdout=subprocess.DEVNULL,
            cwd="/",
            env={"PATH": os.environ["PATH"], "LC_ALL": "C.UTF-8"},
            user=account,
            group=account,
            extra_groups=[] if account else None,
        )

    try:
        run("initdb", "-U", "evalprog", "-A", "trust", "-E", "UTF8", "--locale=C.UTF-8", "--no-sync")
        run("pg_ctl", "-w", "-s", "-l", f"{folder}/log", "-o", f"-k {folder} {CARELESS}", "start")
        yield f"postgres://evalprog@{quote(folder, safe='')}/postgres"
    finally:
        with contextlib.suppress(subprocess.CalledProcessError):  # it may not have started
            run("pg_ctl", "-m", "immediate", "-s", "stop")
        shutil.rmtree(folder, ignore_errors=True)
