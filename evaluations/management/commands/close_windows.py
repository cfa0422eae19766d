"""Close the windows whose end has come: the job of the clock, every few minutes."""

import json
import logging

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _
from rich.console import Console
from rich.progress import track

from evaluations.transitions import TransitionRefused, expiry

logger = logging.getLogger(__name__)


class Command(BaseCommand):
    help = _("Clôt les délais de correction et d’observations écoulés. Sans --commit, dit seulement lesquels.")

    def add_arguments(self, parser) -> None:
        parser.add_argument("--commit", action="store_true", help=_("clore vraiment"))

    def handle(self, *, commit: bool, verbosity: int, **options) -> None:
        """Prints ``{"committed", "due": [ids], "closed": [ids], "failed": {id: sentence}}``."""
        due, closed, failed = list(expiry.due()), [], {}
        bar = track(due, _("délais"), console=Console(stderr=True), transient=True, disable=verbosity == 0)
        for evaluation, act in bar if commit else ():
            try:
                act(evaluation)
                closed.append(evaluation.public_id)
            except TransitionRefused as refusal:  # closed, extended or answered in the meantime
                failed[evaluation.public_id] = str(refusal)
            except Exception as error:  # one evaluation must not stop the others
                logger.exception("Cannot close the window of %s", evaluation.public_id)
                failed[evaluation.public_id] = type(error).__name__
        names = [evaluation.public_id for evaluation, _act in due]
        result = {"committed": commit, "due": names, "closed": closed, "failed": failed}
        self.stdout.write(json.dumps(result, ensure_ascii=False, indent=2))
        if failed:
            raise CommandError(
                _("Délais non clos : %(names)s. Les autres le sont ; corrigez, puis relancez la commande.")
                % {"names": ", ".join(failed)}
            )
