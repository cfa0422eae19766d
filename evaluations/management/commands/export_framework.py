"""Give a framework out as the YAML file that ``import_framework`` reads."""

from pathlib import Path

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from evalprog.documents import DocumentInvalid
from evalprog.system_errors import reason
from evaluations import framework_files
from evaluations.models import Framework


class Command(BaseCommand):
    help = "Écrit un référentiel en YAML : sa version publiée la plus récente, ou celle que l’on demande."

    def add_arguments(self, parser) -> None:
        parser.add_argument("code", metavar="CODE")
        parser.add_argument("--release", type=int, metavar="N", help="numéro de la version (la plus récente, sinon)")
        parser.add_argument("--output", type=Path, metavar="FICHIER", help="fichier à écrire (la sortie, sinon)")

    def handle(self, *, code: str, release: int | None, output: Path | None, **options) -> None:
        wanted = Framework.objects.filter(code=code)
        framework = wanted.filter(version=release).first() if release else wanted.published().first()
        if framework is None:
            known = ", ".join(sorted(set(Framework.objects.values_list("code", flat=True)))) or _("aucun")
            raise CommandError(
                _("Aucun référentiel publié ne répond à « %(code)s » ; connus : %(known)s.")
                % {"code": code if release is None else f"{code}, version {release}", "known": known}
            )
        try:
            text = framework_files.dump(framework.definition)
        except DocumentInvalid as invalid:
            raise CommandError(f"{framework} :\n{invalid}") from invalid
        if output is None:
            self.stdout.write(text, ending="")
            return
        try:
            output.write_text(text, encoding="utf-8")
        except OSError as error:
            raise CommandError(
                _("%(output)s ne peut pas être écrit (%(reason)s) ; donnez un autre emplacement.")
                % {"output": output, "reason": reason(error)}
            ) from error
