"""An installation that was told neither SECRET_KEY nor DEBUG is a trial on this machine. Standard library only."""

import os
import secrets
from pathlib import Path

SECRET = Path(__file__).resolve().parent.parent / "var" / "secret-key"


def begin() -> None:
    """Makes the random key of the trial, readable by its owner only, unless it is there."""
    SECRET.parent.mkdir(exist_ok=True)
    try:
        descriptor = os.open(SECRET, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600)
    except FileExistsError:
        return
    with open(descriptor, "w") as file:
        file.write(secrets.token_urlsafe(48))


def apply() -> None:
    """Gives a trial its key and DEBUG. Only ``manage.py`` calls this: no server falls into a trial."""
    if not is_configured() and SECRET.exists():
        os.environ.update(DEBUG="1", SECRET_KEY=SECRET.read_text())


def is_configured() -> bool:
    return bool(os.environ.get("SECRET_KEY") or os.environ.get("DEBUG"))
