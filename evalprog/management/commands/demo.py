"""``manage.py demo``: a demonstration from nothing, then served."""

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from evalprog import demo


class Command(BaseCommand):
    help = _("Prépare la démonstration et la sert sur cette machine.")
    requires_system_checks = ()

    def add_arguments(self, parser):
        parser.add_argument("--no-serve", action="store_true", help=_("s’arrêter avant de servir"))
        parser.add_argument("--port", type=int, default=8000, help=_("port d’écoute (8000)"))
        parser.add_argument("--reset", action="store_true", help=_("effacer la démonstration et la refaire"))

    def handle(self, *, no_serve, port, reset, **options):
        if not settings.DEBUG:
            raise CommandError(
                _("Le mot de passe des comptes de démonstration est public : lancez-la avec DEBUG=1, pour un essai.")
            )
        if reset:
            demo.reset()
        if not demo.is_prepared():
            demo.prepare(self.say)
        self.say(demo.describe())
        if not no_serve:
            demo.serve(port, self.say)

    def say(self, text):
        self.stdout.write(text)
        self.stdout.flush()
