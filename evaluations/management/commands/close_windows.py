"""Close the windows whose end has come: the job of the clock, every few minutes."""

import json

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _
from rich.console import Console
from rich.progress import track

from evalprog.guarded import Guard
from evaluations.transitions import TransitionRefused, expiry


class Command(BaseCommand):
    help = _("Clôt les délais de correction et d’observations écoulés. Sans --commit, dit seulement lesquels.")

    def add_arguments(self, parser) -> None:
        parser.add_argument("--commit", action="store_true", help=_("clore vraiment"))

    def handle(self, *, commit: bool, verbosity: int, **options) -> None:
        """Prints ``{"committed", "due": [ids], "closed": [ids], "failed": {id: sentence}}``."""
        due, closed = list(expiry.due()), []
        guard = Guard("close_windows", benign=(TransitionRefused,))
        bar = track(due, _("délais"), console=Console(stderr=True), transient=True, disable=verbosity == 0)
        for evaluation, act in bar if commit else ():
            with guard.item(evaluation.public_id):
                act(evaluation)
                closed.append(evaluation.public_id)
        if guard.passed_over:
            # Closed, extended or answered in the meantime, unless it is due still.
            for evaluation, _act in expiry.due():
                if sentence := guard.passed_over.get(evaluation.public_id):
                    guard.fail(evaluation.public_id, sentence)
        names = [evaluation.public_id for evaluation, _act in due]
        result = {"committed": commit, "due": names, "closed": closed, "failed": guard.failed}
        self.stdout.write(json.dumps(result, ensure_ascii=False, indent=2))
        if guard.failed:
            raise CommandError(
                _("Délais non clos : %(names)s. Les autres le sont ; corrigez, puis relancez la commande.")
                % {"names": ", ".join(guard.failed)}
            )
