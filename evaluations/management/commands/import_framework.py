"""Take a framework in from a YAML file."""

import json
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from evalprog.documents import DocumentInvalid
from evaluations import framework_files, framework_library


class Command(BaseCommand):
    help = _("Prend un référentiel dans un fichier YAML. Une version publiée ne change plus : augmentez « version ».")

    def add_arguments(self, parser) -> None:
        parser.add_argument("file", type=Path, metavar="FICHIER.yaml")

    def handle(self, *, file: Path, **options) -> str:
        """Prints ``{"code", "version", "created"}`` as JSON."""
        try:
            framework, created = framework_library.take_in(framework_files.read(file))
        except DocumentInvalid as invalid:
            raise CommandError(f"{file} : {invalid}") from invalid
        except framework_library.FrameworkRefused as refusal:
            raise CommandError(f"{file} : {refusal}") from refusal
        return json.dumps({"code": framework.code, "version": framework.version, "created": created})
