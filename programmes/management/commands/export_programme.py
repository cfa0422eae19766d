"""Give a programme out in a form that ``import_programmes`` reads again."""

import sys
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from evalprog.system_errors import reason
from programmes import exports
from programmes.models import Description


class Command(BaseCommand):
    help = _("Écrit une formation en CDM-fr, YAML, CSV ou XLSX ; ce que la forme ne porte pas est dit d’abord.")

    def add_arguments(self, parser) -> None:
        parser.add_argument("id", metavar="ID", help=_("l’identifiant de la formation"))
        parser.add_argument("--format", required=True, choices=tuple(exports.FORMS))
        parser.add_argument("--year", metavar="AAAA-AAAA", help=_("l’année universitaire (la plus récente, sinon)"))
        parser.add_argument("--output", type=Path, metavar="FICHIER", help=_("fichier à écrire (la sortie, sinon)"))

    def handle(self, *, id: str, format: str, year: str | None, output: Path | None, **options) -> None:
        content = _description(id, year).revisions.first().content
        for lost in exports.losses(format, content):
            self.stderr.write(str(lost))
        data = exports.write(format, content)
        if output is None:
            self._print(data, format)
            return
        try:
            output.write_bytes(data)
        except OSError as error:
            raise CommandError(
                _("%(output)s ne peut pas être écrit (%(reason)s) ; donnez un autre emplacement.")
                % {"output": output, "reason": reason(error)}
            ) from error

    def _print(self, data: bytes, form: str) -> None:
        if form != "xlsx":
            self.stdout.write(data.decode(), ending="")
        elif sys.stdout.isatty():
            raise CommandError(_("Un classeur ne s’affiche pas ; donnez --output FICHIER.xlsx."))
        else:
            sys.stdout.buffer.write(data)


def _description(public_id: str, year: str | None) -> Description:
    """The last writing of that year: operators see drafts too, but nothing that was put away."""
    of_programme = Description.objects.standing().of_programme(public_id).newest_first()
    found = (of_programme.filter(year=year) if year else of_programme).first()
    if found is None:
        years = ", ".join(of_programme.values_list("year", flat=True)) or _("aucune")
        sentence = _("Aucune formation « %(id)s » n’est décrite pour cette année ; années décrites : %(years)s.")
        raise CommandError(sentence % {"id": public_id, "years": years})
    return found
