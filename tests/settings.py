"""The settings of the tests: the project's own, as a trial, with what only tests may do."""

import os
import tempfile
from pathlib import Path

os.environ.setdefault("DEBUG", "1")
# Playwright's synchronous interface keeps an event loop running, where Django refuses the ORM unless told.
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"

from evalprog.settings import *  # noqa: E402, F403
from evalprog.settings import DATABASES, VAR  # noqa: E402

# A file, as in production, and not SQLite's memory: locks and concurrent readers then behave as they will.
if DATABASES["default"]["ENGINE"].endswith("sqlite3"):
    database = f"{tempfile.gettempdir()}/evalprog-test-{os.getpid()}.sqlite3"
    DATABASES["default"] |= {"NAME": database, "TEST": {"NAME": database}}
MEDIA_ROOT = Path(tempfile.gettempdir()) / f"evalprog-test-{os.getpid()}"
# Emptied before each test by conftest; the tests of the limits use the project's own.
CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
# pytest turns DEBUG off, with which WhiteNoise would look for collected files.
WHITENOISE_AUTOREFRESH = WHITENOISE_USE_FINDERS = True
VAR.mkdir(exist_ok=True)
JOURNAL_ANCHOR, JOURNAL_WAITING = MEDIA_ROOT / "anchor.log", MEDIA_ROOT / "waiting.log"
JOBS_LOCK = MEDIA_ROOT / "jobs.lock"
