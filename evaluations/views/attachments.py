"""Files that the institution joins: adding, taking away, bringing back, and handing them out to those who may read."""

import logging
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBadRequest
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from evaluations import permissions
from evaluations.enums import FileKind
from evaluations.forms.observations import FileForm
from evaluations.models import Attachment, Evaluation
from evaluations.reports import store
from evaluations.standing import standing_of
from evaluations.views.files import as_attachment
from evaluations.views.observations import PAGE, place, show_boxes
from evaluations.workspace import attachments, observations
from evaluations.workspace.refusal import Refused

logger = logging.getLogger(__name__)

GESTURES = {"remove": attachments.take_away, "restore": attachments.bring_back}


@require_POST
def observation_file_add(request: HttpRequest, public_id: str) -> HttpResponse:
    """A file joined to the letter being prepared."""
    here = place(request, public_id, house=True)
    permissions.allow(here.prepares, str(observations.NOT_NOW))
    form = FileForm(request.POST, request.FILES)
    if not form.is_valid():
        return show_boxes(request, here, forms={"file": form}, status=422)
    said = form.cleaned_data
    try:
        letter = observations.begun(here.evaluation, by=request.user)
        file = attachments.attach(letter, said["file"], title=said["title"], **_hand(request))
    except Refused as refusal:
        form.add_error(None, str(refusal))
        return show_boxes(request, here, forms={"file": form}, status=409)
    messages.success(request, _("« %(file)s » est joint.") % {"file": file})
    return redirect(f"{here.evaluation.get_absolute_url()}observations/#pieces")


@require_POST
def observation_file_act(request: HttpRequest, public_id: str, attachment_id: str) -> HttpResponse:
    """One gesture of ``GESTURES`` on one file of the letter being prepared."""
    here = place(request, public_id, house=True)
    files = Attachment.objects.filter(evaluation=here.evaluation, observation__isnull=False)
    file = get_object_or_404(files.select_related("observation__evaluation"), public_id=attachment_id)
    gesture = request.POST.get("gesture", "")
    if gesture not in GESTURES:
        return HttpResponseBadRequest(_("Ce geste n’existe pas."))
    try:
        GESTURES[gesture](file, **_hand(request))
    except Refused as refusal:
        messages.error(request, str(refusal))
        return redirect(PAGE, public_id)
    done = (
        _("La pièce est retirée ; elle peut être remise jusqu’au dépôt.")
        if file.removed_at
        else _("La pièce est remise.")
    )
    messages.success(request, done)
    return redirect(f"{here.evaluation.get_absolute_url()}observations/#pieces")


@require_safe
def attachment_file(request: HttpRequest, public_id: str, attachment_id: str) -> HttpResponseBase:
    """The file's bytes, to be kept and never shown in place."""
    evaluation = get_object_or_404(
        Evaluation.objects.visible_to(request.user).select_related("programme__institution"), public_id=public_id
    )
    files = evaluation.attachments.select_related("correction", "observation")
    file = get_object_or_404(files, public_id=attachment_id)
    if not permissions.reads_attachment(standing_of(request.user, evaluation), evaluation, file):
        raise Http404
    try:
        data = store.read(file.sha256)
    except (OSError, ValueError) as error:
        return _unavailable(request, evaluation, file, error)
    return as_attachment(data, file.file_name, FileKind(file.kind))


def _hand(request: HttpRequest) -> dict[str, Any]:
    """Whose gesture it is, and when it reached us."""
    return {"by": request.user, "received_at": request.received_at}


def _unavailable(request: HttpRequest, evaluation: Evaluation, file: Attachment, error: Exception) -> HttpResponse:
    """A file that is missing or is no longer the one sent is not served: the operator restores it."""
    logger.error("No file for the attachment %s: %s", file.public_id, type(error).__name__)
    context = {"evaluation": evaluation, "file": file}
    response = render(request, "evaluations/observations/file_unavailable.html", context, status=503)
    response["Cache-Control"] = "no-store"
    return response
