"""Whether what was published is still what it was: every file, its record, the journal, and back."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.utils.translation import gettext as _

from evalprog.system_errors import reason
from evaluations.models import DossierPart, Event, Report
from evaluations.reports import store

PUBLISHING = ("publish", "record_published_elsewhere")


@dataclass(frozen=True, slots=True)
class FileDamage:
    """``report``: public id, empty for a file that no record names."""

    report: str
    sha256: str
    sentence: str


def file_damages() -> Iterator[FileDamage]:
    """Files changed or missing, records that the journal does not confirm, files without a record (INV-P1)."""
    recorded = _recorded()
    named = set()
    for report in Report.objects.exclude(pdf_sha256="").defer("content", "search").order_by("pk").iterator(500):
        named.add(report.pdf_sha256)
        yield from _wrong_with(report)
        if report.published_on and recorded.get(report.public_id) != (report.sha256, report.pdf_sha256):
            sentence = _("les empreintes de ce rapport ne sont pas celles que le journal connaît.")
            yield FileDamage(report.public_id, report.pdf_sha256, sentence)
    named.update(DossierPart.objects.exclude(sha256="").values_list("sha256", flat=True))
    for sha256 in store.kept_files():
        if sha256 not in named:
            yield FileDamage("", sha256, _("aucun rapport ni dossier ne nomme ce fichier."))


def files_checked() -> int:
    return Report.objects.exclude(pdf_sha256="").count()


def _wrong_with(report: Report) -> Iterator[FileDamage]:
    try:
        store.read(report.pdf_sha256)
    except FileNotFoundError:
        yield FileDamage(report.public_id, report.pdf_sha256, _("le fichier de ce rapport manque."))
    except store.FileAltered:
        yield FileDamage(report.public_id, report.pdf_sha256, _("le fichier de ce rapport a été modifié."))
    except OSError as error:
        sentence = _("le fichier de ce rapport ne se lit pas (%(reason)s).") % {"reason": reason(error)}
        yield FileDamage(report.public_id, report.pdf_sha256, sentence)
    except ValueError:
        yield FileDamage(report.public_id, report.pdf_sha256, _("l’empreinte enregistrée n’en est pas une."))


def _recorded() -> dict[str, tuple[str, str]]:
    """The hashes of reading and file that the journal remembers of each published report."""
    details = Event.objects.filter(verb__in=PUBLISHING).values_list("details", flat=True)
    return {d["report"]: (d.get("sha256", ""), d.get("pdf_sha256", "")) for d in details if "report" in d}
