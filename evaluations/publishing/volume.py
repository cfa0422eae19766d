"""The published reports of a campaign bound in one volume, with its table of contents: a copy for reading.

The files are put one after the other, which takes a hundredth of the time that printing them takes, and loses what only
the files themselves have: their structure for screen readers. The volume says so, and gives their addresses.
"""

import hashlib
import io
import json
import os
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import suppress
from enum import StrEnum
from pathlib import Path

import pikepdf
from django.conf import settings
from django_tasks import TaskResultStatus, task
from django_tasks_db.models import DBTaskResult
from pikepdf import Array, Dictionary, Name, OutlineItem

from evaluations.models import Campaign, Report
from evaluations.publishing import bundle
from evaluations.reports import press, shelf, store

LINK = "volume:"  # the address of a line of the contents, before it is a place in the volume


def path(campaign: Campaign) -> Path | None:
    """The volume of what is published today, if it is bound."""
    file = _path(_name(campaign, bundle.published(campaign)))
    return file if file.exists() else None


class Asked(StrEnum):
    """What became of the volume that was asked for last."""

    NOTHING = ""  # it is bound, or nobody asked
    UNDER_WAY = "UNDER_WAY"
    FAILED = "FAILED"  # the queue tries a few times again


def asked(campaign: Campaign) -> Asked:
    """One question, for the page of who asked."""
    asked_for = DBTaskResult.objects.filter(task_path=bind.module_path, args_kwargs__args=[campaign.pk])
    status = asked_for.order_by("-enqueued_at").values_list("status", flat=True).first()
    if status in (TaskResultStatus.READY, TaskResultStatus.RUNNING):
        return Asked.UNDER_WAY
    return Asked.FAILED if status == TaskResultStatus.FAILED else Asked.NOTHING


@task()
def bind(campaign_id: int) -> None:
    """Bind the volume of what is published today; nothing, when it is there.

    :raises OSError: when a published file is missing, or is no longer the one published, or the disk refuses.
    :raises NotPrinted: when the table of contents cannot be laid out.
    """
    campaign = Campaign.objects.get(pk=campaign_id)
    reports = bundle.published(campaign)
    file = _path(_name(campaign, reports))
    if not reports or file.exists():
        return
    file.parent.mkdir(parents=True, exist_ok=True)
    number, name = tempfile.mkstemp(prefix=".", dir=file.parent)
    os.close(number)
    try:
        write(campaign.title, reports, Path(name))
        os.chmod(name, 0o644)
        os.replace(name, file)
    except BaseException:
        with suppress(FileNotFoundError):
            os.unlink(name)
        raise
    _tidy(path(campaign) or file)  # another may have bound a newer one meanwhile


def _tidy(file: Path) -> None:
    """Away with the volumes of what was published before, and with what binders that died had begun."""
    for other in file.parent.iterdir():
        with suppress(FileNotFoundError):
            is_old = other.suffix == ".pdf" or other.stat().st_mtime < time.time() - store.ABANDONED_AFTER
            if is_old and other != file:
                other.unlink()


def write(title: str, reports: Sequence[Report], file: Path) -> None:
    """The volume: its contents, then the reports, each numbered as it numbers itself in the whole."""
    with pikepdf.new() as volume:
        starts = [_append(volume, store.read(report.pdf_sha256)) for report in reports]
        with pikepdf.open(io.BytesIO(_contents(title, reports, starts))) as contents:
            front = len(contents.pages)
            for place, page in enumerate(contents.pages):
                volume.pages.insert(place, page)
        _lead(volume, front, starts)
        with volume.open_outline() as outline:
            for report, start in zip(reports, starts, strict=True):
                outline.root.append(OutlineItem(_line(report), front + start))
        volume.Root.PageLabels = Dictionary(Nums=Array([0, Dictionary(S=Name("/r")), front, Dictionary(S=Name("/D"))]))
        volume.Root.PageMode = Name.UseOutlines
        volume.Root.Lang = pikepdf.String("fr")
        with volume.open_metadata(set_pikepdf_as_editor=False) as told:
            told["dc:title"] = title
        volume.Root.ViewerPreferences = Dictionary(DisplayDocTitle=True)
        volume.save(file, deterministic_id=True)


def _append(volume: pikepdf.Pdf, data: bytes) -> int:
    """Where the report begins, counted in pages from the first of the first report."""
    start = len(volume.pages)
    with pikepdf.open(io.BytesIO(data)) as report:
        volume.add_pages_from(report)  # with the places to which their own contents lead
    return start


def _contents(title: str, reports: Sequence[Report], starts: Sequence[int]) -> bytes:
    lines = [
        {"institution": report.institution, "title": report.title, "page": start + 1, "link": f"{LINK}{start}"}
        for report, start in zip(reports, starts, strict=True)
    ]
    return press.printed_contents(json.dumps({"title": title, "lines": lines}, ensure_ascii=False))


def _lead(volume: pikepdf.Pdf, front: int, starts: Sequence[int]) -> None:
    """The links of the contents, which were addresses, lead to pages."""
    pages = [volume.pages[front + start].obj for start in starts]
    places = {f"{LINK}{start}": page for start, page in zip(starts, pages, strict=True)}
    for link in _links(volume, front):
        address = str(link.A.URI)
        if address in places:
            del link.A
            link.Dest = Array([places[address], Name.Fit])


def _links(volume: pikepdf.Pdf, front: int) -> Iterator[pikepdf.Object]:
    for page in volume.pages[:front]:
        for link in page.obj.get("/Annots", []):
            if "/A" in link and "/URI" in link.A:
                yield link


def _line(report: Report) -> str:
    return f"{report.institution} – {report.title}"


def _name(campaign: Campaign, reports: Sequence[Report]) -> str:
    told = [shelf.edition(), campaign.title, *(f"{report.pdf_sha256} {_line(report)}" for report in reports)]
    return f"{campaign.public_id}/{hashlib.sha256(chr(10).join(told).encode()).hexdigest()}.pdf"


def _path(name: str) -> Path:
    return Path(settings.MEDIA_ROOT) / "volumes" / name
