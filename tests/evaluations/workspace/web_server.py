"""The site in processes of its own, on the database of the test, and persons who speak HTTP to it."""

import contextlib
import json
import os
import re
import socket
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from http.client import HTTPConnection
from pathlib import Path
from urllib.parse import quote, urlencode

from django.conf import settings
from django.db import connection
from django.test import Client

from evalprog.accounts.models import User

WORKERS = 2
PATIENCE = 60  # seconds; beyond, the server is held for dead


@contextlib.contextmanager
def running(folder: Path) -> Iterator[tuple[str, int]]:
    """gunicorn with two processes, as in production; its host and port. What it says goes to a file of that folder.

    The socket listens before the server runs: whoever calls early waits, and nothing has to be asked twice.
    """
    with socket.create_server(("127.0.0.1", 0), backlog=256) as listening, (folder / "server.log").open("wb") as log:
        server = subprocess.Popen(
            [
                *(sys.executable, "-m", "gunicorn", "--preload", "--workers", str(WORKERS), "--no-control-socket"),
                *("--worker-tmp-dir", folder, "--timeout", str(PATIENCE), "--bind", f"fd://{listening.fileno()}"),
                "tests.evaluations.workspace.site_with_naive_save:application",
            ],
            cwd=settings.BASE_DIR,
            env=_environment(),
            pass_fds=[listening.fileno()],
            stdout=log,
            stderr=log,
        )
        try:
            yield listening.getsockname()
        finally:
            server.terminate()
            server.wait(PATIENCE)


class Killable:
    """The site in one process on a port that stays its own: ended as by a power cut, started again."""

    def __init__(self, folder: Path) -> None:
        with socket.create_server(("127.0.0.1", 0)) as free:
            self.address = "{}:{}".format(*free.getsockname())
        self._log = folder / "server.log"
        self._process: subprocess.Popen | None = None

    @property
    def url(self) -> str:
        return f"http://{self.address}"

    def start(self) -> None:
        """Returns once it listens."""
        call = [sys.executable, "-u", "manage.py", "runserver", "--noreload", "--skip-checks", self.address]
        told = _environment() | {"EVALPROG_NO_SETUP": "1"}
        with self._log.open("ab") as log:
            self._process = subprocess.Popen(
                call, cwd=settings.BASE_DIR, env=told, stdout=subprocess.PIPE, stderr=log, text=True
            )
        assert any("Starting development server" in line for line in self._process.stdout), self._log.read_text()

    def kill(self) -> None:
        """SIGKILL: nothing is finished, nothing is closed."""
        if self._process:
            self._process.kill()
            self._process.wait(PATIENCE)
            self._process.stdout.close()
            self._process = None


def _environment() -> dict[str, str]:
    told = {
        "DEBUG": "1",
        "DATABASE_URL": _database_url(),
        "SECRET_KEY": settings.SECRET_KEY,
        "MEDIA_ROOT": str(settings.MEDIA_ROOT),
        "JOURNAL_ANCHOR": str(settings.JOURNAL_ANCHOR),
        "DJANGO_SETTINGS_MODULE": "evalprog.settings",
    }
    return os.environ | told


def _database_url() -> str:
    """The address of the database that this test writes in."""
    here = connection.settings_dict
    if connection.vendor == "sqlite":
        return f"sqlite:///{here['NAME']}"
    person = quote(here["USER"], safe="") + (f":{quote(here['PASSWORD'], safe='')}" if here["PASSWORD"] else "")
    port = f":{here['PORT']}" if here["PORT"] else ""
    return f"postgres://{person}@{quote(here['HOST'], safe='')}{port}/{here['NAME']}"


def session_of(user: User) -> str:
    """The key of a session in which that person is signed in."""
    client = Client()
    client.force_login(user)
    return client.cookies[settings.SESSION_COOKIE_NAME].value


@dataclass
class Visitor:
    """Somebody signed in: what they get and send crosses the wire, with the cookies and token of their pages."""

    address: tuple[str, int]
    session: str
    token: str = ""

    def get(self, path: str) -> str:
        """A page; its cookie against forged requests is kept for what is sent next."""
        status, headers, body = self._ask("GET", path)
        assert status == 200, (status, path)
        if found := re.search(r"csrftoken=(\w+)", " ".join(headers.get_all("Set-Cookie", []))):
            self.token = found[1]
        return body.decode()

    def post(self, path: str, fields: dict[str, str]) -> tuple[int, dict]:
        """Send a form as the page's script does. The status, and the JSON answered: nothing, where it is a page."""
        words = {"Content-Type": "application/x-www-form-urlencoded", "X-CSRFToken": self.token}
        status, headers, body = self._ask("POST", path, urlencode(fields), words)
        is_json = headers.get("Content-Type", "").startswith("application/json")
        return status, json.loads(body) if is_json else {}

    def _ask(self, method: str, path: str, body: str | None = None, headers: dict | None = None):
        cookies = f"sessionid={self.session}" + (f"; csrftoken={self.token}" if self.token else "")
        wire = HTTPConnection(*self.address, timeout=PATIENCE)
        try:
            wire.request(method, path, body, {"Cookie": cookies, "Accept": "application/json"} | (headers or {}))
            answer = wire.getresponse()
            return answer.status, answer.headers, answer.read()
        finally:
            wire.close()
