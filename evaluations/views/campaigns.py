"""Campaigns, for the agency: their list, their facts, where every evaluation of one stands, their opening."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from django.contrib import messages
from django.core.paginator import Paginator
from django.db import transaction
from django.db.models import Count, F, Q, QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from evalprog import clock
from evalprog.public_id import is_like_one
from evalprog.text import folded
from evaluations import notifications, transitions
from evaluations.enums import Phase, State
from evaluations.forms.campaigns import CampaignForm, Difference
from evaluations.models import Campaign, Evaluation
from evaluations.models.evaluation import has_published_report
from evaluations.permissions import allow, can_plan, reads_campaigns
from evaluations.readiness import Problem
from evaluations.transitions import TransitionRefused
from evaluations.views import state_chart
from evaluations.views.state_chart import PhaseCount, StateCount
from programmes.models import Institution

ROWS_A_PAGE = 50
CAMPAIGNS_A_PAGE = 25
LONGEST_SEARCH = 200  # letters
OPENED_AT_ONCE = 100  # evaluations: about a second


@require_safe
def campaign_list(request: HttpRequest) -> HttpResponse:
    _known_to_exist(request)
    page = Paginator(Campaign.objects.select_related("framework").defer("framework__document"), CAMPAIGNS_A_PAGE)
    page = page.get_page(request.GET.get("page"))
    counts = {
        row["campaign"]: row
        for row in Evaluation.objects.visible_to(request.user)
        .filter(campaign__in=[campaign.pk for campaign in page])
        .order_by()
        .values("campaign")
        .annotate(total=Count("pk"), published=Count("pk", filter=has_published_report()))
    }
    context = {
        "agency": True,
        "page": page,
        "pages": page.paginator.get_elided_page_range(page.number, on_each_side=2, on_ends=1),
        "rows": [(campaign, counts.get(campaign.pk, {"total": 0, "published": 0})) for campaign in page],
        "may_plan": can_plan(request.user),
    }
    return render(request, "evaluations/campaigns/campaign_list.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def campaign_create(request: HttpRequest) -> HttpResponse:
    _known_to_exist(request)
    allow(can_plan(request.user), _("Seul un conseiller de l’agence crée une campagne."))
    form = CampaignForm(request.POST or None, instance=Campaign())
    if form.is_valid():
        return _saved(request, form.save())
    return _form_page(request, form)


@require_http_methods(["GET", "HEAD", "POST"])
def campaign_edit(request: HttpRequest, public_id: str) -> HttpResponse:
    """Its settings. When somebody else came first, both answers are shown and nothing is changed (INV-W2)."""
    campaign = known_campaign(request, public_id)
    allow(can_plan(request.user), _("Seul un conseiller de l’agence modifie une campagne."))
    if request.method != "POST":
        return _form_page(request, CampaignForm(instance=campaign), campaign)
    with transaction.atomic():
        standing = Campaign.objects.select_for_update().get(pk=campaign.pk)
        form = CampaignForm(request.POST, instance=standing)
        valid = form.is_valid()
        differences = form.differences() if valid and form.is_overtaken else []
        if valid and not form.is_overtaken:
            form.save()
    if valid and not differences:
        return _saved(request, standing)
    # A form that was sent has already written into its instance: the page is about the campaign as it stands.
    campaign = known_campaign(request, public_id)
    if differences:
        form = CampaignForm(instance=campaign, initial=form.answers())
    return _form_page(request, form, campaign, differences)


def _saved(request: HttpRequest, campaign: Campaign) -> HttpResponse:
    messages.success(request, _("La campagne est enregistrée."))
    return redirect(campaign)


def _form_page(
    request: HttpRequest,
    form: CampaignForm,
    campaign: Campaign | None = None,
    differences: Sequence[Difference] = (),
) -> HttpResponse:
    context = {"agency": True, "form": form, "campaign": campaign, "differences": differences}
    status = 409 if differences else 200
    return render(request, "evaluations/campaigns/campaign_form.html", context, status=status)


@dataclass(frozen=True, slots=True)
class Filters:
    """What the officer looks for among the evaluations of a campaign."""

    state: State | None
    institution: str  # public id
    words: str
    late: bool

    @classmethod
    def of(cls, request: HttpRequest) -> "Filters":
        name, institution = request.GET.get("etape", ""), request.GET.get("etablissement", "")
        return cls(
            State[name] if name in State.names else None,
            institution if is_like_one(institution) else "",
            request.GET.get("q", "")[:LONGEST_SEARCH].strip(),
            request.GET.get("retard") == "1",
        )

    def __bool__(self) -> bool:
        return bool(self.state is not None or self.institution or self.words or self.late)


@require_safe
def campaign_detail(request: HttpRequest, public_id: str) -> HttpResponse:
    """Where every evaluation stands; what is late comes first. The cost does not grow with the campaign."""
    campaign = known_campaign(request, public_id)
    now, soon = clock.now(), clock.now() + dt.timedelta(days=campaign.reminder_days)
    evaluations = _dated(campaign, Evaluation.objects.visible_to(request.user))
    counts = _counts(evaluations, now, soon)
    labels = {state.value: (state.name, str(state.label)) for state in State}
    filters = Filters.of(request)
    found = _filtered(evaluations, filters, now)
    paginator = Paginator(
        found.order_by(F("deadline").asc(nulls_last=True), "state", "programme__title", "pk"), ROWS_A_PAGE
    )
    if not filters:
        paginator.count = sum(state.count for state in counts.values())
    page = paginator.get_page(request.GET.get("page"))
    context = {
        "agency": True,
        "campaign": campaign,
        "total": sum(state.count for state in counts.values()),
        "late": sum(state.late for state in counts.values()),
        "soon": sum(state.soon for state in counts.values()),
        "planned": counts[State.PLANNED].count,
        "bars": state_chart.bars({state: count.count for state, count in counts.items()}),
        "phases": [PhaseCount(str(phase.label), tuple(counts[state] for state in phase.states)) for phase in Phase],
        "aside": [counts[state] for state in (State.SUSPENDED, State.WITHDRAWN) if counts[state].count],
        "filters": filters,
        "institutions": _institutions(evaluations),
        "page": page,
        "pages": paginator.get_elided_page_range(page.number, on_each_side=2, on_ends=1),
        "rows": [(one, labels[one.state], _urgency(one.deadline, now, soon)) for one in page],
        "may_plan": can_plan(request.user),
    }
    return render(request, "evaluations/campaigns/campaign_detail.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def campaign_open(request: HttpRequest, public_id: str) -> HttpResponse:
    """Opens the campaign, so many evaluations a request: the page shows how far it has got and goes on."""
    campaign = known_campaign(request, public_id)
    allow(can_plan(request.user), _("Seul un conseiller de l’agence ouvre une campagne."))
    problems: list[Problem] = []
    going_on = False
    if request.method == "POST":
        try:
            opened = transitions.open_campaign(campaign, by=request.user, at_most=OPENED_AT_ONCE)
        except TransitionRefused as refusal:
            problems = refusal.problems
        else:
            if not _planned(request, campaign).exists():
                messages.success(request, _("La campagne est ouverte : les dossiers sont attendus."))
                return redirect(campaign)
            going_on = bool(opened)
    planned = _planned(request, campaign)
    total, waiting = campaign.evaluations.visible_to(request.user).count(), planned.count()
    context = {
        "agency": True,
        "campaign": campaign,
        "planned": waiting,
        "opened": total - waiting,
        "total": total,
        "institutions": planned.values("programme__institution").distinct().count(),
        "going_on": going_on,
        "problems": problems,
        **_first_letter(request, planned),
    }
    status = 409 if problems else 200
    return render(request, "evaluations/campaigns/campaign_open.html", context, status=status)


def _first_letter(request: HttpRequest, planned: QuerySet[Evaluation]) -> dict[str, object]:
    """Whom the first evaluation to be opened tells, and how: the others are told alike."""
    first = planned.select_related("programme__institution", "campaign").order_by("pk").first()
    return {"first": first, "outgoing": notifications.preview("expect_dossier", first, request.user) if first else []}


def known_campaign(request: HttpRequest, public_id: str) -> Campaign:
    """:raises Http404: for an address that leads to no campaign, and for whoever is not of the agency."""
    _known_to_exist(request)
    campaigns = Campaign.objects.select_related("framework").defer("framework__document")
    return get_object_or_404(campaigns, public_id=public_id)


def _known_to_exist(request: HttpRequest) -> None:
    if not reads_campaigns(request.user):
        raise Http404


def _planned(request: HttpRequest, campaign: Campaign) -> QuerySet[Evaluation]:
    return campaign.evaluations.visible_to(request.user).filter(state=State.PLANNED)


def _dated(campaign: Campaign, evaluations: QuerySet[Evaluation]) -> QuerySet[Evaluation]:
    return evaluations.filter(campaign=campaign).with_deadline(campaign.dossiers_due_at)


def _counts(evaluations: QuerySet[Evaluation], now: dt.datetime, soon: dt.datetime) -> dict[State, StateCount]:
    rows = (
        evaluations.order_by()
        .values("state")
        .annotate(
            count=Count("pk"),
            late=Count("pk", filter=Q(deadline__lte=now)),
            soon=Count("pk", filter=Q(deadline__gt=now, deadline__lte=soon)),
        )
    )
    found = {row["state"]: row for row in rows}
    empty = {"count": 0, "late": 0, "soon": 0}
    return {
        state: StateCount(
            state, *(found.get(state, empty)[key] for key in ("count", "late", "soon")), state_chart.COLOURS[state]
        )
        for state in State
    }


def _filtered(evaluations: QuerySet[Evaluation], filters: Filters, now: dt.datetime) -> QuerySet[Evaluation]:
    if filters.state is not None:
        evaluations = evaluations.filter(state=filters.state)
    if filters.institution:
        evaluations = evaluations.filter(programme__institution__public_id=filters.institution)
    if filters.late:
        evaluations = evaluations.filter(deadline__lte=now)
    if filters.words:
        # Accents and case aside, which no database compares alike: the titles of one campaign are soon read.
        names = evaluations.order_by().values_list("pk", "programme__title", "programme__institution__name")
        wanted = folded(filters.words).split()
        evaluations = evaluations.filter(
            pk__in=[pk for pk, *texts in names if all(word in folded(" ".join(texts)) for word in wanted)]
        )
    return evaluations.select_related("programme__institution").only(
        "public_id",
        "state",
        "programme__title",
        "programme__kind",
        "programme__institution__name",
        "programme__institution__acronym",
    )


def _institutions(evaluations: QuerySet[Evaluation]) -> list[tuple[str, str]]:
    listed = Institution.objects.filter(pk__in=evaluations.order_by().values("programme__institution"))
    return list(listed.values_list("public_id", "name"))


def _urgency(deadline: dt.datetime | None, now: dt.datetime, soon: dt.datetime) -> str:
    """« late » past the deadline, « soon » from the day of the reminder on."""
    if deadline is None or deadline > soon:
        return ""
    return "late" if deadline <= now else "soon"
