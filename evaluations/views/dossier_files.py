"""The documents of a dossier: their bytes, and their pages as images, in the version that the reader may have.

The institution has every version. The others have those that a deposit names, and learn of no other (INV-C1).
"""

import logging

from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.views.decorators.http import condition, require_safe

from evaluations.enums import DossierKind, FileKind
from evaluations.models import DossierPart
from evaluations.permissions import reads_proposals
from evaluations.reports import dossier_reading, store
from evaluations.views.dossier_place import DossierPlace, number_in, place
from evaluations.views.files import as_attachment
from evaluations.workspace.uploads import page_image

logger = logging.getLogger(__name__)


@require_safe
def dossier_file(request: HttpRequest, public_id: str, part_id: str) -> HttpResponseBase:
    """The document's bytes, to be kept and never shown in place. ``?version=``: of the document; else the current."""
    part = _document(request, public_id, part_id)
    try:
        data = store.read(part.sha256)
    except OSError as error:
        return _unavailable(request, part, error)
    return as_attachment(data, part.file_name, FileKind.PDF)


def _etag(request: HttpRequest, public_id: str, part_id: str, page: int) -> str:
    # Asked before the page is drawn: who may not read it is told so, whatever their browser has kept.
    return f'"{_document(request, public_id, part_id).sha256}-{page}"'


@require_safe
@condition(etag_func=_etag)
def dossier_page(request: HttpRequest, public_id: str, part_id: str, page: int) -> HttpResponse:
    """One page of a document as an image. A browser may keep it, and asks again each time."""
    part = _document(request, public_id, part_id)
    try:
        image = page_image(part.sha256, page) if 1 <= page <= (part.pages or 0) else None
    except OSError as error:
        return _unavailable(request, part, error)
    if image is None:
        raise Http404
    response = HttpResponse(image, content_type="image/png")
    response["X-Content-Type-Options"] = "nosniff"
    response["Cache-Control"] = "private, no-cache"
    return response


def _unavailable(request: HttpRequest, part: DossierPart, error: OSError) -> HttpResponse:
    """A file that is missing or is no longer the one deposited is not served: the operator restores it."""
    logger.error("No file for the part %s of a dossier: %s", part.public_id, type(error).__name__)
    context = {"evaluation": part.evaluation, "part": part}
    response = render(request, "evaluations/dossier/file_unavailable.html", context, status=503)
    response["Cache-Control"] = "no-store"
    return response


def _document(request: HttpRequest, public_id: str, part_id: str) -> DossierPart:
    """:raises Http404: for a document, or a version of it, that this person may not have."""
    here, version = place(request, public_id), number_in(request, "version")
    found = _own(here, part_id, version) if here.standing.contributes else _deposited(here, part_id, version)
    if found is None and version and reads_proposals(here.standing, here.evaluation):
        found = _proposed(here, part_id, version)
    if found is None:
        raise Http404
    found.evaluation = here.evaluation
    return found


def _own(here: DossierPlace, part_id: str, version: int | None) -> DossierPart | None:
    part = here.evaluation.dossier.filter(public_id=part_id, kind=DossierKind.DOCUMENT).first()
    if part is None:
        return _deposited(here, part_id, version)  # taken away since
    if version in (None, part.version):
        return part
    file = part.files.filter(number=version).first()
    if file is None:
        return None
    part.file_name, part.sha256, part.pages = file.file_name, file.sha256, file.pages
    return part


def _deposited(here: DossierPlace, part_id: str, version: int | None) -> DossierPart | None:
    """In the last deposit, or in the last that names that version."""
    snapshots = dossier_reading.deposits(here.evaluation)
    if version is None:
        snapshots = snapshots[:1]
    is_kept = False
    for snapshot in snapshots:
        is_kept = True
        piece = snapshot.reading.piece(part_id)
        if piece and piece.kind == DossierKind.DOCUMENT and version in (None, piece.version):
            return dossier_reading.part_as_deposited(DossierPart(public_id=part_id), piece)
    if is_kept or version not in (None, 1):
        return None
    return here.evaluation.dossier.filter(public_id=part_id, kind=DossierKind.DOCUMENT).first()


def _proposed(here: DossierPlace, part_id: str, version: int) -> DossierPart | None:
    """In the changes that the institution has sent: those who decide of them look at the document."""
    for proposal in here.evaluation.dossier_proposals.all():
        piece = proposal.reading.piece(part_id)
        if piece and piece.kind == DossierKind.DOCUMENT and piece.version == version:
            return dossier_reading.part_as_deposited(DossierPart(public_id=part_id), piece)
    return None
