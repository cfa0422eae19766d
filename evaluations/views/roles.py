"""Who holds which role at the agency, and who works for each institution: for the administrators."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.db import transaction
from django.db.models import Count, Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from evalprog import clock
from evaluations import permissions, transitions
from evaluations.forms.agency import MandateForm, MembershipForm
from evaluations.models import Mandate
from evaluations.readiness import Problem
from evaluations.transitions import TransitionRefused
from programmes.models import Institution, Membership

INSTITUTIONS_A_PAGE = 50


@require_http_methods(["GET", "HEAD", "POST"])
def agency(request: HttpRequest) -> HttpResponse:
    """The mandates that hold, those that have ended; a POST gives one more."""
    _allow(request)
    form = MandateForm(request.POST or None)
    if form.is_valid():
        try:
            mandate = _give(request, form)
        except TransitionRefused as refusal:
            form.add_error("email", str(refusal))
        else:
            said = {"person": mandate.user, "role": mandate.get_role_display()}
            messages.success(request, _("%(person)s exerce désormais la fonction : %(role)s.") % said)
            return redirect("evaluations:agency")
    return _agency_page(request, form)


@require_POST
def mandate_end(request: HttpRequest, public_id: str) -> HttpResponse:
    _allow(request)
    mandate = get_object_or_404(Mandate.objects.select_related("user"), public_id=public_id)
    try:
        transitions.end_mandate(mandate, by=request.user)
    except TransitionRefused as refusal:
        return _agency_page(request, MandateForm(), refusal.problems)
    messages.success(request, _("Le mandat de %(person)s a pris fin.") % {"person": mandate.user})
    return redirect("evaluations:agency" if permissions.can_administer(request.user) else "evaluations:dashboard")


@require_safe
def institution_list(request: HttpRequest) -> HttpResponse:
    """Institutions, with how many people work for each in the application."""
    _allow(request)
    now = clock.now()
    holds = Q(memberships__starts_at__lte=now) & (Q(memberships__ends_at=None) | Q(memberships__ends_at__gt=now))
    counted = Institution.objects.annotate(
        people=Count("memberships", filter=holds),
        signatories=Count("memberships", filter=holds & Q(memberships__can_sign=True)),
    )
    page = Paginator(counted.order_by("name", "pk"), INSTITUTIONS_A_PAGE).get_page(request.GET.get("page"))
    pages = page.paginator.get_elided_page_range(page.number, on_each_side=2, on_ends=1)
    return render(request, "evaluations/roles/institution_list.html", {"page": page, "pages": pages})


@require_http_methods(["GET", "HEAD", "POST"])
def institution_people(request: HttpRequest, public_id: str) -> HttpResponse:
    """Who works for an institution, and who did; a POST attaches one more person."""
    _allow(request)
    institution = get_object_or_404(Institution, public_id=public_id)
    form = MembershipForm(request.POST or None)
    if form.is_valid():
        try:
            membership = _attach(request, institution, form.cleaned_data)
        except TransitionRefused as refusal:
            form.add_error("email", str(refusal))
        else:
            messages.success(request, _("%(person)s est rattaché à l’établissement.") % {"person": membership.user})
            return redirect("evaluations:institution-people", public_id)
    return _people_page(request, institution, form)


@require_POST
def membership_end(request: HttpRequest, public_id: str, membership_id: str) -> HttpResponse:
    _allow(request)
    institution = get_object_or_404(Institution, public_id=public_id)
    membership = get_object_or_404(institution.memberships.select_related("user"), public_id=membership_id)
    try:
        transitions.detach(membership, by=request.user)
    except TransitionRefused as refusal:
        return _people_page(request, institution, MembershipForm(), refusal.problems)
    messages.success(request, _("Le rattachement de %(person)s a pris fin.") % {"person": membership.user})
    return redirect("evaluations:institution-people", public_id)


@transaction.atomic
def _give(request: HttpRequest, form: MandateForm) -> Mandate:
    """A new account and its mandate together, or neither."""
    words = form.cleaned_data
    user = transitions.account(words["email"], name=words["person"], by=request.user)
    return transitions.give_mandate(user, words["role"], by=request.user, **form.terms())


@transaction.atomic
def _attach(request: HttpRequest, institution: Institution, words: dict) -> Membership:
    user = transitions.account(words["email"], name=words["person"], by=request.user)
    return transitions.attach(user, institution, can_sign=words["can_sign"], by=request.user)


def _agency_page(request: HttpRequest, form: MandateForm, problems: list[Problem] | None = None) -> HttpResponse:
    mandates = Mandate.objects.select_related("user").order_by("role", "user__name", "user__email", "starts_at")
    context = {
        "form": form,
        "problems": problems,
        "current": mandates.current(),
        "coming": mandates.not_ended().filter(starts_at__gt=clock.now()),
        "ended": mandates.filter(ends_at__lte=clock.now()).order_by("-ends_at"),
    }
    return render(request, "evaluations/roles/agency.html", context, status=409 if problems else 200)


def _people_page(
    request: HttpRequest, institution: Institution, form: MembershipForm, problems: list[Problem] | None = None
) -> HttpResponse:
    people = institution.memberships.select_related("user").order_by("user__name", "user__email", "starts_at")
    context = {
        "institution": institution,
        "form": form,
        "problems": problems,
        "current": people.current(),
        "ended": people.filter(ends_at__lte=clock.now()).order_by("-ends_at"),
    }
    return render(request, "evaluations/roles/institution_people.html", context, status=409 if problems else 200)


def _allow(request: HttpRequest) -> None:
    permissions.allow(
        permissions.can_administer(request.user),
        _("Les fonctions et les rattachements sont tenus par les administrateurs de l’agence."),
    )
