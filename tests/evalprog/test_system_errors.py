"""What the system refuses is said in French, at every command's end."""

import errno
import os
import socket
import ssl
import subprocess
import sys

import pytest
from django.db import DatabaseError

from evalprog import system_errors
from evalprog.bootstrap import ROOT

NBSP = "\u00a0"


@pytest.mark.parametrize(
    ("number", "reason"),
    [
        (errno.ENOENT, "introuvable"),
        (errno.EISDIR, "c’est un dossier"),
        (errno.EACCES, "accès interdit"),
        (errno.ENOSPC, "le disque est plein"),
        (errno.EROFS, "le disque est en lecture seule"),
        (errno.ECHILD, f"erreur {errno.ECHILD} du système"),
    ],
)
def test_a_refusal_of_the_system_has_a_reason_in_french(number, reason):
    assert system_errors.reason(OSError(number, os.strerror(number), "rapport.txt")) == reason


@pytest.mark.parametrize(
    ("error", "reason"),
    [
        (ConnectionRefusedError(errno.ECONNREFUSED, "Connection refused"), "connexion refusée"),
        (TimeoutError("timed out"), "pas de réponse à temps"),
        (socket.gaierror(-2, "Name or service not known"), "ce nom de machine n’a pas d’adresse"),
        (ssl.SSLError(1, "WRONG_VERSION_NUMBER"), "connexion chiffrée refusée"),
    ],
)
def test_so_has_a_server_that_does_not_answer(error, reason):
    assert system_errors.reason(error) == reason


def test_an_error_without_number_has_its_name():
    assert system_errors.reason(OSError("no number")) == "erreur OSError du système"


def test_the_sentence_names_the_file():
    refused = OSError(errno.ENOSPC, os.strerror(errno.ENOSPC), "/srv/rapport.pdf")

    assert system_errors.sentence(refused) == (
        "/srv/rapport.pdf ne peut pas être lu ou écrit (le disque est plein)"
        f"{NBSP}; corrigez, puis relancez la commande."
    )


@pytest.mark.sqlite_only
def test_a_command_stopped_by_the_system_ends_with_one_sentence(tmp_path):
    (tmp_path / "a-file").touch()
    code = (
        "import sys, django, manage\n"
        "django.setup()\n"
        "from evalprog.management.commands.routes import Command\n"
        f"Command.handle = lambda *a, **k: open({str(tmp_path / 'a-file' / 'x')!r})\n"
        "sys.argv = ['manage.py', 'routes']\n"
        "manage.main()\n"
    )

    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=False)

    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr == (
        f"{tmp_path}/a-file/x ne peut pas être lu ou écrit (un élément de son chemin n’est pas un dossier){NBSP}; "
        "corrigez, puis relancez la commande.\n"
    )


@pytest.mark.parametrize(
    ("address", "sentence"),
    [
        (
            "sqlite:///{folder}/nouvelle.sqlite3",
            "La base de données n’est pas prête : lancez « python3 manage.py migrate », puis recommencez.\n",
        ),
        (
            "postgres://personne@127.0.0.1:9/rien",
            "La base de données ne répond pas : vérifiez son adresse (DATABASE_URL) et qu’elle tourne.\n",
        ),
    ],
    ids=["not ready", "not there"],
)
@pytest.mark.sqlite_only
def test_a_database_that_is_not_ready_is_told_in_one_sentence(address, sentence, tmp_path):
    environment = os.environ | {"DATABASE_URL": address.format(folder=tmp_path), "DEBUG": "1", "EVALPROG_NO_SETUP": "1"}
    command = [sys.executable, "manage.py", "check_invariants"]

    done = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=False)

    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr.endswith(sentence)
    assert "Traceback" not in done.stderr


def test_an_error_of_ours_keeps_its_traceback():
    assert system_errors.of_the_database(DatabaseError("UNIQUE constraint failed")) == ""
