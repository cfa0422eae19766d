"""Fill the database from a scenario file, by performing the real acts."""

import json
from pathlib import Path

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _
from rich.console import Console
from rich.progress import Progress

from evalprog.documents import DocumentInvalid
from evaluations import scenarios
from evaluations.framework_library import FrameworkRefused


class Command(BaseCommand):
    help = _("Joue un scénario (YAML) par les actes réels de l’application ; ce qui existe déjà reste tel quel.")

    def add_arguments(self, parser) -> None:
        parser.add_argument("file", type=Path, metavar="FICHIER.yaml")
        parser.add_argument(
            "--allow-accounts",
            action="store_true",
            help=_("créer les comptes du scénario même hors d’un essai (DEBUG)"),
        )

    def handle(self, *, file: Path, allow_accounts: bool, verbosity: int, **options) -> str:
        """Prints ``{key: {"id", "url", "pdf_url"?}}`` of the evaluations, as JSON."""
        try:
            scenario = scenarios.read(file)
            if scenario.people and not (settings.DEBUG or allow_accounts):
                raise CommandError(
                    _("%(file)s : ce scénario crée des comptes au mot de passe connu ; ajoutez --allow-accounts.")
                    % {"file": file}
                )
            with Progress(console=Console(stderr=True), transient=True, disable=verbosity == 0) as progress:
                bar = progress.add_task(_("évaluations"), total=len(scenario.evaluations))
                played = scenarios.load(scenario, file.parent, tell=lambda key: progress.advance(bar))
        except DocumentInvalid as invalid:
            raise CommandError(f"{file} : {invalid}") from invalid
        except (scenarios.ScenarioRefused, FrameworkRefused) as refusal:
            raise CommandError(f"{file} : {refusal}") from refusal
        return json.dumps(played, ensure_ascii=False, indent=2)
