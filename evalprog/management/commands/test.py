"""``manage.py test``: every test, everywhere it has to hold."""

import argparse
import sys

from django.core.management.base import BaseCommand
from django.utils.translation import gettext as _

from evalprog import testing


class Command(BaseCommand):
    help = _("Lance tous les tests : SQLite, navigateur, PostgreSQL.")
    requires_system_checks = ()

    def run_from_argv(self, argv):
        """Reads its own three options and leaves the rest to pytest, whose options Django's parser would refuse."""
        parser = argparse.ArgumentParser(prog="manage.py test", description=self.help, allow_abbrev=False)
        parser.add_argument("--fast", action="store_true", help=_("SQLite seulement, sans navigateur"))
        parser.add_argument("--heavy", action="store_true", help=_("avec les longues campagnes"))
        parser.add_argument("-m", dest="marks", default="", help=_("une expression de marques de pytest"))
        options, pytest_arguments = parser.parse_known_args(argv[2:])
        outcomes = testing.run_everywhere(pytest_arguments, **vars(options))
        print("\n" + testing.summary(outcomes), flush=True)
        sys.exit(0 if testing.all_is_well(outcomes) else 1)
