"""Whether a file is one that was published: by its hash, or, of one that is not, by what it says that it is.

Only what is published is known here. The hash of a report that is being written, of a complete version, of a document
of a dossier is answered like one that nobody ever saw (INV-C6).
"""

import hashlib
import html
import re
import zlib
from collections.abc import Iterator
from dataclasses import dataclass

from django.db.models import QuerySet

from evalprog.text import one_line
from evaluations.models import Report
from evaluations.reports import store

MAX_BYTES = 20_000_000
_SHA256 = re.compile(r"[0-9a-f]{64}")
_METADATA = re.compile(rb"/Type\s{0,20}/Metadata\b[^>]{0,200}>>\s{0,20}stream\r?\n")
_TITLE = re.compile(r".{0,200}?<rdf:li[^>]{0,200}>(.{1,2000}?)</rdf:li>", re.DOTALL)
_MOST_PACKED, _MOST_UNPACKED = 200_000, 1_000_000  # bytes of one piece of metadata
_MOST_PIECES, _MOST_ALIKE = 10, 20


@dataclass(frozen=True, slots=True)
class Found:
    """What is known of a file. ``report``: the one that it is. ``alike``: the one that it says it is, and is not;
    ``added``: the bytes that follow the published file in it; ``cut``: it is its beginning."""

    sha256: str
    report: Report | None = None
    newer: Report | None = None
    alike: Report | None = None
    added: int = 0
    cut: bool = False


def is_hash(text: str) -> bool:
    return _SHA256.fullmatch(text) is not None


def look_up(sha256: str) -> Found:
    """By the hash alone, in two queries at most."""
    report = _published().filter(pdf_sha256=sha256).order_by("-published_on", "-pk").first()
    return Found(sha256, report, _newer(report)) if report else Found(sha256)


def examine(data: bytes) -> Found:
    """By all its bytes. Nothing of it is kept."""
    found = look_up(hashlib.sha256(data).hexdigest())
    if found.report is not None:
        return found
    for report in _bearing(list(titles(data))):
        if report.pdf_size and len(data) > report.pdf_size:
            if hashlib.sha256(data[: report.pdf_size]).hexdigest() == report.pdf_sha256:
                return Found(found.sha256, newer=_newer(report), alike=report, added=len(data) - report.pdf_size)
        elif _begins(report, data):
            return Found(found.sha256, newer=_newer(report), alike=report, cut=True)
        found = Found(found.sha256, newer=_newer(report), alike=report) if found.alike is None else found
    return found


def titles(data: bytes) -> Iterator[str]:
    """The titles that a PDF gives itself in its metadata. No parser is fed with the file: of a damaged one, too, what
    can be read is read, and no more than a little is unpacked."""
    for place in list(_METADATA.finditer(data))[:_MOST_PIECES]:
        packed = data[place.end() : place.end() + _MOST_PACKED]
        try:
            piece = zlib.decompressobj().decompress(packed, _MOST_UNPACKED)
        except zlib.error:
            piece = packed
        # One look, at the only place where a title stands: a file made for it would have us look for minutes.
        _before, _tag, after = piece.decode(errors="replace").partition("<dc:title>")
        if said := _TITLE.match(after):
            yield one_line(html.unescape(said[1]))


def _bearing(said: list[str]) -> list[Report]:
    """The published reports of that title, which follows the name of the document: « Rapport : Licence X »."""
    ends = {title[at:].strip() for title in said for at in _beginnings(title)}
    return list(_published().filter(title__in=ends).order_by("-published_on", "-pk")[:_MOST_ALIKE]) if ends else []


def _beginnings(title: str) -> list[int]:
    return [0, *(place.end() for place in re.finditer(":", title))][:10]


def _begins(report: Report, data: bytes) -> bool:
    try:
        return store.read(report.pdf_sha256).startswith(data)
    except (OSError, ValueError):
        return False


def _newer(report: Report) -> Report | None:
    """The version that stands now, when it is a later one."""
    later = _published().filter(evaluation=report.evaluation_id, version__gt=report.version)
    return later.order_by("-version").first()


def _published() -> QuerySet[Report]:
    return Report.objects.published().defer("content")
