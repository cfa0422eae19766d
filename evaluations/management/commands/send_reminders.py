"""Remind institutions of what they are awaited for: the job of every morning."""

import json

from django.core.management.base import BaseCommand
from django.utils.translation import gettext as _
from rich.console import Console
from rich.progress import track

from evaluations import notifications
from evaluations.notifications import reminders


class Command(BaseCommand):
    help = _("Rappelle aux établissements les échéances proches, une fois par échéance et par personne.")

    def add_arguments(self, parser) -> None:
        parser.add_argument("--commit", action="store_true", help=_("écrire vraiment ; sans elle, dit seulement à qui"))

    def handle(self, *, commit: bool, verbosity: int, **options) -> None:
        """Prints ``{"committed", "reminders": [{"evaluation", "kind", "occasion", "people"}]}``, those with people."""
        done = []
        bar = track(
            list(reminders.due()), _("rappels"), console=Console(stderr=True), transient=True, disable=verbosity == 0
        )
        for reminder in bar:
            words = {"occasion": reminder.occasion, "details": reminder.details}
            if commit:
                people = notifications.remind(reminder.kind, reminder.evaluation, **words)
            else:
                people = len(notifications.to_be_reminded(reminder.kind, reminder.evaluation, **words))
            if people:
                done.append(
                    {
                        "evaluation": reminder.evaluation.public_id,
                        "kind": reminder.kind,
                        "occasion": reminder.occasion,
                        "people": people,
                    }
                )
        self.stdout.write(json.dumps({"committed": commit, "reminders": done}, ensure_ascii=False, indent=2))
