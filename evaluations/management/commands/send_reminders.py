"""Remind institutions of what they are awaited for: the job of every morning."""

import json

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _
from rich.console import Console
from rich.progress import track

from evalprog.guarded import Guard
from evaluations import notifications
from evaluations.notifications import reminders


class Command(BaseCommand):
    help = _("Rappelle aux établissements les échéances proches, une fois par échéance et par personne.")

    def add_arguments(self, parser) -> None:
        parser.add_argument("--commit", action="store_true", help=_("écrire vraiment ; sans elle, dit seulement à qui"))

    def handle(self, *, commit: bool, verbosity: int, **options) -> None:
        """Prints ``{"committed", "reminders": [{"evaluation", "kind", "occasion", "people"}], "failed": {id: error}}``,
        the reminders that somebody receives."""
        guard, done = Guard("send_reminders"), []
        due = list(reminders.due(guard))
        for reminder in track(due, _("rappels"), console=Console(stderr=True), transient=True, disable=verbosity == 0):
            with guard.item(reminder.evaluation.public_id):
                if people := _remind(reminder, commit):
                    done.append(
                        {
                            "evaluation": reminder.evaluation.public_id,
                            "kind": reminder.kind,
                            "occasion": reminder.occasion,
                            "people": people,
                        }
                    )
        result = {"committed": commit, "reminders": done, "failed": guard.failed}
        self.stdout.write(json.dumps(result, ensure_ascii=False, indent=2))
        if guard.failed:
            raise CommandError(
                _("Rappels non écrits pour : %(names)s. Les autres le sont ; le journal technique dit pourquoi.")
                % {"names": ", ".join(guard.failed)}
            )


def _remind(reminder: reminders.Reminder, commit: bool) -> int:
    """How many people are, or would be, reminded."""
    words = {"occasion": reminder.occasion, "details": reminder.details}
    people = len(notifications.to_be_reminded(reminder.kind, reminder.evaluation, **words))
    # Most rounds find everybody reminded: then nothing is locked.
    return notifications.remind(reminder.kind, reminder.evaluation, **words) if commit and people else people
