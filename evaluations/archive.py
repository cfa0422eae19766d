"""Whether what was published or deposited is still what it was: every file, its record, the journal, and back."""

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass

from django.db.models import F, Q, QuerySet
from django.utils.translation import gettext as _

from evalprog.system_errors import reason
from evaluations.models import Attachment, DossierFile, DossierPart, Event, Report
from evaluations.reports import store

PUBLISHING = ("publish", "record_published_elsewhere")


@dataclass(frozen=True, slots=True)
class FileDamage:
    """``report``, ``part`` (of a dossier), ``attachment``: public id of what names the file; all are empty when no
    record does."""

    report: str
    sha256: str
    sentence: str
    part: str = ""
    attachment: str = ""


def file_damages() -> Iterator[FileDamage]:
    """Files changed or missing, records that the journal does not confirm, files without a record (INV-P1)."""
    recorded, whose = _recorded(), _("de ce rapport")
    named, standing = set(), set()
    for report in Report.objects.order_by("pk").iterator(100):
        standing.add(report.public_id)
        if report.pdf_sha256:
            named.add(report.pdf_sha256)
            if wrong := _wrong_with(report.pdf_sha256, whose):
                yield FileDamage(report.public_id, report.pdf_sha256, wrong)
        for sentence in _unlike_its_record(report, recorded):
            yield FileDamage(report.public_id, report.pdf_sha256, sentence)
    for report_id, (_sha256, pdf_sha256) in recorded.items():
        if report_id not in standing:
            yield FileDamage(report_id, pdf_sha256, _("ce rapport, que le journal connaît, a été retiré."))
    for part in _documents().only("public_id", "sha256").order_by("pk").iterator(500):
        named.add(part.sha256)
        if wrong := _wrong_with(part.sha256, _("de cette pièce de dossier")):
            yield FileDamage("", part.sha256, wrong, part=part.public_id)
    for file in _earlier_versions().order_by("pk").iterator(500):
        named.add(file.sha256)
        if wrong := _wrong_with(file.sha256, _("de cette version d’une pièce de dossier")):
            yield FileDamage("", file.sha256, wrong)
    for attachment in Attachment.objects.only("public_id", "sha256").order_by("pk").iterator(500):
        named.add(attachment.sha256)
        if wrong := _wrong_with(attachment.sha256, _("de cette pièce jointe")):
            yield FileDamage("", attachment.sha256, wrong, attachment=attachment.public_id)
    for sha256 in store.kept_files():
        if sha256 not in named:
            yield FileDamage("", sha256, _("aucun rapport, dossier ni pièce jointe ne nomme ce fichier."))


def files_checked() -> int:
    published = Report.objects.exclude(pdf_sha256="").count()
    return published + _documents().count() + _earlier_versions().count() + Attachment.objects.count()


def _documents() -> QuerySet[DossierPart]:
    return DossierPart.objects.exclude(sha256="")


def _earlier_versions() -> QuerySet[DossierFile]:
    """The files of documents that were replaced or taken away; the current ones are told with their pieces."""
    return DossierFile.objects.filter(Q(part=None) | ~Q(part__sha256=F("sha256")))


def _wrong_with(sha256: str, whose: str) -> str:
    """One sentence, empty when the file is as it was kept. ``whose``: « de ce rapport »."""
    try:
        store.read(sha256)
    except FileNotFoundError:
        return _("le fichier %(whose)s manque.") % {"whose": whose}
    except store.FileAltered:
        return _("le fichier %(whose)s a été modifié.") % {"whose": whose}
    except OSError as error:
        return _("le fichier %(whose)s ne se lit pas (%(reason)s).") % {"whose": whose, "reason": reason(error)}
    except ValueError:
        return _("l’empreinte enregistrée n’en est pas une.")
    return ""


def _unlike_its_record(report: Report, recorded: dict[str, tuple[str, str]]) -> Iterator[str]:
    """What the row of a frozen report says is what was frozen, what the journal remembers, and what its text says."""
    if hashlib.sha256(report.content.encode()).hexdigest() != report.sha256:
        yield _("le texte figé de ce rapport a été modifié.")
        return
    known = recorded.get(report.public_id)
    if known != (report.sha256, report.pdf_sha256) and (known or report.published_on or report.pdf_sha256):
        yield _("les empreintes de ce rapport ne sont pas celles que le journal connaît.")
    try:
        cover = report.reading.cover
    except ValueError:
        yield _("le texte figé de ce rapport ne se lit pas.")
        return
    said = (cover.title, cover.institution, cover.campaign)
    if (report.title, report.institution, report.campaign) != said:
        yield _("les mentions de ce rapport au registre ne sont pas celles de son texte.")
    day = cover.published.value if cover.published and report.published_on else ""
    if day and report.published_on and day != report.published_on.isoformat():
        yield _("le jour de publication de ce rapport n’est pas celui de son texte.")


def _recorded() -> dict[str, tuple[str, str]]:
    """The hashes of reading and file that the journal remembers of each frozen report."""
    details = Event.objects.filter(details__has_key="report").values_list("details", flat=True)
    proofs = [proof for d in details for proof in (d, d.get("complete")) if proof]
    return {d["report"]: (d.get("sha256", ""), d.get("pdf_sha256", "")) for d in proofs}
