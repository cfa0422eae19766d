"""The demonstration: a database filled by real acts, a published report on paper, and a site to walk through."""

import errno
import hashlib
import io
import json
import shutil
import signal
from collections.abc import Callable, Iterator, Mapping
from itertools import chain
from pathlib import Path
from typing import Any

import yaml
from django.apps import apps
from django.conf import settings
from django.core.management import CommandError, call_command
from django.core.servers.basehttp import run
from django.core.wsgi import get_wsgi_application
from django.db import connection
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from evaluations import jobs
from programmes import writing
from programmes.description import parse
from programmes.models import Programme

ROOT: Path = settings.BASE_DIR
FOLDER: Path = settings.VAR / "demo"
REPORT = FOLDER / "rapport.pdf"
DESCRIBED: Path = settings.BASE_DIR / "programmes" / "data"
ORIGIN = "démonstration"
NOTES = FOLDER / "demo.json"  # what was prepared, and from which sources
ROLES = {
    "officer": gettext_lazy("agence, chargé de projet"),
    "publisher": gettext_lazy("agence, publication"),
    "admin": gettext_lazy("agence, administration"),
    "auditor": gettext_lazy("agence, contrôle"),
    "chair": gettext_lazy("présidence d’un comité"),
    "expert": gettext_lazy("expert"),
    "contribute": gettext_lazy("établissement, rédaction"),
    "sign": gettext_lazy("établissement, signature"),
}


def data(*parts: str) -> Path:
    return Path(apps.get_app_config("evaluations").path, "data", *parts)


def sources() -> Iterator[Path]:
    """The files that decide what the prepared database holds."""
    yield ROOT / "requirements.lock"
    for app in apps.get_app_configs():
        if Path(app.path).is_relative_to(ROOT) and "site-packages" not in app.path:
            yield from sorted(Path(app.path).glob("migrations/*.py"))
    yield from sorted(file for file in data().rglob("*") if file.is_file())
    yield from sorted(DESCRIBED.glob("*.yaml"))


def fingerprint() -> str:
    """Of the database's address and of the sources: when it changes, the demonstration is prepared again."""
    whole = hashlib.sha256(repr(settings.DATABASES["default"]).encode())
    for file in sources():
        whole.update(f"\0{file.relative_to(ROOT)}\0".encode() + file.read_bytes())
    return whole.hexdigest()


def database_file() -> Path | None:
    return Path(settings.DATABASES["default"]["NAME"]) if connection.vendor == "sqlite" else None


def is_prepared() -> bool:
    database = database_file()
    if not (NOTES.exists() and REPORT.exists() and (database is None or database.exists())):
        return False
    return json.loads(NOTES.read_text())["fingerprint"] == fingerprint()


def accounts(scenario: Mapping[str, Any]) -> list[tuple[str, str]]:
    """One (role, address) of each kind: nobody reads a list of forty people."""
    committees = [evaluation["committee"] for evaluation in scenario["evaluations"] if "committee" in evaluation]
    chairs = {key for committee in committees for key in (committee.get("chair"), *committee.get("chairs", ()))}
    first: dict[str, str] = {}
    for person in scenario["people"]:
        role = (person.get("roles") or person.get("rights") or ["expert"])[-1]
        first.setdefault("chair" if person["key"] in chairs else role, person["email"])
    return [(role, first[role]) for role in ROLES if role in first]


def describe_programmes() -> None:
    """Programmes of the demonstration, described and published but for a draft; what is there already is kept."""
    for told in chain.from_iterable(yaml.safe_load(file.read_text()) for file in sorted(DESCRIBED.glob("*.yaml"))):
        asked = told["programme"]
        programme = Programme.objects.get(institution__uai=asked["uai"], title=asked["title"])
        for document in told["descriptions"]:
            if not programme.descriptions.filter(year=document["year"]).exists():
                written = writing.begin(programme, parse(document), by=None, origin=ORIGIN)
                if not told.get("is_draft"):
                    writing.publish(written.description, revision=written.revision, by=None)


def prepare(say: Callable[[str], object]) -> None:
    """Fills the database and renders one published report. Every step may be repeated: data already there is kept."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    say(_("Base de données…"))
    call_command("migrate", verbosity=0)
    say(_("Référentiels…"))
    for framework in sorted(data("frameworks").glob("*.yaml")):
        call_command("import_framework", str(framework), stdout=io.StringIO())
    say(_("Scénario de démonstration…"))
    file = data("scenarios", "demonstration.yaml")
    result = io.StringIO()
    call_command("load_scenario", file, allow_accounts=True, stdout=result)
    published = next(entry for entry in json.loads(result.getvalue()).values() if "pdf_url" in entry)
    say(_("Rapport publié…"))
    call_command("render_report", published["id"], output=REPORT, stdout=io.StringIO())
    say(_("Formations décrites…"))
    describe_programmes()
    scenario = yaml.safe_load(file.read_text())
    notes = {"fingerprint": fingerprint(), "accounts": accounts(scenario), "password": scenario["password"]}
    NOTES.write_text(json.dumps(notes, indent=2))


def describe() -> str:
    """Where the report is and who may sign in, for the terminal."""
    notes = json.loads(NOTES.read_text())
    people = "\n".join(f"  {email:<30} {ROLES[role]}" for role, email in notes["accounts"])
    password = _("Mot de passe de tous : %(password)s") % {"password": notes["password"]}
    report = _("Rapport publié : %(path)s") % {"path": REPORT.relative_to(ROOT)}
    return "\n".join((report, _("Comptes :"), people, password))


def reset() -> None:
    """Forgets the demonstration: its SQLite database, its files. Nothing outside var/ is ever deleted.

    :raises CommandError: if the database lives elsewhere.
    """
    database = database_file()
    if database is None or not database.is_relative_to(settings.VAR):
        raise CommandError(_("La base n’est pas dans var/ : --reset ne l’efface pas, videz-la vous-même."))
    connection.close()
    for suffix in ("", "-wal", "-shm"):
        database.with_name(database.name + suffix).unlink(missing_ok=True)
    shutil.rmtree(FOLDER, ignore_errors=True)
    if settings.MEDIA_ROOT.is_relative_to(settings.VAR):
        shutil.rmtree(settings.MEDIA_ROOT, ignore_errors=True)
    for lines in (settings.JOURNAL_ANCHOR, settings.JOURNAL_WAITING):
        if lines.is_relative_to(settings.VAR):
            lines.unlink(missing_ok=True)


def serve(port: int, say: Callable[[str], object]) -> None:
    """Pages and background jobs, on this machine only, until SIGINT or SIGTERM. Port 0 takes any free one.

    This is Django's ``runserver --noreload`` without its English banner, and ``run_jobs`` in a thread.
    """

    def stop(*_signal: object) -> None:
        raise SystemExit(0)

    def tell(bound: str) -> None:
        say(_("Adresse : http://localhost:%(port)s/ (Ctrl+C pour arrêter)") % {"port": bound})

    signal.signal(signal.SIGINT, stop)
    signal.signal(signal.SIGTERM, stop)
    try:
        with jobs.beside(say):
            run("127.0.0.1", port, get_wsgi_application(), threading=True, on_bind=tell)
    except OSError as error:
        if error.errno != errno.EADDRINUSE:
            raise
        raise CommandError(
            _("Le port %(port)s est déjà pris : donnez-en un autre avec --port.") % {"port": port}
        ) from None
