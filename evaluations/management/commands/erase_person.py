"""Erase a person: name, address, sign-in and relations go; what they did stays, by nobody's name."""

import json

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from evalprog.accounts.models import User
from evaluations import erasure


class Command(BaseCommand):
    help = _("Efface une personne. Sans --commit, dit seulement ce qui serait effacé et ce qui reste.")

    def add_arguments(self, parser) -> None:
        parser.add_argument("email", metavar="ADRESSE")
        parser.add_argument("--commit", action="store_true", help=_("effacer vraiment ; rien ne le défait"))

    def handle(self, *, email: str, commit: bool, **options) -> None:
        """Prints ``{"committed", "erased": {what: count}, "kept": {what: count}, "reasons": {what: sentence}}``.

        What is kept, and why, is to be told to the person.
        """
        user = User.objects.filter(email__iexact=email).first()
        if user is None:
            raise CommandError(_("Aucun compte n’a l’adresse « %(email)s » ; vérifiez-la.") % {"email": email})
        try:
            erased, kept = erasure.erase(user) if commit else erasure.inventory(user)
        except erasure.ErasureRefused as refusal:
            raise CommandError(str(refusal)) from refusal
        reasons = {what: str(erasure.REASONS[what]) for what, count in kept.items() if count}
        result = {"committed": commit, "erased": erased, "kept": kept, "reasons": reasons}
        self.stdout.write(json.dumps(result, ensure_ascii=False, indent=2))
