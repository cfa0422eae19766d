"""The receipt of what the institution filed: number, instants, hashes; and whether a file is one of those filed."""

import datetime as dt
import hashlib
from typing import Any
from zoneinfo import ZoneInfo

from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from evalprog import deadlines
from evalprog.clock import PARIS
from evaluations import permissions
from evaluations.forms.observations import VerifyForm
from evaluations.models import Event, Observation
from evaluations.views.observations import Place, keeps_receipts, place

_FILING = ("file_observations", "waive_observations")


@require_http_methods(["GET", "HEAD", "POST"])
def observations_receipt(request: HttpRequest, public_id: str, number: int) -> HttpResponse:
    """``number``: the round of the letter. A file that is sent is compared and forgotten."""
    here = place(request, public_id)
    permissions.allow(
        keeps_receipts(here.standing), _("L’accusé de réception se lit par l’établissement et par l’agence.")
    )
    letter = get_object_or_404(Observation.objects.filed(), evaluation=here.evaluation, round=number)
    letter.evaluation = here.evaluation
    acts = here.evaluation.events.filter(verb__in=_FILING, details__receipt=letter.receipt)
    event = get_object_or_404(acts)  # none: read from a report that was published elsewhere
    files = list(letter.attachments.joined().order_by("position"))
    sent = request.FILES.get("file") if request.method == "POST" else None
    context = {
        "evaluation": here.evaluation,
        "letter": letter,
        "event": event,
        "files": files,
        "instants": _instants(here, letter, event),
        "form": VerifyForm(),
        "asked": request.method == "POST",
        "compared": _compared(sent, files) if sent else None,
    }
    return render(
        request, "evaluations/observations/receipt.html", context, status=422 if context["asked"] and not sent else 200
    )


def _instants(here: Place, letter: Observation, event: Event) -> list[tuple[str, list[tuple[str, str, dt.datetime]]]]:
    """« Reçu », « enregistré »: each in UTC, in Paris, and where the institution is if its time is another."""
    received = letter.received_at or event.at
    zone = here.evaluation.programme.institution.timezone
    return [(_("Reçu par le site"), _in_zones(received, zone)), (_("Enregistré au journal"), _in_zones(event.at, zone))]


def _in_zones(instant: dt.datetime, timezone: str) -> list[tuple[str, str, dt.datetime]]:
    zones = [(_("UTC"), dt.UTC), (_("heure de Paris"), PARIS)]
    local = ZoneInfo(timezone)
    if instant.astimezone(local).utcoffset() != instant.astimezone(PARIS).utcoffset():
        zones.append((_("heure de l’établissement"), local))
    return [(name, deadlines.moment(instant.astimezone(zone)), instant) for name, zone in zones]


def _compared(sent: UploadedFile, files: list) -> dict[str, Any]:
    """Whether it is one of those filed, by its hash alone; nothing of it is kept."""
    digest = hashlib.sha256()
    for chunk in sent.chunks():
        digest.update(chunk)
    sha256 = digest.hexdigest()
    same = next((file for file in files if file.sha256 == sha256), None)
    return {"sha256": sha256, "file": same, "rank": files.index(same) + 1 if same else 0}
