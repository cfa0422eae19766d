"""Publishing a campaign: what is ready, what is not and why, how far the publication has come, what is taken away."""

import logging

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import FileResponse, HttpRequest, HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from evaluations.enums import PublicationOutcome
from evaluations.models import Campaign, PublicationRun, Report
from evaluations.permissions import allow
from evaluations.publishing import bundle, ready, runs, volume
from evaluations.reports import store
from evaluations.transitions import TransitionRefused
from evaluations.views.campaigns import known_campaign

logger = logging.getLogger(__name__)

ROWS_A_PAGE = 50
SHOWN_READY = 20


@require_safe
def campaign_publication(request: HttpRequest, public_id: str) -> HttpResponse:
    return _page(request, known_campaign(request, public_id))


@require_POST
def publication_start(request: HttpRequest, public_id: str) -> HttpResponse:
    campaign = known_campaign(request, public_id)
    try:
        runs.start(campaign, by=request.user)
    except TransitionRefused as refusal:
        return _page(request, campaign, str(refusal))
    return redirect("evaluations:campaign-publication", public_id)


@require_POST
def publication_stop(request: HttpRequest, public_id: str) -> HttpResponse:
    campaign = known_campaign(request, public_id)
    allow(runs.can_publish(request.user), _("La présidence de l’agence, ou son délégué, arrête cette publication."))
    if run := campaign.publication_runs.under_way().first():
        runs.stop(run, by=request.user)
        messages.success(
            request,
            _("La publication est arrêtée. Ce qui est publié le reste ; un rapport déjà sous presse paraît encore."),
        )
    return redirect("evaluations:campaign-publication", public_id)


@require_safe
def publication_progress(request: HttpRequest, public_id: str) -> HttpResponse:
    """The part of the page that moves, for the page to put in its place."""
    campaign = known_campaign(request, public_id)
    run = campaign.publication_runs.select_related("asked_by").first()
    context = _progress(request, campaign, run) if run else {}
    return render(request, "evaluations/publishing/progress.html", context)


@require_safe
def campaign_archive(request: HttpRequest, public_id: str) -> HttpResponseBase:
    """Written while it is sent. What is missing is told before anything is sent."""
    campaign = known_campaign(request, public_id)
    reports = bundle.published(campaign)
    if refused := _not_there(reports):
        return _page(request, campaign, refused)
    address = request.build_absolute_uri("/").rstrip("/")
    response = StreamingHttpResponse(bundle.archive(reports, address), content_type="application/zip")
    response["Content-Disposition"] = f'attachment; filename="rapports-{campaign.public_id}.zip"'
    return _private(response)


@require_POST
def volume_bind(request: HttpRequest, public_id: str) -> HttpResponse:
    campaign = known_campaign(request, public_id)
    if refused := _not_there(bundle.published(campaign)):
        return _page(request, campaign, refused)
    volume.bind.enqueue(campaign.pk)
    messages.success(request, _("Le volume se prépare : il sera sur cette page dans quelques minutes."))
    return redirect("evaluations:campaign-publication", public_id)


@require_safe
def campaign_volume(request: HttpRequest, public_id: str) -> HttpResponseBase:
    campaign = known_campaign(request, public_id)
    file = volume.path(campaign)
    if file is None:  # a report was published since
        messages.info(request, _("Le volume n’est plus à jour, ou n’est pas encore prêt : préparez-le."))
        return redirect("evaluations:campaign-publication", public_id)
    response = FileResponse(
        file.open("rb"),
        content_type="application/pdf",
        as_attachment=True,
        filename=f"volume-{campaign.public_id}.pdf",
    )
    return _private(response)


def _private(response: HttpResponseBase) -> HttpResponseBase:
    response["X-Content-Type-Options"] = "nosniff"
    response["Cache-Control"] = "private, no-store"
    return response


def _not_there(reports: list[Report]) -> str:
    """Why nothing can be taken away now; empty when every file is there."""
    if not reports:
        return _("Aucun rapport n’est publié.")
    try:
        missing = next((report for report in reports if not store.exists(report.pdf_sha256)), None)
    except OSError as error:
        logger.error("The published files cannot be read: %s", error)
        return _("Les fichiers publiés ne se lisent pas en ce moment : réessayez plus tard.")
    if missing is None:
        return ""
    return _("Le fichier de « %(title)s » manque : la personne qui administre l’application le restaure.") % {
        "title": missing.title
    }


def _page(request: HttpRequest, campaign: Campaign, refused: str = "") -> HttpResponse:
    waiting = Paginator(ready.not_ready(campaign, request.user), ROWS_A_PAGE).get_page(request.GET.get("page"))
    run = campaign.publication_runs.select_related("asked_by").first()
    standing = ready.ready(campaign, request.user)
    context = {
        "agency": True,
        "campaign": campaign,
        "ready": list(standing[:SHOWN_READY]),
        "ready_count": standing.count(),
        "published_count": ready.seen(campaign, request.user).published().count(),
        "page": waiting,
        "pages": waiting.paginator.get_elided_page_range(waiting.number, on_each_side=2, on_ends=1),
        "rows": list(ready.reasons(waiting.object_list)),
        "volume": volume.path(campaign),
        "volume_asked": volume.asked(campaign),
        "refused": refused,
        **(_progress(request, campaign, run) if run else {"may_publish": runs.can_publish(request.user)}),
    }
    return render(request, "evaluations/publishing/publication.html", context, status=409 if refused else 200)


def _progress(request: HttpRequest, campaign: Campaign, run: PublicationRun) -> dict[str, object]:
    lines = runs.seen_lines(run, request.user)
    refused = lines.filter(outcome=PublicationOutcome.REFUSED).select_related("evaluation__programme__institution")
    return {
        "campaign": campaign,
        "run": run,
        "progress": runs.progress(run, lines),
        "refusals": list(refused[:ROWS_A_PAGE]),
        "may_publish": runs.can_publish(request.user),
    }
