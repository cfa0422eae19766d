"""The pool of experts: for the officers, who keep it and make committees from it."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from evaluations import permissions, pool, transitions
from evaluations.forms.experts import ExpertForm, NewExpertForm, PoolSearch
from evaluations.models import Declaration, Evaluation
from evaluations.transitions import TransitionRefused

EXPERTS_A_PAGE = 50


@require_safe
def expert_list(request: HttpRequest) -> HttpResponse:
    _allow(request)
    search = PoolSearch(request.GET)
    words, profile = search.wanted()
    found = pool.matching(pool.experts(), words, profile)
    page = Paginator(found, EXPERTS_A_PAGE).get_page(request.GET.get("page"))
    context = {
        "experts": pool.with_loads(page, request.user),
        "page": page,
        "pages": page.paginator.get_elided_page_range(page.number, on_each_side=2, on_ends=1),
        "search": search,
        "searched": bool(words or profile),
    }
    return render(request, "evaluations/experts/expert_list.html", context)


@require_safe
def expert_detail(request: HttpRequest, public_id: str) -> HttpResponse:
    """The sheet, the committees that this officer may know of, the last declaration."""
    _allow(request)
    expert = get_object_or_404(pool.experts(), public_id=public_id)
    dossiers = Evaluation.objects.visible_to(request.user)
    context = {
        "expert": expert,
        "places": expert.user.committee_memberships.filter(evaluation__in=dossiers.values("pk"))
        .select_related("evaluation__programme__institution", "evaluation__campaign")
        .order_by("ended_at", "-evaluation__created_at", "pk"),
        "declaration": Declaration.objects.filter(user=expert.user).prefetch_related("interests__institution").first(),
    }
    return render(request, "evaluations/experts/expert_detail.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def expert_add(request: HttpRequest) -> HttpResponse:
    _allow(request)
    form = NewExpertForm(request.POST or None)
    if form.is_valid():
        try:
            expert = _add(request, form.cleaned_data)
        except TransitionRefused as refusal:
            form.add_error("email", str(refusal))
        else:
            messages.success(request, _("%(person)s est dans le vivier.") % {"person": expert.user})
            return redirect("evaluations:expert-detail", expert.public_id)
    return render(request, "evaluations/experts/expert_form.html", {"form": form})


@require_http_methods(["GET", "HEAD", "POST"])
def expert_edit(request: HttpRequest, public_id: str) -> HttpResponse:
    _allow(request)
    expert = get_object_or_404(pool.experts(), public_id=public_id)
    form = ExpertForm(request.POST or None, instance=expert)
    if form.is_valid():
        form.save()
        messages.success(request, _("La fiche est enregistrée."))
        return redirect("evaluations:expert-detail", expert.public_id)
    return render(request, "evaluations/experts/expert_form.html", {"form": form, "expert": expert})


@transaction.atomic
def _add(request: HttpRequest, words: dict):
    """A new account and its sheet together, or neither."""
    user = transitions.account(words.pop("email"), name=words.pop("name"), by=request.user)
    return transitions.add_expert(user, by=request.user, **words)


def _allow(request: HttpRequest) -> None:
    permissions.allow(
        permissions.can_manage_pool(request.user),
        _("Le vivier d’experts est tenu par les conseillers scientifiques et chargés de projet de l’agence."),
    )
