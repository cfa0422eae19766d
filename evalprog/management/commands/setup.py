"""``manage.py setup``: everything was done by ``evalprog.bootstrap`` before this command was reached."""

from django.core.management.base import BaseCommand
from django.utils.translation import gettext as _


class Command(BaseCommand):
    help = _("Installe tout ce que demandent la démonstration et les tests, sans rien lancer.")
    requires_system_checks = ()

    def add_arguments(self, parser):
        parser.add_argument("--no-tests", action="store_true", help=_("seulement ce qui sert à l’exploitation"))

    def handle(self, **options):
        self.stdout.write(_("Tout est prêt."))
