"""Verify what was published and the journal: every file, every event, the anchor."""

import json
from dataclasses import asdict
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _
from rich.console import Console

from evaluations import anchors, archive, journal
from evaluations.models import Event


class Command(BaseCommand):
    help = _("Vérifie chaque fichier publié ou déposé et chaque acte du journal ; échoue si quelque chose a changé.")

    def add_arguments(self, parser) -> None:
        parser.add_argument("--json", action="store_true", help=_("seulement du JSON sur la sortie"))

    def handle(self, *, verbosity: int, **options) -> None:
        """Prints ``{"ok", "files": {"checked", "damages"}, "journal": {"events", "damages"}, "anchor": {…}}``."""
        with Console(stderr=True, quiet=verbosity == 0).status(_("Vérification des fichiers et du journal…")):
            files, events = list(archive.file_damages()), list(journal.damages())
        anchor = anchor_facts()
        late = anchors.in_words(anchor["waiting"]) if anchor["waiting"] else ""
        result = {
            "ok": not (files or events or late),
            "files": {"checked": archive.files_checked(), "damages": [asdict(d) for d in files]},
            "journal": {"events": Event.objects.count(), "damages": [asdict(d) for d in events]},
            "anchor": anchor | {"late": late},
        }
        if options["json"]:
            self.stdout.write(json.dumps(result, ensure_ascii=False, indent=2))
        else:
            for damage in files:
                self.stdout.write(
                    f"{damage.report or damage.part or damage.attachment or damage.sha256} : {damage.sentence}"
                )
            for damage in events:
                self.stdout.write(f"{damage.evaluation or _('ancre')}, {damage.number} : {damage.sentence}")
            if late:
                self.stdout.write(late)
        if files or events:
            raise CommandError(
                _(
                    "L’archive n’est pas intacte : %(files)d fichier(s) et %(events)d acte(s) en cause. "
                    "Ne corrigez rien dans la base ; comparez à la dernière sauvegarde."
                )
                % {"files": len(files), "events": len(events)}
            )
        if late:
            raise CommandError(
                _("L’archive est intacte, mais : %(late)s Vérifiez que l’ancre %(path)s peut être écrite.")
                % {"late": late, "path": anchor["path"]}
            )
        if not options["json"]:
            self.stdout.write(
                _("Archive intacte : %(files)d fichiers, %(events)d actes.")
                % {"files": result["files"]["checked"], "events": result["journal"]["events"]}
            )


def anchor_facts() -> dict[str, Any]:
    """How far the anchor goes: number of events in it, the time of its last line, and how many lines wait."""
    anchor, path = anchors.read(), Path(settings.JOURNAL_ANCHOR)
    return {
        "path": str(path),
        "exists": path.exists(),
        "events": len(anchor.hashes) - len(anchor.waiting),
        "last_at": anchor.last_at,
        "waiting": len(anchor.waiting),
    }
