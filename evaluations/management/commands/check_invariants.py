"""Ask the database whether the promises hold."""

import json
from dataclasses import asdict

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _
from rich.console import Console
from rich.progress import track

from evaluations.invariants import INVARIANTS


class Command(BaseCommand):
    help = _("Vérifie les promesses qui se lisent dans la base ; échoue si l’une n’est pas tenue.")

    def add_arguments(self, parser) -> None:
        parser.add_argument("--json", action="store_true", help=_("seulement du JSON sur la sortie"))

    def handle(self, *, verbosity: int, **options) -> None:
        """Prints ``{"ok", "invariants": [{"name", "statement", "holds", "violations": [{"where", "sentence"}]}]}``."""
        results = []
        progress = {"console": Console(stderr=True), "transient": True, "disable": verbosity == 0}
        for invariant in track(INVARIANTS, _("promesses"), **progress):
            violations = [asdict(violation) for violation in invariant.violations()]
            results.append(
                {
                    "name": invariant.name,
                    "statement": str(invariant.statement),
                    "holds": not violations,
                    "violations": violations,
                }
            )
        broken = [result["name"] for result in results if not result["holds"]]
        if options["json"]:
            self.stdout.write(json.dumps({"ok": not broken, "invariants": results}, ensure_ascii=False, indent=2))
        else:
            for result in results:
                mark = _("tenue") if result["holds"] else _("NON TENUE")
                self.stdout.write(f"{result['name']} : {mark} ({result['statement']})")
                for violation in result["violations"]:
                    self.stdout.write(f"  {violation['where']} : {violation['sentence']}")
        if broken:
            raise CommandError(
                _("Promesses non tenues : %(names)s. Les évaluations en cause sont nommées dans la sortie.")
                % {"names": ", ".join(broken)}
            )
