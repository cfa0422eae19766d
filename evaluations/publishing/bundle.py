"""The published reports of a campaign in one archive, with the hash of each: written while it is being sent."""

import datetime as dt
import io
import zipfile
from collections.abc import Iterator

from django.utils.text import slugify
from django.utils.translation import gettext as _

from evalprog import sheets
from evaluations.models import Campaign, Report
from evaluations.reports import store

MANIFEST, LIST = "SHA256SUMS", "rapports.csv"
_FIRST_DAY = dt.date(1980, 1, 1)
LONGEST_NAME = 80  # letters of a title or of an institution


def published(campaign: Campaign) -> list[Report]:
    """Every version, in the order of the archive."""
    reports = Report.objects.published().filter(evaluation__campaign=campaign).defer("content")
    return list(reports.order_by("institution", "title", "version", "pk"))


def archive(reports: list[Report], address: str) -> Iterator[bytes]:
    """The bytes of a ZIP: the files as they were published, then ``SHA256SUMS``, which « sha256sum -c » reads, and a
    list of the reports. ``address``: of the site, before the addresses of the reports.

    :raises OSError: when a file is missing or is no longer the one published: an archive that is cut is no archive.
    """
    out = _Pieces()
    with zipfile.ZipFile(out, "w") as whole:
        for report in reports:
            whole.writestr(_entry(file_name(report), report.published_on), store.read(report.pdf_sha256))
            yield out.taken()
        sums = "".join(f"{report.pdf_sha256}  {file_name(report)}\n" for report in reports)
        last = max((report.published_on for report in reports), default=_FIRST_DAY)
        whole.writestr(_entry(MANIFEST, last), sums)
        whole.writestr(_entry(LIST, last), _list(reports, address))
    yield out.taken()


def file_name(report: Report) -> str:
    """« universite-de-technologie/licence-…-v1-a1b2c3.pdf »: names that any system takes, each of them once."""
    institution = slugify(report.institution)[:LONGEST_NAME] or "etablissement"
    title = slugify(report.title)[:LONGEST_NAME] or "rapport"
    return f"{institution}/{title}-v{report.version}-{report.public_id}.pdf"


def _list(reports: list[Report], address: str) -> str:
    header = (_("fichier"), _("intitulé"), _("établissement"), _("version"), _("publié le"), "SHA-256", _("adresse"))
    rows = [
        (
            file_name(report),
            report.title,
            report.institution,
            report.version,
            report.published_on.isoformat(),
            report.pdf_sha256,
            address + report.get_absolute_url(),
        )
        for report in reports
    ]
    return sheets.as_csv(header, rows)


def _entry(name: str, day: dt.date) -> zipfile.ZipInfo:
    """Of the day of publication, so that the same reports give the same archive. Its calendar begins in 1980."""
    day = max(day, _FIRST_DAY)
    return zipfile.ZipInfo(name, (day.year, day.month, day.day, 0, 0, 0))


class _Pieces(io.RawIOBase):
    """What was written since it was last taken. An archive that is sent cannot be gone back into."""

    def __init__(self) -> None:
        self._pieces: list[bytes] = []
        self._written = 0

    def writable(self) -> bool:
        return True

    def write(self, data) -> int:
        self._pieces.append(bytes(data))
        self._written += len(data)
        return len(data)

    def tell(self) -> int:
        return self._written

    def taken(self) -> bytes:
        pieces, self._pieces = self._pieces, []
        return b"".join(pieces)
