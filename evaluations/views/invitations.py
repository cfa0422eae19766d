"""For whoever is asked to join a committee: the invitation, and the declaration of interests that goes with it."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from evaluations import notifications, readiness, transitions
from evaluations.enums import InvitationStatus
from evaluations.forms.committee import DeclineForm
from evaluations.forms.declaration import LINE, InterestFormSet, typed_lines
from evaluations.models import CommitteeMember
from evaluations.notifications import Preview
from evaluations.standing import standing_of
from evaluations.transitions import TransitionRefused
from programmes.models import Institution


@require_http_methods(["GET", "HEAD", "POST"])
def invitation(request: HttpRequest, public_id: str) -> HttpResponse:
    """Who is asked sees what for, and answers once. A conflict of interest hides it like all the rest."""
    mine = CommitteeMember.objects.filter(user=request.user, ended_at=None)
    mine = mine.exclude(evaluation__conflicts__user=request.user)
    member = get_object_or_404(
        mine.select_related("evaluation__programme__institution", "evaluation__campaign"), public_id=public_id
    )
    form = DeclineForm(request.POST if request.POST.get("answer") == "decline" else None)
    form.helper.form_tag, form.helper.disable_csrf = False, True  # the page holds the two forms
    problems = []
    if request.method == "POST" and (request.POST.get("answer") == "accept" or form.is_valid()):
        try:
            return _answer(request, member, form)
        except TransitionRefused as refusal:
            problems = refusal.problems
    context = {
        "member": member,
        "evaluation": member.evaluation,
        "form": form,
        "problems": problems,
        "asked": member.status == InvitationStatus.INVITED,
        "accepted": member.status == InvitationStatus.ACCEPTED,
        "to_confirm": member.status == InvitationStatus.TO_CONFIRM,
        "declared": readiness.has_declared(request.user),
        **_outgoing(request, member),
    }
    return render(request, "evaluations/committee/invitation.html", context, status=409 if problems else 200)


def _outgoing(request: HttpRequest, member: CommitteeMember) -> dict[str, list[Preview]]:
    """The messages that each of the two answers sends, while one is awaited."""
    if member.status != InvitationStatus.INVITED:
        return {}
    standing = standing_of(request.user, member.evaluation)
    return {
        name: notifications.preview(verb, member.evaluation, request.user, standing=standing)
        for name, verb in (("if_accepted", "accept_invitation"), ("if_declined", "decline_invitation"))
    }


def _answer(request: HttpRequest, member: CommitteeMember, form: DeclineForm) -> HttpResponse:
    if form.is_bound:
        transitions.decline_invitation(member, by=request.user, reason=form.cleaned_data["reason"])
        messages.success(request, _("Votre refus est transmis à l’agence. Merci de l’avoir dit."))
        return redirect("evaluations:dashboard")
    transitions.accept_invitation(member, by=request.user)
    if readiness.has_declared(request.user):
        messages.success(request, _("Vous avez accepté. Votre déclaration d’intérêts est à jour."))
        return redirect("evaluations:dashboard")
    messages.success(request, _("Vous avez accepté. Il reste à déposer votre déclaration d’intérêts."))
    return redirect("evaluations:declaration")


@require_http_methods(["GET", "HEAD", "POST"])
def declaration(request: HttpRequest) -> HttpResponse:
    """One's interests of the last five years: filed, filed again, never changed."""
    institutions = list(Institution.objects.order_by("name"))
    filed = list(request.user.declarations.prefetch_related("interests"))
    if request.method == "POST" and "more" in request.POST:
        lines = InterestFormSet(initial=typed_lines(request.POST))
    elif request.method == "POST":
        lines = InterestFormSet(request.POST)
        if lines.is_valid():
            transitions.declare_interests(request.user, lines.interests(institutions))
            messages.success(request, _("Votre déclaration est déposée. Elle vaut un an, pour tous vos comités."))
            return redirect("evaluations:dashboard")
    else:
        # What was declared last is offered again: a declaration is whole, and most lines still hold.
        lines = InterestFormSet(initial=list(filed[0].interests.values(*LINE)) if filed else [])
    context = {"lines": lines, "filed": filed, "institutions": institutions}
    return render(request, "evaluations/committee/declaration.html", context)
