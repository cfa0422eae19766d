"""Write the PDF of a report."""

from pathlib import Path

from django.core.management.base import BaseCommand, CommandError
from django.utils import translation
from django.utils.translation import gettext as _

from evalprog.dates import long_date
from evalprog.system_errors import reason
from evaluations.content import ArchiveNotice
from evaluations.enums import ReportKind
from evaluations.models import Evaluation, Report
from evaluations.reports import press, reading, store
from evaluations.reports.printer import ACCESSIBLE, ARCHIVAL, PUBLISHED

VARIANTS = (ACCESSIBLE, ARCHIVAL)
# The later the further. A complete edition has to be asked for by its own identifier.
KINDS = (ReportKind.DRAFT, ReportKind.PROVISIONAL, ReportKind.FINAL)


class Command(BaseCommand):
    help = "Écrit le PDF d’un rapport : les octets conservés s’il est publié, sinon une copie marquée comme telle."

    def add_arguments(self, parser) -> None:
        parser.add_argument("id", metavar="ID", help="identifiant de l’évaluation, ou du rapport")
        parser.add_argument("--output", type=Path, required=True, metavar="FICHIER.pdf")
        parser.add_argument("--kind", choices=[kind.lower() for kind in KINDS], help=_("la plus avancée, sinon"))
        parser.add_argument("--variant", choices=VARIANTS, help=_("pdf/a-3a, sinon"))
        parser.add_argument("--archive", metavar="NOM", help=_("met la page de garde de cette archive ouverte devant"))

    def handle(
        self, *, id: str, output: Path, kind: str | None, variant: str | None, archive: str | None = None, **options
    ) -> None:
        wanted = ReportKind(kind.upper()) if kind else None
        data = _for_archive(id, archive) if archive else _pdf(id, wanted, variant)
        try:
            output.write_bytes(data)
        except OSError as error:
            raise CommandError(
                _("%(output)s ne peut pas être écrit (%(reason)s) ; donnez un autre emplacement.")
                % {"output": output, "reason": reason(error)}
            ) from error
        self.stdout.write(str(output))


def _pdf(public_id: str, kind: ReportKind | None, variant: str | None) -> bytes:
    """The stored bytes; another variant or a report without file is laid out now from its frozen reading; what is not
    frozen yet is laid out as it stands and marked as a working copy."""
    report = _report(public_id, kind)
    if report is None:
        evaluation = _evaluation(public_id)
        content = reading.read(evaluation, kind=kind or ReportKind.DRAFT)
        return _printed(press.Order(content, variant or PUBLISHED, _("Copie de travail")))
    if report.pdf_sha256 and variant is None:
        return _kept(report)
    return _printed(press.Order(report.reading, variant or PUBLISHED))


def _printed(order: press.Order) -> bytes:
    try:
        return press.printed(order.reading, variant=order.variant, marked=order.marked, notice=order.notice)
    except press.NotPrinted as why:
        raise CommandError(str(why)) from why


def _for_archive(public_id: str, archive: str) -> bytes:
    """A published report behind the first page that an open archive puts before what it keeps."""
    report = _report(public_id, ReportKind.FINAL)
    if report is None or report.published_on is None:
        raise CommandError(_("Seul un rapport publié se dépose dans une archive."))
    content = report.reading
    cover, day = content.cover, long_date(report.published_on, content.language)
    with translation.override(content.language):
        lines = [
            (_("Identifiant"), report.evaluation.hal_id),
            (_("Version"), str(report.version)),
            (_("Publié le"), day),
            (_("Empreinte (SHA-256)"), report.sha256),
        ]
        words = {"agency": cover.agency_name or cover.agency, "document": cover.document, "title": cover.title}
        words |= {"institution": cover.institution, "year": report.published_on.year}
        citation = _("%(agency)s, %(document)s : %(title)s, %(institution)s, %(year)s.") % words
    notice = ArchiveNotice(archive, tuple(line for line in lines if line[1]), citation)
    return _printed(press.Order(content, notice=notice))


def _kept(report: Report) -> bytes:
    try:
        return store.read(report.pdf_sha256)
    except (OSError, ValueError) as error:
        raise CommandError(
            _("Le fichier publié du rapport %(id)s manque ou a changé ; verify_archive dit comment, restaurez-le.")
            % {"id": report.public_id}
        ) from error


def _report(public_id: str, kind: ReportKind | None) -> Report | None:
    """The frozen report with that identifier, or the furthest (or of that kind) of the evaluation that has it."""
    if report := Report.objects.filter(public_id=public_id).first():
        return report
    reports = _evaluation(public_id).reports.filter(kind__in=[kind] if kind else KINDS)
    return max(reports, key=lambda report: (KINDS.index(report.kind), report.version), default=None)


def _evaluation(public_id: str) -> Evaluation:
    evaluation = Evaluation.objects.filter(public_id=public_id).first()
    if evaluation is None:
        raise CommandError(
            _("Aucune évaluation ni aucun rapport ne porte l’identifiant « %(id)s » ; vérifiez-le.") % {"id": public_id}
        )
    return evaluation
