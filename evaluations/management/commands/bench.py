"""Measure what the product costs, against its budgets."""

import json

from django.core.management.base import BaseCommand, CommandError
from django.db.models.functions import Length
from django.utils.translation import gettext as _

from evaluations import benchmarks
from evaluations.models import Report

OF_A_REPORT = ("render_one", "render_bulk", "render_again", "render_slope", "merge_100", "render_memory")
OF_PAGES = ("page_report",)
OF_WRITING = ("page_criterion", "save_criterion")
OF_THE_REGISTER = tuple(benchmarks.SEARCHES)
OF_PROGRAMMES = benchmarks.PROGRAMME_PAGES
OF_IMPORTS = tuple(benchmarks.IMPORTS)
NAMES = (*OF_A_REPORT, *OF_PAGES, *OF_WRITING, *OF_PROGRAMMES, *OF_THE_REGISTER, *OF_IMPORTS)
LONG = {"render_memory", *OF_THE_REGISTER}  # five hundred reports printed, twenty thousand searched


class Command(BaseCommand):
    help = _(
        "Mesure le coût de la mise en page, de la page d’écriture, de l’enregistrement, des formations, du registre et "
        "des imports, "
        "rapporté à celui de l’outil nu ; échoue quand un budget est dépassé."
    )

    def add_arguments(self, parser) -> None:
        parser.add_argument("--json", action="store_true", help=_("seulement du JSON sur la sortie"))
        parser.add_argument(
            "--only", nargs="+", choices=NAMES, metavar="NOM", help=_("ces mesures seulement : ") + ", ".join(NAMES)
        )
        parser.add_argument("--all", action="store_true", help=_("les mesures longues aussi (une demi-heure)"))
        parser.add_argument("--report", metavar="ID", help=_("le rapport à mettre en page ; le plus long, sinon"))

    def handle(self, *, report: str | None, only: list[str] | None, **options) -> None:
        wanted = only or [name for name in NAMES if options["all"] or name not in LONG]
        chosen = _report(report) if set(wanted) & {*OF_A_REPORT, *OF_PAGES} else None
        results = {name: getattr(benchmarks, name)(chosen.reading) for name in OF_A_REPORT if name in wanted}
        results |= {name: getattr(benchmarks, name)(chosen) for name in OF_PAGES if name in wanted}
        if set(wanted) & set(OF_WRITING):
            written = benchmarks.measure_writing()
            results |= {name: written[name] for name in OF_WRITING if name in wanted}
        if set(wanted) & set(OF_PROGRAMMES):
            described = benchmarks.measure_programmes()
            results |= {name: described[name] for name in OF_PROGRAMMES if name in wanted}
        if set(wanted) & set(OF_THE_REGISTER):
            searched = benchmarks.measure_register()
            results |= {name: searched[name] for name in OF_THE_REGISTER if name in wanted}
        if set(wanted) & set(OF_IMPORTS):
            imported = benchmarks.measure_importing()
            results |= {name: imported[name] for name in OF_IMPORTS if name in wanted}
        if options["json"]:
            self.stdout.write(json.dumps({"environment": benchmarks.environment(), "results": results}, indent=2))
        else:
            for name, result in results.items():
                self.stdout.write(f"{name} : {' · '.join(f'{key} {value}' for key, value in result.items())}")
        exceeded = [name for name, result in results.items() if benchmarks.is_exceeded(result)]
        if exceeded:
            raise CommandError(
                _("Budget dépassé de plus de 10 %% : %(names)s. Mesurez de nouveau sur une machine au repos.")
                % {"names": ", ".join(exceeded)}
            )


def _report(public_id: str | None) -> Report:
    if public_id:
        reports = Report.objects.filter(public_id=public_id)
        problem = _("Aucun rapport ne porte l’identifiant « %(id)s » ; vérifiez-le.") % {"id": public_id}
    else:
        reports = Report.objects.published().order_by(Length("content").desc(), "pk")
        problem = _("Aucun rapport n’est publié : chargez la démonstration, ou publiez-en un, puis mesurez.")
    found = reports.first()
    if found is None:
        raise CommandError(problem)
    return found
