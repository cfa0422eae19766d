"""Sets up what ``demo``, ``test`` and ``setup`` need, then goes on inside ``.venv``. Standard library only.

Sentences for people are in French without gettext: nothing of Django can be imported yet.
"""

from __future__ import annotations

import ctypes
import hashlib
import json
import os
import shutil
import subprocess
import sys
import time
from importlib.util import find_spec
from pathlib import Path

from evalprog import frontend, trial

ROOT = Path(__file__).resolve().parent.parent
VENV = Path(os.environ.get("EVALPROG_VENV", ROOT / ".venv"))
BIN = VENV / ("Scripts" if os.name == "nt" else "bin")
PY = BIN / ("python.exe" if os.name == "nt" else "python")
RUN_LOCK, DEV_LOCK = "requirements.lock", "requirements-dev.lock"
PANGO = ("libgobject-2.0.so.0", "libpango-1.0.so.0", "libpangoft2-1.0.so.0", "libharfbuzz-subset.so.0")
# What is asked of the system: Debian's packages, and what to say where there is no apt.
SYSTEM = {
    "venv": ("python3-venv", "installez le module venv de ce Python"),
    "pango": (
        "libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0 fonts-dejavu-core",
        "macOS : brew install pango ; Windows : voir la page d’installation de WeasyPrint (MSYS2)",
    ),
    "msgfmt": ("gettext", "installez gettext (macOS : brew install gettext)"),
    "pdftotext": ("poppler-utils", "installez poppler (macOS : brew install poppler)"),
    "chromium": ("chromium", "installez Chromium ou Chrome, ou indiquez-le par CHROMIUM=/chemin/du/navigateur"),
    "libatomic": ("libatomic1", "installez libatomic"),  # the Node.js inside Playwright's wheel links to it
    "postgresql": ("postgresql", "macOS : brew install postgresql@15 ; ou TEST_POSTGRES_URL=postgres://…"),
}
# Debian's Chromium without a window: the same pages for a tenth of the processor's time.
HEADLESS = "chromium-headless-shell"


def say(text: str) -> None:
    print(f"[préparation] {text}", flush=True)


def run(*arguments: object, env: dict[str, str] | None = None) -> None:
    """Runs a program in silence. When it fails the set-up stops, with all that it had to say."""
    words = [str(a) for a in arguments]
    done = subprocess.run(words, env=env, stdin=subprocess.DEVNULL, capture_output=True, text=True, errors="replace")
    if done.returncode:
        command = " ".join(words)
        said = "\n".join(filter(None, (done.stdout.strip(), done.stderr.strip())))
        sys.exit(f"{said}\n\nLa préparation s’est arrêtée : « {command} » a échoué (code {done.returncode}).")


def can_load(*libraries: str) -> bool:
    try:
        for name in libraries:
            ctypes.CDLL(name)
    except OSError:
        return False
    return True


def chromium() -> str | None:
    names = (os.environ.get("CHROMIUM"), HEADLESS, "chromium", "chromium-browser", "google-chrome")
    paths = (*names, "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome")
    return next((found for found in (shutil.which(p) for p in paths if p) if found), None)


def postgresql_bin() -> Path | None:
    """The folder of the newest ``initdb``: Debian keeps it out of the PATH."""
    debian = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"), key=lambda p: int(p.parts[-3]))
    on_path = shutil.which("initdb")
    return debian[-1].parent if debian else Path(on_path).parent if on_path else None


def missing(*, tests: bool, fast: bool = False) -> list[str]:
    """Keys of SYSTEM that this machine lacks: for running, for the tests, or for the fast ones among them."""
    linux = sys.platform == "linux"
    have: dict[str, object] = {"venv": PY.exists() or find_spec("ensurepip"), "pango": not linux or can_load(*PANGO)}
    if tests:
        have |= {"msgfmt": shutil.which("msgfmt"), "pdftotext": shutil.which("pdftotext")}
    if tests and not fast:
        have["chromium"] = chromium()
        have["libatomic"] = not linux or can_load("libatomic.so.1")
        have["postgresql"] = os.environ.get("TEST_POSTGRES_URL") or postgresql_bin()
    return [need for need, found in have.items() if not found]


def install_system(needs: list[str]) -> None:
    """As root with apt: installs them. Otherwise: says what to type, and stops."""
    packages = [package for need in needs for package in SYSTEM[need][0].split()]
    if not shutil.which("apt-get"):
        lines = "\n".join(f"    {SYSTEM[need][1]}" for need in needs)
        sys.exit(f"Il manque ceci à ce système :\n{lines}")
    if os.geteuid() != 0:
        line = " ".join(packages)
        sys.exit(
            f"Il manque des paquets, que ce compte ne peut pas installer. Tapez :\n    sudo apt-get install {line}"
        )
    if "postgresql" in needs and not shutil.which("pg_ctlcluster"):
        settings = Path("/etc/postgresql-common/createcluster.conf")
        if not settings.exists():  # the tests start a server of their own: no system-wide one, please
            settings.parent.mkdir(parents=True, exist_ok=True)
            settings.write_text("create_main_cluster = false\n")
    env = {**os.environ, "DEBIAN_FRONTEND": "noninteractive", "UCF_FORCE_CONFFOLD": "1"}
    apt = ("apt-get", "-qq", "-o", "Dpkg::Use-Pty=0", "-o", "Acquire::Retries=3")
    keep = ("-o", "Dpkg::Options::=--force-confold")
    run(*apt, "update", env=env)
    if "chromium" in needs and _apt_knows(HEADLESS):
        packages = [HEADLESS if package == "chromium" else package for package in packages]
    say(f"apt-get install {' '.join(packages)}")
    run(*apt, *keep, "install", "-y", "--no-install-recommends", *packages, env=env)


def _apt_knows(package: str) -> bool:
    return subprocess.run(["apt-cache", "show", package], capture_output=True, check=False).returncode == 0


def registry_environment() -> dict[str, str]:
    """uv and npm do not read pip's configuration: hands them the index and the certificates that pip was given."""
    env = {**os.environ, "UV_SYSTEM_CERTS": "1", "UV_NO_PROGRESS": "1", "NODE_USE_SYSTEM_CA": "1"}
    listed = subprocess.run([PY, "-m", "pip", "config", "list"], capture_output=True, text=True, check=False).stdout
    pip = {
        key.split(".")[-1]: value.strip("'\"") for key, _, value in (line.partition("=") for line in listed.split("\n"))
    }
    if pip.get("index-url"):
        env.setdefault("UV_DEFAULT_INDEX", pip["index-url"])
    if pip.get("cert"):
        env.setdefault("SSL_CERT_FILE", pip["cert"])
        env.setdefault("NODE_EXTRA_CA_CERTS", pip["cert"])
    return env


def install_locked(lock: str) -> None:
    """Installs a lock file, hash-checked: by uv, which takes seconds, or by pip when uv did not manage."""
    say(f"installation de {lock}")
    arguments = ("install", "-q", "--require-hashes", "-r", ROOT / lock)
    by_uv = subprocess.run([PY, "-m", "uv", "pip", *arguments, "--python", PY], env=registry_environment())
    if by_uv.returncode:
        say("uv n’y est pas parvenu ; essai avec pip, plus lent")
        run(PY, "-m", "pip", *arguments, "--disable-pip-version-check")


def install_python(lock: str) -> None:
    """Makes ``.venv`` hold the lock, unless its stamp says that it does; the development lock contains the other."""
    stamp = VENV / "evalprog.json"
    digests = {name: hashlib.sha256((ROOT / name).read_bytes()).hexdigest() for name in (RUN_LOCK, DEV_LOCK)}
    if stamp.exists() and json.loads(stamp.read_text()).get(lock) == digests[lock]:
        return
    if not PY.exists() or subprocess.run([PY, "-m", "pip", "--version"], capture_output=True).returncode:
        say(f"création de {VENV.name}")
        run(sys.executable, "-m", "venv", VENV)
    boot = ROOT / "requirements-boot.lock"
    run(PY, "-m", "pip", "install", "-q", "--disable-pip-version-check", "--require-hashes", "-r", boot)
    install_locked(lock)
    stamp.write_text(json.dumps(digests if lock == DEV_LOCK else {lock: digests[lock]}))


def build_frontend() -> None:
    if frontend.is_current():
        return
    if not frontend.find_node(BIN):
        install_locked("requirements-node.lock")
    say("feuille de style, scripts et polices (npm, esbuild)")
    frontend.build(BIN, registry_environment(), run)


def ensure(*, tests: bool, fast: bool = False) -> None:
    """Everything that running needs, and the tests when asked; instant when nothing is missing."""
    started = time.monotonic()
    if needs := missing(tests=tests, fast=fast):
        install_system(needs)
        if still := missing(tests=tests, fast=fast):
            sys.exit(f"Manque encore après installation : {', '.join(still)}.")
    install_python(DEV_LOCK if tests else RUN_LOCK)
    build_frontend()
    if sys.platform != "linux" and subprocess.run([PY, "-c", "import weasyprint"], capture_output=True).returncode:
        install_system(["pango"])  # WeasyPrint knows where each other system keeps its libraries
    if time.monotonic() - started > 1:
        say(f"prêt en {time.monotonic() - started:.0f} s")


def prepare(command: str, options: list[str]) -> None:
    """Called first by ``manage.py``. Returns inside ``.venv``, or wherever the packages are; else says what to do."""
    sets_up = command in ("demo", "setup", "test")
    if sets_up and not trial.is_configured():
        trial.begin()
    trial.apply()
    if os.environ.get("EVALPROG_NO_SETUP"):
        return
    if sets_up:
        tests = command == "test" or command == "setup" and "--no-tests" not in options
        ensure(tests=tests, fast=command == "test" and "--fast" in options)
    elif all(find_spec(package) for package in ("django", "csp", "weasyprint")):
        return
    elif not PY.exists():
        sys.exit("Rien n’est encore installé : lancez d’abord « python3 manage.py setup ».")
    if Path(sys.prefix).resolve() != VENV.resolve():
        arguments = [str(PY), str(ROOT / "manage.py"), *sys.argv[1:]]
        env = {**os.environ, "EVALPROG_NO_SETUP": "1"}
        if os.name == "nt":
            sys.exit(subprocess.call(arguments, env=env))
        os.execve(PY, arguments, env)
