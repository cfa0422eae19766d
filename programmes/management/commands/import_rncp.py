"""Load the national directory of certifications, from the « Standard » file of data.gouv.fr."""

import json
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _
from rich.console import Console
from rich.progress import BarColumn, Progress, TextColumn

from evalprog.system_errors import reason
from programmes.imports import rncp_file, telling
from programmes.imports.parsed import BadFile

_LARGEST = 200_000_000  # bytes: the file of every sheet ever registered is a tenth of that


class Command(BaseCommand):
    help = _("Charge les fiches du RNCP (fichier « Standard » de France compétences, CSV). Rejouable ; tout ou rien.")

    def add_arguments(self, parser) -> None:
        parser.add_argument("file", type=Path, metavar="FICHIER.csv")

    def handle(self, *, file: Path, verbosity: int, **options) -> None:
        """Prints ``{"sheets"}`` as JSON."""
        columns = (TextColumn("{task.description}"), BarColumn(), TextColumn("{task.completed}"))
        try:
            with file.open("rb") as opened:
                data = opened.read(_LARGEST + 1)
            if len(data) > _LARGEST:
                raise CommandError(_("Le fichier dépasse 200 Mo ; donnez le fichier « Standard » seul."))
            with Progress(*columns, console=Console(stderr=True), transient=True, disable=verbosity == 0) as bar:
                task = bar.add_task(_("fiches"), total=None)
                sheets = rncp_file.take_in(data, tick=lambda done: bar.update(task, completed=done))
        except OSError as error:
            sentence = _("%(file)s ne peut pas être lu (%(reason)s) ; vérifiez le chemin et les droits.")
            raise CommandError(sentence % {"file": file, "reason": reason(error)}) from error
        except BadFile as refusal:
            for cell in refusal.cells:
                self.stderr.write(telling.place(cell))
            sentence = _("%(file)s : %(count)d à corriger ; rien n’a été écrit.")
            raise CommandError(sentence % {"file": file, "count": len(refusal.cells)}) from refusal
        self.stdout.write(json.dumps({"sheets": sheets}))
