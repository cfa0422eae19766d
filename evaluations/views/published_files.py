"""The published files, and whether a file that somebody has is one of them. Everybody may ask."""

import base64
import io
import logging
from typing import Any

from allauth.core import ratelimit
from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import ImproperlyConfigured
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, JsonResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.cache import get_conditional_response
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_safe

from evaluations.models import Report
from evaluations.reports import seal, store, verification
from evaluations.reports.verification import Found

logger = logging.getLogger(__name__)

_AROUND = 100_000  # bytes of a form around its file


def serve(request: HttpRequest, report: Report) -> HttpResponseBase:
    """The bytes kept at publication, and no others, with their hash (INV-P1)."""
    try:
        data = store.read(report.pdf_sha256)
    except (OSError, ValueError) as error:
        logger.error("No file for the published report %s: %s", report.public_id, type(error).__name__)
        return _unavailable(request, report)
    response = FileResponse(
        io.BytesIO(data),
        content_type="application/pdf",
        filename=f"{slugify(report.title)[:100] or 'rapport'}.pdf",
    )
    response["Cache-Control"] = "public, max-age=3600"
    response["X-Content-Type-Options"] = "nosniff"
    response["ETag"] = f'"{report.pdf_sha256}"'
    # RFC 9530, and the name that it had before.
    digest = base64.b64encode(bytes.fromhex(report.pdf_sha256)).decode()
    response["Repr-Digest"], response["Digest"] = f"sha-256=:{digest}:", f"sha-256={digest}"
    return get_conditional_response(request, etag=response["ETag"], response=response)


@login_not_required
@require_safe
def file_by_hash(request: HttpRequest, sha256: str) -> HttpResponseBase:
    """The permanent address of the bytes themselves, whatever becomes of the report's page."""
    published = Report.objects.published().filter(pdf_sha256=sha256).order_by("-published_on", "-pk")
    return serve(request, get_object_or_404(published[:1]))


# Nothing is changed by asking, and a body that is too long has to be refused before it is read.
@csrf_exempt
@login_not_required
@require_http_methods(["GET", "HEAD", "POST"])
def verify(request: HttpRequest) -> HttpResponse:
    """A file is looked at and forgotten. With scripts it does not even leave its machine: its hash is enough."""
    if request.method != "POST":
        return render(request, "evaluations/public/verify.html", {"most": verification.MAX_BYTES})
    sent = _length(request)
    if sent is None or sent > verification.MAX_BYTES + _AROUND:
        return _refused(request, _("Ce fichier est trop lourd : 20 Mo au plus. Donnez plutôt son empreinte."), 413)
    if not ratelimit.consume(request, action="verify_file"):
        return _refused(request, _("Trop de fichiers en peu de temps : attendez une minute."), 429)
    file = request.FILES.get("file")
    if file is None:
        typed = "".join(request.POST.get("sha256", "").split()).lower()  # certutil puts spaces between the bytes
        if verification.is_hash(typed):
            return _answer(request, verification.look_up(typed))
        return _refused(request, _("Choisissez un fichier, ou donnez une empreinte de 64 chiffres et lettres."), 422)
    return _answer(request, verification.examine(file.read(verification.MAX_BYTES + 1)), examined=True)


@login_not_required
@require_safe
def verify_hash(request: HttpRequest, sha256: str) -> HttpResponse:
    """Some tools write it in capitals: one address answers, in small letters, and the other leads there.

    :raises Http404: for what is no SHA-256.
    """
    small = sha256.lower()
    if not verification.is_hash(small):
        raise Http404
    if small != sha256:
        asked = request.META.get("QUERY_STRING", "")
        address = reverse("evaluations:report-verify-hash", args=[small])
        return redirect(f"{address}?{asked}" if asked else address, permanent=True)
    return _answer(request, verification.look_up(sha256))


def _answer(request: HttpRequest, found: Found, *, examined: bool = False) -> HttpResponse:
    if _wants_json(request):
        response: HttpResponse = JsonResponse(_as_data(request, found))
    else:
        context = {"found": found, "examined": examined, "most": verification.MAX_BYTES, "sealed": _seal_of(found)}
        response = render(request, "evaluations/public/verify.html", context)
    response["Cache-Control"] = "no-store"
    return response


def _seal_of(found: Found) -> str:
    """What there is to say of the seal of a file that is published; nothing where files are not sealed."""
    if found.report is None or not seal.is_wanted():
        return ""
    try:
        return seal.verdict(store.read(found.report.pdf_sha256))
    except (OSError, ValueError, ImproperlyConfigured, ImportError) as error:
        logger.error("The seal cannot be looked at: %s", error)
        return ""


def _wants_json(request: HttpRequest) -> bool:
    asked = request.GET.get("format")
    return (
        asked == "json"
        if asked
        else request.get_preferred_type(["text/html", "application/json"]) == ("application/json")
    )


def _as_data(request: HttpRequest, found: Found) -> dict[str, Any]:
    alike = found.alike.get_absolute_url() if found.alike else None
    return {
        "sha256": found.sha256,
        "known": found.report is not None,
        "report": _report_as_data(request, found) if found.report else None,
        "resembles": request.build_absolute_uri(alike) if alike else None,
    }


def _report_as_data(request: HttpRequest, found: Found) -> dict[str, Any]:
    report, newer = found.report, found.newer
    return {
        "id": report.public_id,
        "title": report.title,
        "institution": report.institution,
        "version": report.version,
        "published_on": report.published_on.isoformat(),
        "url": request.build_absolute_uri(report.get_absolute_url()),
        "pdf_url": request.build_absolute_uri(report.get_pdf_url()),
        "size": report.pdf_size,
        "current": newer is None,
        "replaced_by": request.build_absolute_uri(newer.get_absolute_url()) if newer else None,
    }


def _length(request: HttpRequest) -> int | None:
    """Of the body, as its head says it; where it says nothing Django reads nothing."""
    said = request.META.get("CONTENT_LENGTH") or "0"
    return int(said) if said.isascii() and said.isdigit() and len(said) < 20 else None


def _refused(request: HttpRequest, sentence: str, status: int) -> HttpResponse:
    context = {"refused": sentence, "most": verification.MAX_BYTES}
    return render(request, "evaluations/public/verify.html", context, status=status)


def _unavailable(request: HttpRequest, report: Report) -> HttpResponse:
    """A file that is missing or is no longer the one published is not served: the operator restores it."""
    response = render(request, "503.html", {"report": report}, status=503)
    response["Cache-Control"] = "no-store"
    return response
