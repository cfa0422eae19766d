"""Take programmes in from a file: YAML, CSV, XLSX, CDM-fr, or a prospectus as text."""

import json
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn

from programmes.imports import reading, taking_in, telling
from programmes.imports.parsed import BadFile


class Command(BaseCommand):
    help = _(
        "Reprend des formations dans un fichier (YAML, CSV, XLSX, CDM-fr ou prospectus en texte). Tout ou rien : une "
        "ligne à corriger, et rien n’est écrit."
    )

    def add_arguments(self, parser) -> None:
        parser.add_argument("file", type=Path, metavar="FICHIER")
        parser.add_argument("--dry-run", action="store_true", help=_("dire ce qui serait écrit, sans rien écrire"))
        parser.add_argument(
            "--draft", action="store_true", help=_("laisser à l’établissement le soin de publier ; publié, sinon")
        )
        parser.add_argument(
            "--year", default="", metavar="AAAA-AAAA", help=_("l’année d’un prospectus qui ne la dit pas")
        )
        parser.add_argument(
            "--institution", default="", metavar="NOM", help=_("l’établissement d’un prospectus qui ne le dit pas")
        )
        parser.add_argument(
            "--title", default="", metavar="TEXTE", help=_("l’intitulé d’un prospectus qui ne le dit pas")
        )

    def handle(self, *, file: Path, dry_run: bool, draft: bool, verbosity: int, **options) -> None:
        """Prints ``{"programmes", "coverage", "unplaced"}`` as JSON; bad places, one to a line, go to stderr."""
        columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn())
        try:
            with Progress(*columns, console=Console(stderr=True), transient=True, disable=verbosity == 0) as bar:
                lines = bar.add_task(_("lignes lues"), total=None)
                given = {name: options[name] for name in ("year", "institution", "title")}
                read = reading.read_path(file, **given, tick=lambda line: bar.update(lines, completed=line))
                written = bar.add_task(_("formations"), total=len(read.programmes))
                if dry_run:
                    taken = taking_in.rehearse(read, by=None, publish=not draft)
                else:
                    taken = taking_in.take_in(
                        read,
                        by=None,
                        origin=f"import : {file.name}",
                        publish=not draft,
                        tick=lambda done: bar.update(written, completed=done),
                    )
        except BadFile as refusal:
            for cell in refusal.cells:
                self.stderr.write(telling.place(cell))
            sentence = _("%(file)s : %(count)d à corriger ; rien n’a été écrit.")
            raise CommandError(sentence % {"file": file, "count": len(refusal.cells)}) from refusal
        self.stdout.write(json.dumps(telling.told(read, taken, is_kept=not dry_run), ensure_ascii=False, indent=2))
