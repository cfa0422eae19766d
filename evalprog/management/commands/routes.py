"""List every route with its methods and its class of access."""

import json

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from evalprog.routes import routes, superfluous, undeclared


class Command(BaseCommand):
    help = _("Donne chaque route du site, ses méthodes et qui peut y venir ; échoue si l’une n’est pas déclarée.")

    def add_arguments(self, parser) -> None:
        parser.add_argument("--json", action="store_true", help=_("seulement du JSON sur la sortie"))

    def handle(self, **options) -> None:
        """Prints ``[{"name", "path", "methods", "access"}]``; ``access`` is null where nothing is declared."""
        found = routes()
        rows = [
            {
                "name": route.name or None,
                "path": route.path,
                "methods": list(route.declared.methods) if route.declared else [],
                "access": route.declared.access if route.declared else None,
            }
            for route in found
        ]
        if options["json"]:
            self.stdout.write(json.dumps(rows, indent=2))
        else:
            for row in rows:
                self.stdout.write(f"{row['access'] or '?':<12} {','.join(row['methods']):<9} {row['path']}")
        if wrong := undeclared(found) + superfluous(found):
            raise CommandError(
                _("Routes sans déclaration, ou déclarations sans route : %(names)s. Complétez evalprog/access.py.")
                % {"names": ", ".join(wrong)}
            )
