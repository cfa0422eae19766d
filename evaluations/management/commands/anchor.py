"""How far the anchor goes, and, when a person has looked, the lines that it lacks."""

import json

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from evalprog.system_errors import reason
from evaluations import anchors, journal
from evaluations.management.commands.verify_archive import anchor_facts
from evaluations.models import Event


class Command(BaseCommand):
    help = _("Dit jusqu’où va l’ancre du journal et quels actes lui manquent ; les lui ajoute avec --commit.")

    def add_arguments(self, parser) -> None:
        parser.add_argument("--commit", action="store_true", help=_("ajouter à l’ancre les actes qui lui manquent"))

    def handle(self, *, commit: bool, **options) -> None:
        """Prints the facts of ``verify_archive`` and ``{"missing": [{"evaluation", "number", "verb"}], "added"}``.

        A chain that is damaged otherwise is not anchored: that would make the damage the truth.
        """
        missing = list(journal.unanchored())
        if commit and [d for d in journal.damages() if d.evaluation and not d.unanchored]:
            raise CommandError(
                _("Le journal est endommagé (verify_archive dit où) : rien n’est ajouté à l’ancre. Restaurez d’abord.")
            )
        if commit:
            _add(missing)
        listed = [{"evaluation": e.evaluation.public_id, "number": e.number, "verb": e.verb} for e in missing]
        result = anchor_facts() | {"missing": listed, "added": len(missing) if commit else 0}
        self.stdout.write(json.dumps(result, ensure_ascii=False, indent=2))


def _add(events: list[Event]) -> None:
    try:
        anchors.catch_up()
        anchors.add(events)
    except OSError as error:
        raise CommandError(
            _("L’ancre %(path)s ne peut pas être écrite (%(reason)s) ; corrigez, puis relancez la commande.")
            % {"path": settings.JOURNAL_ANCHOR, "reason": reason(error)}
        ) from error
