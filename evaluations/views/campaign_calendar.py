"""For the agency: giving the institutions of an open campaign more time to deposit their dossiers."""

from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from evalprog import deadlines
from evaluations import notifications, readiness, transitions
from evaluations.enums import State
from evaluations.forms.campaign_calendar import PostponementForm
from evaluations.models import Evaluation
from evaluations.permissions import allow, can_plan
from evaluations.transitions import TransitionRefused
from evaluations.views.campaigns import known_campaign


@require_http_methods(["GET", "HEAD", "POST"])
def campaign_postpone(request: HttpRequest, public_id: str) -> HttpResponse:
    """Whom the new day concerns and what they will be told; sent, it is given to all of them at once."""
    campaign = known_campaign(request, public_id)
    allow(can_plan(request.user), _("Seul un conseiller de l’agence reporte la date de dépôt."))
    form = PostponementForm(request.POST or None, campaign=campaign)
    missing, refused = readiness.before_postponing(campaign), []
    if form.is_valid():
        try:
            transitions.postpone_dossiers(campaign, by=request.user, **form.cleaned_data)
        except TransitionRefused as refusal:
            campaign, refused = known_campaign(request, public_id), refusal.problems
        else:
            messages.success(request, _("La date de dépôt est reportée."))
            return redirect(campaign)
    awaited = campaign.evaluations.visible_to(request.user).filter(state=State.DOSSIER_EXPECTED)
    context = {
        "agency": True,
        "campaign": campaign,
        "form": form,
        "missing": missing,
        "refused": refused,
        "awaited": awaited.count(),
        "institutions": awaited.values("programme__institution").distinct().count(),
        **_first_letter(request, awaited, form),
    }
    return render(request, "evaluations/campaigns/campaign_postpone.html", context, status=409 if refused else 200)


def _first_letter(request: HttpRequest, awaited: QuerySet[Evaluation], form: PostponementForm) -> dict[str, object]:
    """Whom the first evaluation tells, and how, with the day once it is given: the others are told alike."""
    first = awaited.select_related("programme__institution", "campaign").order_by("pk").first()
    if first is None:
        return {"first": None, "outgoing": []}
    due_on = form.cleaned_data.get("due_on") if form.is_bound else None
    details = {}
    if due_on:
        details["after_instant"] = (deadlines.end_of(due_on) + first.dossier_postponed_by).isoformat()
    return {"first": first, "outgoing": notifications.preview("postpone_dossiers", first, request.user, **details)}
