"""Putting programmes on the list of a campaign, many at a time: chosen among those known, or pasted."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from evalprog.public_id import is_like_one
from evalprog.text import one_line
from evaluations import transitions
from evaluations.forms.programmes import ProgrammeListForm
from evaluations.imports import programme_list
from evaluations.models import Campaign, Evaluation
from evaluations.permissions import allow, can_plan
from evaluations.readiness import Problem
from evaluations.transitions import TransitionRefused
from evaluations.views.campaigns import LONGEST_SEARCH, known_campaign
from programmes.enums import ProgrammeKind
from programmes.models import Institution, Programme

PROGRAMMES_A_PAGE = 50
SHOWN_BAD_LINES = 200


@require_http_methods(["GET", "HEAD", "POST"])
def campaign_programmes(request: HttpRequest, public_id: str) -> HttpResponse:
    """Two ways on one page; each writes everything or nothing."""
    campaign = known_campaign(request, public_id)
    allow(can_plan(request.user), _("Seul un conseiller de l’agence inscrit une formation dans une campagne."))
    form = ProgrammeListForm()
    problems: list[Problem] = []
    bad_lines: list[programme_list.BadLine] = []
    if request.method == "POST" and "choose" in request.POST:
        problems = _choose(request, campaign)
    elif request.method == "POST":
        form = ProgrammeListForm(request.POST, request.FILES)
        bad_lines = _paste(request, campaign, form)
    if request.method == "POST" and not (problems or bad_lines or form.errors):
        return redirect(campaign)
    return _page(request, campaign, form, problems, bad_lines)


def _choose(request: HttpRequest, campaign: Campaign) -> list[Problem]:
    """Only programmes that the page could have offered: another identifier is as if it did not exist (INV-C9)."""
    wanted = [name for name in request.POST.getlist("programme")[:PROGRAMMES_A_PAGE] if is_like_one(name)]
    chosen = list(_choosable(campaign).filter(public_id__in=wanted).order_by("title", "pk"))
    if not chosen:
        return [Problem(_("Cochez au moins une formation qui n’est pas encore inscrite."), "programme")]
    try:
        _tell(request, transitions.plan_all(chosen, campaign, by=request.user))
    except TransitionRefused as refusal:
        return refusal.problems
    return []


def _paste(request: HttpRequest, campaign: Campaign, form: ProgrammeListForm) -> list[programme_list.BadLine]:
    if not form.is_valid():
        return []
    try:
        _tell(request, programme_list.add(form.cleaned_data["lines"], campaign, by=request.user))
    except programme_list.BadList as refusal:
        return refusal.lines
    return []


def _tell(request: HttpRequest, listed: list[Evaluation]) -> None:
    sentence = ngettext(
        "%(count)d formation est inscrite dans la campagne.",
        "%(count)d formations sont inscrites dans la campagne.",
        len(listed),
    )
    messages.success(request, sentence % {"count": len(listed)})


def _page(
    request: HttpRequest,
    campaign: Campaign,
    form: ProgrammeListForm,
    problems: list[Problem],
    bad_lines: list[programme_list.BadLine],
) -> HttpResponse:
    kind = request.GET.get("type", "")
    institution = request.GET.get("etablissement", "")
    words = one_line(request.GET.get("q", "")[:LONGEST_SEARCH])
    found = _choosable(campaign).select_related("institution")
    if is_like_one(institution):
        found = found.filter(institution__public_id=institution)
    if kind in ProgrammeKind.values:
        found = found.filter(kind=kind)
    for word in words.split():
        found = found.filter(Q(title__icontains=word) | Q(institution__name__icontains=word))
    page = Paginator(found.order_by("title", "pk"), PROGRAMMES_A_PAGE).get_page(request.GET.get("page"))
    context = {
        "agency": True,
        "campaign": campaign,
        "form": form,
        "problems": problems,
        "bad_lines": bad_lines[:SHOWN_BAD_LINES],
        "more_bad_lines": max(0, len(bad_lines) - SHOWN_BAD_LINES),
        "bad_count": len(bad_lines),
        "page": page,
        "pages": page.paginator.get_elided_page_range(page.number, on_each_side=2, on_ends=1),
        "kinds": _kinds(campaign),
        "kind": kind,
        "institutions": Institution.objects.filter(programmes__isnull=False).distinct(),
        "institution": institution,
        "words": words,
        "checked": set(request.POST.getlist("programme")),
    }
    refused = problems or bad_lines or form.errors
    return render(request, "evaluations/campaigns/campaign_programmes.html", context, status=422 if refused else 200)


def _choosable(campaign: Campaign) -> QuerySet[Programme]:
    """What the framework concerns and the campaign does not have under way."""
    running = Evaluation.objects.in_progress().filter(campaign=campaign, programme=OuterRef("pk"))
    kinds = [kind for kind, _label in _kinds(campaign)]
    return Programme.objects.filter(~Exists(running), kind__in=kinds)


def _kinds(campaign: Campaign) -> list[tuple[str, str]]:
    definition = campaign.framework.definition
    return [(kind, label) for kind, label in ProgrammeKind.choices if definition.suits(kind)]
