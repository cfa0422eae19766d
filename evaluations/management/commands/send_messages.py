"""Send what is still queued: the job of every few minutes, after a mail server was away."""

import json

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _
from rich.console import Console
from rich.progress import Progress

from evalprog.guarded import Guard
from evaluations import notifications
from evaluations.enums import DeliveryState
from evaluations.models import Delivery


class Command(BaseCommand):
    help = _("Envoie les messages en attente. Sans --commit, dit seulement combien il y en a.")

    def add_arguments(self, parser) -> None:
        parser.add_argument("--commit", action="store_true", help=_("envoyer vraiment"))

    def handle(self, *, commit: bool, verbosity: int, **options) -> None:
        """Prints ``{"committed", "queued", "sent", "skipped", "failed", "uncertain", "errors": {id: error}}``.

        ``queued`` still wait; ``failed`` were refused by the server; ``errors`` are ours.
        """
        waiting = Delivery.objects.queued()
        counts, guard = {}, Guard("send_messages")
        if commit:
            with Progress(console=Console(stderr=True), transient=True, disable=verbosity == 0) as progress:
                bar = progress.add_task(_("messages"), total=waiting.count())
                counts = notifications.send(waiting, tell=lambda: progress.advance(bar), guard=guard)
        result = {
            "committed": commit,
            "queued": Delivery.objects.queued().count(),
            "sent": counts.get(DeliveryState.SENT, 0),
            "skipped": counts.get(DeliveryState.SKIPPED, 0),
            "failed": counts.get(DeliveryState.FAILED, 0),
            "uncertain": Delivery.objects.uncertain().count(),
            "errors": guard.failed,
        }
        self.stdout.write(json.dumps(result, indent=2))
        if guard.failed:
            raise CommandError(
                _("%(count)d message(s) en erreur ; décidez-en à la page des messages. Les autres sont partis.")
                % {"count": len(guard.failed)}
            )
        if put_off := counts.get(DeliveryState.QUEUED, 0):
            error = Delivery.objects.queued().exclude(error="").values_list("error", flat=True).first()
            raise CommandError(
                _("%(count)d message(s) attendent encore (%(error)s). Vérifiez EMAIL_URL, puis relancez la commande.")
                % {"count": put_off, "error": error}
            )
